package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"portico/internal/outbox"
)

// enough is the time that a worker must have before the function's own time is up.
const enough = 12 * time.Second

// Worker does what a note asks for. It may be called again with the same note, also at the same time. outbox.ErrBusy puts the note back in silence.
type Worker func(ctx context.Context, note outbox.Note) error

// Handler makes a function of a Worker. What fails goes back to the queue alone, and after some tries to the dead letters; every note makes
// one log line.
func Handler(work Worker, logger *slog.Logger) func(context.Context, events.SQSEvent) (events.SQSEventResponse, error) {
	return Bodies(func(ctx context.Context, body string) (string, error) {
		note, err := read(body)
		if err != nil {
			return "", err
		}
		return string(note.ID), work(ctx, note)
	}, logger)
}

// Bodies is Handler for messages that are no notes. Work gives, for the log, the id of what the message is about.
func Bodies(work func(ctx context.Context, body string) (id string, err error), logger *slog.Logger) func(context.Context, events.SQSEvent) (events.SQSEventResponse, error) {
	return func(ctx context.Context, event events.SQSEvent) (events.SQSEventResponse, error) {
		response := events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{}} // an empty list, not null: nothing failed
		for _, message := range event.Records {
			id, err := do(ctx, work, message.Body)
			report(ctx, logger, message, id, err)
			if err != nil {
				response.BatchItemFailures = append(response.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: message.MessageId})
			}
		}
		return response, nil
	}
}

func read(body string) (outbox.Note, error) {
	var note outbox.Note
	if err := json.Unmarshal([]byte(body), &note); err != nil {
		return outbox.Note{}, fmt.Errorf("read a note: %w", err)
	}
	if note.ID == "" {
		return outbox.Note{}, errors.New("a note without an id")
	}
	return note, nil
}

// do keeps a panic over one message away from the others.
func do(ctx context.Context, work func(context.Context, string) (string, error), body string) (id string, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("panic: %v", reason)
		}
	}()
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < enough {
		return "", outbox.ErrBusy
	}
	return work(ctx, body)
}

func report(ctx context.Context, logger *slog.Logger, message events.SQSMessage, id string, err error) {
	attrs := []slog.Attr{
		slog.String("note", id), slog.String("message", message.MessageId),
		slog.String("received", message.Attributes["ApproximateReceiveCount"]),
	}
	level, text := slog.LevelInfo, "done"
	if err != nil {
		level, text, attrs = slog.LevelError, "failed", append(attrs, slog.String("cause", err.Error()))
	}
	if errors.Is(err, outbox.ErrBusy) {
		level, text = slog.LevelInfo, "put back"
	}
	logger.LogAttrs(ctx, level, text, attrs...)
}
