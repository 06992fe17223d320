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
	page, err := gate.Admitted(ctx, d.Store, d.Now, v, func() (Page, error) {
		if cursorErr != nil {
			return Page{}, cursorErr
		}
		if l.View != ServiceView {
			return d.Store.Queue(ctx, l, after, PageSize)
		}
		services := servicesNow(ctx, d.Services)
		page, err := d.Store.Queue(ctx, l, after, PageSize)
		known, readErr := services()
		if err := errors.Join(err, readErr); err != nil {
			return Page{}, err
		}
		if !slices.Contains(known, l.Service) {
			return Page{}, NoSuchService
		}
		return page, nil
	})
	return sealed(ctx, d.Keys, bound, page, err)
}

// Search gives a page of tickets that query finds, by a reference or by words of the subject. Next and errors are as with Queue.
func (d *Desk) Search(ctx context.Context, v gate.Visit, query, next string) (Page, error) {
	bound := cursor.Bound(string(v.Caller.Person), "search", query)
	after, cursorErr := cursor.Open(ctx, d.Keys, bound, next)
	page, err := gate.Admitted(ctx, d.Store, d.Now, v, func() (Page, error) {
		if cursorErr != nil {
			return Page{}, cursorErr
		}
		return found(query, after, func(r Reference) (Ticket, error) { return d.Store.ByReference(ctx, r) },
			func(words []string) (Page, error) { return d.Store.FindTickets(ctx, words, after, PageSize) })
	})
	return sealed(ctx, d.Keys, bound, page, err)
}

// RequestsOf gives a page of a customer's tickets, last updated first. Next is as with Queue. The errors are those of the gate, cursor.Invalid, and
// people.NotFound where there is no such customer.
func (d *Desk) RequestsOf(ctx context.Context, v gate.Visit, customer person.ID, next string) (Page, error) {
	if !person.ValidID(string(customer)) {
		customer = ""
	}
	bound := cursor.Bound(string(v.Caller.Person), "customer", string(customer))
	after, cursorErr := cursor.Open(ctx, d.Keys, bound, next)
	page, err := gate.Admitted(ctx, d.Store, d.Now, v, func() (Page, error) {
		if cursorErr != nil {
			return Page{}, cursorErr
		}
		var whose person.Person
		var page Page
		err := both(
			func() (err error) { whose, err = d.Store.Somebody(ctx, customer); return err },
			func() (err error) {
				page, err = d.Store.RequestsOf(ctx, customer, Statuses, after, PageSize)
				return err
			},
		)
		if err == nil && (whose.ID == "" || whose.Role.Staff()) {
			err = people.NotFound
		}
		return page, err
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

// Count counts every list but the closed one. Where all that is open fits into MostCounted, it is read once, and the other lists are counted out of it;
// only otherwise each is counted by itself. The errors are those of the gate.
func (d *Desk) Count(ctx context.Context, v gate.Visit) (Counts, error) {
	return gate.Admitted(ctx, d.Store, d.Now, v, func() (Counts, error) {
		var c Counts
		me := v.Caller.Person
		err := both(
			func() (err error) {
				if d.Held != nil {
					c.Held, err = d.Held(ctx, MostCounted)
				}
				return err
			},
			func() error {
				services := servicesNow(ctx, d.Services)
				open, err := d.Store.Queue(ctx, List{View: OpenView}, "", MostCounted)
				known, readErr := services()
				if err = errors.Join(err, readErr); err != nil {
					return err
				}
				c.Services = make([]ServiceCount, len(known))
				for i, service := range known {
					c.Services[i].Service = service
				}
				if open.Next == "" {
					c.of(open.Tickets, me)
					return nil
				}
				c.Open = MostCounted
				return d.countEach(ctx, &c, me)
			},
		)
		return c, err
	})
}

// of counts tickets that are all there are which are not closed.
func (c *Counts) of(open []Ticket, me person.ID) {
	c.Open = len(open)
	for _, t := range open {
		switch t.Assignee {
		case "":
			c.Unassigned++
		case me:
			c.Mine++
		}
		for i := range c.Services {
			if c.Services[i].Service == t.Service {
				c.Services[i].Count++
			}
		}
	}
}

// countEach counts the lists of nobody's, of an agent's and of each service's tickets.
func (d *Desk) countEach(ctx context.Context, c *Counts, me person.ID) error {
	var wait sync.WaitGroup
	errs := make([]error, 2+len(c.Services))
	count := func(i int, into *int, l List) {
		wait.Go(func() { *into, errs[i] = d.Store.CountQueue(ctx, l, MostCounted) })
	}
	count(0, &c.Unassigned, List{View: UnassignedView})
	count(1, &c.Mine, List{View: MineView, Agent: me})
	for i, s := range c.Services {
		count(2+i, &c.Services[i].Count, List{View: ServiceView, Service: s.Service})
	}
	wait.Wait()
	return errors.Join(errs...)
}

// Colleagues gives the active team, by name. The errors are those of the gate.
func (d *Desk) Colleagues(ctx context.Context, v gate.Visit) ([]person.Person, error) {
	return gate.Admitted(ctx, d.Store, d.Now, v, func() ([]person.Person, error) {
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
