package dynamo

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/audit"
	"portico/internal/people"
	"portico/internal/person"
)

// ChangePerson writes a person's new record, words, gate and history, all or none. The errors are what the author's gate says, *people.Changed and
// people.LastAdministrator.
func (t *Table) ChangePerson(ctx context.Context, c people.Change) error {
	var tx transaction
	update := t.gateUpdate(c)
	if c.EndSessions && c.Before.State == person.Active { // nobody else has any
		revocation, err := t.endAll(c.After.ID, update)
		if err != nil {
			return err
		}
		tx.add(revocation)
	}
	t.changeGate(&tx, c, update)
	items, err := t.replacePerson(c.Before, c.After)
	if err != nil {
		return err
	}
	tx.guard(items[0], changed)
	if item, ok := t.administrators(c.Before, c.After); ok {
		tx.guard(item, func(map[string]types.AttributeValue) error { return people.LastAdministrator })
	}
	tx.add(items[1:]...)
	history, err := historyItem(c.History)
	if err != nil {
		return err
	}
	tx.add(t.put(history))
	return t.commit(ctx, &tx)
}

// changeGate checks the author's gate and changes the person's. Where somebody changes themself the two are one item, which a transaction takes once.
func (t *Table) changeGate(tx *transaction, c people.Change, update *types.Update) {
	if by := c.By.Caller; by != nil && by.Person == c.After.ID {
		check := t.permitted(*by).ConditionCheck
		update.ConditionExpression = check.ConditionExpression
		update.ReturnValuesOnConditionCheckFailure = check.ReturnValuesOnConditionCheckFailure
		update.ExpressionAttributeNames["#origin"] = check.ExpressionAttributeNames["#origin"]
		for name, value := range check.ExpressionAttributeValues {
			update.ExpressionAttributeValues[name] = value
		}
		tx.guard(types.TransactWriteItem{Update: update}, func(old map[string]types.AttributeValue) error { return refusal(*by, old) })
		return
	}
	t.permit(tx, c.By)
	tx.add(types.TransactWriteItem{Update: update})
}

// gateUpdate brings the gate to the person's new access, services, second factor and role. A new role needs no new epoch: tokens with the old one are stale by it.
func (t *Table) gateUpdate(c people.Change) *types.Update {
	update := &types.Update{
		TableName: &t.name, Key: gateKey(c.After.ID).item(),
		UpdateExpression:         aws.String("SET #state = :newState, noLevel = :noLevel, #role = :newRole, services = :services, factorRequired = :factor"),
		ExpressionAttributeNames: map[string]string{"#state": "state", "#role": "role"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":newState": text(string(c.After.Access())), ":newRole": text(string(c.After.Role)), ":services": text(string(c.After.Services)),
			":noLevel": &types.AttributeValueMemberBOOL{Value: c.After.WithoutLevel()},
			":factor":  &types.AttributeValueMemberBOOL{Value: c.After.FactorRequired},
		},
	}
	if c.EndSessions {
		update.UpdateExpression = aws.String(*update.UpdateExpression + ", epoch = epoch + :next, sessions = :none")
		update.ExpressionAttributeValues[":next"] = number(1)
		update.ExpressionAttributeValues[":none"] = ending(nil)
	}
	return update
}

// RenewInvitation writes a new generation of an invitation with history and mail, all or none. The errors are what the author's gate says,
// *people.Repeated, people.IdempotencyMismatch and *people.Changed, the last also where somebody else has renewed it meanwhile.
func (t *Table) RenewInvitation(ctx context.Context, r people.Renewal) error {
	var tx transaction
	t.permit(&tx, r.By)
	if err := t.once(&tx, r.By, r.Repeat, r.Person.ID); err != nil {
		return err
	}
	t.unchanged(&tx, r.Person)
	item, err := proofItem(r.After)
	if err != nil {
		return err
	}
	put := t.put(item)
	put.Put.ConditionExpression = aws.String("attribute_not_exists(PK) OR generation = :before")
	put.Put.ExpressionAttributeValues = map[string]types.AttributeValue{":before": number(int64(r.Before.Generation))}
	tx.guard(put, func(map[string]types.AttributeValue) error { return &people.Changed{Now: r.Person} })
	if r.Mail != nil {
		mail, err := mailItem(*r.Mail)
		if err != nil {
			return err
		}
		tx.add(t.put(mail))
	}
	return t.commitWith(ctx, &tx, r.History)
}

// Witness writes a line of somebody's history if the author may and the person has not changed. The errors are what the author's gate says and
// *people.Changed.
func (t *Table) Witness(ctx context.Context, by people.Author, about person.Person, e audit.Entry) error {
	var tx transaction
	t.permit(&tx, by)
	t.unchanged(&tx, about)
	return t.commitWith(ctx, &tx, e)
}

// commitWith commits tx together with a line of history.
func (t *Table) commitWith(ctx context.Context, tx *transaction, e audit.Entry) error {
	item, err := historyItem(e)
	if err != nil {
		return err
	}
	tx.add(t.put(item))
	return t.commit(ctx, tx)
}
