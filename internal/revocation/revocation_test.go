package revocation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"portico/internal/outbox"
	"portico/internal/secrets"
	"portico/internal/session"
)

// world is the table, the pool and the keys. The call numbered fault does not happen, or happens and its answer is lost.
type world struct {
	orders   map[outbox.ID]Order
	sessions map[string]session.Session
	revoked  []string
	key      secrets.Key
	calls    int
	fault    int
	lost     bool
}

var errDown = errors.New("down")

func (w *world) call(f func()) error {
	w.calls++
	if w.calls == w.fault && !w.lost {
		return errDown
	}
	f()
	if w.calls == w.fault {
		return errDown
	}
	return nil
}

func (w *world) Current(context.Context) (secrets.Key, error) { return w.key, nil }

func (w *world) ByID(_ context.Context, id string) (secrets.Key, error) {
	if id != w.key.ID {
		return secrets.Key{}, secrets.ErrUnknownKey
	}
	return w.key, nil
}

func (w *world) Revocation(_ context.Context, id outbox.ID) (o Order, err error) {
	err = w.call(func() { o = w.orders[id] })
	return o, err
}

func (w *world) Session(_ context.Context, id string) (s session.Session, err error) {
	err = w.call(func() { s = w.sessions[id] })
	return s, err
}

func (w *world) ForgetSession(_ context.Context, s session.Session) error {
	return w.call(func() { delete(w.sessions, s.ID) })
}

func (w *world) FinishRevocation(_ context.Context, o Order) error {
	return w.call(func() { delete(w.orders, o.ID) })
}

func (w *world) Revoke(_ context.Context, token string) error {
	return w.call(func() { w.revoked = append(w.revoked, token) })
}

// newWorld has an order about the sessions a and b.
func newWorld(t *testing.T) (*world, *Service) {
	t.Helper()
	w := &world{orders: map[outbox.ID]Order{}, sessions: map[string]session.Session{}, key: secrets.NewKey("a key for tests")}
	for _, id := range []string{"a", "b"} {
		sealed, err := session.Seal(t.Context(), w, nil, id, "token of "+id)
		if err != nil {
			t.Fatal(err)
		}
		w.sessions[id] = session.Session{ID: id, Origin: "origin of " + id, Sealed: sealed, CreatedAt: time.Now()}
	}
	w.orders["order"] = Order{ID: "order", Person: "p", Sessions: map[string]string{"origin of a": "a", "origin of b": "b"}}
	return w, &Service{Store: w, Pool: w, Keys: w}
}

func TestEveryTokenOfAnOrderIsRevokedAndItsRowForgottenWhicheverCallFails(t *testing.T) {
	quiet, s := newWorld(t)
	if err := s.Revoke(t.Context(), outbox.Note{ID: "order"}); err != nil {
		t.Fatal(err)
	}
	if quiet.calls != 8 {
		t.Fatalf("%d calls, and so other faults than these", quiet.calls)
	}
	for fault := range quiet.calls + 1 {
		for _, lost := range []bool{false, true} {
			t.Run(fmt.Sprintf("call %d, lost %v", fault, lost), func(t *testing.T) {
				w, s := newWorld(t)
				w.fault, w.lost = fault, lost
				if err := s.Revoke(t.Context(), outbox.Note{ID: "order"}); (err != nil) != (fault > 0) {
					t.Fatal(err)
				}
				if err := s.Revoke(t.Context(), outbox.Note{ID: "order"}); err != nil {
					t.Fatal(err)
				}
				slices.Sort(w.revoked)
				revoked := slices.Compact(w.revoked)
				if !slices.Equal(revoked, []string{"token of a", "token of b"}) || len(w.sessions) != 0 || len(w.orders) != 0 {
					t.Errorf("revoked %v, left %v and %v", revoked, w.sessions, w.orders)
				}
			})
		}
	}
}

func TestASessionThatBeganAnewUnderItsOldIdKeepsItsToken(t *testing.T) {
	w, s := newWorld(t)
	again := w.sessions["a"]
	again.Origin = "another origin"
	w.sessions["a"] = again
	if err := s.Revoke(t.Context(), outbox.Note{ID: "order"}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(w.revoked, []string{"token of b"}) || w.sessions["a"].Origin != "another origin" || len(w.orders) != 0 {
		t.Errorf("revoked %v, left %v and %v", w.revoked, w.sessions, w.orders)
	}
}

func TestATokenThatNobodyCanReadIsForgotten(t *testing.T) {
	w, s := newWorld(t)
	w.key = secrets.NewKey("another key")
	if err := s.Revoke(t.Context(), outbox.Note{ID: "order"}); err != nil || len(w.revoked) != 0 || len(w.sessions) != 0 || len(w.orders) != 0 {
		t.Errorf("%v, revoked %v, left %v and %v", err, w.revoked, w.sessions, w.orders)
	}
}
