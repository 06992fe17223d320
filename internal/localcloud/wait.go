package localcloud

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"
)

// starting is how long a part may take until it answers; the first start of a Python program compiles it.
const starting = 60 * time.Second

// answers waits until something answers with success at an address.
func (c *Cloud) answers(address string) error {
	ctx, cancel := context.WithTimeout(c.ctx, starting)
	defer cancel()
	client := &http.Client{Timeout: 5 * time.Second}
	var last error
	for {
		if last = ask(ctx, client, address); last == nil {
			return nil
		}
		select {
		case <-c.ctx.Done():
			return context.Cause(c.ctx)
		case <-ctx.Done():
			return fmt.Errorf("no answer at %s within %s: %w", address, starting, last)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func ask(ctx context.Context, client *http.Client, address string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, io.LimitReader(response.Body, 1<<20)); err != nil {
		return err
	}
	if response.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("status %d", response.StatusCode)
	}
	return nil
}
