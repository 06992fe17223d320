package sweep_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"portico/internal/outbox"
	"portico/internal/sweep"
)

// desk is the table's list and both queues.
type desk struct {
	undone    map[int][]outbox.Undone
	before    time.Time
	postponed map[outbox.ID]time.Duration
	failing   int // shard
}

func (d *desk) Undone(_ context.Context, shard int, before time.Time, _ int) ([]outbox.Undone, error) {
	d.before = before
	if shard == d.failing {
		return nil, errors.New("down")
	}
	return d.undone[shard], nil
}

func (d *desk) Postpone(_ context.Context, u outbox.Undone, due time.Time) error {
	d.postponed[u.ID] = due.Sub(now)
	return nil
}

type line struct {
	notes []outbox.Note
	err   error
}

func (q *line) Put(_ context.Context, _ time.Duration, notes ...outbox.Note) error {
	if q.err == nil {
		q.notes = append(q.notes, notes...)
	}
	return q.err
}

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestE5_WhatWasForgottenIsHandedOnAndLookedAtLessOftenWithAge(t *testing.T) {
	d := &desk{postponed: map[outbox.ID]time.Duration{}, failing: 1, undone: map[int][]outbox.Undone{
		0: {{ID: "m1", Work: outbox.Mails, CreatedAt: now.Add(-3 * time.Minute)}, {ID: "w1", Work: outbox.Wishes, CreatedAt: now.Add(-5 * time.Minute)}},
		2: {{ID: "i1", Work: outbox.Imports, CreatedAt: now.Add(-72 * time.Hour)}, {ID: "m2", Work: outbox.Mails, CreatedAt: now.Add(-72 * time.Hour), Due: now.Add(-time.Hour)}},
	}}
	mails, wishes, imports := &line{}, &line{}, &line{}
	queues := map[outbox.Work]sweep.Queue{outbox.Mails: mails, outbox.Wishes: wishes, outbox.Revocations: &line{}, outbox.Imports: imports}
	s := sweep.Sweep{Store: d, Shards: 3, Queues: queues, Now: func() time.Time { return now }, Logger: slog.New(slog.DiscardHandler)}
	if err := s.Run(t.Context()); err == nil {
		t.Error("a shard that failed is no error")
	}
	if diff := cmp.Diff([]outbox.Note{{ID: "m1"}, {ID: "m2"}}, mails.notes); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]outbox.Note{{ID: "i1"}}, imports.notes); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]outbox.Note{{ID: "w1"}}, wishes.notes); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[outbox.ID]time.Duration{"m1": 3 * time.Minute, "w1": 5 * time.Minute, "m2": 12 * time.Hour, "i1": 15 * time.Minute}, d.postponed); diff != "" {
		t.Error(diff)
	}
	if !d.before.Equal(now.Add(-2 * time.Minute)) {
		t.Errorf("it took what was due before %v", d.before)
	}
}

func TestAQueueThatIsDownKeepsNothingFromTheOthersAndItsNotesStayDue(t *testing.T) {
	d := &desk{postponed: map[outbox.ID]time.Duration{}, failing: -1, undone: map[int][]outbox.Undone{0: {
		{ID: "m", Work: outbox.Mails, CreatedAt: now.Add(-3 * time.Minute)}, {ID: "w", Work: outbox.Wishes, CreatedAt: now.Add(-3 * time.Minute)},
	}}}
	down, wishes := &line{err: errors.New("down")}, &line{}
	queues := map[outbox.Work]sweep.Queue{outbox.Mails: down, outbox.Wishes: wishes}
	s := sweep.Sweep{Store: d, Shards: 1, Queues: queues, Now: func() time.Time { return now }, Logger: slog.New(slog.DiscardHandler)}
	if err := s.Run(t.Context()); !errors.Is(err, down.err) {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff([]outbox.Note{{ID: "w"}}, wishes.notes); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[outbox.ID]time.Duration{"w": 3 * time.Minute}, d.postponed); diff != "" {
		t.Error(diff)
	}
}
