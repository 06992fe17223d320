// Command profile is the function where somebody sees and changes their own record and second factor, and sees where they are signed in and ends that.
package main

import (
	"time"

	"portico/internal/dynamo"
	"portico/internal/httpapi"
	"portico/internal/limit"
	"portico/internal/profile"
	"portico/internal/setup"
)

func main() { setup.API(routes) }

func routes(env *setup.Environment) []httpapi.Route {
	table := dynamo.Open(env.AWS(), env.Text(setup.Table))
	keys := env.Keyring(setup.SessionSecret)
	h := handlers{
		account:  &profile.Account{Store: table, Limiter: &limit.Limiter{Store: table, Keys: keys}, Now: time.Now},
		sessions: &profile.Sessions{Store: table, Keys: keys, Now: time.Now},
		devices:  &profile.Devices{Store: table, Now: time.Now},
	}
	return []httpapi.Route{
		{Pattern: "GET /api/profile", Handle: httpapi.Signed(nil, h.show)},
		{Pattern: "POST /api/profile/details", Handle: httpapi.Signed(nil, h.change)},
		{Pattern: "POST /api/profile/second-factor", Handle: httpapi.Signed(nil, h.choose)},
		{Pattern: "GET /api/profile/devices", Handle: httpapi.Signed(nil, h.listDevices)},
		{Pattern: "POST /api/profile/devices/{id}/end", Handle: httpapi.Signed(nil, h.endDevice)},
		{Pattern: "GET /api/profile/sessions", Handle: httpapi.Signed(nil, h.list)},
		{Pattern: "POST /api/profile/sessions/end", Handle: httpapi.Signed(nil, h.endOthers)},
		{Pattern: "POST /api/profile/sessions/{id}/end", Handle: httpapi.Signed(nil, h.end)},
	}
}
