package identity

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/outbox"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/proof"
)

// UndoStore is what taking back changes of address needs.
type UndoStore interface {
	FactStore
	// RestoreAddress makes a Restoration: the address that the proof names becomes the person's again, the one that they have is given up where it is
	// another, every session ends, the password opens nothing until a link sets another, only the Moves given can still be taken back, and the mail with such
	// a link is written. ErrChanged where anything is not as it was before.
	RestoreAddress(ctx context.Context, r Restoration) error
}

// Restoration is everything that is written when a change of address is taken back.
type Restoration struct {
	Before  Facts
	After   person.Person // who may have the address already, by a later change; all else is written then as well
	Moves   []gate.Move   // that can still be taken back
	History audit.Entry
	Reset   proof.Proof // of the gate's next epoch; asked for by nobody, so that no limit can be filled against it
	Mail    outbox.Mail // to the address that is the person's again; it carries Reset
}

// Undo takes back changes of address by the link that went to the address that was given up.
type Undo struct {
	Links  Links // with its Store
	Store  UndoStore
	Random io.Reader // crypto/rand's where nil
}

// restorations is how often a change of address is tried to be taken back because something changed under it.
const restorations = 5

// Complete takes the change back. It signs nobody in, and the password that was good until now is good no more: a link to choose another is mailed. Whoever
// changes something of the person at the same moment, their name say, cannot keep it from happening: it is tried anew on what is there then. Done again it is
// LinkUsed. The errors are the link problems, limit.Refused and Busy.
func (u *Undo) Complete(ctx context.Context, token string, v Visit) error {
	link, facts, err := u.Links.open(ctx, token, "", v, proof.EmailUndo)
	if err != nil {
		return err
	}
	for range restorations {
		r, err := u.restoration(ctx, facts, v)
		if err != nil {
			return err
		}
		err = u.Store.RestoreAddress(ctx, r)
		if !errors.Is(err, ErrChanged) {
			return afterAll(err)
		}
		if facts, err = u.Store.Facts(ctx, link.ID); err != nil {
			return err
		}
		if err := judge(link, facts, "", u.Links.Now()); err != nil {
			return err // the same link, or an earlier one, was used at the same moment
		}
	}
	return Busy.Because(ErrChanged)
}

// restoration is everything that is written where f is as it is.
func (u *Undo) restoration(ctx context.Context, f Facts, v Visit) (Restoration, error) {
	id, err := person.RandomText(u.Random)
	if err != nil {
		return Restoration{}, err
	}
	key, err := u.Links.Keys.Current(ctx)
	if err != nil {
		return Restoration{}, fmt.Errorf("key of proofs: %w", err)
	}
	r := Restoration{Before: f, After: f.Person, Moves: f.Gate.TakenBack(f.Proof.Epoch), History: audit.Entry{
		ID: id, Subject: f.Person.ID, Action: audit.EmailRestored, Actor: audit.Actor{Kind: audit.ByPerson, ID: f.Person.ID, Name: f.Person.Name},
		At: u.Links.Now().UTC().Truncate(time.Millisecond), Network: v.Network,
	}}
	r.After.Email, r.After.AddressKey, r.After.Version = f.Proof.Address, f.Proof.AddressKey, f.Person.Version+1
	r.History.Changes = people.ChangesOf(f.Person, r.After)
	r.Reset = proof.Proof{
		ID: person.ProofID(id), Purpose: proof.Reset, Person: f.Person.ID, KeyID: key.ID, Generation: 1, State: proof.Open,
		Epoch: f.Gate.Epoch + 1, CreatedAt: r.History.At, ExpiresAt: r.History.At.Add(proof.ResetLife),
	}
	r.Mail = outbox.Notice(outbox.ID(id), outbox.EmailRestored, r.After, r.History.At)
	r.Mail.Proof, r.Mail.Generation = r.Reset.ID, r.Reset.Generation
	return r, nil
}
