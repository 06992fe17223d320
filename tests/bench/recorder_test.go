package bench

import (
	"testing"
	"time"
)

func TestCallsThatOverlapAreOneRound(t *testing.T) {
	at := func(ms int) time.Time { return time.UnixMilli(int64(ms)) }
	got := measure([]span{{"f", at(20), at(30)}, {"f", at(0), at(10)}, {"f", at(5), at(12)}, {"f", at(22), at(25)}})
	if want := (traffic{calls: 4, rounds: 2}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
