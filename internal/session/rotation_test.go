package session

import (
	"math/rand/v2"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// model is the rule in its plainest form: everything that was ever first seen, and when.
type model map[int]time.Time

func (m model) verdict(n, current int, now time.Time) Verdict {
	switch {
	case n > current+1 || n < 1:
		return Foreign
	case n >= current, now.Sub(m[n+1]) <= Grace:
		return Good
	default:
		return Stolen
	}
}

func TestRotationFollowsTheRuleForAnySequenceOfGenerations(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		now, r := noon, Started(noon)
		seen := model{1: noon}
		for range 60 {
			now = now.Add(time.Duration(random.IntN(20_000)) * time.Millisecond)
			n := r.Current + 2 - random.IntN(6)
			want := seen.verdict(n, r.Current, now)
			after, got := r.Present(n, now)
			if got != want {
				t.Fatalf("generation %d of %d: %v, want %v", n, r.Current, got, want)
			}
			if got == Good && n > r.Current {
				seen[n] = now
			}
			if after.Current < r.Current || len(after.Seen) > 1+int(Grace/time.Millisecond) {
				t.Fatalf("rotation went from %+v to %+v", r, after)
			}
			r = after
		}
	}
}

func TestTwoTabsAndLostAnswersNeverEndASession(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		now, r, jar := noon, Started(noon), 1
		for range 100 {
			now = now.Add(time.Duration(random.IntN(3_600_000)) * time.Millisecond)
			inFlight := jar // both tabs send what the jar holds
			for range 2 {
				now = now.Add(time.Duration(random.IntN(14_000)) * time.Millisecond)
				after, verdict := r.Present(inFlight, now)
				if verdict != Good {
					t.Fatalf("generation %d of %+v is %v", inFlight, r, verdict)
				}
				if r = after; random.IntN(3) > 0 { // else the answer is lost
					jar = max(jar, inFlight+1)
				}
			}
		}
	}
}

func TestAStolenOldCookieIsFoundOnceItsOwnerHasMovedOn(t *testing.T) {
	r := Started(noon)
	r, _ = r.Present(1, noon.Add(time.Hour))
	r, verdict := r.Present(2, noon.Add(2*time.Hour))
	if verdict != Good {
		t.Fatal("the owner was refused")
	}
	if _, verdict := r.Present(1, noon.Add(2*time.Hour+Grace)); verdict != Good {
		t.Error("refused within the grace")
	}
	if _, verdict := r.Present(1, noon.Add(2*time.Hour+Grace+time.Millisecond)); verdict != Stolen {
		t.Error("a copy that the browser no longer holds was taken")
	}
}
