// Command tickets is the function where customers open, list, read, answer, close and reopen their own requests.
package main

import (
	"time"

	"portico/internal/dynamo"
	"portico/internal/httpapi"
	"portico/internal/limit"
	"portico/internal/setup"
	"portico/internal/ticket"
)

func main() { setup.API(routes) }

func routes(env *setup.Environment) []httpapi.Route {
	table, keys := dynamo.Open(env.AWS(), env.Text(setup.Table)), env.Keyring(setup.ProofSecret)
	h := handlers{counter: &ticket.Counter{
		Store: table, Services: env.Portal().ServiceIDs(), Keys: keys, Limiter: &limit.Limiter{Store: table, Keys: keys}, Now: time.Now,
	}}
	return []httpapi.Route{
		{Pattern: "GET /api/requests", Handle: httpapi.Signed(nil, h.list)},
		{Pattern: "POST /api/requests", Idempotent: true, Handle: httpapi.Signed(nil, h.open)},
		{Pattern: "GET /api/requests/{ticket}", Handle: httpapi.Signed(nil, h.read)},
		{Pattern: "POST /api/requests/{ticket}/replies", Idempotent: true, Handle: httpapi.Signed(nil, h.reply)},
		{Pattern: "POST /api/requests/{ticket}/status", Handle: httpapi.Signed(nil, h.setStatus)},
	}
}
