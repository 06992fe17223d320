package dynamo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/gate"
	"portico/internal/person"
	"portico/internal/vouch"
)

// vouchRow is the VOUCH item.
type vouchRow struct {
	ID        string    `dynamodbav:"id"`
	Hash      []byte    `dynamodbav:"hash"`
	Person    person.ID `dynamodbav:"person"`
	Client    string    `dynamodbav:"client"`
	Epoch     int       `dynamodbav:"epoch"`
	Session   string    `dynamodbav:"session"`
	Proven    []string  `dynamodbav:"proven"`
	ExpiresAt int64     `dynamodbav:"expiresAt"`
	UsedBy    string    `dynamodbav:"usedBy,omitempty"`
	TTL       int64     `dynamodbav:"ttl"`
}

// vouchItem is the item of a transaction that writes a fresh vouch. A vouch is never written over.
func (t *Table) vouchItem(v vouch.Vouch) (types.TransactWriteItem, error) {
	item, err := row(vouchKey(v.ID), vouchRow{
		ID: v.ID, Hash: v.Hash[:], Person: v.Person, Client: v.Client, Epoch: v.Epoch, Session: v.Session, Proven: v.Proven,
		ExpiresAt: millis(v.ExpiresAt), TTL: v.ExpiresAt.Add(time.Hour).Unix(),
	})
	if err != nil {
		return types.TransactWriteItem{}, err
	}
	return t.putNew(item), nil
}

// Vouch reads a vouch, strongly consistent. vouch.ErrRefused where there is none.
func (t *Table) Vouch(ctx context.Context, id string) (vouch.Vouch, error) {
	var r vouchRow
	err := t.get(ctx, vouchKey(id), &r)
	if errors.Is(err, ErrNotFound) || err == nil && len(r.Hash) != len(vouch.Vouch{}.Hash) {
		return vouch.Vouch{}, vouch.ErrRefused
	}
	if err != nil {
		return vouch.Vouch{}, err
	}
	return vouch.Vouch{
		ID: r.ID, Hash: [32]byte(r.Hash), Person: r.Person, Client: r.Client, Epoch: r.Epoch, Session: r.Session, Proven: r.Proven,
		ExpiresAt: fromMillis(r.ExpiresAt), UsedBy: r.UsedBy,
	}, nil
}

// UseVouch marks a vouch as used by the authentication that has nonce. Doing it again with the same nonce succeeds; with another one it is
// vouch.ErrRefused, and so it is for a vouch that is not there.
func (t *Table) UseVouch(ctx context.Context, id, nonce string) error {
	_, err := t.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &t.name, Key: vouchKey(id).item(), UpdateExpression: aws.String("SET usedBy = :nonce"),
		ConditionExpression:       aws.String("attribute_exists(PK) AND (attribute_not_exists(usedBy) OR usedBy = :nonce)"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":nonce": text(nonce)},
	})
	if _, used := errors.AsType[*types.ConditionalCheckFailedException](err); used {
		return vouch.ErrRefused
	}
	if err != nil {
		return fmt.Errorf("update VOUCH row: %w", err)
	}
	return nil
}

// LiveGate reads somebody's gate for a trigger. vouch.ErrRefused where there is no such person.
func (t *Table) LiveGate(ctx context.Context, id person.ID) (gate.Gate, error) {
	g, err := t.Gate(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return gate.Gate{}, vouch.ErrRefused
	}
	return g, err
}
