package ticket

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"portico/internal/cursor"
	"portico/internal/gate"
	"portico/internal/limit"
	"portico/internal/outbox"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/proof"
)

// Counter is where customers ask. Everything here is about the caller's own requests: another person's is NotFound on every road.
type Counter struct {
	Store    CounterStore
	Services Services
	Keys     proof.Keys
	Limiter  Limiter
	Now      func() time.Time
	Random   io.Reader // crypto/rand's where nil
}

// Draft is a request that is to be opened.
type Draft struct {
	Service string
	Subject string
	Text    string
}

// Open opens a request. A repeat with the same key gives the same one. The errors are those of the gate, limit.Refused, NoSuchService,
// ServiceNotAllowed and IdempotencyMismatch.
func (c *Counter) Open(ctx context.Context, v gate.Visit, key string, d Draft) (Reading, error) {
	turn := c.turn(ctx, v, limit.OpenByPerson)
	services := servicesNow(ctx, c.Services)
	caller, g, err := c.Store.Visitor(ctx, v.Caller.Person)
	limited := turn.refused()
	known, readErr := services()
	if err := errors.Join(err, readErr); err != nil {
		return Reading{}, err
	}
	if err := keeper(c.Store, c.Now).Admit(ctx, g, v); err != nil {
		return Reading{}, err
	}
	if !slices.Contains(known, d.Service) {
		return Reading{}, NoSuchService
	}
	if !g.Services.Allow(d.Service) {
		return Reading{}, ServiceNotAllowed
	}
	repeat := people.Repeat{Key: key, Hash: hashed("open", d.Service, d.Subject, d.Text), Now: now(c.Now)}
	if limited != nil {
		return c.opened(ctx, v, repeat, limited)
	}
	by := author(v, caller)
	for range tries {
		o, err := NewOpening(by, Author{Side: Customer, Person: caller.ID, Name: caller.Name}, d, Portal, now(c.Now), c.Random)
		if err != nil {
			return Reading{}, err
		}
		o.Gate, o.Repeat = g, repeat
		err = c.Store.OpenTicket(ctx, o)
		if done, ok := errors.AsType[*Done](err); ok {
			if err := turn.giveBack(ctx); err != nil {
				return Reading{}, err
			}
			return c.Read(ctx, v, done.Ticket, Slice{})
		}
		if !errors.Is(err, ErrReferenceTaken) {
			return Reading{Caller: caller, Gate: g, Ticket: o.Ticket, Messages: []Message{o.Message}}, err
		}
	}
	return Reading{}, people.Busy
}

// opened gives what a repeat of a request that was done has opened, also where the caller would have to wait for another one; limited otherwise.
func (c *Counter) opened(ctx context.Context, v gate.Visit, repeat people.Repeat, limited error) (Reading, error) {
	mark, err := c.Store.Mark(ctx, v.Caller.Person, repeat.Key)
	if err != nil {
		return Reading{}, err
	}
	done, err := mark.of(repeat)
	if err != nil {
		return Reading{}, err
	}
	if !done {
		return Reading{}, limited
	}
	return c.Read(ctx, v, ID(mark.About), Slice{})
}

// NewOpening makes a ticket of a draft: with a reference that may be taken, the news for the team, and the mail that says it has arrived. What came by
// mail has no such mail: a program that answers mails must not answer a stranger's program.
func NewOpening(by people.Author, requester Author, d Draft, via Via, at time.Time, random io.Reader) (Opening, error) {
	id, err := person.RandomText(random)
	if err != nil {
		return Opening{}, err
	}
	reference, err := NewReference(random)
	if err != nil {
		return Opening{}, err
	}
	t := Ticket{
		ID: ID(id), Reference: reference, Subject: d.Subject, Status: Open, Service: d.Service, Requester: requester.Person,
		RequesterName: requester.Name, CreatedAt: at, UpdatedAt: at, Version: 1,
	}
	t, m := t.say(requester, d.Text, via, at)
	o := Opening{By: by, Ticket: t, Message: m, Tell: news(outbox.NewRequestNews, t, m)}
	if via != Mail {
		o.Mails = append(o.Mails, received(t))
	}
	return o, nil
}

// Read gives a slice of the caller's request. The errors are those of the gate, and NotFound.
func (c *Counter) Read(ctx context.Context, v gate.Visit, id ID, s Slice) (Reading, error) {
	return c.read(ctx, v, id, s, "")
}

func (c *Counter) read(ctx context.Context, v gate.Visit, id ID, s Slice, key string) (Reading, error) {
	if !ValidID(string(id)) {
		id = ""
	}
	r, err := c.Store.Conversation(ctx, id, s, v.Caller.Person, key)
	if err != nil {
		return Reading{}, err
	}
	if err := keeper(c.Store, c.Now).Admit(ctx, r.Gate, v); err != nil {
		return Reading{}, err
	}
	if r.Ticket.ID == "" || r.Ticket.Requester != v.Caller.Person {
		return Reading{}, NotFound
	}
	return r, nil
}

// Reply adds the caller's words. A closed request is open again by it. A repeat with the same key adds nothing more. The errors are those of the
// gate, NotFound, limit.Refused and IdempotencyMismatch.
func (c *Counter) Reply(ctx context.Context, v gate.Visit, key string, id ID, text string) (Reading, error) {
	repeat := people.Repeat{Key: key, Hash: hashed("reply", string(id), text), Now: now(c.Now)}
	turn := c.turn(ctx, v, limit.ReplyByPerson)
	defer turn.wait()
	return again(ctx, func() (Reading, error) {
		r, err := c.read(ctx, v, id, Slice{}, key)
		if err != nil {
			return Reading{}, err
		}
		done, err := r.Done.of(repeat)
		switch {
		case err != nil:
			return Reading{}, err
		case done:
			return r, turn.giveBack(ctx)
		case turn.refused() != nil:
			return Reading{}, turn.refused()
		}
		me, at := Author{Side: Customer, Person: r.Caller.ID, Name: r.Caller.Name}, now(c.Now)
		change := Change{By: author(v, r.Caller), Repeat: repeat, Before: r.Ticket, After: r.Ticket}
		if r.Ticket.Status == Closed {
			change.After, change.Event = change.After.move(Open, me, at)
		}
		var m Message
		change.After, m = change.After.say(me, text, Portal, at)
		change.Message, change.Tell = &m, news(outbox.ReplyNews, change.After, m)
		return r.with(change), c.Store.ChangeTicket(ctx, change)
	})
}

// SetStatus closes or reopens the caller's request. Seen is the number of the last message that the caller has seen, which matters to closing alone, and
// version the ticket's as they saw it; what is so already stays so. The errors are those of the gate, NotFound, limit.Refused, NoSuchMessage, and VersionConflict and MessagesUnseen
// with the conversation as it is now.
func (c *Counter) SetStatus(ctx context.Context, v gate.Visit, id ID, to Status, seen, version int) (Reading, error) {
	turn := c.turn(ctx, v, limit.StatusByPerson)
	defer turn.wait()
	return again(ctx, func() (Reading, error) {
		r, err := c.read(ctx, v, id, Slice{}, "")
		if err != nil {
			return Reading{}, err
		}
		there := r.Ticket.Status == to || to == Open && r.Ticket.Status != Closed // not closed is open to a customer, one way or another
		switch {
		case there && r.Ticket.settled(version):
			return r, turn.giveBack(ctx)
		case r.Ticket.Version != version:
			return Reading{}, conflict(VersionConflict, ConversationViewOf(r))
		case to == Closed && r.Ticket.Last != seen:
			return Reading{}, conflict(r.seenBy(seen), ConversationViewOf(r))
		case turn.refused() != nil:
			return Reading{}, turn.refused()
		}
		change := Change{By: author(v, r.Caller), Before: r.Ticket}
		me := Author{Side: Customer, Person: r.Caller.ID, Name: r.Caller.Name}
		change.After, change.Event = r.Ticket.move(to, me, now(c.Now))
		return r.with(change), c.Store.ChangeTicket(ctx, change)
	})
}

// List gives a page of the caller's requests: those that query finds, by a reference or by words of the subject, or those of some statuses, last
// updated first. Next is that of the page before, and works for nobody else and nothing else. The errors are those of the gate, and cursor.Invalid.
func (c *Counter) List(ctx context.Context, v gate.Visit, statuses []Status, query, next string) (Page, error) {
	me, bound := v.Caller.Person, cursor.Bound(string(v.Caller.Person), "requests", fmt.Sprint(statuses), query)
	after, cursorErr := cursor.Open(ctx, c.Keys, bound, next)
	page, err := gate.Admitted(ctx, c.Store, c.Now, v, func() (Page, error) {
		switch {
		case cursorErr != nil:
			return Page{}, cursorErr
		case query != "":
			return found(query, after, func(r Reference) (Ticket, error) { return c.Store.OwnByReference(ctx, me, r) },
				func(words []string) (Page, error) { return c.Store.FindRequests(ctx, me, words, after, PageSize) })
		default:
			return c.Store.RequestsOf(ctx, me, statuses, after, PageSize)
		}
	})
	return sealed(ctx, c.Keys, bound, page, err)
}

// found looks for a ticket with the reference that a query is, and for those with its words, at the same time. The first comes first.
func found(query, after string, byReference func(Reference) (Ticket, error), byWords func([]string) (Page, error)) (Page, error) {
	var named Ticket
	var page Page
	var namedErr, pageErr error
	var wait sync.WaitGroup
	if r, ok := ParseReference(query); ok {
		wait.Go(func() { named, namedErr = byReference(r) })
	}
	if words := queryWords(query); len(words) > 0 {
		wait.Go(func() { page, pageErr = byWords(words) })
	}
	wait.Wait()
	if named.ID != "" {
		page.Tickets = slices.DeleteFunc(page.Tickets, func(t Ticket) bool { return t.ID == named.ID })
		if after == "" {
			page.Tickets = append([]Ticket{named}, page.Tickets...)
		}
	}
	return page, errors.Join(namedErr, pageErr)
}
