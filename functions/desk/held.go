package main

import (
	"context"
	"net/http"

	"portico/internal/gate"
	"portico/internal/httpapi"
	"portico/internal/incoming"
)

func (h handlers) heldMails(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	q := r.Queries()
	service, there := r.Query["service"]
	if there && !httpapi.ValidService(service) {
		q.Reject("service", httpapi.Invalid, "This is no id of a service.")
	}
	if err := q.Err(); err != nil {
		return nil, err
	}
	page, err := h.shelf.List(ctx, v, service, q.Cursor())
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusOK, Body: incoming.PageViewOf(page)}, nil
}

func (h handlers) heldMail(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	mail, err := h.shelf.Read(ctx, v, incoming.ID(r.Path["mail"]))
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusOK, Body: incoming.MailViewOf(mail)}, nil
}
