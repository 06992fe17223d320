package main

import (
	"context"
	"net/http"

	"portico/internal/gate"
	"portico/internal/httpapi"
	"portico/internal/ticket"
)

func (h handlers) notifications(ctx context.Context, _ *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	choices, err := h.desk.Choices(ctx, v)
	return h.choices(choices, err)
}

type notificationsRequest struct {
	services map[string]ticket.Choice
	version  int
}

// Read takes Notifications of the contract.
func (b *notificationsRequest) Read(o *httpapi.Object) {
	b.services = map[string]ticket.Choice{}
	for _, entry := range o.Objects("services", 90) {
		service := entry.Service("service")
		if _, twice := b.services[service]; twice {
			entry.Reject("service", httpapi.Invalid, "This service stands here twice.")
		}
		b.services[service] = ticket.Choice{
			NewRequests: entry.Bool("newRequests"),
			Replies:     ticket.Replies(entry.Choice("replies", string(ticket.NoReplies), string(ticket.MyReplies), string(ticket.AllReplies))),
		}
	}
	b.version = o.Int("version", 0)
}

func (h handlers) setNotifications(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[notificationsRequest](r)
	if err != nil {
		return nil, err
	}
	choices, err := h.desk.Choose(ctx, v, body.services, body.version)
	return h.choices(choices, err)
}

func (h handlers) choices(c ticket.Choices, err error) (*httpapi.Response, error) {
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusOK, Body: h.desk.ChoicesViewOf(c)}, nil
}
