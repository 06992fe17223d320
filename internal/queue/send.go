// Package queue puts notes into SQS queues and hands them to the functions behind them.
package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"portico/internal/outbox"
)

const (
	batch = 10 // the most that SQS takes at once
	tries = 3  // of what SQS did not take of a batch
)

// Queue is one queue, to put into.
type Queue struct {
	client *sqs.Client
	url    string
}

// Open makes the Queue at url. Nothing is called before the first use.
func Open(cfg aws.Config, url string) *Queue {
	return &Queue{client: sqs.NewFromConfig(cfg), url: url}
}

// Put hands all notes on. They can be taken after delay, to the second. On an error some may have been put; putting all of them again is
// harmless, because what takes them looks at the rows first.
func (q *Queue) Put(ctx context.Context, delay time.Duration, notes ...outbox.Note) error {
	for len(notes) > 0 {
		n := min(batch, len(notes))
		if err := q.putBatch(ctx, delay, notes[:n]); err != nil {
			return err
		}
		notes = notes[n:]
	}
	return nil
}

func (q *Queue) putBatch(ctx context.Context, delay time.Duration, notes []outbox.Note) error {
	entries, err := entriesOf(delay, notes)
	if err != nil {
		return err
	}
	for range tries {
		out, err := q.client.SendMessageBatch(ctx, &sqs.SendMessageBatchInput{QueueUrl: &q.url, Entries: entries})
		if err != nil {
			return fmt.Errorf("put %d notes: %w", len(entries), err)
		}
		if entries = refused(entries, out.Failed); len(entries) == 0 {
			return nil
		}
	}
	return fmt.Errorf("put notes: SQS did not take %d of %d", len(entries), len(notes))
}

func entriesOf(delay time.Duration, notes []outbox.Note) ([]types.SendMessageBatchRequestEntry, error) {
	entries := make([]types.SendMessageBatchRequestEntry, len(notes))
	for i, note := range notes {
		body, err := json.Marshal(note)
		if err != nil {
			return nil, fmt.Errorf("encode a note: %w", err)
		}
		entries[i] = types.SendMessageBatchRequestEntry{
			Id: aws.String(strconv.Itoa(i)), MessageBody: aws.String(string(body)), DelaySeconds: int32(delay / time.Second),
		}
	}
	return entries, nil
}

// refused keeps the entries that SQS names as failed.
func refused(entries []types.SendMessageBatchRequestEntry, failed []types.BatchResultErrorEntry) []types.SendMessageBatchRequestEntry {
	var left []types.SendMessageBatchRequestEntry
	for _, entry := range entries {
		for _, f := range failed {
			if aws.ToString(f.Id) == aws.ToString(entry.Id) {
				left = append(left, entry)
			}
		}
	}
	return left
}
