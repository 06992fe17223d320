//go:build cloud

// Package attack tries what nobody should get through with. Its tests are generated from the contract, so that a new route is covered by being
// written down.
package attack

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"portico/tests/stack"
)

// good are values of the right form for the fields of bodies.
var good = map[string]any{
	"service": "software", "subject": "S", "text": "Let me in.", "status": "closed", "version": 1, "seen": 1, "level": "none", "services": []string{},
	"suspended": true, "role": "agent", "invite": true, "secondFactor": "required",
}

// ownEndings are the operations that end one of the caller's own things and answer what is left of them: what is not the caller's changes nothing,
// as something that has ended already.
var ownEndings = []string{"/api/profile/sessions/{id}/end", "/api/profile/devices/{id}/end"}

// operation is one of the contract that names somebody's thing in its path.
type operation struct {
	method, path, access string
	spec                 *openapi3.Operation
}

// withIDs gives the operations for people signed in whose path has a parameter.
func withIDs(t *testing.T) []operation {
	t.Helper()
	document, err := openapi3.NewLoader().LoadFromFile("../../api/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var found []operation
	for path, item := range document.Paths.Map() {
		for method, spec := range item.Operations() {
			access, _ := spec.Extensions["x-portico-access"].(string)
			if strings.Contains(path, "{") && !slices.Contains([]string{"public", "session"}, access) {
				found = append(found, operation{method, path, access, spec})
			}
		}
	}
	return found
}

func (op operation) body(t *testing.T) []byte {
	t.Helper()
	if op.spec.RequestBody == nil {
		return nil
	}
	body := map[string]any{}
	for _, field := range op.spec.RequestBody.Value.Content.Get("application/json").Schema.Value.Required {
		if body[field] = good[field]; body[field] == nil {
			t.Fatalf("%s %s: no value for the field %q", op.method, op.path, field)
		}
	}
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestAnothersThingsAreOutOfReachOnEveryRoute(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	victim, victimMail, victimID := s.Customer(t, admin)
	eve, _, _ := s.Customer(t, admin)
	home := victim.Get(t, "/api/home")
	services, _ := home.Body["services"].([]any)
	first, _ := services[0].(map[string]any)
	opened := victim.Post(t, "/api/requests", stack.Key(), map[string]any{"service": first["id"], "subject": "Secret plans", "text": "Very secret."})
	if opened.Status != http.StatusCreated {
		t.Fatalf("not opened: %s", opened)
	}
	sessions, _ := victim.Get(t, "/api/profile/sessions").Body["items"].([]any)
	session, _ := sessions[0].(map[string]any)
	victims := strings.NewReplacer("sessions/{id}", "sessions/"+fmt.Sprint(session["id"]), "{ticket}", fmt.Sprint(opened.Body["id"]), "{id}", victimID, "{mail}", strings.Repeat("a", 26))
	before := string(victim.Get(t, "/api/requests/"+fmt.Sprint(opened.Body["id"])).Raw)

	person := 0
	for _, op := range withIDs(t) {
		path := victims.Replace(op.path)
		header := http.Header{"Content-Type": {"application/json"}, "Origin": {s.Portal}, "Idempotency-Key": {stack.Key()}}
		want, code := http.StatusForbidden, "forbidden"
		if op.access == "person" {
			want, code = http.StatusNotFound, "request_not_found"
			person++
		}
		if slices.Contains(ownEndings, op.path) {
			want, code = http.StatusOK, ""
		}
		for _, query := range []string{"", "?after=0", "?before=2", "?cursor=x"} {
			answer := eve.Do(t, op.method, path+query, header, op.body(t))
			if answer.Status != want || answer.Code() != code {
				t.Errorf("%s %s%s: want %d %s, got %s", op.method, op.path, query, want, code, answer)
			}
			for _, secret := range []string{"Secret plans", "Very secret", victimMail, fmt.Sprint(session["id"])} {
				if strings.Contains(string(answer.Raw), secret) {
					t.Errorf("%s %s%s tells %q", op.method, op.path, query, secret)
				}
			}
		}
	}
	if person == 0 {
		t.Error("no operation of people with an id was tried")
	}
	if after := string(victim.Get(t, "/api/requests/"+fmt.Sprint(opened.Body["id"])).Raw); after != before {
		t.Errorf("something was changed:\n%s\n%s", before, after)
	}
}

func TestAnothersReferenceFindsNothing(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	victim, _, _ := s.Customer(t, admin)
	eve, _, _ := s.Customer(t, admin)
	services, _ := victim.Get(t, "/api/home").Body["services"].([]any)
	first, _ := services[0].(map[string]any)
	opened := victim.Post(t, "/api/requests", stack.Key(), map[string]any{"service": first["id"], "subject": "Secret plans", "text": "Very secret."})
	for _, query := range []string{fmt.Sprint(opened.Body["reference"]), "secret", "plans"} {
		answer := eve.Get(t, "/api/requests?query="+query)
		if items, _ := answer.Body["items"].([]any); answer.Status != http.StatusOK || len(items) > 0 {
			t.Errorf("%q: %s", query, answer)
		}
	}
}

func TestACursorWorksForItsCallerAlone(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	victim, _, _ := s.Customer(t, admin)
	eve, _, _ := s.Customer(t, admin)
	services, _ := victim.Get(t, "/api/home").Body["services"].([]any)
	first, _ := services[0].(map[string]any)
	for range 26 {
		victim.Post(t, "/api/requests", stack.Key(), map[string]any{"service": first["id"], "subject": "S", "text": "T"})
	}
	cursor, _ := victim.Get(t, "/api/requests").Body["next"].(string)
	if cursor == "" {
		t.Fatal("no second page")
	}
	for path, status := range map[string]int{"/api/requests?cursor=": http.StatusBadRequest, "/api/requests?status=open&cursor=": http.StatusBadRequest} {
		if answer := eve.Get(t, path+cursor); answer.Status != status || answer.Code() != "invalid_cursor" {
			t.Errorf("%s: %s", path, answer)
		}
	}
	if answer := admin.Get(t, "/api/queue?view=open&cursor="+cursor); answer.Code() != "invalid_cursor" {
		t.Errorf("on another road: %s", answer)
	}
}
