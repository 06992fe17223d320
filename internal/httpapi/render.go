package httpapi

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"portico/internal/problem"
)

// document is a problem document (RFC 9457) as the contract has it.
type document struct {
	Type       string          `json:"type"`
	Title      string          `json:"title"`
	Status     int             `json:"status"`
	Detail     string          `json:"detail,omitempty"`
	Instance   string          `json:"instance,omitempty"`
	Code       string          `json:"code"`
	Errors     []documentField `json:"errors,omitempty"`
	RetryAfter int             `json:"retryAfter,omitempty"`
	PersonID   string          `json:"personId,omitempty"`
	KeptUntil  time.Time       `json:"keptUntil,omitzero"`
	Flow       string          `json:"flow,omitempty"`
	Trust      bool            `json:"trust,omitempty"`
	Link       string          `json:"link,omitempty"`
	ImportID   string          `json:"importId,omitempty"`
	Current    any             `json:"current,omitempty"`
	Messages   any             `json:"messages,omitempty"`
}

type documentField struct {
	Field  string `json:"field"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// StatusOf gives the HTTP status of a kind of problem.
func StatusOf(kind problem.Kind) int {
	switch kind {
	case problem.Malformed:
		return http.StatusBadRequest
	case problem.Invalid:
		return http.StatusUnprocessableEntity
	case problem.Unauthenticated:
		return http.StatusUnauthorized
	case problem.Forbidden:
		return http.StatusForbidden
	case problem.NotFound:
		return http.StatusNotFound
	case problem.Conflict:
		return http.StatusConflict
	case problem.Gone:
		return http.StatusGone
	case problem.TooLarge:
		return http.StatusRequestEntityTooLarge
	case problem.Unsupported:
		return http.StatusUnsupportedMediaType
	case problem.TooMany:
		return http.StatusTooManyRequests
	case problem.Unavailable:
		return http.StatusServiceUnavailable
	default:
		return http.StatusInternalServerError
	}
}

// render makes the gateway's response of a handler's.
func render(r *Response) (events.APIGatewayV2HTTPResponse, error) {
	out := events.APIGatewayV2HTTPResponse{StatusCode: r.Status, Headers: headers("application/json"), Cookies: r.Cookies}
	if r.Picture != nil {
		out.Headers["content-type"], out.Headers["cache-control"] = "image/png", "public, max-age=31536000, immutable"
		out.Body, out.IsBase64Encoded = base64.StdEncoding.EncodeToString(r.Picture), true
		return out, nil
	}
	if r.Body == nil {
		delete(out.Headers, "content-type")
		return out, nil
	}
	body, err := json.Marshal(r.Body)
	if err != nil {
		return out, fmt.Errorf("write response: %w", err)
	}
	out.Body = string(body)
	return out, nil
}

// renderProblem makes the problem document of err. What is not a *problem.Error shows nothing but that it failed.
func renderProblem(err error, requestID string) events.APIGatewayV2HTTPResponse {
	e, ok := problem.As(err)
	if !ok {
		e = problem.New(problem.Internal, "internal", "Something went wrong on our side. Try again in a moment.")
	}
	status := StatusOf(e.Kind)
	doc := document{
		Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: e.Detail, Instance: requestID, Code: e.Code,
		RetryAfter: seconds(e.RetryAfter), PersonID: e.PersonID, KeptUntil: e.KeptUntil, Flow: e.Flow, Trust: e.Trust, Link: e.Link, ImportID: e.ImportID, Current: e.Current,
		Messages: e.Messages,
	}
	for _, field := range e.Fields {
		doc.Errors = append(doc.Errors, documentField{Field: field.Name, Code: field.Code, Detail: field.Detail})
	}
	out := events.APIGatewayV2HTTPResponse{StatusCode: status, Headers: headers("application/problem+json")}
	if doc.RetryAfter > 0 {
		out.Headers["retry-after"] = strconv.Itoa(doc.RetryAfter)
	}
	body, err := json.Marshal(doc)
	if err != nil { // only Current and Messages can fail, and they are plain structs
		doc.Current, doc.Messages = nil, nil
		body, _ = json.Marshal(doc)
	}
	out.Body = string(body)
	return out
}

// seconds rounds up: a client that waits that long has waited long enough.
func seconds(d time.Duration) int {
	if d <= 0 {
		return 0
	}
	return int(math.Ceil(d.Seconds()))
}

// headers are on every answer of the API: nothing is kept, sniffed, framed or run.
func headers(contentType string) map[string]string {
	return map[string]string{
		"content-type":                 contentType,
		"cache-control":                "no-store",
		"content-security-policy":      "default-src 'none'; frame-ancestors 'none'",
		"cross-origin-resource-policy": "same-origin",
		"referrer-policy":              "no-referrer",
		"x-content-type-options":       "nosniff",
	}
}
