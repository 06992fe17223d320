// Package deadletter looks at what the functions behind the queues could not do, and has it done again. It works with the rights of an operator, here and
// on AWS: SQS's own moving of messages is not on every cloud.
package deadletter

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
)

// Queue is a queue of dead letters.
type Queue struct {
	Name string // "mail", "incoming"
	Dead string // URL
	Work string // URL of the queue that they come from; empty where that is no queue
	// Instead is the function that does again what cannot be put back. Empty where Work is not.
	Instead string
}

// Message is one dead letter.
type Message struct {
	ID     string
	At     time.Time // when it was first sent
	Body   string
	handle string
}

const (
	urlSuffix  = "DeadLetterUrl"
	hidden     = 30 // seconds that a message is kept from others while it is handled
	atOnce     = 10 // the most that SQS gives
	patience   = 3  // empty answers before a queue counts as empty: SQS asks some of its machines only
	shortWhile = 1  // seconds to wait for messages
)

// Of gives the queues that the stacks' outputs name, by name.
func Of(outputs map[string]string) []Queue {
	var queues []Queue
	for output, url := range outputs {
		what, ok := strings.CutSuffix(output, urlSuffix)
		if !ok {
			continue
		}
		q := Queue{Name: strings.ToLower(what), Dead: url, Work: outputs[what+"QueueUrl"]}
		if q.Work == "" {
			q.Instead = outputs["SweepFunctionName"]
		}
		queues = append(queues, q)
	}
	slices.SortFunc(queues, func(a, b Queue) int { return strings.Compare(a.Name, b.Name) })
	return queues
}

// Office is where dead letters are handled.
type Office struct {
	queues    *sqs.Client
	functions *lambda.Client
}

// Open makes an Office. Nothing is called before the first use.
func Open(cfg aws.Config) *Office {
	return &Office{queues: sqs.NewFromConfig(cfg), functions: lambda.NewFromConfig(cfg)}
}

// Count gives about how many letters are in q, those that somebody looks at included.
func (o *Office) Count(ctx context.Context, q Queue) (int, error) {
	return o.count(ctx, q.Name, q.Dead)
}

// CountWork says about how many messages are in the queue that q's letters come from, including those that are being handled.
func (o *Office) CountWork(ctx context.Context, q Queue) (int, error) {
	return o.count(ctx, q.Name, q.Work)
}

func (o *Office) count(ctx context.Context, name, url string) (int, error) {
	visible, hidden := types.QueueAttributeNameApproximateNumberOfMessages, types.QueueAttributeNameApproximateNumberOfMessagesNotVisible
	out, err := o.queues.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{QueueUrl: &url, AttributeNames: []types.QueueAttributeName{visible, hidden}})
	if err != nil {
		return 0, fmt.Errorf("count %s: %w", name, err)
	}
	count := 0
	for _, attribute := range []types.QueueAttributeName{visible, hidden} {
		n, err := strconv.Atoi(out.Attributes[string(attribute)])
		if err != nil {
			return 0, fmt.Errorf("count %s: %w", name, err)
		}
		count += n
	}
	return count, nil
}

// Look gives up to most letters, the oldest first, and leaves them there.
func (o *Office) Look(ctx context.Context, q Queue, most int) ([]Message, error) {
	var seen []Message
	err := o.each(ctx, q, most, func(m Message) error { seen = append(seen, m); return nil })
	for _, m := range seen {
		_, backErr := o.queues.ChangeMessageVisibility(ctx, &sqs.ChangeMessageVisibilityInput{QueueUrl: &q.Dead, ReceiptHandle: &m.handle, VisibilityTimeout: 0})
		if backErr != nil {
			err = errors.Join(err, fmt.Errorf("put a letter of %s back: %w", q.Name, backErr))
		}
	}
	slices.SortFunc(seen, func(a, b Message) int { return a.At.Compare(b.At) })
	return seen, err
}

// Replay puts every letter that is in q now back into the queue that it came from, or runs the function that does its work instead, and gives how many. A
// letter is taken away when that has succeeded and not before; should this end in between, it is done twice, which is harmless.
func (o *Office) Replay(ctx context.Context, q Queue) (int, error) {
	count, err := o.Count(ctx, q)
	if err != nil || count == 0 {
		return 0, err
	}
	if q.Work == "" {
		if err := o.run(ctx, q); err != nil {
			return 0, err
		}
	}
	done := 0
	err = o.each(ctx, q, count, func(m Message) error {
		if q.Work != "" {
			if err := o.Give(ctx, q, m.Body); err != nil {
				return err
			}
		}
		if _, err := o.queues.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: &q.Dead, ReceiptHandle: &m.handle}); err != nil {
			return fmt.Errorf("take a letter of %s away: %w", q.Name, err)
		}
		done++
		return nil
	})
	return done, err
}

// Give puts a message to work in the queue that q's letters come from.
func (o *Office) Give(ctx context.Context, q Queue, body string) error {
	if _, err := o.queues.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: &q.Work, MessageBody: &body}); err != nil {
		return fmt.Errorf("put a message of %s to work: %w", q.Name, err)
	}
	return nil
}

// run runs the function that does the work of q's letters.
func (o *Office) run(ctx context.Context, q Queue) error {
	out, err := o.functions.Invoke(ctx, &lambda.InvokeInput{FunctionName: &q.Instead, Payload: []byte("{}")})
	if err != nil {
		return fmt.Errorf("run %s: %w", q.Instead, err)
	}
	if out.FunctionError != nil {
		return fmt.Errorf("run %s: it failed: %s", q.Instead, out.Payload)
	}
	return nil
}

// each takes up to most different letters of q.
func (o *Office) each(ctx context.Context, q Queue, most int, do func(Message) error) error {
	known := map[string]bool{}
	for empty := 0; len(known) < most && empty < patience; {
		out, err := o.queues.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{
			QueueUrl: &q.Dead, MaxNumberOfMessages: int32(min(atOnce, most-len(known))), VisibilityTimeout: hidden, WaitTimeSeconds: shortWhile,
			MessageSystemAttributeNames: []types.MessageSystemAttributeName{types.MessageSystemAttributeNameSentTimestamp},
		})
		if err != nil {
			return fmt.Errorf("receive letters of %s: %w", q.Name, err)
		}
		empty++
		for _, m := range out.Messages {
			id := aws.ToString(m.MessageId)
			if known[id] {
				continue
			}
			known[id], empty = true, 0
			if err := do(message(m)); err != nil {
				return err
			}
		}
	}
	return nil
}

func message(m types.Message) Message {
	ms, err := strconv.ParseInt(m.Attributes[string(types.MessageSystemAttributeNameSentTimestamp)], 10, 64)
	if err != nil {
		ms = 0 // only shown
	}
	return Message{ID: aws.ToString(m.MessageId), At: time.UnixMilli(ms).UTC(), Body: aws.ToString(m.Body), handle: aws.ToString(m.ReceiptHandle)}
}
