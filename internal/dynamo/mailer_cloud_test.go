//go:build cloud

package dynamo

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/go-cmp/cmp"

	"portico/internal/gate"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/proof"
)

// seed writes rows as they are.
func (t *Table) seed(test *testing.T, rows ...any) {
	test.Helper()
	for _, r := range rows {
		if err := t.transact(test.Context(), t.seeds(test, r), ""); err != nil {
			test.Fatal(err)
		}
	}
}

func (t *Table) mailIn(test *testing.T, id outbox.ID) claimedRow {
	test.Helper()
	var r claimedRow
	if err := t.get(test.Context(), outboxKey(id), &r); err != nil {
		test.Fatal(err)
	}
	return r
}

func waiting(id outbox.ID) outbox.Mail {
	return outbox.Mail{ID: id, Kind: outbox.Reset, Person: "p", Address: "ann@customer.example", Name: "Ann", Language: "en", Proof: "pr",
		Generation: 1, CreatedAt: testNow, State: outbox.Waiting}
}

func TestADraftIsAMailWithItsGateAndProof(t *testing.T) {
	table := testTable(t)
	p := proof.Proof{ID: "pr", Purpose: proof.Reset, Person: "p", KeyID: "k", Generation: 1, State: proof.Open, Epoch: 3, CreatedAt: testNow, ExpiresAt: testNow.Add(time.Hour)}
	g := gate.Gate{Person: "p", State: person.Active, Role: person.Agent, Epoch: 3}
	code := waiting("code")
	code.Kind, code.Proof = outbox.SignInCode, "flow"
	flow := flowRow{ID: "flow", AddressKey: "ann@customer.example", KeyID: "k", Generation: 1, State: proof.Open, ExpiresAt: millis(testNow.Add(time.Minute)), TTL: testNow.Add(time.Hour).Unix()}
	table.seed(t, waiting("m"), code, p, g, flow)

	for name, want := range map[outbox.ID]outbox.Draft{
		"none": {},
		"m":    {Mail: waiting("m"), Gate: g, Proof: p},
		"code": {Mail: code, Gate: g, Proof: proof.Proof{ID: "flow", Purpose: proof.SignIn, KeyID: "k", Generation: 1, State: proof.Open, ExpiresAt: testNow.Add(time.Minute)}},
	} {
		got, err := table.Draft(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	lone := waiting("lone")
	lone.Person, lone.Proof = "q", "none"
	table.seed(t, lone)
	if got, err := table.Draft(t.Context(), "lone"); err != nil || got.Gate.Person != "" || got.Proof.ID != "" || got.Mail.ID != "lone" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestOfManyMailersOneHasTheMail(t *testing.T) {
	table := testTable(t)
	table.seed(t, waiting("m"))
	var winners atomic.Int32
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			err := table.ClaimMail(t.Context(), "m", outbox.Claim{}, outbox.Claim{ID: string(rune('a' + i)), Until: testNow, Open: 1})
			if err == nil {
				winners.Add(1)
			} else if !errors.Is(err, outbox.ErrTaken) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if winners.Load() != 1 {
		t.Errorf("%d mailers have it", winners.Load())
	}
}

func TestAClaimPassesFromOneToTheNextAndOnlyItsHolderEndsTheMail(t *testing.T) {
	table := testTable(t)
	table.seed(t, waiting("m"))
	first, second := outbox.Claim{ID: "first", Until: testNow.Add(time.Minute), Open: 1}, outbox.Claim{ID: "second", Until: testNow.Add(2 * time.Minute), Open: 2}
	steps := []struct {
		name string
		do   func() error
		want error
	}{
		{"claim", func() error { return table.ClaimMail(t.Context(), "m", outbox.Claim{}, first) }, nil},
		{"claim, as the SDK sends it again", func() error { return table.ClaimMail(t.Context(), "m", outbox.Claim{}, first) }, nil},
		{"a claim on what was read before", func() error { return table.ClaimMail(t.Context(), "m", outbox.Claim{}, second) }, outbox.ErrTaken},
		{"release by another", func() error { return table.ReleaseMail(t.Context(), "m", second) }, outbox.ErrTaken},
		{"release", func() error { return table.ReleaseMail(t.Context(), "m", first) }, nil},
		{"the next claim", func() error { return table.ClaimMail(t.Context(), "m", first, second) }, nil},
		{"the end by the one before", func() error { return table.FinishMail(t.Context(), ended(outbox.Sent, "x"), "first") }, outbox.ErrTaken},
		{"the end without a claim", func() error { return table.FinishMail(t.Context(), ended(outbox.Held, ""), "") }, outbox.ErrTaken},
		{"the end", func() error { return table.FinishMail(t.Context(), ended(outbox.Repeated, "x"), "second") }, nil},
		{"the end, as the SDK sends it again", func() error { return table.FinishMail(t.Context(), ended(outbox.Repeated, "x"), "second") }, nil},
		{"another end", func() error { return table.FinishMail(t.Context(), ended(outbox.Repeated, "y"), "second") }, outbox.ErrTaken},
		{"a claim after the end", func() error { return table.ClaimMail(t.Context(), "m", second, first) }, outbox.ErrTaken},
		{"a claim of nothing", func() error { return table.ClaimMail(t.Context(), "none", outbox.Claim{}, first) }, outbox.ErrTaken},
	}
	for _, step := range steps {
		if err := step.do(); !errors.Is(err, step.want) {
			t.Fatalf("%s: %v, want %v", step.name, err, step.want)
		}
	}
	r := table.mailIn(t, "m")
	if r.State != outbox.Repeated || r.MessageID != "x" || r.SentAt != millis(testNow) || r.GSI1PK != "" || r.GSI1SK != "" || r.GSI2PK == "" {
		t.Errorf("the row is %+v", r)
	}
}

func ended(state outbox.State, messageID string) outbox.Mail {
	m := waiting("m")
	m.State, m.MessageID, m.SentAt = state, messageID, testNow
	return m
}

func TestAMailIsHeldWithoutAClaim(t *testing.T) {
	table := testTable(t)
	table.seed(t, waiting("m"))
	held := waiting("m")
	held.State, held.Reason = outbox.Held, "superseded"
	if err := table.FinishMail(t.Context(), held, ""); err != nil {
		t.Fatal(err)
	}
	if r := table.mailIn(t, "m"); r.State != outbox.Held || r.Reason != "superseded" || r.GSI1PK != "" {
		t.Errorf("the row is %+v", r)
	}
}

func TestE5_TheSweepSeesWhatIsNotDoneUntilItIsOrIsPutOff(t *testing.T) {
	table := testTable(t)
	request := outbox.Request{ID: "w", Kind: outbox.ResetRequest, AddressKey: "ann@customer.example", CreatedAt: testNow}
	table.seed(t, waiting("m"), waiting("done"), request)
	held := waiting("done")
	held.State = outbox.Held
	if err := table.FinishMail(t.Context(), held, ""); err != nil {
		t.Fatal(err)
	}
	look := func(before time.Time) map[outbox.ID]outbox.Undone {
		found := map[outbox.ID]outbox.Undone{}
		for shard := range Shards {
			list, err := table.Undone(t.Context(), shard, before, 10)
			if err != nil {
				t.Fatal(err)
			}
			for _, u := range list {
				found[u.ID] = u
			}
		}
		return found
	}
	if found := look(testNow); len(found) != 0 {
		t.Errorf("before its time: %v", found)
	}
	later := testNow.Add(time.Minute)
	want := map[outbox.ID]outbox.Undone{"m": {ID: "m", Work: outbox.Mails, CreatedAt: testNow, Due: testNow}, "w": {ID: "w", Work: outbox.Wishes, CreatedAt: testNow, Due: testNow}}
	found := look(later)
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
	for _, u := range []outbox.Undone{found["m"], found["w"], found["m"], {ID: "done", Work: outbox.Mails, CreatedAt: testNow, Due: testNow}} {
		if err := table.Postpone(t.Context(), u, later.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if found := look(later); len(found) != 0 {
		t.Errorf("put off, but found: %v", found)
	}
	if found := look(later.Add(2 * time.Hour)); len(found) != 2 {
		t.Errorf("found %v", found)
	}
}

func TestARowThatNobodyKnowsKeepsNoOtherFromTheSweep(t *testing.T) {
	table := testTable(t)
	table.seed(t, waiting("m"))
	shard := shardOf("m")
	strange, err := row(key{"STRANGE#s", "STRANGE"}, map[string]string{"GSI1PK": undonePartition(shard), "GSI1SK": instant(testNow.Add(-time.Second)) + "#s"})
	if err != nil {
		t.Fatal(err)
	}
	if err := table.transact(t.Context(), []types.TransactWriteItem{table.put(strange)}, ""); err != nil {
		t.Fatal(err)
	}
	found, err := table.Undone(t.Context(), shard, testNow.Add(time.Minute), 10)
	if err == nil || len(found) != 1 || found[0].ID != "m" {
		t.Errorf("found %v, %v", found, err)
	}
}

func TestTheSweepTakesNoMoreThanItsShare(t *testing.T) {
	table := testTable(t)
	for i := range 30 {
		m := waiting(outbox.ID("m" + string(rune('a'+i))))
		table.seed(t, m)
	}
	for shard := range Shards {
		if found, err := table.Undone(t.Context(), shard, testNow.Add(time.Minute), 2); err != nil || len(found) > 2 {
			t.Errorf("found %v, %v", found, err)
		}
	}
}
