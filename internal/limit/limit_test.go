package limit

import (
	"math/rand/v2"
	"testing"
	"time"
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestABurstIsAllowedAndThenOneTryPerStep(t *testing.T) {
	rule := Rule{"test", 5, 15 * time.Minute}
	var tat time.Time
	for i := range 5 {
		next, wait := rule.Next(tat, start)
		if wait != 0 {
			t.Fatalf("try %d waits %v", i, wait)
		}
		tat = next
	}
	if _, wait := rule.Next(tat, start); wait != 3*time.Minute {
		t.Fatalf("the sixth try waits %v", wait)
	}
	if _, wait := rule.Next(tat, start.Add(3*time.Minute)); wait != 0 {
		t.Fatalf("after one step still %v", wait)
	}
}

func TestNoStretchOfTimeSeesMoreThanItsTriesAndWaitingAsToldIsEnough(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		rule := Rule{"test", 1 + random.IntN(20), time.Duration(1+random.IntN(3600)) * time.Second}
		var tat time.Time
		var allowed []time.Time
		now := start
		for range 300 {
			now = now.Add(time.Duration(random.Int64N(int64(rule.Within) / 3)))
			next, wait := rule.Next(tat, now)
			if wait > 0 {
				if wait > rule.Within {
					t.Fatalf("%v: waits %v", rule, wait)
				}
				now = now.Add(wait)
				if next, wait = rule.Next(tat, now); wait > 0 {
					t.Fatalf("%v: told to wait and then told again: %v", rule, wait)
				}
			}
			tat = next
			allowed = append(allowed, now)
		}
		checkWindows(t, rule, allowed)
	}
}

func TestX12_NoDaySeesMoreThanFortyMailedCodesOrFiftyGuesses(t *testing.T) {
	for most, rules := range map[int][]Rule{40: {CodeByAddress, SecondCodeByPerson}, 50: {CodeTryByAddress, CodeTryByDevices}} {
		for _, rule := range rules {
			var tat time.Time
			var passed []time.Time
			for minute := range 4 * 24 * 60 { // somebody tries every minute
				now := start.Add(time.Duration(minute) * time.Minute)
				next, wait := rule.Next(tat, now)
				if tat = next; wait == 0 {
					passed = append(passed, now)
				}
			}
			for i := range passed {
				if i+most < len(passed) && passed[i+most].Sub(passed[i]) < 24*time.Hour {
					t.Errorf("%s: more than %d on a day from %v", rule.Scope, most, passed[i])
				}
			}
			if len(passed) < 3*rule.Tries {
				t.Errorf("%s: %d in four days", rule.Scope, len(passed))
			}
		}
	}
}

// checkWindows holds what GCRA promises: within any stretch of length w at most Tries + w/Step tries pass.
func checkWindows(t *testing.T, rule Rule, allowed []time.Time) {
	t.Helper()
	for i := range allowed {
		for j := i; j < len(allowed); j++ {
			most := rule.Tries + int(allowed[j].Sub(allowed[i])/rule.Step())
			if j-i+1 > most {
				t.Fatalf("%v: %d tries within %v", rule, j-i+1, allowed[j].Sub(allowed[i]))
			}
		}
	}
}
