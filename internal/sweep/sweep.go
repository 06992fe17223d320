// Package sweep finds mails, wishes and imports that were not done and hands them to their queues again. Streams forget after 24 hours and queues give
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
	Undone(ctx context.Context, shard int, before time.Time, limit int) ([]outbox.Undone, error)
	Postpone(ctx context.Context, u outbox.Undone, due time.Time) error
}

// Queue takes notes; *queue.Queue does.
type Queue interface {
	Put(ctx context.Context, delay time.Duration, notes ...outbox.Note) error
}

// Sweep hands on what was forgotten.
type Sweep struct {
	Store   Store
	Shards  int
	Mails   Queue
	Wishes  Queue
	Imports Queue
	Now     func() time.Time
	Logger  *slog.Logger
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
// does not fill the dead letters. A crash in between hands it on once more, which is harmless.
func (s *Sweep) shard(ctx context.Context, shard int) (int, error) {
	now := s.Now()
	found, err := s.Store.Undone(ctx, shard, now.Add(-patience), most)
	if err != nil {
		return 0, err
	}
	var mails, wishes, imports []outbox.Note
	for _, u := range found {
		note := outbox.Note{ID: u.ID}
		switch {
		case u.Wish:
			wishes = append(wishes, note)
		case u.Import:
			imports = append(imports, note)
		default:
			mails = append(mails, note)
		}
	}
	if err := errors.Join(s.Mails.Put(ctx, 0, mails...), s.Wishes.Put(ctx, 0, wishes...), s.Imports.Put(ctx, 0, imports...)); err != nil {
		return 0, err
	}
	for _, u := range found {
		next := min(now.Sub(u.CreatedAt), longest)
		if u.Import {
			next = importAgain
		}
		if err := s.Store.Postpone(ctx, u, now.Add(next)); err != nil {
			return len(found), err
		}
	}
	return len(found), nil
}
