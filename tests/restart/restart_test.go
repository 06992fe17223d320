//go:build cloud

// Package restart holds what must be true of a portal that was ended and started again with its data, as the second `make run` does. It runs after the
// other tests on their cloud, so that there is data, and a past that the parts behind the table's stream have read.
package restart

import (
	"testing"

	"portico/internal/operator"
	"portico/tests/stack"
)

func TestAfterARestartWhatWasThereIsThereAndMailsGoOut(t *testing.T) {
	s := stack.Open(t)
	before, err := operator.New(s.AWS, s.Output(t, "RegisterFunctionName")).Administrators(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(before) == 0 {
		t.Error("the administrators of before are gone, or there was none: other tests must run first")
	}
	admin, _ := s.Administrator(t)
	s.Customer(t, admin) // with the link of a mail, which comes long before the sweep would find it
}
