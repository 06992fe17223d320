package ticket

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"portico/internal/cursor"
	"portico/internal/gate"
	"portico/internal/people"
	"portico/internal/person"
)

// MostCounted is where counting stops.
const MostCounted = 100

// Queue gives a page of one of the desk's lists, last updated first. Next is that of the page before, and works for nobody else and no other list.
// The errors are those of the gate, NoSuchService and cursor.Invalid.
func (d *Desk) Queue(ctx context.Context, v gate.Visit, l List, next string) (Page, error) {
	if l.View == MineView {
		l.Agent = v.Caller.Person
	}
	bound := cursor.Bound(string(v.Caller.Person), "queue", string(l.View), l.Service)
	after, cursorErr := cursor.Open(ctx, d.Keys, bound, next)
	page, err := admitted(ctx, d.Store, d.Now, v, func() (Page, error) {
		if l.View == ServiceView && !slices.Contains(d.Services, l.Service) {
			return Page{}, NoSuchService
		}
		if cursorErr != nil {
			return Page{}, cursorErr
		}
		return d.Store.Queue(ctx, l, after, PageSize)
	})
	return sealed(ctx, d.Keys, bound, page, err)
}

// Search gives a page of tickets that query finds, by a reference or by words of the subject. Next and errors are as with Queue.
func (d *Desk) Search(ctx context.Context, v gate.Visit, query, next string) (Page, error) {
	bound := cursor.Bound(string(v.Caller.Person), "search", query)
	after, cursorErr := cursor.Open(ctx, d.Keys, bound, next)
	page, err := admitted(ctx, d.Store, d.Now, v, func() (Page, error) {
		if cursorErr != nil {
			return Page{}, cursorErr
		}
		return found(query, after, func(r Reference) (Ticket, error) { return d.Store.ByReference(ctx, r) },
			func(words []string) (Page, error) { return d.Store.FindTickets(ctx, words, after, PageSize) })
	})
	return sealed(ctx, d.Keys, bound, page, err)
}

// Counts is how many tickets the lists hold, and how many mails are held, each counted up to MostCounted.
type Counts struct {
	Open, Unassigned, Mine, Held int
	Services                     []ServiceCount
}

// ServiceCount is how many tickets of a service are not closed.
type ServiceCount struct {
	Service string
	Count   int
}

// Count counts every list but the closed one. The errors are those of the gate.
func (d *Desk) Count(ctx context.Context, v gate.Visit) (Counts, error) {
	return admitted(ctx, d.Store, d.Now, v, func() (Counts, error) {
		c := Counts{Services: make([]ServiceCount, len(d.Services))}
		var wait sync.WaitGroup
		errs := make([]error, 4+len(d.Services))
		count := func(i int, into *int, l List) {
			wait.Go(func() { *into, errs[i] = d.Store.CountQueue(ctx, l, MostCounted) })
		}
		count(0, &c.Open, List{View: OpenView})
		count(1, &c.Unassigned, List{View: UnassignedView})
		count(2, &c.Mine, List{View: MineView, Agent: v.Caller.Person})
		if d.Held != nil {
			wait.Go(func() { c.Held, errs[3] = d.Held(ctx, MostCounted) })
		}
		for i, service := range d.Services {
			c.Services[i].Service = service
			count(4+i, &c.Services[i].Count, List{View: ServiceView, Service: service})
		}
		wait.Wait()
		return c, errors.Join(errs...)
	})
}

// Colleagues gives the active team, by name. The errors are those of the gate.
func (d *Desk) Colleagues(ctx context.Context, v gate.Visit) ([]person.Person, error) {
	return admitted(ctx, d.Store, d.Now, v, func() ([]person.Person, error) {
		var found []person.Person
		for after := ""; ; {
			page, err := d.Store.ListPeople(ctx, people.Team, after, 100)
			if err != nil {
				return nil, err
			}
			for _, p := range page.People {
				if p.State == person.Active {
					found = append(found, p)
				}
			}
			if after = page.Next; after == "" {
				break
			}
		}
		slices.SortFunc(found, func(a, b person.Person) int {
			return strings.Compare(people.Fold(a.Name)+string(a.ID), people.Fold(b.Name)+string(b.ID))
		})
		return found, nil
	})
}
