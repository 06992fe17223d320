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
	mails, wishes notes
	logger        *slog.Logger
}

// handle hands on a batch of changes. Where a queue fails the whole batch comes again: a note too many is harmless, and a part that is called
// done is lost on clouds that know no partial batches.
func (n notifier) handle(ctx context.Context, event events.DynamoDBEvent) (events.DynamoDBEventResponse, error) {
	mails, wishes := sort(event)
	err := errors.Join(n.mails.Put(ctx, 0, mails...), n.wishes.Put(ctx, 0, wishes...))
	n.logger.InfoContext(ctx, "handed on", slog.Int("records", len(event.Records)), slog.Int("mails", len(mails)), slog.Int("wishes", len(wishes)),
		slog.Bool("ok", err == nil))
	if err != nil {
		return events.DynamoDBEventResponse{}, fmt.Errorf("hand on: %w", err)
	}
	return events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{}}, nil
}

// sort picks the new mails and wishes out of the changes. The stream's filter lets nothing else through, but not every cloud has one.
func sort(event events.DynamoDBEvent) (mails, wishes []outbox.Note) {
	for _, record := range event.Records {
		key, ok := record.Change.Keys["PK"]
		if !ok || record.EventName != string(events.DynamoDBOperationTypeInsert) || key.DataType() != events.DataTypeString {
			continue
		}
		if id, ok := strings.CutPrefix(key.String(), "OUTBOX#"); ok {
			mails = append(mails, outbox.Note{ID: outbox.ID(id)})
		}
		if id, ok := strings.CutPrefix(key.String(), "REQUEST#"); ok {
			wishes = append(wishes, outbox.Note{ID: outbox.ID(id)})
		}
	}
	return mails, wishes
}
