package ticket

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"portico/internal/gate"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/proof"
)

// How many notes and other requests stand beside a conversation.
const (
	ShownNotes  = 50
	ShownOthers = 5
)

// Desk is where the team answers.
type Desk struct {
	Store    DeskStore
	Services Services
	Held     func(ctx context.Context, most int) (int, error) // counts held mail; nil where there is none to count
	Keys     proof.Keys
	Now      func() time.Time
	Random   io.Reader // crypto/rand's where nil
}

// Sheet is a ticket as the team sees it. Panel is zero where only news was asked for.
type Sheet struct {
	Reading
	Panel
}

// Read gives a slice of a conversation with what stands beside it; with Slice.After the conversation alone. The errors are those of the gate, and
// NotFound.
func (d *Desk) Read(ctx context.Context, v gate.Visit, id ID, s Slice) (Sheet, error) {
	r, err := d.read(ctx, v, id, s, "")
	if err != nil || s.After != nil {
		return Sheet{Reading: r}, err
	}
	panel, err := d.Store.Panel(ctx, r.Ticket, ShownNotes)
	return Sheet{Reading: r, Panel: panel}, err
}

func (d *Desk) read(ctx context.Context, v gate.Visit, id ID, s Slice, key string) (Reading, error) {
	if !ValidID(string(id)) {
		id = ""
	}
	r, err := d.Store.Conversation(ctx, id, s, v.Caller.Person, key)
	if err != nil {
		return Reading{}, err
	}
	if err := keeper(d.Store, d.Now).Admit(ctx, r.Gate, v); err != nil {
		return Reading{}, err
	}
	if r.Ticket.ID == "" {
		return Reading{}, NotFound
	}
	return r, nil
}

// change makes one change of a ticket. What make gives is written, or, where it gives nil, nothing is. Panel and change go at the same time.
func (d *Desk) change(ctx context.Context, v gate.Visit, repeat people.Repeat, id ID, make func(Reading, Author) (*Change, error)) (Sheet, error) {
	return again(ctx, func() (Sheet, error) {
		r, err := d.read(ctx, v, id, Slice{}, repeat.Key)
		if err != nil {
			return Sheet{}, err
		}
		var c *Change
		done, err := r.Done.of(repeat)
		if err == nil && !done {
			c, err = make(r, Author{Side: Team, Person: r.Caller.ID, Name: r.Caller.Name})
		}
		if err != nil {
			return Sheet{}, err
		}
		return d.write(ctx, v, repeat, r, c)
	})
}

func (d *Desk) write(ctx context.Context, v gate.Visit, repeat people.Repeat, r Reading, c *Change) (Sheet, error) {
	s := Sheet{Reading: r}
	panel := func() (err error) { s.Panel, err = d.Store.Panel(ctx, r.Ticket, ShownNotes); return err }
	if c == nil {
		return s, panel()
	}
	c.By, c.Repeat, c.Before = author(v, r.Caller), repeat, r.Ticket
	var changed error
	failed := both(panel, func() error { changed = d.Store.ChangeTicket(ctx, *c); return changed })
	if changed != nil {
		return Sheet{}, changed
	}
	s.Reading = r.with(*c)
	if c.Note != nil {
		s.Notes = append(slices.DeleteFunc(s.Notes, func(n Note) bool { return n.ID == c.Note.ID }), *c.Note)
	}
	return s, failed
}

// Answer writes to the customer, who is told by mail, and sets the status where one is given. Seen is the number of the last message that the writer
// has seen. A repeat with the same key writes nothing more. The errors are those of the gate, NotFound, IdempotencyMismatch, NoSuchMessage, and
// MessagesUnseen with what came since.
func (d *Desk) Answer(ctx context.Context, v gate.Visit, key string, id ID, text string, seen int, to Status) (Sheet, error) {
	repeat := people.Repeat{Key: key, Hash: hashed("answer", string(id), text, string(to)), Now: now(d.Now)}
	return d.change(ctx, v, repeat, id, func(r Reading, me Author) (*Change, error) {
		if err := r.seenBy(seen); err != nil {
			return nil, err
		}
		at := now(d.Now)
		after, m := r.Ticket.say(me, text, Portal, at)
		c := &Change{Message: &m}
		if to != "" {
			after, c.Event = after.move(to, me, at)
		}
		c.After = after
		if after.Requester != me.Person {
			c.Mails = append(c.Mails, answered(after, m))
		}
		return c, nil
	})
}

// Note writes an internal note. A repeat with the same key writes nothing more. The errors are those of the gate, NotFound and IdempotencyMismatch.
func (d *Desk) Note(ctx context.Context, v gate.Visit, key string, id ID, text string) (Sheet, error) {
	repeat := people.Repeat{Key: key, Hash: hashed("note", string(id), text), Now: now(d.Now)}
	return d.change(ctx, v, repeat, id, func(r Reading, me Author) (*Change, error) {
		note, err := person.RandomText(d.Random)
		after := r.Ticket
		after.Notes++
		return &Change{After: after, Note: &Note{ID: note, At: now(d.Now), Author: me, Text: text}}, err
	})
}

// SetStatus sets the status. The customer is told of a change that matters to them. Seen is the number of the last message that the caller has seen, and
// version the ticket's as they saw it; what is so already stays so. The errors are those of the gate, NotFound, NoSuchMessage, and VersionConflict and
// MessagesUnseen with the ticket as it is now.
func (d *Desk) SetStatus(ctx context.Context, v gate.Visit, id ID, to Status, seen, version int) (Sheet, error) {
	unseen := func(r Reading) error { return r.seenBy(seen) }
	return d.versioned(ctx, v, id, version, unseen, func(t Ticket, me Author) (Ticket, *Change) {
		after, event := t.move(to, me, now(d.Now))
		c := &Change{Event: event}
		if mail, matters := moved(t, after, now(d.Now)); matters && after.Requester != me.Person {
			c.Mails = append(c.Mails, mail)
		}
		return after, c
	})
}

// Assign gives a ticket to an agent who is of the active team at that moment, or to nobody. Version is that of SetStatus. The errors are those of the
// gate, NotFound, NoSuchAgent, and VersionConflict with the ticket as it is now.
func (d *Desk) Assign(ctx context.Context, v gate.Visit, id ID, to person.ID, version int) (Sheet, error) {
	agent, err := d.agent(ctx, v, to)
	if err != nil {
		return Sheet{}, err
	}
	return d.versioned(ctx, v, id, version, nil, func(t Ticket, _ Author) (Ticket, *Change) {
		if t.Assignee != agent.ID {
			t.Assignee, t.AssigneeName, t.Version = agent.ID, agent.Name, t.Version+1
		}
		return t, &Change{Agent: agent.ID}
	})
}

// agent gives a member of the active team, and the zero Person for nobody. Who may not ask learns nothing by it.
func (d *Desk) agent(ctx context.Context, v gate.Visit, id person.ID) (person.Person, error) {
	if id == "" {
		return person.Person{}, nil
	}
	found, err := gate.Admitted(ctx, d.Store, d.Now, v, func() (person.Person, error) { return d.Store.Somebody(ctx, id) })
	if err == nil && (!found.Role.Staff() || found.State != person.Active) {
		return person.Person{}, NoSuchAgent
	}
	return found, err
}

// versioned makes a change of status or assignee. Unseen, where it is not nil, is what speaks against it.
func (d *Desk) versioned(
	ctx context.Context, v gate.Visit, id ID, version int, unseen func(Reading) error, make func(Ticket, Author) (Ticket, *Change),
) (Sheet, error) {
	sheet, err := d.change(ctx, v, people.Repeat{}, id, func(r Reading, me Author) (*Change, error) {
		after, c := make(r.Ticket, me)
		if after == r.Ticket && r.Ticket.settled(version) {
			return nil, nil
		}
		if r.Ticket.Version != version {
			return nil, VersionConflict
		}
		if unseen != nil {
			if err := unseen(r); err != nil {
				return nil, err
			}
		}
		c.After = after
		return c, nil
	})
	if !errors.Is(err, VersionConflict) && !errors.Is(err, MessagesUnseen) {
		return sheet, err
	}
	now, readErr := d.Read(ctx, v, id, Slice{})
	if readErr != nil {
		return Sheet{}, readErr
	}
	return Sheet{}, conflict(err, SheetViewOf(now))
}

// both does two things at the same time.
func both(f, g func() error) error {
	failed := make(chan error, 1)
	go func() { failed <- f() }()
	err := g()
	return errors.Join(<-failed, err)
}
