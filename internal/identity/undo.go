package identity

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"portico/internal/audit"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/proof"
)

// UndoStore is what taking back changes of address needs.
type UndoStore interface {
	FactStore
	// RestoreAddress makes a Restoration: the address that the proof names becomes the person's again, the one that they have is given up, every session
	// ends, the password opens nothing until a link sets another, what later changes let undo is dead, and the mail with such a link is written. ErrChanged where anything is not as it was before.
	RestoreAddress(ctx context.Context, r Restoration) error
}

// Restoration is everything that is written when a change of address is taken back.
type Restoration struct {
	Before  Facts
	After   person.Person
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

// Complete takes the change back. It signs nobody in, and the password that was good until now is good no more: a link to choose another is mailed. Done again it is LinkUsed. The errors are the link problems, limit.Refused and Busy.
func (u *Undo) Complete(ctx context.Context, token string, v Visit) error {
	_, facts, err := u.Links.open(ctx, token, "", v, proof.EmailUndo)
	if err != nil {
		return err
	}
	id, err := person.RandomText(u.Random)
	if err != nil {
		return err
	}
	r := Restoration{Before: facts, After: facts.Person, History: audit.Entry{
		ID: id, Subject: facts.Person.ID, Action: audit.EmailRestored, Actor: audit.Actor{Kind: audit.ByPerson, ID: facts.Person.ID, Name: facts.Person.Name},
		At: u.Links.Now().UTC().Truncate(time.Millisecond), Network: v.Network,
	}}
	r.After.Email, r.After.AddressKey, r.After.Version = facts.Proof.Address, facts.Proof.AddressKey, facts.Person.Version+1
	key, err := u.Links.Keys.Current(ctx)
	if err != nil {
		return fmt.Errorf("key of proofs: %w", err)
	}
	r.Reset = proof.Proof{
		ID: person.ProofID(id), Purpose: proof.Reset, Person: facts.Person.ID, KeyID: key.ID, Generation: 1, State: proof.Open,
		Epoch: facts.Gate.Epoch + 1, CreatedAt: r.History.At, ExpiresAt: r.History.At.Add(proof.ResetLife),
	}
	r.Mail = outbox.Notice(outbox.ID(id), outbox.EmailRestored, r.After, r.History.At)
	r.Mail.Proof, r.Mail.Generation = r.Reset.ID, r.Reset.Generation
	err = u.Store.RestoreAddress(ctx, r)
	if !errors.Is(err, ErrChanged) {
		return afterAll(err)
	}
	if _, _, err := u.Links.open(ctx, token, "", v, proof.EmailUndo); err != nil {
		return err // the same link was used at the same moment
	}
	return Busy.Because(err)
}
