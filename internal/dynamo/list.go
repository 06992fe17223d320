package dynamo

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/people"
)

// ListPeople gives people of a kind, newest first, from behind the position after: every shard of the index is asked at the same time, and what comes
// is merged. Who was there when the first page was read comes exactly once.
func (t *Table) ListPeople(ctx context.Context, kind people.Kind, after string, limit int) (people.Page, error) {
	shards := make([][]personRow, Shards)
	calls := make([]func() error, Shards)
	for i := range shards {
		calls[i] = func() (err error) { shards[i], err = t.newest(ctx, kind, i, after, limit+1); return err }
	}
	if err := together(calls...); err != nil {
		return people.Page{}, err
	}
	rows := slices.Concat(shards...)
	slices.SortFunc(rows, func(a, b personRow) int { return strings.Compare(b.GSI1SK, a.GSI1SK) })
	var page people.Page
	if len(rows) > limit {
		rows = rows[:limit]
		page.Next = rows[limit-1].GSI1SK
	}
	for _, r := range rows {
		page.People = append(page.People, r.person())
	}
	return page, nil
}

// newest reads one shard.
func (t *Table) newest(ctx context.Context, kind people.Kind, shard int, after string, limit int) ([]personRow, error) {
	in := &dynamodb.QueryInput{
		TableName: &t.name, IndexName: aws.String("GSI1"), KeyConditionExpression: aws.String("GSI1PK = :people"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":people": text(peoplePartition(kind, shard))},
		ScanIndexForward:          aws.Bool(false), Limit: aws.Int32(int32(limit)),
	}
	if after != "" {
		in.KeyConditionExpression = aws.String("GSI1PK = :people AND GSI1SK < :after")
		in.ExpressionAttributeValues[":after"] = text(after)
	}
	out, err := t.db.Query(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("query people: %w", err)
	}
	var rows []personRow
	if err := attributevalue.UnmarshalListOfMaps(out.Items, &rows); err != nil {
		return nil, fmt.Errorf("read PERSON rows: %w", err)
	}
	return rows, nil
}
