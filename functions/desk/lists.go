package main

import (
	"context"
	"net/http"
	"unicode/utf8"

	"portico/internal/gate"
	"portico/internal/httpapi"
	"portico/internal/ticket"
)

// handlers turn requests into calls of the desk.
type handlers struct{ desk *ticket.Desk }

func (h handlers) queue(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	q := r.Queries()
	list := ticket.List{View: ticket.View(q.Choice("view", "open", "unassigned", "mine", "service", "closed"))}
	if _, there := r.Query["view"]; !there {
		q.Reject("view", httpapi.Missing, "This is missing.")
	}
	if list.View == ticket.ServiceView {
		if list.Service = r.Query["service"]; !httpapi.ValidService(list.Service) {
			q.Reject("service", httpapi.Invalid, "This is no id of a service.")
		}
	}
	if err := q.Err(); err != nil {
		return nil, err
	}
	return page(h.desk.Queue(ctx, v, list, q.Cursor()))
}

func (h handlers) search(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	q := r.Queries()
	words := q.Words("query", 100)
	if utf8.RuneCountInString(words) < 2 {
		q.Reject("query", httpapi.TooShort, "Type two letters at least.")
	}
	if err := q.Err(); err != nil {
		return nil, err
	}
	return page(h.desk.Search(ctx, v, words, q.Cursor()))
}

func page(p ticket.Page, err error) (*httpapi.Response, error) {
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusOK, Body: ticket.QueueViewOf(p)}, nil
}

func (h handlers) counts(ctx context.Context, _ *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	counts, err := h.desk.Count(ctx, v)
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusOK, Body: ticket.CountsViewOf(counts)}, nil
}

type colleaguesView struct {
	Items []ticket.ColleagueView `json:"items"`
}

func (h handlers) colleagues(ctx context.Context, _ *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	team, err := h.desk.Colleagues(ctx, v)
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusOK, Body: colleaguesView{Items: ticket.ColleagueViewsOf(team)}}, nil
}
