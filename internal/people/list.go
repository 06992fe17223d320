package people

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"

	"portico/internal/gate"
	"portico/internal/person"
	"portico/internal/secrets"
)

// PageSize is how many people a page holds at most.
const PageSize = 25

// List gives a page of people: those that query's words find, or all, newest first, where there are no words. Cursor is the Next of the page before, and
// works for nobody else and for no other query. The errors are those of the gate, and InvalidCursor.
func (d *Desk) List(ctx context.Context, v gate.Visit, kind Kind, query, cursor string) (Page, error) {
	words := queryWords(query)
	bound := strings.Join(append([]string{string(v.Caller.Person), string(kind)}, words...), "\x00")
	after, cursorErr := d.openCursor(ctx, bound, cursor)
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
	page.Next, err = d.sealCursor(ctx, bound, page.Next)
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

// sealCursor makes a cursor of a position: key id, position and HMAC, the last over what it is bound to.
func (o Office) sealCursor(ctx context.Context, bound, position string) (string, error) {
	key, err := o.Keys.Current(ctx)
	if err != nil {
		return "", fmt.Errorf("key of cursor: %w", err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	return strings.Join([]string{key.ID, encode([]byte(position)), encode(cursorMAC(key, bound, position))}, "."), nil
}

// openCursor gives the position of a cursor. InvalidCursor where this portal did not make it for what it is bound to.
func (o Office) openCursor(ctx context.Context, bound, cursor string) (string, error) {
	if cursor == "" {
		return "", nil
	}
	parts := strings.Split(cursor, ".")
	if len(parts) != 3 {
		return "", InvalidCursor
	}
	position, positionErr := base64.RawURLEncoding.DecodeString(parts[1])
	mac, macErr := base64.RawURLEncoding.DecodeString(parts[2])
	if positionErr != nil || macErr != nil {
		return "", InvalidCursor
	}
	key, err := o.Keys.ByID(ctx, parts[0])
	if errors.Is(err, secrets.ErrUnknownKey) {
		return "", InvalidCursor
	}
	if err != nil {
		return "", fmt.Errorf("key of cursor: %w", err)
	}
	if !hmac.Equal(mac, cursorMAC(key, bound, string(position))) {
		return "", InvalidCursor
	}
	return string(position), nil
}

func cursorMAC(key secrets.Key, bound, position string) []byte {
	h := hmac.New(sha256.New, key.Derive("cursor"))
	fmt.Fprintf(h, "%d|%s|%s", len(bound), bound, position)
	return h.Sum(nil)
}
