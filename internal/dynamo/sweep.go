package dynamo

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/imports"
	"portico/internal/outbox"
)

// Undone gives what one shard has that was due before an instant and is not done, oldest first, and not more than limit. With an error it gives what it
// could read.
func (t *Table) Undone(ctx context.Context, shard int, before time.Time, limit int) ([]outbox.Undone, error) {
	in := &dynamodb.QueryInput{
		TableName: &t.name, IndexName: aws.String("GSI1"), Limit: aws.Int32(int32(limit)),
		KeyConditionExpression: aws.String("GSI1PK = :shard AND GSI1SK < :before"),
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":shard": text(undonePartition(shard)), ":before": text(instant(before)),
		},
	}
	var found []outbox.Undone
	var failed []error
	pages := dynamodb.NewQueryPaginator(t.db, in)
	for pages.HasMorePages() && len(found) < limit {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return found, errors.Join(append(failed, fmt.Errorf("query what is not done: %w", err))...)
		}
		for _, item := range page.Items {
			u, err := undone(item)
			if err != nil {
				failed = append(failed, err)
				continue
			}
			found = append(found, u)
		}
	}
	return found[:min(limit, len(found))], errors.Join(failed...)
}

// undone reads an entry of the index: the row's kind and id from its key, and when it was due.
func undone(item map[string]types.AttributeValue) (outbox.Undone, error) {
	var r struct {
		PK        string `dynamodbav:"PK"`
		SK        string `dynamodbav:"SK"`
		GSI1SK    string `dynamodbav:"GSI1SK"`
		CreatedAt int64  `dynamodbav:"createdAt"`
	}
	if err := attributevalue.UnmarshalMap(item, &r); err != nil {
		return outbox.Undone{}, fmt.Errorf("read an entry of what is not done: %w", err)
	}
	at, _, _ := strings.Cut(r.GSI1SK, "#")
	due, err := time.Parse(instantForm, at)
	if err != nil {
		return outbox.Undone{}, fmt.Errorf("read when it was due: %w", err)
	}
	for work, k := range worked {
		if k("").SK == r.SK {
			return outbox.Undone{ID: outbox.ID(strings.TrimPrefix(r.PK, r.SK+"#")), Work: work, CreatedAt: fromMillis(r.CreatedAt), Due: due}, nil
		}
	}
	return outbox.Undone{}, fmt.Errorf("read an entry of what is not done: no work for %s", r.SK)
}

// worked are the keys of the rows with work, by its kind.
var worked = map[outbox.Work]func(outbox.ID) key{outbox.Mails: outboxKey, outbox.Wishes: requestKey, outbox.Revocations: revocationKey,
	outbox.Imports: func(id outbox.ID) key { return importKey(imports.ID(id)) }}

// Postpone makes u due later, where it is still not done and due as it was.
func (t *Table) Postpone(ctx context.Context, u outbox.Undone, due time.Time) error {
	k := worked[u.Work](u.ID)
	_, err := t.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &t.name, Key: k.item(), UpdateExpression: aws.String("SET GSI1SK = :next"), ConditionExpression: aws.String("GSI1SK = :due"),
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":next": text(instant(due) + "#" + string(u.ID)), ":due": text(instant(u.Due) + "#" + string(u.ID)),
		},
	})
	if _, done := errors.AsType[*types.ConditionalCheckFailedException](err); done {
		return nil
	}
	if err != nil {
		return fmt.Errorf("postpone %s row: %w", k.SK, err)
	}
	return nil
}
