//go:build cloud

package faults

import (
	"crypto/rand"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sns"

	"portico/internal/incoming"
)

// incomingRoads are all ways in which an incoming mail is written down.
func incomingRoads() []road {
	return []road{
		{name: "a mail becomes a request", prepare: mailed("PASS"), do: tell, functions: []string{"inbound-email"}},
		{name: "a mail is held", prepare: mailed("FAIL"), do: tell, functions: []string{"inbound-email"}},
	}
}

// mailed is a customer whose mail SES has stored, with what it thinks of the sender; nobody was told yet.
func mailed(dmarc string) func(*testing.T, *world) *subject {
	return func(t *testing.T, w *world) *subject {
		t.Helper()
		s := asking(t, w)
		s.mail = strings.ToLower(rand.Text())
		bucket := w.Output(t, "IncomingBucketName")
		raw := "From: " + s.email + "\r\nSubject: It burns\r\nMessage-ID: <1@customer.example>\r\n\r\nBrightly.\r\n"
		store := s3.NewFromConfig(w.AWS, func(o *s3.Options) { o.UsePathStyle = true })
		if _, err := store.PutObject(t.Context(), &s3.PutObjectInput{Bucket: &bucket, Key: aws.String("incoming/" + s.mail), Body: strings.NewReader(raw)}); err != nil {
			t.Fatal(err)
		}
		status := func(v string) map[string]string { return map[string]string{"status": v} }
		text, err := json.Marshal(map[string]any{
			"notificationType": "Received",
			"mail": map[string]any{
				"messageId": s.mail, "source": s.email, "timestamp": time.Now(), "commonHeaders": map[string]any{"from": []string{s.email}},
			},
			"receipt": map[string]any{
				"timestamp": time.Now(), "recipients": []string{s.service + "@portico.example"},
				"spamVerdict": status("PASS"), "virusVerdict": status("PASS"), "dmarcVerdict": status(dmarc),
				"action": map[string]any{"type": "S3", "bucketName": bucket, "objectKey": "incoming/" + s.mail},
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		s.notification = string(text)
		return s
	}
}

// tell publishes what SES publishes, and waits until it is written what became of the mail.
func tell(t *testing.T, w *world, s *subject) (bool, string) {
	topic := w.Output(t, "IncomingTopicArn")
	if _, err := sns.NewFromConfig(w.AWS).Publish(t.Context(), &sns.PublishInput{TopicArn: &topic, Message: &s.notification}); err != nil {
		return false, err.Error()
	}
	text := func(value string) types.AttributeValue { return &types.AttributeValueMemberS{Value: value} }
	key := map[string]types.AttributeValue{"PK": text("INCOMING#" + string(incoming.IDOf(s.mail))), "SK": text("INCOMING")}
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		out, err := w.db.GetItem(t.Context(), &dynamodb.GetItemInput{TableName: &w.table, Key: key, ConsistentRead: aws.Bool(true)})
		if err != nil {
			return false, err.Error()
		}
		if out.Item != nil {
			return true, "it is written what became of the mail"
		}
	}
	return false, "nothing is written of the mail"
}

// knownOfIncoming are the calls of every road of incoming mail.
var knownOfIncoming = map[string]string{
	"a mail becomes a request": `
		inbound-email: GetItem ADDRESS × 1
		inbound-email: GetItem GATE × 1
		inbound-email: GetItem INCOMING × 1
		inbound-email: GetItem PERSON × 1
		inbound-email: GetObject incoming × 1
		inbound-email: GetSecretValue × 1
		inbound-email: TransactWriteItems COPY,GATE,INCOMING,REFERENCE,REQUEST,TICKET,WORD × 1
		inbound-email: UpdateItem RATE mail-requests × 1`,
	"a mail is held": `
		inbound-email: GetItem INCOMING × 1
		inbound-email: GetObject incoming × 1
		inbound-email: TransactWriteItems INCOMING × 1`,
}
