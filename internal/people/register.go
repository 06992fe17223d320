package people

import (
	"context"
	"errors"
	"strconv"
	"time"

	"portico/internal/address"
	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/policy"
	"portico/internal/proof"
)

// RegistrarStore is what a Registrar needs of the table.
type RegistrarStore interface {
	Files
	Visitor(ctx context.Context, id person.ID) (person.Person, gate.Gate, error)
	CreatePerson(ctx context.Context, c Creation) error
	RenewInvitation(ctx context.Context, r Renewal) error
}

// Registrar creates and invites people.
type Registrar struct {
	Office
	Store RegistrarStore
}

// Newcomer is somebody to be created.
type Newcomer struct {
	ID       person.ID // where it follows from the cause, so that a repeat makes the same person; random where it is empty
	Name     string
	Email    address.Address
	Role     person.Role
	Language person.Language
	Level    person.Level    // of a customer
	Services person.Services // of a customer
	Invite   bool            // send the invitation mail now; not with NoLevel
	Form     proof.Form      // what that mail carries; the link where it is empty
}

// Create makes a person, with or without a mail; the invitation's link is there either way, for the agent to copy. A repeat with the same key gives the
// same person. The errors are those of the gate, AddressTaken and AddressKept with the owner where that is of the same kind, and
// IdempotencyMismatch.
func (r *Registrar) Create(ctx context.Context, v gate.Visit, key string, n Newcomer) (person.Person, error) {
	caller, g, err := r.Store.Visitor(ctx, v.Caller.Person)
	if err != nil {
		return person.Person{}, err
	}
	if err := (gate.Keeper{Recorder: r.Store, Now: r.Now}).Admit(ctx, g, v); err != nil {
		return person.Person{}, err
	}
	creation, err := r.creation(ctx, AuthorOf(v, caller), n)
	if err != nil {
		return person.Person{}, err
	}
	hash := hashed("create", n.Name, n.Email.Stored, string(n.Role), string(n.Language), string(n.Level), string(n.Services),
		strconv.FormatBool(n.Invite), string(n.Form))
	creation.Repeat = Repeat{Key: key, Hash: hash, Now: r.now()}
	err = r.Store.CreatePerson(ctx, creation)
	if repeated, ok := errors.AsType[*Repeated](err); ok {
		p, _, err := r.Store.Visitor(ctx, repeated.Person)
		return p, err
	}
	if taken, ok := errors.AsType[*Taken](err); ok {
		return person.Person{}, addressTaken(taken, KindOf(n.Role))
	}
	return creation.Person, err
}

// Enrol makes a person under a mandate, as Create does. *Taken where somebody has the address, the person with n's id included; ErrMandateOver and ErrMandateVoid
// where the mandate has ended.
func (r *Registrar) Enrol(ctx context.Context, under Mandate, n Newcomer) error {
	by := Author{Mandate: &under, Actor: audit.Actor{Kind: audit.ByPerson, ID: under.Giver, Name: under.Name}, Network: under.Network}
	creation, err := r.creation(ctx, by, n)
	if err != nil {
		return err
	}
	return r.Store.CreatePerson(ctx, creation)
}

// addressTaken says that the address is taken, or kept, and names the owner to whoever asks for people of the owner's kind.
func addressTaken(taken *Taken, asked Kind) error {
	e := AddressTaken.Because(taken)
	if !taken.KeptUntil.IsZero() {
		e = AddressKept.Because(taken)
		e.KeptUntil = taken.KeptUntil
	}
	if taken.Kind == asked {
		e.PersonID = string(taken.Owner)
	}
	return e
}

// creation is everything that is written for n.
func (r *Registrar) creation(ctx context.Context, by Author, n Newcomer) (Creation, error) {
	if !policy.Decide(policy.Policy{}, policy.Invitation, n.Email).Allowed { // the team's word needs no settings
		return Creation{}, NotAllowed
	}
	id, err := n.ID, error(nil)
	if id == "" {
		id, err = person.NewID(r.Random)
	}
	if err != nil {
		return Creation{}, err
	}
	c := Creation{By: by, Person: person.Person{
		ID: id, Name: n.Name, Email: n.Email.Stored, AddressKey: n.Email.Key, Role: n.Role, State: person.Invited, Language: n.Language, Level: n.Level, Services: n.Services,
		Invitation: person.InvitationID(id), CreatedAt: r.now(), Version: 1,
	}}
	if c.Invitation, err = r.invitation(ctx, id, 0, n.Form); err != nil {
		return Creation{}, err
	}
	actions := []audit.Action{audit.Created}
	if n.Invite {
		mail := invitationMail(c.Person, c.Invitation)
		c.Mail = &mail
		actions = append(actions, audit.Invited)
	}
	for i, action := range actions {
		detail := ""
		if action == audit.Invited {
			detail = detailOf(n.Form)
		}
		if by.Mandate != nil {
			detail = by.Mandate.Import
		}
		entry, err := r.entry(by, id, action, detail)
		if err != nil {
			return Creation{}, err
		}
		entry.At = c.Person.CreatedAt.Add(time.Duration(i) * time.Millisecond) // the instants give the order
		c.History = append(c.History, entry)
	}
	return c, nil
}

// Invite sends a new invitation, of a form, to somebody who has not activated; earlier links and temporary passwords die. A repeat with the same key sends nothing more. The errors are
// those of the gate, NotFound, NotPending, PersonSuspended and IdempotencyMismatch.
func (r *Registrar) Invite(ctx context.Context, v gate.Visit, key string, kind Kind, id person.ID, form proof.Form) (Dossier, error) {
	for range 3 {
		d, err := r.open(ctx, r.Store, v, kind, id)
		if err != nil {
			return Dossier{}, err
		}
		repeat := Repeat{Key: key, Hash: hashed("invite", string(id), string(form)), Now: r.now()}
		err = r.renew(ctx, &d, AuthorOf(v, d.Caller), repeat, form, true)
		if _, done := errors.AsType[*Repeated](err); done {
			return d, nil
		}
		if _, changed := errors.AsType[*Changed](err); !changed {
			return d, err
		}
	}
	return Dossier{}, Busy
}

// renew makes the next generation of d's invitation, of a form, and brings d to that.
func (r *Registrar) renew(ctx context.Context, d *Dossier, by Author, repeat Repeat, form proof.Form, send bool) error {
	if err := pending(d.Person); err != nil {
		return err
	}
	after, err := r.invitation(ctx, d.Person.ID, d.Invitation.Generation, form)
	if err != nil {
		return err
	}
	renewal := Renewal{By: by, Repeat: repeat, Person: d.Person, Before: d.Invitation, After: after}
	action, detail := audit.LinkShown, ""
	if send {
		mail := invitationMail(d.Person, after)
		renewal.Mail, action, detail = &mail, audit.Invited, detailOf(form)
	}
	if renewal.History, err = r.entry(by, d.Person.ID, action, detail); err != nil {
		return err
	}
	if err := r.Store.RenewInvitation(ctx, renewal); err != nil {
		return err
	}
	d.Invitation = after
	d.History = append([]audit.Entry{renewal.History}, d.History...)
	if send {
		d.Mails = append([]outbox.Mail{*renewal.Mail}, d.Mails...)
	}
	return nil
}

// pending tells why somebody has no activation ahead of them.
func pending(p person.Person) error {
	switch {
	case p.State == person.Active:
		return NotPending
	case p.State == person.Suspended:
		return PersonSuspended
	case p.Level == person.NoLevel:
		return NoAccess
	default:
		return nil
	}
}
