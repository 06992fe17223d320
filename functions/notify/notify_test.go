package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"portico/internal/outbox"
)

// taker takes notes, or fails.
type taker struct {
	ids []outbox.ID
	err error
}

func (q *taker) Put(_ context.Context, _ time.Duration, notes ...outbox.Note) error {
	for _, n := range notes {
		q.ids = append(q.ids, n.ID)
	}
	return q.err
}

const changes = `{"Records": [
	{"eventName": "INSERT", "dynamodb": {"Keys": {"PK": {"S": "OUTBOX#a"}, "SK": {"S": "OUTBOX"}}}},
	{"eventName": "MODIFY", "dynamodb": {"Keys": {"PK": {"S": "OUTBOX#b"}, "SK": {"S": "OUTBOX"}}}},
	{"eventName": "INSERT", "dynamodb": {"Keys": {"PK": {"S": "REQUEST#c"}, "SK": {"S": "REQUEST"}}}},
	{"eventName": "INSERT", "dynamodb": {"Keys": {"PK": {"S": "REVOCATION#f"}, "SK": {"S": "REVOCATION"}}}},
	{"eventName": "REMOVE", "dynamodb": {"Keys": {"PK": {"S": "REQUEST#d"}, "SK": {"S": "REQUEST"}}}},
	{"eventName": "INSERT", "dynamodb": {"Keys": {"PK": {"S": "ADDRESS#ann@customer.example"}, "SK": {"S": "ADDRESS"}}}},
	{"eventName": "INSERT", "dynamodb": {"Keys": {"PK": {"N": "1"}}}},
	{"eventName": "INSERT", "dynamodb": {}},
	{"eventName": "INSERT", "dynamodb": {"Keys": {"PK": {"S": "OUTBOX#e"}, "SK": {"S": "OUTBOX"}}}}
]}`

func event(t *testing.T) events.DynamoDBEvent {
	t.Helper()
	var e events.DynamoDBEvent
	if err := json.Unmarshal([]byte(changes), &e); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestNewRowsWithWorkGoToTheirQueuesAndNothingElseDoes(t *testing.T) {
	var log bytes.Buffer
	mails, wishes, revocations := &taker{}, &taker{}, &taker{}
	n := notifier{map[outbox.Work]notes{outbox.Mails: mails, outbox.Wishes: wishes, outbox.Revocations: revocations}, slog.New(slog.NewJSONHandler(&log, nil))}
	if _, err := n.handle(t.Context(), event(t)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]outbox.ID{"a", "e"}, mails.ids); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]outbox.ID{"c"}, wishes.ids); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]outbox.ID{"f"}, revocations.ids); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(log.String(), "ann") {
		t.Errorf("an address is logged: %s", log.String())
	}
}

func TestAFailingQueueMakesTheBatchComeAgainAndDoesNotKeepTheOthers(t *testing.T) {
	mails, wishes := &taker{err: errors.New("down")}, &taker{}
	n := notifier{map[outbox.Work]notes{outbox.Mails: mails, outbox.Wishes: wishes}, slog.New(slog.DiscardHandler)}
	if _, err := n.handle(t.Context(), event(t)); err == nil {
		t.Error("no error")
	}
	if len(wishes.ids) != 1 {
		t.Error("the wishes waited for the mails")
	}
}
