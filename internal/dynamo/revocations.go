package dynamo

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/revocation"
	"portico/internal/session"
)

// revocationRow is the REVOCATION item. Which sessions it is about stands in the gate, in the attribute that endedAs names: only there the update that ends
// all sessions can put what it takes away, without having read it.
type revocationRow struct {
	ID        outbox.ID `dynamodbav:"id"`
	Person    person.ID `dynamodbav:"person"`
	CreatedAt int64     `dynamodbav:"createdAt"`
	GSI1PK    string    `dynamodbav:"GSI1PK"`
	GSI1SK    string    `dynamodbav:"GSI1SK"`
}

// endedAs is the gate's attribute that keeps what an order is about, until that is done.
func endedAs(id outbox.ID) string { return "ended#" + string(id) }

// order makes an order of revocation about a person: its id, and the item of the transaction that ends their sessions.
func (t *Table) order(about person.ID) (outbox.ID, types.TransactWriteItem, error) {
	text, err := person.RandomText(nil)
	if err != nil {
		return "", types.TransactWriteItem{}, err
	}
	id, now := outbox.ID(text), t.now()
	item, err := row(revocationKey(id), revocationRow{
		ID: id, Person: about, CreatedAt: millis(now), GSI1PK: undonePartition(shardOf(text)), GSI1SK: instant(now) + "#" + text,
	})
	return id, t.put(item), err
}

// ending is sessions as they stand in the gate, origin to id.
func ending(sessions map[string]string) types.AttributeValue {
	values := map[string]types.AttributeValue{}
	for origin, id := range sessions {
		values[origin] = text(id)
	}
	return &types.AttributeValueMemberM{Value: values}
}

// endAll has an update that empties a gate of its sessions keep them there for an order, and gives the item of the order. The update begins with SET.
func (t *Table) endAll(about person.ID, gate *types.Update) (types.TransactWriteItem, error) {
	id, put, err := t.order(about)
	gate.UpdateExpression = aws.String("SET #ended = sessions, " + strings.TrimPrefix(*gate.UpdateExpression, "SET "))
	gate.ExpressionAttributeNames["#ended"] = endedAs(id)
	return put, err
}

// Revocation reads an order and what it is about, strongly consistent. The zero Order where it is done.
func (t *Table) Revocation(ctx context.Context, id outbox.ID) (revocation.Order, error) {
	var r revocationRow
	if err := t.get(ctx, revocationKey(id), &r); err != nil {
		return revocation.Order{}, unlessMissing(err)
	}
	o := revocation.Order{ID: r.ID, Person: r.Person}
	got, err := t.db.GetItem(ctx, &dynamodb.GetItemInput{
		TableName: &t.name, Key: gateKey(r.Person).item(), ConsistentRead: aws.Bool(true), ProjectionExpression: aws.String("#ended"),
		ExpressionAttributeNames: map[string]string{"#ended": endedAs(id)},
	})
	if err != nil {
		return revocation.Order{}, fmt.Errorf("get GATE row: %w", err)
	}
	if err := attributevalue.Unmarshal(got.Item[endedAs(id)], &o.Sessions); err != nil {
		return revocation.Order{}, fmt.Errorf("read what has ended: %w", err)
	}
	return o, nil
}

// ForgetSession deletes the row of a session where it has s's origin. Doing it again succeeds.
func (t *Table) ForgetSession(ctx context.Context, s session.Session) error {
	_, err := t.db.DeleteItem(ctx, &dynamodb.DeleteItemInput{
		TableName: &t.name, Key: sessionKey(s.ID).item(), ConditionExpression: aws.String("attribute_not_exists(PK) OR origin = :origin"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":origin": text(s.Origin)},
	})
	if _, another := errors.AsType[*types.ConditionalCheckFailedException](err); another {
		return nil
	}
	if err != nil {
		return fmt.Errorf("delete SESSION row: %w", err)
	}
	return nil
}

// FinishRevocation takes an order out of the gate and then deletes it. Between the two it is an order about nothing, which can be finished again.
func (t *Table) FinishRevocation(ctx context.Context, o revocation.Order) error {
	_, err := t.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &t.name, Key: gateKey(o.Person).item(), UpdateExpression: aws.String("REMOVE #ended"),
		ConditionExpression: aws.String("attribute_exists(PK)"), ExpressionAttributeNames: map[string]string{"#ended": endedAs(o.ID)},
	})
	if err != nil {
		return fmt.Errorf("update GATE row: %w", err)
	}
	if _, err := t.db.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: &t.name, Key: revocationKey(o.ID).item()}); err != nil {
		return fmt.Errorf("delete REVOCATION row: %w", err)
	}
	return nil
}
