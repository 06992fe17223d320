package dynamo

import (
	"errors"
	"sync"
)

// together runs calls at the same time and waits for all of them.
func together(calls ...func() error) error {
	errs := make([]error, len(calls))
	var wait sync.WaitGroup
	for i, call := range calls {
		wait.Go(func() { errs[i] = call() })
	}
	wait.Wait()
	return errors.Join(errs...)
}
