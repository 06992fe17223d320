package mail

import (
	"bytes"
	"fmt"
	netmail "net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Message builds the whole message (RFC 5322) of a letter: text and HTML as alternatives, seven-bit throughout, because SES relays may drop
// anything else. SES puts its own Message-ID and Date in place of the ones here.
func (p Portal) Message(l Letter, now time.Time) ([]byte, error) {
	content, err := p.Write(l)
	if err != nil {
		return nil, err
	}
	to, err := recipient(l.To)
	if err != nil {
		return nil, err
	}
	m := gomail.NewMsg(gomail.WithCharset(gomail.CharsetUTF8), gomail.WithEncoding(gomail.EncodingQP), gomail.WithNoDefaultUserAgent(),
		gomail.WithBoundary("portico-"+string(l.ID)))
	m.FromMailAddress(&netmail.Address{Name: oneLine(p.Name), Address: p.Sender})
	m.ToMailAddress(&netmail.Address{Name: oneLine(l.Name), Address: to})
	m.Subject(content.Subject)
	m.SetDateWithValue(now.UTC())
	m.SetMessageIDWithValue(string(l.ID) + "@" + p.Sender[strings.LastIndexByte(p.Sender, '@')+1:])
	// RFC 3834, and the word that Exchange listens to: no automatic answers, please (M2).
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader("X-Auto-Response-Suppress", "All")
	if l.About.Thread != "" {
		thread := "<" + l.About.Thread + ">"
		m.SetGenHeader(gomail.HeaderInReplyTo, thread)
		m.SetGenHeader(gomail.HeaderReferences, thread)
	}
	m.SetGenHeader("Content-Language", string(content.Language))
	m.SetBodyString(gomail.TypeTextPlain, content.Text)
	m.AddAlternativeString(gomail.TypeTextHTML, content.HTML)
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("build the message of %s: %w", l.Kind, err)
	}
	return b.Bytes(), nil
}

// recipient checks that to is one bare address in ASCII, so that it can neither add a header nor a second recipient.
func recipient(to string) (string, error) {
	parsed, err := netmail.ParseAddress(to)
	if err != nil || parsed.Address != to || parsed.Name != "" {
		return "", fmt.Errorf("recipient of a mail is not one bare address")
	}
	for _, r := range to {
		if r <= ' ' || r > '~' {
			return "", fmt.Errorf("recipient of a mail is not in ASCII")
		}
	}
	return to, nil
}
