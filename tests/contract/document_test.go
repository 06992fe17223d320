//go:build cloud

// Package contract holds api/openapi.yaml, the deployed gateway and the functions together, both ways, and sends bad input of every kind to
// every operation.
package contract

import (
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// operation is one operation of the contract.
type operation struct {
	method, path string
	function     string
	access       string // public, session, person, agent or administrator
	spec         *openapi3.Operation
}

// operations reads the contract, which must itself be valid OpenAPI.
func operations(t *testing.T) (*openapi3.T, []operation) {
	t.Helper()
	loader := openapi3.NewLoader()
	document, err := loader.LoadFromFile("../../api/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := document.Validate(loader.Context); err != nil {
		t.Fatalf("api/openapi.yaml: %v", err)
	}
	var all []operation
	for path, item := range document.Paths.Map() {
		for method, spec := range item.Operations() {
			function, _ := spec.Extensions["x-portico-function"].(string)
			access, _ := spec.Extensions["x-portico-access"].(string)
			if function == "" || access == "" {
				t.Errorf("%s %s names no function or no access", method, path)
			}
			all = append(all, operation{method: method, path: path, function: function, access: access, spec: spec})
		}
	}
	return document, all
}
