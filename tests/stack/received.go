package stack

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/sns"

	"portico/internal/bucket"
	"portico/internal/receiving"
)

// StoreMail stores a raw mail where SES does, under its id.
func (s *Stack) StoreMail(t testing.TB, id, raw string) {
	t.Helper()
	if err := bucket.Open(s.AWS, s.Output(t, "IncomingBucketName")).Put(context.Background(), receiving.Prefix+id, []byte(raw)); err != nil {
		t.Fatal(err)
	}
}

// Received is what SES publishes about a mail that it has stored, with what it thinks of the author: "PASS" or "FAIL".
func (s *Stack) Received(t testing.TB, id, author, to, dmarc string) string {
	t.Helper()
	status := func(v string) events.SimpleEmailVerdict { return events.SimpleEmailVerdict{Status: v} }
	at := time.Now()
	text, err := json.Marshal(receiving.New(s.Output(t, "IncomingBucketName"), s.Output(t, "IncomingTopicArn"), events.SimpleEmailService{
		Mail: events.SimpleEmailMessage{
			MessageID: id, Source: author, Timestamp: at, CommonHeaders: events.SimpleEmailCommonHeaders{From: []string{author}},
		},
		Receipt: events.SimpleEmailReceipt{
			Timestamp: at, Recipients: []string{to}, SpamVerdict: status("PASS"), VirusVerdict: status("PASS"), DMARCVerdict: status(dmarc),
		},
	}))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Publish publishes where SES does.
func (s *Stack) Publish(t testing.TB, message string) error {
	t.Helper()
	topic := s.Output(t, "IncomingTopicArn")
	_, err := sns.NewFromConfig(s.AWS).Publish(context.Background(), &sns.PublishInput{TopicArn: &topic, Message: &message})
	return err
}

// MailID makes an id like SES's.
func MailID() string { return strings.ToLower(Key()) }
