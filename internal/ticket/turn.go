package ticket

import (
	"context"
	"sync"

	"portico/internal/gate"
	"portico/internal/limit"
)

// Limiter counts tries; *limit.Limiter does.
type Limiter interface {
	Take(ctx context.Context, b limit.Bucket) error
	GiveBack(ctx context.Context, b limit.Bucket) error
}

// turn is one try of somebody under a limit. It is counted while something else is read, so that it costs no time.
type turn struct {
	limiter Limiter
	bucket  limit.Bucket
	taking  sync.WaitGroup
	err     error
}

func (c *Counter) turn(ctx context.Context, v gate.Visit, rule limit.Rule) *turn {
	t := &turn{limiter: c.Limiter, bucket: rule.Of(string(v.Caller.Person))}
	t.taking.Go(func() { t.err = t.limiter.Take(ctx, t.bucket) })
	return t
}

func (t *turn) wait() { t.taking.Wait() }

// refused is limit.Refused where there were too many tries.
func (t *turn) refused() error {
	t.wait()
	return t.err
}

// giveBack undoes the try of a repeat, which does nothing more.
func (t *turn) giveBack(ctx context.Context) error {
	if t.refused() != nil {
		return nil
	}
	return t.limiter.GiveBack(ctx, t.bucket)
}
