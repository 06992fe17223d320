package contract

import (
	"slices"
	"strings"
	"testing"
)

func TestOperationsAreReadWithFunctionAndAccess(t *testing.T) {
	got, err := Parse([]byte(`
security: [{accessToken: []}]
paths:
  /api/b/{id}:
    parameters: [{name: id}]
    get: {operationId: getB, x-portico-function: b}
  /api/a:
    post: {operationId: makeA, x-portico-function: a, security: []}
    get: {operationId: getA, x-portico-function: a, security: [{accessToken: []}]}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := []Operation{
		{ID: "getA", Method: "GET", Path: "/api/a", Function: "a"},
		{ID: "makeA", Method: "POST", Path: "/api/a", Function: "a", Public: true},
		{ID: "getB", Method: "GET", Path: "/api/b/{id}", Function: "b"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAnOperationWithoutFunctionOrADocumentWithoutSecurityIsRefused(t *testing.T) {
	_, err := Parse([]byte("paths:\n  /api/a:\n    get: {operationId: getA}\n  /api/b:\n    get: {x-portico-function: b}\n"))
	if err == nil {
		t.Fatal("it is taken")
	}
	for _, part := range []string{"get /api/a", "get /api/b", "no security"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is not in: %v", part, err)
		}
	}
}
