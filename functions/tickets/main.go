// Command tickets is the function where customers open, list, read, answer, close and reopen their own requests.
package main

import (
	"time"

	"portico/internal/dynamo"
	"portico/internal/httpapi"
	"portico/internal/setup"
	"portico/internal/ticket"
)

func main() { setup.API(routes) }

func routes(env *setup.Environment) []httpapi.Route {
	h := handlers{counter: &ticket.Counter{
		Store: dynamo.Open(env.AWS(), env.Text(setup.Table)), Services: env.Portal().ServiceIDs(), Keys: env.Keyring(setup.ProofSecret), Now: time.Now,
	}}
	return []httpapi.Route{
		{Pattern: "GET /api/requests", Handle: httpapi.Signed(nil, h.list)},
		{Pattern: "POST /api/requests", Idempotent: true, Handle: httpapi.Signed(nil, h.open)},
		{Pattern: "GET /api/requests/{ticket}", Handle: httpapi.Signed(nil, h.read)},
		{Pattern: "POST /api/requests/{ticket}/replies", Idempotent: true, Handle: httpapi.Signed(nil, h.reply)},
		{Pattern: "POST /api/requests/{ticket}/status", Handle: httpapi.Signed(nil, h.setStatus)},
	}
}
