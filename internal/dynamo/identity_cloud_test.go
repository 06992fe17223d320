//go:build cloud

package dynamo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/identity"
	"portico/internal/limit"
	"portico/internal/outbox"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/proof"
	"portico/internal/revocation"
	"portico/internal/session"
	"portico/internal/vouch"
)

// random gives an id of the form that ids have.
func random(t testing.TB) string {
	t.Helper()
	id, err := person.RandomText(nil)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// invited writes somebody with an open invitation, and gives the facts of it.
func (t *Table) invited(test *testing.T, role person.Role) identity.Facts {
	test.Helper()
	now := time.Now().Truncate(time.Millisecond).UTC()
	id := random(test)
	p := person.Person{
		ID: person.ID(id), Name: "Cara Customer", Email: id + "@example.com", AddressKey: id + "@example.com", Role: role, State: person.Invited,
		Language: "en", Invitation: person.ProofID(random(test)), CreatedAt: now, Version: 1,
	}
	invitation := proof.Proof{
		ID: p.Invitation, Purpose: proof.Activation, Person: p.ID, KeyID: "k", Generation: 1, State: proof.Open, CreatedAt: now,
		ExpiresAt: now.Add(proof.ActivationLife),
	}
	if err := t.CreatePerson(test.Context(), people.Creation{Person: p, Invitation: invitation}); err != nil {
		test.Fatal(err)
	}
	facts, err := t.Facts(test.Context(), invitation.ID)
	if err != nil || facts.Person != p || facts.Gate.State != person.Invited {
		test.Fatalf("%+v, %v", facts, err)
	}
	return facts
}

// change is what a road would write for facts.
func change(t testing.TB, facts identity.Facts, attempt string) identity.Change {
	t.Helper()
	at := time.Now().Truncate(time.Millisecond).UTC()
	c := identity.Change{Attempt: attempt, At: at, Before: facts, After: facts.Standing}
	c.After.Person.State, c.After.Person.Activated, c.After.Person.Invitation = person.Active, true, ""
	c.After.Person.Name, c.After.Person.Version = "Cara Changed", facts.Person.Version+1
	c.After.Gate.State, c.After.Gate.Epoch, c.After.Gate.Sessions = person.Active, facts.Gate.Epoch+1, map[string]string{}
	c.History = audit.Entry{ID: random(t), Subject: facts.Person.ID, Action: audit.Activated, At: at}
	v, _, err := vouch.New(nil, at, vouch.Claim{Person: facts.Person.ID, Client: "client", Epoch: c.After.Gate.Epoch, Session: random(t)})
	if err != nil {
		t.Fatal(err)
	}
	c.Vouch = v
	return c
}

// active writes somebody who has activated, and gives them as they are.
func (t *Table) active(test *testing.T) identity.Standing {
	test.Helper()
	facts := t.invited(test, person.Customer)
	if err := t.ClaimProof(test.Context(), facts, "a", time.Now().Add(time.Minute)); err != nil {
		test.Fatal(err)
	}
	c := change(test, facts, "a")
	if err := t.Activate(test.Context(), c); err != nil {
		test.Fatal(err)
	}
	s, err := t.Standing(test.Context(), facts.Person.ID)
	if err != nil {
		test.Fatal(err)
	}
	return s
}

// atOnce calls f n times at once and gives how many calls had no error, with the others' errors.
func atOnce(n int, f func(i int) error) (good int, errs []error) {
	var wait sync.WaitGroup
	var mu sync.Mutex
	for i := range n {
		wait.Go(func() {
			err := f(i)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				good++
			} else {
				errs = append(errs, err)
			}
		})
	}
	wait.Wait()
	return good, errs
}

func TestALimitIsExactHoweverManyTryAtOnce(t *testing.T) {
	table, rule := testTable(t), limit.Rule{Scope: "test", Tries: 7, Within: time.Hour}
	var allowed atomic.Int32
	_, errs := atOnce(40, func(int) error {
		wait, err := table.Take(t.Context(), rule, "s")
		if err == nil && wait == 0 {
			allowed.Add(1)
		}
		return err
	})
	if len(errs) > 0 || allowed.Load() != 7 {
		t.Errorf("%d of 7 allowed, %v", allowed.Load(), errs)
	}
	if err := table.GiveBack(t.Context(), rule, "s"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []bool{true, false} {
		if wait, err := table.Take(t.Context(), rule, "s"); err != nil || wait == 0 != want || wait > time.Hour {
			t.Errorf("after giving one back: %v, %v", wait, err)
		}
	}
	table.now = func() time.Time { return time.Now().Add(2 * time.Hour) }
	if wait, err := table.Take(t.Context(), rule, "s"); err != nil || wait != 0 {
		t.Errorf("later: %v, %v", wait, err)
	}
	if err := table.GiveBack(t.Context(), rule, "nobody"); err != nil {
		t.Error(err)
	}
}

func TestIdentity07_OfManyClaimsOfOneProofOneWins(t *testing.T) {
	table := testTable(t)
	facts := table.invited(t, person.Customer)
	until := time.Now().Add(time.Minute)
	good, errs := atOnce(20, func(i int) error { return table.ClaimProof(t.Context(), facts, fmt.Sprint("attempt ", i), until) })
	if good != 1 {
		t.Errorf("%d claims won", good)
	}
	for _, err := range errs {
		if !errors.Is(err, identity.ErrChanged) {
			t.Error(err)
		}
	}
}

func TestAClaimCanBeRepeatedByItsAttemptAndTakenWhenItsLeaseIsOver(t *testing.T) {
	table := testTable(t)
	facts := table.invited(t, person.Customer)
	claim := func(attempt string) error {
		return table.ClaimProof(t.Context(), facts, attempt, table.now().Add(time.Minute))
	}
	if err := errors.Join(claim("first"), claim("first")); err != nil {
		t.Fatal(err)
	}
	if err := claim("second"); !errors.Is(err, identity.ErrChanged) {
		t.Errorf("second claim: %v", err)
	}
	table.now = func() time.Time { return time.Now().Add(2 * time.Minute) }
	if err := claim("second"); err != nil {
		t.Errorf("after the lease: %v", err)
	}
	if err := table.Activate(t.Context(), change(t, facts, "first")); !errors.Is(err, identity.ErrChanged) {
		t.Errorf("the first attempt still activates: %v", err)
	}
	replaced := facts
	replaced.Proof.Generation = 2
	if err := table.ClaimProof(t.Context(), replaced, "second", time.Now()); !errors.Is(err, identity.ErrChanged) {
		t.Errorf("another generation: %v", err)
	}
	table.now = func() time.Time { return facts.Proof.ExpiresAt }
	if err := claim("second"); !errors.Is(err, identity.ErrChanged) {
		t.Errorf("expired: %v", err)
	}
}

func TestActivatingChangesEverythingOnce(t *testing.T) {
	table, ctx := testTable(t), t.Context()
	facts := table.invited(t, person.Administrator)
	if err := table.Activate(ctx, change(t, facts, "a")); !errors.Is(err, identity.ErrChanged) {
		t.Fatalf("without a claim: %v", err)
	}
	if err := table.ClaimProof(ctx, facts, "a", time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	c := change(t, facts, "a")
	good, _ := atOnce(5, func(int) error { return table.Activate(ctx, c) })
	if good != 1 {
		t.Fatalf("%d activations", good)
	}
	after, err := table.Facts(ctx, facts.Proof.ID)
	if err != nil {
		t.Fatal(err)
	}
	if after.Person != c.After.Person || after.Gate.State != person.Active || after.Gate.Epoch != 2 || len(after.Gate.Sessions) != 0 {
		t.Errorf("%+v", after)
	}
	p := after.Proof
	if p.State != proof.Used || p.Attempt != "a" || !p.UsedAt.Equal(c.At) || p.Epoch != after.Gate.Epoch {
		t.Errorf("%+v", p)
	}
	if v, err := table.Vouch(ctx, c.Vouch.ID); err != nil || v.Hash != c.Vouch.Hash || !v.ExpiresAt.Equal(c.Vouch.ExpiresAt) {
		t.Errorf("%+v, %v", v, err)
	}
	if n := table.rowsAt(t, historyPartition(facts.Person.ID)); n != 1 {
		t.Errorf("%d lines of history", n)
	}
}

func TestAResetEndsEverySessionAndWritesItsNotice(t *testing.T) {
	table, ctx := testTable(t), t.Context()
	who := table.active(t)
	ended := table.start(t, who, "o1")
	facts := table.resetting(t, who)
	if err := table.ClaimProof(ctx, facts, "a", time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	c := change(t, facts, "a")
	c.After.Person = facts.Person
	c.Mail = &outbox.Mail{ID: outbox.ID(random(t)), Kind: outbox.PasswordChanged, Person: who.Person.ID, State: outbox.Waiting, CreatedAt: c.At}
	if err := table.ResetPassword(ctx, c); err != nil {
		t.Fatal(err)
	}
	g, err := table.Gate(ctx, who.Person.ID)
	if err != nil || g.Epoch != who.Gate.Epoch+1 || len(g.Sessions) != 0 {
		t.Errorf("%+v, %v", g, err)
	}
	if orders := table.orders(t, who.Person.ID); len(orders) != 1 || orders[0].Sessions["o1"] != ended.ID || len(orders[0].Sessions) != 1 {
		t.Errorf("to be revoked: %+v", orders)
	}
	if m, err := table.Mail(ctx, c.Mail.ID); err != nil || m.Kind != outbox.PasswordChanged {
		t.Errorf("%+v, %v", m, err)
	}
}

// resetting writes an open reset link of somebody, and gives the facts of it.
func (t *Table) resetting(test *testing.T, who identity.Standing) identity.Facts {
	test.Helper()
	reset := proof.Proof{
		ID: person.ProofID(random(test)), Purpose: proof.Reset, Person: who.Person.ID, KeyID: "k", Generation: 1, State: proof.Open, Epoch: who.Gate.Epoch,
		CreatedAt: time.Now(), ExpiresAt: time.Now().Add(proof.ResetLife),
	}
	item, err := proofItem(reset)
	if err != nil {
		test.Fatal(err)
	}
	if err := t.transact(test.Context(), []types.TransactWriteItem{t.put(item)}, ""); err != nil {
		test.Fatal(err)
	}
	facts, err := t.Facts(test.Context(), reset.ID)
	if err != nil {
		test.Fatal(err)
	}
	return facts
}

// resetChange is what a reset would write for facts.
func resetChange(t testing.TB, facts identity.Facts, attempt string) identity.Change {
	c := change(t, facts, attempt)
	c.After.Person = facts.Person
	return c
}

func TestOfSeveralResetLinksOfOnePersonOneIsInProgressAtATime(t *testing.T) {
	table, ctx := testTable(t), t.Context()
	who := table.active(t)
	first, second, third := table.resetting(t, who), table.resetting(t, who), table.resetting(t, who)
	claim := func(f identity.Facts) error { return table.ClaimProof(ctx, f, "a", table.now().Add(time.Minute)) }
	if err := errors.Join(claim(first), claim(first)); err != nil {
		t.Fatal(err)
	}
	if err := claim(second); !errors.Is(err, identity.ErrChanged) {
		t.Errorf("a second link while the first is in progress: %v", err)
	}
	if p, err := table.Proof(ctx, second.Proof.ID); err != nil || p.State != proof.Open {
		t.Errorf("the refused claim left a trace: %+v, %v", p, err)
	}
	table.now = func() time.Time { return time.Now().Add(2 * time.Minute) }
	if err := claim(second); err != nil {
		t.Errorf("after the first one's lease: %v", err)
	}
	if err := table.ResetPassword(ctx, resetChange(t, first, "a")); !errors.Is(err, identity.ErrChanged) {
		t.Errorf("the first one still resets: %v", err)
	}
	if err := table.ResetPassword(ctx, resetChange(t, second, "a")); err != nil {
		t.Fatal(err)
	}
	if err := claim(third); !errors.Is(err, identity.ErrChanged) {
		t.Errorf("a link that was read before the reset is claimed after it: %v", err)
	}
	now, err := table.Standing(ctx, who.Person.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := claim(table.resetting(t, now)); err != nil {
		t.Errorf("a new link after the reset: %v", err)
	}
}

// start writes a session of somebody with the origin given.
func (t *Table) start(test *testing.T, who identity.Standing, origin string) session.Session {
	test.Helper()
	now := time.Now().Truncate(time.Millisecond).UTC()
	id, err := session.NewID(now, nil)
	if err != nil {
		test.Fatal(err)
	}
	s := session.Session{
		ID: id, Person: who.Person.ID, Origin: origin, Rotation: session.Started(now), Proven: []string{"password"}, ProvenAt: now,
		Sealed: session.Sealed{KeyID: "k", Bytes: []byte("sealed")}, Device: "Firefox on Linux", DeviceID: "device of " + origin, Network: "192.0.2.0/24", CreatedAt: now, LastUsed: now,
	}
	seen := who.Gate
	seen.Client = "client"
	if err := t.StartSession(test.Context(), s, seen, nil); err != nil {
		test.Fatal(err)
	}
	return s
}

func TestASessionIsInTheGateAndAsWritten(t *testing.T) {
	table, ctx := testTable(t), t.Context()
	who := table.active(t)
	s := table.start(t, who, "o1")
	got, err := table.Session(ctx, s.ID)
	if err != nil || fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", s) {
		t.Errorf("%+v\n%+v, %v", got, s, err)
	}
	g, err := table.Gate(ctx, who.Person.ID)
	if err != nil || g.Sessions["o1"] != s.ID || g.Client != "client" || g.Epoch != who.Gate.Epoch {
		t.Errorf("%+v, %v", g, err)
	}
	if got, err := table.Session(ctx, random(t)); err != nil || got.ID != "" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestTheTwentyFirstSessionEndsTheOldestHoweverManyBeginAtOnce(t *testing.T) {
	table, ctx := testTable(t), t.Context()
	who := table.active(t)
	first := table.start(t, who, "o-first")
	time.Sleep(2 * time.Millisecond)
	good, errs := atOnce(4, func(i int) error {
		for j := range 5 {
			table.start(t, who, fmt.Sprintf("o-%d-%d", i, j))
		}
		return nil
	})
	if good != 4 {
		t.Fatal(errs)
	}
	g, err := table.Gate(ctx, who.Person.ID)
	if err != nil || len(g.Sessions) != gate.MaxSessions || g.Sessions["o-first"] != "" {
		t.Errorf("%d sessions, %v, the oldest is %q", len(g.Sessions), err, g.Sessions["o-first"])
	}
	if orders := table.orders(t, who.Person.ID); len(orders) != 1 || orders[0].Sessions["o-first"] != first.ID || len(orders[0].Sessions) != 1 {
		t.Errorf("to be revoked: %+v", orders)
	}
}

func TestIdentity08_ARepeatedRoadEndsInOneSession(t *testing.T) {
	table, ctx := testTable(t), t.Context()
	who := table.active(t)
	s := table.start(t, who, "o1")
	s.Origin = "o2"
	g, err := table.Gate(ctx, who.Person.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := table.StartSession(ctx, s, g, nil); err != nil {
		t.Fatal(err)
	}
	if g, err = table.Gate(ctx, who.Person.ID); err != nil || len(g.Sessions) != 1 || g.Sessions["o2"] != s.ID {
		t.Errorf("%+v, %v", g, err)
	}
}

func TestA6_ASignInIsInTheHistoryWithItsSessionOrNotAtAll(t *testing.T) {
	table, ctx := testTable(t), t.Context()
	who := table.active(t)
	s := table.start(t, who, "o1")
	entry := audit.Entry{
		ID: random(t), Subject: who.Person.ID, Action: audit.SignedIn, Actor: audit.Actor{Kind: audit.ByPerson, ID: who.Person.ID, Name: "Cara"},
		At: time.Now().Truncate(time.Millisecond).UTC(), Network: "192.0.2.0/24", Detail: "password",
	}
	lines := func() (found []audit.Entry) {
		t.Helper()
		all, err := table.historyOf(ctx, who.Person.ID)
		if err != nil {
			t.Fatal(err)
		}
		return slices.DeleteFunc(all, func(e audit.Entry) bool { return e.Action != audit.SignedIn })
	}
	late := who.Gate
	late.Epoch++
	if err := table.StartSession(ctx, s, late, &entry); !errors.Is(err, identity.ErrNotLive) || len(lines()) != 0 {
		t.Errorf("no session begins: %v, %+v", err, lines())
	}
	for range 2 { // the gate is not as it was seen the first time
		if err := table.StartSession(ctx, s, who.Gate, &entry); err != nil {
			t.Fatal(err)
		}
	}
	if got := lines(); len(got) != 1 || got[0].Detail != "password" || got[0].Network != entry.Network {
		t.Errorf("the history says %+v", got)
	}
}

func TestA6_X3_ARefusalIsNotedOnceADayAndGoesByItself(t *testing.T) {
	table, ctx := testTable(t), t.Context()
	for _, nobody := range []bool{false, true} {
		e := audit.Entry{
			ID: random(t), Subject: person.ID(random(t)), Action: audit.SignInRefused, Actor: audit.Actor{Kind: audit.BySystem},
			At: time.Now().UTC().Truncate(time.Millisecond), Network: "192.0.2.0/24",
		}
		day := e.At.Truncate(24 * time.Hour)
		later := e
		later.At, later.Network = e.At.Add(time.Second), "198.51.100.0/24"
		if err := errors.Join(table.NoteRefusal(ctx, e, day, nobody), table.NoteRefusal(ctx, later, day, nobody)); err != nil {
			t.Fatal(err)
		}
		var r historyRow
		if err := table.get(ctx, historyKey(e.Subject, day, e.ID), &r); err != nil || r.Network != e.Network || r.Action != e.Action || r.At != millis(e.At) {
			t.Errorf("%+v, %v", r, err)
		}
		if life := map[bool]time.Duration{false: refusalLife, true: nobodysLife}[nobody]; r.TTL != e.At.Add(life).Unix() || (r.GSI1PK == "") != nobody || (r.GSI2PK == "") != nobody || r.GSI3PK != "" {
			t.Errorf("nobody's %v: %+v", nobody, r)
		}
	}
}

func TestIdentity09_NoSessionBeginsOrGoesOnForSomebodyWhoIsNotLive(t *testing.T) {
	table, ctx := testTable(t), t.Context()
	who := table.active(t)
	s := table.start(t, who, "o1")
	suspended := who.Person
	suspended.State, suspended.Version = person.Suspended, suspended.Version+1
	entry := audit.Entry{ID: random(t), Subject: who.Person.ID, Action: audit.Suspended, At: time.Now()}
	if err := table.ChangePerson(ctx, people.Change{Before: who.Person, After: suspended, EndSessions: true, History: entry}); err != nil {
		t.Fatal(err)
	}
	if orders := table.orders(t, who.Person.ID); len(orders) != 1 || orders[0].Sessions["o1"] != s.ID || len(orders[0].Sessions) != 1 {
		t.Errorf("to be revoked: %+v", orders)
	}
	if err := table.KeepSession(ctx, s, s); !errors.Is(err, identity.ErrNotLive) {
		t.Errorf("goes on: %v", err)
	}
	if err := table.StartSession(ctx, s, who.Gate, nil); !errors.Is(err, identity.ErrNotLive) {
		t.Errorf("begins: %v", err)
	}
	v, _, err := vouch.New(nil, time.Now(), vouch.Claim{Person: who.Person.ID, Client: "client", Epoch: who.Gate.Epoch})
	if err != nil {
		t.Fatal(err)
	}
	if err := table.PermitVouch(ctx, v); !errors.Is(err, identity.ErrNotLive) {
		t.Errorf("vouched for: %v", err)
	}
	if _, err := table.Vouch(ctx, v.ID); !errors.Is(err, vouch.ErrRefused) {
		t.Errorf("the vouch was written: %v", err)
	}
}

func TestOfTwoTabsAtOnceOneMovesTheSessionOn(t *testing.T) {
	table, ctx := testTable(t), t.Context()
	s := table.start(t, table.active(t), "o1")
	after := s
	after.Rotation, _ = s.Rotation.Present(2, s.LastUsed.Add(time.Hour))
	after.LastUsed = s.LastUsed.Add(time.Hour)
	good, errs := atOnce(5, func(int) error { return table.KeepSession(ctx, s, after) })
	if good != 1 {
		t.Errorf("%d moved it on, %v", good, errs)
	}
	for _, err := range errs {
		if !errors.Is(err, identity.ErrChanged) {
			t.Error(err)
		}
	}
	if got, err := table.Session(ctx, s.ID); err != nil || got.Rotation.Current != 2 || !got.LastUsed.Equal(after.LastUsed) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestEndingASessionTwiceIsEndingItOnce(t *testing.T) {
	table, ctx := testTable(t), t.Context()
	who := table.active(t)
	s, other := table.start(t, who, "o1"), table.start(t, who, "o2")
	lines := table.rowsAt(t, historyPartition(who.Person.ID))
	good, errs := atOnce(4, func(int) error {
		return table.EndSession(ctx, s, &identity.Theft{
			Entry: audit.Entry{ID: random(t), Subject: who.Person.ID, Action: audit.SessionTheft, At: time.Now()},
			Mail:  outbox.Mail{ID: outbox.ID(random(t)), Kind: outbox.SessionTheft, Person: who.Person.ID, State: outbox.Waiting, CreatedAt: time.Now()},
		})
	})
	if good != 4 {
		t.Fatal(errs)
	}
	if n := table.rowsAt(t, historyPartition(who.Person.ID)); n != lines+1 {
		t.Errorf("%d lines for one theft", n-lines)
	}
	g, err := table.Gate(ctx, who.Person.ID)
	if err != nil || len(g.Sessions) != 1 || g.Sessions["o2"] != other.ID || g.Epoch != who.Gate.Epoch+1 {
		t.Errorf("after a theft: %+v, %v", g, err)
	}
	if err := errors.Join(table.EndSession(ctx, other, nil), table.EndSession(ctx, other, nil)); err != nil {
		t.Fatal(err)
	}
	if g, err := table.Gate(ctx, who.Person.ID); err != nil || len(g.Sessions) != 0 || g.Epoch != who.Gate.Epoch+1 {
		t.Errorf("after signing out: %+v, %v", g, err)
	}
	if orders := table.orders(t, who.Person.ID); len(orders) != 2 {
		t.Errorf("of two ended sessions to be revoked: %+v", orders)
	}
}

// orders gives the orders of revocation about somebody that are not done.
func (t *Table) orders(test *testing.T, about person.ID) []revocation.Order {
	test.Helper()
	var orders []revocation.Order
	for shard := range Shards {
		list, err := t.Undone(test.Context(), shard, time.Now().Add(time.Hour), 1000)
		if err != nil {
			test.Fatal(err)
		}
		for _, u := range list {
			if u.Work != outbox.Revocations {
				continue
			}
			o, err := t.Revocation(test.Context(), u.ID)
			if err != nil {
				test.Fatal(err)
			}
			if o.Person == about {
				orders = append(orders, o)
			}
		}
	}
	return orders
}

func TestAnOrderOfRevocationIsThereUntilItIsDoneAndDoneTwiceIsDoneOnce(t *testing.T) {
	table, ctx := testTable(t), t.Context()
	who := table.active(t)
	s, kept := table.start(t, who, "o1"), table.start(t, who, "o2")
	if err := table.EndSession(ctx, s, nil); err != nil {
		t.Fatal(err)
	}
	orders := table.orders(t, who.Person.ID)
	if len(orders) != 1 || orders[0].Sessions["o1"] != s.ID || len(orders[0].Sessions) != 1 {
		t.Fatalf("%+v", orders)
	}
	again := kept
	again.Origin = "another"
	if err := errors.Join(table.ForgetSession(ctx, s), table.ForgetSession(ctx, s), table.ForgetSession(ctx, again)); err != nil {
		t.Fatal(err)
	}
	gone, err := table.Session(ctx, s.ID)
	if err != nil || gone.ID != "" {
		t.Errorf("%+v, %v", gone, err)
	}
	if left, err := table.Session(ctx, kept.ID); err != nil || left.ID == "" {
		t.Errorf("a session of another origin was forgotten: %v", err)
	}
	if err := errors.Join(table.FinishRevocation(ctx, orders[0]), table.FinishRevocation(ctx, orders[0])); err != nil {
		t.Fatal(err)
	}
	if o, err := table.Revocation(ctx, orders[0].ID); err != nil || o.ID != "" || len(table.orders(t, who.Person.ID)) != 0 {
		t.Errorf("%+v, %v", o, err)
	}
	if g, err := table.Gate(ctx, who.Person.ID); err != nil || len(g.Sessions) != 1 || g.Sessions["o2"] != kept.ID {
		t.Errorf("%+v, %v", g, err)
	}
}

func TestIdentity03_AVouchIsUsedByOneAuthentication(t *testing.T) {
	table, ctx := testTable(t), t.Context()
	who := table.active(t)
	v, _, err := vouch.New(nil, time.Now(), vouch.Claim{Person: who.Person.ID, Client: "client", Epoch: who.Gate.Epoch})
	if err != nil {
		t.Fatal(err)
	}
	if err := table.PermitVouch(ctx, v); err != nil {
		t.Fatal(err)
	}
	var winner atomic.Int32
	good, _ := atOnce(8, func(i int) error {
		err := table.UseVouch(ctx, v.ID, fmt.Sprint("nonce ", i))
		if err == nil {
			winner.Store(int32(i))
		}
		return err
	})
	if good != 1 {
		t.Errorf("%d authentications used it", good)
	}
	if err := table.UseVouch(ctx, v.ID, fmt.Sprint("nonce ", winner.Load())); err != nil {
		t.Errorf("the retry: %v", err)
	}
	if err := table.UseVouch(ctx, random(t), "n"); !errors.Is(err, vouch.ErrRefused) {
		t.Errorf("no such vouch: %v", err)
	}
}

func TestAFlowCountsItsTriesAndIsGoodOnce(t *testing.T) {
	table, ctx := testTable(t), t.Context()
	who, now := table.active(t), time.Now()
	flow := identity.Flow{ID: random(t), AddressKey: "a@example.com", KeyID: "k", CreatedAt: now, ExpiresAt: now.Add(proof.CodeLife)}
	wish := outbox.Request{ID: outbox.ID(flow.ID), Kind: outbox.CodeRequest, AddressKey: flow.AddressKey, Proof: person.ProofID(flow.ID), CreatedAt: now}
	if err := table.OpenFlow(ctx, flow, wish); err != nil {
		t.Fatal(err)
	}
	if code, err := table.CodeOfFlow(ctx, wish.Proof); err != nil || code.Generation != flow.Proof().Generation || code.KeyID != "k" || code.Purpose != proof.SignIn {
		t.Errorf("%+v, %v", code, err)
	}
	if got, ok, err := table.TryFlow(ctx, flow.ID, "b@example.com", 5); err != nil || ok || got.ID != "" {
		t.Errorf("another address: %+v, %v, %v", got, ok, err)
	}
	var counted atomic.Int32
	_, errs := atOnce(12, func(int) error {
		_, ok, err := table.TryFlow(ctx, flow.ID, flow.AddressKey, 5)
		if ok {
			counted.Add(1)
		}
		return err
	})
	if len(errs) > 0 || counted.Load() != 5 {
		t.Errorf("%d of 5 tries, %v", counted.Load(), errs)
	}
	vouched := func() error {
		v, _, err := vouch.New(nil, now, vouch.Claim{Person: who.Person.ID, Epoch: who.Gate.Epoch})
		if err != nil {
			return err
		}
		return table.PermitSignIn(context.WithoutCancel(ctx), v, flow.ID, nil)
	}
	if good, errs := atOnce(3, func(int) error { return vouched() }); good != 1 {
		t.Errorf("good %d times, %v", good, errs)
	}
	if got, ok, err := table.TryFlow(ctx, flow.ID, flow.AddressKey, 9); err != nil || ok || !got.Used {
		t.Errorf("after its use: %+v, %v, %v", got, ok, err)
	}
}

func TestAWishWrittenTwiceIsOneWish(t *testing.T) {
	table := testTable(t)
	wish := outbox.Request{ID: outbox.ID(random(t)), Kind: outbox.ResetRequest, AddressKey: "a@example.com", CreatedAt: time.Now()}
	for range 2 {
		if err := table.PutWish(t.Context(), wish); err != nil {
			t.Fatal(err)
		}
	}
}
