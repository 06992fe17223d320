package main

import (
	"context"
	"net/http"

	"portico/internal/gate"
	"portico/internal/httpapi"
	"portico/internal/policy"
	"portico/internal/settings"
)

// handlers turn requests into calls of the office.
type handlers struct {
	office          *settings.Office
	address, sender string
}

type settingsView struct {
	Address      string        `json:"address"`
	Sender       string        `json:"sender"`
	Ways         []policy.Way  `json:"ways"` // that have a switch
	Registration settings.View `json:"registration"`
	Companies    settings.View `json:"companies"`
	Denied       settings.View `json:"denied"`
	SignIn       settings.View `json:"signIn"`
	Portal       settings.View `json:"portal"`
	Services     settings.View `json:"services"`
	QuickLinks   settings.View `json:"quickLinks"`
}

func (h handlers) show(ctx context.Context, _ *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	sheet, err := h.office.Show(ctx, v)
	if err != nil {
		return nil, err
	}
	view := func(name settings.Name) settings.View { return settings.ViewOf(sheet[name]) }
	return &httpapi.Response{Status: http.StatusOK, Body: settingsView{
		Address: h.address, Sender: h.sender, Ways: policy.Switches(),
		Registration: view(settings.OfRegistration), Companies: view(settings.OfCompanies), Denied: view(settings.OfDenied),
		SignIn: view(settings.OfSignIn), Portal: view(settings.OfPortal), Services: view(settings.OfServices), QuickLinks: view(settings.OfQuickLinks),
	}}, nil
}

// sectionRequest is a request that changes a section of settings.
type sectionRequest[T any] interface {
	httpapi.Body[T]
	section() (settings.Section, int)
}

// change makes the handler of the requests of type T.
func change[T any, P sectionRequest[T]](h handlers) func(context.Context, *httpapi.Request, gate.Visit) (*httpapi.Response, error) {
	return func(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
		body, err := httpapi.Decode[T, P](r)
		if err != nil {
			return nil, err
		}
		wanted, version := P(&body).section()
		record, err := h.office.Change(ctx, v, wanted, version)
		if err != nil {
			return nil, err
		}
		return &httpapi.Response{Status: http.StatusOK, Body: settings.ViewOf(record)}, nil
	}
}

type logoView struct {
	Logo string `json:"logo"`
}

func (h handlers) upload(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[logoRequest](r)
	if err != nil {
		return nil, err
	}
	logo, err := h.office.Upload(ctx, v, body.image)
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusOK, Body: logoView{Logo: string(logo)}}, nil
}

type decisionView struct {
	Allowed bool          `json:"allowed"`
	Reason  policy.Reason `json:"reason,omitempty"`
	Company string        `json:"company,omitempty"`
}

func (h handlers) try(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[decisionRequest](r)
	if err != nil {
		return nil, err
	}
	decision, company, err := h.office.Try(ctx, v, body.way, body.email)
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusOK, Body: decisionView{Allowed: decision.Allowed, Reason: decision.Reason, Company: company}}, nil
}
