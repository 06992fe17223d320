// Package mailbox reads the mails that a local portal has sent, in MailDev.
package mailbox

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// between is how long Wait waits before it looks again.
const between = 100 * time.Millisecond

// Mailbox is a MailDev, at an address such as http://localhost:1080.
type Mailbox string

// Mail is a mail in the mailbox.
type Mail struct {
	ID      string                           `json:"id"`
	Subject string                           `json:"subject"`
	Text    string                           `json:"text"`
	HTML    string                           `json:"html"`
	Headers map[string]any                   `json:"headers"`
	To      []struct{ Address, Name string } `json:"to"`
}

// To gives what has come for address, oldest first.
func (m Mailbox) To(ctx context.Context, address string) ([]Mail, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, string(m)+"/api/email?to.address="+url.QueryEscape(address), nil)
	if err != nil {
		return nil, fmt.Errorf("mailbox: %w", err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, fmt.Errorf("mailbox: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("mailbox: it answers %s", response.Status)
	}
	var all []Mail
	if err := json.NewDecoder(response.Body).Decode(&all); err != nil {
		return nil, fmt.Errorf("mailbox: %w", err)
	}
	var found []Mail
	for _, mail := range all {
		for _, to := range mail.To {
			if strings.EqualFold(to.Address, address) {
				found = append(found, mail)
			}
		}
	}
	return found, nil
}

// Wait waits until enough says yes to the mails for address, and gives them. Where the time runs out first, it gives those that have come, and no error.
func (m Mailbox) Wait(ctx context.Context, address string, atMost time.Duration, enough func([]Mail) bool) ([]Mail, error) {
	for deadline := time.Now().Add(atMost); ; {
		mails, err := m.To(ctx, address)
		if err != nil || enough(mails) || time.Now().After(deadline) {
			return mails, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(between):
		}
	}
}

var link = regexp.MustCompile(`https?://\S+#(\S+)`)

var temporary = regexp.MustCompile(`(?m)^ +((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})$`)

// TemporaryPassword gives the temporary password in a mail, or empty.
func (m Mail) TemporaryPassword() string {
	found := temporary.FindStringSubmatch(m.Text)
	if found == nil {
		return ""
	}
	return found[1]
}

// Secret gives the secret part of the link in a mail, or empty.
func (m Mail) Secret() string {
	found := link.FindStringSubmatch(m.Text)
	if found == nil {
		return ""
	}
	return found[1]
}
