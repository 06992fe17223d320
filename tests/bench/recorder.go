// Package bench measures the deployed portal and prints figures: calls of AWS and rounds of them per request, a warm function's own time, how long a
// function takes to its first answer, package sizes. It judges nothing.
package bench

import (
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"portico/tests/faults"
)

// span is one call of AWS by a function, from its arrival at the recorder to the end of its answer.
type span struct {
	function     string
	begun, ended time.Time
}

// recorder passes the functions' calls on and remembers whose they were and when.
type recorder struct {
	proxy *faults.Proxy
	mu    sync.Mutex
	spans []span
	wrong error
}

func newRecorder(cloud, relay *url.URL) *recorder {
	return &recorder{proxy: faults.NewProxy(cloud, relay)}
}

// ServeHTTP passes a call on.
func (r *recorder) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	begun := time.Now() // finding out whose call it is takes time, too, that is not the function's
	function, err := r.proxy.FunctionAt(request.Header.Get("X-Portico-Caller"))
	r.proxy.ServeHTTP(w, request)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.wrong = err
	}
	r.spans = append(r.spans, span{function, begun, time.Now()})
}

// take gives what function did since the last take. The error is about calls that no function seems to have made.
func (r *recorder) take(function string) (traffic, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	spans := slices.DeleteFunc(r.spans, func(s span) bool { return s.function != function })
	r.spans = nil
	return measure(spans), r.wrong
}

// traffic is what one request cost: calls, and rounds of calls that were under way together.
type traffic struct{ calls, rounds int }

func measure(spans []span) traffic {
	slices.SortFunc(spans, func(a, b span) int { return a.begun.Compare(b.begun) })
	t := traffic{calls: len(spans)}
	var end time.Time
	for _, s := range spans {
		if s.begun.After(end) {
			t.rounds++
		}
		if s.ended.After(end) {
			end = s.ended
		}
	}
	return t
}
