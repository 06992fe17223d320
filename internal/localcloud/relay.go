package localcloud

import (
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync/atomic"
)

// relayPath is where the relay takes orders; AWS has no such path.
const relayPath = "/_portico/relay"

// callerHeader tells a test's proxy which connection of a function a call came on. It is not among the signed headers.
const callerHeader = "X-Portico-Caller"

// Relay stands between the functions and the local AWS in tests. It passes every call on as it is: the Host stays, or
// signatures would break. A test can put a proxy of its own behind it, which records calls, drops them or drops their
// answers, by PUT /_portico/relay {"upstream":"http://127.0.0.1:port"}, and take it away again by DELETE. When the
// upstream drops a connection, the relay drops the function's.
type Relay struct {
	cloud    *url.URL
	upstream atomic.Pointer[url.URL]
	proxy    *httputil.ReverseProxy
}

// NewRelay returns a relay that leads to the cloud.
func NewRelay(cloud *url.URL, log *slog.Logger) *Relay {
	relay := &Relay{cloud: cloud}
	relay.upstream.Store(cloud)
	relay.proxy = &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			upstream := relay.upstream.Load()
			r.Out.URL.Scheme, r.Out.URL.Host = upstream.Scheme, upstream.Host
			r.Out.Header.Set(callerHeader, r.In.RemoteAddr)
		},
		Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true},
		ErrorHandler: func(_ http.ResponseWriter, r *http.Request, err error) {
			log.Debug("a call was dropped", "target", r.Header.Get("X-Amz-Target"), "error", err)
			panic(http.ErrAbortHandler) // the function sees a connection that breaks, not an answer
		},
	}
	return relay
}

// ServeHTTP takes an order or passes a call on.
func (r *Relay) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	if request.URL.Path != relayPath {
		r.proxy.ServeHTTP(w, request)
		return
	}
	if request.Method == http.MethodDelete {
		r.upstream.Store(r.cloud)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	var order struct {
		Upstream string `json:"upstream"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, request.Body, 1<<10)).Decode(&order); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	upstream, err := url.Parse(order.Upstream)
	if err != nil || upstream.Scheme != "http" || upstream.Host == "" {
		http.Error(w, "upstream must be an address such as http://127.0.0.1:1234", http.StatusBadRequest)
		return
	}
	r.upstream.Store(upstream)
	w.WriteHeader(http.StatusNoContent)
}

// startRelay starts the relay if it is asked for.
func (c *Cloud) startRelay() error {
	if !c.o.Relay {
		return nil
	}
	cloud, err := url.Parse(c.CloudAddress())
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp4", "127.0.0.1:"+c.o.Ports.Relay)
	if err != nil {
		return &PartError{Part: "relay", Cause: err}
	}
	c.relay = NewRelay(cloud, c.o.Log)
	c.serve("relay", c.relay, []net.Listener{listener})
	return nil
}
