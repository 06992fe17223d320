// Package delivery sends mails: it looks whether a mail is still worth sending, writes it, hands it to SES and records what became of it.
//
// Queues deliver more than once, and SES cannot tell a repeat. So a mailer claims a mail right before it sends it, and only the holder of the
// claim records the end. Where an attempt ended without a known outcome the mail is sent once more and recorded as repeated; in every other
// case exactly one mail goes out.
package delivery

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"portico/internal/mail"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/proof"
)

// The reasons to hold a mail.
const (
	Superseded = "superseded"      // its link or code is used, replaced or dead
	Expired    = "expired"         // too late: its link or code has run out, or the news is old
	Suspended  = "suspended"       // its reader has no access
	Gone       = "gone"            // its reader is not there any more
	Rejected   = "rejected"        // SES will never take it
	Unwritable = "unwritable"      // it cannot be made into a message
	Unknown    = "outcome_unknown" // handed to SES, never an answer, and not worth another try
)

const (
	// lease is how long a claim holds: longer than the function may take, so that its holder has ended before somebody else sends.
	lease = time.Minute
	// maxOpen is how often a mail is sent without ever learning the outcome.
	maxOpen = 5
	// newsLife is how long a notice without a link is worth sending.
	newsLife = 3 * 24 * time.Hour
	// noteDelay is how long a note about a lost record waits, for the table to come back.
	noteDelay = 5 * time.Second
)

// Store keeps mails.
type Store interface {
	// Draft reads a mail; the zero one where there is none.
	Draft(ctx context.Context, id outbox.ID) (outbox.Draft, error)
	// ClaimMail replaces the claim before, where it is still that one and the mail waits; outbox.ErrTaken otherwise.
	ClaimMail(ctx context.Context, id outbox.ID, before, claim outbox.Claim) error
	// ReleaseMail ends a claim without an end of the mail. claim.Open is what the next one counts on from.
	ReleaseMail(ctx context.Context, id outbox.ID, claim outbox.Claim) error
	// FinishMail records the mail's end, where the claim with that id holds it; outbox.ErrTaken otherwise.
	FinishMail(ctx context.Context, m outbox.Mail, claim string) error
}

// Sender sends; *ses.Sender does.
type Sender interface {
	Send(ctx context.Context, to string, message []byte) (messageID string, err error)
}

// Notes is the queue that the mailer reads, to put into.
type Notes interface {
	Put(ctx context.Context, delay time.Duration, notes ...outbox.Note) error
}

// Mailer delivers mails.
type Mailer struct {
	Store  Store
	Sender Sender
	Notes  Notes
	Keys   proof.Keys
	Portal mail.Portal
	Domain string // of the ids that SES gives its messages
	Now    func() time.Time
	Random io.Reader // crypto/rand's where nil
}

// Deliver brings the note's mail to its end. It may be called with the same note again, also at the same time. outbox.ErrBusy where another
// mailer holds the mail; any other error leaves it to be tried again.
func (m *Mailer) Deliver(ctx context.Context, note outbox.Note) error {
	draft, err := m.Store.Draft(ctx, note.ID)
	if err != nil {
		return fmt.Errorf("read the mail: %w", err)
	}
	if draft.Mail.State != outbox.Waiting {
		return nil
	}
	if note.Claim != "" && note.Claim == draft.Claim.ID {
		if note.MessageID != "" {
			return m.record(ctx, draft.Mail, draft.Claim, note.MessageID)
		}
		draft.Claim.Until, draft.Claim.Open = time.Time{}, draft.Claim.Open-1 // that attempt sent nothing
	}
	if m.Now().Before(draft.Claim.Until) {
		return outbox.ErrBusy
	}
	return m.try(ctx, draft, note)
}

// try writes and sends the mail, or holds it.
func (m *Mailer) try(ctx context.Context, d outbox.Draft, note outbox.Note) error {
	letter, reason, err := m.letter(ctx, d)
	if err != nil {
		return err
	}
	if d.Claim.Open >= maxOpen || reason != "" && d.Claim.Open > 0 { // it may have gone out; the record must not say that it did not
		reason = Unknown
	}
	if reason != "" {
		return m.hold(ctx, d.Mail, d.Claim.ID, reason)
	}
	message, err := m.Portal.Message(letter, m.Now())
	if err != nil {
		return m.hold(ctx, d.Mail, d.Claim.ID, Unwritable)
	}
	claim, err := m.claim(ctx, d, note)
	if err != nil || claim.ID == "" {
		return err
	}
	messageID, err := m.Sender.Send(ctx, d.Mail.Address, message)
	if err != nil {
		return m.failed(ctx, d, claim, err)
	}
	err = m.record(ctx, d.Mail, claim, messageID)
	if err != nil && note.Claim == "" {
		return m.tell(ctx, outbox.Note{ID: d.Mail.ID, Claim: claim.ID, MessageID: messageID}, err)
	}
	return err
}

// claim takes the mail. Where the answer of the table is lost, a note remembers that nothing was sent, and the claim it gives is empty.
func (m *Mailer) claim(ctx context.Context, d outbox.Draft, note outbox.Note) (outbox.Claim, error) {
	id, err := person.RandomText(m.Random)
	if err != nil {
		return outbox.Claim{}, err
	}
	claim := outbox.Claim{ID: id, Until: m.Now().Add(lease), Open: d.Claim.Open + 1}
	err = m.Store.ClaimMail(ctx, d.Mail.ID, d.Claim, claim)
	switch {
	case err == nil:
		return claim, nil
	case errors.Is(err, outbox.ErrTaken):
		return outbox.Claim{}, outbox.ErrBusy
	case note.Claim != "": // one note about a mail is enough; now the queue counts the tries
		return outbox.Claim{}, fmt.Errorf("claim the mail: %w", err)
	}
	return outbox.Claim{}, m.tell(ctx, outbox.Note{ID: d.Mail.ID, Claim: id}, err)
}

// failed decides what becomes of a mail that SES did not confirm.
func (m *Mailer) failed(ctx context.Context, d outbox.Draft, claim outbox.Claim, cause error) error {
	if errors.Is(cause, outbox.ErrRejected) {
		return m.hold(ctx, d.Mail, claim.ID, Rejected)
	}
	if errors.Is(cause, outbox.ErrNotTaken) {
		claim.Open = d.Claim.Open
	}
	// This attempt has ended, so the next one need not wait for the lease; where even that cannot be written, it does.
	return errors.Join(cause, m.Store.ReleaseMail(ctx, d.Mail.ID, claim))
}

// record writes down that the mail went out. Where another mailer has taken it over meanwhile, that one sends it once more and records so.
func (m *Mailer) record(ctx context.Context, sent outbox.Mail, claim outbox.Claim, messageID string) error {
	sent.State, sent.MessageID, sent.SentAt = outbox.Sent, messageID, m.Now()
	if claim.Open > 1 {
		sent.State = outbox.Repeated
	}
	return m.finish(ctx, sent, claim.ID)
}

func (m *Mailer) hold(ctx context.Context, held outbox.Mail, claim, reason string) error {
	held.State, held.Reason = outbox.Held, reason
	return m.finish(ctx, held, claim)
}

func (m *Mailer) finish(ctx context.Context, end outbox.Mail, claim string) error {
	err := m.Store.FinishMail(ctx, end, claim)
	if errors.Is(err, outbox.ErrTaken) {
		return outbox.ErrBusy
	}
	if err != nil {
		return fmt.Errorf("record the mail as %s: %w", end.State, err)
	}
	return nil
}

// tell puts a note in place of what could not be written to the table. Then the note that led here is done.
func (m *Mailer) tell(ctx context.Context, note outbox.Note, cause error) error {
	if err := m.Notes.Put(ctx, noteDelay, note); err != nil {
		return errors.Join(cause, err)
	}
	return nil
}
