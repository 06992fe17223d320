package dynamo

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/audit"
	"portico/internal/person"
)

// historyRow is one line of somebody's history.
type historyRow struct {
	ID        string          `dynamodbav:"id"`
	Subject   person.ID       `dynamodbav:"subject"`
	Action    audit.Action    `dynamodbav:"action"`
	ActorKind audit.ActorKind `dynamodbav:"actorKind"`
	ActorID   person.ID       `dynamodbav:"actorId,omitempty"`
	ActorName string          `dynamodbav:"actorName,omitempty"`
	At        int64           `dynamodbav:"at"`
	Network   string          `dynamodbav:"network,omitempty"`
	Detail    string          `dynamodbav:"detail,omitempty"`
}

func (r historyRow) entry() audit.Entry {
	return audit.Entry{
		ID: r.ID, Subject: r.Subject, Action: r.Action, Actor: audit.Actor{Kind: r.ActorKind, ID: r.ActorID, Name: r.ActorName},
		At: fromMillis(r.At), Network: r.Network, Detail: r.Detail,
	}
}

// historyItem is e's whole item, for a put in the transaction of the change.
func historyItem(e audit.Entry) (map[string]types.AttributeValue, error) {
	return row(historyKey(e.Subject, e.At, e.ID), historyRow{
		ID: e.ID, Subject: e.Subject, Action: e.Action, ActorKind: e.Actor.Kind, ActorID: e.Actor.ID, ActorName: e.Actor.Name,
		At: millis(e.At), Network: e.Network, Detail: e.Detail,
	})
}

// Record writes a line of history that belongs to no other change.
func (t *Table) Record(ctx context.Context, e audit.Entry) error {
	item, err := historyItem(e)
	if err != nil {
		return err
	}
	if _, err := t.db.PutItem(ctx, &dynamodb.PutItemInput{TableName: &t.name, Item: item}); err != nil {
		return fmt.Errorf("put history row: %w", err)
	}
	return nil
}
