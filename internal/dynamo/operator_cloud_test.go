//go:build cloud

package dynamo

import (
	"errors"
	"strings"
	"testing"

	"portico/internal/people"
	"portico/internal/person"
)

func TestA0_AnOperatorMakesAnAdministratorOfWhoeverMayBeOne(t *testing.T) {
	a := testAgency(t)
	email := a.email("olga@example.com")
	p, link, err := a.operator.CreateAdministrator(t.Context(), "Olga", email)
	if err != nil || p.Role != person.Administrator || p.State != person.Invited || !strings.Contains(link, "/activate#a.") {
		t.Fatalf("%+v, %q, %v", p, link, err)
	}
	_, again, err := a.operator.CreateAdministrator(t.Context(), "Olga", email)
	if err != nil || again != link {
		t.Errorf("a repeat gives %q, %v", again, err)
	}
	if pending, err := a.operator.PendingLink(t.Context(), email); err != nil || pending != link {
		t.Errorf("the pending link is %q, %v", pending, err)
	}
	p = a.activate(p)
	v := a.session(p, "origin")
	if d := a.show(v, p); len(d.Mails) != 0 || d.History[len(d.History)-1].Actor.Kind != "operator" {
		t.Errorf("mails %v, history %s", d.Mails, actions(d))
	}
	_, err = a.operator.PendingLink(t.Context(), email)
	wantError(t, err, people.NotPending)

	agent, _ := a.member("Arne Agent", person.Agent)
	if _, err := a.desk.SetAccess(t.Context(), v, people.Team, agent.ID, true, agent.Version); err != nil {
		t.Fatal(err)
	}
	promoted, link, err := a.operator.CreateAdministrator(t.Context(), "", a.email("arne.agent@example.com"))
	if err != nil || promoted.Role != person.Administrator || promoted.State != person.Active || link != "https://help.example.com" {
		t.Errorf("%+v, %q, %v", promoted, link, err)
	}
	clara := a.customer(v, "Clara", "clara@example.org", false)
	_, _, err = a.operator.CreateAdministrator(t.Context(), "Clara", a.email(clara.Email))
	wantError(t, err, people.CustomerHasAddress)
	all, err := a.operator.Administrators(t.Context())
	if err != nil || len(all) != 2 {
		t.Errorf("%+v, %v", all, err)
	}
	_, err = a.operator.PendingLink(t.Context(), a.email("nobody@example.com"))
	if !errors.Is(err, people.NotFound) {
		t.Errorf("%v", err)
	}
}
