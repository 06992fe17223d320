// Package auditlog is where administrators look up who did what to whom, when and from where.
package auditlog

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"portico/internal/address"
	"portico/internal/audit"
	"portico/internal/cursor"
	"portico/internal/gate"
	"portico/internal/person"
	"portico/internal/proof"
)

// PageSize is how many entries a page holds at most.
const PageSize = 25

// Store is what a Desk needs of the table.
type Store interface {
	gate.Recorder
	Admission(ctx context.Context, id person.ID) (gate.Gate, error)
	// HolderOf gives who has an address; empty where nobody does.
	HolderOf(ctx context.Context, addressKey string) (person.ID, error)
	AuditLog(ctx context.Context, q audit.Query) (audit.Page, error)
	// NamesOf gives the records of people, those of whom there are any.
	NamesOf(ctx context.Context, ids []person.ID) (map[person.ID]person.Person, error)
}

// Desk is where the log is looked up.
type Desk struct {
	Store Store
	Keys  proof.Keys // for cursors
	Now   func() time.Time
}

// Search is what an administrator looks for. Person is an id or an e-mail address; empty for everybody.
type Search struct {
	Person string
	Action audit.Action
	From   time.Time
	To     time.Time
	Cursor string
}

// Found is a page of the log with the people whom it is about.
type Found struct {
	Entries  []audit.Entry
	Subjects map[person.ID]person.Person
	Next     string // the cursor of the next page; empty where there is no more
}

// List gives a page of the log, newest first. A page can be short, and even empty, and still have a Next. Its cursor works for this caller and this
// search alone. The errors are those of the gate, and cursor.Invalid.
func (d *Desk) List(ctx context.Context, v gate.Visit, s Search) (Found, error) {
	bound := cursor.Bound(string(v.Caller.Person), "audit", s.Person, string(s.Action), s.From.UTC().String(), s.To.UTC().String())
	after, cursorErr := cursor.Open(ctx, d.Keys, bound, s.Cursor)
	var page audit.Page
	var readErr error
	var wait sync.WaitGroup
	if cursorErr == nil {
		wait.Go(func() { page, readErr = d.read(ctx, s, after) })
	}
	g, err := d.Store.Admission(ctx, v.Caller.Person)
	wait.Wait()
	if err != nil {
		return Found{}, err
	}
	if err := (gate.Keeper{Recorder: d.Store, Now: d.Now}).Admit(ctx, g, v); err != nil {
		return Found{}, err
	}
	if cursorErr != nil {
		return Found{}, cursorErr
	}
	if readErr != nil {
		return Found{}, readErr
	}
	return d.named(ctx, bound, page)
}

// read reads a page. Whoever looks for a person whom nobody is finds nothing.
func (d *Desk) read(ctx context.Context, s Search, after string) (audit.Page, error) {
	q := audit.Query{Person: person.ID(s.Person), Action: s.Action, From: s.From, To: s.To, After: after, Limit: PageSize}
	if strings.Contains(s.Person, "@") {
		email, err := address.Parse(s.Person)
		if err != nil {
			return audit.Page{}, nil //nolint:nilerr // what is no address is nobody's
		}
		if q.Person, err = d.Store.HolderOf(ctx, email.Key); err != nil {
			return audit.Page{}, err
		}
	}
	if s.Person != "" && q.Person == "" {
		return audit.Page{}, nil
	}
	return d.Store.AuditLog(ctx, q)
}

// named adds the names that people have now. They are read after the page, because it says whose; erased people have none.
func (d *Desk) named(ctx context.Context, bound string, page audit.Page) (Found, error) {
	f := Found{Entries: page.Entries}
	var ids []person.ID
	for _, e := range page.Entries {
		if person.ValidID(string(e.Subject)) && !slices.Contains(ids, e.Subject) {
			ids = append(ids, e.Subject)
		}
	}
	var err error
	if len(ids) > 0 {
		if f.Subjects, err = d.Store.NamesOf(ctx, ids); err != nil {
			return Found{}, err
		}
	}
	if page.Next != "" {
		f.Next, err = cursor.Seal(ctx, d.Keys, bound, page.Next)
	}
	return f, err
}
