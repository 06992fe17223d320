package people

import (
	"context"
	"errors"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/person"
	"portico/internal/proof"
)

// DeskStore is what a Desk needs of the table.
type DeskStore interface {
	Files
	Admission(ctx context.Context, id person.ID) (gate.Gate, error)
	ListPeople(ctx context.Context, kind Kind, after string, limit int) (Page, error)
	FindPeople(ctx context.Context, kind Kind, words []string, after string, limit int) (Page, error)
	ChangePerson(ctx context.Context, c Change) error
	Witness(ctx context.Context, by Author, about person.Person, e audit.Entry) error
}

// Desk is where people are found, looked at, suspended and given roles.
type Desk struct {
	Office
	Store DeskStore
}

// Show gives a person's dossier. The errors are those of the gate, and NotFound.
func (d *Desk) Show(ctx context.Context, v gate.Visit, kind Kind, id person.ID) (Dossier, error) {
	return d.open(ctx, d.Store, v, kind, id)
}

// Link gives the link that is pending, and writes into the person's history that it was shown. The errors are those of the gate, NotFound,
// NotPending, PersonSuspended and LinkExpired.
func (d *Desk) Link(ctx context.Context, v gate.Visit, kind Kind, id person.ID) (string, proof.Proof, error) {
	dossier, err := d.open(ctx, d.Store, v, kind, id)
	if err != nil {
		return "", proof.Proof{}, err
	}
	if err := pending(dossier.Person); err != nil {
		return "", proof.Proof{}, err
	}
	invitation, ok := dossier.Pending()
	if !ok {
		return "", proof.Proof{}, LinkExpired
	}
	link, err := d.address(ctx, invitation)
	if err != nil {
		return "", proof.Proof{}, err
	}
	by := AuthorOf(v, dossier.Caller)
	entry, err := d.entry(by, id, audit.LinkShown, "")
	if err != nil {
		return "", proof.Proof{}, err
	}
	return link, invitation, conflict(d.Store.Witness(ctx, by, dossier.Person, entry))
}

// SetAccess suspends somebody, which ends all their sessions, or gives access back: to active where they had activated, to invited otherwise. Version is
// the one that the caller saw. What is so already stays so. The errors are those of the gate, NotFound, VersionConflict with the person as they are
// now, and LastAdministrator.
func (d *Desk) SetAccess(ctx context.Context, v gate.Visit, kind Kind, id person.ID, suspended bool, version int) (Dossier, error) {
	return d.change(ctx, v, kind, id, version, func(p *person.Person) (audit.Action, string) {
		if suspended {
			p.State = person.Suspended
			return audit.Suspended, ""
		}
		p.State = reinstated(*p)
		return audit.Reinstated, ""
	})
}

// reinstated is the state that p has with access: the one it has already, or the one from before the suspension.
func reinstated(p person.Person) person.State {
	switch {
	case p.State != person.Suspended:
		return p.State
	case p.Activated:
		return person.Active
	default:
		return person.Invited
	}
}

// SetLevel says how much a customer may do, and for which services. Without a level all their sessions end. Version and errors are those of SetAccess.
func (d *Desk) SetLevel(ctx context.Context, v gate.Visit, id person.ID, level person.Level, services person.Services, version int) (Dossier, error) {
	return d.change(ctx, v, Customers, id, version, func(p *person.Person) (audit.Action, string) {
		p.Level, p.Services = level, services
		return audit.LevelChanged, string(level)
	})
}

// SetSecondFactor says whether a customer has to type a mailed code after the password whatever the portal asks of everybody, from the next sign-in on.
// It never asks for less than the portal does. Version and errors are those of SetAccess.
func (d *Desk) SetSecondFactor(ctx context.Context, v gate.Visit, id person.ID, required bool, version int) (Dossier, error) {
	return d.change(ctx, v, Customers, id, version, func(p *person.Person) (audit.Action, string) {
		p.FactorRequired = required
		return audit.SecondFactorSet, secondFactorOf(*p)
	})
}

// SetRole makes an agent an administrator, or an administrator an agent. Version and errors are those of SetAccess.
func (d *Desk) SetRole(ctx context.Context, v gate.Visit, id person.ID, role person.Role, version int) (Dossier, error) {
	return d.change(ctx, v, Team, id, version, func(p *person.Person) (audit.Action, string) {
		p.Role = role
		return audit.RoleChanged, string(role)
	})
}

// change makes one change of somebody's record. Where a repeat finds its own change made, that is the answer.
func (d *Desk) change(ctx context.Context, v gate.Visit, kind Kind, id person.ID, version int,
	alter func(*person.Person) (audit.Action, string)) (Dossier, error) {
	dossier, err := d.open(ctx, d.Store, v, kind, id)
	if err != nil {
		return Dossier{}, err
	}
	before := dossier.Person
	after := before
	action, detail := alter(&after)
	if after == before && (version == before.Version || version == before.Version-1) {
		return dossier, nil
	}
	if version != before.Version {
		return Dossier{}, conflict(&Changed{Now: before})
	}
	by := AuthorOf(v, dossier.Caller)
	change, err := d.changeOf(by, before, after, action, detail)
	if err != nil {
		return Dossier{}, err
	}
	if err := d.Store.ChangePerson(ctx, change); err != nil {
		return Dossier{}, conflict(err)
	}
	dossier.Person = change.After
	dossier.History = append([]audit.Entry{change.History}, dossier.History...)
	return dossier, nil
}

// changeOf makes the change from before to after. Sessions end where the access changes.
func (o Office) changeOf(by Author, before, after person.Person, action audit.Action, detail string) (Change, error) {
	entry, err := o.entry(by, after.ID, action, detail)
	entry.Changes = ChangesOf(before, after)
	after.Version = before.Version + 1
	return Change{By: by, Before: before, After: after, EndSessions: after.Access() != before.Access(), History: entry}, err
}

// ChangesOf gives what is another about somebody than before, as far as people see it.
func ChangesOf(before, after person.Person) []audit.Change {
	var changes []audit.Change
	for _, c := range []audit.Change{
		{Field: "name", Before: before.Name, After: after.Name}, {Field: "email", Before: before.Email, After: after.Email},
		{Field: "language", Before: string(before.Language), After: string(after.Language)},
		{Field: "state", Before: string(before.State), After: string(after.State)}, {Field: "role", Before: string(before.Role), After: string(after.Role)},
		{Field: "level", Before: string(before.Level), After: string(after.Level)}, {Field: "services", Before: string(before.Services), After: string(after.Services)},
		{Field: "secondFactor", Before: secondFactorOf(before), After: secondFactorOf(after)},
	} {
		if c.Before != c.After {
			changes = append(changes, c)
		}
	}
	return changes
}

// conflict shows a Changed error as VersionConflict with the person as they are now.
func conflict(err error) error {
	changed, ok := errors.AsType[*Changed](err)
	if !ok {
		return err
	}
	e := VersionConflict.Because(changed)
	e.Current = ViewOf(changed.Now)
	return e
}
