package people

import (
	"time"

	"portico/internal/audit"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/proof"
)

// View is a person as the contract shows one.
type View struct {
	ID        person.ID       `json:"id"`
	Name      string          `json:"name"`
	Email     string          `json:"email"`
	Role      person.Role     `json:"role"`
	State     person.State    `json:"state"`
	Language  person.Language `json:"language"`
	Level     person.Level    `json:"level,omitempty"`
	Services  []string        `json:"services,omitempty"`
	CreatedAt time.Time       `json:"createdAt"`
	Version   int             `json:"version"`

	SecondFactor string `json:"secondFactor,omitempty"` // of a customer
}

// secondFactorOf says what second factor somebody owes, as the contract does.
func secondFactorOf(p person.Person) string {
	if p.FactorRequired {
		return "required"
	}
	return "portal"
}

// ViewOf shows p.
func ViewOf(p person.Person) View {
	view := View{
		ID: p.ID, Name: p.Name, Email: p.Email, Role: p.Role, State: p.State, Language: p.Language, Services: p.Services.List(),
		CreatedAt: p.CreatedAt, Version: p.Version,
	}
	if view.Level = p.Level; view.Level == "" && !p.Role.Staff() {
		view.Level = person.Standard
	}
	if !p.Role.Staff() {
		view.SecondFactor = secondFactorOf(p)
	}
	return view
}

// PageView is a page as the contract shows it.
type PageView struct {
	Items []View `json:"items"`
	Next  string `json:"next,omitempty"`
}

// PageViewOf shows a page.
func PageViewOf(page Page) PageView {
	view := PageView{Items: make([]View, len(page.People)), Next: page.Next}
	for i, p := range page.People {
		view.Items[i] = ViewOf(p)
	}
	return view
}

// DetailView is a dossier as the contract shows it.
type DetailView struct {
	Person  View          `json:"person"`
	Company string        `json:"company,omitempty"`
	Pending *pendingView  `json:"pending,omitempty"`
	Mails   []mailView    `json:"mails"`
	History []historyView `json:"history"`
}

type pendingView struct {
	Since     time.Time  `json:"since"`
	ExpiresAt time.Time  `json:"expiresAt"`
	Expired   bool       `json:"expired"`
	Form      proof.Form `json:"invitation"`
}

type mailView struct {
	ID    outbox.ID    `json:"id"`
	Kind  outbox.Kind  `json:"kind"`
	State outbox.State `json:"state"`
	At    time.Time    `json:"at"`
	Email string       `json:"email,omitempty"` // that it went to, where the person has another now
}

type historyView struct {
	ID      string       `json:"id"`
	Action  audit.Action `json:"action"`
	At      time.Time    `json:"at"`
	Actor   actorView    `json:"actor"`
	Network string       `json:"network,omitempty"`
	Detail  string       `json:"detail,omitempty"`
	Changes []changeView `json:"changes"`
}

type changeView struct {
	Field  string `json:"field"`
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

type actorView struct {
	Kind audit.ActorKind `json:"kind"`
	ID   person.ID       `json:"id,omitempty"`
	Name string          `json:"name,omitempty"`
}

// DetailViewOf shows d as it is at now.
func DetailViewOf(d Dossier, now time.Time) DetailView {
	view := DetailView{Person: ViewOf(d.Person), Company: d.Company, Mails: make([]mailView, len(d.Mails)), History: make([]historyView, len(d.History))}
	if invitation, ok := d.Pending(); ok {
		view.Pending = &pendingView{
			Since: invitation.CreatedAt, ExpiresAt: invitation.ExpiresAt, Expired: !now.Before(invitation.ExpiresAt), Form: invitation.Form,
		}
		if view.Pending.Form == "" {
			view.Pending.Form = proof.ByLink
		}
	}
	for i, m := range d.Mails {
		view.Mails[i] = mailView{ID: m.ID, Kind: m.Kind, State: m.State, At: m.CreatedAt}
		if m.Address != d.Person.Email {
			view.Mails[i].Email = m.Address
		}
	}
	for i, e := range d.History {
		actor := actorView{Kind: e.Actor.Kind, ID: e.Actor.ID, Name: e.Actor.Name}
		view.History[i] = historyView{
			ID: e.ID, Action: e.Action, At: e.At, Actor: actor, Network: e.Network, Detail: e.Detail, Changes: make([]changeView, len(e.Changes)),
		}
		for j, c := range e.Changes {
			view.History[i].Changes[j] = changeView(c)
		}
	}
	return view
}
