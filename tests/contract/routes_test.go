//go:build cloud

package contract

import (
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"portico/tests/stack"
)

var pattern = regexp.MustCompile(`"((?:GET|POST|PUT|PATCH|DELETE) /api[^"]*)"`)

// handled gives the patterns that each function's source routes.
func handled(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir("../../functions", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		function := filepath.Base(filepath.Dir(path))
		for _, match := range pattern.FindAllStringSubmatch(string(text), -1) {
			found[function] = append(found[function], match[1])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestEveryOperationOfTheContractIsRoutedByTheFunctionItNames(t *testing.T) {
	_, all := operations(t)
	routes := handled(t)
	for _, op := range all {
		if !slices.Contains(routes[op.function], op.method+" "+op.path) {
			t.Errorf("functions/%s does not route %s %s", op.function, op.method, op.path)
		}
	}
}

func TestEveryRouteOfAFunctionIsInTheContract(t *testing.T) {
	_, all := operations(t)
	for function, patterns := range handled(t) {
		for _, p := range patterns {
			known := slices.ContainsFunc(all, func(op operation) bool { return op.function == function && op.method+" "+op.path == p })
			if !known {
				t.Errorf("functions/%s routes %s, which the contract does not give it", function, p)
			}
		}
	}
}

func TestEveryOperationOfTheContractIsDeployed(t *testing.T) {
	s := stack.Open(t)
	_, all := operations(t)
	b := s.Browser(t)
	for _, op := range all {
		path := filled(op.path, strings.Repeat("a", 26))
		answer := b.Do(t, op.method, path, http.Header{}, nil)
		if answer.Code() == "not_found" || answer.Status >= 500 {
			t.Errorf("%s %s is not deployed: %s", op.method, op.path, answer)
		}
	}
}

func TestAnUnknownPathIsAProblemDocument(t *testing.T) {
	s := stack.Open(t)
	b := s.Browser(t)
	for _, path := range []string{"/api/nothing", "/api/", "/api/customers/x/y/z"} {
		answer := b.Get(t, path)
		if answer.Status != http.StatusNotFound || answer.Code() != "not_found" {
			t.Errorf("GET %s: want a 404 problem, got %s", path, answer)
		}
		conforms(t, http.MethodGet, path, answer)
	}
}

// conforms checks that an error answer is the problem document of the contract.
func conforms(t *testing.T, method, path string, answer *stack.Answer) {
	t.Helper()
	document, _ := operations(t)
	if kind := answer.Header.Get("Content-Type"); !strings.HasPrefix(kind, "application/problem+json") {
		t.Errorf("%s %s: content type %q on %s", method, path, kind, answer)
		return
	}
	if err := document.Components.Schemas["Problem"].Value.VisitJSON(answer.Body); err != nil {
		t.Errorf("%s %s: %v\n%s", method, path, err, answer)
	}
	if status, _ := answer.Body["status"].(float64); int(status) != answer.Status {
		t.Errorf("%s %s: the document says %v, the answer %d", method, path, answer.Body["status"], answer.Status)
	}
}
