package queue_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/google/go-cmp/cmp"

	"portico/internal/outbox"
	"portico/internal/queue"
)

func messages(bodies ...string) events.SQSEvent {
	var event events.SQSEvent
	for i, body := range bodies {
		event.Records = append(event.Records, events.SQSMessage{MessageId: fmt.Sprint("m", i), Body: body})
	}
	return event
}

func TestOnlyWhatFailsGoesBack(t *testing.T) {
	var log bytes.Buffer
	var done []outbox.ID
	handler := queue.Handler(func(_ context.Context, note outbox.Note) error {
		switch note.ID {
		case "bad":
			return errors.New("no luck")
		case "panic":
			panic("oh")
		case "busy":
			return fmt.Errorf("claim: %w", outbox.ErrBusy)
		}
		done = append(done, note.ID)
		return nil
	}, slog.New(slog.NewJSONHandler(&log, nil)))
	response, err := handler(t.Context(), messages(`{"id":"a"}`, `{"id":"bad"}`, `{`, `{}`, `{"id":"panic"}`, `{"id":"busy"}`, `{"id":"b"}`))
	if err != nil {
		t.Fatal(err)
	}
	want := []events.SQSBatchItemFailure{{ItemIdentifier: "m1"}, {ItemIdentifier: "m2"}, {ItemIdentifier: "m3"}, {ItemIdentifier: "m4"}, {ItemIdentifier: "m5"}}
	if diff := cmp.Diff(want, response.BatchItemFailures); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]outbox.ID{"a", "b"}, done); diff != "" {
		t.Error(diff)
	}
	if got := strings.Count(log.String(), "\n"); got != 7 {
		t.Errorf("%d log lines: %s", got, log.String())
	}
	if got := strings.Count(log.String(), `"level":"ERROR"`); got != 4 {
		t.Errorf("%d errors: %s", got, log.String())
	}
}

func TestWithoutTimeLeftNothingIsBegun(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	begun := false
	handler := queue.Handler(func(context.Context, outbox.Note) error { begun = true; return nil }, slog.New(slog.DiscardHandler))
	response, err := handler(ctx, messages(`{"id":"a"}`))
	if err != nil || begun || len(response.BatchItemFailures) != 1 {
		t.Errorf("begun %v, %v, %v", begun, response, err)
	}
}

// put is what SQS was asked to take.
type put struct {
	Entries []struct {
		ID           string `json:"Id"`
		MessageBody  string
		DelaySeconds int
	}
}

func standIn(t *testing.T, answer func(put) string) *queue.Queue {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var p put
		if err := json.NewDecoder(r.Body).Decode(&p); err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.0")
		io.WriteString(w, answer(p))
	}))
	t.Cleanup(server.Close)
	cfg := aws.Config{Region: "eu-west-1", BaseEndpoint: &server.URL, Credentials: credentials.NewStaticCredentialsProvider("id", "secret", "")}
	return queue.Open(cfg, server.URL+"/queue")
}

func TestNotesArePutInBatchesOfTen(t *testing.T) {
	var sizes []int
	q := standIn(t, func(p put) string { sizes = append(sizes, len(p.Entries)); return `{"Successful":[],"Failed":[]}` })
	if err := q.Put(t.Context(), 0, make([]outbox.Note, 23)...); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{10, 10, 3}, sizes); diff != "" {
		t.Error(diff)
	}
}

func TestWhatSQSDoesNotTakeIsPutAgainAlone(t *testing.T) {
	var bodies []string
	q := standIn(t, func(p put) string {
		for _, e := range p.Entries {
			bodies = append(bodies, fmt.Sprint(e.MessageBody, e.DelaySeconds))
		}
		if len(p.Entries) == 2 {
			return `{"Successful":[],"Failed":[{"Id":"1","Code":"InternalError","SenderFault":false}]}`
		}
		return `{"Successful":[],"Failed":[]}`
	})
	if err := q.Put(t.Context(), 30*time.Second, outbox.Note{ID: "a"}, outbox.Note{ID: "b", Claim: "c", MessageID: "m"}); err != nil {
		t.Fatal(err)
	}
	b := `{"id":"b","claim":"c","messageId":"m"}30`
	if diff := cmp.Diff([]string{`{"id":"a"}30`, b, b}, bodies); diff != "" {
		t.Error(diff)
	}
}

func TestWhatSQSNeverTakesIsAnError(t *testing.T) {
	q := standIn(t, func(put) string {
		return `{"Successful":[],"Failed":[{"Id":"0","Code":"InternalError","SenderFault":false}]}`
	})
	if err := q.Put(t.Context(), 0, outbox.Note{ID: "a"}); err == nil {
		t.Error("no error")
	}
}
