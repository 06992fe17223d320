package front

import (
	"net/http"
	"net/http/httputil"
	"net/url"
)

// Develop passes requests for pages on to a development server, web sockets included. That server's own way of
// injecting styles and scripts does not fit the content security policy: leave it out of the headers then.
func Develop(server *url.URL) http.Handler {
	return &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(server) }}
}
