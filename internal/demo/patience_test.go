package demo

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"portico/internal/client"
)

func TestADemoWaitsAsLongAsThePortalAsksAndNoLongerThanItMay(t *testing.T) {
	busy := func(seconds string) *client.Answer {
		return &client.Answer{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {seconds}}}
	}
	var calls []time.Time
	answer, err := patiently(t.Context(), func() (*client.Answer, error) {
		calls = append(calls, time.Now())
		if len(calls) == 1 {
			return busy("1"), nil
		}
		return &client.Answer{Status: http.StatusOK}, nil
	})
	if err != nil || answer.Status != http.StatusOK || len(calls) != 2 || calls[1].Sub(calls[0]) < time.Second {
		t.Errorf("%v, %v, calls at %v", answer, err, calls)
	}

	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	count := 0
	_, err = patiently(ctx, func() (*client.Answer, error) { count++; return busy("900"), nil })
	if err == nil || !strings.Contains(err.Error(), "15m0s") || count != 1 {
		t.Errorf("%d calls, %v", count, err)
	}
}
