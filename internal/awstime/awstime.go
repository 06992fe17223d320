// Package awstime measures how much of a request's time was waiting for AWS.
package awstime

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Clock adds up the time in which at least one call of AWS is under way.
type Clock struct {
	mu       sync.Mutex
	underWay int
	began    time.Time // the first of the calls that are under way
	waited   time.Duration
	calls    int
}

type key struct{}

// With gives a context whose calls of AWS the clock measures.
func With(ctx context.Context) (context.Context, *Clock) {
	c := new(Clock)
	return context.WithValue(ctx, key{}, c), c
}

// Read gives how many calls were made, the SDK's repeats included, and how long at least one of those that have ended by now was under way.
func (c *Clock) Read() (calls int, waited time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.calls, c.waited
}

func (c *Clock) begin() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.calls++; c.underWay == 0 {
		c.began = time.Now()
	}
	c.underWay++
}

func (c *Clock) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.underWay--; c.underWay == 0 {
		c.waited += time.Since(c.began)
	}
}

// Client measures the calls of next, each from when it is ready to be sent until the head of its answer is there. What the SDK does before and after,
// such as signing a call and reading its answer, is not waiting.
func Client(next aws.HTTPClient) aws.HTTPClient { return client{next} }

type client struct{ next aws.HTTPClient }

// Do sends a request.
func (c client) Do(r *http.Request) (*http.Response, error) {
	if clock, ok := r.Context().Value(key{}).(*Clock); ok {
		clock.begin()
		defer clock.end()
	}
	return c.next.Do(r)
}
