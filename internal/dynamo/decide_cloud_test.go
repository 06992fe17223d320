//go:build cloud

package dynamo

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/go-cmp/cmp"

	"portico/internal/audit"
	"portico/internal/decision"
	"portico/internal/gate"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/proof"
)

// testNow is near the real time, because rows that ran out are not read.
var testNow = time.Now().UTC().Truncate(time.Second)

// seeds are the items that write a row as it is.
func (t *Table) seeds(test *testing.T, v any) []types.TransactWriteItem {
	test.Helper()
	var item map[string]types.AttributeValue
	var err error
	switch v := v.(type) {
	case outbox.Mail:
		item, err = mailItem(v)
	case outbox.Request:
		var put types.TransactWriteItem
		put, err = t.requestItem(v)
		item = put.Put.Item
	case proof.Proof:
		item, err = proofItem(v)
	case person.Person:
		item, err = personItem(v)
	case gate.Gate:
		item, err = row(gateKey(v.Person), newGateRow(v))
	case flowRow:
		item, err = row(flowKey(v.ID), v)
	case addressRow:
		item, err = row(addressKey("ann@customer.example"), v)
	default:
		test.Fatalf("no row is made of %T", v)
	}
	if err != nil {
		test.Fatal(err)
	}
	return []types.TransactWriteItem{t.put(item)}
}

// invitee is somebody who has an invitation.
func invitee() (person.Person, gate.Gate, proof.Proof) {
	return person.Person{ID: "p", Name: "Ann", Email: "Ann@customer.example", AddressKey: "ann@customer.example", Role: person.Customer,
			State: person.Invited, Language: "en", Invitation: "inv", CreatedAt: testNow, Version: 1},
		gate.Gate{Person: "p", State: person.Invited, Role: person.Customer, Epoch: 1},
		proof.Proof{ID: "inv", Purpose: proof.Activation, Person: "p", KeyID: "k", Generation: 1, State: proof.Open, Epoch: 1, CreatedAt: testNow, ExpiresAt: testNow.Add(time.Hour)}
}

func wish(id outbox.ID, kind outbox.RequestKind, about person.ProofID) outbox.Request {
	return outbox.Request{ID: id, Kind: kind, AddressKey: "ann@customer.example", Proof: about, Language: "en", Network: "192.0.2.0/24", CreatedAt: testNow}
}

func TestAWishIsReadWithWhatDecidesAboutIt(t *testing.T) {
	table := testTable(t)
	p, g, inv := invitee()
	flow := flowRow{ID: "flow", KeyID: "k", Generation: 1, State: proof.Open, ExpiresAt: millis(testNow.Add(time.Minute)), TTL: testNow.Add(time.Hour).Unix()}
	code := proof.Proof{ID: "flow", Purpose: proof.SignIn, KeyID: "k", Generation: 1, State: proof.Open, ExpiresAt: testNow.Add(time.Minute)}
	reset, renewal, codeWish := wish("reset", outbox.ResetRequest, ""), wish("renewal", outbox.RenewalRequest, "inv"), wish("code", outbox.CodeRequest, "flow")
	unknown, lost := wish("unknown", outbox.ResetRequest, ""), wish("lost", outbox.RenewalRequest, "none")
	unknown.AddressKey = "bob@customer.example"
	old := wish("old", outbox.ResetRequest, "")
	old.CreatedAt = testNow.Add(-25 * time.Hour)
	table.seed(t, p, g, inv, addressRow{Person: "p"}, flow, reset, renewal, codeWish, unknown, lost, old)
	for id, want := range map[outbox.ID]decision.Wish{
		"none":    {},
		"old":     {},
		"unknown": {Request: unknown},
		"lost":    {Request: lost},
		"reset":   {Request: reset, Person: p, Gate: g, Pending: inv},
		"renewal": {Request: renewal, Person: p, Gate: g, Pending: inv, Proof: inv},
		"code":    {Request: codeWish, Person: p, Gate: g, Pending: inv, Proof: code},
	} {
		got, err := table.Wish(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
}

// renewed is the outcome that sends the invitation of w once more.
func renewed(w decision.Wish, before []time.Time) decision.Outcome {
	next := w.Pending
	next.Generation++
	next.ExpiresAt = next.ExpiresAt.Add(time.Hour)
	m := waiting("mail-of-" + w.Request.ID)
	m.Kind, m.Proof, m.Generation = outbox.Invitation, "inv", next.Generation
	return decision.Outcome{
		Result: decision.Mailed, At: testNow, Mail: &m, Renewed: &next,
		Sent: &decision.Sent{
			Subject: "s", Before: decision.Tally{All: before},
			After: decision.Tally{All: append(slices.Clone(before), testNow), Aside: []time.Time{testNow}},
		},
		Entry: &audit.Entry{ID: string("e-" + w.Request.ID), Subject: "p", Action: audit.Invited, Actor: audit.Actor{Kind: audit.BySystem}, At: testNow},
	}
}

func TestAnOutcomeIsWrittenOnceAndAllTogether(t *testing.T) {
	table := testTable(t)
	p, g, inv := invitee()
	table.seed(t, p, g, inv, addressRow{Person: "p"}, wish("w", outbox.ResetRequest, ""))
	w, err := table.Wish(t.Context(), "w")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := table.Decide(t.Context(), w, renewed(w, nil)); err != nil {
			t.Fatal(err)
		}
	}
	if again, err := table.Wish(t.Context(), "w"); err != nil || !again.Decided {
		t.Errorf("decided %v, %v", again.Decided, err)
	}
	if sent, err := table.SentTo(t.Context(), "s"); err != nil || len(sent.All) != 1 || !sent.All[0].Equal(testNow) || !slices.EqualFunc(sent.All, sent.Aside, time.Time.Equal) {
		t.Errorf("counted %v, %v", sent, err)
	}
	if now, err := table.Proof(t.Context(), "inv"); err != nil || now.Generation != 2 {
		t.Errorf("the invitation is %+v, %v", now, err)
	}
	if m, err := table.Mail(t.Context(), "mail-of-w"); err != nil || m.State != outbox.Waiting || m.Generation != 2 {
		t.Errorf("the mail is %+v, %v", m, err)
	}
	if n := table.rowsAt(t, historyPartition("p")); n != 1 {
		t.Errorf("%d lines of history", n)
	}
	var r requestRow
	if err := table.get(t.Context(), requestKey("w"), &r); err != nil || r.GSI1PK != "" || r.Decision != "mailed" {
		t.Errorf("the wish is %+v, %v", r, err)
	}
}

func TestAnOutcomeStandsOnWhatWasRead(t *testing.T) {
	p, g, inv := invitee()
	suspended, next := g, inv
	suspended.State = person.Suspended
	next.Generation = 2
	for name, change := range map[string]any{"the gate": suspended, "the invitation": next} {
		table := testTable(t)
		table.seed(t, p, g, inv, addressRow{Person: "p"}, wish("w", outbox.ResetRequest, ""))
		w, err := table.Wish(t.Context(), "w")
		if err != nil {
			t.Fatal(err)
		}
		table.seed(t, change)
		if err := table.Decide(t.Context(), w, renewed(w, nil)); !errors.Is(err, decision.ErrChanged) {
			t.Errorf("%s: got %v", name, err)
		}
		if n := table.rowsAt(t, "OUTBOX#mail-of-w"); n != 0 {
			t.Errorf("%s: a mail was written", name)
		}
	}
}

func TestM3_ACountThatMovedOnIsReadAnew(t *testing.T) {
	table := testTable(t)
	p, g, inv := invitee()
	table.seed(t, p, g, inv, addressRow{Person: "p"}, wish("w", outbox.ResetRequest, ""), wish("v", outbox.ResetRequest, ""))
	first, err := table.Wish(t.Context(), "w")
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Decide(t.Context(), first, renewed(first, nil)); err != nil {
		t.Fatal(err)
	}
	second, err := table.Wish(t.Context(), "v")
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Decide(t.Context(), second, renewed(second, nil)); !errors.Is(err, decision.ErrChanged) {
		t.Errorf("got %v", err)
	}
	if err := table.Decide(t.Context(), second, renewed(second, []time.Time{testNow})); err != nil {
		t.Error(err)
	}
	if sent, err := table.SentTo(t.Context(), "s"); err != nil || len(sent.All) != 2 || len(sent.Aside) != 1 {
		t.Errorf("counted %v, %v", sent, err)
	}
}

// Rows of wishes go after a day and those of mails do not: with an old Idempotency-Key anybody can make a wish again whose mail is there already. One that
// could never be decided would be tried, and looked for, until it goes.
func TestAWishWhoseMailIsThereAlreadyIsDecidedForNothing(t *testing.T) {
	table := testTable(t)
	p, g, inv := invitee()
	table.seed(t, p, g, inv, addressRow{Person: "p"}, wish("w", outbox.ResetRequest, ""), waiting("mail-of-w"))
	w, err := table.Wish(t.Context(), "w")
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Decide(t.Context(), w, renewed(w, nil)); err != nil {
		t.Fatal(err)
	}
	var r requestRow
	if err := table.get(t.Context(), requestKey("w"), &r); err != nil || r.GSI1PK != "" || r.Decision != string(decision.Nothing) {
		t.Errorf("the wish is %+v, %v", r, err)
	}
	if after, err := table.Proof(t.Context(), "inv"); err != nil || after.Generation != inv.Generation {
		t.Errorf("the invitation is renewed: %+v, %v", after, err)
	}
	if sent, err := table.SentTo(t.Context(), "s"); err != nil || len(sent.All) != 0 {
		t.Errorf("a mail is counted: %+v, %v", sent, err)
	}
}

func TestAnOutcomeWithoutAMailOnlyMarksTheWish(t *testing.T) {
	table := testTable(t)
	table.seed(t, wish("w", outbox.ResetRequest, ""))
	w, err := table.Wish(t.Context(), "w")
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Decide(t.Context(), w, decision.Outcome{Result: decision.Nothing, At: testNow}); err != nil {
		t.Fatal(err)
	}
	if again, err := table.Wish(t.Context(), "w"); err != nil || !again.Decided {
		t.Errorf("decided %v, %v", again.Decided, err)
	}
}

func TestAResetIsWrittenWithItsMail(t *testing.T) {
	table := testTable(t)
	p, g, _ := invitee()
	p.State, p.Invitation, g.State = person.Active, "", person.Active
	table.seed(t, p, g, addressRow{Person: "p"}, wish("w", outbox.ResetRequest, ""))
	w, err := table.Wish(t.Context(), "w")
	if err != nil {
		t.Fatal(err)
	}
	m := waiting("m")
	reset := proof.Proof{ID: "pr", Purpose: proof.Reset, Person: "p", KeyID: "k", Generation: 1, State: proof.Open, Epoch: 1, CreatedAt: testNow, ExpiresAt: testNow.Add(time.Hour)}
	if err := table.Decide(t.Context(), w, decision.Outcome{Result: decision.Mailed, At: testNow, Mail: &m, New: &reset}); err != nil {
		t.Fatal(err)
	}
	d, err := table.Draft(t.Context(), "m")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(outbox.Draft{Mail: m, Gate: g, Proof: reset}, d); diff != "" {
		t.Error(diff)
	}
}
