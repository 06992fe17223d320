// Package sweep finds rows whose work was not done and hands them to their queues again. Streams forget after 24 hours and queues give
// up; the rows do neither.
package sweep

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"portico/internal/outbox"
)

const (
	// patience is how long the ordinary way may take.
	patience = 2 * time.Minute
	// most is how much one run takes of a shard; the next run takes the rest.
	most = 250
	// longest is the longest time between two looks at the same thing.
	longest = 12 * time.Hour
	// importAgain is the time between two looks at an import. It goes on for hours and somebody watches it, so its age says nothing.
	importAgain = 15 * time.Minute
)

// Store lists what is not done.
type Store interface {
	// Undone gives what a shard has that was due before, the oldest first. With an error it gives what it could read.
	Undone(ctx context.Context, shard int, before time.Time, limit int) ([]outbox.Undone, error)
	Postpone(ctx context.Context, u outbox.Undone, due time.Time) error
}

// Queue takes notes; *queue.Queue does.
type Queue interface {
	Put(ctx context.Context, delay time.Duration, notes ...outbox.Note) error
}

// Sweep hands on what was forgotten.
type Sweep struct {
	Store  Store
	Shards int
	Queues map[outbox.Work]Queue
	Now    func() time.Time
	Logger *slog.Logger
}

// Run looks through all shards once. A shard that fails does not keep it from the others.
func (s *Sweep) Run(ctx context.Context) error {
	var failed []error
	handed := 0
	for shard := range s.Shards {
		n, err := s.shard(ctx, shard)
		handed += n
		if err != nil {
			failed = append(failed, fmt.Errorf("shard %d: %w", shard, err))
		}
	}
	s.Logger.InfoContext(ctx, "swept", slog.Int("handed_on", handed), slog.Int("failed_shards", len(failed)))
	return errors.Join(failed...)
}

// shard hands on what one shard has, and then puts off the next look at it by its age: twice as long each time, so that what cannot be done
// does not fill the dead letters. A crash in between hands it on once more, which is harmless. What fails keeps nothing else from its turn.
func (s *Sweep) shard(ctx context.Context, shard int) (int, error) {
	now := s.Now()
	found, err := s.Store.Undone(ctx, shard, now.Add(-patience), most)
	failed := []error{err}
	notes := map[outbox.Work][]outbox.Note{}
	for _, u := range found {
		notes[u.Work] = append(notes[u.Work], outbox.Note{ID: u.ID})
	}
	handed := map[outbox.Work]bool{}
	for work, queue := range s.Queues {
		err := queue.Put(ctx, 0, notes[work]...)
		handed[work], failed = err == nil, append(failed, err)
	}
	count := 0
	for _, u := range found {
		if handed[u.Work] {
			count++
			failed = append(failed, s.Store.Postpone(ctx, u, now.Add(again(u, now))))
		}
	}
	return count, errors.Join(failed...)
}

// again is when to look at u once more, if it is not done by then.
func again(u outbox.Undone, now time.Time) time.Duration {
	if u.Work == outbox.Imports {
		return importAgain
	}
	return min(now.Sub(u.CreatedAt), longest)
}
