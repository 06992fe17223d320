// Package imports creates many customers from one file: it is uploaded straight to storage, every line is checked, an agent starts, and a function
// behind a queue creates people step by step, at the pace that SES allows. A step that is repeated, whole or in parts, makes nothing twice.
//
// The team shares its customers, and so its imports: any agent may see one, go on with it and stop it. Histories say who did.
package imports

import (
	"time"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/person"
	"portico/internal/problem"
	"portico/internal/sheet"
)

// ID names an import: an id in a person's form, derived from the caller and the key of the request that made it.
type ID string

// State is how far an import is.
type State string

// The states. Stopped can be started again; Done and Unreadable are ends.
const (
	Uploading  State = "uploading"
	Checking   State = "checking"
	Unreadable State = "unreadable"
	Ready      State = "ready"
	Running    State = "running"
	Stopped    State = "stopped"
	Done       State = "done"
)

// Busy tells whether a function is at work on imports of this state, or should be.
func (s State) Busy() bool { return s == Checking || s == Running }

// Result is what became of a line.
type Result string

// The results. New is what will be created.
const (
	New     Result = "new"
	Created Result = "created"
	Known   Result = "known" // a customer has the address already
	Refused Result = "refused"
)

// Results are all of them, in the order in which they are shown.
var Results = []Result{New, Created, Known, Refused}

// The reasons to refuse a line that are not those of package sheet.
const (
	ReasonTaken = "taken" // the address belongs to the team
	ReasonKept  = "kept"  // somebody gave the address up lately
)

// FaultNoFile is the fault of an import whose file never came. The other faults are those of package sheet.
const FaultNoFile = "no_file"

// The reasons to stop that are nobody's click.
const (
	StopAccess = "access" // whoever started it is no longer of the team
)

// PartSize is how many lines are kept, and written down, together.
const PartSize = 50

// Remembered is how long an import is kept, with its lines. What was uploaded is deleted as soon as it is read.
const Remembered = 90 * 24 * time.Hour

// Line is one line of the file and what became of it.
type Line struct {
	Number   int
	Name     string
	Email    string // as typed, or as it is stored where it can be used
	Key      string // the address in the form that is compared; empty where the line is refused
	Language person.Language
	Level    person.Level
	Services person.Services
	Result   Result
	Reason   string    // with Refused
	Of       int       // with sheet.Duplicate: the line that has the address
	Person   person.ID // with Created and Known
	Denied   bool      // the address was on the deny list when the line was checked
}

// Part is PartSize lines, or the rest.
type Part struct {
	Number int // from 0
	Lines  []Line
}

// Counts says how many lines have each result.
type Counts map[Result]int

// Who is somebody with the name at the time.
type Who struct {
	ID   person.ID
	Name string
}

// Import is one import. Of its times, those that are not there yet are zero.
type Import struct {
	ID       ID
	FileName string
	Size     int64 // of the file as the page told it, in bytes
	State    State
	By       Who
	At       time.Time
	Version  int // counts changes, from 1

	Encoding  sheet.Encoding
	Separator sheet.Separator
	Ignored   []string
	Fault     string // with Unreadable
	Columns   []string
	Lines     int
	Denied    int      // lines that were new and denied when they were checked
	Parts     []Counts // of each part
	Check     string   // names the check that wrote the parts

	Invite       bool
	StartedBy    Who
	StartedAt    time.Time
	Network      string // that it was started from
	EndedAt      time.Time
	StoppedBy    Who
	StopReason   string
	Position     int       // lines that need no look any more
	WaitingUntil time.Time // for tomorrow's share of what SES sends in a day

	Claim      string    // the note that is to go on, or is at it
	ClaimUntil time.Time // zero while nobody is at it
}

// Counts adds the parts up.
func (i Import) Counts() Counts {
	sum := Counts{}
	for _, part := range i.Parts {
		for result, n := range part {
			sum[result] += n
		}
	}
	return sum
}

// ExpiresAt is when it is forgotten.
func (i Import) ExpiresAt() time.Time { return i.At.Add(Remembered) }

// countsOf counts the results of lines.
func countsOf(lines []Line) Counts {
	c := Counts{}
	for _, l := range lines {
		c[l.Result]++
	}
	return c
}

// Change is the next version of an import with what is written along. It happens only if the import is of Before's version still.
type Change struct {
	Before, After Import
	Part          *Part         // nil where the lines stay as they are
	History       []audit.Entry // of who did it
	Caller        *gate.Caller  // whose gate must allow it; nil behind the queue
}

// The problems that this package tells.
var (
	NotFound   = problem.New(problem.NotFound, "import_not_found", "There is no such import, or none any more.")
	WrongState = problem.New(problem.Conflict, "import_state", "This import is no longer where it was. Look at it again.")
	Mismatch   = problem.New(problem.Invalid, "idempotency_mismatch", "This Idempotency-Key was used for another request.")
	OtherRuns  = problem.New(problem.Conflict, "import_running", "Another import is running. Start this one when it has ended.")
)

// Changed is the error of a change whose import has changed meanwhile.
type Changed struct{}

// Error says so.
func (*Changed) Error() string { return "the import has changed meanwhile" }

// Running is the error of a start while another import runs.
type OtherRunning struct{ ID ID }

// Error says so.
func (*OtherRunning) Error() string { return "another import is running" }

// Exists is the error of an import that was made before.
type Exists struct{ Import Import }

// Error says so.
func (*Exists) Error() string { return "the import was made before" }
