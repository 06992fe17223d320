package delivery_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"portico/internal/delivery"
	"portico/internal/gate"
	"portico/internal/mail"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/proof"
	"portico/internal/secrets"
)

// desk is a mailer with one mail, whose table, SES and queue fail on demand. The table behaves as the real one (see the tests of dynamo).
type desk struct {
	called    string
	calledErr error
	delivery.Mailer
	draft outbox.Draft
	now   time.Time
	sent  []string // messages that SES took
	notes []outbox.Note

	sendErr, claimErr, finishErr, releaseErr, noteErr error
	claimLost, finishLost                             bool // the write is done, its answer is lost
	sendLost                                          bool // SES took it, its answer is lost
}

var (
	errDown = errors.New("down")
	errLost = errors.New("connection closed")
)

func newDesk(kind outbox.Kind) *desk {
	d := &desk{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	key := secrets.NewKey("secret")
	purpose := map[outbox.Kind]proof.Purpose{outbox.Invitation: proof.Activation, outbox.Reset: proof.Reset, outbox.SignInCode: proof.SignIn, outbox.EmailRestored: proof.Reset}[kind]
	d.draft = outbox.Draft{
		Mail: outbox.Mail{ID: "m", Kind: kind, Person: "p", Address: "ann@customer.example", Name: "Ann", Language: "en", Proof: "pr",
			Generation: 2, CreatedAt: d.now.Add(-time.Minute), State: outbox.Waiting},
		Gate:  gate.Gate{Person: "p", State: person.Active, Role: person.Customer, Epoch: 3},
		Proof: proof.Proof{ID: "pr", Purpose: purpose, Person: "p", KeyID: key.ID, Generation: 2, State: proof.Open, Epoch: 3, ExpiresAt: d.now.Add(time.Hour)},
	}
	if kind.ToTeam() {
		d.draft.Gate.Role = person.Agent
	}
	if kind.OfTicket() {
		d.draft.Matter = outbox.Matter{
			Ticket: "t", Reference: "7KQ4-M2XZ", Subject: "It burns", Service: "printing", Requester: "Ann", Author: "Arne", Text: "Use water.",
			Thread: "0100-first",
		}
	}
	d.Mailer = delivery.Mailer{
		Domain: "eu-central-1.amazonses.com",
		Store:  d, Sender: d, Notes: d, Keys: keys{key}, Now: func() time.Time { return d.now },
		Portal: mail.Portal{Name: "Example Help", Address: "https://help.example.com", Sender: "help@example.com"},
		Current: func(_ context.Context, p mail.Portal) (mail.Portal, error) {
			p.Name = d.called
			return p, d.calledErr
		},
	}
	d.called = "Example Help"
	return d
}

type keys struct{ secrets.Key }

func (k keys) Current(context.Context) (secrets.Key, error) { return k.Key, nil }

func (k keys) ByID(_ context.Context, id string) (secrets.Key, error) {
	if id != k.ID {
		return secrets.Key{}, secrets.ErrUnknownKey
	}
	return k.Key, nil
}

func (d *desk) Draft(_ context.Context, id outbox.ID) (outbox.Draft, error) {
	if id != d.draft.Mail.ID {
		return outbox.Draft{}, nil
	}
	return d.draft, nil
}

func (d *desk) ClaimMail(_ context.Context, _ outbox.ID, before, claim outbox.Claim) error {
	if d.claimErr != nil && !d.claimLost {
		return d.claimErr
	}
	if d.draft.Mail.State != outbox.Waiting || d.draft.Claim.ID != before.ID {
		return outbox.ErrTaken
	}
	d.draft.Claim = claim
	return d.claimErr
}

func (d *desk) ReleaseMail(_ context.Context, _ outbox.ID, claim outbox.Claim) error {
	if d.releaseErr == nil {
		d.draft.Claim.Until, d.draft.Claim.Open = time.Time{}, claim.Open
	}
	return d.releaseErr
}

func (d *desk) FinishMail(_ context.Context, m outbox.Mail, claim string) error {
	if d.finishErr != nil && !d.finishLost {
		return d.finishErr
	}
	if d.draft.Mail.State != outbox.Waiting || d.draft.Claim.ID != claim {
		return outbox.ErrTaken
	}
	d.draft.Mail = m
	return d.finishErr
}

func (d *desk) Send(_ context.Context, to string, message []byte) (string, error) {
	if d.sendErr != nil && !d.sendLost {
		return "", d.sendErr
	}
	d.sent = append(d.sent, string(message))
	return "0100-" + to, d.sendErr
}

func (d *desk) Put(_ context.Context, _ time.Duration, notes ...outbox.Note) error {
	if d.noteErr == nil {
		d.notes = append(d.notes, notes...)
	}
	return d.noteErr
}

// calm lets everything work again.
func (d *desk) calm() {
	d.sendErr, d.claimErr, d.finishErr, d.releaseErr, d.noteErr = nil, nil, nil, nil, nil
	d.claimLost, d.finishLost, d.sendLost = false, false, false
}

// deliver delivers the mail by the plain note.
func (d *desk) deliver(t *testing.T) error {
	t.Helper()
	return d.Deliver(t.Context(), outbox.Note{ID: "m"})
}

func (d *desk) expect(t *testing.T, state outbox.State, reason string, sent int) {
	t.Helper()
	if d.draft.Mail.State != state || d.draft.Mail.Reason != reason || len(d.sent) != sent {
		t.Errorf("the mail is %s (%s) after %d messages, want %s (%s) after %d", d.draft.Mail.State, d.draft.Mail.Reason, len(d.sent), state, reason, sent)
	}
}

func TestAMailIsSentOnceAndRecorded(t *testing.T) {
	d := newDesk(outbox.Invitation)
	for range 3 {
		if err := d.deliver(t); err != nil {
			t.Fatal(err)
		}
	}
	d.expect(t, outbox.Sent, "", 1)
	if d.draft.Mail.MessageID != "0100-ann@customer.example" || !d.draft.Mail.SentAt.Equal(d.now) {
		t.Errorf("recorded %+v", d.draft.Mail)
	}
}

func TestWhatAMailCarriesIsDerived(t *testing.T) {
	for kind, says := range map[outbox.Kind]string{outbox.Invitation: "/activate#a.pr.2.", outbox.Reset: "/reset#r.pr.2.", outbox.SignInCode: "code", outbox.EmailRestored: "/reset#r.pr.2."} {
		d := newDesk(kind)
		if err := d.deliver(t); err != nil {
			t.Fatal(err)
		}
		d.expect(t, outbox.Sent, "", 1)
		if !strings.Contains(strings.ReplaceAll(d.sent[0], "=\r\n", ""), says) {
			t.Errorf("%s does not carry %q:\n%s", kind, says, d.sent[0])
		}
	}
}

func TestH1_AnInvitationWithATemporaryPasswordCarriesThatAndNoLink(t *testing.T) {
	d := newDesk(outbox.Invitation)
	d.draft.Proof.Form = proof.ByPassword
	want, err := proof.TemporaryPassword(t.Context(), d.Keys, d.draft.Proof)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.deliver(t); err != nil {
		t.Fatal(err)
	}
	d.expect(t, outbox.Sent, "", 1)
	sent := strings.ReplaceAll(d.sent[0], "=\r\n", "")
	if strings.Count(sent, want) != 2 || !strings.Contains(sent, "/sign-in") || strings.Contains(sent, "/activate") {
		t.Errorf("it carries:\n%s", d.sent[0])
	}
}

func TestMailsAboutATicketSayWhatIsInTheTable(t *testing.T) {
	for _, kind := range []outbox.Kind{outbox.RequestReceived, outbox.RequestAnswered, outbox.RequestStatus, outbox.AgentNewRequest, outbox.AgentReply} {
		d := newDesk(kind)
		if err := d.deliver(t); err != nil {
			t.Fatal(err)
		}
		d.expect(t, outbox.Sent, "", 1)
		for _, part := range []string{"Subject: [7KQ4-M2XZ] It burns", "In-Reply-To: <0100-first@eu-central-1.amazonses.com>", "References: <0100-first@"} {
			if !strings.Contains(d.sent[0], part) {
				t.Errorf("%s has not %q:\n%s", kind, part, d.sent[0])
			}
		}
	}
}

func TestAMailThatIsNotWorthSendingIsHeldWithItsReason(t *testing.T) {
	for name, c := range map[string]struct {
		kind   outbox.Kind
		change func(*desk)
		reason string
	}{
		"a newer link":                {outbox.Invitation, func(d *desk) { d.draft.Proof.Generation = 3 }, delivery.Superseded},
		"the link is used":            {outbox.Invitation, func(d *desk) { d.draft.Proof.State = proof.Used }, delivery.Superseded},
		"the link is dead":            {outbox.Reset, func(d *desk) { d.draft.Proof.State = proof.Dead }, delivery.Superseded},
		"no proof":                    {outbox.Reset, func(d *desk) { d.draft.Proof = proof.Proof{} }, delivery.Superseded},
		"another epoch":               {outbox.Reset, func(d *desk) { d.draft.Gate.Epoch = 4 }, delivery.Superseded},
		"restored, and another epoch": {outbox.EmailRestored, func(d *desk) { d.draft.Gate.Epoch = 4 }, delivery.Superseded},
		"the key was dropped":         {outbox.Reset, func(d *desk) { d.draft.Proof.KeyID = "gone" }, delivery.Superseded},
		"the link ran out":            {outbox.Reset, func(d *desk) { d.now = d.now.Add(time.Hour) }, delivery.Expired},
		"the code ran out":            {outbox.SignInCode, func(d *desk) { d.now = d.now.Add(time.Hour) }, delivery.Expired},
		"old news":                    {outbox.SessionTheft, func(d *desk) { d.now = d.now.Add(73 * time.Hour) }, delivery.Expired},
		"suspended":                   {outbox.PasswordChanged, func(d *desk) { d.draft.Gate.State = person.Suspended }, delivery.Suspended},
		"nobody there":                {outbox.PasswordChanged, func(d *desk) { d.draft.Gate = gate.Gate{} }, delivery.Gone},
		"rejected by SES":             {outbox.PasswordChanged, func(d *desk) { d.sendErr = outbox.ErrRejected }, delivery.Rejected},
		"no address for mail":         {outbox.PasswordChanged, func(d *desk) { d.draft.Mail.Address = "ann" }, delivery.Unwritable},
		"an agent no more":            {outbox.AgentReply, func(d *desk) { d.draft.Gate.Role = person.Customer }, delivery.Suspended},
		"no such ticket":              {outbox.RequestAnswered, func(d *desk) { d.draft.Matter = outbox.Matter{} }, delivery.Gone},
		"nobody to mail":              {outbox.RequestAnswered, func(d *desk) { d.draft.Mail.Address = "" }, delivery.Gone},
		"old news of requests":        {outbox.RequestStatus, func(d *desk) { d.now = d.now.Add(73 * time.Hour) }, delivery.Expired},
		"a kind without words":        {"greeting", func(*desk) {}, delivery.Unwritable},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(c.kind)
			c.change(d)
			if err := d.deliver(t); err != nil {
				t.Fatal(err)
			}
			d.expect(t, outbox.Held, c.reason, 0)
		})
	}
}

func TestAProofThatIsClaimedAtThisMomentIsStillSent(t *testing.T) {
	d := newDesk(outbox.Invitation)
	d.draft.Proof.State = proof.Claimed
	if err := d.deliver(t); err != nil {
		t.Fatal(err)
	}
	d.expect(t, outbox.Sent, "", 1)
}

func TestAMailThatAnotherMailerHoldsIsLeftAlone(t *testing.T) {
	d := newDesk(outbox.Invitation)
	d.draft.Claim = outbox.Claim{ID: "other", Until: d.now.Add(time.Second), Open: 1}
	if err := d.deliver(t); !errors.Is(err, outbox.ErrBusy) {
		t.Errorf("got %v", err)
	}
	d.expect(t, outbox.Waiting, "", 0)
}

func TestWhereTheOutcomeIsOpenTheMailIsSentOnceMoreAndRecordedAsRepeated(t *testing.T) {
	for name, lost := range map[string]bool{"SES had taken it": true, "SES had not": false} {
		d := newDesk(outbox.Invitation)
		d.sendErr, d.sendLost = errLost, lost
		if err := d.deliver(t); !errors.Is(err, errLost) {
			t.Fatalf("%s: %v", name, err)
		}
		d.calm()
		if err := d.deliver(t); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		d.expect(t, outbox.Repeated, "", map[bool]int{true: 2, false: 1}[lost])
	}
}

func TestAMailerThatDiedHoldsTheMailUntilItsLeaseEnds(t *testing.T) {
	d := newDesk(outbox.Invitation)
	d.draft.Claim = outbox.Claim{ID: "dead", Until: d.now.Add(time.Minute), Open: 1}
	d.now = d.now.Add(time.Minute)
	if err := d.deliver(t); err != nil {
		t.Fatal(err)
	}
	d.expect(t, outbox.Repeated, "", 1)
}

func TestWhatSESDoesNotTakeNowIsSentLaterAsIfForTheFirstTime(t *testing.T) {
	d := newDesk(outbox.Invitation)
	d.sendErr = outbox.ErrNotTaken
	for range 8 {
		if err := d.deliver(t); !errors.Is(err, outbox.ErrNotTaken) {
			t.Fatalf("got %v", err)
		}
	}
	d.calm()
	if err := d.deliver(t); err != nil {
		t.Fatal(err)
	}
	d.expect(t, outbox.Sent, "", 1)
}

func TestAMailWhoseOutcomeIsNeverKnownIsHeldInTheEnd(t *testing.T) {
	d := newDesk(outbox.Invitation)
	d.sendErr, d.sendLost = errLost, true
	for range 7 {
		_ = d.deliver(t) // fails until it gives up
	}
	d.expect(t, outbox.Held, delivery.Unknown, 5)
}

func TestAMailThatMayHaveGoneOutIsNeverRecordedAsNotSent(t *testing.T) {
	d := newDesk(outbox.Invitation)
	d.sendErr, d.sendLost = errLost, true
	if err := d.deliver(t); !errors.Is(err, errLost) {
		t.Fatal(err)
	}
	d.calm()
	d.draft.Proof.State = proof.Used // its reader was faster
	if err := d.deliver(t); err != nil {
		t.Fatal(err)
	}
	d.expect(t, outbox.Held, delivery.Unknown, 1)
}

func TestALostClaimSendsNothingAndItsNoteKeepsTheMailSingle(t *testing.T) {
	for name, lost := range map[string]bool{"written": true, "not written": false} {
		d := newDesk(outbox.Invitation)
		d.claimErr, d.claimLost = errDown, lost
		if err := d.deliver(t); err != nil || len(d.notes) != 1 {
			t.Fatalf("%s: %v, notes %v", name, err, d.notes)
		}
		d.expect(t, outbox.Waiting, "", 0)
		d.calm()
		if err := d.Deliver(t.Context(), d.notes[0]); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		d.expect(t, outbox.Sent, "", 1)
	}
}

func TestALostRecordIsWrittenByItsNoteAndNothingIsSentAgain(t *testing.T) {
	for name, lost := range map[string]bool{"written": true, "not written": false} {
		d := newDesk(outbox.Invitation)
		d.finishErr, d.finishLost = errDown, lost
		if err := d.deliver(t); err != nil || len(d.notes) != 1 {
			t.Fatalf("%s: %v, notes %v", name, err, d.notes)
		}
		d.calm()
		if err := d.Deliver(t.Context(), d.notes[0]); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		d.expect(t, outbox.Sent, "", 1)
		if diff := cmp.Diff("0100-ann@customer.example", d.draft.Mail.MessageID); diff != "" {
			t.Error(diff)
		}
	}
}

func TestWithoutTableAndQueueTheNoteComesBackAndTheMailIsSentOnceMore(t *testing.T) {
	d := newDesk(outbox.Invitation)
	d.finishErr, d.noteErr = errDown, errLost
	if err := d.deliver(t); !errors.Is(err, errDown) || !errors.Is(err, errLost) {
		t.Fatalf("got %v", err)
	}
	d.calm()
	if err := d.deliver(t); !errors.Is(err, outbox.ErrBusy) {
		t.Fatalf("got %v", err)
	}
	d.now = d.now.Add(time.Minute)
	if err := d.deliver(t); err != nil {
		t.Fatal(err)
	}
	d.expect(t, outbox.Repeated, "", 2)
}

func TestANoteMakesNoSecondNote(t *testing.T) {
	d := newDesk(outbox.Invitation)
	d.claimErr = errDown
	if err := d.Deliver(t.Context(), outbox.Note{ID: "m", Claim: "earlier"}); !errors.Is(err, errDown) || len(d.notes) != 0 {
		t.Errorf("got %v, notes %v", err, d.notes)
	}
}

func TestAMailThatIsNotThereIsDone(t *testing.T) {
	if err := newDesk(outbox.Reset).Deliver(t.Context(), outbox.Note{ID: "other"}); err != nil {
		t.Error(err)
	}
}
