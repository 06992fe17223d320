//go:build cloud

package flows

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"portico/tests/stack"
)

// agent invites an agent and gives the browser, address and id.
func agent(t *testing.T, s *stack.Stack, admin *stack.Browser, role string) (*stack.Browser, string, string) {
	t.Helper()
	email := stack.Address(role)
	created := admin.Post(t, "/api/agents", stack.Key(), map[string]any{"name": "Arne Agent", "email": email, "role": role})
	if created.Status != http.StatusCreated {
		t.Fatalf("not created: %s", created)
	}
	b := s.Browser(t)
	b.Activate(t, s.WaitMails(t, email, 1)[0].Link(t), "Arne Agent")
	id, _ := created.Body["id"].(string)
	return b, email, id
}

func version(t *testing.T, answer *stack.Answer) any {
	t.Helper()
	record, ok := answer.Body["person"].(map[string]any)
	if !ok {
		t.Fatalf("no person: %s", answer)
	}
	return record["version"]
}

func TestA0_AnAdministratorInvitesAnAgentMakesThemAdministratorAndSuspendsThem(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	b, email, id := agent(t, s, admin, "agent")
	want(t, b.Get(t, "/api/customers"), http.StatusOK, "")
	want(t, b.Get(t, "/api/agents"), http.StatusForbidden, "forbidden")

	seen := version(t, admin.Get(t, "/api/agents/"+id))
	promoted := admin.Post(t, "/api/agents/"+id+"/role", "", map[string]any{"role": "administrator", "version": seen})
	want(t, promoted, http.StatusOK, "")
	want(t, b.Get(t, "/api/agents"), http.StatusUnauthorized, "stale")
	b.Refresh(t)
	want(t, b.Get(t, "/api/agents"), http.StatusOK, "")

	late := admin.Post(t, "/api/agents/"+id+"/access", "", map[string]any{"suspended": true, "version": seen})
	want(t, late, http.StatusConflict, "version_conflict")
	if current, _ := late.Body["current"].(map[string]any); current["role"] != "administrator" {
		t.Errorf("the second writer is not told what changed: %s", late)
	}
	suspend(t, admin, "/api/agents/"+id)
	want(t, b.Get(t, "/api/agents"), http.StatusUnauthorized, "person_suspended")
	want(t, b.Post(t, "/api/customers", stack.Key(), map[string]any{"name": "X", "email": stack.Address("x"), "invite": false}), http.StatusUnauthorized, "person_suspended")
	refused := s.Browser(t).Post(t, "/api/sessions", "", map[string]any{"email": email, "password": stack.Password})
	want(t, refused, http.StatusForbidden, "person_suspended")
}

func TestA0_AnOperatorCanAlwaysMakeAnAdministrator(t *testing.T) {
	s := stack.Open(t)
	email := stack.Address("operator")
	order := map[string]string{"action": "create-administrator", "name": "Olga Operator", "email": email}
	first, second := s.Operator(t, order), s.Operator(t, order)
	if first["link"] == nil || second["link"] == nil {
		t.Fatalf("no link: %v, %v", first, second)
	}
	_, secret, _ := strings.Cut(second["link"].(string), "#")
	b := s.Browser(t)
	b.Activate(t, secret, "Olga Operator")
	want(t, b.Get(t, "/api/settings"), http.StatusOK, "")
}

func TestG7_AdministratorsSeeTheAddressesOfPortalAndServices(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	answer := admin.Get(t, "/api/settings")
	want(t, answer, http.StatusOK, "")
	section, _ := answer.Body["services"].(map[string]any)
	services, _ := section["services"].([]any)
	if answer.Body["address"] == "" || len(services) == 0 {
		t.Fatalf("no addresses: %s", answer)
	}
	for _, entry := range services {
		if service, _ := entry.(map[string]any); !strings.Contains(service["address"].(string), "@") {
			t.Errorf("no support address: %v", service)
		}
	}
	b, _, _ := agent(t, s, admin, "agent")
	want(t, b.Get(t, "/api/settings"), http.StatusForbidden, "forbidden")
}

func TestA2_CustomersAreFoundByWordsOfNameAndAddress(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	email := stack.Address("zoltan")
	created := admin.Post(t, "/api/customers", stack.Key(), map[string]any{"name": "Zoltán Überfluß-Kővári", "email": email, "invite": false})
	want(t, created, http.StatusCreated, "")
	for _, query := range []string{"zolt", "Uberfl", "kővári", "kovari zoltan", email, strings.ToUpper(email[:14])} {
		found := admin.Get(t, "/api/customers?query="+url.QueryEscape(query))
		if found.Status != http.StatusOK || !strings.Contains(string(found.Raw), email) {
			t.Errorf("%q does not find %s: %s", query, email, found)
		}
	}
	nobody := admin.Get(t, "/api/customers?query=zoltan+nobodyhere")
	if strings.Contains(string(nobody.Raw), email) {
		t.Errorf("found by a word that is not there: %s", nobody)
	}
}

func TestM1_TheInvitationIsTextAndHTMLWithThePortalsName(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	name, _ := s.Browser(t).Get(t, "/api/portal").Body["name"].(string)
	email := stack.Address("gerda")
	want(t, admin.Post(t, "/api/customers", stack.Key(), map[string]any{"name": "Gerda Gast", "email": email, "invite": true, "language": "de"}), http.StatusCreated, "")
	mail := s.WaitMails(t, email, 1)[0]
	if name == "" || !strings.Contains(mail.Text, name) || !strings.Contains(mail.HTML, name) || !strings.Contains(mail.Subject, name) {
		t.Errorf("the portal's name %q is missing: %q\n%s", name, mail.Subject, mail.Text)
	}
	if !strings.Contains(mail.HTML, mail.Link(t)) || !strings.Contains(mail.HTML, `lang="de"`) {
		t.Errorf("the HTML has not the link or not the language:\n%s", mail.HTML)
	}
	if mail.Headers["auto-submitted"] != "auto-generated" {
		t.Errorf("headers %v", mail.Headers)
	}
}
