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

	"portico/internal/identity"
	"portico/internal/outbox"
	"portico/internal/proof"
)

// flowRow is the FLOW item: a sign-in that waits for a mailed code. It is the same for an address that nobody has. The mailer reads it as the proof
// that the code is derived from (CodeOfFlow).
type flowRow struct {
	ID         string      `dynamodbav:"id"`
	AddressKey string      `dynamodbav:"addressKey"`
	KeyID      string      `dynamodbav:"keyId"`
	Generation int         `dynamodbav:"generation"`
	State      proof.State `dynamodbav:"state"`
	Tries      int         `dynamodbav:"tries"`
	CreatedAt  int64       `dynamodbav:"createdAt"`
	ExpiresAt  int64       `dynamodbav:"expiresAt"`
	TTL        int64       `dynamodbav:"ttl"`
}

func (r flowRow) flow() identity.Flow {
	return identity.Flow{
		ID: r.ID, AddressKey: r.AddressKey, KeyID: r.KeyID, Used: r.State == proof.Used, Tries: r.Tries,
		CreatedAt: fromMillis(r.CreatedAt), ExpiresAt: fromMillis(r.ExpiresAt),
	}
}

// OpenFlow writes a flow and the wish for its code, both or none. Writing the same again succeeds.
func (t *Table) OpenFlow(ctx context.Context, f identity.Flow, wish outbox.Request) error {
	item, err := row(flowKey(f.ID), flowRow{
		ID: f.ID, AddressKey: f.AddressKey, KeyID: f.KeyID, Generation: f.Proof().Generation, State: proof.Open,
		CreatedAt: millis(f.CreatedAt), ExpiresAt: millis(f.ExpiresAt), TTL: f.ExpiresAt.Add(time.Hour).Unix(),
	})
	if err != nil {
		return err
	}
	request, err := t.requestItem(wish)
	if err != nil {
		return err
	}
	return t.transact(ctx, []types.TransactWriteItem{t.putNew(item), request}, "")
}

// TryFlow counts one try of a flow's code, right or wrong, and gives the flow with that try. Where no more are allowed it gives the flow as it is
// and false; where there is no such flow of this address, the zero Flow and false.
func (t *Table) TryFlow(ctx context.Context, id, addressKey string, tries int) (identity.Flow, bool, error) {
	out, err := t.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &t.name, Key: flowKey(id).item(), UpdateExpression: aws.String("SET tries = tries + :one"),
		ConditionExpression:      aws.String("addressKey = :address AND #state = :open AND tries < :most AND expiresAt > :now"),
		ExpressionAttributeNames: map[string]string{"#state": "state"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":one": number(1), ":address": text(addressKey), ":open": text(string(proof.Open)), ":most": number(int64(tries)), ":now": number(millis(t.now())),
		},
		ReturnValues:                        types.ReturnValueAllNew,
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	})
	failed, refused := errors.AsType[*types.ConditionalCheckFailedException](err)
	if err != nil && !refused {
		return identity.Flow{}, false, fmt.Errorf("update FLOW row: %w", err)
	}
	var item map[string]types.AttributeValue
	if refused {
		item = failed.Item
	} else {
		item = out.Attributes
	}
	var r flowRow
	if err := attributevalue.UnmarshalMap(item, &r); err != nil {
		return identity.Flow{}, false, fmt.Errorf("read FLOW row: %w", err)
	}
	if r.AddressKey != addressKey {
		return identity.Flow{}, false, nil
	}
	return r.flow(), !refused, nil
}

// useFlow is the item of a transaction that ends a flow, for it is good once.
func (t *Table) useFlow(id string) types.TransactWriteItem {
	return types.TransactWriteItem{Update: &types.Update{
		TableName: &t.name, Key: flowKey(id).item(), UpdateExpression: aws.String("SET #state = :used"),
		ConditionExpression: aws.String("#state = :open"), ExpressionAttributeNames: map[string]string{"#state": "state"},
		ExpressionAttributeValues: map[string]types.AttributeValue{":used": text(string(proof.Used)), ":open": text(string(proof.Open))},
	}}
}
