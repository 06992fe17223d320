package dynamo

import "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

// put is an unconditional put of a transaction.
func (t *Table) put(item map[string]types.AttributeValue) types.TransactWriteItem {
	return types.TransactWriteItem{Put: &types.Put{TableName: &t.name, Item: item}}
}

// putNew is a put of a transaction that fails where the row is there already; it then gives the row that is.
func (t *Table) putNew(item map[string]types.AttributeValue) types.TransactWriteItem {
	condition := "attribute_not_exists(PK)"
	return types.TransactWriteItem{Put: &types.Put{
		TableName: &t.name, Item: item, ConditionExpression: &condition,
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}}
}
