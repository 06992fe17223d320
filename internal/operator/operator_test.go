package operator

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/google/go-cmp/cmp"
)

// before answers every invocation with one payload and notes what was ordered.
func before(t *testing.T, payload, failure string) (*Operator, *map[string]any) {
	t.Helper()
	ordered := &map[string]any{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := json.NewDecoder(r.Body).Decode(ordered); err != nil {
			t.Error(err)
		}
		if failure != "" {
			w.Header().Set("X-Amz-Function-Error", failure)
		}
		_, _ = io.WriteString(w, payload)
	}))
	t.Cleanup(server.Close)
	return New(aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL,
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	}, "register"), ordered
}

func TestAnAdministratorIsCreatedByName(t *testing.T) {
	operator, ordered := before(t, `{"link":"http://localhost:8080/activate#x"}`, "")
	link, err := operator.CreateAdministrator(t.Context(), "Ada Admin", "ada@portico.example")
	if err != nil || link != "http://localhost:8080/activate#x" {
		t.Errorf("%q, %v", link, err)
	}
	want := map[string]any{"operator": map[string]any{"action": "create-administrator", "name": "Ada Admin", "email": "ada@portico.example"}}
	if diff := cmp.Diff(want, *ordered); diff != "" {
		t.Error(diff)
	}
}

func TestAdministratorsAreListed(t *testing.T) {
	operator, _ := before(t, `{"administrators":[{"name":"Ada","email":"a@b.example","state":"active"},{"name":"Bo","email":"b@b.example","state":"invited"}]}`, "")
	all, err := operator.Administrators(t.Context())
	if err != nil || len(all) != 2 || !all[0].Active() || all[1].Active() {
		t.Errorf("%v, %v", all, err)
	}
}

func TestARefusalKeepsItsCode(t *testing.T) {
	operator, _ := before(t, `{"error":{"code":"address_taken","message":"This address is in use."}}`, "")
	_, err := operator.CreateAdministrator(t.Context(), "Ada", "ada@portico.example")
	var refusal *Error
	if !errors.As(err, &refusal) || refusal.Code != "address_taken" {
		t.Errorf("%v", err)
	}
}

func TestAFunctionThatFailsIsAnError(t *testing.T) {
	operator, _ := before(t, `{"errorMessage":"boom"}`, "Unhandled")
	if _, err := operator.PendingLink(t.Context(), "ada@portico.example"); err == nil {
		t.Error("no error")
	}
}
