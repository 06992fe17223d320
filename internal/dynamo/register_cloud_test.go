//go:build cloud

package dynamo

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"portico/internal/gate"
	"portico/internal/outbox"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/problem"
	"portico/internal/proof"
)

func invitationOf(p person.Person, now time.Time) proof.Proof {
	return proof.Proof{
		ID: person.InvitationID(p.ID), Purpose: proof.Activation, Person: p.ID, KeyID: "key", Generation: 1, State: proof.Open, Epoch: 1,
		CreatedAt: now, ExpiresAt: now.Add(proof.ActivationLife),
	}
}

func TestG10_AnInvitationMailGoesOutWhereItIsAskedForAndNoneOtherwise(t *testing.T) {
	a := testAgency(t)
	_, v := a.member("Arne Agent", person.Agent)
	invited := a.show(v, a.customer(v, "Clara Customer", "Clara@Example.org", true))
	if len(invited.Mails) != 1 || invited.Mails[0].Kind != outbox.Invitation || invited.Mails[0].Address != "Clara@Example.org" {
		t.Errorf("mails: %+v", invited.Mails)
	}
	if got := actions(invited); got != "created invited" && got != "invited created" {
		t.Errorf("history: %s", got)
	}
	if e := invited.History[0]; e.Actor.Name != "Arne Agent" || e.Network != "192.0.2.0/24" {
		t.Errorf("history does not say who and from where: %+v", e)
	}
	silent := a.show(v, a.customer(v, "Carl Customer", "carl@example.org", false))
	if len(silent.Mails) != 0 || actions(silent) != "created" {
		t.Errorf("mails %+v, history %s", silent.Mails, actions(silent))
	}
	if _, ok := silent.Pending(); !ok {
		t.Error("there is no link to copy")
	}
	if silent.Person.State != person.Invited || silent.Person.Language != "de" || silent.Person.Version != 1 {
		t.Errorf("person: %+v", silent.Person)
	}
}

func TestARepeatOfACreationGivesTheSamePersonAndWritesNothingMore(t *testing.T) {
	a := testAgency(t)
	_, v := a.member("Arne Agent", person.Agent)
	key := a.key()
	n := people.Newcomer{Name: "Clara", Email: a.email("clara@example.org"), Role: person.Customer, Language: "en", Invite: true}
	first, err := a.registrar.Create(t.Context(), v, key, n)
	if err != nil {
		t.Fatal(err)
	}
	second, err := a.registrar.Create(t.Context(), v, key, n)
	if err != nil || second != first {
		t.Errorf("got %+v, %v, want %+v", second, err, first)
	}
	if d := a.show(v, first); len(d.Mails) != 1 || len(d.History) != 2 {
		t.Errorf("%d mails, %d lines of history", len(d.Mails), len(d.History))
	}
	n.Name = "Claire"
	_, err = a.registrar.Create(t.Context(), v, key, n)
	wantError(t, err, people.IdempotencyMismatch)
	_, other := a.member("Anna Agent", person.Agent)
	_, err = a.registrar.Create(t.Context(), other, key, n)
	wantError(t, err, people.AddressTaken) // another caller's key is another key
}

func TestOfManyWhoTakeAnAddressAtOnceOneGetsIt(t *testing.T) {
	a := testAgency(t)
	_, v := a.member("Arne Agent", person.Agent)
	ids := make([]person.ID, 8)
	errs := make([]error, len(ids))
	var wait sync.WaitGroup
	for i := range ids {
		key, mail := a.key(), a.email(strings.ToUpper("clara")[:i%5]+"clara"[i%5:]+"@example.org")
		wait.Go(func() {
			p, err := a.registrar.Create(t.Context(), v, key, people.Newcomer{Name: "Clara", Email: mail, Role: person.Customer, Language: "en"})
			ids[i], errs[i] = p.ID, err
		})
	}
	wait.Wait()
	var winner person.ID
	for i, err := range errs {
		if err == nil {
			if winner != "" {
				t.Error("two have the address")
			}
			winner = ids[i]
		}
	}
	for _, err := range errs {
		e, ok := problem.As(err)
		if err != nil && (!ok || e.Code != "busy" && (e.Code != "address_taken" || e.PersonID != string(winner))) {
			t.Errorf("%v", err)
		}
	}
}

func TestAnAgentIsNotToldWhoOfTheTeamHasAnAddress(t *testing.T) {
	a := testAgency(t)
	_, v := a.member("Arne Agent", person.Agent)
	n := people.Newcomer{Name: "X", Email: a.email("ARNE.agent@example.com"), Role: person.Customer, Language: "en"}
	_, err := a.registrar.Create(t.Context(), v, a.key(), n)
	if e, ok := problem.As(err); !ok || e.Code != "address_taken" || e.PersonID != "" {
		t.Errorf("%+v", err)
	}
}

func TestH2_ANewInvitationEndsTheOldLinkAndIsMailedOnce(t *testing.T) {
	a := testAgency(t)
	_, v := a.member("Arne Agent", person.Agent)
	p := a.customer(v, "Clara", "clara@example.org", true)
	key := a.key()
	for range 2 {
		d, err := a.registrar.Invite(t.Context(), v, key, people.Customers, p.ID, proof.ByLink)
		if err != nil {
			t.Fatal(err)
		}
		if d.Invitation.Generation != 2 || len(d.Mails) != 2 || d.Mails[0].Generation != 2 || d.Person.Version != p.Version {
			t.Errorf("invitation %+v, mails %+v", d.Invitation, d.Mails)
		}
	}
	if stored := a.show(v, p); len(stored.Mails) != 2 || stored.Invitation.Generation != 2 || actions(stored) != "invited created invited" && actions(stored) != "invited invited created" {
		t.Errorf("stored: %s, %+v", actions(stored), stored.Invitation)
	}
	a.activate(p)
	_, err := a.registrar.Invite(t.Context(), v, a.key(), people.Customers, p.ID, proof.ByLink)
	wantError(t, err, people.NotPending)
}

func TestInvitationsAtTheSameTimeEachMakeAGeneration(t *testing.T) {
	a := testAgency(t)
	_, v := a.member("Arne Agent", person.Agent)
	p := a.customer(v, "Clara", "clara@example.org", false)
	errs := make([]error, 4)
	var wait sync.WaitGroup
	for i := range errs {
		key := a.key()
		wait.Go(func() { _, errs[i] = a.registrar.Invite(t.Context(), v, key, people.Customers, p.ID, proof.ByLink) })
	}
	wait.Wait()
	sent := 0
	for _, err := range errs {
		if err == nil {
			sent++
		} else if e, ok := problem.As(err); !ok || e.Code != "busy" {
			t.Error(err)
		}
	}
	if d := a.show(v, p); sent == 0 || d.Invitation.Generation != 1+sent || len(d.Mails) != sent {
		t.Errorf("%d sent, generation %d, %d mails", sent, d.Invitation.Generation, len(d.Mails))
	}
}

func TestACallerWhoIsSuspendedAfterReadingWritesNothing(t *testing.T) {
	a := testAgency(t)
	agent, v := a.member("Arne Agent", person.Agent)
	_, admin := a.member("Ada Admin", person.Administrator)
	clara := a.customer(v, "Clara", "clara@example.org", false)
	if _, err := a.desk.SetAccess(t.Context(), admin, people.Team, agent.ID, true, agent.Version); err != nil {
		t.Fatal(err)
	}
	by := people.Author{Caller: &v.Caller}
	now := time.Now()
	other := person.Person{ID: "aaaaaaaaaaaaaaaaaaaaaaaaaa", Name: "X", AddressKey: "x@example.org", Role: person.Customer, State: person.Invited, CreatedAt: now, Version: 1}
	changed := clara
	changed.State, changed.Version = person.Suspended, 2
	for name, err := range map[string]error{
		"create":  a.table.CreatePerson(t.Context(), people.Creation{By: by, Person: other, Invitation: invitationOf(other, now)}),
		"change":  a.table.ChangePerson(t.Context(), people.Change{By: by, Before: clara, After: changed}),
		"renew":   a.table.RenewInvitation(t.Context(), people.Renewal{By: by, Person: clara, Before: invitationOf(clara, now), After: invitationOf(clara, now)}),
		"witness": a.table.Witness(t.Context(), by, clara, a.show(admin, clara).History[0]),
	} {
		if !errors.Is(err, gate.Suspended) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if d := a.show(admin, clara); d.Person != clara || len(d.History) != 1 {
		t.Errorf("something was written: %+v", d)
	}
}
