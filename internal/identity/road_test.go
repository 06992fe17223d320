package identity

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"portico/internal/gate"
	"portico/internal/password"
	"portico/internal/person"
	"portico/internal/proof"
	"portico/internal/session"
)

const good = "a quiet harbour at dawn 7"

// fixed are rules that nobody changes.
type fixed password.Rule

func (f fixed) PasswordRule(context.Context) (password.Rule, error) { return password.Rule(f), nil }

var password12 = fixed{MinLength: 12, Portal: "Help"}

// walks are the two roads by a link, each as a function that walks it for somebody of a fresh world.
func walks(t testing.TB) map[string]func(w *world) func(ctx context.Context, key, password string) (*SignedIn, error) {
	rule := password12
	return map[string]func(w *world) func(ctx context.Context, key, password string) (*SignedIn, error){
		"activation": func(w *world) func(context.Context, string, string) (*SignedIn, error) {
			token := w.link(t, w.person(t, person.Invited, ""), proof.Activation)
			a := NewActivation(w.links(), w, w, rule, w.birth())
			return func(ctx context.Context, key, password string) (*SignedIn, error) {
				return a.Complete(ctx, Completion{Token: token, Key: key, Password: password, Name: "Cara Changed"})
			}
		},
		"reset": func(w *world) func(context.Context, string, string) (*SignedIn, error) {
			token := w.link(t, w.person(t, person.Active, "the old password"), proof.Reset)
			r := NewReset(w.links(), w, w, rule, w.birth())
			return func(ctx context.Context, key, password string) (*SignedIn, error) {
				return r.Complete(ctx, Completion{Token: token, Key: key, Password: password})
			}
		},
	}
}

// end is what a road ends in, as far as it must not depend on what went wrong on the way.
func (w *world) end(t testing.TB) string {
	t.Helper()
	text := fmt.Sprintf("%d sessions, %d lines, %d mails", len(w.sessions), len(w.history), len(w.mails))
	for _, p := range w.proofs {
		text += fmt.Sprintf(", proof %s", p.State)
	}
	for id, s := range w.standings {
		text += fmt.Sprintf(", %s %q v%d epoch %d with %d sessions, password %q", s.Person.State, s.Person.Name, s.Person.Version, s.Gate.Epoch,
			len(s.Gate.Sessions), w.passwords[id])
		for origin, sid := range s.Gate.Sessions {
			if w.sessions[sid].Origin != origin {
				t.Errorf("the gate holds a session that is not there")
			}
		}
	}
	return text
}

func TestIdentity08_ACrashBeforeOrAfterAnyCallEndsAsAnUndisturbedRoadDoes(t *testing.T) {
	for name, walk := range walks(t) {
		quiet := newWorld()
		if _, err := walk(quiet)(t.Context(), "key", good); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want, calls := quiet.end(t), len(quiet.calls)
		for fault := 1; fault <= calls; fault++ {
			for _, lost := range []bool{false, true} {
				w := newWorld()
				w.fault, w.lost = fault, lost
				try := walk(w)
				first, err := try(t.Context(), "key", good)
				where := fmt.Sprintf("%s, call %d of %v, lost %v", name, fault, w.calls, lost)
				if err == nil {
					t.Errorf("%s: no error", where)
				}
				w.fault = 0
				second, err := try(t.Context(), "key", good)
				if err != nil {
					t.Errorf("%s: the repeat fails: %v", where, err)
					continue
				}
				if first != nil || w.end(t) != want || !w.opens(t, second) {
					t.Errorf("%s: ends in\n%s, want\n%s", where, w.end(t), want)
				}
			}
		}
	}
}

// opens tells whether the cookie belongs to a session in the gate.
func (w *world) opens(t testing.TB, s *SignedIn) bool {
	t.Helper()
	sessions := &Sessions{Store: w, Pool: w, Keys: w, Limiter: w, Now: w.clock}
	_, err := sessions.Refresh(t.Context(), valueOf(s), Visit{})
	return err == nil
}

func TestIdentity07_OfFiftyAttemptsWithOneLinkOneWinsAndItsPasswordIsSet(t *testing.T) {
	for name, walk := range walks(t) {
		w := newWorld()
		try := walk(w)
		winners := map[string]bool{}
		var mu sync.Mutex
		var wait sync.WaitGroup
		for i := range 50 {
			wait.Go(func() {
				mine := fmt.Sprintf("%s %d", good, i)
				_, err := try(t.Context(), fmt.Sprint("key ", i), mine)
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					winners[mine] = true
				case !errors.Is(err, LinkUsed) && !errors.Is(err, Busy) && !errors.Is(err, LinkReplaced):
					t.Errorf("%s: %v", name, err)
				}
			})
		}
		wait.Wait()
		for _, set := range w.passwords {
			if len(winners) != 1 || !winners[set] {
				t.Errorf("%s: %d winners, and the password is %q", name, len(winners), set)
			}
		}
	}
}

func TestTheSameAttemptTwiceAtOnceIsOneSession(t *testing.T) {
	for name, walk := range walks(t) {
		w := newWorld()
		try := walk(w)
		var wait sync.WaitGroup
		for range 5 {
			wait.Go(func() {
				if _, err := try(t.Context(), "key", good); err != nil && !errors.Is(err, Busy) {
					t.Errorf("%s: %v", name, err)
				}
			})
		}
		wait.Wait()
		if len(w.sessions) != 1 || len(w.history) != 1 {
			t.Errorf("%s: %d sessions, %d lines of history", name, len(w.sessions), len(w.history))
		}
	}
}

func TestARepeatWithAnotherPasswordOrKeyIsSomebodyElse(t *testing.T) {
	for name, walk := range walks(t) {
		w := newWorld()
		try := walk(w)
		if _, err := try(t.Context(), "key", good); err != nil {
			t.Fatal(err)
		}
		for _, other := range [][2]string{{"key", good + "8"}, {"other", good}} {
			if _, err := try(t.Context(), other[0], other[1]); !errors.Is(err, LinkUsed) {
				t.Errorf("%s again: %v", name, err)
			}
		}
		w.now = w.now.Add(repeatable)
		if _, err := try(t.Context(), "key", good); !errors.Is(err, LinkUsed) {
			t.Errorf("%s after a while: %v", name, err)
		}
	}
}

func TestAWeakPasswordDoesNotHoldTheLink(t *testing.T) {
	for name, walk := range walks(t) {
		w := newWorld()
		try := walk(w)
		if _, err := try(t.Context(), "key", "password1234"); codeOf(err) != "invalid_fields" {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := try(t.Context(), "another key", good); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestIdentity04_TokensThatThePreTokenTriggerDidNotTouchMakeNoSession(t *testing.T) {
	for what, spoil := range map[string]func(map[string]string){
		"the trigger is absent": func(c map[string]string) { delete(c, gate.ClaimEpoch); c["scope"] = "aws.cognito.signin.user.admin" },
		"no scope":              func(c map[string]string) { c["scope"] = "" },
		"the scope stays":       func(c map[string]string) { c["scope"] += " aws.cognito.signin.user.admin" },
		"an ID token":           func(c map[string]string) { c["token_use"] = "id" },
		"somebody else":         func(c map[string]string) { c["username"] = "bobbbbbbbbbbbbbbbbbbbbbbbb" },
		"another epoch":         func(c map[string]string) { c[gate.ClaimEpoch] = "1" },
		"another role":          func(c map[string]string) { c[gate.ClaimRole] = "administrator" },
	} {
		w := newWorld()
		token := w.link(t, w.person(t, person.Invited, ""), proof.Activation)
		birth := w.birth()
		birth.Pool = spoiling{w, spoil}
		a := NewActivation(w.links(), w, w, fixed{MinLength: 12}, birth)
		_, err := a.Complete(t.Context(), Completion{Token: token, Key: "key", Password: good, Name: "Cara"})
		if err == nil || len(w.sessions) != 0 || codeOf(err) == "unauthenticated" {
			t.Errorf("%s: %v, %d sessions", what, err, len(w.sessions))
		}
	}
}

// spoiling is a pool whose tokens are changed on the way.
type spoiling struct {
	*world
	spoil func(map[string]string)
}

func (s spoiling) Redeem(ctx context.Context, c Challenge, id, answer string) (Tokens, error) {
	t, err := s.world.Redeem(ctx, c, id, answer)
	if err == nil {
		s.spoil(t.Claims)
	}
	return t, err
}

func TestAResetEndsTheOtherSessionsAndTellsItsPerson(t *testing.T) {
	w := newWorld()
	try := walks(t)["reset"](w)
	for id, s := range w.standings {
		s.Gate.Sessions["old"] = "an old session"
		w.standings[id] = s
	}
	if _, err := try(t.Context(), "key", good); err != nil {
		t.Fatal(err)
	}
	for _, s := range w.standings {
		if len(s.Gate.Sessions) != 1 || s.Gate.Sessions["old"] != "" || s.Gate.Epoch != 2 {
			t.Errorf("%+v", s.Gate)
		}
	}
	for _, m := range w.mails {
		if m.Kind != "password_changed" || m.Address == "" {
			t.Errorf("%+v", m)
		}
	}
	if len(w.mails) != 1 {
		t.Errorf("%d mails", len(w.mails))
	}
}

// meddling lets something else happen right before the first call of a kind.
type meddling struct {
	*world
	before string
	do     func()
}

func (m *meddling) now(name string) {
	if do := m.do; do != nil && name == m.before {
		m.do = nil
		do()
	}
}

func (m *meddling) ClaimProof(ctx context.Context, f Facts, attempt string, until time.Time) error {
	m.now("ClaimProof")
	return m.world.ClaimProof(ctx, f, attempt, until)
}

func (m *meddling) SetPassword(ctx context.Context, id person.ID, password string) error {
	m.now("SetPassword")
	return m.world.SetPassword(ctx, id, password)
}

func (m *meddling) ResetPassword(ctx context.Context, c Change) error {
	m.now("ResetPassword")
	return m.world.ResetPassword(ctx, c)
}

func TestOfTwoResetLinksOfOnePersonAtOnceTheOneThatWinsSetsThePassword(t *testing.T) {
	const mine, other = good, good + " of somebody else"
	for before, want := range map[string]error{"SetPassword": Busy, "ResetPassword": Busy, "ClaimProof": nil} {
		w := newWorld()
		p := w.person(t, person.Active, "the old password")
		first, second := w.link(t, p, proof.Reset), w.link(t, p, proof.Reset)
		complete := func(store *meddling, token, password string) error {
			r := NewReset(w.links(), store, store, password12, w.birth())
			_, err := r.Complete(t.Context(), Completion{Token: token, Key: "key", Password: password})
			return err
		}
		quiet := func(token, password string) error { return complete(&meddling{world: w}, token, password) }
		var theirs error
		mineErr := complete(&meddling{world: w, before: before, do: func() { theirs = quiet(second, other) }}, first, mine)
		if !errors.Is(theirs, want) {
			t.Errorf("before %s the other link: %v", before, theirs)
		}
		winner, loser, again := mine, second, other
		if want == nil { // the other one went through before the first had its claim
			winner, loser, again = other, first, mine
			if !errors.Is(mineErr, LinkReplaced) {
				t.Errorf("the claim after the other's reset: %v", mineErr)
			}
		} else if mineErr != nil {
			t.Errorf("before %s: %v", before, mineErr)
		}
		if err := quiet(loser, again); !errors.Is(err, LinkReplaced) {
			t.Errorf("before %s the loser tries again: %v", before, err)
		}
		if w.passwords[p.ID] != winner || len(w.history) != 1 {
			t.Errorf("before %s the password is %q, and %d lines of history", before, w.passwords[p.ID], len(w.history))
		}
	}
}

func TestALinkThatWasLeftInTheMiddleHoldsItsPersonForItsLeaseOnly(t *testing.T) {
	w := newWorld()
	p := w.person(t, person.Active, "the old password")
	first, second := w.link(t, p, proof.Reset), w.link(t, p, proof.Reset)
	complete := func(token, password string) error {
		_, err := NewReset(w.links(), w, w, password12, w.birth()).Complete(t.Context(), Completion{Token: token, Key: "key", Password: password})
		return err
	}
	w.fault = len(w.calls) + 4 // limit, facts, claim: the password is not set
	if err := complete(first, good); !errors.Is(err, errDown) || w.calls[len(w.calls)-1] != "SetPassword" {
		t.Fatalf("%v after %v", err, w.calls)
	}
	w.fault = 0
	if err := complete(second, good+" 2"); !errors.Is(err, Busy) {
		t.Errorf("at once: %v", err)
	}
	w.now = w.now.Add(lease)
	if err := complete(second, good+" 2"); err != nil {
		t.Errorf("after the lease: %v", err)
	}
	if err := complete(first, good); !errors.Is(err, LinkReplaced) || w.passwords[p.ID] != good+" 2" {
		t.Errorf("the first again: %v, and the password is %q", err, w.passwords[p.ID])
	}
}

// valueOf gives the session cookie's value of an answer.
func valueOf(s *SignedIn) string {
	const start = session.CookieName + "="
	line := s.Cookies[0]
	end := len(start)
	for end < len(line) && line[end] != ';' {
		end++
	}
	return line[len(start):end]
}
