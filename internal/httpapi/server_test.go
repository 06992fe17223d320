package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"portico/internal/gate"
	"portico/internal/problem"
	"portico/internal/secrets"
)

type fixedSecret string

func (s fixedSecret) ByID(_ context.Context, id string) (secrets.Key, error) {
	if s == "" {
		return secrets.Key{}, errors.New("no secret to be read")
	}
	if key := secrets.NewKey(string(s)); key.ID == id {
		return key, nil
	}
	return secrets.Key{}, secrets.ErrUnknownKey
}

// front is a server with one route that does what the test says, and the log it writes.
type front struct {
	*Server
	log bytes.Buffer
}

func newFront(handle Handler) *front {
	f := &front{}
	f.Server = New([]Route{{Pattern: "POST /api/things/{id}", Handle: handle}, {Pattern: "POST /api/things", Idempotent: true, Handle: handle},
		{Pattern: "GET /api/things", Handle: handle}}, Options{
		Origin: fixedSecret("front"), Address: "https://help.example.com/", Logger: slog.New(slog.NewJSONHandler(&f.log, nil)),
		Now: func() time.Time { return time.Unix(1, 0) },
	})
	return f
}

// request is what the gateway sends for a good request of the portal's pages.
func request() events.APIGatewayV2HTTPRequest {
	r := events.APIGatewayV2HTTPRequest{
		RouteKey: "POST /api/things/{id}", PathParameters: map[string]string{"id": "7"}, Body: `{"a":1}`,
		Cookies: []string{"__Host-portico=abc; x=y", "__Host-portico=later"},
		Headers: map[string]string{
			"x-portico-origin": "front", "origin": "https://help.example.com", "content-type": "application/json; charset=utf-8",
			"CloudFront-Viewer-Address": "192.0.2.77:4711", "user-agent": "Browser",
		},
	}
	r.RequestContext.HTTP.Method = http.MethodPost
	r.RequestContext.RequestID = "id-of-request"
	return r
}

func (f *front) send(t *testing.T, r events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, document) {
	t.Helper()
	response, err := f.Handle(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	var doc document
	if response.Headers["content-type"] == "application/problem+json" {
		if err := json.Unmarshal([]byte(response.Body), &doc); err != nil {
			t.Fatal(err)
		}
	}
	return response, doc
}

func TestAHandlerSeesTheRequestAsTheBrowserMadeIt(t *testing.T) {
	var seen *Request
	f := newFront(func(_ context.Context, r *Request) (*Response, error) {
		seen = r
		return &Response{Status: 201, Body: map[string]int{"n": 1}, Cookies: []string{"c=d"}}, nil
	})
	event := request()
	event.Body, event.IsBase64Encoded = "eyJhIjoxfQ==", true
	event.RequestContext.Authorizer = &events.APIGatewayV2HTTPRequestContextAuthorizerDescription{
		JWT: &events.APIGatewayV2HTTPRequestContextAuthorizerJWTDescription{Claims: map[string]string{"username": "u"}},
	}
	response, _ := f.send(t, event)
	if response.StatusCode != 201 || response.Body != `{"n":1}` || response.Cookies[0] != "c=d" || response.Headers["content-type"] != "application/json" {
		t.Errorf("response: %+v", response)
	}
	if string(seen.Body) != `{"a":1}` || seen.Path["id"] != "7" || seen.Cookies["__Host-portico"] != "abc" || seen.Cookies["x"] != "y" ||
		seen.Claims["username"] != "u" || seen.Route != "POST /api/things/{id}" || seen.UserAgent != "Browser" || seen.Network() != "192.0.2.0/24" {
		t.Errorf("request: %+v", seen)
	}
}

func TestWhatMustNotReachAHandlerDoesNot(t *testing.T) {
	type change = func(*events.APIGatewayV2HTTPRequest)
	header := func(name, value string) change {
		return func(r *events.APIGatewayV2HTTPRequest) { r.Headers[name] = value }
	}
	for _, test := range []struct {
		name   string
		change change
		status int
		code   string
	}{
		{"no origin secret", header("x-portico-origin", ""), 403, "not_through_front"},
		{"a wrong origin secret", header("x-portico-origin", "Front"), 403, "not_through_front"},
		{"no origin secret on an unknown route", func(r *events.APIGatewayV2HTTPRequest) { r.RouteKey, r.Headers = "$default", nil }, 403, "not_through_front"},
		{"an unknown route", func(r *events.APIGatewayV2HTTPRequest) { r.RouteKey = "$default" }, 404, "not_found"},
		{"another method", func(r *events.APIGatewayV2HTTPRequest) { r.RouteKey = "DELETE /api/things" }, 404, "not_found"},
		{"a foreign page", header("origin", "https://help.example.com.evil.example"), 403, "foreign_origin"},
		{"no page", header("origin", ""), 403, "foreign_origin"},
		{"null", header("origin", "null"), 403, "foreign_origin"},
		{"http instead of https", header("origin", "http://help.example.com"), 403, "foreign_origin"},
		{"a form", header("content-type", "application/x-www-form-urlencoded"), 415, "not_json"},
		{"no content type", header("content-type", ""), 415, "not_json"},
		{"a body that is too large", func(r *events.APIGatewayV2HTTPRequest) { r.Body = strings.Repeat(" ", MaxBody+1) }, 413, "body_too_large"},
		{"broken base64", func(r *events.APIGatewayV2HTTPRequest) { r.Body, r.IsBase64Encoded = "%", true }, 400, "malformed_json"},
		{"no key for a creation", func(r *events.APIGatewayV2HTTPRequest) { r.RouteKey = "POST /api/things" }, 400, "idempotency_key_missing"},
		{"a short key", func(r *events.APIGatewayV2HTTPRequest) {
			r.RouteKey, r.Headers["idempotency-key"] = "POST /api/things", "0123456789abcde"
		}, 400, "idempotency_key_missing"},
		{"a key with other signs", func(r *events.APIGatewayV2HTTPRequest) {
			r.RouteKey, r.Headers["idempotency-key"] = "POST /api/things", "0123456789abcdef#"
		}, 400, "idempotency_key_missing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFront(func(context.Context, *Request) (*Response, error) {
				t.Error("the handler was called")
				return &Response{Status: 200}, nil
			})
			event := request()
			test.change(&event)
			response, doc := f.send(t, event)
			if response.StatusCode != test.status || doc.Code != test.code || doc.Status != test.status || doc.Instance != "id-of-request" {
				t.Errorf("%d %s", response.StatusCode, response.Body)
			}
		})
	}
}

func TestAReadNeedsNeitherOriginNorContentType(t *testing.T) {
	f := newFront(func(context.Context, *Request) (*Response, error) { return &Response{Status: 204}, nil })
	event := request()
	event.RouteKey, event.RequestContext.HTTP.Method = "GET /api/things", http.MethodGet
	event.Headers = map[string]string{"X-Portico-Origin": "front"}
	if response, _ := f.send(t, event); response.StatusCode != 204 || response.Body != "" || response.Headers["content-type"] != "" {
		t.Errorf("%+v", response)
	}
}

func TestEachKindOfErrorHasItsStatus(t *testing.T) {
	for kind, status := range map[problem.Kind]int{
		problem.Internal: 500, problem.Malformed: 400, problem.Invalid: 422, problem.Unauthenticated: 401, problem.Forbidden: 403,
		problem.NotFound: 404, problem.Conflict: 409, problem.Gone: 410, problem.TooLarge: 413, problem.Unsupported: 415, problem.TooMany: 429,
		problem.Unavailable: 503, problem.Kind(99): 500,
	} {
		f := newFront(func(context.Context, *Request) (*Response, error) {
			return nil, problem.New(kind, "some_code", "Some words.").Because(errors.New("private"))
		})
		response, doc := f.send(t, request())
		want := document{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: "Some words.", Instance: "id-of-request", Code: "some_code"}
		if response.StatusCode != status || doc.Status != want.Status || doc.Title != want.Title || doc.Code != want.Code || doc.Type != want.Type {
			t.Errorf("kind %d: %s", kind, response.Body)
		}
		if strings.Contains(response.Body, "private") || !strings.Contains(f.log.String(), "private") {
			t.Errorf("the cause is for the log alone: %s / %s", response.Body, f.log.String())
		}
	}
}

func TestAProblemCarriesItsMembers(t *testing.T) {
	f := newFront(func(context.Context, *Request) (*Response, error) {
		e := problem.InvalidFields(problem.Field{Name: "name", Code: Missing, Detail: "This field is missing."})
		e.RetryAfter, e.PersonID, e.Flow, e.Current = 1100*time.Millisecond, "p", "f", map[string]int{"version": 2}
		e.KeptUntil = time.Unix(1e9, 0)
		return nil, e
	})
	response, doc := f.send(t, request())
	if response.Headers["retry-after"] != "2" || doc.RetryAfter != 2 || doc.PersonID != "p" || doc.Flow != "f" || !doc.KeptUntil.Equal(time.Unix(1e9, 0)) || doc.Current == nil ||
		len(doc.Errors) != 1 || doc.Errors[0] != (documentField{"name", "missing", "This field is missing."}) {
		t.Errorf("%s", response.Body)
	}
}

func TestAnythingElseThatFailsIsAPlain500(t *testing.T) {
	for name, handle := range map[string]Handler{
		"error": func(context.Context, *Request) (*Response, error) { return nil, errors.New("table row 17 is broken") },
		"panic": func(context.Context, *Request) (*Response, error) { panic("table row 17 is broken") },
		"response": func(context.Context, *Request) (*Response, error) {
			return &Response{Status: 200, Body: func() {}}, nil
		},
	} {
		f := newFront(handle)
		response, doc := f.send(t, request())
		if response.StatusCode != 500 || doc.Code != "internal" || strings.Contains(response.Body, "17") {
			t.Errorf("%s: %s", name, response.Body)
		}
		if lines := strings.Count(f.log.String(), "\n"); lines != 1 || !strings.Contains(f.log.String(), `"level":"ERROR"`) {
			t.Errorf("%s: log: %s", name, f.log.String())
		}
	}
	f := newFront(nil)
	f.options.Origin = fixedSecret("")
	if response, _ := f.send(t, request()); response.StatusCode != 500 {
		t.Errorf("%+v", response)
	}
}

func TestEveryAnswerForbidsKeepingSniffingAndFraming(t *testing.T) {
	f := newFront(func(context.Context, *Request) (*Response, error) { return &Response{Status: 200, Body: 1}, nil })
	bad := request()
	bad.RouteKey = "GET /nothing"
	for _, event := range []events.APIGatewayV2HTTPRequest{request(), bad} {
		response, _ := f.send(t, event)
		for name, value := range map[string]string{
			"cache-control": "no-store", "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
			"content-security-policy": "default-src 'none'; frame-ancestors 'none'",
		} {
			if response.Headers[name] != value {
				t.Errorf("%s: %q", name, response.Headers[name])
			}
		}
	}
}

func TestARequestIsOneLineOfTheLogAndTellsNoSecret(t *testing.T) {
	f := newFront(func(context.Context, *Request) (*Response, error) { return &Response{Status: 200}, nil })
	event := request()
	event.Body = `{"password":"not to be logged"}`
	event.Headers["authorization"] = "Bearer not-to-be-logged"
	event.RequestContext.Authorizer = &events.APIGatewayV2HTTPRequestContextAuthorizerDescription{
		JWT: &events.APIGatewayV2HTTPRequestContextAuthorizerJWTDescription{Claims: map[string]string{
			"username": "aaaaaaaaaaaaaaaaaaaaaaaaaa", "token_use": "access", "scope": gate.Scope, "origin_jti": "secretjti", gate.ClaimEpoch: "1",
		}},
	}
	f.send(t, event)
	var line map[string]any
	if err := json.Unmarshal(f.log.Bytes(), &line); err != nil {
		t.Fatalf("not one line of JSON: %s", f.log.String())
	}
	for name, want := range map[string]any{
		"request": "id-of-request", "route": "POST /api/things/{id}", "status": 200.0, "network": "192.0.2.0/24", "person": "aaaaaaaaaaaaaaaaaaaaaaaaaa",
	} {
		if line[name] != want {
			t.Errorf("%s: %v", name, line[name])
		}
	}
	for _, secret := range []string{"not to be logged", "not-to-be-logged", "secretjti", "abc", "192.0.2.77", "front"} {
		if strings.Contains(f.log.String(), secret) {
			t.Errorf("the log tells %q: %s", secret, f.log.String())
		}
	}
}

func TestTheClientsAddressComesFromTheFrontAlone(t *testing.T) {
	for header, network := range map[string]string{
		"192.0.2.77:4711": "192.0.2.0/24", "2001:db8:1:2ff:3::4:4711": "2001:db8:1:200::/56", "[2001:db8::1]:80": "2001:db8::/56",
		"::ffff:192.0.2.7:80": "192.0.2.0/24", "": "unknown", "192.0.2.7": "unknown", "nonsense:80": "unknown",
	} {
		r := Request{Client: viewer(header)}
		if got := r.Network(); got != network {
			t.Errorf("%q: %s, want %s", header, got, network)
		}
	}
}

func TestASignedRouteNeedsAnAccessTokenOfThePortal(t *testing.T) {
	good := map[string]string{
		"username": "aaaaaaaaaaaaaaaaaaaaaaaaaa", "token_use": "access", "scope": "openid " + gate.Scope, "origin_jti": "j",
		gate.ClaimEpoch: "3", gate.ClaimRole: "agent",
	}
	var visit gate.Visit
	handle := Signed(Team(), func(_ context.Context, _ *Request, v gate.Visit) (*Response, error) {
		visit = v
		return &Response{Status: 200}, nil
	})
	r := &Request{Claims: good, Route: "GET /api/customers", Client: viewer("192.0.2.1:1")}
	if _, err := handle(t.Context(), r); err != nil || visit.Caller.Epoch != 3 || visit.Route != r.Route || visit.Network != "192.0.2.0/24" || len(visit.Roles) != 2 {
		t.Errorf("%+v, %v", visit, err)
	}
	for name, value := range map[string]string{
		"token_use": "id", "scope": "aws.cognito.signin.user.admin", "username": "x", "origin_jti": "", gate.ClaimEpoch: "",
	} {
		claims := map[string]string{}
		for k, v := range good {
			claims[k] = v
		}
		claims[name] = value
		if _, err := handle(t.Context(), &Request{Claims: claims}); !errors.Is(err, gate.Unauthenticated) {
			t.Errorf("%s=%q: %v", name, value, err)
		}
	}
	if _, err := handle(t.Context(), &Request{}); !errors.Is(err, gate.Unauthenticated) {
		t.Errorf("without claims: %v", err)
	}
}
