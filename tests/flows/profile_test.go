//go:build cloud

package flows

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"portico/tests/stack"
)

// another is a good password that stack.Password is not.
const another = "another quiet harbour 8"

// sessions gives the ids of the sessions that a browser's person has, the browser's own first.
func sessions(t *testing.T, b *stack.Browser) []string {
	t.Helper()
	answer := b.Get(t, "/api/profile/sessions")
	want(t, answer, http.StatusOK, "")
	items, _ := answer.Body["items"].([]any)
	var ids []string
	for i, item := range items {
		row, _ := item.(map[string]any)
		if current, _ := row["current"].(bool); current != (i == 0) {
			t.Errorf("session %d of %s: current is %v", i, answer, current)
		}
		id, _ := row["id"].(string)
		ids = append(ids, id)
	}
	return ids
}

func TestX11_SomebodySeesWhereTheyAreSignedInAndEndsOneAtOnce(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	here, email, _ := s.Customer(t, admin)
	there := s.Browser(t)
	there.SignIn(t, email, stack.Password)
	ids := sessions(t, here)
	if len(ids) != 2 || !slices.Contains(sessions(t, there), ids[0]) {
		t.Fatalf("the sessions are %v", ids)
	}
	for range 2 { // a repeat changes nothing
		want(t, here.Post(t, "/api/profile/sessions/"+ids[1]+"/end", "", struct{}{}), http.StatusOK, "")
	}
	want(t, there.Get(t, "/api/home"), http.StatusUnauthorized, "session_ended")
	if refused := there.Post(t, "/api/sessions/refresh", "", struct{}{}); refused.Status != http.StatusUnauthorized {
		t.Errorf("the cookie still works: %s", refused)
	}
	if left := sessions(t, here); !slices.Equal(left, ids[:1]) {
		t.Errorf("left are %v, want %v", left, ids[:1])
	}
}

func TestX11_SomebodyEndsAllOtherSessionsAtOnce(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	here, email, _ := s.Customer(t, admin)
	var others []*stack.Browser
	for range 3 {
		b := s.Browser(t)
		b.SignIn(t, email, stack.Password)
		others = append(others, b)
	}
	want(t, here.Post(t, "/api/profile/sessions/end", "", struct{}{}), http.StatusOK, "")
	for i, b := range others {
		if refused := b.Get(t, "/api/home"); refused.Code() != "session_ended" {
			t.Errorf("session %d goes on: %s", i, refused)
		}
	}
	want(t, here.Get(t, "/api/home"), http.StatusUnauthorized, "stale")
	here.Refresh(t)
	if left := sessions(t, here); len(left) != 1 {
		t.Errorf("left are %v", left)
	}
}

func TestX11_NobodyEndsASessionOfSomebodyElse(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	here, _, _ := s.Customer(t, admin)
	stranger, _, _ := s.Customer(t, admin)
	id := sessions(t, here)[0]
	want(t, stranger.Post(t, "/api/profile/sessions/"+id+"/end", "", struct{}{}), http.StatusOK, "")
	want(t, here.Get(t, "/api/home"), http.StatusOK, "")
}

func TestX11_ANewPasswordWantsThePresentOneEndsOtherSessionsAndIsTold(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	here, email, id := s.Customer(t, admin)
	there := s.Browser(t)
	there.SignIn(t, email, stack.Password)
	wrong := here.Post(t, "/api/profile/password", stack.Key(), map[string]any{"currentPassword": "not this one at all", "newPassword": another})
	want(t, wrong, http.StatusUnprocessableEntity, "invalid_fields")
	if !strings.Contains(string(wrong.Raw), `"currentPassword"`) {
		t.Errorf("the field is not named: %s", wrong)
	}
	weak := here.Post(t, "/api/profile/password", stack.Key(), map[string]any{"currentPassword": stack.Password, "newPassword": "short"})
	if want(t, weak, http.StatusUnprocessableEntity, "invalid_fields"); !strings.Contains(string(weak.Raw), `"newPassword"`) {
		t.Errorf("the field is not named: %s", weak)
	}
	want(t, there.Get(t, "/api/home"), http.StatusOK, "")

	key, body := stack.Key(), map[string]any{"currentPassword": stack.Password, "newPassword": another}
	want(t, here.Post(t, "/api/profile/password", key, body), http.StatusNoContent, "")
	want(t, there.Get(t, "/api/home"), http.StatusUnauthorized, "session_ended")
	here.Refresh(t)
	want(t, here.Post(t, "/api/profile/password", key, body), http.StatusNoContent, "") // the same once more
	want(t, here.Get(t, "/api/home"), http.StatusOK, "")
	want(t, here.Post(t, "/api/profile/password", key, map[string]any{"currentPassword": stack.Password, "newPassword": another + "9"}),
		http.StatusUnprocessableEntity, "idempotency_mismatch")
	want(t, s.Browser(t).Post(t, "/api/sessions", "", map[string]any{"email": email, "password": stack.Password}), http.StatusUnauthorized, "sign_in_failed")
	s.Browser(t).SignIn(t, email, another)
	if told := s.WaitMails(t, email, 2)[1]; !strings.Contains(told.Subject, "password") {
		t.Errorf("the mail is %q", told.Subject)
	}
	if detail := admin.Get(t, "/api/customers/"+id); strings.Count(string(detail.Raw), `"password_changed"`) != 2 { // a line of history and the mail
		t.Errorf("the history has no line, or more than one: %s", detail)
	}
}

func TestX12_GuessingThePresentPasswordOfAnOpenSessionIsLimited(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	here, _, _ := s.Customer(t, admin)
	for i := range 5 {
		want(t, here.Post(t, "/api/profile/proof", "", map[string]any{"currentPassword": "guess number " + string(rune('a'+i))}), http.StatusUnprocessableEntity, "invalid_fields")
	}
	refused := here.Post(t, "/api/profile/proof", "", map[string]any{"currentPassword": stack.Password})
	if want(t, refused, http.StatusTooManyRequests, "too_many_requests"); refused.Header.Get("Retry-After") == "" {
		t.Error("nothing says how long to wait")
	}
	want(t, here.Get(t, "/api/home"), http.StatusOK, "")
}

func TestX11_ManyChangesOfOnePasswordAtOnceHaveOneEffect(t *testing.T) {
	stack.Crowds(t, func(t *testing.T, n int) {
		s := stack.Open(t)
		admin, _ := s.Administrator(t)
		b, email, _ := s.Customer(t, admin)
		answers := s.AtOnce(t, n, func(_ *stack.Browser, i int, key string) (*stack.Answer, error) {
			return b.TryPost("/api/profile/password", key, map[string]any{"currentPassword": stack.Password, "newPassword": another + password(i)})
		})
		once(t, answers)
		won := slices.IndexFunc(answers, func(a *stack.Answer) bool { return a.Status == http.StatusNoContent })
		s.Browser(t).SignIn(t, email, another+password(won))
	})
}

func TestX11_NameAndLanguageAreTheirOwnersToChange(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	here, _, id := s.Customer(t, admin)
	profile := here.Get(t, "/api/profile")
	want(t, profile, http.StatusOK, "")
	body := map[string]any{"name": "Carola Customer", "language": "de", "version": profile.Body["version"]}
	for range 2 { // the second is a repeat whose answer was lost
		changed := here.Post(t, "/api/profile/details", "", body)
		if want(t, changed, http.StatusOK, ""); changed.Body["name"] != "Carola Customer" || changed.Body["language"] != "de" {
			t.Errorf("changed to %s", changed)
		}
	}
	body["name"] = "Caroline"
	want(t, here.Post(t, "/api/profile/details", "", body), http.StatusConflict, "version_conflict")
	if detail := admin.Get(t, "/api/customers/"+id); strings.Count(string(detail.Raw), `"details_changed"`) != 1 {
		t.Errorf("the history has no line, or more than one: %s", detail)
	}
	found := admin.Get(t, "/api/customers?query=carola")
	if !strings.Contains(string(found.Raw), id) {
		t.Errorf("not found by the new name: %s", found)
	}
}
