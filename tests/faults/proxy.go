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
	Nth   int
	Kind  Kind
	Trace string // of the request that it is for; empty where the first call to come is meant
}

// key is what a fault is found by: its request's trace, or its function.
func (f Fault) key() string {
	if f.Trace != "" {
		return f.Trace
	}
	return f.Function
}

// Proxy passes calls on to the local AWS as they are.
type Proxy struct {
	cloud *httputil.ReverseProxy
	relay string
	mu    sync.Mutex
	calls []Call
	seen  map[string]bool    // the SDK's names of the calls
	armed map[string]*armed  // by Fault.key
	known map[string]process // by the caller's connection
	wrong []error            // calls of nobody
}

// armed is a fault that is to strike, or has.
type armed struct {
	Fault
	count int // calls so far that it could mean
	hit   bool
}

// NewProxy makes a Proxy before the cloud, behind the relay that the functions call.
func NewProxy(cloud, relay *url.URL) *Proxy {
	p := &Proxy{relay: relay.Host, seen: map[string]bool{}, armed: map[string]*armed{}, known: map[string]process{}}
	p.cloud = &httputil.ReverseProxy{
		Rewrite:      func(r *httputil.ProxyRequest) { r.Out.URL.Scheme, r.Out.URL.Host = cloud.Scheme, cloud.Host },
		Transport:    &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true},
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	return p
}

// Record forgets what was recorded.
func (p *Proxy) Record() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls, p.wrong = nil, nil
}

// Arm spoils the call that a fault means, until Lift. A fault of the same function without a trace replaces the one before.
func (p *Proxy) Arm(f Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.armed[f.key()] = &armed{Fault: f}
}

// Struck tells whether an armed fault has struck.
func (p *Proxy) Struck(f Fault) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	a := p.armed[f.key()]
	return a != nil && a.hit
}

// Lift takes a fault away.
func (p *Proxy) Lift(f Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.armed, f.key())
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
	from, err := p.caller(r.Header.Get("X-Portico-Caller"))
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil {
		p.wrong = append(p.wrong, fmt.Errorf("%s: %w", named(r, body), err))
		return "", from
	}
	call := Call{Function: from.function, Name: named(r, body), sdk: r.Header.Get("Amz-Sdk-Invocation-Id")}
	fault := p.meant(from.function, r.Header.Get("X-Amzn-Trace-Id"))
	if !p.seen[call.sdk] {
		p.seen[call.sdk] = true
		p.calls = append(p.calls, call)
		fault.consider(call)
	}
	if fault != nil && fault.hit && fault.sdk == call.sdk {
		return fault.Kind, from
	}
	return "", from
}

// meant is the fault that a function's call may be meant by.
func (p *Proxy) meant(function, trace string) *armed {
	if a := p.armed[trace]; a != nil && a.Function == function {
		return a
	}
	return p.armed[function]
}

// consider strikes where the call is the one that the fault means.
func (a *armed) consider(call Call) {
	if a == nil || a.hit || call.Name != a.Name {
		return
	}
	if a.count++; a.count > a.Nth {
		a.hit, a.sdk = true, call.sdk
	}
}

// process is a running function.
type process struct {
	pid      int
	function string
	inode    string // of the connection that it was found by
	link     string // in /proc, to that connection
}

// caller finds the function at the other end of a connection.
func (p *Proxy) caller(address string) (process, error) {
	p.mu.Lock()
	known := p.known[address]
	p.mu.Unlock()
	if known.link != "" && known.stillHolds() {
		return known, nil
	}
	found, err := processAt(address, p.relay)
	if err == nil {
		p.mu.Lock()
		p.known[address] = found
		p.mu.Unlock()
	}
	return found, err
}

// FunctionAt names the function at the other end of a connection.
func (p *Proxy) FunctionAt(address string) (string, error) {
	found, err := p.caller(address)
	return found.function, err
}

// kill ends a function at once.
func kill(p process) { _ = syscall.Kill(p.pid, syscall.SIGKILL) } // it may have ended by itself

// nowhere swallows an answer.
type nowhere struct{ header http.Header }

func (n nowhere) Header() http.Header         { return n.header }
func (n nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (n nowhere) WriteHeader(int)             {}
