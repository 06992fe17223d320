package awstime

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// slow answers after as many seconds as the request's path says.
type slow struct{}

func (slow) Do(r *http.Request) (*http.Response, error) {
	wait, err := time.ParseDuration(r.URL.Path[1:])
	time.Sleep(wait)
	return new(http.Response), err
}

func TestTimeIsCountedOnceHoweverManyCallsAreUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, clock := With(t.Context())
		_, other := With(t.Context())
		call := func(ctx context.Context, path string) {
			request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://aws.example/"+path, nil)
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := Client(slow{}).Do(request); err != nil {
				t.Error(err)
			}
		}
		var together sync.WaitGroup
		together.Go(func() { call(ctx, "2s") })
		together.Go(func() { call(ctx, "3s") })
		together.Wait()
		time.Sleep(time.Hour) // the request's own work
		call(ctx, "1s")
		call(context.Background(), "5s") // somebody else's
		if calls, waited := clock.Read(); calls != 3 || waited != 4*time.Second {
			t.Errorf("%d calls took %v", calls, waited)
		}
		if calls, waited := other.Read(); calls != 0 || waited != 0 {
			t.Errorf("another request's %d calls took %v", calls, waited)
		}
	})
}
