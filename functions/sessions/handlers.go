package main

import (
	"context"
	"net/http"
	"regexp"

	"portico/internal/httpapi"
	"portico/internal/identity"
	"portico/internal/password"
	"portico/internal/session"
)

type handlers struct {
	signIn   *identity.SignIn
	sessions *identity.Sessions
}

var (
	flowForm = regexp.MustCompile(`^[a-z2-7]{26}$`)
	codeForm = regexp.MustCompile(`^[0-9]{6}$`)
)

type signInRequest struct{ identity.Attempt }

// Read takes a SignInRequest of the contract. A code comes with its flow.
func (b *signInRequest) Read(o *httpapi.Object) {
	b.AddressKey = o.Email("email").Key
	b.Password = o.Secret("password", password.MaxLength)
	if o.Has("flow") || o.Has("code") {
		b.Flow = o.Match("flow", flowForm)
		b.Code = o.Match("code", codeForm)
	}
	if o.Has("trust") {
		b.Trust = o.Bool("trust")
	}
}

func (h handlers) begin(ctx context.Context, r *httpapi.Request) (*httpapi.Response, error) {
	body, err := httpapi.Decode[signInRequest](r)
	if err != nil {
		return nil, err
	}
	body.Visit = visit(r)
	return signed(h.signIn.In(ctx, body.Attempt))
}

func (h handlers) refresh(ctx context.Context, r *httpapi.Request) (*httpapi.Response, error) {
	if _, err := httpapi.Decode[httpapi.Empty](r); err != nil {
		return nil, err
	}
	return signed(h.sessions.Refresh(ctx, r.Cookies[session.CookieName], visit(r)))
}

func (h handlers) end(ctx context.Context, r *httpapi.Request) (*httpapi.Response, error) {
	if _, err := httpapi.Decode[httpapi.Empty](r); err != nil {
		return nil, err
	}
	if err := h.sessions.End(ctx, r.Cookies[session.CookieName], visit(r)); err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusNoContent, Cookies: []string{session.ClearCookie()}}, nil
}

func visit(r *httpapi.Request) identity.Visit {
	return identity.Visit{Network: r.Network(), UserAgent: r.UserAgent, Device: r.Cookies[session.DeviceName]}
}

func signed(s *identity.SignedIn, err error) (*httpapi.Response, error) {
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusOK, Body: s.View(), Cookies: s.Cookies}, nil
}
