// Package receiving knows how SES tells of mail that it has received: a notification of a receipt rule with an S3 action (Amazon SES Developer Guide,
// "Contents of notifications for Amazon SES email receiving").
package receiving

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"portico/internal/incoming"
)

// Prefix is where our rule puts raw mails in the bucket. SES's id of the mail follows.
const Prefix = "incoming/"

// received is the type of a notification about a mail.
const received = "Received"

// Notification is what SES publishes about a mail that it has stored.
type Notification struct {
	Type string `json:"notificationType"`
	events.SimpleEmailService
}

// ErrNoMail means that a notification is SES's greeting to the topic and not about a mail.
var ErrNoMail = errors.New("this notification is about no mail")

// validID tells whether id looks, loosely, like SES's ids; they become part of a key of the bucket.
func validID(id string) bool {
	strange := func(r rune) bool {
		return (r < 'A' || 'Z' < r) && (r < 'a' || 'z' < r) && (r < '0' || '9' < r) && !strings.ContainsRune("_.-", r)
	}
	return 8 <= len(id) && len(id) <= 200 && !strings.ContainsFunc(id, strange)
}

// greeting stands for a mail's id, and for the type of a notification, where SES tries our rule.
const greeting = "AMAZON_SES_SETUP_NOTIFICATION"

// MessageID gives SES's id of the mail whose raw form is at key; not ok where that is no mail's place.
func MessageID(key string) (id string, ok bool) {
	id, ok = strings.CutPrefix(key, Prefix)
	return id, ok && id != greeting && validID(id)
}

// New makes the notification about a mail whose raw form is in bucket.
func New(bucket, topic string, service events.SimpleEmailService) Notification {
	service.Receipt.Action = events.SimpleEmailReceiptAction{
		Type: "S3", TopicARN: topic, BucketName: bucket, ObjectKey: Prefix + service.Mail.MessageID,
	}
	return Notification{Type: received, SimpleEmailService: service}
}

// Read reads a notification about a mail in bucket. ErrNoMail for SES's greeting; other errors mean that somebody else wrote this, or that SES changed
// its form.
func Read(body, bucket string) (incoming.Receipt, error) {
	if strings.HasPrefix(body, "Successfully validated SNS topic for Amazon SES") {
		return incoming.Receipt{}, ErrNoMail
	}
	var n Notification
	if err := json.Unmarshal([]byte(body), &n); err != nil {
		return incoming.Receipt{}, fmt.Errorf("read a notification: %w", err)
	}
	action := n.Receipt.Action
	switch {
	case n.Type == greeting || n.Mail.MessageID == greeting:
		return incoming.Receipt{}, ErrNoMail
	case n.Type != received:
		return incoming.Receipt{}, errors.New("read a notification: it is of no received mail")
	case !validID(n.Mail.MessageID):
		return incoming.Receipt{}, errors.New("read a notification: the id of the mail has another form than SES's")
	case action.Type != "S3" || action.BucketName != bucket || action.ObjectKey != Prefix+n.Mail.MessageID:
		return incoming.Receipt{}, errors.New("read a notification: the mail is not where our rule puts it")
	}
	at := n.Receipt.Timestamp
	if at.IsZero() {
		at = n.Mail.Timestamp
	}
	source := n.Mail.Source
	if source == "<>" {
		source = ""
	}
	return incoming.Receipt{
		MessageID: n.Mail.MessageID, Key: action.ObjectKey, At: at.UTC().Truncate(time.Millisecond), Source: source, Recipients: n.Receipt.Recipients,
		From: n.Mail.CommonHeaders.From, DMARC: incoming.Verdict(n.Receipt.DMARCVerdict.Status),
		Virus: incoming.Verdict(n.Receipt.VirusVerdict.Status), Spam: incoming.Verdict(n.Receipt.SpamVerdict.Status),
	}, nil
}
