package front

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
)

// Headers is the table of response headers that the distribution's response headers policy sets.
type Headers map[string]string

// ReadHeaders reads the table that the CDK app reads too.
func ReadHeaders(path string) (Headers, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the table of response headers: %w", err)
	}
	var headers Headers
	if err := json.Unmarshal(text, &headers); err != nil {
		return nil, fmt.Errorf("read the table of response headers in %s: %w", path, err)
	}
	return headers, nil
}

// Naming returns the table with the place where browsers post files to, which it names as {storage}.
func (h Headers) Naming(storage string) Headers {
	named := make(Headers, len(h))
	for name, value := range h {
		named[name] = strings.ReplaceAll(value, "{storage}", storage)
	}
	return named
}

// Without returns the table without some of its headers.
func (h Headers) Without(names ...string) Headers {
	rest := make(Headers, len(h))
	for name, value := range h {
		rest[http.CanonicalHeaderKey(name)] = value
	}
	for _, name := range names {
		delete(rest, http.CanonicalHeaderKey(name))
	}
	return rest
}

// contentPolicy is the header that the API may have stricter than the pages.
const contentPolicy = "Content-Security-Policy"

// on sets the headers on every answer of the handler. They override the handler's own, as the policy does, but for those that it keeps.
func (h Headers) on(next http.Handler, keeps ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(&overriding{ResponseWriter: w, headers: h, keeps: keeps}, r)
	})
}

// overriding puts its headers in place at the last moment, when the handler can no longer change them.
type overriding struct {
	http.ResponseWriter
	headers Headers
	keeps   []string
	done    bool
}

func (w *overriding) WriteHeader(status int) {
	w.set()
	w.ResponseWriter.WriteHeader(status)
}

func (w *overriding) Write(body []byte) (int, error) {
	w.set()
	return w.ResponseWriter.Write(body)
}

func (w *overriding) set() {
	if w.done {
		return
	}
	w.done = true
	for name, value := range w.headers {
		if w.Header().Get(name) == "" || !slices.Contains(w.keeps, name) {
			w.Header().Set(name, value)
		}
	}
}

// Unwrap lets http.ResponseController reach the connection, for the development server's web socket.
func (w *overriding) Unwrap() http.ResponseWriter { return w.ResponseWriter }
