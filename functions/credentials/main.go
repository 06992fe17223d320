// Command credentials is the function where somebody who is signed in proves their password, chooses another, and moves to another address.
package main

import (
	"context"
	"net/http"
	"regexp"
	"time"

	"portico/internal/address"
	"portico/internal/cognito"
	"portico/internal/dynamo"
	"portico/internal/gate"
	"portico/internal/httpapi"
	"portico/internal/identity"
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
	limiter := &limit.Limiter{Store: table, Keys: proofs}
	h := handlers{
		emails: &profile.Emails{
			Store: table, Proofs: proofs, Sessions: env.Keyring(setup.SessionSecret), Limiter: limiter, Policy: env.Book(table).RegistrationPolicy, Now: time.Now,
		},
		undo: &identity.Undo{Store: table, Links: identity.Links{Store: table, Keys: proofs, Limiter: limiter, Now: time.Now}},
		passwords: &profile.Passwords{
			Store: table, Pool: pool, Proofs: proofs, Sessions: env.Keyring(setup.SessionSecret), Limiter: limiter,
			Rules: env.Book(table), Now: time.Now,
		},
	}
	return []httpapi.Route{
		{Pattern: "POST /api/profile/proof", Handle: httpapi.Signed(nil, h.prove)},
		{Pattern: "POST /api/profile/password", Idempotent: true, Handle: httpapi.Signed(nil, h.changePassword)},
		{Pattern: "POST /api/profile/email", Idempotent: true, Handle: httpapi.Signed(nil, h.wishAddress)},
		{Pattern: "POST /api/profile/email/confirm", Idempotent: true, Handle: httpapi.Signed(nil, h.confirmAddress)},
		{Pattern: "POST /api/profile/email/cancel", Handle: httpapi.Signed(nil, h.cancelAddress)},
		{Pattern: "POST /api/undo", Handle: h.undoAddress},
	}
}

type handlers struct {
	passwords *profile.Passwords
	emails    *profile.Emails
	undo      *identity.Undo
}

var (
	codeForm = regexp.MustCompile(`^[0-9]{6}$`)
	linkForm = regexp.MustCompile(`^[A-Za-z0-9_.-]{20,200}$`)
)

type addressRequest struct{ email address.Address }

// Read takes an AddressRequest of the contract.
func (b *addressRequest) Read(o *httpapi.Object) { b.email = o.Email("email") }

func (h handlers) wishAddress(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[addressRequest](r)
	if err != nil {
		return nil, err
	}
	if err := h.emails.Wish(ctx, v, body.email, r.IdempotencyKey); err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusAccepted, Body: map[string]bool{"accepted": true}}, nil
}

type codeRequest struct{ code string }

// Read takes a CodeRequest of the contract.
func (b *codeRequest) Read(o *httpapi.Object) { b.code = o.Match("code", codeForm) }

func (h handlers) confirmAddress(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[codeRequest](r)
	if err != nil {
		return nil, err
	}
	cookies, err := h.emails.Confirm(ctx, v, body.code, r.IdempotencyKey, r.Cookies[session.DeviceName])
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusNoContent, Cookies: cookies}, nil
}

func (h handlers) cancelAddress(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	if _, err := httpapi.Decode[httpapi.Empty](r); err != nil {
		return nil, err
	}
	if err := h.emails.Cancel(ctx, v); err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusNoContent}, nil
}

type linkRequest struct{ link string }

// Read takes a LinkRequest of the contract.
func (b *linkRequest) Read(o *httpapi.Object) { b.link = o.Match("link", linkForm) }

func (h handlers) undoAddress(ctx context.Context, r *httpapi.Request) (*httpapi.Response, error) {
	body, err := httpapi.Decode[linkRequest](r)
	if err != nil {
		return nil, err
	}
	if err := h.undo.Complete(ctx, body.link, identity.Visit{Network: r.Network(), UserAgent: r.UserAgent}); err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusNoContent}, nil
}

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
