package stack

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"time"
)

// Browser calls the API as the pages do: with cookies, an Origin, and the access token of the last sign-in. Each has a loopback address of
// its own, in a network of its own, so that tests do not share limits. (Linux lets a client use any address of 127.0.0.0/8.)
type Browser struct {
	stack *Stack
	http  *http.Client
	Token string
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

// Browser opens a fresh browser on a network of its own.
func (s *Stack) Browser(t testing.TB) *Browser {
	t.Helper()
	var b [3]byte
	if _, err := rand.Read(b[:]); err != nil {
		t.Fatal(err)
	}
	return s.BrowserAt(t, net.IPv4(127, b[0]|1, b[1], b[2]|1))
}

// BrowserAt opens a fresh browser whose requests come from the loopback address from.
func (s *Stack) BrowserAt(t testing.TB, from net.IP) *Browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: from}}
	transport := &http.Transport{DialContext: func(ctx context.Context, _, address string) (net.Conn, error) {
		_, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		return dialer.DialContext(ctx, "tcp4", "127.0.0.1:"+port)
	}}
	t.Cleanup(transport.CloseIdleConnections)
	return &Browser{stack: s, http: &http.Client{Jar: secureJar{jar}, Timeout: 30 * time.Second, Transport: transport}}
}

// Key is a fresh Idempotency-Key.
func Key() string { return rand.Text() }

// Post sends body as JSON. The key is the Idempotency-Key; empty for none.
func (b *Browser) Post(t testing.TB, path, key string, body any) *Answer {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	header := http.Header{"Content-Type": {"application/json"}, "Origin": {b.stack.Portal}}
	if key != "" {
		header.Set("Idempotency-Key", key)
	}
	return b.Do(t, http.MethodPost, path, header, text)
}

// TryPost is Post for places that may not stop the test, such as goroutines.
func (b *Browser) TryPost(path, key string, body any) (*Answer, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	header := http.Header{"Content-Type": {"application/json"}, "Origin": {b.stack.Portal}, "Idempotency-Key": {key}}
	return b.Try(http.MethodPost, path, header, text)
}

// Get reads path.
func (b *Browser) Get(t testing.TB, path string) *Answer {
	t.Helper()
	return b.Do(t, http.MethodGet, path, http.Header{}, nil)
}

// Do sends any request, with the token.
func (b *Browser) Do(t testing.TB, method, path string, header http.Header, body []byte) *Answer {
	t.Helper()
	answer, err := b.Try(method, path, header, body)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	return answer
}

// Try is Do for places that may not stop the test, such as goroutines. An answer that is not as the contract says is an error.
func (b *Browser) Try(method, path string, header http.Header, body []byte) (*Answer, error) {
	request, err := http.NewRequest(method, b.stack.Portal+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header = header.Clone()
	if b.Token != "" && request.Header.Get("Authorization") == "" {
		request.Header.Set("Authorization", "Bearer "+b.Token)
	}
	response, err := b.http.Do(request)
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
	return answer, conforms(request, answer)
}

// Signed keeps the access token of an answer that signs in, or fails the test.
func (b *Browser) Signed(t testing.TB, answer *Answer) *Answer {
	t.Helper()
	token, _ := answer.Body["accessToken"].(string)
	if answer.Status != http.StatusOK || token == "" {
		t.Fatalf("not signed in: %s", answer)
	}
	b.Token = token
	return answer
}

// SignIn signs in with a password, or fails the test.
func (b *Browser) SignIn(t testing.TB, email, password string) *Answer {
	t.Helper()
	return b.Signed(t, b.Post(t, "/api/sessions", "", map[string]any{"email": email, "password": password}))
}

// Refresh gets a fresh access token by the session cookie, or fails the test.
func (b *Browser) Refresh(t testing.TB) *Answer {
	t.Helper()
	return b.Signed(t, b.Post(t, "/api/sessions/refresh", "", struct{}{}))
}
