package profile

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"portico/internal/address"
	"portico/internal/audit"
	"portico/internal/factor"
	"portico/internal/gate"
	"portico/internal/identity"
	"portico/internal/limit"
	"portico/internal/outbox"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/policy"
	"portico/internal/problem"
	"portico/internal/proof"
	"portico/internal/session"
)

// AddressWish is a wish for another address: a code in its next generation, and the wish that it be mailed.
type AddressWish struct {
	By     people.Author
	Repeat people.Repeat
	Before int // the code's generation before; 0 for none
	Code   proof.Proof
	Wish   outbox.Request
}

// AddressChange is everything that is written when an address is proven: it becomes the person's, the earlier one is given up and kept for them, other
// sessions end, all or nothing. It happens only if the code is open, the gate has the sessions of Seen and the person has not changed.
type AddressChange struct {
	Ending
	Code   proof.Proof
	Before person.Person
	After  person.Person
	Undo   proof.Proof
	Moves  []gate.Move // that can be taken back afterwards, this one the last
	Mail   outbox.Mail // to the earlier address
	Repeat people.Repeat
}

// EmailStore is what Emails need of the table.
type EmailStore interface {
	gate.Recorder
	// Self reads the caller and what became of the request with their key, strongly consistent.
	Self(ctx context.Context, id person.ID, key string) (Self, error)
	// Session reads a session; zero where there is none.
	Session(ctx context.Context, id string) (session.Session, error)
	// SecondFactorRule reads what the administrators have decided.
	SecondFactorRule(ctx context.Context) (factor.Rule, error)
	// ProofOf reads a proof; zero where there is none, or none any more.
	ProofOf(ctx context.Context, id person.ProofID) (proof.Proof, error)
	// WishAddress writes an AddressWish. The errors are what the gate says, *people.Repeated, and ErrChanged where the code has another generation.
	WishAddress(ctx context.Context, w AddressWish) error
	// TryCode counts one try of a code of that generation; false where no more are allowed or it is used.
	TryCode(ctx context.Context, p proof.Proof, tries int) (bool, error)
	// CancelAddress ends an open code. The errors are what the gate says, and ErrChanged where it is not open any more.
	CancelAddress(ctx context.Context, by gate.Caller, p proof.Proof) error
	// ChangeAddress makes an AddressChange. The errors are what the gate says, people.AddressTaken and ErrChanged.
	ChangeAddress(ctx context.Context, c AddressChange) error
}

// Emails is where somebody who is signed in moves to another address.
type Emails struct {
	Store    EmailStore
	Proofs   Keys
	Sessions Keys
	Limiter  Limiter
	Policy   func(ctx context.Context) (policy.Policy, error) // as it is at this moment
	Now      func() time.Time
	Random   io.Reader // crypto/rand's where nil
}

// SameAddress is the answer to the address that somebody has already.
var SameAddress = problem.InvalidFields(problem.Field{Name: "email", Code: "invalid", Detail: "This is your address already."})

// told are the answers to addresses that the policy lets nobody like the caller move to, whoever has them. The deny list is told to nobody.
var told = map[policy.Reason]*problem.Error{
	policy.PublicMailbox: problem.InvalidFields(problem.Field{
		Name: "email", Code: string(policy.PublicMailbox), Detail: "This is a public mail provider's address. Use the mailbox of your company, or ask the support team.",
	}),
	policy.OtherCompany: problem.InvalidFields(problem.Field{
		Name: "email", Code: string(policy.OtherCompany), Detail: "This is no address of your company. Use your mailbox there, or ask the support team.",
	}),
}

func (e *Emails) desk() desk { return desk{recorder: e.Store, now: e.Now, random: e.Random} }

// self reads the caller, and tells whether the request was done before. attempt names what it asks for.
func (e *Emails) self(ctx context.Context, v gate.Visit, key, attempt string) (Self, bool, error) {
	self, err := e.Store.Self(ctx, v.Caller.Person, key)
	if err != nil {
		return Self{}, false, err
	}
	if err := e.desk().admit(ctx, self, v); err != nil {
		return Self{}, false, err
	}
	if self.Done != "" && self.Done != attempt {
		return Self{}, false, people.IdempotencyMismatch
	}
	return self, self.Done != "", nil
}

// Wish mails a code to an address that the caller wants to have; an earlier code of theirs is void. Whether somebody has the address is not told before the
// code is typed: only who reads its mailbox learns it. An address whose domain is not for them is refused at once, before anything is looked up about it.
// Nothing is mailed to an address on the deny list, and nothing tells that. The errors are those of the gate, SameAddress, problem.InvalidFields with
// public_mailbox or other_company, ProofRequired, CodeProofRequired, people.IdempotencyMismatch, limit.Refused, also where
// gate.MaxMoves changes can be taken back, and Busy.
func (e *Emails) Wish(ctx context.Context, v gate.Visit, to address.Address, key string) error {
	attempt, err := attemptOf(ctx, e.Proofs, "address", to.Key)
	if err != nil {
		return err
	}
	var p policy.Policy
	var policyErr error
	var wait sync.WaitGroup
	wait.Go(func() { p, policyErr = e.Policy(ctx) })
	self, done, err := e.self(ctx, v, key, attempt)
	wait.Wait()
	if err != nil || done {
		return err
	}
	if policyErr != nil {
		return fmt.Errorf("read the policy: %w", policyErr)
	}
	if to.Key == self.Person.AddressKey {
		return SameAddress
	}
	reason := refusal(p, self, to)
	if answer, ok := told[reason]; ok {
		return answer
	}
	rule, err := e.Store.SecondFactorRule(ctx)
	if err != nil {
		return err
	}
	if err := proven(ctx, e.Store.Session, self, rule, v, e.Now()); err != nil {
		return err
	}
	if open := self.Gate.OpenMoves(e.Now()); len(open) >= gate.MaxMoves {
		return limit.Refused.After(open[0].Until.Sub(e.Now()))
	}
	if err := e.Limiter.Take(ctx, limit.EmailChangeByPerson.Of(string(self.Person.ID))); err != nil {
		return err
	}
	before, err := e.Store.ProofOf(ctx, person.EmailChangeID(self.Person.ID))
	if err != nil {
		return err
	}
	current, err := e.Proofs.Current(ctx)
	if err != nil {
		return fmt.Errorf("key of proofs: %w", err)
	}
	id, err := person.RandomText(e.Random)
	if err != nil {
		return err
	}
	now := e.desk().instant()
	code := proof.Proof{
		ID: person.EmailChangeID(self.Person.ID), Purpose: proof.EmailChange, Person: self.Person.ID, KeyID: current.ID, Generation: before.Generation + 1,
		State: proof.Open, Epoch: self.Gate.Epoch, CreatedAt: now, ExpiresAt: now.Add(proof.CodeLife), Address: to.Stored, AddressKey: to.Key,
	}
	err = e.Store.WishAddress(ctx, AddressWish{
		By: author(self, v), Repeat: people.Repeat{Key: key, Hash: attempt, Now: now}, Before: before.Generation, Code: code,
		Wish: outbox.Request{ID: outbox.ID(id), Kind: outbox.EmailChangeRequest, Proof: code.ID, Network: v.Network, CreatedAt: now},
	})
	if _, repeated := errors.AsType[*people.Repeated](err); repeated {
		return nil
	}
	return busy(err)
}

// Cancel ends the change that waits for its code; where none waits it changes nothing. The errors are those of the gate and Busy.
func (e *Emails) Cancel(ctx context.Context, v gate.Visit) error {
	self, _, err := e.self(ctx, v, "", "")
	if err != nil {
		return err
	}
	p, err := e.Store.ProofOf(ctx, person.EmailChangeID(self.Person.ID))
	if err != nil || p.State != proof.Open {
		return err
	}
	return busy(e.Store.CancelAddress(ctx, v.Caller, p))
}

// Confirm moves the caller to the address whose code they type. Their other sessions end, no device is a known one but their own, and the earlier address
// gets a mail with which the change can be taken back for a week. It gives the lines that keep this device known, where it was; not for a repeat. The errors are those of the gate,
// identity's about codes, people.AddressTaken, people.IdempotencyMismatch, limit.Refused for a network that types too many codes, and Busy.
func (e *Emails) Confirm(ctx context.Context, v gate.Visit, code, key, device string) ([]string, error) {
	attempt, err := attemptOf(ctx, e.Proofs, "code", code)
	if err != nil {
		return nil, err
	}
	self, done, err := e.self(ctx, v, key, attempt)
	if err != nil {
		return nil, err
	}
	if done { // the device's cookie is of the earlier address, which nobody has by now: the next sign-in makes it a known one
		return nil, nil
	}
	p, err := e.Store.ProofOf(ctx, person.EmailChangeID(self.Person.ID))
	if err != nil {
		return nil, err
	}
	if err := e.check(ctx, self, p, code, v); err != nil {
		return nil, err
	}
	c, err := e.change(ctx, v, self, p)
	if err != nil {
		return nil, err
	}
	c.Repeat = people.Repeat{Key: key, Hash: attempt, Now: c.History.At}
	if err := e.Store.ChangeAddress(ctx, c); err != nil {
		return nil, busy(err)
	}
	return known(ctx, e.Sessions, c.After, device, self.Person.AddressKey, c.Epoch)
}

// check counts the try, by network too, and then compares in constant time. A code that was never mailed is wrong, whatever its digits, so that nothing tells
// which addresses get no mail. A right one was no guess.
func (e *Emails) check(ctx context.Context, self Self, p proof.Proof, code string, v gate.Visit) error {
	typed := limit.CodeTryByNetwork.Of(v.Network)
	if err := e.Limiter.Take(ctx, typed); err != nil {
		return err
	}
	if p.ID == "" || p.State != proof.Open || p.Epoch != self.Gate.Epoch || !e.Now().Before(p.ExpiresAt) {
		return identity.CodeExpired
	}
	counted, err := e.Store.TryCode(ctx, p, identity.MaxTries)
	if err != nil {
		return err
	}
	if !counted {
		return identity.CodeExhausted
	}
	want, err := proof.Code(ctx, e.Proofs, p)
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare([]byte(want), []byte(code)) != 1 || !p.Mailed {
		return identity.CodeWrong
	}
	if err := e.allowed(ctx, self, p); err != nil {
		return err
	}
	return e.Limiter.GiveBack(ctx, typed)
}

// allowed is CodeExpired where the policy has changed since the code was mailed and refuses the move now: a new code is not mailed there.
func (e *Emails) allowed(ctx context.Context, self Self, code proof.Proof) error {
	to, err := address.Parse(code.Address)
	if err != nil {
		return fmt.Errorf("address of a change: %w", err)
	}
	p, err := e.Policy(ctx)
	if err != nil {
		return fmt.Errorf("read the policy: %w", err)
	}
	if refusal(p, self, to) != policy.None {
		return identity.CodeExpired
	}
	return nil
}

// refusal gives why the caller may not move to an address, policy.None where they may.
func refusal(p policy.Policy, self Self, to address.Address) policy.Reason {
	from := address.Address{Stored: self.Person.Email, Key: self.Person.AddressKey}
	return policy.MoveRefusal(p, policy.Move{From: from, To: to, Team: self.Gate.Role.Staff()})
}

// change is everything that is written for a right code.
func (e *Emails) change(ctx context.Context, v gate.Visit, self Self, p proof.Proof) (AddressChange, error) {
	entry, err := e.desk().entry(self, v, audit.EmailChanged)
	if err != nil {
		return AddressChange{}, err
	}
	key, err := e.Proofs.Current(ctx)
	if err != nil {
		return AddressChange{}, fmt.Errorf("key of proofs: %w", err)
	}
	undo, err := person.RandomText(e.Random)
	if err != nil {
		return AddressChange{}, err
	}
	c := AddressChange{
		Ending: Ending{By: v.Caller, Seen: self.Gate, Ended: map[string]string{}, Epoch: self.Gate.Epoch + 1, History: entry},
		Code:   p, Before: self.Person, After: self.Person,
		Undo: proof.Proof{
			ID: person.ProofID(undo), Purpose: proof.EmailUndo, Person: self.Person.ID, KeyID: key.ID, Generation: 1, State: proof.Open,
			Epoch: self.Gate.Epoch + 1, CreatedAt: entry.At, ExpiresAt: entry.At.Add(proof.UndoLife), Address: self.Person.Email, AddressKey: self.Person.AddressKey,
		},
		Mail: outbox.Notice(outbox.ID(undo), outbox.EmailChanged, self.Person, entry.At),
	}
	c.Moves = append(self.Gate.OpenMoves(entry.At), gate.Move{Epoch: c.Undo.Epoch, Until: c.Undo.ExpiresAt})
	c.Mail.Proof, c.Mail.Generation = c.Undo.ID, c.Undo.Generation
	c.After.Email, c.After.AddressKey, c.After.Version = p.Address, p.AddressKey, self.Person.Version+1
	c.History.Changes = people.ChangesOf(c.Before, c.After)
	for origin, id := range self.Gate.Sessions {
		if origin != v.Caller.OriginJTI {
			c.Ended[origin] = id
		}
	}
	return c, nil
}
