//go:build cloud

package dynamo

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/problem"
	"portico/internal/proof"
)

func TestG11_APendingLinkIsShownAndEachShowingIsInTheHistory(t *testing.T) {
	a := testAgency(t)
	_, v := a.member("Arne Agent", person.Agent)
	p := a.customer(v, "Clara", "clara@example.org", false)
	link, invitation, err := a.desk.Link(t.Context(), v, people.Customers, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	_, secret, _ := strings.Cut(link, "https://help.example.com/activate#")
	read, err := proof.Parse(t.Context(), a.desk.Keys, secret)
	if err != nil || read.ID != invitation.ID || read.Generation != 1 {
		t.Errorf("%s: %+v, %v", link, read, err)
	}
	if got := actions(a.show(v, p)); got != "link_shown created" {
		t.Errorf("history: %s", got)
	}
	p = a.activate(p)
	_, _, err = a.desk.Link(t.Context(), v, people.Customers, p.ID)
	wantError(t, err, people.NotPending)
	if _, ok := a.show(v, p).Pending(); ok {
		t.Error("a link is pending after activation")
	}
}

func TestA2_ASuspendedPersonIsOutAndComesBackWhereTheyWere(t *testing.T) {
	a := testAgency(t)
	_, v := a.member("Arne Agent", person.Agent)
	clara, customer := a.member("Clara Customer", person.Customer)
	carl := a.customer(v, "Carl", "carl@example.org", false)
	for _, p := range []person.Person{clara, carl} {
		d, err := a.desk.SetAccess(t.Context(), v, people.Customers, p.ID, true, p.Version)
		if err != nil || d.Person.State != person.Suspended || d.Person.Version != p.Version+1 {
			t.Fatalf("%+v, %v", d.Person, err)
		}
	}
	g, err := a.table.Gate(t.Context(), clara.ID)
	if err != nil || g.State != person.Suspended || g.Epoch != 2 || len(g.Sessions) != 0 {
		t.Errorf("gate %+v, %v", g, err)
	}
	wantError(t, g.Permit(customer.Caller), gate.Suspended)
	_, err = a.registrar.Invite(t.Context(), v, a.key(), people.Customers, carl.ID, proof.ByLink)
	wantError(t, err, people.PersonSuspended)
	for _, test := range []struct {
		p    person.Person
		want person.State
	}{{clara, person.Active}, {carl, person.Invited}} {
		d, err := a.desk.SetAccess(t.Context(), v, people.Customers, test.p.ID, false, test.p.Version+1)
		if err != nil || d.Person.State != test.want || actions(d) != actions(a.show(v, test.p)) {
			t.Errorf("%+v, %v", d, err)
		}
	}
}

func TestAChangeIsHeldToTheVersionThatItsAuthorSaw(t *testing.T) {
	a := testAgency(t)
	_, v := a.member("Arne Agent", person.Agent)
	p := a.customer(v, "Clara", "clara@example.org", false)
	first, err := a.desk.SetAccess(t.Context(), v, people.Customers, p.ID, true, 1)
	if err != nil {
		t.Fatal(err)
	}
	again, err := a.desk.SetAccess(t.Context(), v, people.Customers, p.ID, true, 1) // its reply was lost
	if err != nil || again.Person != first.Person || len(again.History) != len(first.History) {
		t.Errorf("a repeat: %+v, %v", again, err)
	}
	_, err = a.desk.SetAccess(t.Context(), v, people.Customers, p.ID, false, 1)
	e, ok := problem.As(err)
	if !ok || e.Code != "version_conflict" || !reflect.DeepEqual(e.Current, people.ViewOf(first.Person)) {
		t.Errorf("%+v", err)
	}
	late := first.Person
	late.State, late.Version = person.Invited, 3
	err = a.table.ChangePerson(t.Context(), people.Change{Before: p, After: late, History: audit.Entry{ID: "x", Subject: p.ID}})
	changed, ok := errors.AsType[*people.Changed](err)
	if !ok || changed.Now != first.Person {
		t.Errorf("%v", err)
	}
}

func TestB9_ACodeIsRequiredOfOneCustomerWithItsVersionAndStandsInGateAndHistory(t *testing.T) {
	a := testAgency(t)
	_, v := a.member("Arne Agent", person.Agent)
	p := a.activate(a.customer(v, "Clara", "clara@example.org", false))
	for range 2 { // the second is a repeat
		d, err := a.desk.SetSecondFactor(t.Context(), v, p.ID, true, p.Version)
		if err != nil || !d.Person.FactorRequired || d.Person.Version != p.Version+1 {
			t.Fatalf("%+v, %v", d.Person, err)
		}
	}
	g, err := a.table.Gate(t.Context(), p.ID)
	if err != nil || !g.FactorRequired || g.Epoch != 1 {
		t.Errorf("the gate is %+v, %v", g, err)
	}
	d := a.show(v, p)
	want := []audit.Change{{Field: "secondFactor", Before: "portal", After: "required"}}
	if e := d.History[0]; e.Action != audit.SecondFactorSet || e.Detail != "required" || e.Actor.Name != "Arne Agent" || !slices.Equal(e.Changes, want) {
		t.Errorf("the history says %+v", e)
	}
	if _, err := a.desk.SetSecondFactor(t.Context(), v, p.ID, false, p.Version-1); !errors.Is(err, people.VersionConflict) {
		t.Errorf("with an old version: %v", err)
	}
	if _, err := a.desk.SetLevel(t.Context(), v, p.ID, person.Standard, "printing", p.Version+1); err != nil {
		t.Fatal(err)
	}
	if g, err = a.table.Gate(t.Context(), p.ID); err != nil || !g.FactorRequired {
		t.Errorf("another change of the person ends it: %+v, %v", g, err)
	}
	if d, err = a.desk.SetSecondFactor(t.Context(), v, p.ID, false, p.Version+2); err != nil || d.Person.FactorRequired {
		t.Errorf("%+v, %v", d.Person, err)
	}
	agent := a.create(people.Newcomer{Name: "Anna", Email: a.email("anna@example.com"), Role: person.Agent, Language: "en"})
	if _, err := a.desk.SetSecondFactor(t.Context(), v, agent.ID, true, 1); !errors.Is(err, people.NotFound) {
		t.Errorf("of somebody of the team: %v", err)
	}
}

func TestA0_TheLastAdministratorStaysWhoeverTries(t *testing.T) {
	a := testAgency(t)
	ada, v := a.member("Ada Admin", person.Administrator)
	_, err := a.desk.SetAccess(t.Context(), v, people.Team, ada.ID, true, ada.Version)
	wantError(t, err, people.LastAdministrator)
	_, err = a.desk.SetRole(t.Context(), v, ada.ID, person.Agent, ada.Version)
	wantError(t, err, people.LastAdministrator)

	invited := a.create(people.Newcomer{Name: "Ida", Email: a.email("ida@example.com"), Role: person.Administrator, Language: "en"})
	_, err = a.desk.SetAccess(t.Context(), v, people.Team, ada.ID, true, ada.Version)
	wantError(t, err, people.LastAdministrator) // somebody who has not activated cannot take over
	a.activate(invited)
	d, err := a.desk.SetRole(t.Context(), v, ada.ID, person.Agent, ada.Version)
	if err != nil || d.Person.Role != person.Agent || d.History[0].Detail != "agent" {
		t.Errorf("%+v, %v", d.Person, err)
	}
	_, err = a.desk.Show(t.Context(), v, people.Team, invited.ID)
	wantError(t, err, gate.Stale)
}

func TestA0_OfTwoAdministratorsWhoSuspendEachOtherAtOnceOneStays(t *testing.T) {
	for range 3 {
		a := testAgency(t)
		ada, first := a.member("Ada Admin", person.Administrator)
		bo, second := a.member("Bo Boss", person.Administrator)
		var wait sync.WaitGroup
		var errs [2]error
		wait.Go(func() { _, errs[0] = a.desk.SetAccess(t.Context(), first, people.Team, bo.ID, true, bo.Version) })
		wait.Go(func() { _, errs[1] = a.desk.SetAccess(t.Context(), second, people.Team, ada.ID, true, ada.Version) })
		wait.Wait()
		gone := 0
		for _, id := range []person.ID{ada.ID, bo.ID} {
			if p, err := a.table.Person(t.Context(), id); err != nil || p.State == person.Suspended {
				gone++
			}
		}
		if gone > 1 || gone == 0 && (errs[0] == nil || errs[1] == nil) {
			t.Errorf("%d are suspended: %v", gone, errs)
		}
	}
}

func TestCustomersAndTheTeamAreKeptApart(t *testing.T) {
	a := testAgency(t)
	agent, v := a.member("Arne Agent", person.Agent)
	_, admin := a.member("Ada Admin", person.Administrator)
	p := a.customer(v, "Clara", "clara@example.org", false)
	_, err := a.desk.Show(t.Context(), admin, people.Customers, agent.ID)
	wantError(t, err, people.NotFound)
	_, err = a.desk.Show(t.Context(), admin, people.Team, p.ID)
	wantError(t, err, people.NotFound)
	_, err = a.desk.SetRole(t.Context(), admin, p.ID, person.Administrator, 1)
	wantError(t, err, people.NotFound)
	_, err = a.desk.SetAccess(t.Context(), v, people.Customers, agent.ID, true, agent.Version)
	wantError(t, err, people.NotFound)
	for _, id := range []person.ID{"", "x", "aaaaaaaaaaaaaaaaaaaaaaaaaa"} {
		_, err = a.desk.Show(t.Context(), admin, people.Customers, id)
		wantError(t, err, people.NotFound)
	}
}

func TestSomebodyWhoIsTurnedAwayForTheirRoleIsWrittenDown(t *testing.T) {
	a := testAgency(t)
	clara, customer := a.member("Clara Customer", person.Customer)
	_, v := a.member("Arne Agent", person.Agent)
	customer.Route = "GET /api/customers"
	for range 3 {
		_, err := a.desk.List(t.Context(), customer, people.Customers, "", "")
		wantError(t, err, gate.Forbidden)
	}
	_, err := a.desk.Show(t.Context(), customer, people.Customers, clara.ID)
	wantError(t, err, gate.Forbidden)
	refusals := map[string]bool{}
	for _, e := range a.show(v, clara).History {
		if e.Action == audit.AccessRefused {
			refusals[e.Detail+e.At.String()] = true
		}
	}
	if n := len(refusals); n < 1 || n > 2 { // one in a minute; two where a minute ended meanwhile
		t.Errorf("%d refusals in the history: %v", n, refusals)
	}
}
