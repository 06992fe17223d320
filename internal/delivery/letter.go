package delivery

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"portico/internal/mail"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/proof"
	"portico/internal/secrets"
)

// letter gives what the mail says, or the reason why it is not worth sending any more.
func (m *Mailer) letter(ctx context.Context, d outbox.Draft) (mail.Letter, string, error) {
	if reason := m.unfit(d); reason != "" {
		return mail.Letter{}, reason, nil
	}
	l := mail.Letter{
		ID: d.Mail.ID, Kind: d.Mail.Kind, Language: d.Mail.Language, To: d.Mail.Address, Name: d.Mail.Name, Role: d.Gate.Role,
		Until: d.Proof.ExpiresAt, CodeUntil: d.Code.ExpiresAt, At: d.Mail.CreatedAt,
	}
	if d.Mail.Kind.OfTicket() {
		l.About = m.about(d)
	}
	var err error
	switch d.Mail.Kind {
	case outbox.Invitation, outbox.Reset, outbox.EmailChanged, outbox.EmailRestored:
		if d.Proof.Form == proof.ByPassword {
			l.Password, err = proof.TemporaryPassword(ctx, m.Keys, d.Proof)
			break
		}
		l.Link, err = proof.Address(ctx, m.Keys, m.Portal.Address, d.Proof)
	case outbox.Confirmation:
		if l.Link, err = proof.Address(ctx, m.Keys, m.Portal.Address, d.Proof); err == nil {
			l.Code, err = proof.Code(ctx, m.Keys, d.Code)
		}
	case outbox.SignInCode, outbox.EmailChange:
		l.Code, err = proof.Code(ctx, m.Keys, d.Proof)
	}
	if errors.Is(err, secrets.ErrUnknownKey) { // its key was dropped: the link opens nothing
		return mail.Letter{}, Superseded, nil
	}
	if err != nil {
		return mail.Letter{}, "", fmt.Errorf("derive what the mail carries: %w", err)
	}
	return l, "", nil
}

// about gives what a letter tells of a ticket.
func (m *Mailer) about(d outbox.Draft) mail.About {
	about := mail.About{
		Ticket: d.Matter.Ticket, Reference: d.Matter.Reference, Subject: d.Matter.Subject, Service: d.Matter.Service, Requester: d.Matter.Requester,
		Author: d.Matter.Author, Text: d.Matter.Text, Status: d.Mail.Status, Thread: d.Matter.Thread,
	}
	if about.Thread != "" && !strings.Contains(about.Thread, "@") { // SES answers with the part before the @ alone
		about.Thread += "@" + m.Domain
	}
	return about
}

// unfit gives the reason to hold a mail, if there is one.
func (m *Mailer) unfit(d outbox.Draft) string {
	switch {
	case d.Mail.Kind == outbox.Confirmation: // its reader is nobody's person yet
		return overtaken(d, m.Now())
	case d.Gate.Person == "":
		return Gone
	case d.Gate.State == person.Suspended:
		return Suspended
	case d.Mail.Kind.OfTicket() && (d.Matter.Ticket == "" || d.Mail.Address == ""):
		return Gone
	case d.Mail.Kind.ToTeam() && !d.Gate.Role.Staff():
		return Suspended
	case carriesProof(d.Mail.Kind):
		return stale(d, m.Now())
	case m.Now().After(d.Mail.CreatedAt.Add(newsLife)):
		return Expired
	}
	return ""
}

// overtaken tells whether the mail of a registration is of no use any more: a newer one has another code, or it was completed.
func overtaken(d outbox.Draft, now time.Time) string {
	switch {
	case d.Proof.ID == "" || d.Proof.State == proof.Used || d.Code.Generation != d.Mail.Generation:
		return Superseded
	case !now.Before(d.Proof.ExpiresAt):
		return Expired
	}
	return ""
}

func carriesProof(k outbox.Kind) bool {
	return k == outbox.Invitation || k == outbox.Reset || k == outbox.SignInCode || k == outbox.EmailChange || k == outbox.EmailChanged ||
		k == outbox.EmailRestored
}

// stale tells whether the mail's link or code is not the current one any more. Somebody may have it claimed at this moment and still fail, so
// a claimed proof is as good as an open one.
func stale(d outbox.Draft, now time.Time) string {
	p := d.Proof
	switch {
	case p.ID == "" || p.Generation != d.Mail.Generation || p.State == proof.Used || p.State == proof.Dead:
		return Superseded
	case (p.Purpose == proof.Reset || p.Purpose == proof.EmailChange) && p.Epoch != d.Gate.Epoch:
		return Superseded
	case !now.Before(p.ExpiresAt):
		return Expired
	}
	return ""
}
