//go:build cloud

package faults

import (
	"encoding/json"
	"net/http"
	"os"
	"regexp"
	"slices"
	"testing"

	"portico/tests/stack"
)

// subject is whom a run of a road is about.
type subject struct {
	email, id, link, key string
	flow, code           string
	other                string // session, or device
	service, ticket      string
	agent                string // to whom a request is given
	mail, notification   string // SES's id of an incoming mail, and what it tells of it
	version              any
	next                 string         // the address that the subject wants to have
	section              map[string]any // what is sent of a section of settings
	b                    *stack.Browser
}

// road is one way to write. Prepare makes what it needs, undisturbed. Do sends the request, the same each time, and tells whether it has
// succeeded. Functions are those whose calls are spoiled.
type road struct {
	name      string
	prepare   func(*testing.T, *world) *subject
	do        func(*testing.T, *world, *subject) (done bool, answer string)
	functions []string
	late      bool // prepared right before it is walked, because what is prepared would not wait
}

// roads are all ways to write; with PORTICO_TEST_ROADS, a regular expression, those whose names it finds.
func roads() []road {
	named := regexp.MustCompile(os.Getenv("PORTICO_TEST_ROADS"))
	return slices.DeleteFunc(append(slices.Concat(ticketRoads(), incomingRoads(), importRoads(), factorRoads(), accountRoads(), settingsRoads()), []road{
		{name: "an agent creates a customer with an invitation", prepare: newcomer, do: createCustomer, functions: []string{"register"}},
		{name: "an administrator invites an agent", prepare: newcomer, do: createAgent, functions: []string{"register"}},
		{name: "an agent sends an invitation again", prepare: invited, do: resend, functions: []string{"register"}},
		{name: "an operator makes an administrator", prepare: newcomer, do: createAdministrator, functions: []string{"register"}},
		{name: "an agent is shown a link", prepare: invited, do: showLink, functions: []string{"people"}},
		{name: "an agent suspends a customer", prepare: active, do: suspend, functions: []string{"people"}},
		{name: "an administrator promotes an agent", prepare: colleague, do: promote, functions: []string{"people"}},
		{name: "a customer activates", prepare: invited, do: activate, functions: []string{"activate", "auth-triggers"}},
		{name: "somebody asks for an account", prepare: newcomer, do: askAccount, functions: []string{"signup"}},
		{name: "somebody asks for the mail of a registration again", prepare: applied, do: askAgain, functions: []string{"signup"}},
		{name: "somebody types the code of a registration", prepare: applied, do: typeCode, functions: []string{"signup"}},
		{name: "somebody completes a registration by the link", prepare: applied, do: activate, functions: []string{"activate", "auth-triggers"}},
		{name: "somebody completes a registration by the code", prepare: confirmed, do: activate, functions: []string{"activate", "auth-triggers"}},
		{name: "a customer asks for a reset", prepare: active, do: askReset, functions: []string{"reset"}},
		{name: "a customer completes a reset", prepare: resetting, do: completeReset, functions: []string{"reset", "auth-triggers"}},
		{name: "a customer asks for a link in place of a dead one", prepare: invited, do: askRenewal, functions: []string{"verify"}},
		{name: "a customer signs in", prepare: active, do: signIn, functions: []string{"sessions", "auth-triggers"}},
		{name: refusedSignIn, prepare: active, do: refuseSignIn, functions: []string{"sessions"}},
		{name: "a session is refreshed", prepare: active, do: refresh, functions: []string{"sessions", "auth-triggers"}},
		{name: "a customer signs out", prepare: active, do: signOut, functions: []string{"sessions"}},
		{name: "an invitation goes out", prepare: newcomer, do: createCustomer, functions: []string{"notify", "mailer"}},
		{name: "the mail of a registration goes out", prepare: newcomer, do: askAccount, functions: []string{"mailer"}},
		{name: "a registration is decided", prepare: newcomer, do: askAccount, functions: []string{"decide"}},
		{name: "a registration of somebody with an account is decided", prepare: active, do: askAccount, functions: []string{"decide", "mailer"}},
		{name: "a reset is decided", prepare: active, do: askReset, functions: []string{"decide"}},
		{name: "a renewal is decided", prepare: invited, do: askRenewal, functions: []string{"decide"}},
		{name: "the token of an ended session is revoked", prepare: active, do: signOut, functions: []string{"revoke"}},
		{name: "the sweep finds a forgotten mail", prepare: forgotten, do: runSweep, functions: []string{"sweep"}, late: true},
	}...), func(r road) bool { return !named.MatchString(r.name) })
}

// refusedSignIn is the road of a wrong password.
const refusedSignIn = "a sign-in is refused"

const fresh = "another quiet harbour 8"

// send posts as a page does. What no function has answered, but the gateway for one that was killed, is an answer without a status.
func (w *world) send(b *stack.Browser, path, key string, body any) *stack.Answer {
	text, err := json.Marshal(body)
	if err != nil {
		return &stack.Answer{Raw: []byte(err.Error())}
	}
	header := http.Header{"Content-Type": {"application/json"}, "Origin": {w.Portal}}
	if key != "" {
		header.Set("Idempotency-Key", key)
	}
	if w.trace != "" {
		header.Set("X-Amzn-Trace-Id", w.trace)
	}
	answer, err := b.Try(http.MethodPost, path, header, text)
	if err != nil {
		return &stack.Answer{Raw: []byte(err.Error())}
	}
	return answer
}

// answered tells whether an answer has the status that the client wants.
func answered(a *stack.Answer, wanted int) (bool, string) { return a.Status == wanted, a.String() }

// newcomer is an address that nobody has.
func newcomer(t *testing.T, w *world) *subject {
	return &subject{email: stack.Address("nina"), key: stack.Key(), b: w.Browser(t)}
}

// invited is a customer with an invitation.
func invited(t *testing.T, w *world) *subject {
	t.Helper()
	s := newcomer(t, w)
	created := w.admin.Post(t, "/api/customers", stack.Key(), map[string]any{"name": "Nina New", "email": s.email, "invite": true})
	if created.Status != http.StatusCreated {
		t.Fatalf("not created: %s", created)
	}
	s.id, _ = created.Body["id"].(string)
	s.version = created.Body["version"]
	s.link = w.mail(t, s.email, 1).Link(t)
	return s
}

// code is what stands alone on a line of a mail.
var code = regexp.MustCompile(`\n    (\d{6})\n`)

// applied is somebody who has asked for an account and has the mail.
func applied(t *testing.T, w *world) *subject {
	t.Helper()
	s := newcomer(t, w)
	asked := w.Browser(t).Post(t, "/api/registrations", stack.Key(), map[string]any{"name": "Nina New", "email": s.email})
	if asked.Status != http.StatusAccepted {
		t.Fatalf("not asked: %s", asked)
	}
	s.flow, _ = asked.Body["flow"].(string)
	mail := w.mail(t, s.email, 1)
	s.link, s.code = mail.Link(t), codeOf(t, mail)
	return s
}

func codeOf(t *testing.T, mail stack.Mail) string {
	t.Helper()
	found := code.FindStringSubmatch(mail.Text)
	if found == nil {
		t.Fatalf("no code in %q", mail.Text)
	}
	return found[1]
}

// confirmed is somebody who has typed the code, and has the link for it.
func confirmed(t *testing.T, w *world) *subject {
	t.Helper()
	s := applied(t, w)
	typed := s.b.Post(t, "/api/registrations/confirm", s.key, map[string]any{"flow": s.flow, "code": s.code})
	if typed.Status != http.StatusOK {
		t.Fatalf("not confirmed: %s", typed)
	}
	s.link, _ = typed.Body["link"].(string)
	s.key = stack.Key()
	return s
}

func askAccount(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(s.b, "/api/registrations", s.key, map[string]any{"name": "Nina New", "email": s.email}), http.StatusAccepted)
}

func askAgain(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(s.b, "/api/registrations/resend", s.key, map[string]any{"flow": s.flow, "email": s.email}), http.StatusAccepted)
}

func typeCode(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(s.b, "/api/registrations/confirm", s.key, map[string]any{"flow": s.flow, "code": s.code}), http.StatusOK)
}

// active is a customer who is signed in.
func active(t *testing.T, w *world) *subject {
	t.Helper()
	s := invited(t, w)
	s.b.Activate(t, s.link, "Nina New")
	detail := w.admin.Get(t, "/api/customers/"+s.id)
	record, _ := detail.Body["person"].(map[string]any)
	s.version = record["version"]
	return s
}

// resetting is a customer with a reset link.
func resetting(t *testing.T, w *world) *subject {
	t.Helper()
	s := active(t, w)
	asked := w.Browser(t).Post(t, "/api/resets", stack.Key(), map[string]any{"email": s.email})
	if asked.Status != http.StatusAccepted {
		t.Fatalf("not asked: %s", asked)
	}
	s.link = w.mail(t, s.email, 2).Link(t)
	s.b = w.Browser(t)
	return s
}

// colleague is an agent who is active.
func colleague(t *testing.T, w *world) *subject {
	t.Helper()
	s := newcomer(t, w)
	created := w.admin.Post(t, "/api/agents", stack.Key(), map[string]any{"name": "Nina New", "email": s.email, "role": "agent"})
	if created.Status != http.StatusCreated {
		t.Fatalf("not created: %s", created)
	}
	s.id, _ = created.Body["id"].(string)
	s.b.Activate(t, w.mail(t, s.email, 1).Link(t), "Nina New")
	record, _ := w.admin.Get(t, "/api/agents/"+s.id).Body["person"].(map[string]any)
	s.version = record["version"]
	return s
}

func createCustomer(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(w.admin, "/api/customers", s.key, map[string]any{"name": "Nina New", "email": s.email, "invite": true}), http.StatusCreated)
}

func createAgent(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(w.admin, "/api/agents", s.key, map[string]any{"name": "Nina New", "email": s.email, "role": "agent"}), http.StatusCreated)
}

func resend(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(w.admin, "/api/customers/"+s.id+"/invitation", s.key, struct{}{}), http.StatusOK)
}

func showLink(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(w.admin, "/api/customers/"+s.id+"/link", "", struct{}{}), http.StatusOK)
}

func suspend(_ *testing.T, w *world, s *subject) (bool, string) {
	a := w.send(w.admin, "/api/customers/"+s.id+"/access", "", map[string]any{"suspended": true, "version": s.version})
	if current, ok := a.Body["current"].(map[string]any); ok && a.Code() == "version_conflict" && current["state"] == "suspended" {
		return true, a.String() // the first request did it; the page shows the state as it is
	}
	return answered(a, http.StatusOK)
}

func promote(_ *testing.T, w *world, s *subject) (bool, string) {
	a := w.send(w.admin, "/api/agents/"+s.id+"/role", "", map[string]any{"role": "administrator", "version": s.version})
	if current, ok := a.Body["current"].(map[string]any); ok && a.Code() == "version_conflict" && current["role"] == "administrator" {
		return true, a.String()
	}
	return answered(a, http.StatusOK)
}

func activate(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(s.b, "/api/activate", s.key, map[string]any{"link": s.link, "name": "Nina New", "password": stack.Password}), http.StatusOK)
}

func askReset(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(s.b, "/api/resets", s.key, map[string]any{"email": s.email}), http.StatusAccepted)
}

func completeReset(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(s.b, "/api/resets/complete", s.key, map[string]any{"link": s.link, "password": fresh}), http.StatusOK)
}

func askRenewal(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(s.b, "/api/verify/renewals", s.key, map[string]any{"link": s.link}), http.StatusAccepted)
}

func signIn(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(s.b, "/api/sessions", "", map[string]any{"email": s.email, "password": stack.Password}), http.StatusOK)
}

func refuseSignIn(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(s.b, "/api/sessions", "", map[string]any{"email": s.email, "password": fresh}), http.StatusUnauthorized)
}

func refresh(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(s.b, "/api/sessions/refresh", "", struct{}{}), http.StatusOK)
}

func signOut(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(s.b, "/api/sessions/end", "", struct{}{}), http.StatusNoContent)
}
