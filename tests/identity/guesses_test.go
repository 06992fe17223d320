//go:build cloud

package identity

import (
	"net"
	"net/http"
	"regexp"
	"sync"
	"testing"
	"time"

	"portico/internal/session"
	"portico/tests/stack"
)

var code = regexp.MustCompile(`\b\d{6}\b`)

// guess tries count wrong passwords for email from each of networks, at most sixteen at once, and gives how often the answer was of each code.
func (v *vault) guess(t *testing.T, email string, networks, count int) map[string]int {
	t.Helper()
	answers, mu := map[string]int{}, sync.Mutex{}
	jobs := make(chan *stack.Browser)
	var wait sync.WaitGroup
	for range 16 {
		wait.Go(func() {
			for b := range jobs {
				answer, err := stack.Patiently(func() (*stack.Answer, error) {
					return b.TryPost("/api/sessions", "", map[string]any{"email": email, "password": "guess after guess after guess"})
				})
				if err != nil {
					t.Error(err)
					continue
				}
				mu.Lock()
				answers[answer.Code()]++
				mu.Unlock()
			}
		})
	}
	strangers := make([]*stack.Browser, networks)
	for i := range strangers {
		strangers[i] = v.BrowserAt(t, net.IPv4(127, byte(100+i/200), byte(i%200+1), 9))
	}
	for range count {
		for _, stranger := range strangers {
			jobs <- stranger
		}
	}
	close(jobs)
	wait.Wait()
	return answers
}

func TestIdentity12_AThousandGuessesFromTwoHundredNetworksDoNotKeepTheOwnerOut(t *testing.T) {
	v := openVault(t)
	known, email, _ := v.member(t)
	device := known.Cookie(session.DeviceName)
	answers := v.guess(t, email, 200, 5)
	t.Logf("the guesses were answered %v", answers)
	if answers["sign_in_failed"] > 30 || answers[""] > 0 {
		t.Errorf("%d passwords were tried: %v", answers["sign_in_failed"], answers)
	}
	started := time.Now()
	at := v.Browser(t) // the device that the owner has signed in on before, wherever it is now
	at.SetCookie(session.DeviceName, device)
	at.SignIn(t, email, stack.Password)
	v.resetFromAnywhere(t, email)
	if took := time.Since(started); took > time.Minute {
		t.Errorf("the owner was in after %v", took)
	}
}

// resetFromAnywhere gets the owner in on a device that nobody knows, by a mailed link.
func (v *vault) resetFromAnywhere(t *testing.T, email string) {
	t.Helper()
	b := v.Browser(t)
	want(t, b.Post(t, "/api/resets", stack.Key(), map[string]any{"email": email}), http.StatusAccepted, "")
	link := v.WaitMail(t, email, "/reset#").Link(t) // codes that guesses have asked for may come before it
	b.Signed(t, b.Post(t, "/api/resets/complete", stack.Key(), map[string]any{"link": link, "password": "another quiet harbour 8"}))
}

func TestIdentity12_ADeviceThatWasKnownBeforeAResetIsAskedForACodeLikeAnyOther(t *testing.T) {
	v := openVault(t)
	known, email, _ := v.member(t)
	device := known.Cookie(session.DeviceName)
	v.resetFromAnywhere(t, email)
	v.guess(t, email, 6, 4)
	b := v.Browser(t)
	b.SetCookie(session.DeviceName, device)
	try := map[string]any{"email": email, "password": "another quiet harbour 8"}
	want(t, b.Post(t, "/api/sessions", "", try), http.StatusForbidden, "code_required")
}

func TestIdentity12_PastTheLimitTheMailedCodeLetsTheOwnerIn(t *testing.T) {
	v := openVault(t)
	_, email, _ := v.member(t)
	before := v.guess(t, email, 6, 4)["code_required"]
	v.WaitMails(t, email, before) // each was mailed, and none comes after the owner's
	b := v.Browser(t)
	asked := b.Post(t, "/api/sessions", "", map[string]any{"email": email, "password": stack.Password})
	want(t, asked, http.StatusForbidden, "code_required")
	try := map[string]any{"email": email, "password": stack.Password, "flow": asked.Body["flow"], "code": "000000"}
	want(t, b.Post(t, "/api/sessions", "", try), http.StatusForbidden, "code_wrong")
	mailed := code.FindString(v.WaitMails(t, email, before+1)[before].Text)
	try["code"], try["password"] = mailed, "not the password at all"
	want(t, b.Post(t, "/api/sessions", "", try), http.StatusUnauthorized, "sign_in_failed")
	try["password"] = stack.Password
	b.Signed(t, b.Post(t, "/api/sessions", "", try))
	again := v.Browser(t).Post(t, "/api/sessions", "", try)
	want(t, again, http.StatusGone, "code_expired")
}

func TestIdentity12_AnAddressThatNobodyHasIsAskedForACodeAsWell(t *testing.T) {
	v := openVault(t)
	email := stack.Address("nobody")
	v.guess(t, email, 6, 4)
	asked := v.Browser(t).Post(t, "/api/sessions", "", map[string]any{"email": email, "password": stack.Password})
	want(t, asked, http.StatusForbidden, "code_required")
	try := map[string]any{"email": email, "password": stack.Password, "flow": asked.Body["flow"], "code": "000000"}
	want(t, v.Browser(t).Post(t, "/api/sessions", "", try), http.StatusForbidden, "code_wrong")
	if mails := v.settled(t, email); mails != 0 {
		t.Errorf("a stranger got %d mails", mails)
	}
}

// settled waits until no more mails come for an address, and gives how many there are.
func (v *vault) settled(t *testing.T, email string) int {
	t.Helper()
	count, quiet := len(v.Mails(t, email)), 0
	for ; quiet < 8; time.Sleep(250 * time.Millisecond) {
		now := len(v.Mails(t, email))
		if quiet++; now != count {
			count, quiet = now, 0
		}
	}
	return count
}
