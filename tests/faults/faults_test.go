//go:build cloud

package faults

import (
	"crypto/rand"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// end is where a road ends: what is in the table, and which mails have come.
type end struct {
	Rows  Rows
	Mails []string
}

// end gives the end of a subject's road.
func (w *world) end(t *testing.T, table *Table, s *subject) end {
	return end{Rows: table.About(s.email, w.adminID), Mails: w.mails(t, s)}
}

// mails gives the subjects of the mails that have come for a subject of the tests.
func (w *world) mails(t *testing.T, s *subject) []string {
	t.Helper()
	mails := w.subjects(t, s.email)
	if s.next != "" {
		mails = append(mails, w.subjects(t, s.next)...)
	}
	return mails
}

// passage is a walk along a road on which one call fails.
type passage struct {
	road  road
	fault Fault
	s     *subject
	want  end
	wrong string // why it did not come to its end
	over  bool   // walked
}

// relayed is how long the local SES may take, after its answer, to bring a mail to the mailbox.
const relayed = time.Second

// kinds are the faults that a call gets.
var kinds = []Kind{NotForwarded, AnswerLost, KilledAfter}

// cold are the calls that a function makes at its first request only.
var cold = []string{"GetSecretValue", "DescribeUserPoolClient"}

// behind are the functions that nobody waits for: what they did shows when nothing is left to do.
var behind = []string{"notify", "decide", "mailer", "revoke", "importer"}

// TestE5_EveryRoadEndsTheSameWhicheverCallFails spoils every call of every road that writes. A call that writes gets every kind of fault. One that
// reads gets one of them, in turn: whether it was not sent, or its answer was lost, or the function ended after it, is the same to the table and to
// whoever asks again. With PORTICO_TEST_FAULTS=all it gets every kind too, as `make test-faults` does.
func TestE5_EveryRoadEndsTheSameWhicheverCallFails(t *testing.T) {
	w := open(t)
	began := time.Now()
	lap := func(what string) {
		t.Logf("%s took %v", what, time.Since(began).Round(time.Second))
		began = time.Now()
	}
	var all []*passage
	for _, c := range w.undisturbed(t) {
		for _, f := range faults(c.calls, os.Getenv("PORTICO_TEST_FAULTS") == "all") {
			all = append(all, &passage{road: c.road, fault: f, want: c.end})
		}
	}
	lap(fmt.Sprintf("%d roads undisturbed", len(roads())))
	if t.Failed() || os.Getenv("PORTICO_TEST_PRINT") != "" {
		return
	}
	traced, others := parted(all)
	w.walkTraced(t, traced)
	lap(fmt.Sprintf("%d of warm functions that somebody waits for", len(traced)))
	for _, wave := range [][]string{waited(others), {"decide", "revoke", "importer"}, {"settings"}, {"sweep"}, {"notify"}, {"mailer"}} {
		lap(fmt.Sprintf("%d of %s", w.walk(t, others, wave), strings.Join(wave, ", ")))
	}
	time.Sleep(relayed)
	table := w.read(t)
	patience := time.Now().Add(45 * time.Second) // of all together
	for _, p := range all {
		for p.over && len(w.mails(t, p.s)) < len(p.want.Mails) && time.Now().Before(patience) {
			time.Sleep(100 * time.Millisecond) // on a busy machine SES takes longer
		}
		t.Run(fmt.Sprintf("%s, %s %s %s %d", p.road.name, p.fault.Kind, p.fault.Function, p.fault.Name, p.fault.Nth), func(t *testing.T) {
			p.compare(t, w, table)
		})
	}
}

// course is a road walked undisturbed: its end, and the calls that its functions made.
type course struct {
	road  road
	s     *subject
	calls []Call
	end   end
}

// undisturbed walks every road with nothing spoiled.
func (w *world) undisturbed(t *testing.T) []*course {
	t.Helper()
	var all []*course
	for _, r := range roads() {
		c := &course{road: r, s: r.prepare(t, w)}
		if !r.late {
			w.settle(t)
		}
		c.calls = w.calls(t, r, c.s)
		all = append(all, c)
	}
	time.Sleep(relayed)
	table := w.read(t)
	for _, c := range all {
		c.end = w.end(t, table, c.s)
		if os.Getenv("PORTICO_TEST_PRINT") != "" {
			fmt.Printf("%q: `\n\t%s`,\n%s\n%s\n", c.road.name, strings.Join(counted(c.calls), "\n\t"), strings.Join(c.end.Rows, "\n"), c.end.Mails)
		}
	}
	return all
}

// calls walks a road and gives its functions' calls, from a cold start.
func (w *world) calls(t *testing.T, r road, s *subject) []Call {
	t.Helper()
	for _, function := range r.functions {
		coldStart(function)
	}
	w.proxy.Record()
	if done, answer := r.do(t, w, s); !done {
		t.Fatalf("%s, undisturbed: %s", r.name, answer)
	}
	w.settle(t)
	time.Sleep(500 * time.Millisecond) // what SES has taken is on its way to the mailbox
	all, err := w.proxy.Calls()
	if err != nil {
		t.Fatalf("%s, undisturbed: %v", r.name, err)
	}
	calls := slices.DeleteFunc(all, func(c Call) bool { return !slices.Contains(r.functions, c.Function) })
	if diff := cmp.Diff(expected(r.name), counted(calls)); diff != "" {
		t.Errorf("%s makes other calls than the list knows (-list +made):\n%s", r.name, diff)
	}
	return calls
}

// counted gives the calls in words, sorted, with how often each was made.
func counted(calls []Call) []string {
	counts := map[Call]int{}
	for _, c := range calls {
		c.sdk = ""
		counts[c]++
	}
	var lines []string
	for c, n := range counts {
		lines = append(lines, fmt.Sprintf("%s: %s × %d", c.Function, c.Name, n))
	}
	slices.Sort(lines)
	return lines
}

// faults are the faults of calls: every kind for those that write; for those that read the next one in turn, or every kind.
func faults(calls []Call, everyKind bool) []Fault {
	var all []Fault
	counts := map[Call]int{}
	reads := 0
	for _, c := range calls {
		c.sdk = ""
		spoiled := kinds
		if c.reads() && !everyKind {
			spoiled = kinds[reads%len(kinds):][:1]
			reads++
		}
		for _, kind := range spoiled {
			all = append(all, Fault{Call: c, Nth: counts[c], Kind: kind})
		}
		counts[c]++
	}
	return all
}

// prepare makes what passages need, four at a time, shortly before they are walked: access tokens last a quarter of an hour.
func (w *world) prepare(t *testing.T, all []*passage) {
	t.Helper()
	w.admin.Refresh(t)
	next := make(chan *passage)
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(func() {
			for p := range next {
				p.s = p.road.prepare(t, w)
			}
		})
	}
	for _, p := range all {
		if !p.road.late {
			next <- p
		}
	}
	close(next)
	workers.Wait()
	w.settle(t)
	if t.Failed() {
		t.FailNow()
	}
}

// parted gives those passages that are traced, and the others.
func parted(all []*passage) (traced, others []*passage) {
	for _, p := range all {
		if p.traced() {
			traced = append(traced, p)
		} else {
			others = append(others, p)
		}
	}
	return traced, others
}

// traced tells whether a passage's calls are known by their request's trace, so that passages can be walked at the same time. A queue has no trace.
// What happens at a function's first request needs the function for itself.
func (p *passage) traced() bool {
	queued := p.fault.Function == "inbound-email" || slices.Contains(behind, p.fault.Function)
	return !queued && !p.road.late && !slices.Contains(cold, p.fault.Name)
}

// walkTraced walks the traced passages, six at a time, soon after they are prepared: where a limit was counted, how it is counted next depends on the time between.
func (w *world) walkTraced(t *testing.T, all []*passage) {
	t.Helper()
	for some := range slices.Chunk(all, 60) {
		w.prepare(t, some)
		next := make(chan *passage)
		var walkers sync.WaitGroup
		for range 6 {
			walkers.Go(func() {
				for p := range next {
					var b [12]byte
					_, _ = rand.Read(b[:]) // never fails
					p.fault.Trace = fmt.Sprintf("Root=1-%08x-%x", time.Now().Unix(), b)
					w.pass(t, p)
				}
			})
		}
		for _, p := range some {
			next <- p
		}
		close(next)
		walkers.Wait()
	}
	w.settle(t)
}

// waited are the functions of the passages, without those that nobody waits for and the sweep.
func waited(all []*passage) []string {
	var names []string
	for _, p := range all {
		if !p.road.late && !slices.Contains(behind, p.fault.Function) && !slices.Contains(names, p.fault.Function) {
			names = append(names, p.fault.Function)
		}
	}
	return names
}

// walk walks the passages on which one of the wave's functions fails, those of one function one after the other, and gives how many there are.
func (w *world) walk(t *testing.T, all []*passage, wave []string) int {
	t.Helper()
	var those []*passage
	for _, p := range all {
		if slices.Contains(wave, p.fault.Function) {
			those = append(those, p)
		}
	}
	for some := range slices.Chunk(those, 60) {
		w.prepare(t, some)
		var functions sync.WaitGroup
		for _, function := range wave {
			functions.Go(func() {
				for _, p := range some {
					if p.fault.Function == function {
						if p.road.late {
							p.s = p.road.prepare(t, w)
						}
						coldStart(function)
						w.pass(t, p)
					}
				}
			})
		}
		functions.Wait()
		w.settle(t)
	}
	return len(those)
}

// pass walks one passage, as a client does who sends the request again until it succeeds. Where many have gone wrong, the cause is elsewhere, and
// waiting for the others would take an hour.
func (w *world) pass(t *testing.T, p *passage) {
	if w.wrong.Load() >= 10 {
		p.wrong = "given up, because ten others went wrong"
		return
	}
	defer func() {
		if p.wrong != "" {
			w.wrong.Add(1)
		}
	}()
	w.proxy.Arm(p.fault)
	defer w.proxy.Lift(p.fault)
	done, answer := p.road.do(t, w.traced(p.fault.Trace), p.s)
	for deadline := time.Now().Add(45 * time.Second); !w.proxy.Struck(p.fault); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			calls, err := w.proxy.Calls()
			p.wrong = fmt.Sprintf("the call did not come, but %v (%v); the answer was %s", lastOf(calls, p.fault.Function), err, answer)
			return
		}
	}
	for try := 0; !done; try++ {
		if try == 6 {
			p.wrong = "not done after six repeats: " + answer
			return
		}
		time.Sleep(time.Duration(try) * 200 * time.Millisecond)
		done, answer = p.road.do(t, w, p.s)
	}
	if slices.Contains(behind, p.fault.Function) || p.road.late {
		if p.fault.Kind == KilledAfter {
			time.Sleep(relayed / 2) // it has ended by then
			w.endLeases(t)
		}
		w.settle(t)
	}
	p.over = true
}

// lastOf gives the names of the last calls of a function, for a look at what went wrong.
func lastOf(calls []Call, function string) []string {
	var names []string
	for _, c := range calls {
		if c.Function == function {
			names = append(names, c.Name)
		}
	}
	return names[max(0, len(names)-20):]
}

// compare holds a passage's end against that of the undisturbed road.
func (p *passage) compare(t *testing.T, w *world, table *Table) {
	if p.wrong != "" || !p.over {
		t.Fatalf("not walked to its end: %s", p.wrong)
	}
	got := w.end(t, table, p.s)
	if diff := cmp.Diff(p.want, p.allowed(got)); diff != "" {
		t.Errorf("another end (-undisturbed +disturbed):\n%s", diff)
	}
}

// allowed takes away what may differ, for reasons that no program can mend.
func (p *passage) allowed(got end) end {
	if p.outcomeOpen() {
		p.allowRepeat(&got)
	}
	switch {
	case p.road.name == askingCode:
		p.forgiveCode(&got)
	case p.road.name == signingInByCode:
		// The device on which the code was typed whose answer was lost is trusted, and held by nobody either.
		if p.forgiveCode(&got) {
			got.drop(p.want, `"PK":"DEVICE#`)
			got.drop(p.want, `"action":"device_trusted"`)
		}
		p.forgiveSession(&got)
	case p.road.name == "a customer signs in":
		p.forgiveSession(&got)
	case p.road.name == refusedSignIn:
		// A refusal that is sent again in the next quarter of an hour is another line.
		got.drop(p.want, `"action":"sign_in_refused"`)
	case p.road.name == "an operator makes an administrator", p.road.name == "an agent is shown a link":
		// A link that may have been shown twice is in the history twice.
		got.drop(p.want, `"action":"link_shown"`)
	case p.road.name == "an agent downloads a report":
		// So is a report that may have been shown twice.
		got.drop(p.want, `"action":"import_reported"`)
	case p.road.name == "a file is checked":
		// Whoever takes up a check that was given up writes rows of its own; the others are nobody's and end by themselves.
		got.drop(p.want, `"SK":"PART#`)
	}
	slices.Sort(got.Rows)
	return got
}

// outcomeOpen tells whether nobody can know if SES has the mail: its answer is lost, or the mailer ended between its claim and its record.
func (p *passage) outcomeOpen() bool {
	claimed := p.fault.Name == "UpdateItem OUTBOX claim" && p.fault.Kind == KilledAfter
	return p.fault.Function == "mailer" && (p.fault.Name == "SendRawEmail" || claimed)
}

// allowRepeat allows the mail to be recorded as repeated, and only then to have come twice.
func (p *passage) allowRepeat(got *end) {
	repeated := slices.IndexFunc(got.Rows, func(row string) bool { return strings.Contains(row, `"state":"repeated"`) })
	if repeated < 0 {
		return
	}
	got.Rows[repeated] = strings.NewReplacer(`"state":"repeated"`, `"state":"sent"`, `"claimOpen":2`, `"claimOpen":1`).Replace(got.Rows[repeated])
	if len(got.Mails) == len(p.want.Mails)+1 {
		got.Mails = slices.Compact(got.Mails)
	}
}

// forgiveSession takes away the session whose answer was lost, with its line of history: whoever signs in again gets one of their own. That one is held by
// nobody and ends by itself.
func (p *passage) forgiveSession(got *end) {
	if !strings.HasPrefix(p.fault.Name, "TransactWriteItems GATE,HISTORY,SESSION") || !got.drop(p.want, `"proven":["`) {
		return
	}
	got.drop(p.want, `"action":"signed_in"`)
	for i, row := range got.Rows {
		got.Rows[i] = strings.Replace(row, `,"<uuid>":"<id>"}`, `}`, 1)
	}
}

// forgiveCode takes away the code whose answer was lost, with the wish for it and its mail, and tells whether there is one: whoever starts again gets
// another.
func (p *passage) forgiveCode(got *end) bool {
	if !got.drop(p.want, `"PK":"FLOW#`) {
		return false
	}
	got.drop(p.want, `"PK":"REQUEST#`)
	got.drop(p.want, `"PK":"OUTBOX#`)
	if len(got.Mails) == len(p.want.Mails)+1 {
		got.Mails = slices.Compact(got.Mails)
	}
	return true
}

// drop takes away one row that says so and is not wanted, where there is one such row more than wanted, and tells whether it did.
func (e *end) drop(want end, says string) bool {
	said := func(row string) bool { return strings.Contains(row, says) }
	if count(e.Rows, said) != count(want.Rows, said)+1 {
		return false
	}
	at := slices.IndexFunc(e.Rows, func(row string) bool {
		same := func(other string) bool { return other == row }
		return said(row) && count(e.Rows, same) > count(want.Rows, same)
	})
	e.Rows = slices.Delete(e.Rows, at, at+1)
	return true
}

// count gives how many rows are so.
func count(rows Rows, so func(row string) bool) int {
	n := 0
	for _, row := range rows {
		if so(row) {
			n++
		}
	}
	return n
}
