package dynamo

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/person"
)

// live tells whether p is an administrator who can sign in.
func live(p person.Person) bool {
	return p.Role == person.Administrator && p.State == person.Active
}

// administrators is the item of a transaction that keeps the set of live administrators when before becomes after; false where nothing changes.
// It fails where the last one would go.
func (t *Table) administrators(before, after person.Person) (types.TransactWriteItem, bool) {
	if live(before) == live(after) {
		return types.TransactWriteItem{}, false
	}
	update := &types.Update{
		TableName: &t.name, Key: administratorsKey().item(), UpdateExpression: aws.String("ADD ids :id"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":id": &types.AttributeValueMemberSS{Value: []string{string(after.ID)}}},
	}
	if live(before) {
		update.UpdateExpression = aws.String("DELETE ids :id")
		update.ConditionExpression = aws.String("size(ids) > :one")
		update.ExpressionAttributeValues[":one"] = number(1)
	}
	return types.TransactWriteItem{Update: update}, true
}
