// Command people is the function where the team finds people, looks at them, and changes their access and role.
package main

import (
	"time"

	"portico/internal/dynamo"
	"portico/internal/httpapi"
	"portico/internal/people"
	"portico/internal/setup"
)

func main() { setup.API(routes) }

func routes(env *setup.Environment) []httpapi.Route {
	h := handlers{now: time.Now, desk: &people.Desk{
		Office: people.Office{Keys: env.Keyring(setup.ProofSecret), Address: env.URL(setup.Address), Now: time.Now},
		Store:  dynamo.Open(env.AWS(), env.Text(setup.Table)),
	}}
	team, administrators := httpapi.Team(), httpapi.Administrators()
	return []httpapi.Route{
		{Pattern: "GET /api/customers", Handle: httpapi.Signed(team, h.list(people.Customers))},
		{Pattern: "GET /api/customers/{id}", Handle: httpapi.Signed(team, h.show(people.Customers))},
		{Pattern: "POST /api/customers/{id}/link", Handle: httpapi.Signed(team, h.link(people.Customers))},
		{Pattern: "POST /api/customers/{id}/access", Handle: httpapi.Signed(team, h.setAccess(people.Customers))},
		{Pattern: "POST /api/customers/{id}/level", Handle: httpapi.Signed(team, h.setLevel)},
		{Pattern: "POST /api/customers/{id}/second-factor", Handle: httpapi.Signed(team, h.setSecondFactor)},
		{Pattern: "GET /api/agents", Handle: httpapi.Signed(administrators, h.list(people.Team))},
		{Pattern: "GET /api/agents/{id}", Handle: httpapi.Signed(administrators, h.show(people.Team))},
		{Pattern: "POST /api/agents/{id}/link", Handle: httpapi.Signed(administrators, h.link(people.Team))},
		{Pattern: "POST /api/agents/{id}/access", Handle: httpapi.Signed(administrators, h.setAccess(people.Team))},
		{Pattern: "POST /api/agents/{id}/role", Handle: httpapi.Signed(administrators, h.setRole)},
	}
}
