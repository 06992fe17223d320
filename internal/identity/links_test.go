package identity

import (
	"errors"
	"testing"
	"time"

	"portico/internal/gate"
	"portico/internal/person"
	"portico/internal/problem"
	"portico/internal/proof"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestE2_UsedExpiredReplacedAndForgedLinksAreToldApart(t *testing.T) {
	const attempt = "mine"
	invitation := func() (proof.Link, Facts) {
		p := proof.Proof{ID: "p", Purpose: proof.Activation, Generation: 2, State: proof.Open, Epoch: 1, ExpiresAt: noon.Add(time.Hour)}
		return proof.Link{Purpose: proof.Activation, ID: "p", Generation: 2}, Facts{Proof: p, Standing: Standing{
			Person: person.Person{ID: "cara", State: person.Invited}, Gate: gate.Gate{Person: "cara", State: person.Invited, Epoch: 1},
		}}
	}
	reset := func() (proof.Link, Facts) {
		link, f := invitation()
		link.Purpose, f.Proof.Purpose, f.Gate.State = proof.Reset, proof.Reset, person.Active
		return link, f
	}
	undo := func() (proof.Link, Facts) {
		link, f := reset()
		link.Purpose, f.Proof.Purpose, f.Gate.Epoch, f.Gate.Moves = proof.EmailUndo, proof.EmailUndo, 3, []gate.Move{{Epoch: 1}, {Epoch: 2}}
		return link, f
	}
	used := func(f *Facts) {
		f.Proof.State, f.Proof.Attempt, f.Proof.UsedAt = proof.Used, attempt, noon.Add(-time.Minute)
		f.Proof.Epoch, f.Gate.Epoch, f.Gate.State = 2, 2, person.Active
	}
	for _, c := range []struct {
		what   string
		of     func() (proof.Link, Facts)
		change func(l *proof.Link, f *Facts)
		want   *problem.Error
	}{
		{"an open invitation", invitation, func(*proof.Link, *Facts) {}, nil},
		{"an open reset", reset, func(*proof.Link, *Facts) {}, nil},
		{"gone", invitation, func(_ *proof.Link, f *Facts) { *f = Facts{} }, LinkExpired},
		{"expired", invitation, func(_ *proof.Link, f *Facts) { f.Proof.ExpiresAt = noon }, LinkExpired},
		{"an earlier generation", invitation, func(l *proof.Link, _ *Facts) { l.Generation = 1 }, LinkReplaced},
		{"a later generation", invitation, func(l *proof.Link, _ *Facts) { l.Generation = 3 }, LinkForged},
		{"another purpose", invitation, func(l *proof.Link, _ *Facts) { l.Purpose = proof.Reset }, LinkForged},
		{"used by somebody else", invitation, func(_ *proof.Link, f *Facts) { used(f); f.Proof.Attempt = "theirs" }, LinkUsed},
		{"used by this attempt", invitation, func(_ *proof.Link, f *Facts) { used(f) }, nil},
		{"used by this attempt long ago", invitation, func(_ *proof.Link, f *Facts) { used(f); f.Proof.UsedAt = noon.Add(-repeatable) }, LinkUsed},
		{"used, and reset since", invitation, func(_ *proof.Link, f *Facts) { used(f); f.Gate.Epoch++ }, LinkUsed},
		{"used, and suspended since", invitation, func(_ *proof.Link, f *Facts) { used(f); f.Gate.State = person.Suspended }, PersonSuspended},
		{"activated in another way", invitation, func(_ *proof.Link, f *Facts) { f.Gate.State = person.Active }, LinkUsed},
		{"suspended", invitation, func(_ *proof.Link, f *Facts) { f.Gate.State = person.Suspended }, PersonSuspended},
		{"without a level", invitation, func(_ *proof.Link, f *Facts) { f.Gate.State, f.Gate.NoLevel = person.Suspended, true }, NoAccess},
		{"claimed by this attempt", invitation, claimedBy(attempt, noon.Add(time.Second)), nil},
		{"claimed by another one", invitation, claimedBy("theirs", noon.Add(time.Second)), Busy},
		{"claimed by another one that gave up", invitation, claimedBy("theirs", noon), nil},
		{"a dead reset", reset, func(_ *proof.Link, f *Facts) { f.Proof.State = proof.Dead }, LinkReplaced},
		{"an open undo", undo, func(*proof.Link, *Facts) {}, nil},
		{"an undo of a change that was taken back", undo, func(_ *proof.Link, f *Facts) { f.Gate.Moves = f.Gate.TakenBack(1) }, LinkReplaced},
		{"an undo after a later one was taken back", undo, func(_ *proof.Link, f *Facts) { f.Gate.Moves = f.Gate.TakenBack(2) }, nil},
		{"an undo that ended and is in the gate no more", undo, func(_ *proof.Link, f *Facts) { f.Proof.ExpiresAt, f.Gate.Moves = noon, nil }, LinkExpired},
		{"an undo of somebody who is not active", undo, func(_ *proof.Link, f *Facts) { f.Gate.State = person.Invited }, LinkReplaced},
		{"a reset of another epoch", reset, func(_ *proof.Link, f *Facts) { f.Gate.Epoch++ }, LinkReplaced},
	} {
		link, facts := c.of()
		c.change(&link, &facts)
		err := judge(link, facts, attempt, noon)
		if c.want == nil && err != nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.what, err, c.want)
		}
	}
}

func claimedBy(attempt string, until time.Time) func(*proof.Link, *Facts) {
	return func(_ *proof.Link, f *Facts) {
		f.Proof.State, f.Proof.Attempt, f.Proof.LeaseUntil = proof.Claimed, attempt, until
	}
}
