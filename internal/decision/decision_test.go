package decision_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"portico/internal/audit"
	"portico/internal/decision"
	"portico/internal/gate"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/policy"
	"portico/internal/proof"
	"portico/internal/registration"
	"portico/internal/secrets"
)

// desk holds one wish and what was decided.
type desk struct {
	decision.Service
	wish     decision.Wish
	now      time.Time
	sent     map[string]decision.Tally
	outcomes []decision.Outcome
	changing int // so many times something changes before it is written
	policy   policy.Policy
}

var key = secrets.NewKey("secret")

type keys struct{}

func (keys) Current(context.Context) (secrets.Key, error) { return key, nil }
func (keys) ByID(_ context.Context, id string) (secrets.Key, error) {
	if id == "dropped" {
		return secrets.Key{}, secrets.ErrUnknownKey
	}
	return key, nil
}

// newDesk has a wish of an active person.
func newDesk(kind outbox.RequestKind) *desk {
	d := &desk{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), sent: map[string]decision.Tally{}}
	d.wish = decision.Wish{
		Request: outbox.Request{ID: "w", Kind: kind, AddressKey: "ann@customer.example", Language: "en", Network: "192.0.2.0/24", CreatedAt: d.now},
		Person: person.Person{ID: "p", Name: "Ann", Email: "Ann@customer.example", AddressKey: "ann@customer.example", Language: "de",
			Role: person.Customer, State: person.Active},
		Gate: gate.Gate{Person: "p", State: person.Active, Role: person.Customer, Epoch: 3},
	}
	d.Service = decision.Service{
		Store: d, Keys: keys{}, Now: func() time.Time { return d.now },
		Policy: func(context.Context) (policy.Policy, error) { return d.policy, nil },
	}
	return d
}

// told takes news for the team.
type told []outbox.Request

func (t *told) Tell(_ context.Context, news outbox.Request) error {
	*t = append(*t, news)
	return nil
}

func TestNewsAreToldToTheTeamAndNotDecided(t *testing.T) {
	for _, kind := range []outbox.RequestKind{outbox.NewRequestNews, outbox.ReplyNews} {
		d, team := newDesk(kind), &told{}
		d.Team = team
		if err := d.Service.Decide(t.Context(), outbox.Note{ID: "w"}); err != nil || len(*team) != 1 || len(d.outcomes) != 0 {
			t.Errorf("%s: told %v, decided %v, %v", kind, *team, d.outcomes, err)
		}
		d.wish.Decided = true
		if err := d.Service.Decide(t.Context(), outbox.Note{ID: "w"}); err != nil || len(*team) != 1 {
			t.Errorf("%s again: told %v, %v", kind, *team, err)
		}
	}
}

func TestG3_G4_X11_ACodeForAnotherAddressIsMailedUnlessThePolicyRefusesTheMove(t *testing.T) {
	companies := []policy.Company{{ID: "theirs", Domains: []string{"customer.example"}}, {ID: "other", Domains: []string{"other.example"}}}
	for name, c := range map[string]struct {
		role   person.Role
		policy policy.Policy
		to     string
		want   decision.Result
	}{
		"nothing denied":         {person.Customer, policy.Policy{Mode: policy.Nobody, CompanyMailboxOnly: true}, "Anna+x@other.example", decision.Mailed},
		"another one is denied":  {person.Customer, policy.Policy{Denied: []string{"eve@other.example", "ann@customer.example"}}, "Anna+x@other.example", decision.Mailed},
		"the address is denied":  {person.Customer, policy.Policy{Denied: []string{"anna@other.example"}}, "Anna+x@other.example", decision.Refused},
		"its domain is denied":   {person.Customer, policy.Policy{Denied: []string{"other.example"}}, "Anna+x@other.example", decision.Refused},
		"a public mailbox":       {person.Customer, policy.Policy{Mode: policy.Anyone, CompanyMailboxOnly: true}, "Anna@GMail.com", decision.Refused},
		"one where they are let": {person.Customer, policy.Policy{Mode: policy.Anyone}, "Anna@GMail.com", decision.Mailed},
		"another company":        {person.Customer, policy.Policy{Mode: policy.Companies, Companies: companies}, "Anna@other.example", decision.Refused},
		"the same company":       {person.Customer, policy.Policy{Mode: policy.Companies, Companies: companies}, "Anna@customer.example", decision.Mailed},
		"from no company":        {person.Customer, policy.Policy{Mode: policy.Companies, Companies: companies[1:]}, "Anna@stranger.example", decision.Mailed},
		"somebody of the team":   {person.Agent, policy.Policy{Mode: policy.Companies, CompanyMailboxOnly: true, Companies: companies}, "Anna@GMail.com", decision.Mailed},
		"of the team and denied": {person.Agent, policy.Policy{Denied: []string{"gmail.com"}}, "Anna@GMail.com", decision.Refused},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(outbox.EmailChangeRequest)
			d.policy, d.wish.Person.Role, d.wish.Gate.Role = c.policy, c.role, c.role
			d.about(proof.Proof{
				ID: "c", Purpose: proof.EmailChange, Person: "p", KeyID: "k", Generation: 1, State: proof.Open, Epoch: 3, ExpiresAt: d.now.Add(time.Minute),
				Address: c.to, AddressKey: strings.ToLower(c.to),
			})
			o := d.decide(t)
			if o.Result != c.want || (o.Mail == nil) != (c.want == decision.Refused) {
				t.Fatalf("got %+v", o)
			}
			if o.Marked != (c.want == decision.Mailed) {
				t.Errorf("the code is good: %t", o.Marked)
			}
			if o.Mail != nil && (o.Mail.Address != c.to || o.Mail.Name != "" || o.Sent == nil) {
				t.Errorf("the mail is %+v", o.Mail)
			}
		})
	}
}

// invited makes the person one who has not activated and has an invitation.
func (d *desk) invited() *desk {
	d.wish.Person.State, d.wish.Gate.State, d.wish.Person.Invitation = person.Invited, person.Invited, "inv"
	d.wish.Pending = proof.Proof{ID: "inv", Purpose: proof.Activation, Person: "p", KeyID: "old", Generation: 4, State: proof.Open, Epoch: 3,
		CreatedAt: d.now.Add(-time.Hour), ExpiresAt: d.now.Add(time.Hour)}
	return d
}

// expired makes the invitation that is out one that has run out.
func (d *desk) expired() *desk {
	d.wish.Pending.ExpiresAt = d.now
	return d
}

// about makes the wish name a proof.
func (d *desk) about(p proof.Proof) *desk {
	d.wish.Proof, d.wish.Request.Proof = p, p.ID
	return d
}

func (d *desk) Wish(_ context.Context, id outbox.ID) (decision.Wish, error) {
	if id != d.wish.Request.ID {
		return decision.Wish{}, nil
	}
	return d.wish, nil
}

func (d *desk) SentTo(_ context.Context, subject string) (decision.Tally, error) {
	return d.sent[subject], nil
}

func (d *desk) Decide(_ context.Context, _ decision.Wish, o decision.Outcome) error {
	if d.changing > 0 {
		d.changing--
		return decision.ErrChanged
	}
	d.outcomes = append(d.outcomes, o)
	d.wish.Decided = true
	if o.Sent != nil {
		d.sent[o.Sent.Subject] = o.Sent.After
	}
	if o.Renewed != nil {
		d.wish.Pending = *o.Renewed
	}
	return nil
}

// decide decides the wish once and gives the outcome.
func (d *desk) decide(t *testing.T) decision.Outcome {
	t.Helper()
	d.wish.Decided = false
	before := len(d.outcomes)
	if err := d.Service.Decide(t.Context(), outbox.Note{ID: "w"}); err != nil {
		t.Fatal(err)
	}
	if len(d.outcomes) != before+1 {
		t.Fatalf("%d outcomes", len(d.outcomes)-before)
	}
	return d.outcomes[before]
}

func resetProof(d *desk) proof.Proof {
	return proof.Proof{ID: "old", Purpose: proof.Reset, Person: "p", Generation: 1, State: proof.Open, Epoch: 2, ExpiresAt: d.now}
}

func TestH5_AKnownAndActivePersonGetsAResetLink(t *testing.T) {
	d := newDesk(outbox.ResetRequest)
	o := d.decide(t)
	if o.Result != decision.Mailed || o.New == nil || o.Renewed != nil || o.Sent != nil || o.Entry != nil {
		t.Fatalf("got %+v", o)
	}
	wantProof := proof.Proof{ID: o.New.ID, Purpose: proof.Reset, Person: "p", KeyID: key.ID, Generation: 1, State: proof.Open, Epoch: 3,
		CreatedAt: d.now, ExpiresAt: d.now.Add(time.Hour)}
	if diff := cmp.Diff(wantProof, *o.New); diff != "" {
		t.Error(diff)
	}
	wantMail := outbox.Mail{ID: o.Mail.ID, Kind: outbox.Reset, Person: "p", Address: "Ann@customer.example", Name: "Ann", Language: "de",
		Proof: o.New.ID, Generation: 1, CreatedAt: d.now, State: outbox.Waiting}
	if diff := cmp.Diff(wantMail, *o.Mail); diff != "" {
		t.Error(diff)
	}
	if !person.ValidID(string(o.Mail.ID)) || !person.ValidID(string(o.New.ID)) || string(o.Mail.ID) == string(o.New.ID) {
		t.Errorf("ids %s and %s", o.Mail.ID, o.New.ID)
	}
}

func TestTheSameWishHasTheSameOutcome(t *testing.T) {
	first, second := newDesk(outbox.ResetRequest), newDesk(outbox.ResetRequest)
	if diff := cmp.Diff(first.decide(t), second.decide(t)); diff != "" {
		t.Error(diff)
	}
	if err := first.Service.Decide(t.Context(), outbox.Note{ID: "w"}); err != nil || len(first.outcomes) != 1 {
		t.Errorf("a decided wish was decided again: %v, %d", err, len(first.outcomes))
	}
}

func TestWhoGetsWhat(t *testing.T) {
	suspended := func(d *desk) *desk {
		d.wish.Person.State, d.wish.Gate.State = person.Suspended, person.Suspended
		return d
	}
	nobody := func(d *desk) *desk {
		d.wish.Person, d.wish.Gate = person.Person{}, gate.Gate{}
		return d
	}
	code := func(d *desk, state proof.State, life time.Duration) *desk {
		return d.about(proof.Proof{ID: "flow", Purpose: proof.SignIn, Generation: 1, State: state, ExpiresAt: d.now.Add(life)})
	}
	used := func(p proof.Proof) proof.Proof { p.State = proof.Used; return p }
	early := func(p proof.Proof) proof.Proof { p.ExpiresAt = p.ExpiresAt.Add(time.Second); return p }
	for name, c := range map[string]struct {
		desk *desk
		want outbox.Kind // empty: nothing
	}{
		"reset, active":                                     {newDesk(outbox.ResetRequest), outbox.Reset},
		"reset, nobody":                                     {nobody(newDesk(outbox.ResetRequest)), ""},
		"reset, suspended":                                  {suspended(newDesk(outbox.ResetRequest)), ""},
		"reset, suspended before activating":                {suspended(newDesk(outbox.ResetRequest).invited()), ""},
		"reset, invited":                                    {newDesk(outbox.ResetRequest).invited(), outbox.Invitation},
		"reset, created without invitation":                 {func() *desk { d := newDesk(outbox.ResetRequest).invited(); d.wish.Pending = proof.Proof{}; return d }(), ""},
		"renewal of an invitation":                          {func() *desk { d := newDesk(outbox.RenewalRequest).invited(); return d.about(d.wish.Pending) }(), outbox.Invitation},
		"renewal of an invitation that is not the person's": {newDesk(outbox.RenewalRequest).invited().about(proof.Proof{ID: "x", Purpose: proof.Activation}), ""},
		"renewal of a used invitation": {func() *desk {
			d := newDesk(outbox.RenewalRequest)
			return d.about(proof.Proof{ID: "inv", Purpose: proof.Activation, State: proof.Used})
		}(), ""},
		"renewal of a reset that ran out": {func() *desk { d := newDesk(outbox.RenewalRequest); return d.about(resetProof(d)) }(), outbox.Reset},
		"renewal of a used reset":         {func() *desk { d := newDesk(outbox.RenewalRequest); return d.about(used(resetProof(d))) }(), ""},
		"renewal of a reset that is good": {func() *desk { d := newDesk(outbox.RenewalRequest); return d.about(early(resetProof(d))) }(), ""},
		"renewal, nobody":                 {nobody(newDesk(outbox.RenewalRequest)), ""},
		"renewal of a reset, suspended":   {func() *desk { d := suspended(newDesk(outbox.RenewalRequest)); return d.about(resetProof(d)) }(), ""},
		"code, active":                    {code(newDesk(outbox.CodeRequest), proof.Open, time.Minute), outbox.SignInCode},
		"code that ran out":               {code(newDesk(outbox.CodeRequest), proof.Open, 0), ""},
		"code that was used":              {code(newDesk(outbox.CodeRequest), proof.Used, time.Minute), ""},
		"code without a flow":             {newDesk(outbox.CodeRequest), ""},
		"code, nobody":                    {nobody(code(newDesk(outbox.CodeRequest), proof.Open, time.Minute)), ""},
		"code, suspended":                 {suspended(code(newDesk(outbox.CodeRequest), proof.Open, time.Minute)), ""},
		"code, invited":                   {code(newDesk(outbox.CodeRequest).invited(), proof.Open, time.Minute), ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := c.desk.decide(t)
			var got outbox.Kind
			if o.Mail != nil {
				got = o.Mail.Kind
			}
			if got != c.want || (o.Result == decision.Nothing) != (c.want == "") {
				t.Errorf("got %q, %s; want %q", got, o.Result, c.want)
			}
			if o.Mail != nil && o.Mail.Address != "Ann@customer.example" {
				t.Errorf("the mail goes to %s", o.Mail.Address)
			}
		})
	}
}

func TestH2_WhoeverAsksForAnInvitationThatIsGoodGetsTheSameLinkAgain(t *testing.T) {
	for name, d := range map[string]*desk{
		"who forgot the password": newDesk(outbox.ResetRequest).invited(),
		"with a dead link": func() *desk {
			d := newDesk(outbox.RenewalRequest).invited()
			return d.about(d.wish.Pending) // the row is the current generation's, whichever link was presented
		}(),
		"while it is being used": func() *desk {
			d := newDesk(outbox.ResetRequest).invited()
			d.wish.Pending.State, d.wish.Pending.LeaseUntil = proof.Claimed, d.now.Add(time.Second)
			return d
		}(),
	} {
		o := d.decide(t)
		if o.Renewed != nil || o.Mail == nil || o.Mail.Proof != "inv" || o.Mail.Generation != 4 || o.Sent == nil || o.Entry == nil {
			t.Errorf("%s: %+v", name, o)
		}
	}
}

func TestAnInvitationWhoseKeyWasDroppedGetsANewLink(t *testing.T) {
	d := newDesk(outbox.ResetRequest).invited()
	d.wish.Pending.KeyID = "dropped"
	if o := d.decide(t); o.Renewed == nil || o.Renewed.Generation != 5 || o.Renewed.KeyID != key.ID || o.Mail.Generation != 5 {
		t.Errorf("got %+v", o)
	}
}

func TestH2_AnInvitationThatRanOutIsRenewedAsTheNextGenerationAndIsInTheHistory(t *testing.T) {
	d := newDesk(outbox.ResetRequest).invited().expired()
	o := d.decide(t)
	want := proof.Proof{ID: "inv", Purpose: proof.Activation, Person: "p", KeyID: key.ID, Generation: 5, State: proof.Open, Epoch: 3,
		CreatedAt: d.now, ExpiresAt: d.now.Add(14 * 24 * time.Hour)}
	if diff := cmp.Diff(want, *o.Renewed); diff != "" {
		t.Error(diff)
	}
	if o.Mail.Proof != "inv" || o.Mail.Generation != 5 {
		t.Errorf("the mail carries %s of generation %d", o.Mail.Proof, o.Mail.Generation)
	}
	entry := audit.Entry{ID: o.Entry.ID, Subject: "p", Action: audit.Invited, Actor: audit.Actor{Kind: audit.BySystem}, At: d.now, Network: "192.0.2.0/24"}
	if diff := cmp.Diff(entry, *o.Entry); diff != "" {
		t.Error(diff)
	}
}

func TestH1_AnInvitationWithATemporaryPasswordIsRenewedAsOne(t *testing.T) {
	d := newDesk(outbox.RenewalRequest).invited().expired()
	d.wish.Pending.Form = proof.ByPassword
	d.about(d.wish.Pending)
	if o := d.decide(t); o.Renewed == nil || o.Renewed.Form != proof.ByPassword || o.Renewed.Generation != 5 || o.Entry.Detail != "temporary_password" {
		t.Errorf("got %+v", o)
	}
}

func TestAnInvitationThatIsBeingUsedIsNotReplaced(t *testing.T) {
	d := newDesk(outbox.ResetRequest).invited().expired()
	d.wish.Pending.State, d.wish.Pending.LeaseUntil = proof.Claimed, d.now.Add(time.Second)
	if err := d.Service.Decide(t.Context(), outbox.Note{ID: "w"}); !errors.Is(err, outbox.ErrBusy) {
		t.Errorf("got %v", err)
	}
	d.now = d.now.Add(time.Second)
	if o := d.decide(t); o.Renewed == nil || o.Renewed.State != proof.Open {
		t.Errorf("got %+v", o)
	}
}

func TestM3_AnUnprovenAddressGetsThreeMailsAnHourAndSixADay(t *testing.T) {
	d := newDesk(outbox.ResetRequest).invited()
	got := ""
	for minute := range 30 * 60 {
		if minute%5 == 0 { // somebody asks every five minutes for 30 hours
			if d.decide(t).Result == decision.Mailed {
				got += " " + d.now.Format("15:04")
			}
		}
		d.now = d.now.Add(time.Minute)
	}
	if want := " 12:00 12:05 12:10 13:00 13:05 13:10 12:00 12:05 12:10 13:00 13:05 13:10"; got != want {
		t.Errorf("mails at%s, want%s", got, want)
	}
}

func TestM3_PastTheLimitTheLinkThatWasSentLastStaysGood(t *testing.T) {
	d := newDesk(outbox.ResetRequest).invited()
	for range 3 {
		d.decide(t)
	}
	o := d.decide(t)
	if o.Result != decision.Limited || o.Mail != nil || o.Renewed != nil || o.Sent != nil || d.wish.Pending.Generation != 4 {
		t.Errorf("got %+v, generation %d", o, d.wish.Pending.Generation)
	}
}

func TestM3_OtherSpellingsAndChangesOfAddressLeaveTheAddressItsOwnMails(t *testing.T) {
	variant := func(key string) func(*testing.T, *desk) {
		return func(_ *testing.T, d *desk) { d.wish.Registration.AddressKey, d.wish.Request.AddressKey = key, key }
	}
	change := func(_ *testing.T, d *desk) {
		of := newDesk(outbox.EmailChangeRequest)
		d.wish.Request, d.wish.Person, d.wish.Gate, d.wish.Registration = of.wish.Request, of.wish.Person, of.wish.Gate, registration.Registration{}
		d.about(proof.Proof{
			ID: "c", Purpose: proof.EmailChange, Person: "p", KeyID: "k", Generation: 1, State: proof.Open, Epoch: 3, ExpiresAt: d.now.Add(time.Minute),
			Address: "annlee@gmail.com", AddressKey: "annlee@gmail.com",
		})
	}
	for name, strangers := range map[string][]func(*testing.T, *desk){
		"plus addresses":      {variant("annlee+a@gmail.com"), variant("annlee+b@gmail.com")},
		"dots":                {variant("ann.lee@gmail.com"), variant("a.nnlee@gmail.com")},
		"another domain":      {variant("annlee@googlemail.com")},
		"changes of address":  {change},
		"changes and spelled": {change, variant("ann.lee+x@googlemail.com")},
	} {
		t.Run(name, func(t *testing.T) {
			d := registering()
			own := d.wish
			own.Registration.Email, own.Registration.AddressKey, own.Request.AddressKey = "annlee@gmail.com", "annlee@gmail.com", "annlee@gmail.com"
			mailed := map[string]string{}
			ask := func(who string) {
				t.Helper()
				if d.decide(t).Result == decision.Mailed {
					mailed[who] += d.now.Format(" 15:04")
				}
			}
			for minute := 0; minute < 24*60; minute += 5 {
				for _, stranger := range strangers {
					d.wish = own
					stranger(t, d)
					ask("strangers")
				}
				if d.now.Minute() == 30 {
					d.wish = own
					ask("owner")
				}
				d.now = d.now.Add(5 * time.Minute)
			}
			want := map[string]string{"strangers": mailed["strangers"], "owner": " 12:30 13:30 14:30"}
			if diff := cmp.Diff(want, mailed); diff != "" || strings.Count(mailed["strangers"], " ") != 3 {
				t.Errorf("mails %v", mailed)
			}
		})
	}
}

func TestWhatChangesMeanwhileIsReadAnew(t *testing.T) {
	d := newDesk(outbox.ResetRequest)
	d.changing = 2
	d.decide(t)
	d.changing, d.wish.Decided = 3, false
	if err := d.Service.Decide(t.Context(), outbox.Note{ID: "w"}); !errors.Is(err, outbox.ErrBusy) {
		t.Errorf("got %v", err)
	}
}

func TestAWishThatIsNotThereIsDone(t *testing.T) {
	if err := newDesk(outbox.ResetRequest).Service.Decide(t.Context(), outbox.Note{ID: "other"}); err != nil {
		t.Error(err)
	}
}
