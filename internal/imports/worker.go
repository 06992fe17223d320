package imports

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"portico/internal/outbox"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/policy"
	"portico/internal/sheet"
)

const (
	// step is how long one step works before it hands on. The function's own time is longer by what the last calls may need.
	step = 15 * time.Second
	// margin is what a step leaves of the function's time.
	margin = 10 * time.Second
	// flush is how long what was done may go unrecorded: it is found out again after a crash, but nobody sees it before.
	flush = 2 * time.Second
	// wait is how long an import waits for SES to allow more mails in a day.
	wait = 15 * time.Minute
)

// WorkerStore is what a Worker needs of the table.
type WorkerStore interface {
	// Import reads an import, strongly consistent. The zero Import where there is none.
	Import(ctx context.Context, id ID) (Import, error)
	ImportParts(ctx context.Context, i Import, numbers []int) ([]Part, error)
	// PutImportParts writes the parts of a check; those of another check are other rows.
	PutImportParts(ctx context.Context, i Import, parts []Part) error
	ChangeImport(ctx context.Context, c Change) error
	// Holders gives who has each address that somebody has, or that is kept for somebody.
	Holders(ctx context.Context, addressKeys []string) (map[string]Holder, error)
}

// Holder is who has an address.
type Holder struct {
	Person person.ID
	Kind   people.Kind
	Kept   bool // for whoever gave it up; Person is empty then
}

// WorkerStorage is where uploaded files are.
type WorkerStorage interface {
	// File gives what was uploaded, and nil where nothing was.
	File(ctx context.Context, i ID, max int64) ([]byte, error)
	DeleteFile(ctx context.Context, i ID) error
}

// Registrar creates people; *people.Registrar does.
type Registrar interface {
	// Enrol creates a customer under a mandate. What a repeat finds done is done.
	Enrol(ctx context.Context, under people.Mandate, n people.Newcomer) error
}

// Pace says how many mails may go out: a second, and in the rest of the day.
type Pace interface {
	Pace(ctx context.Context) (perSecond float64, today int, err error)
}

// Worker does what is to be done behind the queue.
type Worker struct {
	Store     WorkerStore
	Storage   WorkerStorage
	Registrar Registrar
	Pace      Pace
	Queue     Queue
	Now       func() time.Time
	Sleep     func(ctx context.Context, d time.Duration) error
	Random    io.Reader                                        // nil for crypto/rand
	Services  func(context.Context) (map[string]string, error) // names by ids, as they are now
	DenyList  func(context.Context) (policy.Policy, error)     // as it is now
}

func (w *Worker) now() time.Time { return w.Now().UTC().Truncate(time.Millisecond) }

// errLost means that another function is at the import now, or that it was stopped.
var errLost = errors.New("the import goes on without this step")

// Work does one step of an import and hands on the next. The same note can come twice, also at the same time: outbox.ErrBusy where another function has
// it. Nothing is done where the import does not wait for this note.
func (w *Worker) Work(ctx context.Context, note outbox.Note) error {
	i, err := w.claim(ctx, note)
	if err != nil || i.ID == "" {
		return err
	}
	switch i.State {
	case Checking:
		err = w.check(ctx, i)
	case Running:
		err = w.run(ctx, i)
	}
	if errors.Is(err, errLost) {
		return nil
	}
	return err
}

// claim takes the import for this step. The zero Import where the note is none that it waits for. The sweep's notes carry no claim and take what nobody
// is at.
func (w *Worker) claim(ctx context.Context, note outbox.Note) (Import, error) {
	before, err := w.Store.Import(ctx, ID(note.ID))
	if err != nil || !before.State.Busy() {
		return Import{}, err
	}
	held := w.now().Before(before.ClaimUntil)
	// A step that ended between handing on and putting the next note is found by its own note, which comes again.
	handedOn := before.Claim == nextClaim(note.Claim) && before.WaitingUntil.IsZero()
	switch {
	case note.Claim == "" && held, note.Claim != "" && note.Claim != before.Claim && !handedOn:
		return Import{}, nil
	case held:
		return Import{}, outbox.ErrBusy
	}
	after := before
	if note.Claim == "" {
		if after.Claim, err = person.RandomText(w.Random); err != nil {
			return Import{}, err
		}
	}
	after.ClaimUntil = w.now().Add(step + 2*margin)
	if deadline, ok := ctx.Deadline(); ok {
		after.ClaimUntil = deadline.UTC().Add(time.Second)
	}
	after.WaitingUntil = time.Time{}
	after.Version++
	err = w.Store.ChangeImport(ctx, Change{Before: before, After: after})
	if _, changed := errors.AsType[*Changed](err); changed {
		return Import{}, outbox.ErrBusy
	}
	return after, err
}

// save makes a change to the import as it is by now, as long as this step has it. An import that was stopped meanwhile stays so, with what was done until
// then; errLost in either case.
func (w *Worker) save(ctx context.Context, i *Import, part *Part, alter func(*Import)) error {
	for range 5 {
		after := *i
		alter(&after)
		if i.State != Running && i.State != Checking {
			after.State, after.EndedAt, after.Claim, after.ClaimUntil = i.State, i.EndedAt, i.Claim, i.ClaimUntil
		}
		after.Version = i.Version + 1
		err := w.Store.ChangeImport(ctx, Change{Before: *i, After: after, Part: part})
		if _, changed := errors.AsType[*Changed](err); changed {
			now, err := w.Store.Import(ctx, i.ID)
			if err != nil {
				return err
			}
			if now.Claim != i.Claim {
				return errLost
			}
			*i = now
			continue
		}
		if err != nil {
			return err
		}
		stopped := !i.State.Busy()
		*i = after
		if stopped {
			return errLost
		}
		return nil
	}
	return fmt.Errorf("import %s: too many changes at once", i.ID)
}

// nextClaim names the note after the one that claim names.
func nextClaim(claim string) string { return string(derivedID("next", claim)) }

// handOn ends the step and puts the note of the next one, which can be taken after delay.
func (w *Worker) handOn(ctx context.Context, i *Import, delay time.Duration) error {
	claim := nextClaim(i.Claim)
	err := w.save(ctx, i, nil, func(after *Import) {
		after.Claim, after.ClaimUntil = claim, time.Time{}
		if delay >= time.Minute { // less is the pace of mails and nothing to tell
			after.WaitingUntil = w.now().Add(delay)
		}
	})
	if err != nil {
		return err
	}
	return w.Queue.Put(ctx, max(0, delay), outbox.Note{ID: outbox.ID(i.ID), Claim: claim})
}

// check reads the file and writes down what each line is.
func (w *Worker) check(ctx context.Context, i Import) error {
	content, err := w.Storage.File(ctx, i.ID, MaxSize)
	if err != nil {
		return err
	}
	if content == nil {
		return w.unreadable(ctx, i, FaultNoFile, nil)
	}
	services, err := w.Services(ctx)
	if err != nil {
		return err
	}
	read, err := sheet.Read(content, services)
	if fault, ok := errors.AsType[*sheet.Unreadable](err); ok {
		return w.unreadable(ctx, i, string(fault.Fault), fault.Columns)
	}
	if err != nil {
		return err
	}
	lines, err := w.compare(ctx, read.Lines)
	if err != nil {
		return err
	}
	denied, err := w.warn(ctx, lines, read.Lines)
	if err != nil {
		return err
	}
	parts := divided(lines)
	i.Check = i.Claim
	if err := w.Store.PutImportParts(ctx, i, parts); err != nil {
		return err
	}
	counts := make([]Counts, len(parts))
	for n, part := range parts {
		counts[n] = countsOf(part.Lines)
	}
	err = w.save(ctx, &i, nil, func(after *Import) {
		after.State, after.Encoding, after.Separator, after.Ignored = Ready, read.Encoding, read.Separator, read.Ignored
		after.Lines, after.Parts, after.Check, after.Claim, after.ClaimUntil = len(lines), counts, i.Claim, "", time.Time{}
		after.Denied = denied
	})
	if err != nil {
		return err
	}
	return w.Storage.DeleteFile(ctx, i.ID)
}

// unreadable ends an import whose file cannot be read.
func (w *Worker) unreadable(ctx context.Context, i Import, fault string, columns []string) error {
	err := w.save(ctx, &i, nil, func(after *Import) {
		after.State, after.Fault, after.Columns, after.EndedAt = Unreadable, fault, columns, w.now()
		after.Claim, after.ClaimUntil = "", time.Time{}
	})
	if err != nil {
		return err
	}
	return w.Storage.DeleteFile(ctx, i.ID)
}

// compare says of each line whether it is new, known, or refused.
func (w *Worker) compare(ctx context.Context, read []sheet.Line) ([]Line, error) {
	var keys []string
	for _, l := range read {
		if l.Reason == "" {
			keys = append(keys, l.Email.Key)
		}
	}
	holders, err := w.Store.Holders(ctx, keys)
	if err != nil {
		return nil, err
	}
	lines := make([]Line, len(read))
	for n, l := range read {
		lines[n] = Line{
			Number: l.Number, Name: l.Name, Email: l.Typed, Key: l.Email.Key, Language: l.Language.SpeaksOr(person.Languages[0]), Level: l.Level,
			Services: l.Services, Result: New,
		}
		if l.Level == "" {
			lines[n].Level = person.Standard
		}
		if l.Reason != "" {
			lines[n].Result, lines[n].Reason, lines[n].Of, lines[n].Key = Refused, string(l.Reason), l.Of, ""
			continue
		}
		if holder, taken := holders[l.Email.Key]; taken {
			lines[n].taken(holder)
		}
	}
	return lines, nil
}

// warn marks the new lines whose address is on the deny list, and counts them. The team may invite whom it wants; it is told whom it has denied.
func (w *Worker) warn(ctx context.Context, lines []Line, read []sheet.Line) (int, error) {
	list, err := w.DenyList(ctx)
	if err != nil {
		return 0, fmt.Errorf("read the deny list: %w", err)
	}
	denied := 0
	for n := range lines {
		if lines[n].Result == New && list.Denies(read[n].Email) {
			lines[n].Denied = true
			denied++
		}
	}
	return denied, nil
}

// taken says that somebody has the line's address, or that it is kept for them. Who of the team it is, nobody is told.
func (l *Line) taken(by Holder) {
	switch {
	case by.Kept:
		l.Result, l.Reason = Refused, ReasonKept
	case by.Kind == people.Customers:
		l.Result, l.Person = Known, by.Person
	default:
		l.Result, l.Reason = Refused, ReasonTaken
	}
}

// divided gives the parts of lines.
func divided(lines []Line) []Part {
	var parts []Part
	for len(lines) > 0 {
		n := min(PartSize, len(lines))
		parts = append(parts, Part{Number: len(parts), Lines: lines[:n]})
		lines = lines[n:]
	}
	return parts
}
