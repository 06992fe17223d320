package identity

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/limit"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/session"
)

// signedIn is a world with somebody signed in, and the cookie.
func signedIn(t *testing.T) (*desk, *Sessions, string) {
	t.Helper()
	d := newDesk()
	signed, err := d.try(t, Attempt{AddressKey: d.person(t, person.Active, good).AddressKey, Password: good})
	if err != nil {
		t.Fatal(err)
	}
	clear(d.history) // of the sign-in
	return d, &Sessions{Store: d.world, Pool: d.world, Keys: d.world, Limiter: d.world, Now: d.clock}, valueOf(signed)
}

func TestIdentity10_TwoTabsAndALostAnswerGoOnAndAStolenOldCookieEndsTheSession(t *testing.T) {
	d, s, first := signedIn(t)
	refresh := func(cookie string) string {
		t.Helper()
		signed, err := s.Refresh(t.Context(), cookie, Visit{})
		if err != nil {
			t.Fatal(err)
		}
		return valueOf(signed)
	}
	second := refresh(first)
	if refresh(first) != second {
		t.Error("the second tab, or the repeat of a lost answer, got another successor")
	}
	d.now = d.now.Add(time.Hour)
	third := refresh(second)
	d.now = d.now.Add(session.Grace)
	refresh(first) // sent just before its successor was first seen
	d.now = d.now.Add(time.Second)
	if _, err := s.Refresh(t.Context(), first, Visit{}); !errors.Is(err, gate.SessionEnded) {
		t.Errorf("the stolen cookie: %v", err)
	}
	if _, err := s.Refresh(t.Context(), third, Visit{}); !errors.Is(err, gate.SessionEnded) {
		t.Errorf("the session goes on: %v", err)
	}
	if len(d.mails) != 1 || len(d.history) != 1 || len(d.sessions) != 0 {
		t.Errorf("%d mails, %d lines, %d sessions", len(d.mails), len(d.history), len(d.sessions))
	}
	for _, m := range d.mails {
		if m.Kind != outbox.SessionTheft || m.Address == "" {
			t.Errorf("%+v", m)
		}
	}
	for _, e := range d.history {
		if e.Action != audit.SessionTheft || e.Subject == "" {
			t.Errorf("%+v", e)
		}
	}
}

func TestIdentity09_ASuspendedPersonGetsNoFreshToken(t *testing.T) {
	d, s, cookie := signedIn(t)
	for id, standing := range d.standings {
		standing.Gate.State, standing.Gate.Sessions = person.Suspended, map[string]string{}
		d.standings[id] = standing
	}
	if _, err := s.Refresh(t.Context(), cookie, Visit{}); !errors.Is(err, gate.SessionEnded) {
		t.Error(err)
	}
}

func TestASessionEndsWhenIdleOldOrRevokedAtThePool(t *testing.T) {
	for what, pass := range map[string]func(d *desk, s *Sessions) *Sessions{
		"idle":    func(d *desk, s *Sessions) *Sessions { d.now = d.now.Add(session.IdleLife); return s },
		"revoked": func(d *desk, s *Sessions) *Sessions { s.Pool = revoked{}; return s },
		"old": func(d *desk, s *Sessions) *Sessions {
			for id, row := range d.sessions {
				row.LastUsed = row.CreatedAt.Add(session.Life - time.Hour)
				d.sessions[id] = row
			}
			d.now = d.now.Add(session.Life)
			return s
		},
	} {
		d, s, cookie := signedIn(t)
		if _, err := pass(d, s).Refresh(t.Context(), cookie, Visit{}); !errors.Is(err, gate.SessionEnded) || len(d.sessions) != 0 {
			t.Errorf("%s: %v, %d sessions", what, err, len(d.sessions))
		}
	}
}

func TestSigningOutEndsTheSessionAndDoingItAgainSucceeds(t *testing.T) {
	d, s, cookie := signedIn(t)
	for _, value := range []string{cookie, cookie, "", "no cookie of ours"} {
		if err := s.End(t.Context(), value, Visit{}); err != nil {
			t.Errorf("%q: %v", value, err)
		}
		if len(d.sessions) != 0 {
			t.Error("it goes on")
		}
	}
	for _, standing := range d.standings {
		if len(standing.Gate.Sessions) != 0 {
			t.Error("it is still in the gate")
		}
	}
	if _, err := s.Refresh(t.Context(), cookie, Visit{}); !errors.Is(err, gate.SessionEnded) {
		t.Error(err)
	}
	if _, err := s.Refresh(t.Context(), "", Visit{}); !errors.Is(err, gate.Unauthenticated) {
		t.Error(err)
	}
}

func TestIdentity10_SigningOutWithAStolenOldCookieIsTheft(t *testing.T) {
	for _, c := range []struct {
		what   string
		later  time.Duration
		notice int
	}{{"a tab that is slow to close", session.Grace, 0}, {"a copy", session.Grace + time.Second, 1}, {"a copy of an idle session", session.IdleLife, 0}} {
		d, s, first := signedIn(t)
		signed, err := s.Refresh(t.Context(), first, Visit{})
		if err != nil {
			t.Fatal(err)
		}
		d.now = d.now.Add(time.Hour)
		if _, err := s.Refresh(t.Context(), valueOf(signed), Visit{}); err != nil {
			t.Fatal(err)
		}
		d.now = d.now.Add(c.later)
		if err := s.End(t.Context(), first, Visit{Network: "192.0.2.0/24"}); err != nil {
			t.Errorf("%s: %v", c.what, err)
		}
		if len(d.sessions) != 0 || len(d.mails) != c.notice || len(d.history) != c.notice {
			t.Errorf("%s: %d sessions, %d mails, %d lines", c.what, len(d.sessions), len(d.mails), len(d.history))
		}
		for _, e := range d.history {
			if e.Action != audit.SessionTheft || e.Network != "192.0.2.0/24" {
				t.Errorf("%s: %+v", c.what, e)
			}
		}
	}
}

func TestTooManyRefreshesOfOneSessionWaitBeforeThePoolIsAsked(t *testing.T) {
	d, s, cookie := signedIn(t)
	d.calls, d.full[limit.RefreshBySession.Scope] = nil, true
	if _, err := s.Refresh(t.Context(), cookie, Visit{}); !errors.Is(err, limit.Refused) || slices.Contains(d.calls, "Refresh") {
		t.Errorf("%v after %v", err, d.calls)
	}
	d.full = map[string]bool{}
	if _, err := s.Refresh(t.Context(), cookie, Visit{}); err != nil {
		t.Errorf("later: %v", err)
	}
}

func TestAnyCallOfARefreshCanFailAndTheRepeatGoesOn(t *testing.T) {
	quiet, s, cookie := signedIn(t)
	quiet.calls = nil
	if _, err := s.Refresh(t.Context(), cookie, Visit{}); err != nil {
		t.Fatal(err)
	}
	for fault := 1; fault <= len(quiet.calls); fault++ {
		for _, lost := range []bool{false, true} {
			d, s, cookie := signedIn(t)
			d.calls, d.fault, d.lost = nil, fault, lost
			if _, err := s.Refresh(t.Context(), cookie, Visit{}); err == nil || errors.Is(err, gate.SessionEnded) {
				t.Errorf("call %d, lost %v: %v", fault, lost, err)
			}
			d.fault = 0
			if _, err := s.Refresh(t.Context(), cookie, Visit{}); err != nil {
				t.Errorf("call %d, lost %v, again: %v", fault, lost, err)
			}
		}
	}
}

// revoked is a pool that takes no refresh token.
type revoked struct{ RefreshPool }

func (revoked) Refresh(context.Context, person.ID, string) (Tokens, error) {
	return Tokens{}, ErrRefused
}
