package dynamo

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
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
	Changes   []changeRow     `dynamodbav:"changes,omitempty"`
	TTL       int64           `dynamodbav:"ttl,omitempty"` // of a line that strangers cause
	GSI1PK    string          `dynamodbav:"GSI1PK,omitempty"`
	GSI1SK    string          `dynamodbav:"GSI1SK,omitempty"`
	GSI2PK    string          `dynamodbav:"GSI2PK,omitempty"`
	GSI2SK    string          `dynamodbav:"GSI2SK,omitempty"`
	GSI3PK    string          `dynamodbav:"GSI3PK,omitempty"`
	GSI3SK    string          `dynamodbav:"GSI3SK,omitempty"`
}

// changeRow is one value that is another than before.
type changeRow struct {
	Field  string `dynamodbav:"field"`
	Before string `dynamodbav:"before,omitempty"`
	After  string `dynamodbav:"after,omitempty"`
}

func (r historyRow) entry() audit.Entry {
	var changes []audit.Change
	for _, c := range r.Changes {
		changes = append(changes, audit.Change(c))
	}
	return audit.Entry{
		ID: r.ID, Subject: r.Subject, Action: r.Action, Actor: audit.Actor{Kind: r.ActorKind, ID: r.ActorID, Name: r.ActorName},
		At: fromMillis(r.At), Network: r.Network, Detail: r.Detail, Changes: changes,
	}
}

// historyItem is e's whole item, for a put in the transaction of the change.
func historyItem(e audit.Entry) (map[string]types.AttributeValue, error) {
	shard, position := shardOf(e.ID), auditPosition(e)
	r := historyRow{
		ID: e.ID, Subject: e.Subject, Action: e.Action, ActorKind: e.Actor.Kind, ActorID: e.Actor.ID, ActorName: e.Actor.Name,
		At: millis(e.At), Network: e.Network, Detail: e.Detail,
		GSI1PK: auditPartition(shard), GSI1SK: position, GSI2PK: actionPartition(e.Action, shard), GSI2SK: position,
	}
	if e.Actor.ID != "" {
		r.GSI3PK, r.GSI3SK = actorPartition(e.Actor.ID), position
	}
	for _, c := range e.Changes {
		r.Changes = append(r.Changes, changeRow(c))
	}
	return row(historyKey(e.Subject, e.At, e.ID), r)
}

// refusalLife is how long a line stays that strangers cause, and nobodysLife the same of one that nobody ever looks at: until its day is over.
const (
	refusalLife = 90 * 24 * time.Hour
	nobodysLife = 24 * time.Hour
)

// NoteRefusal writes one line of history for a day, the first: one that is there already stays as it is. It goes by itself. One of nobody's is in no index.
func (t *Table) NoteRefusal(ctx context.Context, e audit.Entry, day time.Time, nobody bool) error {
	item, err := historyItem(e)
	life := refusalLife
	if nobody {
		life = nobodysLife
		item, err = row(key{}, historyRow{ID: e.ID, Subject: e.Subject, Action: e.Action, ActorKind: e.Actor.Kind, At: millis(e.At), Network: e.Network})
	}
	if err != nil {
		return err
	}
	maps.Copy(item, historyKey(e.Subject, day, e.ID).item())
	item["ttl"] = number(e.At.Add(life).Unix())
	_, err = t.db.PutItem(ctx, &dynamodb.PutItemInput{TableName: &t.name, Item: item, ConditionExpression: aws.String("attribute_not_exists(PK)")})
	if _, there := errors.AsType[*types.ConditionalCheckFailedException](err); there {
		return nil
	}
	if err != nil {
		return fmt.Errorf("put history row: %w", err)
	}
	return nil
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
