package identity

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/limit"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/session"
)

// LiveStore keeps live sessions.
type LiveStore interface {
	// Session reads a session; zero where there is none, or none any more.
	Session(ctx context.Context, id string) (session.Session, error)
	// KeepSession stores s with its rotation moved on from before's, where the row is at before's and the gate lets the session live.
	// ErrChanged where another request was faster, ErrNotLive where the session has ended.
	KeepSession(ctx context.Context, before, s session.Session) error
	// EndSession takes the session out of the gate and orders what is left of it to be cleared away; with a theft (nil for none) it raises the gate's epoch
	// and writes the theft's line of history and mail as well. Ending an ended one succeeds, and writes nothing. ErrBusy where others hold the gate.
	EndSession(ctx context.Context, s session.Session, theft *Theft) error
	// Person reads a person.
	Person(ctx context.Context, id person.ID) (person.Person, error)
}

// Theft is what is written where somebody holds an old cookie.
type Theft struct {
	Entry audit.Entry
	Mail  outbox.Mail
}

// RefreshPool gives fresh tokens.
type RefreshPool interface {
	// Refresh gives tokens for a refresh token; ErrRefused where it is not good any more.
	Refresh(ctx context.Context, id person.ID, refreshToken string) (Tokens, error)
}

// Sessions keeps people signed in, and ends that.
type Sessions struct {
	Store   LiveStore
	Pool    RefreshPool
	Keys    Keys // of sessions
	Limiter Limiter
	Now     func() time.Time
	Random  io.Reader // crypto/rand's where nil
}

// Refresh gives a fresh access token and the next generation of the cookie. The errors are gate.Unauthenticated for a cookie that is not ours,
// gate.SessionEnded, limit.Refused and Busy. An old generation that somebody still has after the browser has moved on ends the session.
func (s *Sessions) Refresh(ctx context.Context, cookie string, v Visit) (*SignedIn, error) {
	h, err := s.parse(ctx, cookie)
	if err != nil {
		return nil, err
	}
	var kept session.Session
	err = together( // whatever the limit says, an old cookie ends its session
		func() (err error) { kept, err = s.keep(ctx, h, v); return err },
		func() error { return s.Limiter.Take(ctx, limit.RefreshBySession.Of(h.ID)) },
	)
	if err != nil {
		return nil, err
	}
	token, err := session.Unseal(ctx, s.Keys, kept.ID, kept.Sealed)
	if errors.Is(err, session.ErrSealed) {
		return nil, s.over(ctx, kept, err)
	}
	if err != nil {
		return nil, err
	}
	var tokens Tokens
	var who person.Person
	err = together(
		func() (err error) { tokens, err = s.Pool.Refresh(ctx, kept.Person, token); return err },
		func() (err error) { who, err = s.Store.Person(ctx, kept.Person); return err },
	)
	if errors.Is(err, ErrRefused) {
		return nil, s.over(ctx, kept, err)
	}
	if err != nil {
		return nil, afterAll(err)
	}
	return s.answer(ctx, h, kept, tokens, who)
}

func (s *Sessions) answer(ctx context.Context, h session.Handle, kept session.Session, tokens Tokens, who person.Person) (*SignedIn, error) {
	caller, err := gate.CallerOf(tokens.Claims)
	if err != nil || caller.Person != kept.Person || caller.OriginJTI != kept.Origin {
		return nil, errors.New("the pool's fresh tokens are of another session")
	}
	next, err := session.Handle{ID: h.ID, Generation: h.Generation + 1}.Cookie(ctx, s.Keys)
	if err != nil {
		return nil, err
	}
	return &SignedIn{AccessToken: tokens.Access, ExpiresAt: tokens.ExpiresAt, Person: who, Cookies: []string{session.SetCookie(next)}}, nil
}

// keep moves the session on for the generation that was presented. Of two tabs at once the slower one looks again.
func (s *Sessions) keep(ctx context.Context, h session.Handle, v Visit) (session.Session, error) {
	for range 5 {
		before, err := s.Store.Session(ctx, h.ID)
		if err != nil {
			return session.Session{}, err
		}
		now := s.Now()
		if before.ID == "" {
			return session.Session{}, gate.SessionEnded
		}
		if before.Over(now) {
			return session.Session{}, s.over(ctx, before, errors.New("idle or old"))
		}
		after := before
		var verdict session.Verdict
		if after.Rotation, verdict = before.Rotation.Present(h.Generation, now); verdict != session.Good {
			return session.Session{}, s.refuse(ctx, before, verdict, v)
		}
		after.LastUsed, after.Network, after.Device = now, v.Network, session.Device(v.UserAgent)
		err = s.Store.KeepSession(ctx, before, after)
		if errors.Is(err, ErrNotLive) {
			return session.Session{}, gate.SessionEnded.Because(err)
		}
		if !errors.Is(err, ErrChanged) {
			return after, afterAll(err)
		}
	}
	return session.Session{}, Busy
}

// refuse says no to a generation that is not good. Where somebody holds an old cookie, the session ends.
func (s *Sessions) refuse(ctx context.Context, found session.Session, verdict session.Verdict, v Visit) error {
	if verdict == session.Foreign {
		return gate.SessionEnded.Because(errors.New("a generation that was never handed out"))
	}
	if err := s.stolen(ctx, found, v); err != nil {
		return err
	}
	return gate.SessionEnded.Because(errors.New("an old cookie was used"))
}

// stolen ends a session of which somebody holds an old cookie, and tells its person. Whoever has copied one cookie has copied the device's as well,
// so no device is a known one until its person signs in there again. Other sessions go on.
func (s *Sessions) stolen(ctx context.Context, found session.Session, v Visit) error {
	who, err := s.Store.Person(ctx, found.Person)
	if err != nil {
		return err
	}
	id, err := deriveID(ctx, s.Keys, "theft", found.ID)
	if err != nil {
		return err
	}
	now := s.Now()
	theft := &Theft{
		Entry: audit.Entry{
			ID: id, Subject: found.Person, Action: audit.SessionTheft, Actor: audit.Actor{Kind: audit.BySystem}, At: now, Network: v.Network,
		},
		Mail: outbox.Notice(outbox.ID(id), outbox.SessionTheft, who, now),
	}
	if err := s.Store.EndSession(ctx, found, theft); err != nil {
		return afterAll(fmt.Errorf("end a stolen session: %w", err))
	}
	return nil
}

// over ends a session that cannot go on, and says so.
func (s *Sessions) over(ctx context.Context, ended session.Session, cause error) error {
	if err := s.Store.EndSession(ctx, ended, nil); err != nil {
		return afterAll(err)
	}
	return gate.SessionEnded.Because(cause)
}

// End ends the session of the cookie; Busy where it cannot be ended now. Ending an ended session, or none, succeeds. An old generation that somebody still has after the browser has moved
// on is a stolen one here as in Refresh: the session ends as well, and its person is told.
func (s *Sessions) End(ctx context.Context, cookie string, v Visit) error {
	h, err := s.parse(ctx, cookie)
	if errors.Is(err, gate.Unauthenticated) {
		return nil
	}
	if err != nil {
		return err
	}
	found, err := s.Store.Session(ctx, h.ID)
	if err != nil || found.ID == "" {
		return err
	}
	now := s.Now()
	if _, verdict := found.Rotation.Present(h.Generation, now); verdict == session.Stolen && !found.Over(now) {
		return s.stolen(ctx, found, v)
	}
	return afterAll(s.Store.EndSession(ctx, found, nil))
}

func (s *Sessions) parse(ctx context.Context, cookie string) (session.Handle, error) {
	h, err := session.ParseCookie(ctx, s.Keys, cookie)
	if errors.Is(err, session.ErrForged) {
		return h, gate.Unauthenticated.Because(err)
	}
	return h, err
}
