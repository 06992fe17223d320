package stack

import (
	"fmt"
	"sync"
	"testing"
)

// Crowds runs a test of what must have one effect, whoever does it at the same moment: two, and fifty.
func Crowds(t *testing.T, test func(t *testing.T, n int)) {
	for _, n := range []int{2, 50} {
		t.Run(fmt.Sprint(n), func(t *testing.T) { test(t, n) })
	}
}

// AtOnce lets n fresh browsers, each on a network of its own, do something at the same moment, and gives their answers. Where the portal is too busy to
// answer, it is asked again as a page does, so what is done has to send the browser's key as its Idempotency-Key where it takes one. A call without an
// answer fails the test.
func (s *Stack) AtOnce(t testing.TB, n int, do func(b *Browser, i int, key string) (*Answer, error)) []*Answer {
	t.Helper()
	answers, browsers := make([]*Answer, n), make([]*Browser, n)
	for i := range browsers {
		browsers[i] = s.Browser(t)
	}
	var wait sync.WaitGroup
	start := make(chan struct{})
	for i, b := range browsers {
		wait.Go(func() {
			<-start
			key := Key()
			answer, err := Patiently(func() (*Answer, error) { return do(b, i, key) })
			if err != nil {
				t.Error(err)
				return
			}
			answers[i] = answer
		})
	}
	close(start)
	wait.Wait()
	if t.Failed() {
		t.FailNow()
	}
	return answers
}
