package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"portico/internal/client"
)

// patiently calls until the portal does not say any more that it is too much or too early, and waits as long as it asks to, within ctx.
func patiently(ctx context.Context, call func() (*client.Answer, error)) (*client.Answer, error) {
	for {
		answer, err := call()
		if err != nil {
			return nil, err
		}
		if answer.Status != http.StatusTooManyRequests && answer.Status != http.StatusServiceUnavailable {
			return answer, nil
		}
		wait := pause(answer.Header.Get("Retry-After"))
		if deadline, has := ctx.Deadline(); has && time.Until(deadline) < wait {
			return nil, fmt.Errorf("the portal asks to wait %s; run the demo again after that", wait)
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(wait):
		}
	}
}

// pause reads Retry-After, in seconds; a second where there is none.
func pause(retryAfter string) time.Duration {
	seconds, err := strconv.Atoi(retryAfter)
	if err != nil || seconds < 1 {
		return time.Second
	}
	return time.Duration(seconds) * time.Second
}

// read reads a good answer into what into points to. The error of another one is a *refusal.
func read(answer *client.Answer, what string, m *member, into any) error {
	if answer.Status >= 300 {
		return &refusal{what: what, who: m.email, answer: answer}
	}
	if err := json.Unmarshal(answer.Raw, into); err != nil {
		return fmt.Errorf("answer of %s: %w", what, err)
	}
	return nil
}
