package imports

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"io"
	"strings"
	"time"

	"portico/internal/audit"
	"portico/internal/cursor"
	"portico/internal/gate"
	"portico/internal/limit"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/proof"
	"portico/internal/sheet"
)

// DeskStore is what a Desk needs of the table.
type DeskStore interface {
	gate.Recorder
	Visitor(ctx context.Context, id person.ID) (person.Person, gate.Gate, error)
	// ImportFor reads an import with the record and gate of who asks, in one round. The zero Import where there is none.
	ImportFor(ctx context.Context, id ID, caller person.ID) (Import, person.Person, gate.Gate, error)
	Imports(ctx context.Context, after string, limit int) (found []Import, next string, err error)
	ImportParts(ctx context.Context, i Import, numbers []int) ([]Part, error)
	// CreateImport writes a new import. *Exists where it was made before.
	CreateImport(ctx context.Context, c Change) error
	// ChangeImport makes a change. *Changed and *OtherRunning.
	ChangeImport(ctx context.Context, c Change) error
}

// Form is what a page posts a file with: fields in front, and the file as the last one.
type Form struct {
	URL    string
	Fields map[string]string
}

// DeskStorage is where files and reports are.
type DeskStorage interface {
	UploadForm(ctx context.Context, i ID) (Form, error)
	// PutReport keeps a report and gives an address from which it can be downloaded under that name for some minutes.
	PutReport(ctx context.Context, i ID, name string, content []byte) (url string, err error)
}

// Queue takes notes; *queue.Queue does.
type Queue interface {
	Put(ctx context.Context, delay time.Duration, notes ...outbox.Note) error
}

// Limiter counts tries; *limit.Limiter does.
type Limiter interface {
	Take(ctx context.Context, b limit.Bucket) error
	GiveBack(ctx context.Context, b limit.Bucket) error
}

// Desk is where agents make imports and look after them.
type Desk struct {
	Store   DeskStore
	Storage DeskStorage
	Queue   Queue
	Keys    proof.Keys // for cursors
	Limiter Limiter
	Now     func() time.Time
	Random  io.Reader // nil for crypto/rand
}

func (d *Desk) now() time.Time { return d.Now().UTC().Truncate(time.Millisecond) }

// Upload makes an import and gives what its file is uploaded with. A repeat with the same key gives the same import, and a fresh form while it waits for
// its file, and is no second one for the limit. The errors are those of the gate, Mismatch and limit.Refused.
func (d *Desk) Upload(ctx context.Context, v gate.Visit, key, fileName string, size int64) (Import, Form, error) {
	id := derivedID("import", string(v.Caller.Person), key)
	made, caller, g, err := d.Store.ImportFor(ctx, id, v.Caller.Person)
	if err != nil {
		return Import{}, Form{}, err
	}
	if err := d.admit(ctx, g, v); err != nil {
		return Import{}, Form{}, err
	}
	if made.ID == "" {
		made, err = d.begin(ctx, v, Import{
			ID: id, FileName: fileName, Size: size, State: Uploading, By: Who{caller.ID, caller.Name}, At: d.now(), Version: 1,
		})
	}
	switch {
	case err != nil:
		return Import{}, Form{}, err
	case made.FileName != fileName || made.Size != size:
		return Import{}, Form{}, Mismatch
	case made.State != Uploading:
		return made, Form{}, nil
	}
	form, err := d.Storage.UploadForm(ctx, made.ID)
	return made, form, err
}

// begin writes an import, and gives the one that was made meanwhile by the same request, which counts once.
func (d *Desk) begin(ctx context.Context, v gate.Visit, i Import) (Import, error) {
	bucket := limit.ImportByPerson.Of(string(v.Caller.Person))
	if err := d.Limiter.Take(ctx, bucket); err != nil {
		return Import{}, err
	}
	err := d.Store.CreateImport(ctx, Change{After: i, Caller: &v.Caller})
	if exists, ok := errors.AsType[*Exists](err); ok {
		return exists.Import, d.Limiter.GiveBack(ctx, bucket)
	}
	return i, err
}

// Check has the file looked at that was uploaded. What is beyond that already stays as it is. The errors are those of the gate and NotFound.
func (d *Desk) Check(ctx context.Context, v gate.Visit, id ID) (Import, error) {
	return d.change(ctx, v, id, func(i *Import, _ Who) (audit.Action, error) {
		if i.State != Uploading {
			return "", nil
		}
		i.State = Checking
		return audit.ImportUploaded, nil
	})
}

// Start creates what is new in the file, with or without invitations, and goes on where an import was stopped. What runs or is done with the same choice
// stays as it is. The errors are those of the gate, NotFound, WrongState, and OtherRuns with the import that runs.
func (d *Desk) Start(ctx context.Context, v gate.Visit, id ID, invite bool) (Import, error) {
	return d.change(ctx, v, id, func(i *Import, by Who) (audit.Action, error) {
		switch {
		case (i.State == Running || i.State == Done) && i.Invite == invite:
			return "", nil
		case i.State != Ready && i.State != Stopped:
			return "", WrongState
		}
		i.State, i.Invite, i.StartedBy, i.Network = Running, invite, by, v.Network
		i.StoppedBy, i.StopReason, i.EndedAt, i.WaitingUntil = Who{}, "", time.Time{}, time.Time{}
		if i.StartedAt.IsZero() {
			i.StartedAt = d.now()
		}
		return audit.ImportStarted, nil
	})
}

// Stop lets nobody be created any more from the moment that it answers. What has ended stays as it is. The errors are those of the gate, NotFound and
// WrongState.
func (d *Desk) Stop(ctx context.Context, v gate.Visit, id ID) (Import, error) {
	return d.change(ctx, v, id, func(i *Import, by Who) (audit.Action, error) {
		switch i.State {
		case Stopped, Done:
			return "", nil
		case Running:
			i.State, i.StoppedBy, i.EndedAt, i.WaitingUntil = Stopped, by, d.now(), time.Time{}
			return audit.ImportStopped, nil
		default:
			return "", WrongState
		}
	})
}

// change makes one change of an import and puts a note into the queue where a function is to be at work. A repeat finds the change made, and puts the
// note again: the first may have been lost between the two.
func (d *Desk) change(ctx context.Context, v gate.Visit, id ID, alter func(*Import, Who) (audit.Action, error)) (Import, error) {
	for range 5 {
		before, caller, err := d.open(ctx, v, id)
		if err != nil {
			return Import{}, err
		}
		after := before
		action, err := alter(&after, Who{caller.ID, caller.Name})
		if err != nil {
			return Import{}, err
		}
		if action == "" {
			return before, d.wake(ctx, before)
		}
		after.Version++
		if after.State.Busy() {
			if after.Claim, err = person.RandomText(d.Random); err != nil {
				return Import{}, err
			}
			after.ClaimUntil = time.Time{}
		}
		entry, err := d.entry(v, caller, action, id)
		if err != nil {
			return Import{}, err
		}
		err = d.Store.ChangeImport(ctx, Change{Before: before, After: after, Caller: &v.Caller, History: []audit.Entry{entry}})
		if running, ok := errors.AsType[*OtherRunning](err); ok {
			refusal := OtherRuns.Because(err)
			refusal.ImportID = string(running.ID)
			return Import{}, refusal
		}
		if _, changed := errors.AsType[*Changed](err); changed {
			continue
		}
		if err != nil {
			return Import{}, err
		}
		return after, d.wake(ctx, after)
	}
	return Import{}, WrongState
}

// wake puts the note of an import that is to be worked on and that nobody is at.
func (d *Desk) wake(ctx context.Context, i Import) error {
	if !i.State.Busy() || !i.ClaimUntil.IsZero() || !i.WaitingUntil.IsZero() {
		return nil
	}
	return d.Queue.Put(ctx, 0, outbox.Note{ID: outbox.ID(i.ID), Claim: i.Claim})
}

// entry makes a line of the caller's own history.
func (d *Desk) entry(v gate.Visit, caller person.Person, action audit.Action, about ID) (audit.Entry, error) {
	id, err := person.RandomText(d.Random)
	return audit.Entry{
		ID: id, Subject: caller.ID, Action: action, Actor: audit.Actor{Kind: audit.ByPerson, ID: caller.ID, Name: caller.Name}, At: d.now(),
		Network: v.Network, Detail: string(about),
	}, err
}

// Show gives an import. The errors are those of the gate and NotFound.
func (d *Desk) Show(ctx context.Context, v gate.Visit, id ID) (Import, error) {
	found, _, err := d.open(ctx, v, id)
	return found, err
}

func (d *Desk) open(ctx context.Context, v gate.Visit, id ID) (Import, person.Person, error) {
	if !person.ValidID(string(id)) {
		id = ""
	}
	found, caller, g, err := d.Store.ImportFor(ctx, id, v.Caller.Person)
	if err != nil {
		return Import{}, person.Person{}, err
	}
	if err := d.admit(ctx, g, v); err != nil {
		return Import{}, person.Person{}, err
	}
	if found.ID == "" || !d.now().Before(found.ExpiresAt()) {
		return Import{}, person.Person{}, NotFound
	}
	return found, caller, nil
}

func (d *Desk) admit(ctx context.Context, g gate.Gate, v gate.Visit) error {
	return gate.Keeper{Recorder: d.Store, Now: d.Now}.Admit(ctx, g, v)
}

// pageSize is how many imports a page of the list has.
const pageSize = 25

// List gives imports whose file has come, newest first. The errors are those of the gate, and cursor.Invalid.
func (d *Desk) List(ctx context.Context, v gate.Visit, next string) ([]Import, string, error) {
	_, g, err := d.Store.Visitor(ctx, v.Caller.Person)
	if err != nil {
		return nil, "", err
	}
	if err := d.admit(ctx, g, v); err != nil {
		return nil, "", err
	}
	bound := cursor.Bound(string(v.Caller.Person), "imports")
	after, err := cursor.Open(ctx, d.Keys, bound, next)
	if err != nil {
		return nil, "", err
	}
	found, position, err := d.Store.Imports(ctx, after, pageSize)
	if err != nil || position == "" {
		return found, "", err
	}
	next, err = cursor.Seal(ctx, d.Keys, bound, position)
	return found, next, err
}

// derivedID makes an id of parts, in an id's form.
func derivedID(parts ...string) ID {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return ID(strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:16])))
}

// MaxSize is how large a file may be, in bytes.
const MaxSize = sheet.MaxSize
