package profile

import (
	"context"
	"errors"
	"io"
	"time"

	"portico/internal/audit"
	"portico/internal/factor"
	"portico/internal/gate"
	"portico/internal/identity"
	"portico/internal/outbox"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/problem"
	"portico/internal/proof"
	"portico/internal/session"
)

// AccountStore is what an Account needs of the table.
type AccountStore interface {
	gate.Recorder
	// Account reads a caller's record and gate, with the rule about the second factor and the code of a change of address, strongly consistent.
	Account(ctx context.Context, id person.ID) (Facts, error)
	// ChangePerson writes a person's new record with its history. The errors are what the author's gate says, and *people.Changed.
	ChangePerson(ctx context.Context, c people.Change) error
	// Session reads a session; zero where there is none.
	Session(ctx context.Context, id string) (session.Session, error)
	// ChooseSecondFactor writes the caller's own choice with its history and mail (nil for none). The errors are what the gate says, and ErrChanged.
	ChooseSecondFactor(ctx context.Context, by gate.Caller, on bool, e audit.Entry, mail *outbox.Mail) error
}

// Facts are what an Account reads at once.
type Facts struct {
	Self
	Rule factor.Rule // of the portal
	Code proof.Proof // of a change of address; zero where there is none
}

// own is what the caller sees of f at now.
func (f Facts) own(now time.Time) Own {
	own := Own{Person: f.Person, SecondFactor: f.Gate.SecondFactor, Rule: f.Rule.For(f.Gate.FactorRequired)}
	if c := f.Code; c.ID != "" && c.State == proof.Open && c.Epoch == f.Gate.Epoch && c.Tries < identity.MaxTries && now.Before(c.ExpiresAt) {
		own.Waiting = &Waiting{Email: c.Address, Until: c.ExpiresAt}
	}
	return own
}

// Account is somebody's own record.
type Account struct {
	Store   AccountStore
	Limiter Limiter
	Now     func() time.Time
	Random  io.Reader // crypto/rand's where nil
}

func (a *Account) desk() desk { return desk{recorder: a.Store, now: a.Now, random: a.Random} }

func (a *Account) read(ctx context.Context, v gate.Visit) (Self, Own, error) {
	facts, err := a.Store.Account(ctx, v.Caller.Person)
	if err == nil {
		err = a.desk().admit(ctx, facts.Self, v)
	}
	if err != nil {
		return Self{}, Own{}, err
	}
	return facts.Self, facts.own(a.Now()), nil
}

// Own is somebody's record as they see it.
type Own struct {
	Person       person.Person
	SecondFactor bool        // their own choice
	Rule         factor.Rule // as it is for them
	Waiting      *Waiting    // nil where no change of address waits for its code
}

// Waiting is an address that becomes theirs with the code that went there.
type Waiting struct {
	Email string
	Until time.Time
}

// Show gives the caller's record. The errors are those of the gate.
func (a *Account) Show(ctx context.Context, v gate.Visit) (Own, error) {
	_, own, err := a.read(ctx, v)
	return own, err
}

// Details are what somebody may change about themself at any time.
type Details struct {
	Name     string
	Language person.Language
}

// Change changes name and language, where version is the record's still. What is so already stays so, whatever the version: the same request, sent
// again because its answer was lost, succeeds. The errors are those of the gate, limit.Refused, and people.VersionConflict with the record as it is now.
func (a *Account) Change(ctx context.Context, v gate.Visit, d Details, version int) (Own, error) {
	self, own, err := a.read(ctx, v)
	if err != nil {
		return Own{}, err
	}
	own.Person.Name, own.Person.Language = d.Name, d.Language
	if own.Person == self.Person {
		return own, nil
	}
	if version != self.Person.Version {
		return Own{}, conflict(self.Person)
	}
	entry, err := a.desk().entry(self, v, audit.DetailsChanged)
	if err != nil {
		return Own{}, err
	}
	entry.Changes = people.ChangesOf(self.Person, own.Person)
	own.Person.Version++
	err = counted(ctx, a.Limiter, self, func() error {
		return a.Store.ChangePerson(ctx, people.Change{By: author(self, v), Before: self.Person, After: own.Person, History: entry})
	})
	if changed, ok := errors.AsType[*people.Changed](err); ok {
		return Own{}, conflict(changed.Now)
	}
	return own, err
}

// The refusals of a choice.
var (
	// NoChoice is for a second factor that is off for everybody, or required of everybody or of the caller.
	NoChoice = problem.New(problem.Conflict, "no_choice", "The team has decided this.")
	// ProofRequired is for what wants a proof of the last ten minutes.
	ProofRequired = problem.New(problem.Forbidden, "proof_required", "Prove once more that it is you: type your password.")
	// CodeProofRequired is for the same of somebody who has a second factor: the password alone is not enough.
	CodeProofRequired = problem.New(problem.Forbidden, "code_proof_required", "Sign in again with a code, and do this within ten minutes.")
)

// ChooseSecondFactor turns the caller's second factor on, or off, which wants a sign-in with a mailed code or link in the last ten minutes and is told by
// mail. What is so already stays so. The errors are those of the gate, NoChoice, CodeProofRequired, limit.Refused and Busy.
func (a *Account) ChooseSecondFactor(ctx context.Context, v gate.Visit, on bool) (Own, error) {
	self, own, err := a.read(ctx, v)
	if err != nil {
		return Own{}, err
	}
	if own.Rule.Mode != factor.Optional {
		return Own{}, NoChoice
	}
	own.SecondFactor = on
	if self.Gate.SecondFactor == on {
		return own, nil
	}
	action := audit.SecondFactorOn
	if !on {
		action = audit.SecondFactorOff
		if err := proven(ctx, a.Store.Session, self, own.Rule, v, a.Now()); err != nil {
			return Own{}, err
		}
	}
	entry, err := a.desk().entry(self, v, action)
	if err != nil {
		return Own{}, err
	}
	var mail *outbox.Mail
	if !on {
		notice := outbox.Notice(outbox.ID(entry.ID), outbox.SecondFactorOff, self.Person, entry.At)
		mail = &notice
	}
	return own, busy(counted(ctx, a.Limiter, self, func() error { return a.Store.ChooseSecondFactor(ctx, v.Caller, on, entry, mail) }))
}

// proven checks that the caller's session was proven in the last ten minutes; ProofRequired otherwise. Where they have a second factor by rule, it must have
// begun in that time with a mailed code or link: who knows the password, on a trusted device or in a session that was left open, could otherwise get rid of
// the factor, or of the mailbox that it stands on. CodeProofRequired otherwise.
func proven(ctx context.Context, read func(context.Context, string) (session.Session, error), self Self, rule factor.Rule, v gate.Visit,
	now time.Time,
) error {
	s, err := read(ctx, self.Gate.Sessions[v.Caller.OriginJTI])
	if err != nil {
		return err
	}
	own := s.Origin == v.Caller.OriginJTI
	if rule.For(self.Gate.FactorRequired).Due(self.Gate.SecondFactor) {
		if !own || !factor.Mailed(s.Proven) || !now.Before(s.CreatedAt.Add(factor.Fresh)) {
			return CodeProofRequired
		}
		return nil
	}
	if !own || !now.Before(s.ProvenAt.Add(factor.Fresh)) {
		return ProofRequired
	}
	return nil
}

// conflict is people.VersionConflict with the record as it is now.
func conflict(now person.Person) error {
	p := *people.VersionConflict
	p.Current = people.ViewOf(now)
	return &p
}
