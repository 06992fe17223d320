package stack

import (
	"context"
	"testing"
	"time"

	"portico/internal/mailbox"
)

// Mail is a mail in the mailbox.
type Mail struct{ mailbox.Mail }

// Mails gives what has come for address, oldest first.
func (s *Stack) Mails(t testing.TB, address string) []Mail {
	t.Helper()
	return s.WaitMails(t, address, 0)
}

// WaitMails waits until count mails have come for address, or fails the test after 45 seconds.
func (s *Stack) WaitMails(t testing.TB, address string, count int) []Mail {
	t.Helper()
	enough := func(mails []mailbox.Mail) bool { return len(mails) >= count }
	found, err := mailbox.Mailbox(s.Mailbox).Wait(context.Background(), address, 45*time.Second, enough)
	if err != nil {
		t.Fatal(err)
	}
	if !enough(found) {
		t.Fatalf("%d of %d mails came for %s", len(found), count, address)
	}
	var mails []Mail
	for _, mail := range found {
		mails = append(mails, Mail{mail})
	}
	return mails
}

// Link gives the secret part of the link in a mail, or fails the test.
func (m Mail) Link(t testing.TB) string {
	t.Helper()
	secret := m.Secret()
	if secret == "" {
		t.Fatalf("no link in %q", m.Text)
	}
	return secret
}
