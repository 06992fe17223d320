package profile

import (
	"context"
	"errors"
	"io"
	"time"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/identity"
	"portico/internal/limit"
	"portico/internal/outbox"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/problem"
)

// lease is how long an attempt has the gate: longer than the function runs.
const lease = time.Minute

// WrongPassword is the answer to a present password that is not right.
var WrongPassword = problem.InvalidFields(problem.Field{Name: "currentPassword", Code: "invalid", Detail: "This is not your present password."})

// PasswordChange is everything that is written when a password has been changed: every session but the caller's ends, all or nothing. It happens only if
// the gate has the sessions of Seen still and Claim has it.
type PasswordChange struct {
	Ending
	Claim   string
	Session string // the caller's own, whose proof is renewed
	Mail    outbox.Mail
	Repeat  people.Repeat
}

// PasswordStore is what Passwords need of the table.
type PasswordStore interface {
	gate.Recorder
	// Self reads the caller and what became of the request with their key, strongly consistent.
	Self(ctx context.Context, id person.ID, key string) (Self, error)
	// ClaimSelf claims the caller's gate for an attempt until the time given. The errors are what the gate says, and ErrChanged where another
	// attempt at a change of the person has it.
	ClaimSelf(ctx context.Context, by gate.Caller, claim string, until time.Time) error
	// ChangePassword makes a PasswordChange. The errors are what the gate says, and ErrChanged.
	ChangePassword(ctx context.Context, c PasswordChange) error
	// ProveSession writes down that the caller's session has just been proven. The errors are what the gate says.
	ProveSession(ctx context.Context, by gate.Caller, session string, at time.Time) error
}

// PasswordPool keeps passwords and proves them; *cognito.Pool does.
type PasswordPool interface {
	identity.ProvePool
	// SetPassword sets a password for good.
	SetPassword(ctx context.Context, id person.ID, password string) error
}

// Passwords is where somebody who is signed in proves their password, and chooses another.
type Passwords struct {
	Store    PasswordStore
	Pool     PasswordPool
	Rules    identity.Rules
	Proofs   Keys
	Sessions Keys
	Limiter  Limiter
	Now      func() time.Time
	Random   io.Reader // crypto/rand's where nil
}

// NewPassword is a request for another password.
type NewPassword struct {
	Current string
	New     string
	Key     string // the Idempotency-Key
	Device  string // the device cookie
}

func (p *Passwords) desk() desk { return desk{recorder: p.Store, now: p.Now, random: p.Random} }

// Change sets a new password, once the present one is proven. All other sessions end and no device is a known one any more, but the caller's own, where it was one; the
// lines that keep it so are given. Repeated with the same key and passwords it has the same effect once, also after a crash between the pool's change
// and ours. The errors are those of the gate, WrongPassword, an Invalid problem about the new password, people.IdempotencyMismatch, limit.Refused and
// Busy.
func (p *Passwords) Change(ctx context.Context, v gate.Visit, in NewPassword) ([]string, error) {
	attempt, err := attemptOf(ctx, p.Proofs, "password", v.Caller.OriginJTI, in.Key, in.Current, in.New)
	if err != nil {
		return nil, err
	}
	self, err := p.Store.Self(ctx, v.Caller.Person, in.Key)
	if err != nil {
		return nil, err
	}
	if err := p.desk().admit(ctx, self, v); err != nil {
		return nil, err
	}
	if self.Done != "" {
		if self.Done != attempt {
			return nil, people.IdempotencyMismatch
		}
		return known(ctx, p.Sessions, self.Person, in.Device, self.Person.AddressKey, self.Gate.Epoch)
	}
	rule, err := p.Rules.PasswordRule(ctx)
	if err != nil {
		return nil, err
	}
	if err := rule.Check(in.New, self.Person.Name, self.Person.Email); err != nil {
		return nil, named(err, "newPassword")
	}
	claim := "password#" + attempt
	if self.Claim != claim { // otherwise this attempt has proven it already, and may have changed it
		if err := p.prove(ctx, self.Person.ID, in.Current); err != nil {
			return nil, err
		}
		if err := p.Limiter.Take(ctx, limit.PasswordChangeByPerson.Of(string(self.Person.ID))); err != nil {
			return nil, err
		}
	}
	if err := p.Store.ClaimSelf(ctx, v.Caller, claim, p.Now().Add(lease)); err != nil {
		return nil, busy(err)
	}
	if err := p.Pool.SetPassword(ctx, self.Person.ID, in.New); err != nil {
		return nil, busy(err)
	}
	return p.record(ctx, v, self, in, attempt)
}

// record writes down what became of a change of password. A sign-in that begins meanwhile makes it look again.
func (p *Passwords) record(ctx context.Context, v gate.Visit, self Self, in NewPassword, attempt string) ([]string, error) {
	id, err := person.RandomText(p.Random)
	if err != nil {
		return nil, err
	}
	entry, err := p.desk().entry(self, v, audit.PasswordChanged)
	if err != nil {
		return nil, err
	}
	for range 5 {
		c := PasswordChange{
			Ending: Ending{By: v.Caller, Seen: self.Gate, Ended: map[string]string{}, Epoch: self.Gate.Epoch + 1, History: entry},
			Claim:  "password#" + attempt, Session: self.Gate.Sessions[v.Caller.OriginJTI],
			Mail: outbox.Mail{
				ID: outbox.ID(id), Kind: outbox.PasswordChanged, Person: self.Person.ID, Address: self.Person.Email, Name: self.Person.Name,
				Language: self.Person.Language, CreatedAt: entry.At, State: outbox.Waiting,
			},
			Repeat: people.Repeat{Key: in.Key, Hash: attempt, Now: entry.At},
		}
		for origin, id := range self.Gate.Sessions {
			if origin != v.Caller.OriginJTI {
				c.Ended[origin] = id
			}
		}
		err := p.Store.ChangePassword(ctx, c)
		if err == nil {
			return known(ctx, p.Sessions, self.Person, in.Device, self.Person.AddressKey, c.Epoch)
		}
		if !errors.Is(err, ErrChanged) {
			return nil, busy(err)
		}
		if self, err = p.Store.Self(ctx, v.Caller.Person, in.Key); err != nil {
			return nil, err
		}
		if self.Done == attempt { // by the same request, which runs twice
			return known(ctx, p.Sessions, self.Person, in.Device, self.Person.AddressKey, self.Gate.Epoch)
		}
		if err := p.desk().admit(ctx, self, v); err != nil {
			return nil, err
		}
	}
	return nil, Busy
}

// Prove proves the caller's password once more, for what wants a fresh proof. The errors are those of the gate, WrongPassword, limit.Refused and Busy.
func (p *Passwords) Prove(ctx context.Context, v gate.Visit, current string) error {
	self, err := p.Store.Self(ctx, v.Caller.Person, "")
	if err != nil {
		return err
	}
	if err := p.desk().admit(ctx, self, v); err != nil {
		return err
	}
	if err := p.prove(ctx, self.Person.ID, current); err != nil {
		return err
	}
	return busy(p.Store.ProveSession(ctx, v.Caller, self.Gate.Sessions[v.Caller.OriginJTI], p.desk().instant()))
}

// prove counts a try and lets the pool check the password. A right one was no guess.
func (p *Passwords) prove(ctx context.Context, id person.ID, current string) error {
	bucket := limit.ProofByPerson.Of(string(id))
	if err := p.Limiter.Take(ctx, bucket); err != nil {
		return err
	}
	_, err := p.Pool.Prove(ctx, id, current)
	if errors.Is(err, identity.ErrRefused) {
		return WrongPassword
	}
	if err != nil {
		return busy(err)
	}
	return p.Limiter.GiveBack(ctx, bucket)
}

// busy is Busy for what will pass, and err itself for anything else.
func busy(err error) error {
	if errors.Is(err, identity.ErrBusy) || errors.Is(err, ErrChanged) {
		return Busy.Because(err)
	}
	return err
}

// named gives a problem about the field password to the field that it stands in here.
func named(err error, field string) error {
	p, ok := problem.As(err)
	if !ok {
		return err
	}
	renamed := *p
	renamed.Fields = nil
	for _, f := range p.Fields {
		f.Name = field
		renamed.Fields = append(renamed.Fields, f)
	}
	return &renamed
}
