package identity

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/person"
	"portico/internal/session"
	"portico/internal/vouch"
)

// VouchPool turns a vouch into tokens.
type VouchPool interface {
	// Begin starts an authentication of somebody that waits for a vouch.
	Begin(ctx context.Context, id person.ID) (Challenge, error)
	// Redeem answers it. ErrBusy where the answer was lost or the pool is busy.
	Redeem(ctx context.Context, c Challenge, vouchID, answer string) (Tokens, error)
}

// SessionStore starts sessions.
type SessionStore interface {
	// StartSession writes the session and enters it in its person's gate, both or none, and ends what is beyond gate.MaxSessions, the oldest
	// first. A session with the same id is replaced. history is written with it (nil for none). seen is the gate as the caller knows it, with the client that the tokens are of; ErrNotLive
	// where the person is no longer active at seen's epoch.
	StartSession(ctx context.Context, s session.Session, seen gate.Gate, history *audit.Entry) error
}

// Birth is the one birth of a session. Tokens that the gate does not know open nothing, so a crash between the steps leaves nothing behind.
type Birth struct {
	Pool   VouchPool
	Store  SessionStore
	Keys   Keys   // of sessions
	Client string // the pool's portal client
	Now    func() time.Time
	Random io.Reader // crypto/rand's where nil
}

// delivery is a vouch that has been written, its answer, and for whom. Challenge is zero where no authentication waits for it yet.
type delivery struct {
	vouch     vouch.Vouch
	answer    string
	standing  Standing // with the gate as it is now
	challenge Challenge
	visit     Visit
	history   *audit.Entry  // that goes with the session; nil where another line says it already
	device    session.Known // where it was settled before; zero otherwise
}

// vouchFor makes a vouch for a session of h, whose gate is as it will be once the vouch is written.
func (b *Birth) vouchFor(h Standing, sessionID string, proven ...string) (delivery, error) {
	v, answer, err := vouch.New(b.Random, b.Now(), vouch.Claim{
		Person: h.Person.ID, Client: b.Client, Epoch: h.Gate.Epoch, Session: sessionID, Proven: proven,
	})
	return delivery{vouch: v, answer: answer, standing: h}, err
}

// deliver turns a vouch into a session.
func (b *Birth) deliver(ctx context.Context, d delivery) (*SignedIn, error) {
	if d.challenge.Session == "" {
		var err error
		if d.challenge, err = b.Pool.Begin(ctx, d.standing.Person.ID); err != nil {
			return nil, unproven(err)
		}
	}
	tokens, err := b.Pool.Redeem(ctx, d.challenge, d.vouch.ID, d.answer)
	if err != nil {
		return nil, unproven(err)
	}
	if err := d.check(tokens); err != nil {
		return nil, err
	}
	if d.device.ID == "" {
		if d.device, err = b.know(ctx, d); err != nil {
			return nil, err
		}
	}
	device, err := d.device.Cookie(ctx, b.Keys, d.standing.Person.AddressKey)
	if err != nil {
		return nil, err
	}
	s, err := b.session(ctx, d, tokens)
	if err != nil {
		return nil, err
	}
	seen := d.standing.Gate
	seen.Client = b.Client
	if err := b.Store.StartSession(ctx, s, seen, d.history); err != nil {
		return nil, afterAll(err)
	}
	cookie, err := session.Handle{ID: s.ID, Generation: s.Rotation.Current}.Cookie(ctx, b.Keys)
	if err != nil {
		return nil, err
	}
	return &SignedIn{
		AccessToken: tokens.Access, ExpiresAt: tokens.ExpiresAt, Person: d.standing.Person,
		Cookies: []string{session.SetCookie(cookie), session.SetDevice(device)},
	}, nil
}

// unproven is what went wrong at the pool after everything was proven: never a wrong password, so whoever tries again may well succeed.
func unproven(err error) error {
	if errors.Is(err, ErrRefused) {
		return Busy.Because(fmt.Errorf("a vouch became no tokens: %w", err))
	}
	return afterAll(err)
}

// check holds the tokens to what the pre-token trigger must have done. Without it there is no session, whatever the pool says.
func (d delivery) check(t Tokens) error {
	caller, err := gate.CallerOf(t.Claims)
	if err != nil {
		return errors.New("the pool's tokens lack what the pre-token trigger adds")
	}
	powerful := strings.Contains(t.Claims["scope"], vouch.UserScope)
	if caller.Person != d.vouch.Person || caller.Epoch != d.vouch.Epoch || caller.Role != d.standing.Gate.Role || powerful || t.Refresh == "" {
		return errors.New("the pool's tokens say something else than the vouch")
	}
	return nil
}

func (b *Birth) session(ctx context.Context, d delivery, t Tokens) (session.Session, error) {
	now := b.Now()
	sealed, err := session.Seal(ctx, b.Keys, b.Random, d.vouch.Session, t.Refresh)
	return session.Session{
		ID: d.vouch.Session, Person: d.vouch.Person, Origin: t.Claims["origin_jti"], Rotation: session.Started(now), Proven: d.vouch.Proven, ProvenAt: now,
		Sealed: sealed, Device: session.Device(d.visit.UserAgent), DeviceID: d.device.ID, Network: d.visit.Network, CreatedAt: now, LastUsed: now,
	}, err
}

// know gives the device that a session begins on, as it is known until the gate's next epoch.
func (b *Birth) know(ctx context.Context, d delivery) (session.Known, error) {
	return session.Know(ctx, b.Keys, b.Random, d.visit.Device, d.standing.Person.AddressKey, d.standing.Gate.Epoch)
}
