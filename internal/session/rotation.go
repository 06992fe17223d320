package session

import "time"

// Rotation is how far a session's cookie has come. Current is the highest generation that was seen; its successor has been handed out and may
// come any time. Seen are the latest generations with the time at which each was first seen.
type Rotation struct {
	Current int
	Seen    []Seen
}

// Seen is when a generation was first seen.
type Seen struct {
	Generation int
	At         time.Time
}

// Verdict is what a cookie's generation means.
type Verdict int

// The verdicts. Foreign is a generation that was never handed out although its handle is right, as after a restored backup.
const (
	Good Verdict = iota
	Stolen
	Foreign
)

// Started is the rotation of a session that begins at now with generation 1.
func Started(now time.Time) Rotation {
	return Rotation{Current: 1, Seen: []Seen{{Generation: 1, At: now}}}
}

// Present decides about generation n, seen at now, and gives the rotation afterwards. A good n is answered with generation n + 1, which is
// derived, so that a repeat gets the same one: two tabs and a lost answer do no harm. n stays good until n + 1 is first seen, and then for Grace;
// whoever comes with it later has a copy that the browser itself no longer holds.
func (r Rotation) Present(n int, now time.Time) (Rotation, Verdict) {
	switch {
	case n == r.Current:
		return r, Good
	case n == r.Current+1:
		return Rotation{Current: n, Seen: append(r.recent(now), Seen{Generation: n, At: now})}, Good
	case n > r.Current || n < 1:
		return r, Foreign
	}
	for _, seen := range r.Seen {
		if seen.Generation == n+1 && now.Sub(seen.At) <= Grace {
			return r, Good
		}
	}
	return r, Stolen
}

// recent keeps what Present may still need: what was first seen within Grace.
func (r Rotation) recent(now time.Time) []Seen {
	var kept []Seen
	for _, seen := range r.Seen {
		if now.Sub(seen.At) <= Grace {
			kept = append(kept, seen)
		}
	}
	return kept
}
