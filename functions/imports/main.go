// Command imports is the function where the team uploads files of customers, looks at what is in them, and starts and stops their import.
package main

import (
	"time"

	"portico/internal/dynamo"
	"portico/internal/httpapi"
	"portico/internal/imports"
	"portico/internal/limit"
	"portico/internal/queue"
	"portico/internal/setup"
	"portico/internal/storage"
)

func main() { setup.API(routes) }

func routes(env *setup.Environment) []httpapi.Route {
	table, keys := dynamo.Open(env.AWS(), env.Text(setup.Table)), env.Keyring(setup.ProofSecret)
	h := handlers{desk: &imports.Desk{
		Store:   table,
		Storage: storage.Open(env.AWS(), env.Text(setup.ImportBucket), env.Optional(setup.StorageAddress)),
		Queue:   queue.Open(env.AWS(), env.URL(setup.ImportQueue)),
		Keys:    keys,
		Limiter: &limit.Limiter{Store: table, Keys: keys},
		Now:     time.Now,
	}}
	team := httpapi.Team()
	return []httpapi.Route{
		{Pattern: "GET /api/imports", Handle: httpapi.Signed(team, h.list)},
		{Pattern: "POST /api/imports", Idempotent: true, Handle: httpapi.Signed(team, h.upload)},
		{Pattern: "GET /api/imports/{id}", Handle: httpapi.Signed(team, h.show)},
		{Pattern: "GET /api/imports/{id}/lines", Handle: httpapi.Signed(team, h.lines)},
		{Pattern: "POST /api/imports/{id}/check", Handle: httpapi.Signed(team, h.check)},
		{Pattern: "POST /api/imports/{id}/start", Handle: httpapi.Signed(team, h.start)},
		{Pattern: "POST /api/imports/{id}/stop", Handle: httpapi.Signed(team, h.stop)},
		{Pattern: "POST /api/imports/{id}/report", Handle: httpapi.Signed(team, h.report)},
	}
}
