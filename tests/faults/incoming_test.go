//go:build cloud

package faults

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

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
		s.mail = strings.ToLower(rand.Text()) // blotted out where it stands in a row
		w.StoreMail(t, s.mail, "From: "+s.email+"\r\nSubject: It burns\r\nMessage-ID: <1@customer.example>\r\n\r\nBrightly.\r\n")
		s.notification = w.Received(t, s.mail, s.email, s.service+"@portico.example", dmarc)
		return s
	}
}

// tell publishes what SES publishes, and waits until it is written what became of the mail.
func tell(t *testing.T, w *world, s *subject) (bool, string) {
	if err := w.Publish(t, s.notification); err != nil {
		return false, err.Error()
	}
	text := func(value string) types.AttributeValue { return &types.AttributeValueMemberS{Value: value} }
	key := map[string]types.AttributeValue{"PK": text("INCOMING#" + string(incoming.IDOf(s.mail))), "SK": text("INCOMING")}
	for deadline := time.Now().Add(45 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
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
		inbound-email: GetItem SETTINGS × 2
		inbound-email: GetObject incoming × 1
		inbound-email: GetSecretValue × 1
		inbound-email: TransactWriteItems COPY,GATE,INCOMING,REFERENCE,REQUEST,TICKET,WORD × 1
		inbound-email: UpdateItem RATE mail-requests × 1`,
	"a mail is held": `
		inbound-email: GetItem INCOMING × 1
		inbound-email: GetItem SETTINGS × 2
		inbound-email: GetObject incoming × 1
		inbound-email: TransactWriteItems INCOMING × 1`,
}
