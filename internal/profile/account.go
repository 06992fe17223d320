package profile

import (
	"context"
	"errors"
	"io"
	"time"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/people"
	"portico/internal/person"
)

// AccountStore is what an Account needs of the table.
type AccountStore interface {
	gate.Recorder
	// Visitor reads a caller's record and gate, strongly consistent.
	Visitor(ctx context.Context, id person.ID) (person.Person, gate.Gate, error)
	// ChangePerson writes a person's new record with its history. The errors are what the author's gate says, and *people.Changed.
	ChangePerson(ctx context.Context, c people.Change) error
}

// Account is somebody's own record.
type Account struct {
	Store  AccountStore
	Now    func() time.Time
	Random io.Reader // crypto/rand's where nil
}

func (a *Account) desk() desk { return desk{recorder: a.Store, now: a.Now, random: a.Random} }

func (a *Account) self(ctx context.Context, v gate.Visit) (Self, error) {
	p, g, err := a.Store.Visitor(ctx, v.Caller.Person)
	if err != nil {
		return Self{}, err
	}
	self := Self{Person: p, Gate: g}
	return self, a.desk().admit(ctx, self, v)
}

// Show gives the caller's record. The errors are those of the gate.
func (a *Account) Show(ctx context.Context, v gate.Visit) (person.Person, error) {
	self, err := a.self(ctx, v)
	return self.Person, err
}

// Details are what somebody may change about themself at any time.
type Details struct {
	Name     string
	Language person.Language
}

// Change changes name and language, where version is the record's still. What is so already stays so, whatever the version: the same request, sent
// again because its answer was lost, succeeds. The errors are those of the gate, and people.VersionConflict with the record as it is now.
func (a *Account) Change(ctx context.Context, v gate.Visit, d Details, version int) (person.Person, error) {
	self, err := a.self(ctx, v)
	if err != nil {
		return person.Person{}, err
	}
	after := self.Person
	after.Name, after.Language = d.Name, d.Language
	if after == self.Person {
		return after, nil
	}
	if version != self.Person.Version {
		return person.Person{}, conflict(self.Person)
	}
	entry, err := a.desk().entry(self, v, audit.DetailsChanged)
	if err != nil {
		return person.Person{}, err
	}
	after.Version++
	err = a.Store.ChangePerson(ctx, people.Change{By: author(self, v), Before: self.Person, After: after, History: entry})
	if changed, ok := errors.AsType[*people.Changed](err); ok {
		return person.Person{}, conflict(changed.Now)
	}
	return after, err
}

// conflict is people.VersionConflict with the record as it is now.
func conflict(now person.Person) error {
	p := *people.VersionConflict
	p.Current = people.ViewOf(now)
	return &p
}
