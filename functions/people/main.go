// Command people is the function where the team finds people, looks at them, and changes their access and role.
package main

import (
	"time"

	"portico/internal/dynamo"
	"portico/internal/httpapi"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/setup"
)

func main() { setup.API(routes) }

func routes(env *setup.Environment) []httpapi.Route {
	h := handlers{now: time.Now, desk: &people.Desk{
		Office: people.Office{Keys: env.Keyring(setup.ProofSecret), Address: env.URL(setup.Address), Now: time.Now},
		Store:  dynamo.Open(env.AWS(), env.Text(setup.Table)),
	}}
	customers := h.of("/api/customers", people.Customers, httpapi.Team())
	agents := h.of("/api/agents", people.Team, httpapi.Administrators())
	return append(append(customers, agents...),
		httpapi.Route{Pattern: "POST /api/customers/{id}/level", Handle: httpapi.Signed(httpapi.Team(), h.setLevel)},
		httpapi.Route{Pattern: "POST /api/agents/{id}/role", Handle: httpapi.Signed(httpapi.Administrators(), h.setRole)},
	)
}

// of gives the routes that there are for both kinds of people.
func (h handlers) of(path string, kind people.Kind, roles []person.Role) []httpapi.Route {
	return []httpapi.Route{
		{Pattern: "GET " + path, Handle: httpapi.Signed(roles, h.list(kind))},
		{Pattern: "GET " + path + "/{id}", Handle: httpapi.Signed(roles, h.show(kind))},
		{Pattern: "POST " + path + "/{id}/link", Handle: httpapi.Signed(roles, h.link(kind))},
		{Pattern: "POST " + path + "/{id}/access", Handle: httpapi.Signed(roles, h.setAccess(kind))},
	}
}
