// Command signup is the function where anybody asks for an account, and types the code that was mailed.
package main

import (
	"context"
	"net/http"
	"regexp"
	"time"

	"portico/internal/address"
	"portico/internal/dynamo"
	"portico/internal/httpapi"
	"portico/internal/identity"
	"portico/internal/limit"
	"portico/internal/setup"
)

func main() { setup.API(routes) }

func routes(env *setup.Environment) []httpapi.Route {
	table := dynamo.Open(env.AWS(), env.Text(setup.Table))
	keys := env.Keyring(setup.ProofSecret)
	h := handlers{&identity.Registrations{Store: table, Keys: keys, Limiter: &limit.Limiter{Store: table, Keys: keys}, Now: time.Now}}
	return []httpapi.Route{
		{Pattern: "POST /api/registrations", Idempotent: true, Handle: h.register},
		{Pattern: "POST /api/registrations/resend", Idempotent: true, Handle: h.resend},
		{Pattern: "POST /api/registrations/confirm", Idempotent: true, Handle: h.confirm},
	}
}

type handlers struct{ registrations *identity.Registrations }

var (
	flowForm = regexp.MustCompile(`^[a-z2-7]{26}$`)
	codeForm = regexp.MustCompile(`^[0-9]{6}$`)
)

type flowView struct {
	Flow string `json:"flow"`
}

type registerRequest struct{ identity.Applicant }

// Read takes a RegisterRequest of the contract.
func (b *registerRequest) Read(o *httpapi.Object) {
	b.Name, b.Email, b.Language = o.Line("name", 100), o.Email("email"), o.Language("language")
}

func (h handlers) register(ctx context.Context, r *httpapi.Request) (*httpapi.Response, error) {
	body, err := httpapi.Decode[registerRequest](r)
	if err != nil {
		return nil, err
	}
	flow, err := h.registrations.Open(ctx, body.Applicant, r.IdempotencyKey, identity.Visit{Network: r.Network()})
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusAccepted, Body: flowView{flow}}, nil
}

type resendRequest struct {
	flow  string
	email address.Address
}

// Read takes a ResendRequest of the contract.
func (b *resendRequest) Read(o *httpapi.Object) {
	b.flow, b.email = o.Match("flow", flowForm), o.Email("email")
}

func (h handlers) resend(ctx context.Context, r *httpapi.Request) (*httpapi.Response, error) {
	body, err := httpapi.Decode[resendRequest](r)
	if err != nil {
		return nil, err
	}
	if err := h.registrations.Again(ctx, body.flow, body.email.Key, r.IdempotencyKey, identity.Visit{Network: r.Network()}); err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusAccepted, Body: flowView{body.flow}}, nil
}

type confirmRequest struct{ flow, code string }

// Read takes a ConfirmRequest of the contract.
func (b *confirmRequest) Read(o *httpapi.Object) {
	b.flow, b.code = o.Match("flow", flowForm), o.Match("code", codeForm)
}

func (h handlers) confirm(ctx context.Context, r *httpapi.Request) (*httpapi.Response, error) {
	body, err := httpapi.Decode[confirmRequest](r)
	if err != nil {
		return nil, err
	}
	link, err := h.registrations.Confirm(ctx, body.flow, body.code, r.IdempotencyKey, identity.Visit{Network: r.Network()})
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusOK, Body: map[string]string{"link": link}}, nil
}
