//go:build cloud

package flows

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"portico/tests/stack"
)

func TestH3_EmailAndPasswordSignInAndTheNameIsKnown(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	_, email, _ := s.Customer(t, admin)
	b := s.Browser(t)
	answer := b.SignIn(t, email, stack.Password)
	if me, _ := answer.Body["person"].(map[string]any); me["name"] != "Cara Customer" {
		t.Errorf("no name: %s", answer)
	}
	want(t, b.Get(t, "/api/home"), http.StatusOK, "")
	b.Refresh(t)
	want(t, b.Get(t, "/api/home"), http.StatusOK, "")
}

func TestH3_SigningOutEndsTheSessionAtOnce(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	b, email, _ := s.Customer(t, admin)
	other := s.Browser(t)
	other.SignIn(t, email, stack.Password)
	want(t, b.Post(t, "/api/sessions/end", "", struct{}{}), http.StatusNoContent, "")
	want(t, b.Get(t, "/api/home"), http.StatusUnauthorized, "session_ended")
	if refused := b.Post(t, "/api/sessions/refresh", "", struct{}{}); refused.Status != http.StatusUnauthorized {
		t.Errorf("the cookie still works: %s", refused)
	}
	want(t, other.Get(t, "/api/home"), http.StatusOK, "")
}

func TestH5_ResettingByMailEndsOtherSessionsAndSignsIn(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	old, email, _ := s.Customer(t, admin)
	b := s.Browser(t)
	want(t, b.Post(t, "/api/resets", stack.Key(), map[string]any{"email": email}), http.StatusAccepted, "")
	link := s.WaitMails(t, email, 2)[1].Link(t)
	want(t, verify(t, b, link), http.StatusOK, "")
	const fresh = "another quiet harbour 8"
	b.Signed(t, b.Post(t, "/api/resets/complete", stack.Key(), map[string]any{"link": link, "password": fresh}))
	want(t, b.Get(t, "/api/home"), http.StatusOK, "")
	want(t, old.Get(t, "/api/home"), http.StatusUnauthorized, "session_ended")
	want(t, verify(t, s.Browser(t), link), http.StatusGone, "link_used")
	refused := s.Browser(t).Post(t, "/api/sessions", "", map[string]any{"email": email, "password": stack.Password})
	want(t, refused, http.StatusUnauthorized, "sign_in_failed")
	s.Browser(t).SignIn(t, email, fresh)
	s.WaitMails(t, email, 3) // the notice that the password was changed
}

func TestX3_TheAnswerToAResetDoesNotTellWhetherTheAddressIsKnown(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	_, known, _ := s.Customer(t, admin)
	unknown := stack.Address("nobody")
	first := s.Browser(t).Post(t, "/api/resets", stack.Key(), map[string]any{"email": known})
	second := s.Browser(t).Post(t, "/api/resets", stack.Key(), map[string]any{"email": unknown})
	if first.Status != second.Status || string(first.Raw) != string(second.Raw) {
		t.Errorf("known: %s, unknown: %s", first, second)
	}
	s.WaitMails(t, known, 2)
	if mails := s.Mails(t, unknown); len(mails) != 0 {
		t.Errorf("a stranger got %q", mails[0].Subject)
	}
}

func TestX3_EveryRefusalOfASignInIsTheSame(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	_, known, _ := s.Customer(t, admin)
	invited, _ := invite(t, admin, false)
	_, suspended, id := s.Customer(t, admin)
	suspend(t, admin, "/api/customers/"+id)
	waiting, _, temporary := temporarily(t, s, admin, "en")
	another := "0" + temporary[1:]
	if another == temporary {
		another = "1" + temporary[1:]
	}
	bodies := map[string]string{}
	for who, try := range map[string]map[string]any{
		"known":     {"email": known, "password": "not the password at all"},
		"unknown":   {"email": stack.Address("nobody"), "password": stack.Password},
		"invited":   {"email": invited, "password": stack.Password},
		"suspended": {"email": suspended, "password": "not the password at all"},

		"with a temporary password":             {"email": waiting, "password": another},
		"unknown, with a temporary password":    {"email": stack.Address("nobody"), "password": temporary},
		"known, with somebody else's":           {"email": known, "password": temporary},
		"invited by link, with somebody else's": {"email": invited, "password": temporary},
	} {
		answer := s.Browser(t).Post(t, "/api/sessions", "", try)
		want(t, answer, http.StatusUnauthorized, "sign_in_failed")
		delete(answer.Body, "instance")
		for name := range answer.Body {
			bodies[who] += name + ";"
		}
		if answer.Body["detail"] == "" || len(answer.Header.Values("Set-Cookie")) != 0 {
			t.Errorf("%s: %s with cookies %v", who, answer, answer.Header.Values("Set-Cookie"))
		}
		if detail, _ := answer.Body["detail"].(string); detail != "" {
			bodies[who] = detail
		}
	}
	for who, body := range bodies {
		if body != bodies["unknown"] {
			t.Errorf("%s is answered %q, unknown %q", who, body, bodies["unknown"])
		}
	}
}

func TestX12_TooManyTriesAreRefusedWithTheTimeToWait(t *testing.T) {
	s := stack.Open(t)
	b := s.Browser(t)
	email := stack.Address("nobody")
	var last *stack.Answer
	for range 8 {
		last = b.Post(t, "/api/sessions", "", map[string]any{"email": email, "password": "guess after guess"})
		if last.Status == http.StatusTooManyRequests {
			break
		}
	}
	want(t, last, http.StatusTooManyRequests, "too_many_requests")
	seconds, err := strconv.Atoi(last.Header.Get("Retry-After"))
	if err != nil || seconds < 1 || seconds > int((15*time.Minute).Seconds()) {
		t.Errorf("Retry-After %q (%v)", last.Header.Get("Retry-After"), err)
	}
}

// suspend takes away somebody's access.
func suspend(t *testing.T, admin *stack.Browser, path string) {
	t.Helper()
	record, _ := admin.Get(t, path).Body["person"].(map[string]any)
	want(t, admin.Post(t, path+"/access", "", map[string]any{"suspended": true, "version": record["version"]}), http.StatusOK, "")
}
