package main

import (
	"context"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"portico/internal/gate"
	"portico/internal/httpapi"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/problem"
)

// handlers turn requests into calls of the desk.
type handlers struct {
	desk *people.Desk
	now  func() time.Time
}

type handler = func(context.Context, *httpapi.Request, gate.Visit) (*httpapi.Response, error)

func (h handlers) list(kind people.Kind) handler {
	return func(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
		query, cursor := strings.TrimSpace(r.Query["query"]), r.Query["cursor"]
		if utf8.RuneCountInString(query) > 100 {
			return nil, problem.InvalidFields(problem.Field{Name: "query", Code: httpapi.TooLong, Detail: "This is longer than 100 characters."})
		}
		if kind != people.Customers {
			query = "" // the contract has none
		}
		page, err := h.desk.List(ctx, v, kind, query, cursor)
		if err != nil {
			return nil, err
		}
		return &httpapi.Response{Status: http.StatusOK, Body: people.PageViewOf(page)}, nil
	}
}

func (h handlers) show(kind people.Kind) handler {
	return func(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
		dossier, err := h.desk.Show(ctx, v, kind, person.ID(r.Path["id"]))
		return h.detail(dossier, err)
	}
}

type linkView struct {
	Link      string    `json:"link"`
	ExpiresAt time.Time `json:"expiresAt"`
}

func (h handlers) link(kind people.Kind) handler {
	return func(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
		if _, err := httpapi.Decode[httpapi.Empty](r); err != nil {
			return nil, err
		}
		link, invitation, err := h.desk.Link(ctx, v, kind, person.ID(r.Path["id"]))
		if err != nil {
			return nil, err
		}
		return &httpapi.Response{Status: http.StatusOK, Body: linkView{Link: link, ExpiresAt: invitation.ExpiresAt}}, nil
	}
}

type accessRequest struct {
	suspended bool
	version   int
}

// Read takes an AccessRequest of the contract.
func (b *accessRequest) Read(o *httpapi.Object) {
	b.suspended = o.Bool("suspended")
	b.version = o.Int("version", 1)
}

func (h handlers) setAccess(kind people.Kind) handler {
	return func(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
		body, err := httpapi.Decode[accessRequest](r)
		if err != nil {
			return nil, err
		}
		dossier, err := h.desk.SetAccess(ctx, v, kind, person.ID(r.Path["id"]), body.suspended, body.version)
		return h.detail(dossier, err)
	}
}

type levelRequest struct {
	level    person.Level
	services person.Services
	version  int
}

// Read takes a LevelRequest of the contract.
func (b *levelRequest) Read(o *httpapi.Object) {
	b.level = o.Level("level")
	b.services = o.Services("services")
	b.version = o.Int("version", 1)
}

func (h handlers) setLevel(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[levelRequest](r)
	if err != nil {
		return nil, err
	}
	dossier, err := h.desk.SetLevel(ctx, v, person.ID(r.Path["id"]), body.level, body.services, body.version)
	return h.detail(dossier, err)
}

type secondFactorRequest struct {
	required bool
	version  int
}

// Read takes a CustomerSecondFactorRequest of the contract.
func (b *secondFactorRequest) Read(o *httpapi.Object) {
	b.required = o.Choice("secondFactor", "portal", "required") == "required"
	b.version = o.Int("version", 1)
}

func (h handlers) setSecondFactor(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[secondFactorRequest](r)
	if err != nil {
		return nil, err
	}
	dossier, err := h.desk.SetSecondFactor(ctx, v, person.ID(r.Path["id"]), body.required, body.version)
	return h.detail(dossier, err)
}

type roleRequest struct {
	role    person.Role
	version int
}

// Read takes a RoleRequest of the contract.
func (b *roleRequest) Read(o *httpapi.Object) {
	b.role = person.Role(o.Choice("role", string(person.Agent), string(person.Administrator)))
	b.version = o.Int("version", 1)
}

func (h handlers) setRole(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[roleRequest](r)
	if err != nil {
		return nil, err
	}
	dossier, err := h.desk.SetRole(ctx, v, person.ID(r.Path["id"]), body.role, body.version)
	return h.detail(dossier, err)
}

func (h handlers) detail(d people.Dossier, err error) (*httpapi.Response, error) {
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusOK, Body: people.DetailViewOf(d, h.now())}, nil
}
