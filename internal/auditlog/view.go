package auditlog

import (
	"time"

	"portico/internal/audit"
	"portico/internal/people"
	"portico/internal/person"
)

// PageView is an AuditPage of the contract.
type PageView struct {
	Items []entryView `json:"items"`
	Next  string      `json:"next,omitempty"`
}

type entryView struct {
	ID      string       `json:"id"`
	At      time.Time    `json:"at"`
	Action  audit.Action `json:"action"`
	Actor   actorView    `json:"actor"`
	Subject *subjectView `json:"subject,omitempty"`
	Network string       `json:"network,omitempty"`
	Detail  string       `json:"detail,omitempty"`
	Changes []changeView `json:"changes"`
}

type actorView struct {
	Kind audit.ActorKind `json:"kind"`
	ID   person.ID       `json:"id,omitempty"`
	Name string          `json:"name,omitempty"`
}

// subjectView is whom an entry is about. Name and side are left out where the person's record is gone.
type subjectView struct {
	ID   person.ID   `json:"id"`
	Name string      `json:"name,omitempty"`
	Side people.Kind `json:"side,omitempty"`
}

type changeView struct {
	Field  string `json:"field"`
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// ViewOf makes the view of a page.
func ViewOf(f Found) PageView {
	view := PageView{Items: make([]entryView, len(f.Entries)), Next: f.Next}
	for i, e := range f.Entries {
		item := entryView{
			ID: e.ID, At: e.At, Action: e.Action, Actor: actorView(e.Actor), Network: e.Network, Detail: e.Detail, Changes: make([]changeView, len(e.Changes)),
		}
		for n, c := range e.Changes {
			item.Changes[n] = changeView(c)
		}
		if person.ValidID(string(e.Subject)) {
			item.Subject = &subjectView{ID: e.Subject}
			if p, ok := f.Subjects[e.Subject]; ok {
				item.Subject.Name, item.Subject.Side = p.Name, people.KindOf(p.Role)
			}
		}
		if item.Actor.Name == "" {
			item.Actor.Name = f.Subjects[e.Actor.ID].Name // a refusal does not know it
		}
		view.Items[i] = item
	}
	return view
}
