// Command sessions is the function that signs people in by password, keeps them signed in, and signs them out.
package main

import (
	"context"
	"time"

	"portico/internal/cognito"
	"portico/internal/dynamo"
	"portico/internal/httpapi"
	"portico/internal/identity"
	"portico/internal/limit"
	"portico/internal/setup"
)

func main() { setup.API(routes) }

func routes(env *setup.Environment) []httpapi.Route {
	table := dynamo.Open(env.AWS(), env.Text(setup.Table))
	proofs, sessions, client := env.Keyring(setup.ProofSecret), env.Keyring(setup.SessionSecret), env.Text(setup.ClientID)
	pool := cognito.Open(env.AWS(), env.Text(setup.UserPool), client, time.Now, nil)
	h := handlers{
		signIn: &identity.SignIn{
			Store: table, Pool: pool, Keys: proofs, Limiter: &limit.Limiter{Store: table, Keys: proofs}, Now: time.Now, Sleep: sleep,
			Birth: &identity.Birth{Pool: pool, Store: table, Keys: sessions, Client: client, Now: time.Now},
		},
		sessions: &identity.Sessions{
			Store: table, Pool: pool, Keys: sessions, Limiter: &limit.Limiter{Store: table, Keys: sessions}, Now: time.Now,
		},
	}
	return []httpapi.Route{
		{Pattern: "POST /api/sessions", Handle: h.begin},
		{Pattern: "POST /api/sessions/refresh", Handle: h.refresh},
		{Pattern: "POST /api/sessions/end", Handle: h.end},
	}
}

// sleep waits for d, or until the request is over.
func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
