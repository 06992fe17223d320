// Package bench measures the deployed portal and prints figures: calls of AWS and rounds of them per request, a warm function's own time, how long a
// function takes to its first answer, package sizes. It judges nothing.
package bench

import (
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"sync"
	"time"
)

// span is one call of AWS, from its arrival at the recorder to the end of its answer.
type span struct{ begun, ended time.Time }

// recorder passes the functions' calls on and remembers when they were.
type recorder struct {
	cloud *httputil.ReverseProxy
	mu    sync.Mutex
	spans []span
}

func newRecorder(cloud *url.URL) *recorder {
	return &recorder{cloud: &httputil.ReverseProxy{
		Rewrite:   func(r *httputil.ProxyRequest) { r.Out.URL.Scheme, r.Out.URL.Host = cloud.Scheme, cloud.Host },
		Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true},
	}}
}

// ServeHTTP passes a call on.
func (r *recorder) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	begun := time.Now()
	r.cloud.ServeHTTP(w, request)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.spans = append(r.spans, span{begun, time.Now()})
}

// take gives what was recorded since the last take, up to the moment until.
func (r *recorder) take(until time.Time) traffic {
	r.mu.Lock()
	defer r.mu.Unlock()
	spans := slices.DeleteFunc(slices.Clone(r.spans), func(s span) bool { return s.begun.After(until) })
	r.spans = nil
	return measure(spans)
}

// traffic is what one request cost: calls, rounds of calls that were under way together, and the time in which at least one was.
type traffic struct {
	calls, rounds int
	busy          time.Duration
}

func measure(spans []span) traffic {
	slices.SortFunc(spans, func(a, b span) int { return a.begun.Compare(b.begun) })
	t := traffic{calls: len(spans)}
	var end time.Time
	for _, s := range spans {
		if s.begun.After(end) {
			t.rounds++
			t.busy += s.ended.Sub(s.begun)
			end = s.ended
		} else if s.ended.After(end) {
			t.busy += s.ended.Sub(end)
			end = s.ended
		}
	}
	return t
}
