// Package decision decides, behind the stream, what becomes of the wishes of people who are not signed in: a link, a code, or nothing. Whoever
// asked sees the same answer in every case.
//
// A wish is decided once: what follows from it is written in the transaction that marks it as decided, under ids that are derived from the
// wish. Deciding it again changes nothing.
package decision

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"portico/internal/address"
	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/policy"
	"portico/internal/proof"
	"portico/internal/registration"
	"portico/internal/secrets"
)

// ErrChanged means that something changed between reading a wish and writing its outcome.
var ErrChanged = errors.New("changed meanwhile")

// Result is how a wish was decided, for the record.
type Result string

// The results.
const (
	Mailed  Result = "mailed"
	Nothing Result = "nothing" // nobody is known there, or has no access, or needs no link
	Refused Result = "refused" // by the policy
	Kept    Result = "kept"    // the address was given up lately and is kept for whoever had it
	Limited Result = "limited" // too many mails went to this unproven address; the link that was sent last stays good
)

// Wish is a request with all that decides about it. What is not there is zero.
type Wish struct {
	Request outbox.Request
	Decided bool
	Person  person.Person // who has the address, or whose proof it is
	Gate    gate.Gate
	Proof   proof.Proof // the dead proof that is to be renewed, the flow's code, or the registration's link
	Pending proof.Proof // the person's invitation that is out
	Kept    bool        // the address is kept for whoever gave it up

	Registration registration.Registration // with a RegistrationRequest
}

// Outcome is what follows from a wish.
type Outcome struct {
	Result  Result
	At      time.Time
	Mail    *outbox.Mail
	New     *proof.Proof // a new proof
	Code    bool         // the mail carries the registration's code in its next generation, which ends the code before
	Marked  bool         // the mail carries the code of Wish.Proof, which is good from then on
	Renewed *proof.Proof // Wish.Pending in its next generation, where its link is good no more
	Sent    *Sent        // counts the mail, where the address is not proven
	Entry   *audit.Entry // for the person's history
}

// Store keeps wishes.
type Store interface {
	// Wish reads a wish. The zero Wish where there is none.
	Wish(ctx context.Context, id outbox.ID) (Wish, error)
	// SentTo reads when mails from self-service went to an unproven mailbox.
	SentTo(ctx context.Context, subject string) (Tally, error)
	// Decide writes the outcome and marks the wish as decided, all or nothing. ErrChanged where something that the outcome stands on is not as
	// read; no error, and no effect, where the wish has been decided.
	Decide(ctx context.Context, w Wish, o Outcome) error
}

// Service decides.
type Service struct {
	Store Store
	Team  Team
	Keys  proof.Keys
	// Policy gives who may register at this moment.
	Policy func(ctx context.Context) (policy.Policy, error)
	Now    func() time.Time
}

// Team tells the team of news.
type Team interface {
	Tell(ctx context.Context, news outbox.Request) error
}

// attempts is how often a wish is read anew because something changed under it.
const attempts = 3

// Decide decides the wish of a note, or has the team told of its news. outbox.ErrBusy where it has to be done later.
func (s *Service) Decide(ctx context.Context, note outbox.Note) error {
	for range attempts {
		w, err := s.Store.Wish(ctx, note.ID)
		if err != nil {
			return fmt.Errorf("read the wish: %w", err)
		}
		if w.Request.ID == "" || w.Decided {
			return nil
		}
		if w.Request.Kind.News() {
			return s.Team.Tell(ctx, w.Request)
		}
		outcome, err := s.outcome(ctx, w)
		if err != nil {
			return err
		}
		err = s.Store.Decide(ctx, w, outcome)
		if err == nil {
			return nil
		}
		if !errors.Is(err, ErrChanged) {
			return fmt.Errorf("decide the wish: %w", err)
		}
	}
	return outbox.ErrBusy
}

// outcome decides about a wish.
func (s *Service) outcome(ctx context.Context, w Wish) (Outcome, error) {
	switch {
	case w.Request.Kind == outbox.RegistrationRequest:
		return s.registration(ctx, w)
	case w.Person.ID == "" || w.Gate.Person == "":
		return s.nothing(), nil
	case w.Gate.State == person.Invited && w.Request.Kind != outbox.CodeRequest && asksForInvitation(w):
		return s.invitation(ctx, w)
	case w.Gate.State != person.Active:
		return s.nothing(), nil
	case w.Request.Kind == outbox.EmailChangeRequest:
		return s.emailChange(ctx, w)
	case w.Request.Kind == outbox.CodeRequest && s.live(w.Proof):
		return s.code(w), nil
	case w.Request.Kind == outbox.ResetRequest, w.Request.Kind == outbox.RenewalRequest && s.ranOut(w.Proof):
		return s.reset(ctx, w)
	}
	return s.nothing(), nil
}

// asksForInvitation tells whether the wish is about the invitation that is out. Without one, nobody meant to invite this person yet.
func asksForInvitation(w Wish) bool {
	return w.Pending.ID != "" && (w.Request.Kind == outbox.ResetRequest || w.Proof.ID == w.Pending.ID)
}

// live tells whether a proof is there and can be used.
func (s *Service) live(p proof.Proof) bool {
	return p.ID != "" && p.State != proof.Used && p.State != proof.Dead && s.Now().Before(p.ExpiresAt)
}

// ranOut tells whether a reset link died of age alone.
func (s *Service) ranOut(p proof.Proof) bool {
	return p.Purpose == proof.Reset && p.State != proof.Used && !s.Now().Before(p.ExpiresAt)
}

func (s *Service) nothing() Outcome { return Outcome{Result: Nothing, At: s.Now()} }

// code mails the code of a sign-in flow.
func (s *Service) code(w Wish) Outcome {
	return s.mailed(w, outbox.SignInCode, w.Proof)
}

// emailChange mails a code to an address that somebody wants to have, unless the policy refuses the move (G3, G4) or too many mails went there already (M3):
// then no code is good. Nothing that they typed is in it.
func (s *Service) emailChange(ctx context.Context, w Wish) (Outcome, error) {
	if !s.live(w.Proof) || w.Proof.Epoch != w.Gate.Epoch {
		return s.nothing(), nil
	}
	to, err := address.Parse(w.Proof.Address)
	if err != nil {
		return Outcome{}, fmt.Errorf("address of a change: %w", err)
	}
	from := address.Address{Stored: w.Person.Email, Key: w.Person.AddressKey}
	p, err := s.Policy(ctx)
	if err != nil {
		return Outcome{}, fmt.Errorf("read the policy: %w", err)
	}
	if policy.MoveRefusal(p, policy.Move{From: from, To: to, Team: w.Gate.Role.Staff()}) != policy.None {
		return Outcome{Result: Refused, At: s.Now()}, nil
	}
	return s.counted(ctx, w, to.Key, func(string) Outcome {
		o := s.mailed(w, outbox.EmailChange, w.Proof)
		o.Mail.Address, o.Mail.Name, o.Marked = w.Proof.Address, "", true
		return o
	})
}

// reset mails a link to choose a new password.
func (s *Service) reset(ctx context.Context, w Wish) (Outcome, error) {
	key, err := s.Keys.Current(ctx)
	if err != nil {
		return Outcome{}, fmt.Errorf("key of proofs: %w", err)
	}
	p := proof.Proof{
		ID: person.ProofID(derived("proof", w.Request.ID)), Purpose: proof.Reset, Person: w.Person.ID, KeyID: key.ID, Generation: 1,
		State: proof.Open, Epoch: w.Gate.Epoch, CreatedAt: s.Now(), ExpiresAt: s.Now().Add(proof.ResetLife),
	}
	o := s.mailed(w, outbox.Reset, p)
	o.New = &p
	return o, nil
}

// invitation mails the invitation that is out once more, unless too many mails went there already (M3). A link that is good is mailed as it is:
// whoever knows an address must not be able to end its holder's link. Only one that opens nothing any more gets a new generation.
func (s *Service) invitation(ctx context.Context, w Wish) (Outcome, error) {
	key, err := s.Keys.Current(ctx)
	if err != nil {
		return Outcome{}, fmt.Errorf("key of proofs: %w", err)
	}
	good, err := s.opens(ctx, w.Pending)
	if err != nil {
		return Outcome{}, err
	}
	if !good && w.Pending.State == proof.Claimed && s.Now().Before(w.Pending.LeaseUntil) {
		return Outcome{}, outbox.ErrBusy // somebody is activating at this moment
	}
	sent, ok, err := s.count(ctx, key, w.Request.Kind, w.Person.AddressKey)
	if err != nil {
		return Outcome{}, err
	}
	if !ok {
		return Outcome{Result: Limited, At: s.Now()}, nil
	}
	p := w.Pending
	if !good {
		p = s.next(p, key, w.Gate.Epoch)
	}
	o := s.mailed(w, outbox.Invitation, p)
	o.Sent = &sent
	if !good {
		o.Renewed = &p
	}
	o.Entry = &audit.Entry{
		ID: derived("entry", w.Request.ID), Subject: w.Person.ID, Action: audit.Invited, Actor: audit.Actor{Kind: audit.BySystem},
		At: s.Now(), Network: w.Request.Network,
	}
	if p.Form == proof.ByPassword {
		o.Entry.Detail = string(p.Form)
	}
	return o, nil
}

// opens tells whether the link of an invitation is good: neither run out, nor made with a key that was dropped.
func (s *Service) opens(ctx context.Context, invitation proof.Proof) (bool, error) {
	if !s.live(invitation) {
		return false, nil
	}
	_, err := s.Keys.ByID(ctx, invitation.KeyID)
	if errors.Is(err, secrets.ErrUnknownKey) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("key of the invitation: %w", err)
	}
	return true, nil
}

// next is an invitation in its next generation, which ends the links of those before.
func (s *Service) next(p proof.Proof, key secrets.Key, epoch int) proof.Proof {
	p.Generation, p.KeyID, p.Epoch, p.State = p.Generation+1, key.ID, epoch, proof.Open
	p.CreatedAt, p.ExpiresAt = s.Now(), s.Now().Add(proof.ActivationLife)
	p.Attempt, p.LeaseUntil = "", time.Time{}
	return p
}

// mailed is the outcome with a mail that carries p.
func (s *Service) mailed(w Wish, kind outbox.Kind, p proof.Proof) Outcome {
	return Outcome{Result: Mailed, At: s.Now(), Mail: &outbox.Mail{
		ID: outbox.ID(derived("mail", w.Request.ID)), Kind: kind, Person: w.Person.ID, Address: w.Person.Email, Name: w.Person.Name,
		Language: w.Person.Language, Proof: p.ID, Generation: p.Generation, CreatedAt: s.Now(), State: outbox.Waiting,
	}}
}

// derived names what follows from a wish: the same for the same wish, and in an id's form.
func derived(what string, wish outbox.ID) string {
	sum := sha256.Sum256([]byte("portico decision\x00" + what + "\x00" + string(wish)))
	id, err := person.RandomText(bytes.NewReader(sum[:]))
	if err != nil {
		panic(fmt.Sprintf("32 bytes at hand: %v", err))
	}
	return id
}
