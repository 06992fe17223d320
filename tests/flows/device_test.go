//go:build cloud

package flows

import (
	"net/http"
	"strings"
	"testing"

	"portico/internal/session"
	"portico/tests/stack"
)

func TestX12_AnAccessTokenMakesNoKnownDevices(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	here, email, _ := s.Customer(t, admin)
	for _, cookie := range []string{"garbage", ""} {
		for _, others := range []int{1, 0} { // with a session that ends, and with none
			if others > 0 {
				s.Browser(t).SignIn(t, email, stack.Password)
			}
			thief := s.Browser(t)
			thief.Token = here.Token
			if cookie != "" {
				thief.SetCookie(session.DeviceName, cookie)
			}
			want(t, thief.Post(t, "/api/profile/sessions/end", "", struct{}{}), http.StatusOK, "")
			if got := thief.Cookie(session.DeviceName); got != cookie {
				t.Errorf("with %q and %d other sessions the device becomes %q", cookie, others, got)
			}
			if others > 0 {
				here.Refresh(t)
			}
		}
	}
	device := here.Cookie(session.DeviceName)
	s.Browser(t).SignIn(t, email, stack.Password)
	want(t, here.Post(t, "/api/profile/sessions/end", "", struct{}{}), http.StatusOK, "")
	if device != "" && strings.Count(here.Cookie(session.DeviceName), ".") != 3 {
		t.Errorf("the owner's device is %q, and was %q", here.Cookie(session.DeviceName), device)
	}
}

func TestA6_WhoSignsInAndOutAgainIsInTheHistoryAndTheLog(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	_, email, id := s.Customer(t, admin)
	thief := s.Browser(t)
	for range 2 {
		want(t, thief.Post(t, "/api/sessions", "", map[string]any{"email": email, "password": "not the right one"}), http.StatusUnauthorized, "sign_in_failed")
	}
	thief.SignIn(t, email, stack.Password)
	want(t, thief.Post(t, "/api/sessions/end", "", struct{}{}), http.StatusNoContent, "")
	history := string(admin.Get(t, "/api/customers/"+id).Raw)
	if strings.Count(history, `"signed_in"`) != 1 || !strings.Contains(history, `"detail":"password"`) {
		t.Errorf("the history is %s", history)
	}
	if n := strings.Count(history, `"sign_in_refused"`); n < 1 || n > 2 { // two where a quarter of an hour began between them
		t.Errorf("%d refusals are in the history: %s", n, history)
	}
	for _, action := range []string{"signed_in", "sign_in_refused"} {
		if page := admin.Get(t, "/api/audit?action="+action+"&person="+id); !strings.Contains(string(page.Raw), `"`+action+`"`) {
			t.Errorf("%s is not in the log: %s", action, page)
		}
	}
}
