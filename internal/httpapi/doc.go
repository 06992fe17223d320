// Package httpapi is the one place that knows Lambda's HTTP events. It turns an API Gateway event (payload format 2.0) into a Request,
// finds the handler, and turns what comes back into a response: JSON, or a problem document (RFC 9457).
//
// It refuses what must never reach a handler: a request that did not come through the front (no origin secret), a body that is too large or
// not JSON, a state-changing request from a foreign page.
package httpapi
