package stack

import (
	"context"
	"crypto/rand"
	"net"
	"net/http"
	"testing"
	"time"

	"portico/internal/client"
)

// Browser calls the API as the pages do, or fails the test. Each has a loopback address of its own, in a network of its own, so that tests do not
// share limits. (Linux lets a client use any address of 127.0.0.0/8.) An answer that is not as the contract says is an error.
type Browser struct{ *client.Client }

// Answer is what came back.
type Answer = client.Answer

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
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: from}}
	transport := &http.Transport{DialContext: func(ctx context.Context, _, address string) (net.Conn, error) {
		_, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		return dialer.DialContext(ctx, "tcp4", "127.0.0.1:"+port)
	}}
	t.Cleanup(transport.CloseIdleConnections)
	c, err := client.New(s.Portal, transport)
	if err != nil {
		t.Fatal(err)
	}
	c.Check = conforms
	return &Browser{c}
}

// Key is a fresh Idempotency-Key.
func Key() string { return rand.Text() }

// Post sends body as JSON. The key is the Idempotency-Key; empty for none.
func (b *Browser) Post(t testing.TB, path, key string, body any) *Answer {
	t.Helper()
	answer, err := b.Client.Post(context.Background(), path, key, body)
	if err != nil {
		t.Fatalf("POST %s: %v", path, err)
	}
	return answer
}

// TryPost is Post for places that may not stop the test, such as goroutines.
func (b *Browser) TryPost(path, key string, body any) (*Answer, error) {
	return b.Client.Post(context.Background(), path, key, body)
}

// Patiently sends what ask sends again, with pauses, while the portal says that it is busy or a function has run out of time, as many times as a page does. On a
// loaded machine fifty functions that start at once take longer than one may.
func Patiently(ask func() (*Answer, error)) (*Answer, error) {
	for try := 1; ; try++ {
		answer, err := ask()
		if answer == nil || answer.Status < http.StatusBadGateway || try == 6 { // a gateway's own words are not the contract's: err
			return answer, err
		}
		time.Sleep(time.Duration(try) * time.Second)
	}
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

// Try is Do for places that may not stop the test, such as goroutines.
func (b *Browser) Try(method, path string, header http.Header, body []byte) (*Answer, error) {
	return b.Client.Do(context.Background(), method, path, header, body)
}

// Signed keeps the access token of an answer that signs in, or fails the test.
func (b *Browser) Signed(t testing.TB, answer *Answer) *Answer {
	t.Helper()
	if !b.Keep(answer) {
		t.Fatalf("not signed in: %s", answer)
	}
	return answer
}

// SignIn signs in with a password, or fails the test.
func (b *Browser) SignIn(t testing.TB, email, password string) *Answer {
	t.Helper()
	return b.signedPatiently(t, "/api/sessions", "", map[string]any{"email": email, "password": password})
}

// Refresh gets a fresh access token by the session cookie, or fails the test.
func (b *Browser) Refresh(t testing.TB) *Answer {
	t.Helper()
	return b.Signed(t, b.Post(t, "/api/sessions/refresh", "", struct{}{}))
}

func (b *Browser) signedPatiently(t testing.TB, path, key string, body any) *Answer {
	t.Helper()
	answer, err := Patiently(func() (*Answer, error) { return b.TryPost(path, key, body) })
	if err != nil {
		t.Fatalf("POST %s: %v", path, err)
	}
	return b.Signed(t, answer)
}
