//go:build cloud

package identity

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"portico/tests/stack"
)

// temporarily invites a customer with a temporary password, and gives the address and what was mailed.
func (v *vault) temporarily(t *testing.T) (email, temporary string) {
	t.Helper()
	admin, _ := v.Administrator(t)
	email = stack.Address("tara")
	created := admin.Post(t, "/api/customers", stack.Key(),
		map[string]any{"name": "Tara Temporary", "email": email, "invite": true, "invitation": "temporary_password"})
	want(t, created, http.StatusCreated, "")
	if temporary = v.WaitMails(t, email, 1)[0].TemporaryPassword(); temporary == "" {
		t.Fatal("no temporary password came")
	}
	return email, temporary
}

func TestIdentity07_FiftyFirstSignInsWithOneTemporaryPasswordHaveOneWinner(t *testing.T) {
	v := openVault(t)
	email, temporary := v.temporarily(t)
	const people = 50
	type end struct{ password, code string }
	ends, browsers, wait := make([]end, people), make([]*stack.Browser, people), sync.WaitGroup{}
	for i := range people {
		b := v.Browser(t)
		browsers[i] = b
		wait.Go(func() {
			asked, err := stack.Patiently(func() (*stack.Answer, error) {
				return b.TryPost("/api/sessions", "", map[string]any{"email": email, "password": temporary})
			})
			if err != nil {
				t.Error(err)
				return
			}
			if asked.Code() != "password_change_required" {
				ends[i] = end{code: asked.Code()}
				return
			}
			password := fmt.Sprintf("harbour at dawn number %d", i)
			key := stack.Key()
			answer, err := stack.Patiently(func() (*stack.Answer, error) {
				return b.TryPost("/api/activate", key, map[string]any{"link": asked.Body["link"], "name": "Tara", "password": password})
			})
			if err != nil {
				t.Error(err)
				return
			}
			ends[i] = end{password, answer.Code()}
			if answer.Status == http.StatusOK {
				ends[i].code = "won"
			}
		})
	}
	wait.Wait()
	winner := -1
	for i, e := range ends {
		switch {
		case e.code == "won" && winner < 0:
			winner = i
		case e.code == "won":
			t.Errorf("%d has won as well", i)
		case e.code != "link_used" && e.code != "busy" && e.code != "temporary_password_used":
			t.Errorf("%d: %q", i, e.code)
		}
	}
	if winner < 0 {
		t.Fatalf("nobody won: %v", ends)
	}
	// Who came after the winner has guessed, by then, and that is counted for the address: a device that nobody knows might be asked for a code.
	browsers[winner].SignIn(t, email, ends[winner].password)
}

func TestIdentity12_GuessingTemporaryPasswordsDoesNotKeepTheirOwnerOut(t *testing.T) {
	v := openVault(t)
	email, temporary := v.temporarily(t)
	answers := v.guess(t, email, 30, 1)
	t.Logf("the guesses were answered %v", answers)
	if answers["code_required"] == 0 {
		t.Fatalf("the limit of the address was not reached: %v", answers)
	}
	asked := v.Browser(t).Post(t, "/api/sessions", "", map[string]any{"email": email, "password": temporary})
	want(t, asked, http.StatusForbidden, "password_change_required")
	other := strings.Map(func(r rune) rune {
		if r == '-' {
			return r
		}
		return '7'
	}, temporary)
	want(t, v.Browser(t).Post(t, "/api/sessions", "", map[string]any{"email": email, "password": other}), http.StatusForbidden, "code_required")
}
