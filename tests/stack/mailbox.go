package stack

import (
	"context"
	"slices"
	"strings"
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

// WaitMail waits until a mail has come for address whose text says all of this, and gives it, or fails the test after 45 seconds. It is for addresses that
// other tests' mails come to as well, such as those of agents who are told of every request.
func (s *Stack) WaitMail(t testing.TB, address string, says ...string) Mail {
	t.Helper()
	meant := func(mail mailbox.Mail) bool {
		return !slices.ContainsFunc(says, func(words string) bool { return !strings.Contains(mail.Text, words) })
	}
	found, err := mailbox.Mailbox(s.Mailbox).Wait(context.Background(), address, 45*time.Second, func(mails []mailbox.Mail) bool { return slices.ContainsFunc(mails, meant) })
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(found, meant)
	if at < 0 {
		t.Fatalf("none of %d mails for %s says %q", len(found), address, says)
	}
	return Mail{found[at]}
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
