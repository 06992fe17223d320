// Package client calls the portal's API as its pages do: with cookies, an Origin, and the access token of the last sign-in. What uses the portal
// from outside, on a person's behalf, uses it: the demo and the tests.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"
)

// patience is how long one call may take.
const patience = 30 * time.Second

// Client is one person's program.
type Client struct {
	Token string // the access token that is sent; Keep sets it

	// Check looks at each answer of the portal, where it is set; its error becomes the call's.
	Check func(*http.Request, *Answer) error

	portal *url.URL
	http   *http.Client
}

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Raw    []byte
	Body   map[string]any // nil where there is none
}

// Code is the code of a problem document, or empty.
func (a *Answer) Code() string {
	code, _ := a.Body["code"].(string)
	return code
}

// String shows the answer in a failure.
func (a *Answer) String() string { return fmt.Sprintf("%d %s", a.Status, a.Raw) }

// New makes a client, signed in nowhere, for the portal at an address such as http://localhost:8080. A nil transport is Go's own.
func New(portal string, transport http.RoundTripper) (*Client, error) {
	at, err := url.Parse(portal)
	if err != nil {
		return nil, fmt.Errorf("address of the portal: %w", err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, fmt.Errorf("make a jar for cookies: %w", err)
	}
	return &Client{portal: at, http: &http.Client{Jar: secureJar{jar}, Timeout: patience, Transport: transport}}, nil
}

// Get reads path.
func (c *Client) Get(ctx context.Context, path string) (*Answer, error) {
	return c.Do(ctx, http.MethodGet, path, http.Header{}, nil)
}

// Post sends body as JSON. The key is the Idempotency-Key; empty for none.
func (c *Client) Post(ctx context.Context, path, key string, body any) (*Answer, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("write the body of %s: %w", path, err)
	}
	header := http.Header{"Content-Type": {"application/json"}, "Origin": {c.portal.String()}}
	if key != "" {
		header.Set("Idempotency-Key", key)
	}
	return c.Do(ctx, http.MethodPost, path, header, text)
}

// Do sends any request, with the token where header has no Authorization. A refusal is no error: it is an answer.
func (c *Client) Do(ctx context.Context, method, path string, header http.Header, body []byte) (*Answer, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.portal.String()+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header = header.Clone()
	if c.Token != "" && request.Header.Get("Authorization") == "" {
		request.Header.Set("Authorization", "Bearer "+c.Token)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	answer := &Answer{Status: response.StatusCode, Header: response.Header, Raw: raw}
	if len(raw) > 0 && strings.Contains(response.Header.Get("Content-Type"), "json") {
		if err := json.Unmarshal(raw, &answer.Body); err != nil {
			return nil, fmt.Errorf("body of %s %s: %w", method, path, err)
		}
	}
	if c.Check != nil {
		return answer, c.Check(request, answer)
	}
	return answer, nil
}

// Keep keeps the access token of an answer that signs in, and tells whether it was one.
func (c *Client) Keep(answer *Answer) bool {
	token, _ := answer.Body["accessToken"].(string)
	if answer.Status != http.StatusOK || token == "" {
		return false
	}
	c.Token = token
	return true
}
