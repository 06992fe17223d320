package main

import (
	"context"
	"net/http"
	"time"

	"portico/internal/factor"
	"portico/internal/gate"
	"portico/internal/httpapi"
	"portico/internal/person"
	"portico/internal/profile"
	"portico/internal/session"
)

type handlers struct {
	account  *profile.Account
	sessions *profile.Sessions
	devices  *profile.Devices
}

type profileView struct {
	Name         string          `json:"name"`
	Email        string          `json:"email"`
	Language     person.Language `json:"language"`
	Version      int             `json:"version"`
	SecondFactor factorView      `json:"secondFactor"`
	Waiting      *waitingView    `json:"pendingEmail,omitempty"`
}

type waitingView struct {
	Email     string    `json:"email"`
	ExpiresAt time.Time `json:"expiresAt"`
}

type factorView struct {
	Mode   factor.Mode `json:"mode"`
	On     bool        `json:"on"`
	Trusts bool        `json:"trusts"`
}

func viewOf(own profile.Own) profileView {
	mode := own.Rule.Mode
	if mode == "" {
		mode = factor.Off
	}
	view := profileView{
		Name: own.Person.Name, Email: own.Person.Email, Language: own.Person.Language, Version: own.Person.Version,
		SecondFactor: factorView{Mode: mode, On: own.SecondFactor, Trusts: own.Rule.Trusts()},
	}
	if own.Waiting != nil {
		view.Waiting = &waitingView{Email: own.Waiting.Email, ExpiresAt: own.Waiting.Until}
	}
	return view
}

func (h handlers) show(ctx context.Context, _ *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	return shown(h.account.Show(ctx, v))
}

type detailsRequest struct {
	profile.Details
	version int
}

// Read takes a DetailsRequest of the contract.
func (b *detailsRequest) Read(o *httpapi.Object) {
	b.Name = o.Line("name", 100)
	b.Language = person.Language(o.Choice("language", languages()...))
	b.version = o.Int("version", 1)
}

func languages() []string {
	known := make([]string, len(person.Languages))
	for i, l := range person.Languages {
		known[i] = string(l)
	}
	return known
}

func (h handlers) change(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[detailsRequest](r)
	if err != nil {
		return nil, err
	}
	return shown(h.account.Change(ctx, v, body.Details, body.version))
}

func shown(own profile.Own, err error) (*httpapi.Response, error) {
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusOK, Body: viewOf(own)}, nil
}

type sessionList struct {
	Items []sessionView `json:"items"`
}

type sessionView struct {
	ID       string    `json:"id"`
	Browser  string    `json:"browser,omitempty"`
	System   string    `json:"system,omitempty"`
	Network  string    `json:"network,omitempty"`
	Began    time.Time `json:"began"`
	LastUsed time.Time `json:"lastUsed"`
	Current  bool      `json:"current"`
}

func listed(live []profile.Live, cookies []string, err error) (*httpapi.Response, error) {
	if err != nil {
		return nil, err
	}
	list := sessionList{Items: make([]sessionView, len(live))}
	for i, s := range live {
		browser, system := session.DeviceParts(s.Device)
		list.Items[i] = sessionView{
			ID: s.ID, Browser: browser, System: system, Network: s.Network, Began: s.CreatedAt, LastUsed: s.LastUsed, Current: s.Current,
		}
	}
	return &httpapi.Response{Status: http.StatusOK, Body: list, Cookies: cookies}, nil
}

func (h handlers) list(ctx context.Context, _ *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	live, err := h.sessions.List(ctx, v)
	return listed(live, nil, err)
}

func (h handlers) end(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	if _, err := httpapi.Decode[httpapi.Empty](r); err != nil {
		return nil, err
	}
	live, err := h.sessions.End(ctx, v, r.Path["id"])
	return listed(live, nil, err)
}

func (h handlers) endOthers(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	if _, err := httpapi.Decode[httpapi.Empty](r); err != nil {
		return nil, err
	}
	return listed(h.sessions.EndOthers(ctx, v, r.Cookies[session.DeviceName]))
}

type factorRequest struct{ on bool }

// Read takes a SecondFactorRequest of the contract.
func (b *factorRequest) Read(o *httpapi.Object) { b.on = o.Bool("on") }

func (h handlers) choose(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[factorRequest](r)
	if err != nil {
		return nil, err
	}
	return shown(h.account.ChooseSecondFactor(ctx, v, body.on))
}

type deviceList struct {
	Items []deviceView `json:"items"`
}

type deviceView struct {
	ID      string    `json:"id"`
	Browser string    `json:"browser,omitempty"`
	System  string    `json:"system,omitempty"`
	Network string    `json:"network,omitempty"`
	Since   time.Time `json:"since"`
	Until   time.Time `json:"until"`
}

func (h handlers) listDevices(ctx context.Context, _ *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	return trusted(h.devices.List(ctx, v))
}

func (h handlers) endDevice(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	if _, err := httpapi.Decode[httpapi.Empty](r); err != nil {
		return nil, err
	}
	return trusted(h.devices.End(ctx, v, r.Path["id"]))
}

func trusted(devices []session.Trusted, err error) (*httpapi.Response, error) {
	if err != nil {
		return nil, err
	}
	list := deviceList{Items: make([]deviceView, len(devices))}
	for i, d := range devices {
		browser, system := session.DeviceParts(d.Device)
		list.Items[i] = deviceView{ID: d.ID, Browser: browser, System: system, Network: d.Network, Since: d.Since, Until: d.Until}
	}
	return &httpapi.Response{Status: http.StatusOK, Body: list}, nil
}
