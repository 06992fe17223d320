// Command activate is the function that completes an invitation with a name and a password, and signs in.
package main

import (
	"context"
	"net/http"
	"regexp"
	"time"

	"portico/internal/cognito"
	"portico/internal/dynamo"
	"portico/internal/httpapi"
	"portico/internal/identity"
	"portico/internal/limit"
	"portico/internal/password"
	"portico/internal/session"
	"portico/internal/setup"
)

func main() { setup.API(routes) }

func routes(env *setup.Environment) []httpapi.Route {
	table := dynamo.Open(env.AWS(), env.Text(setup.Table))
	keys, client := env.Keyring(setup.ProofSecret), env.Text(setup.ClientID)
	pool := cognito.Open(env.AWS(), env.Text(setup.UserPool), client, time.Now, nil)
	activation := identity.NewActivation(
		identity.Links{Keys: keys, Limiter: &limit.Limiter{Store: table, Keys: keys}, Now: time.Now}, table, pool, env.Book(table),
		&identity.Birth{Pool: pool, Store: table, Keys: env.Keyring(setup.SessionSecret), Client: client, Now: time.Now},
	)
	return []httpapi.Route{{Pattern: "POST /api/activate", Idempotent: true, Handle: handler(activation)}}
}

var linkForm = regexp.MustCompile(`^[A-Za-z0-9_.-]{20,200}$`)

type request struct{ identity.Completion }

// Read takes an ActivateRequest of the contract.
func (b *request) Read(o *httpapi.Object) {
	b.Token = o.Match("link", linkForm)
	b.Name = o.Line("name", 100)
	b.Password = o.Secret("password", password.MaxLength)
	if o.Has("language") {
		b.Language = o.Language("language")
	}
}

func handler(activation *identity.Activation) httpapi.Handler {
	return func(ctx context.Context, r *httpapi.Request) (*httpapi.Response, error) {
		body, err := httpapi.Decode[request](r)
		if err != nil {
			return nil, err
		}
		body.Key = r.IdempotencyKey
		body.Visit = identity.Visit{Network: r.Network(), UserAgent: r.UserAgent, Device: r.Cookies[session.DeviceName]}
		signed, err := activation.Complete(ctx, body.Completion)
		if err != nil {
			return nil, err
		}
		return &httpapi.Response{Status: http.StatusOK, Body: signed.View(), Cookies: signed.Cookies}, nil
	}
}
