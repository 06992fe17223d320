// Command register is the function where the team creates and invites people, and where an operator makes administrators.
package main

import (
	"context"
	"encoding/json"
	"time"

	"portico/internal/dynamo"
	"portico/internal/httpapi"
	"portico/internal/people"
	"portico/internal/setup"
)

func main() { setup.Main(wire) }

func wire(env *setup.Environment) func(context.Context, json.RawMessage) (any, error) {
	store := dynamo.Open(env.AWS(), env.Text(setup.Table))
	office := people.Office{Keys: env.Keyring(setup.ProofSecret), Address: env.URL(setup.Address), Now: time.Now}
	h := handlers{now: time.Now, registrar: &people.Registrar{Office: office, Store: store}}
	desk := operatorDesk{operator: people.NewOperator(office, store), logger: env.Logger}
	return either(desk, env.Server(h.routes()))
}

func (h handlers) routes() []httpapi.Route {
	team, administrators := httpapi.Team(), httpapi.Administrators()
	return []httpapi.Route{
		{Pattern: "POST /api/customers", Idempotent: true, Handle: httpapi.Signed(team, h.createCustomer)},
		{Pattern: "POST /api/customers/{id}/invitation", Idempotent: true, Handle: httpapi.Signed(team, h.inviteCustomer)},
		{Pattern: "POST /api/agents", Idempotent: true, Handle: httpapi.Signed(administrators, h.createAgent)},
		{Pattern: "POST /api/agents/{id}/invitation", Idempotent: true, Handle: httpapi.Signed(administrators, h.inviteAgent)},
	}
}
