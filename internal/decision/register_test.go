package decision_test

import (
	"testing"
	"time"

	"portico/internal/decision"
	"portico/internal/gate"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/policy"
	"portico/internal/proof"
	"portico/internal/registration"
)

// registering has a wish of somebody who is nobody yet, where anyone may register by the form.
func registering() *desk {
	d := newDesk(outbox.RegistrationRequest)
	d.wish.Person, d.wish.Gate = person.Person{}, gate.Gate{}
	d.wish.Request.Proof = "r"
	d.wish.Registration = registration.Registration{
		ID: "r", Name: "Buy my pills", Email: "Ann@customer.example", AddressKey: "ann@customer.example", Language: "de", KeyID: key.ID, Asked: 1,
		CreatedAt: d.now, CodeUntil: d.now.Add(proof.CodeLife), ExpiresAt: d.now.Add(proof.RegistrationLife),
	}
	d.policy = policy.Policy{Mode: policy.Anyone, Open: []policy.Way{policy.Form}}
	return d
}

// known makes the wish one of somebody in a state.
func (d *desk) known(state person.State) *desk {
	of := newDesk(outbox.RegistrationRequest)
	if state == person.Invited {
		of.invited()
	}
	d.wish.Person, d.wish.Gate, d.wish.Pending = of.wish.Person, of.wish.Gate, of.wish.Pending
	d.wish.Person.State, d.wish.Gate.State = state, state
	return d
}

func TestG15_AStrangerGetsALinkAndACodeAndNothingThatWasTyped(t *testing.T) {
	d := registering()
	o := d.decide(t)
	if o.Result != decision.Mailed || o.New == nil || !o.Code || o.Sent == nil || o.Renewed != nil || o.Entry != nil {
		t.Fatalf("got %+v", o)
	}
	if o.New.Purpose != proof.Registration || o.New.ID != "r" || o.New.Person == "" || o.New.Newcomer.Name != "Buy my pills" || !o.New.ExpiresAt.Equal(d.now.Add(24*time.Hour)) {
		t.Errorf("the proof is %+v", *o.New)
	}
	m := o.Mail
	if m.Kind != outbox.Confirmation || m.Name != "" || m.Address != "Ann@customer.example" || m.Language != "de" || m.Proof != "r" || m.Generation != 1 || m.Person != o.New.Person {
		t.Errorf("the mail is %+v", *m)
	}
}

func TestB2_AResendMailsTheSameLinkWithTheNextCode(t *testing.T) {
	d := registering()
	first := d.decide(t)
	d.wish.Proof, d.wish.Registration.Generation, d.wish.Request.ID = *first.New, 1, "w"
	o := d.decide(t)
	if o.New != nil || !o.Code || o.Mail == nil || o.Mail.Generation != 2 || o.Mail.Proof != first.New.ID || o.Mail.Person != first.New.Person {
		t.Errorf("got %+v", o)
	}
}

func TestM3_PastTheLimitOfMailsTheCodeThatWasSentStaysGood(t *testing.T) {
	d := registering()
	for i := range 3 {
		if o := d.decide(t); o.Result != decision.Mailed {
			t.Fatalf("mail %d: %+v", i, o)
		}
	}
	d.wish.Registration.AddressKey, d.wish.Request.AddressKey = "ann+again@customer.example", "ann+again@customer.example" // the same mailbox
	if o := d.decide(t); o.Result != decision.Limited || o.Mail != nil || o.Code || o.New != nil {
		t.Errorf("got %+v", o)
	}
}

func TestX3_WhatBecomesOfARegistrationIsToldByMailAlone(t *testing.T) {
	with := func(change func(d *desk)) *desk { d := registering(); change(d); return d }
	for name, c := range map[string]struct {
		desk *desk
		want outbox.Kind // empty: nothing
		why  decision.Result
	}{
		"a stranger":               {registering(), outbox.Confirmation, decision.Mailed},
		"nobody registers":         {with(func(d *desk) { d.policy.Mode = policy.Nobody }), "", decision.Refused},
		"the form is closed":       {with(func(d *desk) { d.policy.Open = nil }), "", decision.Refused},
		"another company":          {with(func(d *desk) { d.policy.Mode = policy.Companies }), "", decision.Refused},
		"on the deny list":         {with(func(d *desk) { d.policy.Denied = []string{"customer.example"} }), "", decision.Refused},
		"kept for who gave it up":  {with(func(d *desk) { d.wish.Kept = true }), "", decision.Kept},
		"somebody active":          {registering().known(person.Active), outbox.AccountExists, decision.Mailed},
		"active, nobody registers": {with(func(d *desk) { d.known(person.Active); d.policy.Mode = policy.Nobody }), outbox.AccountExists, decision.Mailed},
		"somebody invited":         {registering().known(person.Invited), outbox.Invitation, decision.Mailed},
		"somebody suspended":       {registering().known(person.Suspended), "", decision.Nothing},
		"a code typed already":     {with(func(d *desk) { d.wish.Registration.ConfirmedBy = "x" }), "", decision.Nothing},
		"ran out":                  {with(func(d *desk) { d.wish.Registration.ExpiresAt = d.now }), "", decision.Nothing},
		"gone":                     {with(func(d *desk) { d.wish.Registration = registration.Registration{} }), "", decision.Nothing},
	} {
		t.Run(name, func(t *testing.T) {
			o := c.desk.decide(t)
			var got outbox.Kind
			if o.Mail != nil {
				got = o.Mail.Kind
			}
			if got != c.want || o.Result != c.why {
				t.Errorf("got %q, %s; want %q, %s", got, o.Result, c.want, c.why)
			}
			if got == "" && (o.New != nil || o.Code || o.Sent != nil || o.Renewed != nil) {
				t.Errorf("something was made: %+v", o)
			}
			if got == outbox.AccountExists && (o.Mail.Name != "Ann" || o.Sent == nil || o.New != nil) {
				t.Errorf("got %+v", o)
			}
		})
	}
}
