//go:build cloud

package contract

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"portico/tests/stack"
)

// attempt is one bad request and the field that its problem document must name; empty for none.
type attempt struct {
	name, field string
	fieldCodes  []string // any of them
	body        []byte
	status      int
}

// sample is a good value for each field of the contract's requests.
func sample(field string) any {
	return map[string]any{
		"name": "Cara Customer", "email": stack.Address("input"), "password": stack.Password, "language": "en", "invite": true, "role": "agent",
		"link": "a." + strings.Repeat("a", 26) + ".1.00000000." + strings.Repeat("A", 43), "suspended": true, "version": 1,
		"on": true, "trust": false, "currentPassword": stack.Password, "newPassword": "another quiet harbour 8",
		"flow": strings.Repeat("a", 26), "code": "123456", "service": "software", "subject": "The printer burns", "text": "Brightly.", "status": "open",
		"seen": 1, "view": "open", "query": "printer", "level": "standard", "services": []any{},
		"mode": "nobody", "ways": []any{}, "companyMailboxOnly": false, "companies": []any{}, "entries": []any{},
		"secondFactor": "required", "trustedDevices": false, "passwordMinLength": 12, "quickLinks": []any{}, "way": "form",
		"image": base64.StdEncoding.EncodeToString([]byte("no picture")), "privacyUrl": "https://example.com/privacy", "termsUrl": "https://example.com/terms",
		"accent": "#0b5cbf", "logo": strings.Repeat("a", 26),
		"fileName": "people.csv", "size": 100,
	}[field]
}

// filled is a path with an id in place of each parameter.
func filled(path, id string) string {
	return strings.NewReplacer("{id}", id, "{ticket}", id, "{mail}", id).Replace(path)
}

// attempts makes bad bodies of every kind for a request's schema.
func attempts(t *testing.T, schema *openapi3.Schema) []attempt {
	t.Helper()
	good := map[string]any{}
	for _, field := range schema.Required {
		if good[field] = sample(field); good[field] == nil {
			t.Fatalf("no sample for the field %q", field)
		}
	}
	with := func(field string, value any) []byte {
		body := maps.Clone(good)
		body[field] = value
		return encode(t, body)
	}
	bad := []attempt{
		{name: "not JSON", body: []byte("name=Cara"), status: http.StatusBadRequest},
		{name: "an array", body: []byte("[]"), status: http.StatusBadRequest},
		{name: "null", body: []byte("null"), status: http.StatusBadRequest},
		{name: "two objects", body: append(encode(t, good), []byte("{}")...), status: http.StatusBadRequest},
		{name: "nothing", body: nil, status: http.StatusBadRequest},
		{name: "too large", body: with("padding", strings.Repeat("x", 70<<10)), status: http.StatusRequestEntityTooLarge},
		{name: "an unknown field", field: "colour", fieldCodes: []string{"unknown"}, body: with("colour", "red"), status: http.StatusUnprocessableEntity},
	}
	for _, field := range schema.Required {
		missing := maps.Clone(good)
		delete(missing, field)
		bad = append(bad, attempt{field + " missing", field, []string{"missing"}, encode(t, missing), http.StatusUnprocessableEntity})
	}
	for _, field := range slices.Sorted(maps.Keys(schema.Properties)) {
		bad = append(bad, badValues(field, schema.Properties[field].Value, with)...)
	}
	return bad
}

func badValues(field string, schema *openapi3.Schema, with func(string, any) []byte) []attempt {
	const invalid = http.StatusUnprocessableEntity
	bad := []attempt{
		{field + " of another type", field, []string{"wrong_type"}, with(field, map[string]any{"x": 1}), invalid},
		{field + " null", field, []string{"wrong_type", "missing"}, with(field, nil), invalid},
	}
	if !schema.Type.Is(openapi3.TypeString) {
		return bad
	}
	bad = append(bad, attempt{field + " empty", field, []string{"empty", "invalid", "too_short", "unsupported"}, with(field, ""), invalid})
	if schema.MaxLength != nil {
		bad = append(bad, attempt{field + " too long", field, []string{"too_long", "invalid"}, with(field, strings.Repeat("x", int(*schema.MaxLength)+1)), invalid})
	}
	if lines, _ := schema.Extensions["x-portico-lines"].(bool); lines {
		return append(bad, attempt{field + " of control characters alone", field, []string{"empty"}, with(field, "\x1b[0m\x00"), invalid})
	}
	refused := []string{"control_characters", "invalid", "unsupported"}
	if schema.Format != "password" {
		bad = append(bad, attempt{field + " with a line break", field, refused, with(field, fmt.Sprint(sample(field))+"\r\nBcc: x@evil.example"), invalid})
	}
	return bad
}

func encode(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestEveryBadBodyIsAProblemThatNamesItsField(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	_, all := operations(t)
	for _, op := range all {
		if op.spec.RequestBody == nil || op.access == "session" {
			continue
		}
		schema := op.spec.RequestBody.Value.Content.Get("application/json").Schema.Value
		path := filled(op.path, strings.Repeat("a", 26))
		for _, bad := range attempts(t, schema) {
			t.Run(op.spec.OperationID+": "+bad.name, func(t *testing.T) {
				b := s.Browser(t)
				if op.access != "public" {
					b.Token = admin.Token
				}
				answer := b.Do(t, op.method, path, posting(s), bad.body)
				if answer.Status != bad.status {
					t.Errorf("want %d, got %s", bad.status, answer)
				}
				conforms(t, op.method, path, answer)
				if bad.field != "" && !names(answer, bad.field, bad.fieldCodes) {
					t.Errorf("want the field %q with %v, got %s", bad.field, bad.fieldCodes, answer)
				}
			})
		}
	}
}

func TestARequestWithoutItsHeadersIsRefused(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	_, all := operations(t)
	for _, op := range all {
		if op.method == http.MethodGet {
			continue
		}
		path := filled(op.path, strings.Repeat("a", 26))
		for header, want := range map[string]int{"Origin": http.StatusForbidden, "Content-Type": http.StatusUnsupportedMediaType} {
			t.Run(op.spec.OperationID+" without "+header, func(t *testing.T) {
				b := s.Browser(t)
				if op.access != "public" && op.access != "session" {
					b.Token = admin.Token
				}
				headers := posting(s)
				headers.Del(header)
				answer := b.Do(t, op.method, path, headers, []byte("{}"))
				if answer.Status != want {
					t.Errorf("want %d, got %s", want, answer)
				}
				conforms(t, op.method, path, answer)
			})
		}
	}
}

// posting gives the headers of a good request.
func posting(s *stack.Stack) http.Header {
	return http.Header{"Content-Type": {"application/json"}, "Origin": {s.Portal}, "Idempotency-Key": {stack.Key()}}
}

func names(answer *stack.Answer, field string, codes []string) bool {
	errors, _ := answer.Body["errors"].([]any)
	return slices.ContainsFunc(errors, func(e any) bool {
		entry, _ := e.(map[string]any)
		code, _ := entry["code"].(string)
		return entry["field"] == field && slices.Contains(codes, code)
	})
}
