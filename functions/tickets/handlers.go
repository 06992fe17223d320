package main

import (
	"context"
	"net/http"

	"portico/internal/gate"
	"portico/internal/httpapi"
	"portico/internal/ticket"
)

// handlers turn requests into calls of the counter.
type handlers struct{ counter *ticket.Counter }

func (h handlers) list(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	q := r.Queries()
	statuses := ticket.Statuses
	if status := q.Choice("status", ticket.StatusNames()...); status != "" {
		statuses = []ticket.Status{ticket.Status(status)}
	}
	words := q.Words("query", 100)
	if err := q.Err(); err != nil {
		return nil, err
	}
	page, err := h.counter.List(ctx, v, statuses, words, q.Cursor())
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusOK, Body: ticket.PageViewOf(page)}, nil
}

type openRequest struct{ ticket.Draft }

// Read takes an OpenRequest of the contract.
func (b *openRequest) Read(o *httpapi.Object) {
	b.Service = o.Service("service")
	b.Subject = o.Line("subject", 200)
	b.Text = o.Text("text", 20000)
}

func (h handlers) open(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[openRequest](r)
	if err != nil {
		return nil, err
	}
	reading, err := h.counter.Open(ctx, v, r.IdempotencyKey, body.Draft)
	return conversation(http.StatusCreated, reading, err)
}

func (h handlers) read(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	slice, err := ticket.SliceOf(r.Queries())
	if err != nil {
		return nil, err
	}
	reading, err := h.counter.Read(ctx, v, ticket.ID(r.Path["ticket"]), slice)
	return conversation(http.StatusOK, reading, err)
}

type replyRequest struct{ text string }

// Read takes a TextRequest of the contract.
func (b *replyRequest) Read(o *httpapi.Object) { b.text = o.Text("text", 20000) }

func (h handlers) reply(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[replyRequest](r)
	if err != nil {
		return nil, err
	}
	reading, err := h.counter.Reply(ctx, v, r.IdempotencyKey, ticket.ID(r.Path["ticket"]), body.text)
	return conversation(http.StatusCreated, reading, err)
}

type statusRequest struct {
	status  ticket.Status
	seen    int
	version int
}

// Read takes a CloseOrReopen of the contract.
func (b *statusRequest) Read(o *httpapi.Object) {
	b.status = ticket.Status(o.Choice("status", string(ticket.Open), string(ticket.Closed)))
	b.seen = o.Int("seen", 0)
	b.version = o.Int("version", 1)
}

func (h handlers) setStatus(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[statusRequest](r)
	if err != nil {
		return nil, err
	}
	reading, err := h.counter.SetStatus(ctx, v, ticket.ID(r.Path["ticket"]), body.status, body.seen, body.version)
	return conversation(http.StatusOK, reading, err)
}

func conversation(status int, r ticket.Reading, err error) (*httpapi.Response, error) {
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: status, Body: ticket.ConversationViewOf(r)}, nil
}
