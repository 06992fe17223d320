package main

import (
	"context"
	"net/http"

	"portico/internal/gate"
	"portico/internal/httpapi"
	"portico/internal/person"
	"portico/internal/ticket"
)

func (h handlers) read(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	slice, err := ticket.SliceOf(r.Queries())
	if err != nil {
		return nil, err
	}
	sheet, err := h.desk.Read(ctx, v, ticket.ID(r.Path["ticket"]), slice)
	return show(http.StatusOK, sheet, err)
}

func (h handlers) requestsOf(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	page, err := h.desk.RequestsOf(ctx, v, person.ID(r.Path["id"]), r.Queries().Cursor())
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusOK, Body: ticket.PageViewOf(page)}, nil
}

type answerRequest struct {
	text   string
	seen   int
	status ticket.Status
}

// Read takes an AnswerRequest of the contract.
func (b *answerRequest) Read(o *httpapi.Object) {
	b.text = o.Text("text", 20000)
	b.seen = o.Int("seen", 0)
	if o.Has("status") {
		b.status = ticket.Status(o.Choice("status", ticket.StatusNames()...))
	}
}

func (h handlers) answer(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[answerRequest](r)
	if err != nil {
		return nil, err
	}
	sheet, err := h.desk.Answer(ctx, v, r.IdempotencyKey, ticket.ID(r.Path["ticket"]), body.text, body.seen, body.status)
	return show(http.StatusCreated, sheet, err)
}

type noteRequest struct{ text string }

// Read takes a TextRequest of the contract.
func (b *noteRequest) Read(o *httpapi.Object) { b.text = o.Text("text", 20000) }

func (h handlers) note(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[noteRequest](r)
	if err != nil {
		return nil, err
	}
	sheet, err := h.desk.Note(ctx, v, r.IdempotencyKey, ticket.ID(r.Path["ticket"]), body.text)
	return show(http.StatusCreated, sheet, err)
}

type statusRequest struct {
	status  ticket.Status
	seen    int
	version int
}

// Read takes a StatusRequest of the contract.
func (b *statusRequest) Read(o *httpapi.Object) {
	b.status = ticket.Status(o.Choice("status", ticket.StatusNames()...))
	b.seen = o.Int("seen", 0)
	b.version = o.Int("version", 1)
}

func (h handlers) setStatus(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[statusRequest](r)
	if err != nil {
		return nil, err
	}
	sheet, err := h.desk.SetStatus(ctx, v, ticket.ID(r.Path["ticket"]), body.status, body.seen, body.version)
	return show(http.StatusOK, sheet, err)
}

// assignRequest has no agent where the request is to be nobody's.
type assignRequest struct {
	agent   person.ID
	version int
}

// Read takes an AssignRequest of the contract.
func (b *assignRequest) Read(o *httpapi.Object) {
	if o.Has("agent") {
		b.agent = o.Person("agent")
	}
	b.version = o.Int("version", 1)
}

func (h handlers) assign(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[assignRequest](r)
	if err != nil {
		return nil, err
	}
	sheet, err := h.desk.Assign(ctx, v, ticket.ID(r.Path["ticket"]), body.agent, body.version)
	return show(http.StatusOK, sheet, err)
}

func show(status int, s ticket.Sheet, err error) (*httpapi.Response, error) {
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: status, Body: ticket.SheetViewOf(s)}, nil
}
