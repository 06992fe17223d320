package imports

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/limit"
	"portico/internal/outbox"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/policy"
)

// world is a table, a bucket, a queue and a registrar in memory, with a clock that only sleeping and the test move.
type world struct {
	*testing.T
	now      time.Time
	imports  map[ID]Import
	parts    map[string][]Part
	turn     ID
	files    map[ID][]byte
	notes    []outbox.Note
	delays   []time.Duration
	people   map[string]person.ID // by address
	team     map[string]bool      // addresses of the team
	kept     map[string]bool      // addresses that were given up lately
	invited  []time.Time          // when each invitation was caused
	history  []audit.Entry
	void     bool // whoever started is no longer of the team
	fails    map[string]int
	calls    map[string]int
	rate     float64
	today    int
	onEnrol  func()
	reported []byte
	denied   policy.Policy
	taken    int // of the limit
}

func newWorld(t *testing.T) *world {
	return &world{
		T: t, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), imports: map[ID]Import{}, parts: map[string][]Part{}, files: map[ID][]byte{},
		people: map[string]person.ID{}, team: map[string]bool{}, fails: map[string]int{}, calls: map[string]int{}, rate: 10, today: 1000,
	}
}

var errSpoiled = errors.New("spoiled")

// call counts a call by name, and fails the one that the test has named.
func (w *world) call(name string) error {
	w.calls[name]++
	if w.fails[name] == w.calls[name] {
		return errSpoiled
	}
	return nil
}

const agentID = person.ID("aaaaaaaaaaaaaaaaaaaaaaaaaa")

func (w *world) visit() gate.Visit {
	return gate.Visit{
		Caller: gate.Caller{Person: agentID, Role: person.Agent, OriginJTI: "jti"}, Roles: []person.Role{person.Agent}, Network: "192.0.2.0/24",
	}
}

func (w *world) desk() *Desk {
	return &Desk{Store: w, Storage: w, Queue: w, Limiter: w, Now: func() time.Time { return w.now }}
}

func (w *world) worker() *Worker {
	return &Worker{Store: w, Storage: w, Registrar: w, Pace: w, Queue: w, Now: func() time.Time { return w.now }, Sleep: w.sleep,
		Services: func(context.Context) (map[string]string, error) { return nil, nil },
		DenyList: func(context.Context) (policy.Policy, error) { return w.denied, w.call("DenyList") }}
}

func (w *world) sleep(_ context.Context, d time.Duration) error {
	w.now = w.now.Add(d)
	return nil
}

func (w *world) Record(_ context.Context, e audit.Entry) error {
	w.history = append(w.history, e)
	return nil
}

func (w *world) Visitor(context.Context, person.ID) (person.Person, gate.Gate, error) {
	return person.Person{ID: agentID, Name: "Ada"},
		gate.Gate{Person: agentID, State: person.Active, Role: person.Agent, Sessions: map[string]string{"jti": "s"}}, nil
}

func (w *world) ImportFor(ctx context.Context, id ID, caller person.ID) (Import, person.Person, gate.Gate, error) {
	p, g, _ := w.Visitor(ctx, caller)
	return w.imports[id], p, g, nil
}

func (w *world) Import(_ context.Context, id ID) (Import, error) {
	return w.imports[id], w.call("Import")
}

func (w *world) Imports(context.Context, string, int) ([]Import, string, error) { return nil, "", nil }

func (w *world) ImportParts(_ context.Context, i Import, numbers []int) ([]Part, error) {
	var found []Part
	for _, n := range numbers {
		p := w.parts[string(i.ID)+i.Check][n]
		found = append(found, Part{p.Number, slices.Clone(p.Lines)})
	}
	return found, w.call("ImportParts")
}

func (w *world) PutImportParts(_ context.Context, i Import, parts []Part) error {
	w.parts[string(i.ID)+i.Check] = parts
	return w.call("PutImportParts")
}

func (w *world) CreateImport(_ context.Context, c Change) error {
	if made, ok := w.imports[c.After.ID]; ok {
		return &Exists{made}
	}
	w.imports[c.After.ID] = c.After
	return nil
}

func (w *world) ChangeImport(_ context.Context, c Change) error {
	if w.imports[c.After.ID].Version != c.Before.Version {
		return &Changed{}
	}
	if c.After.State == Running && c.Before.State != Running {
		if w.turn != "" {
			return &OtherRunning{w.turn}
		}
		w.turn = c.After.ID
	}
	if c.After.State != Running && c.Before.State == Running {
		w.turn = ""
	}
	w.imports[c.After.ID] = c.After
	if c.Part != nil {
		w.parts[string(c.After.ID)+c.After.Check][c.Part.Number] = Part{c.Part.Number, slices.Clone(c.Part.Lines)}
	}
	w.history = append(w.history, c.History...)
	return w.call("ChangeImport")
}

func (w *world) Holders(_ context.Context, keys []string) (map[string]Holder, error) {
	found := map[string]Holder{}
	for _, k := range keys {
		if id, ok := w.people[k]; ok {
			found[k] = Holder{Person: id, Kind: people.Customers}
		}
		if w.team[k] {
			found[k] = Holder{Person: agentID, Kind: people.Team}
		}
		if w.kept[k] {
			found[k] = Holder{Kind: people.Customers, Kept: true}
		}
	}
	return found, w.call("Holders")
}

func (w *world) UploadForm(context.Context, ID) (Form, error) {
	return Form{URL: "https://s3.example/"}, nil
}

func (w *world) PutReport(_ context.Context, _ ID, name string, content []byte) (string, error) {
	w.reported = content
	return "https://s3.example/" + name, nil
}

func (w *world) File(_ context.Context, i ID, _ int64) ([]byte, error) {
	return w.files[i], w.call("File")
}

func (w *world) DeleteFile(_ context.Context, i ID) error {
	delete(w.files, i)
	return w.call("DeleteFile")
}

func (w *world) Put(_ context.Context, delay time.Duration, notes ...outbox.Note) error {
	if err := w.call("Put"); err != nil {
		return err
	}
	for range notes {
		w.delays = append(w.delays, delay)
	}
	w.notes = append(w.notes, notes...)
	return nil
}

func (w *world) Take(_ context.Context, b limit.Bucket) error {
	if w.taken++; w.taken > b.Rule.Tries {
		w.taken--
		return limit.Refused.After(b.Rule.Step())
	}
	return nil
}

func (w *world) GiveBack(context.Context, limit.Bucket) error {
	w.taken--
	return nil
}

func (w *world) Pace(context.Context) (float64, int, error) { return w.rate, w.today, w.call("Pace") }

// Enrol is one transaction: it looks at the import, the team and the address.
func (w *world) Enrol(_ context.Context, under people.Mandate, n people.Newcomer) error {
	i := w.imports[ID(under.Import)]
	switch owner, taken := w.people[n.Email.Key]; {
	case i.State != Running || i.Claim != under.Claim:
		return people.ErrMandateOver
	case w.void:
		return people.ErrMandateVoid
	case w.team[n.Email.Key]:
		return &people.Taken{Owner: agentID, Kind: people.Team}
	case w.kept[n.Email.Key]:
		return &people.Taken{Owner: "former", Kind: people.Customers, KeptUntil: w.now.Add(time.Hour)}
	case taken:
		return &people.Taken{Owner: owner, Kind: people.Customers}
	}
	w.people[n.Email.Key] = n.ID
	if n.Invite {
		w.invited = append(w.invited, w.now)
		w.today--
	}
	w.now = w.now.Add(5 * time.Millisecond)
	if w.onEnrol != nil {
		w.onEnrol()
	}
	return w.call("Enrol")
}

// drain works on notes, as the queue hands them out, until there are none; what fails comes again, three minutes later.
func (w *world) drain() {
	w.Helper()
	for steps := 0; len(w.notes) > 0; steps++ {
		if steps > 500 {
			w.Fatal("it never ends")
		}
		note, delay := w.notes[0], w.delays[0]
		w.notes, w.delays = w.notes[1:], w.delays[1:]
		w.now = w.now.Add(delay)
		if err := w.worker().Work(w.Context(), note); err != nil {
			if !errors.Is(err, errSpoiled) && !errors.Is(err, outbox.ErrBusy) {
				w.Fatal(err)
			}
			w.notes, w.delays = append(w.notes, note), append(w.delays, 3*time.Minute)
		}
	}
}

// uploaded makes an import of a file.
func (w *world) uploaded(key, content string) ID {
	w.Helper()
	made, _, err := w.desk().Upload(w.Context(), w.visit(), key, "people.csv", int64(len(content)))
	if err != nil {
		w.Fatal(err)
	}
	w.files[made.ID] = []byte(content)
	return made.ID
}

// checked makes an import of a file and has it checked.
func (w *world) checked(key, content string) ID {
	w.Helper()
	id := w.uploaded(key, content)
	if _, err := w.desk().Check(w.Context(), w.visit(), id); err != nil {
		w.Fatal(err)
	}
	w.drain()
	return id
}

func (w *world) start(id ID, invite bool) {
	w.Helper()
	if _, err := w.desk().Start(w.Context(), w.visit(), id, invite); err != nil {
		w.Fatal(err)
	}
}

// told gives what became of every line.
func (w *world) told(id ID) []string {
	var all []string
	for _, l := range w.lines(id) {
		text := fmt.Sprintf("%d %s", l.Number, l.Result)
		if l.Reason != "" {
			text += " " + l.Reason
		}
		all = append(all, text)
	}
	return all
}

// lines are all lines of an import as they are written down.
func (w *world) lines(id ID) []Line {
	var all []Line
	for _, part := range w.parts[string(id)+w.imports[id].Check] {
		all = append(all, part.Lines...)
	}
	return all
}
