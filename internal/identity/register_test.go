package identity

import (
	"context"
	"sync"
	"testing"
	"time"

	"portico/internal/address"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/policy"
	"portico/internal/proof"
	"portico/internal/registration"
)

// The registrations of the world.

func (w *world) OpenRegistration(_ context.Context, r registration.Registration, wish outbox.Request) error {
	return w.call("OpenRegistration", func() error {
		if _, there := w.registrations[r.ID]; !there {
			w.registrations[r.ID], w.wishes[wish.ID] = r, wish
		}
		return nil
	})
}

func (w *world) AskAgain(_ context.Context, r registration.Registration, wish outbox.Request) error {
	return w.call("AskAgain", func() error {
		now := w.registrations[r.ID]
		if _, there := w.wishes[wish.ID]; there {
			return nil
		}
		switch {
		case now.AddressKey != r.AddressKey || now.ConfirmedBy != "" || !w.now.Before(now.ExpiresAt):
			return ErrRanOut
		case now.Asked >= registration.MaxMails:
			return ErrTooOften
		}
		now.Asked, now.Tries, now.CodeUntil = now.Asked+1, 0, r.CodeUntil
		w.registrations[r.ID], w.wishes[wish.ID] = now, wish
		return nil
	})
}

func (w *world) TryRegistration(_ context.Context, id string) (r registration.Registration, ok bool, err error) {
	err = w.call("TryRegistration", func() error {
		if r = w.registrations[id]; r.ID == "" {
			return nil
		}
		if ok = r.Tries < registration.MaxTries && w.now.Before(r.CodeUntil); ok {
			r.Tries++
			w.registrations[id] = r
		}
		return nil
	})
	return r, ok, err
}

func (w *world) ConfirmRegistration(_ context.Context, id, attempt string) error {
	return w.call("ConfirmRegistration", func() error {
		r := w.registrations[id]
		if r.ConfirmedBy != "" && r.ConfirmedBy != attempt {
			return ErrChanged
		}
		r.ConfirmedBy = attempt
		w.registrations[id] = r
		return nil
	})
}

func (w *world) RegistrationProof(_ context.Context, id person.ProofID) (p proof.Proof, err error) {
	err = w.call("RegistrationProof", func() error { p = w.proofs[id]; return nil })
	return p, err
}

func (w *world) desk() *Registrations {
	return &Registrations{Store: w, Keys: w, Limiter: w, Now: w.clock}
}

// open opens a registration and gives its flow.
func (w *world) open(t *testing.T, email, key string) string {
	t.Helper()
	a, err := address.Parse(email)
	if err != nil {
		t.Fatal(err)
	}
	flow, err := w.desk().Open(t.Context(), Applicant{Name: "Nina New", Email: a, Language: "de"}, key, Visit{Network: "192.0.2.0/24"})
	if err != nil {
		t.Fatal(err)
	}
	return flow
}

// decided does what is done behind the stream: the code's next generation is mailed, and the link is made. It gives the code.
func (w *world) decided(t *testing.T, flow string) string {
	t.Helper()
	r := w.registrations[flow]
	r.Generation++
	w.registrations[flow] = r
	if _, there := w.proofs[r.ProofID()]; !there {
		w.proofs[r.ProofID()] = proof.Proof{
			ID: r.ProofID(), Purpose: proof.Registration, Person: person.ID(ident(t)), KeyID: w.key.ID, Generation: 1, State: proof.Open, ExpiresAt: r.ExpiresAt,
			Newcomer: proof.Newcomer{Name: r.Name, Email: r.Email, AddressKey: r.AddressKey, Language: r.Language},
		}
	}
	code, err := proof.Code(t.Context(), w, r.Code())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// another gives a code that is not this one.
func another(code string) string {
	if code == "000000" {
		return "000001"
	}
	return "000000"
}

func TestB1_TheRightCodeGivesTheLinkThatCompletesTheRegistration(t *testing.T) {
	w := newWorld()
	flow := w.open(t, "nina@example.com", "key")
	code := w.decided(t, flow)
	token, err := w.desk().Confirm(t.Context(), flow, code, "typed", Visit{})
	if err != nil {
		t.Fatal(err)
	}
	if again, err := w.desk().Confirm(t.Context(), flow, code, "typed", Visit{}); err != nil || again != token {
		t.Errorf("a repeat gives %q, %v", again, err)
	}
	if _, err := w.desk().Confirm(t.Context(), flow, code, "somebody else", Visit{}); codeOf(err) != "code_used" {
		t.Errorf("another use: %v", err)
	}
	signed, err := NewActivation(w.links(), w, w, password12, w.birth()).Complete(t.Context(), Completion{Token: token, Key: "key", Password: good, Name: "Nina N."})
	if err != nil {
		t.Fatal(err)
	}
	if p := signed.Person; p.Name != "Nina N." || p.Email != "nina@example.com" || p.Role != person.Customer || p.State != person.Active || p.Version != 1 || w.owners["nina@example.com"] != p.ID {
		t.Errorf("signed in as %+v", p)
	}
	if w.taken["code-try-network"] != 1 { // the refused one; right codes give their try back
		t.Errorf("%d tries are counted", w.taken["code-try-network"])
	}
}

func TestB2_EachWayThatACodeFailsSaysWhichItIs(t *testing.T) {
	for name, c := range map[string]struct {
		change func(w *world, r *registration.Registration)
		right  bool
		want   string
	}{
		"wrong":     {func(*world, *registration.Registration) {}, false, "code_wrong"},
		"expired":   {func(w *world, _ *registration.Registration) { w.now = w.now.Add(proof.CodeLife) }, true, "code_expired"},
		"exhausted": {func(_ *world, r *registration.Registration) { r.Tries = registration.MaxTries }, true, "code_exhausted"},
		"used":      {func(_ *world, r *registration.Registration) { r.ConfirmedBy = "another" }, true, "code_used"},
		"completed": {func(w *world, r *registration.Registration) {
			p := w.proofs[r.ProofID()]
			p.State = proof.Used
			w.proofs[p.ID] = p
		}, true, "code_used"},
		"never mailed":                     {func(w *world, r *registration.Registration) { delete(w.proofs, r.ProofID()) }, true, "code_wrong"},
		"of a dropped key":                 {func(_ *world, r *registration.Registration) { r.KeyID = "dropped" }, true, "code_expired"},
		"made up":                          {func(w *world, r *registration.Registration) { delete(w.registrations, r.ID); r.ID = "" }, true, "code_expired"},
		"of a network that tries too much": {func(w *world, _ *registration.Registration) { w.full["code-try-network"] = true }, true, "too_many_requests"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			flow := w.open(t, "nina@example.com", "key")
			code := w.decided(t, flow)
			r := w.registrations[flow]
			if c.change(w, &r); r.ID != "" {
				w.registrations[flow] = r
			}
			if !c.right {
				code = another(code)
			}
			if _, err := w.desk().Confirm(t.Context(), flow, code, "key", Visit{}); codeOf(err) != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestB2_AResendVoidsTheCodeBeforeOnlyOnceANewOneIsMailed(t *testing.T) {
	w := newWorld()
	flow, other := w.open(t, "nina@example.com", "key"), w.open(t, "nina@example.com", "a stranger's key")
	first, strangers := w.decided(t, flow), w.decided(t, other)
	for range 3 { // resends in the stranger's flow
		if err := w.desk().Again(t.Context(), other, "nina@example.com", ident(t), Visit{}); err != nil {
			t.Fatal(err)
		}
		w.decided(t, other)
	}
	if err := w.desk().Again(t.Context(), other, "nina@example.com", "once more", Visit{}); codeOf(err) != "too_many_codes" {
		t.Errorf("a fifth mail: %v", err)
	}
	if _, err := w.desk().Confirm(t.Context(), other, strangers, "key", Visit{}); codeOf(err) != "code_wrong" {
		t.Errorf("the code before is good: %v", err)
	}
	for range 2 { // the same request twice counts once; nothing new is mailed past the limit of mails
		if err := w.desk().Again(t.Context(), flow, "nina@example.com", "again", Visit{}); err != nil {
			t.Fatal(err)
		}
	}
	if w.registrations[flow].Asked != 2 {
		t.Errorf("asked %d times", w.registrations[flow].Asked)
	}
	if _, err := w.desk().Confirm(t.Context(), flow, first, "key", Visit{}); err != nil {
		t.Errorf("the owner's code: %v", err)
	}
}

func TestAResendIsForTheAddressOfItsFlow(t *testing.T) {
	w := newWorld()
	flow := w.open(t, "nina@example.com", "key")
	if err := w.desk().Again(t.Context(), flow, "somebody@example.com", "again", Visit{}); codeOf(err) != "registration_expired" {
		t.Errorf("got %v", err)
	}
	w.now = w.now.Add(proof.RegistrationLife)
	if err := w.desk().Again(t.Context(), flow, "nina@example.com", "again", Visit{}); codeOf(err) != "registration_expired" {
		t.Errorf("after a day: %v", err)
	}
}

func TestX3_ARegistrationIsWrittenAlikeForEverybodyAndOnceForARepeat(t *testing.T) {
	w := newWorld()
	calls := map[string]string{}
	for name, email := range map[string]string{
		"active": w.person(t, person.Active, good).Email, "invited": w.person(t, person.Invited, "").Email, "suspended": w.person(t, person.Suspended, good).Email, "unknown": "nina@example.com",
	} {
		w.calls = nil
		first := w.open(t, email, "key of "+name)
		calls[name] = "one"
		if len(w.calls) != 4 || w.calls[3] != "OpenRegistration" {
			t.Errorf("%s: %v", name, w.calls)
		}
		if w.open(t, email, "key of "+name) != first || w.registrations[first].Asked != 1 {
			t.Errorf("%s: a repeat is another registration", name)
		}
	}
	if len(w.registrations) != len(calls) || len(w.wishes) != len(calls) {
		t.Errorf("%d registrations, %d wishes", len(w.registrations), len(w.wishes))
	}
}

func TestX12_TooManyRegistrationsAreRefusedAlikeForEveryAddress(t *testing.T) {
	for scope, want := range map[string]string{
		"registration-network": "too_many_requests", "registration-address-network": "too_many_codes", "registration-address": "too_many_codes",
	} {
		w := newWorld()
		w.full[scope] = true
		for _, email := range []string{w.person(t, person.Active, good).Email, "nina@example.com"} {
			a, _ := address.Parse(email)
			_, err := w.desk().Open(t.Context(), Applicant{Name: "N", Email: a}, "key", Visit{})
			if codeOf(err) != want || waitOf(err) != time.Minute || len(w.registrations) != 0 {
				t.Errorf("%s: %v, %d registrations", scope, err, len(w.registrations))
			}
		}
	}
}

func TestOfTwoLinksOfOneAddressOneMakesThePerson(t *testing.T) {
	w := newWorld()
	tokens := []string{w.registers(t, "nina@example.com"), w.registers(t, "nina@example.com")}
	a := NewActivation(w.links(), w, w, password12, w.birth())
	errs := make([]error, 50)
	var wait sync.WaitGroup
	for i := range errs {
		wait.Go(func() {
			_, errs[i] = a.Complete(t.Context(), Completion{Token: tokens[i%2], Key: ident(t), Password: good, Name: "Nina"})
		})
	}
	wait.Wait()
	won := 0
	for _, err := range errs {
		switch code := codeOf(err); {
		case err == nil:
			won++
		case code != "already_registered" && code != "link_used" && code != "busy":
			t.Errorf("got %v", err)
		}
	}
	if won != 1 || len(w.standings) != 1 {
		t.Errorf("%d won, %d people", won, len(w.standings))
	}
	if _, err := NewActivation(w.links(), w, w, password12, w.birth()).Complete(t.Context(), Completion{Token: w.registers(t, "nina@example.com"), Key: "k", Password: good, Name: "N"}); codeOf(err) != "already_registered" {
		t.Errorf("a link of a taken address: %v", err)
	}
}

func TestX11_ALinkIsRefusedWhereItsAddressIsKeptForWhoGaveItUp(t *testing.T) {
	w := newWorld()
	token := w.registers(t, "nina@example.com")
	w.kept = "nina@example.com"
	_, err := NewActivation(w.links(), w, w, password12, w.birth()).Complete(t.Context(), Completion{Token: token, Key: "k", Password: good, Name: "N"})
	if codeOf(err) != "registration_closed" || len(w.standings) != 0 {
		t.Errorf("got %v", err)
	}
}

func TestG6_ALinkIsRefusedWhereThePolicyHasChangedMeanwhile(t *testing.T) {
	w := newWorld()
	token := w.registers(t, "nina@example.com")
	links := w.links()
	if f, err := links.Look(t.Context(), token, Visit{}); err != nil || f.Person.Email != "nina@example.com" {
		t.Errorf("got %+v, %v", f, err)
	}
	w.policy.Mode = policy.Nobody
	if _, err := links.Look(t.Context(), token, Visit{}); codeOf(err) != "registration_closed" {
		t.Errorf("got %v", err)
	}
	a := NewActivation(w.links(), w, w, password12, w.birth())
	if _, err := a.Complete(t.Context(), Completion{Token: token, Key: "k", Password: good, Name: "N"}); codeOf(err) != "registration_closed" || len(w.standings) != 0 || len(w.passwords) != 0 {
		t.Errorf("got %v; %d people, %d passwords", err, len(w.standings), len(w.passwords))
	}
}

func TestG1_WhoRegistersJoinsTheCompanyThatAcceptsTheDomain(t *testing.T) {
	w := newWorld()
	w.policy = policy.Policy{Mode: policy.Companies, Open: []policy.Way{policy.Form}, Companies: []policy.Company{{ID: "acme", Name: "Acme", Domains: []string{"example.com"}}}}
	a := NewActivation(w.links(), w, w, password12, w.birth())
	signed, err := a.Complete(t.Context(), Completion{Token: w.registers(t, "nina@example.com"), Key: "k", Password: good, Name: "N"})
	if err != nil || signed.Person.Company != "acme" {
		t.Errorf("got %+v, %v", signed, err)
	}
}

func TestX12_OtherSpellingsOfAnAddressUseUpNothingOfItsOverAllNetworks(t *testing.T) {
	w := newWorld()
	w.full["registration-address nina+x@example.com"] = true
	for email, want := range map[string]string{"nina+x@example.com": "too_many_codes", "nina@example.com": "<nil>"} {
		a, _ := address.Parse(email)
		if _, err := w.desk().Open(t.Context(), Applicant{Name: "N", Email: a}, "key", Visit{}); codeOf(err) != want {
			t.Errorf("%s: %v", email, err)
		}
	}
	w.full["registration-address-network nina@example.com 192.0.2.0/24"] = true // one network is counted for the mailbox
	a, _ := address.Parse("nina+y@example.com")
	if _, err := w.desk().Open(t.Context(), Applicant{Name: "N", Email: a}, "key", Visit{Network: "192.0.2.0/24"}); codeOf(err) != "too_many_codes" {
		t.Errorf("another spelling from the same network: %v", err)
	}
}
