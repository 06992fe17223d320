package people

import (
	"context"
	"errors"

	"portico/internal/address"
	"portico/internal/audit"
	"portico/internal/person"
	"portico/internal/problem"
	"portico/internal/proof"
)

// OperatorStore is what an Operator needs of the table, beside what a Registrar does.
type OperatorStore interface {
	RegistrarStore
	Holder(ctx context.Context, addressKey string) (person.ID, error)
	ListPeople(ctx context.Context, kind Kind, after string, limit int) (Page, error)
	ChangePerson(ctx context.Context, c Change) error
	Witness(ctx context.Context, by Author, about person.Person, e audit.Entry) error
}

// Operator is what somebody may do who has rights in the AWS account: make an administrator where there is none any more.
type Operator struct {
	Registrar
	Store OperatorStore
}

// CustomerHasAddress is the refusal to make a customer an administrator.
var CustomerHasAddress = problem.New(problem.Conflict, "customer_has_address",
	"A customer has this e-mail address. Choose another address for the administrator.")

// operator is the author of an operator's changes.
var operator = Author{Actor: audit.Actor{Kind: audit.ByOperator}}

// NewOperator makes an Operator.
func NewOperator(office Office, store OperatorStore) *Operator {
	return &Operator{Registrar: Registrar{Office: office, Store: store}, Store: store}
}

// CreateAdministrator makes sure that the address belongs to an administrator with access, and gives the link that they go on with: the activation link,
// or the portal's address where they have activated. It creates, promotes and reinstates. A repeat gives the pending link again. The errors are
// CustomerHasAddress, AddressKept and Busy.
func (o *Operator) CreateAdministrator(ctx context.Context, name string, email address.Address) (person.Person, string, error) {
	for range 3 {
		p, link, err := o.createAdministrator(ctx, name, email)
		reserved, taken := errors.AsType[*Taken](err)
		if taken && !reserved.KeptUntil.IsZero() {
			return person.Person{}, "", addressTaken(reserved, Team)
		}
		_, changed := errors.AsType[*Changed](err)
		if !taken && !changed {
			return p, link, err
		}
	}
	return person.Person{}, "", Busy
}

func (o *Operator) createAdministrator(ctx context.Context, name string, email address.Address) (person.Person, string, error) {
	holder, err := o.Store.Holder(ctx, email.Key)
	if err != nil {
		return person.Person{}, "", err
	}
	if holder != "" {
		return o.promote(ctx, holder)
	}
	creation, err := o.creation(ctx, operator, Newcomer{Name: name, Email: email, Role: person.Administrator, Language: person.Languages[0]})
	if err != nil {
		return person.Person{}, "", err
	}
	if err := o.Store.CreatePerson(ctx, creation); err != nil {
		return person.Person{}, "", err
	}
	link, err := proof.Address(ctx, o.Keys, o.Address, creation.Invitation)
	return creation.Person, link, err
}

// promote makes an administrator with access of a member of the team.
func (o *Operator) promote(ctx context.Context, id person.ID) (person.Person, string, error) {
	d, err := o.Store.Dossier(ctx, id, "")
	if err != nil {
		return person.Person{}, "", err
	}
	if KindOf(d.Person.Role) != Team {
		return person.Person{}, "", CustomerHasAddress
	}
	after := d.Person
	after.Role, after.State = person.Administrator, reinstated(d.Person)
	if after != d.Person {
		action, detail := audit.RoleChanged, string(person.Administrator)
		if after.Role == d.Person.Role {
			action, detail = audit.Reinstated, ""
		}
		change, err := o.changeOf(operator, d.Person, after, action, detail)
		if err != nil {
			return person.Person{}, "", err
		}
		if err := o.Store.ChangePerson(ctx, change); err != nil {
			return person.Person{}, "", err
		}
		d.Person = change.After
	}
	link, err := o.link(ctx, d)
	return d.Person, link, err
}

// link gives the pending link of d's person, a new one where that has expired, and the portal's address where there is nothing to activate.
func (o *Operator) link(ctx context.Context, d Dossier) (string, error) {
	if d.Person.State != person.Invited {
		return o.Address, nil
	}
	invitation, ok := d.Pending()
	link, err := o.address(ctx, invitation)
	if !ok || errors.Is(err, LinkExpired) {
		if err := o.renew(ctx, &d, operator, Repeat{}, proof.ByLink, false); err != nil {
			return "", err
		}
		return o.address(ctx, d.Invitation)
	}
	if err != nil {
		return "", err
	}
	entry, err := o.entry(operator, d.Person.ID, audit.LinkShown, "")
	if err != nil {
		return "", err
	}
	if err := o.Store.Witness(ctx, operator, d.Person, entry); err != nil {
		return "", err
	}
	return link, nil
}

// Administrators gives all of them, in every state.
func (o *Operator) Administrators(ctx context.Context) ([]person.Person, error) {
	team, err := all(ctx, o.Store, Team)
	if err != nil {
		return nil, err
	}
	found := []person.Person{}
	for _, p := range team {
		if p.Role == person.Administrator {
			found = append(found, p)
		}
	}
	return found, nil
}

// PendingLink gives the activation link of a member of the team. The errors are NotFound, NotPending and PersonSuspended.
func (o *Operator) PendingLink(ctx context.Context, email address.Address) (string, error) {
	holder, err := o.Store.Holder(ctx, email.Key)
	if err != nil {
		return "", err
	}
	d, err := o.Store.Dossier(ctx, holder, "")
	if err != nil {
		return "", err
	}
	if d.Person.ID == "" || KindOf(d.Person.Role) != Team {
		return "", NotFound
	}
	if err := pending(d.Person); err != nil {
		return "", err
	}
	return o.link(ctx, d)
}
