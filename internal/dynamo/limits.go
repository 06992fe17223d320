package dynamo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/limit"
)

// rateRow is the RATE item: GCRA's theoretical arrival time.
type rateRow struct {
	TAT int64 `dynamodbav:"tat"`
	TTL int64 `dynamodbav:"ttl"`
}

// Take counts one try of subject under rule, in one conditional update: the row either starts anew or moves on by one step, and the condition
// holds the update to the case it was made for. A lost race shows the row as it is now, and the update is made again for that.
func (t *Table) Take(ctx context.Context, rule limit.Rule, subject string) (time.Duration, error) {
	seen := rateRow{}
	for range 50 {
		now := t.now()
		next, wait := rule.Next(fromMillis(seen.TAT), now)
		if wait > 0 {
			return wait, nil
		}
		_, err := t.db.UpdateItem(ctx, t.advance(rule, subject, seen, now, next))
		if err == nil {
			return 0, nil
		}
		lost, ok := errors.AsType[*types.ConditionalCheckFailedException](err)
		if !ok {
			return 0, fmt.Errorf("update RATE row: %w", err)
		}
		seen = rateRow{}
		if err := attributevalue.UnmarshalMap(lost.Item, &seen); err != nil {
			return 0, fmt.Errorf("read RATE row: %w", err)
		}
	}
	return time.Second, nil // fifty races lost in a row: too many at once in any case
}

// advance is the update for a row that was seen as seen. A row whose time is in the past starts anew; any other moves on by one step from
// wherever it is by then, if the limit still allows that.
func (t *Table) advance(rule limit.Rule, subject string, seen rateRow, now, next time.Time) *dynamodb.UpdateItemInput {
	in := &dynamodb.UpdateItemInput{
		TableName: &t.name, Key: rateKey(rule.Scope, subject).item(),
		ExpressionAttributeNames:            map[string]string{"#ttl": "ttl"},
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}
	ttl := number(now.Add(2 * rule.Within).Unix())
	if seen.TAT <= millis(now) {
		in.UpdateExpression = aws.String("SET tat = :next, #ttl = :ttl")
		in.ConditionExpression = aws.String("attribute_not_exists(PK) OR tat <= :now")
		in.ExpressionAttributeValues = map[string]types.AttributeValue{":next": number(millis(next)), ":now": number(millis(now)), ":ttl": ttl}
		return in
	}
	in.UpdateExpression = aws.String("SET tat = tat + :step, #ttl = :ttl")
	in.ConditionExpression = aws.String("tat > :now AND tat <= :latest")
	in.ExpressionAttributeValues = map[string]types.AttributeValue{
		":step": number(rule.Step().Milliseconds()), ":now": number(millis(now)), ":latest": number(millis(rule.Latest(now))), ":ttl": ttl,
	}
	return in
}

// GiveBack takes one try back. Where there is no row any more, there is nothing to take back.
func (t *Table) GiveBack(ctx context.Context, rule limit.Rule, subject string) error {
	_, err := t.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &t.name, Key: rateKey(rule.Scope, subject).item(),
		UpdateExpression: aws.String("SET tat = tat - :step"), ConditionExpression: aws.String("attribute_exists(PK)"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":step": number(rule.Step().Milliseconds())},
	})
	if _, gone := errors.AsType[*types.ConditionalCheckFailedException](err); gone {
		return nil
	}
	if err != nil {
		return fmt.Errorf("update RATE row: %w", err)
	}
	return nil
}
