// Command verify is the function that says whether a link is good, and takes wishes for a fresh one.
package main

import (
	"context"
	"net/http"
	"regexp"
	"time"

	"portico/internal/dynamo"
	"portico/internal/httpapi"
	"portico/internal/identity"
	"portico/internal/limit"
	"portico/internal/person"
	"portico/internal/proof"
	"portico/internal/setup"
)

func main() { setup.API(routes) }

func routes(env *setup.Environment) []httpapi.Route {
	table := dynamo.Open(env.AWS(), env.Text(setup.Table))
	keys := env.Keyring(setup.ProofSecret)
	limiter := &limit.Limiter{Store: table, Keys: keys}
	h := handlers{
		links:  &identity.Links{Store: table, Keys: keys, Limiter: limiter, Now: time.Now, Policy: env.Book(table).RegistrationPolicy},
		wishes: &identity.Wishes{Store: table, Keys: keys, Limiter: limiter, Now: time.Now},
	}
	return []httpapi.Route{
		{Pattern: "POST /api/verify", Handle: h.verify},
		{Pattern: "POST /api/verify/renewals", Idempotent: true, Handle: h.renew},
	}
}

type handlers struct {
	links  *identity.Links
	wishes *identity.Wishes
}

var linkForm = regexp.MustCompile(`^[A-Za-z0-9_.-]{20,200}$`)

type linkRequest struct{ link string }

// Read takes a LinkRequest of the contract.
func (b *linkRequest) Read(o *httpapi.Object) { b.link = o.Match("link", linkForm) }

type linkView struct {
	Purpose   proof.Purpose   `json:"purpose"`
	Name      string          `json:"name"`
	Email     string          `json:"email"`
	Language  person.Language `json:"language"`
	ExpiresAt time.Time       `json:"expiresAt"`
}

func (h handlers) verify(ctx context.Context, r *httpapi.Request) (*httpapi.Response, error) {
	body, err := httpapi.Decode[linkRequest](r)
	if err != nil {
		return nil, err
	}
	facts, err := h.links.Look(ctx, body.link, identity.Visit{Network: r.Network()})
	if err != nil {
		return nil, err
	}
	p := facts.Person
	if facts.Proof.Purpose == proof.EmailUndo {
		p.Email = facts.Proof.Address // what the link brings back
	}
	view := linkView{Purpose: facts.Proof.Purpose, Name: p.Name, Email: p.Email, Language: p.Language, ExpiresAt: facts.Proof.ExpiresAt}
	return &httpapi.Response{Status: http.StatusOK, Body: view}, nil
}

func (h handlers) renew(ctx context.Context, r *httpapi.Request) (*httpapi.Response, error) {
	body, err := httpapi.Decode[linkRequest](r)
	if err != nil {
		return nil, err
	}
	if err := h.wishes.Renew(ctx, body.link, r.IdempotencyKey, identity.Visit{Network: r.Network()}); err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusAccepted, Body: map[string]bool{"accepted": true}}, nil
}
