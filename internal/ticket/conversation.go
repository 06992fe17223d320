package ticket

import (
	"time"
)

// say adds a message to t and gives both as they are then.
func (t Ticket) say(by Author, text string, via Via, at time.Time) (Ticket, Message) {
	t.Last++
	t.UpdatedAt = later(t.UpdatedAt, at)
	t.named(by)
	return t, Message{Number: t.Last, At: at, Author: by, Text: text, Via: via}
}

// move sets t's status, and gives the event of it; nil where it has the status already.
func (t Ticket) move(to Status, by Author, at time.Time) (Ticket, *Event) {
	if t.Status == to {
		return t, nil
	}
	t.Status, t.UpdatedAt, t.Version = to, later(t.UpdatedAt, at), t.Version+1
	t.named(by)
	return t, &Event{After: t.Last, Version: t.Version, At: at, Status: to, Author: by}
}

// named keeps the names of the requester and the assignee as they are now.
func (t *Ticket) named(by Author) {
	switch by.Person {
	case t.Requester:
		t.RequesterName = by.Name
	case t.Assignee:
		t.AssigneeName = by.Name
	}
}

// later keeps a ticket from going back in the lists where clocks differ.
func later(before, at time.Time) time.Time {
	if at.Before(before) {
		return before
	}
	return at
}

// with gives r after a change that was just written.
func (r Reading) with(c Change) Reading {
	r.Ticket = c.After
	if c.Message != nil {
		r.Messages = append(r.Messages, *c.Message)
	}
	if c.Event != nil {
		r.Events = append(r.Events, *c.Event)
	}
	if over := len(r.Messages) - Window; over > 0 {
		r.Messages = r.Messages[over:]
	}
	return r
}

// seenBy is nil where whoever has seen the messages up to a number has seen all of r: MessagesUnseen with what came since otherwise, and NoSuchMessage
// where there is no message with the number yet.
func (r Reading) seenBy(seen int) error {
	switch {
	case r.Ticket.Last > seen:
		e := *MessagesUnseen
		e.Messages = messageViews(r.unseen(seen), r.Gate.Person)
		return &e
	case r.Ticket.Last < seen:
		return NoSuchMessage
	default:
		return nil
	}
}

// unseen are the messages that came after the number seen, as far as they were read.
func (r Reading) unseen(seen int) []Message {
	for i, m := range r.Messages {
		if m.Number > seen {
			return r.Messages[i:]
		}
	}
	return nil
}
