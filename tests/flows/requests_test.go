//go:build cloud

package flows

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"portico/tests/stack"
)

// service gives the id of the first service that somebody may open requests for.
func service(t *testing.T, b *stack.Browser) string {
	t.Helper()
	services, _ := b.Get(t, "/api/home").Body["services"].([]any)
	if len(services) == 0 {
		t.Fatal("no service to open a request for")
	}
	first, _ := services[0].(map[string]any)
	id, _ := first["id"].(string)
	return id
}

// open opens a request and gives its id and reference.
func open(t *testing.T, b *stack.Browser, subject, text string) (id, reference string) {
	t.Helper()
	answer := b.Post(t, "/api/requests", stack.Key(), map[string]any{"service": service(t, b), "subject": subject, "text": text})
	want(t, answer, http.StatusCreated, "")
	id, _ = answer.Body["id"].(string)
	reference, _ = answer.Body["reference"].(string)
	return id, reference
}

func field(answer *stack.Answer, path ...string) any {
	var value any = answer.Body
	for _, name := range path {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	return value
}

func TestH18_M5_ARequestGoesItsWayAndTheCustomerIsToldOnce(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	team, teamMail, agentID := agent(t, s, admin, "agent")
	customer, mail, _ := s.Customer(t, admin)
	chosen := map[string]any{"services": []any{map[string]any{"service": service(t, customer), "newRequests": true, "replies": "all"}}, "version": 0}
	want(t, team.Post(t, "/api/notifications", "", chosen), http.StatusOK, "")
	t.Cleanup(func() { // other tests count who is told
		nothing := map[string]any{"service": service(t, customer), "newRequests": false, "replies": "none"}
		want(t, team.Post(t, "/api/notifications", "", map[string]any{"services": []any{nothing}, "version": 1}), http.StatusOK, "")
	})

	id, reference := open(t, customer, "The printer burns", "It burns.\nBrightly.")
	subject := "[" + reference + "] The printer burns"
	received := s.WaitMails(t, mail, 2)[1]
	if received.Subject != subject || !strings.Contains(received.Text, "/requests/"+id) {
		t.Errorf("told of arrival: %q\n%s", received.Subject, received.Text)
	}
	if told := s.WaitMail(t, teamMail, "It burns.\nBrightly.", "/tickets/"+id); told.Subject != subject {
		t.Errorf("the agent is told: %q\n%s", told.Subject, told.Text)
	}

	ticket := "/api/tickets/" + id
	taken := team.Post(t, ticket+"/assignee", "", map[string]any{"agent": agentID, "version": 1})
	want(t, taken, http.StatusOK, "")
	want(t, team.Post(t, ticket+"/notes", stack.Key(), map[string]any{"text": "A secret note."}), http.StatusCreated, "")
	answered := team.Post(t, ticket+"/answers", stack.Key(), map[string]any{"text": "Use water.", "seen": 1, "status": "in_progress"})
	want(t, answered, http.StatusCreated, "")
	answer := s.WaitMails(t, mail, 3)[2]
	if answer.Subject != subject || !strings.Contains(answer.Text, "Use water.") || strings.Contains(answer.Text, "secret") {
		t.Errorf("told of the answer: %q\n%s", answer.Subject, answer.Text)
	}
	if answer.Headers["in-reply-to"] == nil || answer.Headers["in-reply-to"] != received.Headers["message-id"] {
		t.Errorf("the answer is in reply to %v, the first mail was %v", answer.Headers["in-reply-to"], received.Headers["message-id"])
	}

	seen := customer.Get(t, "/api/requests/"+id)
	want(t, seen, http.StatusOK, "")
	if seen.Body["assignee"] != "Arne Agent" || strings.Contains(string(seen.Raw), "secret") || seen.Body["status"] != "in_progress" {
		t.Errorf("the customer reads %s", seen)
	}
	want(t, customer.Post(t, "/api/requests/"+id+"/replies", stack.Key(), map[string]any{"text": "It helped."}), http.StatusCreated, "")
	s.WaitMail(t, teamMail, "It helped.", "/tickets/"+id)
	closing := map[string]any{"status": "closed", "seen": 2, "version": field(answered, "conversation", "version")}
	over := team.Post(t, ticket+"/status", "", closing)
	want(t, over, http.StatusConflict, "messages_unseen")
	if current, _ := over.Body["current"].(map[string]any); !strings.Contains(fmt.Sprint(over.Body["messages"], current["conversation"]), "It helped.") {
		t.Errorf("who closes over a reply is not shown it: %s", over)
	}
	closing["seen"] = 3
	closed := team.Post(t, ticket+"/status", "", closing)
	want(t, closed, http.StatusOK, "")
	s.WaitMails(t, mail, 4)
	reopened := customer.Post(t, "/api/requests/"+id+"/replies", stack.Key(), map[string]any{"text": "Not quite."})
	want(t, reopened, http.StatusCreated, "")
	if reopened.Body["status"] != "open" {
		t.Errorf("after the reply: %s", reopened)
	}
	time.Sleep(time.Second)
	if mails := s.Mails(t, mail); len(mails) != 4 {
		t.Errorf("the customer got %d mails", len(mails))
	}
}

func TestH15_HomeShowsRequestsThatAreNotClosed(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	customer, _, _ := s.Customer(t, admin)
	first, _ := open(t, customer, "First", "One")
	open(t, customer, "Second", "Two")
	want(t, customer.Post(t, "/api/requests/"+first+"/status", "", map[string]any{"status": "closed", "seen": 1, "version": 1}), http.StatusOK, "")
	home := customer.Get(t, "/api/home")
	want(t, home, http.StatusOK, "")
	requests, _ := home.Body["requests"].([]any)
	if len(requests) != 1 || !strings.Contains(fmt.Sprint(requests), "Second") || home.Body["quickLinks"] == nil {
		t.Errorf("home shows %s", home)
	}
}

func TestH16_TheListFiltersFindsAndPages(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	customer, _, _ := s.Customer(t, admin)
	var references []string
	for i := range 27 {
		_, reference := open(t, customer, fmt.Sprintf("Überspannung Nummer %d", i), "T")
		references = append(references, reference)
	}
	page := customer.Get(t, "/api/requests")
	want(t, page, http.StatusOK, "")
	next, _ := page.Body["next"].(string)
	open(t, customer, "A later one", "T")
	rest := customer.Get(t, "/api/requests?cursor="+url.QueryEscape(next))
	want(t, rest, http.StatusOK, "")
	for _, reference := range references {
		if strings.Count(string(page.Raw)+string(rest.Raw), reference) != 1 {
			t.Errorf("%s is not there exactly once", reference)
		}
	}
	for query, found := range map[string]int{references[0]: 1, strings.ToLower(strings.ReplaceAll(references[1], "-", "")): 1, "uberspannung+26": 1, "later": 1, "nothing": 0} {
		answer := customer.Get(t, "/api/requests?query="+query)
		items, _ := answer.Body["items"].([]any)
		if answer.Status != http.StatusOK || len(items) != found {
			t.Errorf("%q finds %s", query, answer)
		}
	}
	for status, found := range map[string]bool{"open": true, "closed": false} {
		items, _ := customer.Get(t, "/api/requests?status="+status).Body["items"].([]any)
		if (len(items) > 0) != found {
			t.Errorf("%s: %d", status, len(items))
		}
	}
	want(t, customer.Get(t, "/api/requests?status=lost"), http.StatusUnprocessableEntity, "invalid_fields")
}

func TestA1_TwoAgentsSeeEachOther(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	team, _, _ := agent(t, s, admin, "agent")
	customer, _, _ := s.Customer(t, admin)
	id, _ := open(t, customer, "Two agents", "T")
	ticket := "/api/tickets/" + id
	for _, view := range []string{"view=open", "view=unassigned", "view=service&service=" + service(t, customer)} {
		if queue := team.Get(t, "/api/queue?"+view); queue.Status != http.StatusOK || !strings.Contains(string(queue.Raw), id) {
			t.Errorf("%s does not hold the request: %s", view, queue)
		}
	}
	counts := team.Get(t, "/api/queue/counts")
	want(t, counts, http.StatusOK, "")
	if n, _ := counts.Body["open"].(float64); n < 1 {
		t.Errorf("counted %s", counts)
	}
	want(t, team.Post(t, ticket+"/answers", stack.Key(), map[string]any{"text": "First.", "seen": 1}), http.StatusCreated, "")
	late := admin.Post(t, ticket+"/answers", stack.Key(), map[string]any{"text": "Second.", "seen": 1})
	want(t, late, http.StatusConflict, "messages_unseen")
	if !strings.Contains(fmt.Sprint(late.Body["messages"]), "First.") {
		t.Errorf("the second is not shown the first: %s", late)
	}
	want(t, team.Post(t, ticket+"/status", "", map[string]any{"status": "on_hold", "seen": 2, "version": 1}), http.StatusOK, "")
	conflict := admin.Post(t, ticket+"/status", "", map[string]any{"status": "closed", "seen": 2, "version": 1})
	want(t, conflict, http.StatusConflict, "version_conflict")
	if current, _ := conflict.Body["current"].(map[string]any); !strings.Contains(fmt.Sprint(current["conversation"]), "on_hold") {
		t.Errorf("the second writer is not told what changed: %s", conflict)
	}
	news := team.Get(t, ticket+"?after=1")
	want(t, news, http.StatusOK, "")
	if messages, _ := field(news, "conversation", "messages").([]any); len(messages) != 1 {
		t.Errorf("after 1: %s", news)
	}
	colleagues := team.Get(t, "/api/colleagues")
	want(t, colleagues, http.StatusOK, "")
	if !strings.Contains(string(colleagues.Raw), "Arne Agent") || strings.Contains(string(colleagues.Raw), "Cara Customer") {
		t.Errorf("colleagues: %s", colleagues)
	}
}

func TestG36_LevelAndServicesActAtOnce(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	customer, email, id := s.Customer(t, admin)
	level := func(level string, services ...string) {
		t.Helper()
		body := map[string]any{"level": level, "services": append([]string{}, services...), "version": version(t, admin.Get(t, "/api/customers/"+id))}
		want(t, admin.Post(t, "/api/customers/"+id+"/level", "", body), http.StatusOK, "")
	}
	request := map[string]any{"service": service(t, customer), "subject": "S", "text": "T"}
	level("standard", "some-other-service")
	want(t, customer.Post(t, "/api/requests", stack.Key(), request), http.StatusForbidden, "service_not_allowed")
	level("none")
	want(t, customer.Get(t, "/api/home"), http.StatusUnauthorized, "no_access")
	credentials := map[string]any{"email": email, "password": stack.Password}
	want(t, s.Browser(t).Post(t, "/api/sessions", "", credentials), http.StatusForbidden, "no_access")
	level("standard")
	customer.SignIn(t, email, stack.Password)
	want(t, customer.Post(t, "/api/requests", stack.Key(), request), http.StatusCreated, "")
}
