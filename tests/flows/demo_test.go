//go:build cloud

package flows

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"portico/internal/demo"
	"portico/internal/mailbox"
	"portico/internal/operator"
	"portico/tests/stack"
)

// quiet hears what a demo tells, and keeps it for a failure.
type quiet struct{ t *testing.T }

func (q quiet) Start(string, string) {}

func (q quiet) Done(part, what string, took time.Duration) { q.t.Logf("%s: %s, %s", part, what, took) }

func TestTheDemoFillsThePortalOnceHoweverOftenItRuns(t *testing.T) {
	s := stack.Open(t)
	portal := demo.Portal{
		Address: s.Portal, Mailbox: mailbox.Mailbox(s.Mailbox),
		Operator: operator.New(s.AWS, s.Output(t, "RegisterFunctionName")), Report: quiet{t},
	}
	first, err := portal.Fill(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { silence(t, s) })
	if first.People < 15 || first.Requests < 15 || first.Steps < 40 {
		t.Errorf("the first run made %+v", first)
	}
	before := census(t, s)

	again, err := portal.Fill(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if again != (demo.Made{}) {
		t.Errorf("the second run made %+v", again)
	}
	after := census(t, s)
	if fmt.Sprint(before) != fmt.Sprint(after) {
		t.Errorf("between the runs\n%v\nbecame\n%v", before, after)
	}
	if before["requests"] != first.Requests-1 { // the suspended customer's cannot be looked at by them
		t.Errorf("%d requests were opened, and people have %d", first.Requests, before["requests"])
	}
	for _, state := range []string{"open", "in_progress", "on_hold", "closed"} {
		if before[state] == 0 {
			t.Errorf("no request is %s: %v", state, before)
		}
	}
	if before["suspended"] != 1 || before["invited"] < 2 {
		t.Errorf("how customers stand: %v", before)
	}
}

// census counts what the people of the demo have, as they see it themselves: their requests by status, and messages. Customers are counted by state.
func census(t *testing.T, s *stack.Stack) map[string]int {
	t.Helper()
	counts := map[string]int{}
	var admin *stack.Browser
	for _, who := range demo.SignIns() {
		b := s.Browser(t)
		b.SignIn(t, who.Email, demo.Password)
		if who.Role == "administrator" {
			admin = b
		}
		if who.Role != "customer" {
			continue
		}
		countRequests(t, b, counts)
	}
	for _, email := range demo.Customers() {
		found := admin.Get(t, "/api/customers?query="+url.QueryEscape(email))
		want(t, found, http.StatusOK, "")
		items, _ := found.Body["items"].([]any)
		if len(items) != 1 {
			t.Errorf("%s is there %d times", email, len(items))
			continue
		}
		person, _ := items[0].(map[string]any)
		counts[fmt.Sprint(person["state"])]++
	}
	return counts
}

func countRequests(t *testing.T, b *stack.Browser, counts map[string]int) {
	t.Helper()
	page := b.Get(t, "/api/requests")
	want(t, page, http.StatusOK, "")
	items, _ := page.Body["items"].([]any)
	for _, item := range items {
		summary, _ := item.(map[string]any)
		read := b.Get(t, "/api/requests/"+fmt.Sprint(summary["id"]))
		want(t, read, http.StatusOK, "")
		messages, _ := read.Body["messages"].([]any)
		counts["requests"]++
		counts[fmt.Sprint(summary["status"])]++
		counts["messages"] += len(messages)
	}
}

// silence takes back what the demo's agents are told of; other tests count who is told.
func silence(t *testing.T, s *stack.Stack) {
	for _, who := range demo.SignIns() {
		if who.Role != "agent" {
			continue
		}
		b := s.Browser(t)
		b.SignIn(t, who.Email, demo.Password)
		chosen := b.Get(t, "/api/notifications")
		services, _ := chosen.Body["services"].([]any)
		for _, one := range services {
			choice, _ := one.(map[string]any)
			choice["newRequests"], choice["replies"] = false, "none"
		}
		want(t, b.Post(t, "/api/notifications", "", map[string]any{"services": services, "version": chosen.Body["version"]}), http.StatusOK, "")
	}
}
