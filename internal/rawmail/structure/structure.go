// Package structure reads how a mail is built, and its header, without any parser of what stands in it. It takes time in proportion to a mail's length,
// whatever a stranger wrote.
package structure

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"portico/internal/incoming/letter"
)

// HeaderOnly gives what the header alone says, of a mail that no parser may see or can read.
func HeaderOnly(raw []byte) letter.Mail {
	h, _ := headerOf(raw[:min(len(raw), maxHeader)])
	return h.mail()
}

// Mail gives what the header of a mail says, and the digest by which copies are known.
func (p *Part) Mail() letter.Mail {
	m := p.header.mail()
	m.Digest = p.header.digest(m, p.Body)
	return m
}

func (h header) mail() letter.Mail {
	subject := letter.Line(Decoded(h.get("subject")), letter.MaxSubject)
	return letter.Mail{From: h.sender(), Subject: subject, MessageID: messageID(h.get("message-id")), Signs: h.signs(subject)}
}

// messageID gives the id between the brackets.
func messageID(value string) string {
	_, value, _ = strings.Cut(value, "<")
	value, _, _ = strings.Cut(value, ">")
	return letter.Line(value, 1000)
}

// digest is the same for copies of a mail. Where a mail has no id, date and subject stand for it: people send the same words again.
func (h header) digest(m letter.Mail, body []byte) string {
	sum, name := sha256.Sum256(body), m.MessageID
	if name == "" {
		name = h.get("date") + "\x00" + m.Subject
	}
	all := sha256.Sum256(fmt.Appendf(nil, "%q %q %x", m.From.Address, name, sum))
	return hex.EncodeToString(all[:16])
}
