package limit

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"portico/internal/problem"
	"portico/internal/secrets"
)

// Refused is the answer to a try too many. RetryAfter says when the next one is allowed.
var Refused = problem.New(problem.TooMany, "too_many_requests", "Too many tries. Wait a little and try again.")

// Store keeps the rows. Take moves the row of rule and subject on by one try, or gives how long to wait; it is exact however many try at once.
// GiveBack undoes one try.
type Store interface {
	Take(ctx context.Context, rule Rule, subject string) (wait time.Duration, err error)
	GiveBack(ctx context.Context, rule Rule, subject string) error
}

// Keys gives the key that subjects are hidden with; *secrets.Keyring does.
type Keys interface {
	Current(ctx context.Context) (secrets.Key, error)
}

// Limiter counts tries.
type Limiter struct {
	Store Store
	Keys  Keys
}

// Bucket is one subject under one rule: an address from a network, say. The parts never reach the table in the clear.
type Bucket struct {
	Rule  Rule
	Parts []string
}

// Of makes a Bucket.
func (r Rule) Of(parts ...string) Bucket { return Bucket{Rule: r, Parts: parts} }

// Take counts one try. The error is Refused, with the time to wait, where there are too many.
func (l *Limiter) Take(ctx context.Context, b Bucket) error {
	subject, err := l.subject(ctx, b)
	if err != nil {
		return err
	}
	wait, err := l.Store.Take(ctx, b.Rule, subject)
	if err != nil {
		return fmt.Errorf("limit %s: %w", b.Rule.Scope, err)
	}
	if wait > 0 {
		return Refused.After(wait)
	}
	return nil
}

// GiveBack undoes a try that turned out to be no guess.
func (l *Limiter) GiveBack(ctx context.Context, b Bucket) error {
	subject, err := l.subject(ctx, b)
	if err != nil {
		return err
	}
	if err := l.Store.GiveBack(ctx, b.Rule, subject); err != nil {
		return fmt.Errorf("limit %s: %w", b.Rule.Scope, err)
	}
	return nil
}

func (l *Limiter) subject(ctx context.Context, b Bucket) (string, error) {
	key, err := l.Keys.Current(ctx)
	if err != nil {
		return "", fmt.Errorf("key of limits: %w", err)
	}
	h := hmac.New(sha256.New, key.Derive("limit"))
	fmt.Fprintf(h, "%q", b.Parts)
	return hex.EncodeToString(h.Sum(nil)[:16]), nil
}
