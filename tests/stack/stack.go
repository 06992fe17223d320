// Package stack lets tests use the deployed portal as people and operators do: through the front, by mail, and by the operator's invocation.
// The addresses come from the environment that `portico test-cloud` sets; without it every test fails with one line that says so.
package stack

import (
	"context"
	"encoding/json"
	"os"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"portico/internal/setup"
)

// Stack is the running portal of this test run.
type Stack struct {
	Portal  string            // the front's address, e.g. http://localhost:8080
	Cloud   string            // the local cloud's endpoint
	Mailbox string            // MailDev's web address
	Outputs map[string]string // the stacks' outputs, by their ids
	AWS     aws.Config        // as the root of the local account
}

// Open finds the running portal, or fails the test.
func Open(t testing.TB) *Stack {
	t.Helper()
	s := &Stack{Portal: need(t, "PORTICO_TEST_PORTAL"), Cloud: need(t, "PORTICO_TEST_CLOUD"), Mailbox: need(t, "PORTICO_TEST_MAILBOX")}
	if err := json.Unmarshal([]byte(need(t, "PORTICO_TEST_OUTPUTS")), &s.Outputs); err != nil {
		t.Fatalf("PORTICO_TEST_OUTPUTS: %v", err)
	}
	who := credentials.NewStaticCredentialsProvider(need(t, "AWS_ACCESS_KEY_ID"), need(t, "AWS_SECRET_ACCESS_KEY"), "")
	s.AWS = setup.AWS(need(t, "AWS_REGION"), s.Cloud, who)
	return s
}

func need(t testing.TB, name string) string {
	t.Helper()
	value := os.Getenv(name)
	if value == "" {
		t.Fatalf("%s is not set: run these tests by `make test-cloud`, which starts the portal", name)
	}
	return value
}

// Output gives a stack output, or fails the test.
func (s *Stack) Output(t testing.TB, id string) string {
	t.Helper()
	value, ok := s.Outputs[id]
	if !ok {
		t.Fatalf("no stack has the output %s; there are %v", id, s.Outputs)
	}
	return value
}

// Operator invokes the register function as an operator does and gives its answer.
func (s *Stack) Operator(t testing.TB, order map[string]string) map[string]any {
	t.Helper()
	payload, err := json.Marshal(map[string]any{"operator": order})
	if err != nil {
		t.Fatal(err)
	}
	name := s.Output(t, "RegisterFunctionName")
	out, err := lambda.NewFromConfig(s.AWS).Invoke(context.Background(), &lambda.InvokeInput{FunctionName: &name, Payload: payload})
	if err != nil {
		t.Fatalf("invoke %s: %v", name, err)
	}
	if out.FunctionError != nil {
		t.Fatalf("%s failed: %s", name, out.Payload)
	}
	var answer map[string]any
	if err := json.Unmarshal(out.Payload, &answer); err != nil {
		t.Fatalf("answer of %s: %v in %s", name, err, out.Payload)
	}
	return answer
}
