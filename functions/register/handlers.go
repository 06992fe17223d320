package main

import (
	"context"
	"net/http"
	"time"

	"portico/internal/address"
	"portico/internal/gate"
	"portico/internal/httpapi"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/proof"
)

// handlers turn requests into calls of the registrar.
type handlers struct {
	registrar *people.Registrar
	now       func() time.Time
}

// named is what every new person has.
type named struct {
	name     string
	email    address.Address
	language person.Language
}

func (b *named) read(o *httpapi.Object) {
	b.name = o.Line("name", 100)
	b.email = o.Email("email")
	b.language = o.Language("language")
}

func (b *named) newcomer(role person.Role, invite bool) people.Newcomer {
	return people.Newcomer{Name: b.name, Email: b.email, Language: b.language, Role: role, Invite: invite}
}

type customerRequest struct {
	named
	level    person.Level
	services person.Services
	invite   bool
	form     proof.Form
}

// form reads what an invitation is to carry: its link, where nothing else is asked for.
func form(o *httpapi.Object) proof.Form {
	if !o.Has("invitation") {
		return proof.ByLink
	}
	return proof.Form(o.Choice("invitation", string(proof.ByLink), string(proof.ByPassword)))
}

// Read takes a CreateCustomerRequest of the contract.
func (b *customerRequest) Read(o *httpapi.Object) {
	b.read(o)
	b.level = person.Standard
	if o.Has("level") {
		b.level = o.Level("level")
	}
	if o.Has("services") {
		b.services = o.Services("services")
	}
	b.invite = o.Bool("invite")
	b.form = form(o)
	if b.invite && b.level == person.NoLevel {
		o.Reject("invite", httpapi.Unsupported, "Who has no access level cannot be invited.")
	}
}

func (b *customerRequest) newcomer() people.Newcomer {
	n := b.named.newcomer(person.Customer, b.invite)
	n.Level, n.Services, n.Form = b.level, b.services, b.form
	return n
}

func (h handlers) createCustomer(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[customerRequest](r)
	if err != nil {
		return nil, err
	}
	p, err := h.registrar.Create(ctx, v, r.IdempotencyKey, body.newcomer())
	return created(p, err)
}

type agentRequest struct {
	named
	role person.Role
}

// Read takes a CreateAgentRequest of the contract.
func (b *agentRequest) Read(o *httpapi.Object) {
	b.read(o)
	b.role = person.Role(o.Choice("role", string(person.Agent), string(person.Administrator)))
}

func (h handlers) createAgent(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[agentRequest](r)
	if err != nil {
		return nil, err
	}
	p, err := h.registrar.Create(ctx, v, r.IdempotencyKey, body.newcomer(body.role, true))
	return created(p, err)
}

func created(p person.Person, err error) (*httpapi.Response, error) {
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusCreated, Body: people.ViewOf(p)}, nil
}

type inviteRequest struct{ form proof.Form }

// Read takes an InviteRequest of the contract.
func (b *inviteRequest) Read(o *httpapi.Object) { b.form = form(o) }

func (h handlers) inviteCustomer(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[inviteRequest](r)
	if err != nil {
		return nil, err
	}
	return h.invite(ctx, r, v, people.Customers, body.form)
}

// inviteAgent sends the team the link alone.
func (h handlers) inviteAgent(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	if _, err := httpapi.Decode[httpapi.Empty](r); err != nil {
		return nil, err
	}
	return h.invite(ctx, r, v, people.Team, proof.ByLink)
}

func (h handlers) invite(ctx context.Context, r *httpapi.Request, v gate.Visit, kind people.Kind, form proof.Form) (*httpapi.Response, error) {
	dossier, err := h.registrar.Invite(ctx, v, r.IdempotencyKey, kind, person.ID(r.Path["id"]), form)
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusOK, Body: people.DetailViewOf(dossier, h.now())}, nil
}
