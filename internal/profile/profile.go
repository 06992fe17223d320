// Package profile is what somebody does with their own account: look at it, change name and language, see where they are signed in and end that,
// and choose another password. The caller's own gate is the only one that it touches.
package profile

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"time"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/limit"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/problem"
	"portico/internal/secrets"
	"portico/internal/session"
)

// ErrChanged means that a row is no longer as the change was made for; whoever reads again will see why.
var ErrChanged = errors.New("changed meanwhile")

// Busy is the answer where others change the same thing at the same moment, or something that is needed does not answer.
var Busy = problem.New(problem.Unavailable, "busy", "The portal is busy. Try again in a moment.").After(2 * time.Second)

// Self is who asks: record and gate as they are now. Both are zero where there is nobody.
type Self struct {
	Person person.Person
	Gate   gate.Gate
	Claim  string // the attempt at a change that has the gate, or had it last; empty for none
	Done   string // what the request with the caller's Idempotency-Key asked for when it was done; empty where it was not
}

// Keys gives the current and the previous key of a secret; *secrets.Keyring does.
type Keys interface {
	Current(ctx context.Context) (secrets.Key, error)
	ByID(ctx context.Context, id string) (secrets.Key, error)
}

// Limiter counts tries; *limit.Limiter does.
type Limiter interface {
	Take(ctx context.Context, b limit.Bucket) error
	GiveBack(ctx context.Context, b limit.Bucket) error
}

// desk is what every service of this package has.
type desk struct {
	recorder gate.Recorder
	now      func() time.Time
	random   io.Reader
}

func (d desk) instant() time.Time { return d.now().UTC().Truncate(time.Millisecond) }

// admit checks a visit against the caller's gate.
func (d desk) admit(ctx context.Context, self Self, v gate.Visit) error {
	return gate.Keeper{Recorder: d.recorder, Now: d.now}.Admit(ctx, self.Gate, v)
}

// author is the caller as the one who makes a change.
func author(self Self, v gate.Visit) people.Author {
	return people.Author{Caller: &v.Caller, Actor: audit.Actor{Kind: audit.ByPerson, ID: self.Person.ID, Name: self.Person.Name}, Network: v.Network}
}

// entry makes a line of the caller's own history.
func (d desk) entry(self Self, v gate.Visit, action audit.Action) (audit.Entry, error) {
	id, err := person.RandomText(d.random)
	return audit.Entry{
		ID: id, Subject: self.Person.ID, Action: action, Actor: author(self, v).Actor, At: d.instant(), Network: v.Network,
	}, err
}

// counted makes one of the caller's changes that are limited. The try is given back where it says that nothing was written. The errors are limit.Refused and
// the change's own.
func counted(ctx context.Context, l Limiter, self Self, change func() error) error {
	bucket := limit.ChangeByPerson.Of(string(self.Person.ID))
	if err := l.Take(ctx, bucket); err != nil {
		return err
	}
	err := change()
	_, refused := problem.As(err)
	_, changed := errors.AsType[*people.Changed](err)
	if refused || changed || errors.Is(err, ErrChanged) {
		return errors.Join(err, l.GiveBack(ctx, bucket))
	}
	return err
}

// attemptOf names an attempt at something, and what it asks for, without telling either.
func attemptOf(ctx context.Context, keys Keys, parts ...string) (string, error) {
	key, err := keys.Current(ctx)
	if err != nil {
		return "", fmt.Errorf("key of the attempt: %w", err)
	}
	h := hmac.New(sha256.New, key.Derive("profile attempt"))
	fmt.Fprintf(h, "%q", parts)
	return fmt.Sprintf("%x", h.Sum(nil)[:16]), nil
}

// known gives the line that keeps the caller's device a known one when the epoch of their gate rises by one, to epoch. addressKey is what the address was
// before the change. Empty for whatever is not the cookie of a device that was known until then: whoever finds a session open gets no known device by it,
// and of one cookie comes one device, however often the request is repeated.
func known(ctx context.Context, keys Keys, after person.Person, device, addressKey string, epoch int) ([]string, error) {
	k, err := session.Renew(ctx, keys, device, addressKey, epoch-1, epoch)
	if errors.Is(err, session.ErrForged) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	value, err := k.Cookie(ctx, keys, after.AddressKey)
	if err != nil {
		return nil, err
	}
	return []string{session.SetDevice(value)}, nil
}
