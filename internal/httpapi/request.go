package httpapi

import (
	"context"
	"net/netip"
)

// Request is one call of the API, as a handler sees it.
type Request struct {
	ID             string            // the gateway's request id, shown to people on errors
	Route          string            // the pattern of the route that was found
	Body           []byte            // decoded from base64 where need be
	Path           map[string]string // path parameters
	Query          map[string]string
	Cookies        map[string]string
	IdempotencyKey string     // checked against the contract's pattern; empty where the route needs none
	Client         netip.Addr // the viewer's address as the front saw it
	UserAgent      string
	Claims         map[string]string // of the access token, checked by the gateway's authorizer; nil on public routes
}

// Network gives the client's network, /24 for IPv4 and /56 for IPv6: what limits and history know of where somebody is. It is "unknown" where
// the front did not say.
func (r *Request) Network() string {
	addr := r.Client.Unmap()
	bits := 56
	if addr.Is4() {
		bits = 24
	}
	prefix, err := addr.Prefix(bits)
	if err != nil || !prefix.IsValid() {
		return "unknown"
	}
	return prefix.String()
}

// Response is what a handler answers: a status, a body for JSON (nil for none), and Set-Cookie lines. A Picture goes out in place of a body.
type Response struct {
	Status  int
	Body    any
	Cookies []string
	Picture []byte // PNG, of an address that shows the same picture for ever
}

// Handler answers a request. An error that is a *problem.Error becomes its problem document, any other a plain 500.
type Handler func(ctx context.Context, r *Request) (*Response, error)

// Route is one operation of the contract.
type Route struct {
	Pattern    string // as in the contract and in the gateway's routeKey, e.g. "POST /api/customers/{id}/link"
	Idempotent bool   // needs an Idempotency-Key
	Handle     Handler
}
