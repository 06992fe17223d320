// Command desk is the function where the team works: queue, requests, notes, held mail, and what agents are told of.
package main

import (
	"time"

	"portico/internal/dynamo"
	"portico/internal/httpapi"
	"portico/internal/incoming"
	"portico/internal/setup"
	"portico/internal/ticket"
)

func main() { setup.API(routes) }

func routes(env *setup.Environment) []httpapi.Route {
	table, keys := dynamo.Open(env.AWS(), env.Text(setup.Table)), env.Keyring(setup.ProofSecret)
	services := env.Book(table)
	h := handlers{
		desk:  &ticket.Desk{Store: table, Services: services, Held: table.CountHeld, Keys: keys, Now: time.Now},
		shelf: &incoming.Shelf{Store: table, Services: services, Keys: keys, Now: time.Now},
	}
	team := httpapi.Team()
	return []httpapi.Route{
		{Pattern: "GET /api/queue", Handle: httpapi.Signed(team, h.queue)},
		{Pattern: "GET /api/queue/counts", Handle: httpapi.Signed(team, h.counts)},
		{Pattern: "GET /api/queue/search", Handle: httpapi.Signed(team, h.search)},
		{Pattern: "GET /api/tickets/{ticket}", Handle: httpapi.Signed(team, h.read)},
		{Pattern: "POST /api/tickets/{ticket}/answers", Idempotent: true, Handle: httpapi.Signed(team, h.answer)},
		{Pattern: "POST /api/tickets/{ticket}/notes", Idempotent: true, Handle: httpapi.Signed(team, h.note)},
		{Pattern: "POST /api/tickets/{ticket}/status", Handle: httpapi.Signed(team, h.setStatus)},
		{Pattern: "POST /api/tickets/{ticket}/assignee", Handle: httpapi.Signed(team, h.assign)},
		{Pattern: "GET /api/customers/{id}/requests", Handle: httpapi.Signed(team, h.requestsOf)},
		{Pattern: "GET /api/colleagues", Handle: httpapi.Signed(team, h.colleagues)},
		{Pattern: "GET /api/held", Handle: httpapi.Signed(team, h.heldMails)},
		{Pattern: "GET /api/held/{mail}", Handle: httpapi.Signed(team, h.heldMail)},
		{Pattern: "GET /api/notifications", Handle: httpapi.Signed(team, h.notifications)},
		{Pattern: "POST /api/notifications", Handle: httpapi.Signed(team, h.setNotifications)},
	}
}
