package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"portico/internal/outbox"
)

// notes takes notes; *queue.Queue does.
type notes interface {
	Put(ctx context.Context, delay time.Duration, notes ...outbox.Note) error
}

type notifier struct {
	queues map[outbox.Work]notes
	logger *slog.Logger
}

// prefixes begin the partition keys of rows with work.
var prefixes = map[outbox.Work]string{outbox.Mails: "OUTBOX#", outbox.Wishes: "REQUEST#", outbox.Revocations: "REVOCATION#"}

// handle hands on a batch of changes. Where a queue fails the whole batch comes again: a note too many is harmless, and a part that is called
// done is lost on clouds that know no partial batches.
func (n notifier) handle(ctx context.Context, event events.DynamoDBEvent) (events.DynamoDBEventResponse, error) {
	sorted := sort(event)
	var failed []error
	attrs := []slog.Attr{slog.Int("records", len(event.Records))}
	for work, queue := range n.queues {
		failed = append(failed, queue.Put(ctx, 0, sorted[work]...))
		attrs = append(attrs, slog.Int(string(work), len(sorted[work])))
	}
	err := errors.Join(failed...)
	n.logger.LogAttrs(ctx, slog.LevelInfo, "handed on", append(attrs, slog.Bool("ok", err == nil))...)
	if err != nil {
		return events.DynamoDBEventResponse{}, fmt.Errorf("hand on: %w", err)
	}
	return events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{}}, nil
}

// sort picks the new rows with work out of the changes. The stream's filter lets nothing else through, but not every cloud has one.
func sort(event events.DynamoDBEvent) map[outbox.Work][]outbox.Note {
	sorted := map[outbox.Work][]outbox.Note{}
	for _, record := range event.Records {
		key, ok := record.Change.Keys["PK"]
		if !ok || record.EventName != string(events.DynamoDBOperationTypeInsert) || key.DataType() != events.DataTypeString {
			continue
		}
		for work, prefix := range prefixes {
			if id, ok := strings.CutPrefix(key.String(), prefix); ok {
				sorted[work] = append(sorted[work], outbox.Note{ID: outbox.ID(id)})
			}
		}
	}
	return sorted
}
