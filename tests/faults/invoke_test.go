//go:build cloud

package faults

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// invoke calls a function as an operator or a schedule does.
func (w *world) invoke(t *testing.T, output string, order any) (bool, string) {
	t.Helper()
	payload, err := json.Marshal(order)
	if err != nil {
		t.Fatal(err)
	}
	client := lambda.NewFromConfig(w.AWS, func(o *lambda.Options) {
		o.Retryer = aws.NopRetryer{}
		if w.trace != "" {
			o.APIOptions = append(o.APIOptions, smithyhttp.SetHeaderValue("X-Amzn-Trace-Id", w.trace))
		}
	})
	out, err := client.Invoke(t.Context(), &lambda.InvokeInput{FunctionName: aws.String(w.Output(t, output)), Payload: payload})
	if err != nil {
		return false, err.Error()
	}
	var answer struct{ Error json.RawMessage }
	_ = json.Unmarshal(out.Payload, &answer) // what is no object has no error
	return out.FunctionError == nil && answer.Error == nil, string(out.Payload)
}

func createAdministrator(t *testing.T, w *world, s *subject) (bool, string) {
	return w.invoke(t, "RegisterFunctionName", map[string]any{"operator": map[string]string{
		"action": "create-administrator", "name": "Nina New", "email": s.email,
	}})
}

func runSweep(t *testing.T, w *world, _ *subject) (bool, string) {
	return w.invoke(t, "SweepFunctionName", struct{}{})
}

// forgotten is an invited customer whose mail was sent by nobody: the row waits, and neither stream nor queue remembers it.
func forgotten(t *testing.T, w *world) *subject {
	t.Helper()
	s := invited(t, w)
	w.settle(t)
	mails, err := w.db.Query(t.Context(), &dynamodb.QueryInput{
		TableName: &w.table, IndexName: aws.String("GSI2"), KeyConditionExpression: aws.String("GSI2PK = :person"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":person": &types.AttributeValueMemberS{Value: "MAILS#" + s.id}},
	})
	if err != nil || len(mails.Items) != 1 {
		t.Fatalf("%d mails of %s: %v", len(mails.Items), s.id, err)
	}
	due := time.Now().Add(-5 * time.Minute).UTC()
	text := func(value string) types.AttributeValue { return &types.AttributeValueMemberS{Value: value} }
	_, err = w.db.UpdateItem(t.Context(), &dynamodb.UpdateItemInput{
		TableName: &w.table, Key: map[string]types.AttributeValue{"PK": mails.Items[0]["PK"], "SK": mails.Items[0]["SK"]},
		UpdateExpression: aws.String("SET #state = :waiting, createdAt = :created, GSI1PK = :shard, GSI1SK = :due " +
			"REMOVE claim, claimUntil, claimOpen, messageId, sentAt, reason"),
		ExpressionAttributeNames: map[string]string{"#state": "state"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":waiting": text("waiting"), ":shard": text("UNDONE#0"), ":created": &types.AttributeValueMemberN{Value: fmt.Sprint(due.UnixMilli())},
			":due": text(due.Format("2006-01-02T15:04:05.000000000Z") + "#" + s.id),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
