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

// Undone gives mails, wishes and imports of one shard that were due before an instant and are not done, oldest first, and not more than limit.
func (t *Table) Undone(ctx context.Context, shard int, before time.Time, limit int) ([]outbox.Undone, error) {
	in := &dynamodb.QueryInput{
		TableName: &t.name, IndexName: aws.String("GSI1"), Limit: aws.Int32(int32(limit)),
		KeyConditionExpression: aws.String("GSI1PK = :shard AND GSI1SK < :before"),
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":shard": text(undonePartition(shard)), ":before": text(instant(before)),
		},
	}
	var found []outbox.Undone
	pages := dynamodb.NewQueryPaginator(t.db, in)
	for pages.HasMorePages() && len(found) < limit {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("query what is not done: %w", err)
		}
		for _, item := range page.Items {
			u, err := undone(item)
			if err != nil {
				return nil, err
			}
			found = append(found, u)
		}
	}
	return found[:min(limit, len(found))], nil
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
	return outbox.Undone{
		ID: outbox.ID(strings.TrimPrefix(r.PK, r.SK+"#")), Wish: r.SK == requestKey("").SK, Import: r.SK == importKey("").SK,
		CreatedAt: fromMillis(r.CreatedAt), Due: due,
	}, nil
}

// Postpone makes u due later, where it is still not done and due as it was.
func (t *Table) Postpone(ctx context.Context, u outbox.Undone, due time.Time) error {
	k := outboxKey(u.ID)
	if u.Wish {
		k = requestKey(u.ID)
	}
	if u.Import {
		k = importKey(imports.ID(u.ID))
	}
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
