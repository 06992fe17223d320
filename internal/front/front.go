// Package front does locally what CloudFront does on AWS: it serves the built pages and the API under one origin.
//
// What could differ between the two is shared instead: the table of response headers, the lists of what is forwarded
// and the function that routes the single-page app are the files in web/edge, which the CDK app gives to CloudFront as they are.
package front

import (
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// apiPrefix is the path pattern of the API's behaviour in the distribution: /api/*.
const apiPrefix = "/api/"

// Options say what a front serves.
type Options struct {
	Pages   http.Handler // the single-page app: Files, or a development server
	API     *url.URL     // where the HTTP API answers
	APIHost string       // the host name by which the API is found there: <apiId>.execute-api.localhost
	Secret  string       // what proves to the functions that a request came through the front
	Forward Forward      // what the API sees of a request
	Headers Headers      // set on every answer, over what is there; the API's own Content-Security-Policy stays
	Log     *slog.Logger
}

// New returns the handler of a front.
func New(o Options) http.Handler {
	api, pages := o.Headers.on(newAPI(o), contentPolicy), o.Headers.on(o.Pages)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, apiPrefix) {
			api.ServeHTTP(w, r)
			return
		}
		pages.ServeHTTP(w, r)
	})
}

// Listen opens a port on loopback, for IPv4 and, where the machine has it, for IPv6: browsers turn "localhost" into
// either. Only a taken IPv4 port is an error.
func Listen(port string) ([]net.Listener, error) {
	four, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		return nil, err
	}
	listeners := []net.Listener{four}
	if _, port, err := net.SplitHostPort(four.Addr().String()); err == nil {
		if six, err := net.Listen("tcp6", net.JoinHostPort("::1", port)); err == nil {
			listeners = append(listeners, six)
		}
	}
	return listeners, nil
}

// Server is an HTTP server with the time limits that a front needs: generous for a slow upload, finite for everybody.
func Server(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       60 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       75 * time.Second,
		MaxHeaderBytes:    32 << 10, // CloudFront's limit for a request's headers
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}
