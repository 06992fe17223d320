// Package lostmail finds incoming mails that are stored and of which nothing became, because the message that tells of them was lost, and has them taken.
package lostmail

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"portico/internal/bucket"
	"portico/internal/incoming"
	"portico/internal/receiving"
)

// Mail is a raw mail of which nothing became.
type Mail struct {
	MessageID string // SES's
	At        time.Time
	Size      int64 // bytes
}

// Bucket lists raw mails; *bucket.Bucket does.
type Bucket interface {
	Each(ctx context.Context, prefix string, do func(bucket.Object) error) error
}

// Table knows what became of mails; *dynamo.Table does.
type Table interface {
	Taken(ctx context.Context, id incoming.ID) (bool, error)
}

// Find gives the mails that were stored before an instant and of which nothing became, in the order of their ids. It ends at the first error, also of found.
func Find(ctx context.Context, b Bucket, t Table, before time.Time, found func(Mail) error) error {
	return b.Each(ctx, receiving.Prefix, func(o bucket.Object) error {
		id, ok := receiving.MessageID(o.Key)
		if !ok || !o.At.Before(before) {
			return nil
		}
		taken, err := t.Taken(ctx, incoming.IDOf(id))
		if err != nil {
			return fmt.Errorf("look what became of %s: %w", id, err)
		}
		if taken {
			return nil
		}
		return found(Mail{MessageID: id, At: o.At.UTC(), Size: o.Size})
	})
}

// Notification is what the queue of incoming mails is told of m in the bucket with that name. SES's verdicts, and the envelope, are lost with the message that had
// them, so it has none: such a mail is held as not checked, whoever sent it.
func Notification(bucketName string, m Mail) (string, error) {
	service := events.SimpleEmailService{
		Mail:    events.SimpleEmailMessage{MessageID: m.MessageID, Timestamp: m.At},
		Receipt: events.SimpleEmailReceipt{Timestamp: m.At},
	}
	body, err := json.Marshal(receiving.New(bucketName, "", service))
	if err != nil {
		return "", fmt.Errorf("write a notification: %w", err)
	}
	return string(body), nil
}
