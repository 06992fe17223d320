package httpapi

import (
	"context"
	"crypto/hmac"
	"encoding/base64"
	"errors"
	"mime"
	"net/http"
	"net/netip"
	"strings"

	"github.com/aws/aws-lambda-go/events"

	"portico/internal/problem"
	"portico/internal/secrets"
)

// MaxBody is how long a request's body may be, in bytes.
const MaxBody = 64 << 10

// The refusals of requests that never reach a handler.
var (
	NotFound        = problem.New(problem.NotFound, "not_found", "There is nothing at this address.")
	notThroughFront = problem.New(problem.Forbidden, "not_through_front", "This address takes requests from the portal only.")
	foreignOrigin   = problem.New(problem.Forbidden, "foreign_origin", "This request comes from another site.")
	notJSON         = problem.New(problem.Unsupported, "not_json", "The request must be application/json.")
	bodyTooLarge    = problem.New(problem.TooLarge, "body_too_large", "The request is larger than 64 KiB.")
	keyMissing      = problem.New(problem.Malformed, "idempotency_key_missing", "The header Idempotency-Key is missing or malformed.")
)

// incoming is an event on its way to becoming a Request.
type incoming struct {
	event   events.APIGatewayV2HTTPRequest
	header  map[string]string // names in lower case
	body    []byte
	badBody bool // says it is base64 and is not
	request *Request
}

func newIncoming(event events.APIGatewayV2HTTPRequest) *incoming {
	in := &incoming{event: event, header: make(map[string]string, len(event.Headers)), body: []byte(event.Body)}
	for name, value := range event.Headers {
		in.header[strings.ToLower(name)] = value
	}
	if event.IsBase64Encoded {
		decoded, err := base64.StdEncoding.DecodeString(event.Body)
		in.body, in.badBody = decoded, err != nil
	}
	in.request = &Request{
		ID:             event.RequestContext.RequestID,
		Route:          event.RouteKey,
		Body:           in.body,
		Path:           event.PathParameters,
		Query:          event.QueryStringParameters,
		Cookies:        cookies(event.Cookies, in.header["cookie"]),
		IdempotencyKey: in.header["idempotency-key"],
		Client:         viewer(in.header["cloudfront-viewer-address"]),
		UserAgent:      in.header["user-agent"],
		Claims:         claims(event),
	}
	return in
}

// throughFront checks the secret that the front adds. The one before the current counts too, as the front may not know of a rotation yet.
func (s *Server) throughFront(ctx context.Context, in *incoming) error {
	header := in.header["x-portico-origin"]
	if header == "" {
		return notThroughFront // without a call, so that knocking at the gateway costs next to nothing
	}
	given := secrets.NewKey(header)
	want, err := s.options.Origin.ByID(ctx, given.ID)
	if errors.Is(err, secrets.ErrUnknownKey) {
		return notThroughFront
	}
	if err != nil {
		return err
	}
	if !hmac.Equal(given.Derive("origin"), want.Derive("origin")) {
		return notThroughFront
	}
	return nil
}

// check refuses what must not reach the route's handler.
func (s *Server) check(in *incoming, route Route) error {
	if in.event.RequestContext.HTTP.Method != http.MethodGet {
		if in.header["origin"] != strings.TrimSuffix(s.options.Address, "/") {
			return foreignOrigin
		}
		kind, _, err := mime.ParseMediaType(in.header["content-type"])
		if err != nil || kind != "application/json" {
			return notJSON
		}
	}
	if len(in.body) > MaxBody {
		return bodyTooLarge
	}
	if in.badBody {
		return malformedJSON
	}
	if route.Idempotent && !validIdempotencyKey(in.request.IdempotencyKey) {
		return keyMissing
	}
	return nil
}

func validIdempotencyKey(key string) bool {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
	return len(key) >= 16 && len(key) <= 64 && strings.Trim(key, letters) == ""
}

// cookies reads the event's list, and the header where a gateway leaves them there. Of two with one name the first counts.
func cookies(list []string, header string) map[string]string {
	if len(list) == 0 && header != "" {
		list = []string{header}
	}
	found := map[string]string{}
	for _, line := range list {
		parsed, err := http.ParseCookie(line)
		if err != nil {
			continue // not ours: ours are letters and digits
		}
		for _, cookie := range parsed {
			if _, ok := found[cookie.Name]; !ok {
				found[cookie.Name] = cookie.Value
			}
		}
	}
	return found
}

// viewer reads "address:port" as the front writes it; an IPv6 address stands there without brackets.
func viewer(header string) netip.Addr {
	host, _, ok := cutLast(header, ":")
	if !ok {
		return netip.Addr{}
	}
	addr, err := netip.ParseAddr(strings.Trim(host, "[]"))
	if err != nil {
		return netip.Addr{}
	}
	return addr.Unmap().WithZone("")
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

func claims(event events.APIGatewayV2HTTPRequest) map[string]string {
	authorizer := event.RequestContext.Authorizer
	if authorizer == nil || authorizer.JWT == nil {
		return nil
	}
	return authorizer.JWT.Claims
}
