package people

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/proof"
	"portico/internal/secrets"
)

// Files reads a person's dossier together with the caller's gate, in one round, and writes history.
type Files interface {
	gate.Recorder
	Dossier(ctx context.Context, subject, caller person.ID) (Dossier, error)
}

// Office is what every desk of this package works with.
type Office struct {
	Keys    proof.Keys       // for links and cursors
	Address string           // the portal's
	Now     func() time.Time // time.Now
	Random  io.Reader        // nil for crypto/rand
}

func (o Office) now() time.Time { return o.Now().UTC().Truncate(time.Millisecond) }

// open reads the dossier of a person of a kind for a visitor. The errors are those of the gate, and NotFound.
func (o Office) open(ctx context.Context, files Files, v gate.Visit, kind Kind, id person.ID) (Dossier, error) {
	if !person.ValidID(string(id)) {
		id = ""
	}
	d, err := files.Dossier(ctx, id, v.Caller.Person)
	if err != nil {
		return Dossier{}, err
	}
	if err := (gate.Keeper{Recorder: files, Now: o.Now}).Admit(ctx, d.Gate, v); err != nil {
		return Dossier{}, err
	}
	if d.Person.ID == "" || KindOf(d.Person.Role) != kind {
		return Dossier{}, NotFound
	}
	return d, nil
}

// AuthorOf is the visitor as the one who makes a change.
func AuthorOf(v gate.Visit, caller person.Person) Author {
	return Author{Caller: &v.Caller, Actor: audit.Actor{Kind: audit.ByPerson, ID: caller.ID, Name: caller.Name}, Network: v.Network}
}

// entry makes a line of history of what by does to subject.
func (o Office) entry(by Author, subject person.ID, action audit.Action, detail string) (audit.Entry, error) {
	id, err := person.RandomText(o.Random)
	return audit.Entry{ID: id, Subject: subject, Action: action, Actor: by.Actor, At: o.now(), Network: by.Network, Detail: detail}, err
}

// invitation makes the next generation of p's invitation, of a form.
func (o Office) invitation(ctx context.Context, p person.ID, before int, form proof.Form) (proof.Proof, error) {
	key, err := o.Keys.Current(ctx)
	if err != nil {
		return proof.Proof{}, fmt.Errorf("key of invitation: %w", err)
	}
	now := o.now()
	return proof.Proof{
		ID: person.InvitationID(p), Purpose: proof.Activation, Person: p, KeyID: key.ID, Generation: before + 1, State: proof.Open, Epoch: 1,
		CreatedAt: now, ExpiresAt: now.Add(proof.ActivationLife), Form: form,
	}, nil
}

// address gives the link of an invitation. LinkExpired where it has run out, or its key was dropped: then it opens nothing either.
func (o Office) address(ctx context.Context, invitation proof.Proof) (string, error) {
	if !o.now().Before(invitation.ExpiresAt) {
		return "", LinkExpired
	}
	link, err := proof.Address(ctx, o.Keys, o.Address, invitation)
	if errors.Is(err, secrets.ErrUnknownKey) {
		return "", LinkExpired.Because(err)
	}
	return link, err
}

// detailOf is what a line of history says of an invitation's form: nothing of a link.
func detailOf(form proof.Form) string {
	if form == proof.ByPassword {
		return string(form)
	}
	return ""
}

// invitationMail is the mail with an invitation. A repeat makes the same row.
func invitationMail(p person.Person, invitation proof.Proof) outbox.Mail {
	return outbox.Mail{
		ID: outbox.ID(derivedID("invitation", string(invitation.ID), fmt.Sprint(invitation.Generation))), Kind: outbox.Invitation, Person: p.ID,
		Address: p.Email, Name: p.Name, Language: p.Language, Proof: invitation.ID, Generation: invitation.Generation,
		CreatedAt: invitation.CreatedAt, State: outbox.Waiting,
	}
}

// derivedID makes an id of parts, in an id's form.
func derivedID(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:16]))
}

// hashed gives what a request asks for in a form that can be compared and tells nothing.
func hashed(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return fmt.Sprintf("%x", sum)
}

// Pending gives the invitation that d's person can still activate with; false where there is none.
func (d Dossier) Pending() (proof.Proof, bool) {
	return d.Invitation, d.Person.State == person.Invited && d.Invitation.ID != "" && d.Invitation.State != proof.Used
}
