package stack

import (
	"fmt"
	"net/smtp"
	"strings"
	"testing"
	"time"
)

// Post is a mail that somebody sends to the portal. Envelope and header are two things: forgers write into the second what they like.
type Post struct {
	Source  string   // the envelope's sender
	To      []string // the envelope's recipients
	Headers []string // lines; From, To, Subject and Message-ID are added where they are not there
	Body    string
}

// Send sends the mail, or gives the error with which it was refused.
func (p Post) Send(t testing.TB) error {
	t.Helper()
	at := need(t, "PORTICO_TEST_INBOX")
	return smtp.SendMail(at, nil, p.Source, p.To, []byte(p.raw()))
}

func (p Post) raw() string {
	lines := p.Headers
	add := func(name, value string) {
		for _, line := range p.Headers {
			if strings.HasPrefix(strings.ToLower(line), strings.ToLower(name)+":") {
				return
			}
		}
		lines = append(lines, name+": "+value)
	}
	add("From", p.Source)
	add("To", strings.Join(p.To, ", "))
	add("Subject", "Help")
	add("Date", time.Now().Format(time.RFC1123Z))
	add("Message-ID", fmt.Sprintf("<%s@customer.example>", Key()))
	return strings.Join(lines, "\r\n") + "\r\n\r\n" + strings.ReplaceAll(p.Body, "\n", "\r\n") + "\r\n"
}
