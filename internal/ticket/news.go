package ticket

import (
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"
	"time"

	"portico/internal/outbox"
	"portico/internal/person"
)

// mailTo is a mail to somebody about t. What it is named by makes it one, however often it is written.
func mailTo(to person.ID, kind outbox.Kind, t Ticket, number int, at time.Time) outbox.Mail {
	return outbox.Mail{
		ID: outbox.ID(derived(string(kind), string(t.ID), strconv.Itoa(number), string(to))), Kind: kind, Person: to, Ticket: string(t.ID),
		Message: number, Status: string(t.Status), CreatedAt: at, State: outbox.Waiting,
	}
}

// received tells the requester that a ticket has arrived.
func received(t Ticket) outbox.Mail {
	return mailTo(t.Requester, outbox.RequestReceived, t, 1, t.CreatedAt)
}

// answered tells the requester of the team's message.
func answered(t Ticket, m Message) outbox.Mail {
	return mailTo(t.Requester, outbox.RequestAnswered, t, m.Number, m.At)
}

// moved tells the requester of a change of status by the team; false where it does not matter to them.
func moved(before, after Ticket, at time.Time) (outbox.Mail, bool) {
	reopened := before.Status == Closed && after.Status != Closed
	if after.Status != Closed && after.Status != OnHold && !reopened {
		return outbox.Mail{}, false
	}
	mail := mailTo(after.Requester, outbox.RequestStatus, after, 0, at)
	mail.ID = outbox.ID(derived(string(mail.Kind), string(after.ID), strconv.Itoa(after.Version)))
	return mail, true
}

// news is what the team is to be told of.
func news(kind outbox.RequestKind, t Ticket, m Message) *outbox.Request {
	return &outbox.Request{
		ID: outbox.ID(derived("news", string(t.ID), strconv.Itoa(m.Number))), Kind: kind, Ticket: string(t.ID), Message: m.Number, CreatedAt: m.At,
	}
}

// NewsMail is the mail that tells an agent of news.
func NewsMail(to person.ID, r outbox.Request, at time.Time) outbox.Mail {
	kind := outbox.AgentNewRequest
	if r.Kind == outbox.ReplyNews {
		kind = outbox.AgentReply
	}
	return mailTo(to, kind, Ticket{ID: ID(r.Ticket)}, r.Message, at)
}

// derived makes an id of parts, in an id's form.
func derived(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:16]))
}
