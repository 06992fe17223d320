package people

import (
	"context"

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
	page, err := gate.Admitted(ctx, d.Store, d.Now, v, func() (Page, error) {
		if cursorErr != nil {
			return Page{}, cursorErr
		}
		if len(words) > 0 {
			return d.Store.FindPeople(ctx, kind, words, after, PageSize)
		}
		return d.Store.ListPeople(ctx, kind, after, PageSize)
	})
	if err == nil {
		page.Next, err = cursor.Seal(ctx, d.Keys, bound, page.Next)
	}
	return page, err
}

// all gives everybody of a kind, newest first, page by page.
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
