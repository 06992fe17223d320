package dynamo

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/person"
	"portico/internal/ticket"
)

// ChangeTicket writes a change of a ticket with message, event, note, mails and news, all or none. The errors are what the author's gate says,
// *ticket.Done, people.IdempotencyMismatch, ticket.ErrChanged where the ticket is no longer as it was before, and ticket.NoSuchAgent where the one who is
// given it is not of the active team.
func (t *Table) ChangeTicket(ctx context.Context, c ticket.Change) error {
	var tx transaction
	t.permit(&tx, c.By)
	done := func(about string) error { return &ticket.Done{Ticket: ticket.ID(about)} }
	if err := t.onceFor(&tx, c.By, c.Repeat, string(c.After.ID), done); err != nil {
		return err
	}
	tx.guard(t.changeOf(c), func(map[string]types.AttributeValue) error { return ticket.ErrChanged })
	t.onTeam(&tx, c)
	items, err := changeItems(c)
	if err != nil {
		return err
	}
	for _, item := range items {
		tx.add(t.putNew(item))
	}
	if err := t.tell(&tx, c.Mails, c.Tell); err != nil {
		return err
	}
	return t.commit(ctx, &tx)
}

// onTeam holds tx to the one who is given the ticket being of the active team. An author who takes it is held to that already.
func (t *Table) onTeam(tx *transaction, c ticket.Change) {
	if c.Agent == "" || c.By.Caller != nil && c.By.Caller.Person == c.Agent {
		return
	}
	tx.guard(types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{
		TableName: &t.name, Key: gateKey(c.Agent).item(), ConditionExpression: aws.String("#state = :active AND #role IN (:agent, :administrator)"),
		ExpressionAttributeNames: map[string]string{"#state": "state", "#role": "role"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":active": text(string(person.Active)), ":agent": text(string(person.Agent)), ":administrator": text(string(person.Administrator)),
		},
	}}, func(map[string]types.AttributeValue) error { return ticket.NoSuchAgent })
}

// changeItems are the new rows of a change.
func changeItems(c ticket.Change) ([]map[string]types.AttributeValue, error) {
	var items []map[string]types.AttributeValue
	add := func(item map[string]types.AttributeValue, err error) error { items = append(items, item); return err }
	if c.Message != nil {
		if err := add(messageItem(c.After.ID, *c.Message)); err != nil {
			return nil, err
		}
	}
	if c.Event != nil {
		if err := add(eventItem(c.After.ID, *c.Event)); err != nil {
			return nil, err
		}
	}
	if c.Note != nil {
		if err := add(noteItem(c.After.ID, *c.Note)); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// changeOf is the item of a transaction that brings the ticket from before to after. A note only counts: it must neither lose nor stop an answer.
func (t *Table) changeOf(c ticket.Change) types.TransactWriteItem {
	if c.Note != nil {
		return types.TransactWriteItem{Update: &types.Update{
			TableName: &t.name, Key: ticketKey(c.After.ID).item(), UpdateExpression: aws.String("ADD notes :one"),
			ConditionExpression:       aws.String("attribute_exists(PK)"),
			ExpressionAttributeValues: map[string]types.AttributeValue{":one": number(1)},
		}}
	}
	r := newTicketRow(c.After)
	update := "SET #status = :status, requesterName = :requesterName, assignee = :assignee, assigneeName = :assigneeName, updatedAt = :updatedAt, " +
		"version = :version, #last = :last, GSI1PK = :pk1, GSI1SK = :sk, GSI2PK = :pk2, GSI2SK = :sk"
	values := map[string]types.AttributeValue{
		":status": text(string(r.Status)), ":requesterName": text(r.RequesterName), ":assignee": text(string(r.Assignee)),
		":assigneeName": text(r.AssigneeName), ":updatedAt": number(r.UpdatedAt), ":version": number(int64(r.Version)), ":last": number(int64(r.Last)),
		":pk1": text(r.GSI1PK), ":pk2": text(r.GSI2PK), ":sk": text(r.GSI1SK),
		":beforeVersion": number(int64(c.Before.Version)), ":beforeLast": number(int64(c.Before.Last)),
	}
	if r.GSI3PK == "" {
		update += " REMOVE GSI3PK, GSI3SK, GSI4PK, GSI4SK"
	} else {
		update += ", GSI3PK = :pk3, GSI3SK = :sk, GSI4PK = :pk4, GSI4SK = :sk"
		values[":pk3"], values[":pk4"] = text(r.GSI3PK), text(r.GSI4PK)
	}
	return types.TransactWriteItem{Update: &types.Update{
		TableName: &t.name, Key: ticketKey(c.After.ID).item(), UpdateExpression: &update,
		ConditionExpression:      aws.String("version = :beforeVersion AND #last = :beforeLast"),
		ExpressionAttributeNames: map[string]string{"#status": "status", "#last": "last"}, ExpressionAttributeValues: values,
	}}
}
