// Package contract reads from api/openapi.yaml what the gateway needs to know: each operation, the function that answers it, and
// whether an access token is asked for. So the list of routes exists once.
package contract

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Operation is one operation of the contract.
type Operation struct {
	// ID is the operationId.
	ID string
	// Method is the HTTP method in upper case.
	Method string
	// Path is the path with its parameters in braces, as HTTP APIs write them as well.
	Path string
	// Function is the name of the function that answers: a folder of functions/.
	Function string
	// Public is set where the contract says `security: []`: no access token is asked for.
	Public bool
}

// RouteKey names the operation as the gateway does: "GET /api/home".
func (o Operation) RouteKey() string { return o.Method + " " + o.Path }

// methods are the keys of a path item that are operations.
var methods = []string{"get", "post", "put", "patch", "delete", "head", "options"}

type document struct {
	Security []map[string]any                `yaml:"security"`
	Paths    map[string]map[string]yaml.Node `yaml:"paths"`
}

type operation struct {
	ID       string            `yaml:"operationId"`
	Function string            `yaml:"x-portico-function"`
	Security *[]map[string]any `yaml:"security"`
}

// Read gives every operation of the document at path, in the order of paths and methods. The error lists every problem.
func Read(path string) ([]Operation, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	operations, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return operations, nil
}

// Parse gives every operation of the document, in the order of paths and methods. The error lists every problem.
func Parse(text []byte) ([]Operation, error) {
	var doc document
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, fmt.Errorf("decode: %w", err)
	}
	var problems []error
	if len(doc.Security) == 0 {
		problems = append(problems, errors.New("no security at the top: an operation that says nothing would be public"))
	}
	var operations []Operation
	for path, item := range doc.Paths {
		for key, node := range item {
			if !slices.Contains(methods, key) {
				continue
			}
			o, err := decode(path, key, node)
			if err != nil {
				problems = append(problems, err)
			}
			operations = append(operations, o)
		}
	}
	slices.SortFunc(operations, func(a, b Operation) int { return strings.Compare(a.Path+" "+a.Method, b.Path+" "+b.Method) })
	return operations, errors.Join(problems...)
}

func decode(path, method string, node yaml.Node) (Operation, error) {
	var o operation
	if err := node.Decode(&o); err != nil {
		return Operation{}, fmt.Errorf("%s %s: %w", method, path, err)
	}
	if o.ID == "" || o.Function == "" {
		return Operation{}, fmt.Errorf("%s %s: operationId or x-portico-function is missing", method, path)
	}
	public := o.Security != nil && len(*o.Security) == 0
	return Operation{ID: o.ID, Method: strings.ToUpper(method), Path: path, Function: o.Function, Public: public}, nil
}
