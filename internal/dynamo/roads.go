package dynamo

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/identity"
	"portico/internal/outbox"
)

// Activate makes the change of an activation: proof, person with words, gate, set of administrators, history and vouch, all or nothing.
// identity.ErrChanged where anything is not as it was before.
func (t *Table) Activate(ctx context.Context, c identity.Change) error {
	items, err := t.changeItems(c, t.newEpoch(c))
	if err != nil {
		return err
	}
	person, err := t.replacePerson(c.Before.Person, c.After.Person)
	if err != nil {
		return err
	}
	items = append(items, person...)
	if live, changes := t.administrators(c.Before.Person, c.After.Person); changes {
		items = append(items, live)
	}
	return t.change(ctx, items)
}

// ResetPassword makes the change of a reset: proof, gate, history, the notice, vouch and the order to revoke the tokens of the sessions that end, all or
// nothing. identity.ErrChanged where anything is not as it was before.
func (t *Table) ResetPassword(ctx context.Context, c identity.Change) error {
	gate := t.newEpoch(c)
	revocation, err := t.endAll(c.Before.Person.ID, gate)
	if err != nil {
		return err
	}
	items, err := t.changeItems(c, gate)
	if err != nil {
		return err
	}
	return t.change(ctx, append(items, revocation))
}

// changeItems are the items that every road by a link has, with the update of the gate.
func (t *Table) changeItems(c identity.Change, gate *types.Update) ([]types.TransactWriteItem, error) {
	put, err := t.vouchItem(c.Vouch)
	if err != nil {
		return nil, err
	}
	entry, err := historyItem(c.History)
	if err != nil {
		return nil, err
	}
	items := []types.TransactWriteItem{t.useProof(c), {Update: gate}, put, t.put(entry)}
	if c.Mail == nil {
		return items, nil
	}
	mail, err := mailItem(*c.Mail)
	return append(items, t.put(mail)), err
}

func (t *Table) change(ctx context.Context, items []types.TransactWriteItem) error {
	err := t.transact(ctx, items, "")
	if _, cancelled := errors.AsType[*Cancelled](err); cancelled || errors.Is(err, ErrContention) {
		return identity.ErrChanged
	}
	return err
}

// PutWish writes a wish. Writing the same again succeeds.
func (t *Table) PutWish(ctx context.Context, r outbox.Request) error {
	item, err := t.requestItem(r)
	if err != nil {
		return err
	}
	err = t.transact(ctx, []types.TransactWriteItem{item}, "")
	if _, there := errors.AsType[*Cancelled](err); there {
		return nil
	}
	return err
}
