// Command reset is the function that takes wishes for a new password, and sets it by a mailed link.
package main

import (
	"context"
	"net/http"
	"regexp"
	"time"

	"portico/internal/address"
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
	limiter := &limit.Limiter{Store: table, Keys: keys}
	pool := cognito.Open(env.AWS(), env.Text(setup.UserPool), client, time.Now, nil)
	h := handlers{
		wishes: &identity.Wishes{Store: table, Keys: keys, Limiter: limiter, Now: time.Now},
		reset: identity.NewReset(
			identity.Links{Keys: keys, Limiter: limiter, Now: time.Now}, table, pool, env.Book(table),
			&identity.Birth{Pool: pool, Store: table, Keys: env.Keyring(setup.SessionSecret), Client: client, Now: time.Now},
		),
	}
	return []httpapi.Route{
		{Pattern: "POST /api/resets", Idempotent: true, Handle: h.wish},
		{Pattern: "POST /api/resets/complete", Idempotent: true, Handle: h.complete},
	}
}

type handlers struct {
	wishes *identity.Wishes
	reset  *identity.Reset
}

var linkForm = regexp.MustCompile(`^[A-Za-z0-9_.-]{20,200}$`)

type wishRequest struct{ email address.Address }

// Read takes a ResetRequest of the contract.
func (b *wishRequest) Read(o *httpapi.Object) { b.email = o.Email("email") }

func (h handlers) wish(ctx context.Context, r *httpapi.Request) (*httpapi.Response, error) {
	body, err := httpapi.Decode[wishRequest](r)
	if err != nil {
		return nil, err
	}
	if err := h.wishes.Reset(ctx, body.email.Key, r.IdempotencyKey, identity.Visit{Network: r.Network()}); err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusAccepted, Body: map[string]bool{"accepted": true}}, nil
}

type completeRequest struct{ identity.Completion }

// Read takes a CompleteResetRequest of the contract.
func (b *completeRequest) Read(o *httpapi.Object) {
	b.Token = o.Match("link", linkForm)
	b.Password = o.Secret("password", password.MaxLength)
}

func (h handlers) complete(ctx context.Context, r *httpapi.Request) (*httpapi.Response, error) {
	body, err := httpapi.Decode[completeRequest](r)
	if err != nil {
		return nil, err
	}
	body.Key = r.IdempotencyKey
	body.Visit = identity.Visit{Network: r.Network(), UserAgent: r.UserAgent, Device: r.Cookies[session.DeviceName]}
	signed, err := h.reset.Complete(ctx, body.Completion)
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusOK, Body: signed.View(), Cookies: signed.Cookies}, nil
}
