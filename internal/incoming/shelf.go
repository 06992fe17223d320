package incoming

import (
	"context"
	"slices"
	"time"

	"portico/internal/cursor"
	"portico/internal/gate"
	"portico/internal/person"
	"portico/internal/proof"
	"portico/internal/ticket"
)

// PageSize is how many held mails a page has at most.
const PageSize = 25

// Page is a part of the list of held mails. Next is the position behind it; empty where there is no more.
type Page struct {
	Mails []Record
	Next  string
}

// ShelfStore is what a Shelf needs of the table.
type ShelfStore interface {
	gate.Admitter
	// HeldMails gives held mails, newest first, from behind a position: those to a service, or all where it is empty.
	HeldMails(ctx context.Context, service, after string, limit int) (Page, error)
	// HeldMail reads a held mail; the zero Record where none with this id is held.
	HeldMail(ctx context.Context, id ID) (Record, error)
}

// Shelf is where the team looks at held mails.
type Shelf struct {
	Store    ShelfStore
	Services ticket.Services
	Keys     proof.Keys
	Now      func() time.Time
}

// List gives a page of held mails, newest first: those to a service, or all where it is empty. Next is that of the page before, and works for nobody else
// and no other list. The errors are those of the gate, ticket.NoSuchService and cursor.Invalid.
func (s *Shelf) List(ctx context.Context, v gate.Visit, service, next string) (Page, error) {
	bound := cursor.Bound(string(v.Caller.Person), "held", service)
	after, cursorErr := cursor.Open(ctx, s.Keys, bound, next)
	page, err := gate.Admitted(ctx, s.Store, s.Now, v, func() (Page, error) {
		if service != "" {
			known, err := s.Services.ServiceIDs(ctx)
			if err != nil {
				return Page{}, err
			}
			if !slices.Contains(known, service) {
				return Page{}, ticket.NoSuchService
			}
		}
		if cursorErr != nil {
			return Page{}, cursorErr
		}
		return s.Store.HeldMails(ctx, service, after, PageSize)
	})
	if err == nil {
		page.Next, err = cursor.Seal(ctx, s.Keys, bound, page.Next)
	}
	return page, err
}

// Read gives a held mail. The errors are those of the gate, and NotFound.
func (s *Shelf) Read(ctx context.Context, v gate.Visit, id ID) (Record, error) {
	return gate.Admitted(ctx, s.Store, s.Now, v, func() (Record, error) {
		if !person.ValidID(string(id)) {
			return Record{}, NotFound
		}
		r, err := s.Store.HeldMail(ctx, id)
		if err == nil && r.Reason == "" {
			return Record{}, NotFound
		}
		return r, err
	})
}

// SummaryView is a held mail in a list as the contract shows it.
type SummaryView struct {
	ID      ID        `json:"id"`
	At      time.Time `json:"at"`
	Reason  Reason    `json:"reason"`
	From    string    `json:"from"`
	Service string    `json:"service,omitempty"`
	Subject string    `json:"subject"`
}

func summaryViewOf(r Record) SummaryView {
	return SummaryView{ID: r.ID, At: r.At, Reason: r.Reason, From: r.From, Service: r.Service, Subject: r.Subject}
}

// PageView is a page of held mails as the contract shows it.
type PageView struct {
	Items []SummaryView `json:"items"`
	Next  string        `json:"next,omitempty"`
}

// PageViewOf shows a page.
func PageViewOf(p Page) PageView {
	view := PageView{Items: make([]SummaryView, len(p.Mails)), Next: p.Next}
	for i, r := range p.Mails {
		view.Items[i] = summaryViewOf(r)
	}
	return view
}

// MailView is a held mail as the contract shows it.
type MailView struct {
	Summary    SummaryView `json:"summary"`
	Text       string      `json:"text"`
	Recipients []string    `json:"recipients"`
	Name       string      `json:"name,omitempty"`
}

// MailViewOf shows a held mail.
func MailViewOf(r Record) MailView {
	return MailView{Summary: summaryViewOf(r), Text: r.Text, Recipients: append([]string{}, r.Recipients...), Name: r.Name}
}
