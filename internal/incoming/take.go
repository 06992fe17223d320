package incoming

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"portico/internal/address"
	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/incoming/letter"
	"portico/internal/limit"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/problem"
	"portico/internal/ticket"
)

// Store is what taking mails needs of the table.
type Store interface {
	// Taken tells whether it is written already what became of a mail.
	Taken(ctx context.Context, id ID) (bool, error)
	// Holder gives who has an address; empty where nobody does.
	Holder(ctx context.Context, addressKey string) (person.ID, error)
	// Visitor reads somebody's record and gate, strongly consistent.
	Visitor(ctx context.Context, id person.ID) (person.Person, gate.Gate, error)
	// OpenFromMail writes a request and that the mail became it, all or none. ErrTaken where it is written already what became of the mail, *Copy where
	// a mail with the same digest became a request before, and the errors of opening a request.
	OpenFromMail(ctx context.Context, o ticket.Opening, r Record, digest string) error
	// Settle writes what became of a mail that became no request. What is written already stays.
	Settle(ctx context.Context, r Record) error
}

// ErrTaken means that it is written already what became of a mail.
var ErrTaken = errors.New("this mail was taken before")

// Copy is the error of a mail of which a copy became a request.
type Copy struct{ Of ticket.ID }

// Error says so.
func (c *Copy) Error() string { return "a copy of this mail was taken before" }

// Bucket gives raw mails.
type Bucket interface {
	// Get reads the object at key, up to most bytes and one more, by which a larger one is known.
	Get(ctx context.Context, key string, most int) ([]byte, error)
}

// Reader takes mails apart; apart.Reader does.
type Reader interface {
	Read(ctx context.Context, raw []byte) (letter.Mail, error)
}

// Limits counts tries; *limit.Limiter does.
type Limits interface {
	Take(ctx context.Context, b limit.Bucket) error
	GiveBack(ctx context.Context, b limit.Bucket) error
}

// Desk takes mails.
type Desk struct {
	Store  Store
	Bucket Bucket
	Reader Reader
	Limits Limits
	// Addresses gives the portal's own addresses as they are now.
	Addresses func(ctx context.Context) (Addresses, error)
	Now       func() time.Time
	Random    io.Reader // crypto/rand's where nil
	Logger    *slog.Logger
}

// tries is how often a request is opened anew because its sender changed meanwhile, or its reference was taken.
const tries = 5

// Take makes a request of a mail, or holds it. It can be called again with the same receipt, at any time and at the same time: what became of a mail is
// written once. An error means that nothing was decided, for a reason that is not the mail's fault.
func (d *Desk) Take(ctx context.Context, r Receipt) error {
	id := IDOf(r.MessageID)
	taken, err := d.Store.Taken(ctx, id)
	if err != nil || taken {
		return err
	}
	raw, err := d.Bucket.Get(ctx, r.Key, letter.MaxSize)
	if err != nil {
		return fmt.Errorf("read the raw mail: %w", err)
	}
	m, err := d.Reader.Read(ctx, raw)
	reason := trouble(err)
	if err != nil && reason == "" {
		return fmt.Errorf("take the mail apart: %w", err)
	}
	own, err := d.Addresses(ctx)
	if err != nil {
		return fmt.Errorf("read the portal's addresses: %w", err)
	}
	in := newReceived(r, m, own)
	if refused := in.refused(own); refused == Virus || refused == Spam || reason == "" {
		reason = refused
	}
	if reason == "" {
		if reason, err = d.openCounted(ctx, in); reason == "" && err == nil {
			return nil
		}
	}
	if copied := (*Copy)(nil); errors.As(err, &copied) {
		d.log(ctx, id, "a copy", "")
		return d.Store.Settle(ctx, Record{ID: id, Key: r.Key, At: r.At, CopyOf: copied.Of})
	}
	if reason == "" {
		return ignoreTaken(err)
	}
	return d.hold(ctx, in, reason)
}

// openCounted makes a request of the mail, or gives the reason not to. It counts once for its sender where a request was made, and not otherwise: a mail can be
// delivered many times, and come by two routes.
func (d *Desk) openCounted(ctx context.Context, in received) (reason Reason, err error) {
	var counted person.ID
	for range tries {
		if reason, err = d.open(ctx, in, &counted); reason != "" || !again(err) {
			break
		}
	}
	if counted != "" && (reason != "" || err != nil) {
		if back := d.Limits.GiveBack(ctx, limit.RequestsByMail.Of(string(counted))); back != nil {
			d.Logger.WarnContext(ctx, "a mail counts that became no request", slog.Any("error", back)) // a little too strict for an hour
		}
	}
	return reason, err
}

// again tells whether the sender, or the reference, is not as it was a moment ago.
func again(err error) bool {
	_, refused := problem.As(err)
	return errors.Is(err, ticket.ErrReferenceTaken) || refused && !errors.Is(err, people.Busy)
}

func ignoreTaken(err error) error {
	if errors.Is(err, ErrTaken) {
		return nil
	}
	return err
}

// open makes a request of the mail, or gives the reason not to. It says in counted whose limit the mail counts for.
func (d *Desk) open(ctx context.Context, in received, counted *person.ID) (Reason, error) {
	holder, err := d.Store.Holder(ctx, in.from.Key)
	if err != nil {
		return "", err
	}
	if holder == "" {
		return UnknownSender, nil
	}
	p, g, err := d.Store.Visitor(ctx, holder)
	if err != nil {
		return "", err
	}
	if reason := in.sentBy(p, g); reason != "" {
		return reason, nil
	}
	if p.AddressKey != in.from.Key {
		return UnknownSender, nil // the address was given up between the two readings
	}
	if *counted == "" {
		err = d.Limits.Take(ctx, limit.RequestsByMail.Of(string(p.ID)))
		if errors.Is(err, limit.Refused) {
			return TooMany, nil
		}
		if err != nil {
			return "", err
		}
		*counted = p.ID
	}
	return "", d.write(ctx, in, p, g)
}

func (d *Desk) write(ctx context.Context, in received, p person.Person, g gate.Gate) error {
	subject, text := words(in.mail, p.Language)
	by := people.Author{Actor: audit.Actor{Kind: audit.ByPerson, ID: p.ID, Name: p.Name}}
	draft := ticket.Draft{Service: in.service(p), Subject: subject, Text: text}
	at := d.Now().UTC().Truncate(time.Millisecond)
	o, err := ticket.NewOpening(by, ticket.Author{Side: ticket.Customer, Person: p.ID, Name: p.Name}, draft, ticket.Mail, at, d.Random)
	if err != nil {
		return err
	}
	o.Gate = g
	id := IDOf(in.MessageID)
	if err := d.Store.OpenFromMail(ctx, o, Record{ID: id, Key: in.Key, At: in.At, Ticket: o.Ticket.ID}, in.mail.Digest); err != nil {
		return err
	}
	d.log(ctx, id, "a request", "")
	return nil
}

// hold writes that the mail is held, with what could be read of it.
func (d *Desk) hold(ctx context.Context, in received, reason Reason) error {
	id := IDOf(in.MessageID)
	r := Record{
		ID: id, Key: in.Key, At: in.At, Reason: reason, From: in.shown(), Name: in.mail.From.Name, Subject: in.mail.Subject, Text: in.mail.Text,
		Recipients: cleaned(in.Recipients),
	}
	if len(in.services) > 0 {
		r.Service = in.services[0]
	}
	if err := d.Store.Settle(ctx, r); err != nil {
		return err
	}
	d.log(ctx, id, "held", reason)
	return nil
}

// shown is the sender as staff see it: the address, with a domain in foreign letters as its A-label, and what stands there where that is none.
func (in received) shown() string {
	switch parsed, err := address.Parse(in.mail.From.Address); {
	case in.mail.From.Address == "":
		return in.mail.From.Shown
	case err != nil:
		return letter.Line(in.mail.From.Address, 254)
	default:
		return parsed.Stored
	}
}

func cleaned(recipients []string) []string {
	kept := []string{}
	for _, recipient := range recipients[:min(len(recipients), maxRecipients)] {
		kept = append(kept, letter.Line(recipient, 254))
	}
	return kept
}

// log says what became of a mail, and nothing that stands in it. infra counts the lines of held mails.
func (d *Desk) log(ctx context.Context, id ID, became string, reason Reason) {
	d.Logger.InfoContext(ctx, "took a mail", slog.String("mail", string(id)), slog.String("became", became), slog.String("reason", string(reason)))
}
