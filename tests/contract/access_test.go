//go:build cloud

package contract

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"portico/tests/stack"
)

func TestWithoutAGoodTokenEveryPrivateOperationRefuses(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	_, all := operations(t)
	for _, op := range all {
		if op.access == "public" || op.access == "session" {
			continue
		}
		path := filled(op.path, strings.Repeat("a", 26))
		for name, token := range map[string]string{
			"no token": "", "nonsense": "Bearer x.y.z", "a foreign signature": "Bearer " + resigned(t, admin.Token), "no scheme": admin.Token + "x",
		} {
			t.Run(op.spec.OperationID+": "+name, func(t *testing.T) {
				headers := posting(s)
				if token != "" {
					headers.Set("Authorization", token)
				}
				answer := s.Browser(t).Do(t, op.method, path, headers, []byte("{}"))
				if answer.Status != http.StatusUnauthorized && answer.Status != http.StatusForbidden {
					t.Errorf("got %s", answer)
				}
			})
		}
	}
}

func TestACustomerIsRefusedOnEveryRouteOfTheTeamAndItIsInTheHistory(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	customer, _, id := s.Customer(t, admin)
	_, all := operations(t)
	tried := 0
	for _, op := range all {
		if op.access != "agent" && op.access != "administrator" {
			continue
		}
		tried++
		path := filled(op.path, id) + goodQuery(t, op)
		answer := customer.Do(t, op.method, path, posting(s), goodBody(t, op))
		if answer.Status != http.StatusForbidden || answer.Code() != "forbidden" {
			t.Errorf("%s %s: want 403, got %s", op.method, op.path, answer)
		}
		conforms(t, op.method, path, answer)
	}
	detail := admin.Get(t, "/api/customers/"+id)
	if refused := bytes.Count(detail.Raw, []byte("access_refused")); refused == 0 || tried == 0 {
		t.Errorf("%d of %d refusals are in the history", refused, tried)
	}
}

// goodQuery gives the query parameters that an operation must have.
func goodQuery(t *testing.T, op operation) string {
	t.Helper()
	query := url.Values{}
	for _, p := range op.spec.Parameters {
		if p.Value.In != openapi3.ParameterInQuery || !p.Value.Required {
			continue
		}
		value := sample(p.Value.Name)
		if value == nil {
			t.Fatalf("no sample for the parameter %q", p.Value.Name)
		}
		query.Set(p.Value.Name, fmt.Sprint(value))
	}
	if len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}

func goodBody(t *testing.T, op operation) []byte {
	t.Helper()
	body := map[string]any{}
	if op.spec.RequestBody == nil {
		return nil
	}
	for _, field := range op.spec.RequestBody.Value.Content.Get("application/json").Schema.Value.Required {
		body[field] = sample(field)
	}
	return encode(t, body)
}

func TestARequestThatDidNotComeThroughTheFrontIsRefused(t *testing.T) {
	s := stack.Open(t)
	_, all := operations(t)
	for _, op := range all {
		if op.access != "public" {
			continue
		}
		for name, secret := range map[string]string{"without the secret": "", "with a wrong one": strings.Repeat("x", 64)} {
			request, err := http.NewRequest(op.method, s.Cloud+op.path, strings.NewReader("{}"))
			if err != nil {
				t.Fatal(err)
			}
			request.Host = s.Output(t, "ApiId") + ".execute-api.localhost"
			request.Header = posting(s)
			request.Header.Set("X-Portico-Origin", secret)
			request.Header.Set("Cloudfront-Viewer-Address", "192.0.2.1:4711")
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(response.Body)
			if err := response.Body.Close(); err != nil {
				t.Error(err)
			}
			if err != nil || response.StatusCode != http.StatusForbidden || !bytes.Contains(text, []byte("not_through_front")) {
				t.Errorf("%s %s %s: got %d %s (%v)", op.method, op.path, name, response.StatusCode, text, err)
			}
		}
	}
}

// resigned gives token with the same header and claims under a key that is not the pool's.
func resigned(t *testing.T, token string) string {
	t.Helper()
	signed := token[:strings.LastIndex(token, ".")]
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature)
}
