package people

import (
	"context"
	"sync"

	"portico/internal/cursor"
	"portico/internal/gate"
	"portico/internal/person"
)

// PageSize is how many people a page holds at most.
const PageSize = 25

// List gives a page of people: those that query's words find, or all, newest first, where there are no words. Next is that of the page before, and
// works for nobody else and for no other query. The errors are those of the gate, and cursor.Invalid.
func (d *Desk) List(ctx context.Context, v gate.Visit, kind Kind, query, next string) (Page, error) {
	words := queryWords(query)
	bound := cursor.Bound(append([]string{string(v.Caller.Person), string(kind)}, words...)...)
	after, cursorErr := cursor.Open(ctx, d.Keys, bound, next)
	page, err := d.admitted(ctx, v, func() (Page, error) {
		if cursorErr != nil {
			return Page{}, cursorErr
		}
		if len(words) > 0 {
			return d.Store.FindPeople(ctx, kind, words, after, PageSize)
		}
		return d.Store.ListPeople(ctx, kind, after, PageSize)
	})
	if err != nil || page.Next == "" {
		return page, err
	}
	page.Next, err = cursor.Seal(ctx, d.Keys, bound, page.Next)
	return page, err
}

// admitted reads a page while the gate is asked, and gives the page only where it lets the visitor pass.
func (d *Desk) admitted(ctx context.Context, v gate.Visit, read func() (Page, error)) (Page, error) {
	var page Page
	var readErr error
	var wait sync.WaitGroup
	wait.Go(func() { page, readErr = read() })
	g, err := d.Store.Admission(ctx, v.Caller.Person)
	wait.Wait()
	if err != nil {
		return Page{}, err
	}
	if err := (gate.Keeper{Recorder: d.Store, Now: d.Now}).Admit(ctx, g, v); err != nil {
		return Page{}, err
	}
	return page, readErr
}

// All gives everybody of a kind, newest first, page by page.
func all(ctx context.Context, store interface {
	ListPeople(ctx context.Context, kind Kind, after string, limit int) (Page, error)
}, kind Kind) ([]person.Person, error) {
	var found []person.Person
	for after := ""; ; {
		page, err := store.ListPeople(ctx, kind, after, 100)
		if err != nil {
			return nil, err
		}
		found = append(found, page.People...)
		if after = page.Next; after == "" {
			return found, nil
		}
	}
}
