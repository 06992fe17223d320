// Package faults proves that every road that writes ends the same when a call of AWS fails: not sent, or done with its answer lost, or with the
// function killed right before or after it.
//
// A Proxy stands between the functions and the local AWS. It records each call and can spoil one of them, through all attempts of the SDK.
package faults

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync"
	"syscall"
)

// Kind is what happens to a call.
type Kind string

// The kinds.
const (
	NotForwarded Kind = "not forwarded"
	AnswerLost   Kind = "answer lost"
	KilledBefore Kind = "killed before"
	KilledAfter  Kind = "killed after"
)

// Fault spoils the Nth call (from 0) of a name by a function.
type Fault struct {
	Call
	Nth  int
	Kind Kind
}

// Proxy passes calls on to the local AWS as they are.
type Proxy struct {
	cloud *httputil.ReverseProxy
	mu    sync.Mutex
	calls []Call
	fault *Fault
	count int // calls so far that the fault could mean
	hit   bool
	known map[string]process // by the caller's connection
	wrong []error            // calls of nobody
}

// NewProxy makes a Proxy before the cloud.
func NewProxy(cloud *url.URL) *Proxy {
	p := &Proxy{known: map[string]process{}}
	p.cloud = &httputil.ReverseProxy{
		Rewrite:      func(r *httputil.ProxyRequest) { r.Out.URL.Scheme, r.Out.URL.Host = cloud.Scheme, cloud.Host },
		Transport:    &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true},
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	return p
}

// Record forgets what was recorded and lifts the fault.
func (p *Proxy) Record() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls, p.fault, p.count, p.hit, p.wrong = nil, nil, 0, false, nil
}

// Arm records anew and spoils a call.
func (p *Proxy) Arm(f Fault) {
	p.Record()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fault = &f
}

// Lift lets every call through, and tells whether the fault has struck.
func (p *Proxy) Lift() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fault = nil
	return p.hit
}

// Struck tells whether the fault has struck.
func (p *Proxy) Struck() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.hit
}

// Calls gives what was recorded. The error is about calls that no function seems to have made.
func (p *Proxy) Calls() ([]Call, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.wrong) > 0 {
		return nil, fmt.Errorf("%d calls of nobody, the first: %w", len(p.wrong), p.wrong[0])
	}
	return append([]Call(nil), p.calls...), nil
}

// ServeHTTP passes a call on, or spoils it.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	kind, from := p.meet(r, body)
	switch kind {
	case "":
		p.cloud.ServeHTTP(w, r)
		return
	case KilledBefore:
		kill(from)
	case AnswerLost:
		p.cloud.ServeHTTP(nowhere{http.Header{}}, r)
	case KilledAfter:
		p.cloud.ServeHTTP(nowhere{http.Header{}}, r)
		kill(from)
	}
	panic(http.ErrAbortHandler)
}

// meet records a call and gives what is to happen to it.
func (p *Proxy) meet(r *http.Request, body []byte) (Kind, process) {
	p.mu.Lock()
	defer p.mu.Unlock()
	from, err := p.caller(r.Header.Get("X-Portico-Caller"))
	if err != nil {
		p.wrong = append(p.wrong, fmt.Errorf("%s: %w", named(r.Header, r.URL.Path, body), err))
		return "", from
	}
	call := Call{Function: from.function, Name: named(r.Header, r.URL.Path, body), sdk: r.Header.Get("Amz-Sdk-Invocation-Id")}
	if p.hit && p.fault != nil && call.sdk == p.fault.sdk {
		return p.fault.Kind, from
	}
	if p.seen(call) {
		return "", from
	}
	p.calls = append(p.calls, call)
	if p.fault == nil || p.hit || call.Function != p.fault.Function || call.Name != p.fault.Name {
		return "", from
	}
	if p.count++; p.count <= p.fault.Nth {
		return "", from
	}
	p.hit, p.fault.sdk = true, call.sdk
	return p.fault.Kind, from
}

// seen tells whether call is another attempt at one that was recorded.
func (p *Proxy) seen(call Call) bool {
	for _, c := range p.calls {
		if call.sdk != "" && c.sdk == call.sdk {
			return true
		}
	}
	return false
}

// process is a running function.
type process struct {
	pid      int
	function string
	inode    string // of the connection that it was found by
}

// caller finds the function at the other end of a connection.
func (p *Proxy) caller(address string) (process, error) {
	if inode, err := socketOf(address); err == nil && p.known[address].inode == inode {
		return p.known[address], nil
	}
	found, err := processAt(address)
	if err == nil {
		p.known[address] = found
	}
	return found, err
}

// kill ends a function at once.
func kill(p process) { _ = syscall.Kill(p.pid, syscall.SIGKILL) } // it may have ended by itself

// nowhere swallows an answer.
type nowhere struct{ header http.Header }

func (n nowhere) Header() http.Header         { return n.header }
func (n nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (n nowhere) WriteHeader(int)             {}
