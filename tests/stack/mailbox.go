package stack

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Mail is a mail in the mailbox.
type Mail struct {
	ID      string                           `json:"id"`
	Subject string                           `json:"subject"`
	Text    string                           `json:"text"`
	HTML    string                           `json:"html"`
	Headers map[string]any                   `json:"headers"`
	To      []struct{ Address, Name string } `json:"to"`
}

// Mails gives what has come for address, oldest first.
func (s *Stack) Mails(t testing.TB, address string) []Mail {
	t.Helper()
	response, err := http.Get(s.Mailbox + "/api/email?to.address=" + url.QueryEscape(address))
	if err != nil {
		t.Fatalf("mailbox: %v", err)
	}
	defer response.Body.Close()
	var all []Mail
	if err := json.NewDecoder(response.Body).Decode(&all); err != nil {
		t.Fatalf("mailbox: %v", err)
	}
	var found []Mail
	for _, mail := range all {
		for _, to := range mail.To {
			if strings.EqualFold(to.Address, address) {
				found = append(found, mail)
			}
		}
	}
	return found
}

// WaitMails waits until count mails have come for address, or fails the test after 45 seconds.
func (s *Stack) WaitMails(t testing.TB, address string, count int) []Mail {
	t.Helper()
	for deadline := time.Now().Add(45 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		mails := s.Mails(t, address)
		if len(mails) >= count {
			return mails
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d of %d mails came for %s", len(mails), count, address)
		}
	}
}

var link = regexp.MustCompile(`https?://\S+#(\S+)`)

// Link gives the secret part of the link in a mail, or fails the test.
func (m Mail) Link(t testing.TB) string {
	t.Helper()
	found := link.FindStringSubmatch(m.Text)
	if found == nil {
		t.Fatalf("no link in %q", m.Text)
	}
	return found[1]
}
