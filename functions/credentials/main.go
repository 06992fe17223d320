// Command credentials is the function where somebody who is signed in proves their password, and chooses another.
package main

import (
	"context"
	"net/http"
	"time"

	"portico/internal/cognito"
	"portico/internal/dynamo"
	"portico/internal/gate"
	"portico/internal/httpapi"
	"portico/internal/limit"
	"portico/internal/password"
	"portico/internal/profile"
	"portico/internal/session"
	"portico/internal/setup"
)

func main() { setup.API(routes) }

func routes(env *setup.Environment) []httpapi.Route {
	table := dynamo.Open(env.AWS(), env.Text(setup.Table))
	proofs := env.Keyring(setup.ProofSecret)
	pool := cognito.Open(env.AWS(), env.Text(setup.UserPool), env.Text(setup.ClientID), time.Now, nil)
	h := handlers{passwords: &profile.Passwords{
		Store: table, Pool: pool, Proofs: proofs, Sessions: env.Keyring(setup.SessionSecret), Limiter: &limit.Limiter{Store: table, Keys: proofs},
		Rules: env.Book(table), Now: time.Now,
	}}
	return []httpapi.Route{
		{Pattern: "POST /api/profile/proof", Handle: httpapi.Signed(nil, h.prove)},
		{Pattern: "POST /api/profile/password", Idempotent: true, Handle: httpapi.Signed(nil, h.changePassword)},
	}
}

type handlers struct{ passwords *profile.Passwords }

type proofRequest struct{ current string }

// Read takes a ProofRequest of the contract.
func (b *proofRequest) Read(o *httpapi.Object) {
	b.current = o.Secret("currentPassword", password.MaxLength)
}

func (h handlers) prove(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[proofRequest](r)
	if err != nil {
		return nil, err
	}
	if err := h.passwords.Prove(ctx, v, body.current); err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusNoContent}, nil
}

type passwordRequest struct{ profile.NewPassword }

// Read takes a PasswordRequest of the contract.
func (b *passwordRequest) Read(o *httpapi.Object) {
	b.Current = o.Secret("currentPassword", password.MaxLength)
	b.New = o.Secret("newPassword", password.MaxLength)
}

func (h handlers) changePassword(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[passwordRequest](r)
	if err != nil {
		return nil, err
	}
	body.Key, body.Device = r.IdempotencyKey, r.Cookies[session.DeviceName]
	cookies, err := h.passwords.Change(ctx, v, body.NewPassword)
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusNoContent, Cookies: cookies}, nil
}
