package settings

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"portico/internal/address"
	"portico/internal/audit"
	"portico/internal/brand"
	"portico/internal/gate"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/policy"
	"portico/internal/problem"
)

// The problems that this package tells.
var (
	VersionConflict = problem.New(problem.Conflict, "version_conflict", "Somebody has changed these settings since you looked.")
	LogoNotFound    = problem.New(problem.NotFound, "logo_not_found", "There is no such logo.")
)

// Store is what an Office needs of the table.
type Store interface {
	gate.Recorder
	// SettingsFor reads sections together with somebody's record and gate, strongly consistent, in one round.
	SettingsFor(ctx context.Context, caller person.ID, names ...Name) (person.Person, gate.Gate, map[Name]Record, error)
	// ChangeSettings writes a section, its history and what becomes of the logos, all or none. The errors are what the author's gate says, *Changed where the
	// section is of another version than Before, and LogoNotFound.
	ChangeSettings(ctx context.Context, c Change) error
	// KeepLogo writes a logo that waits for being chosen, until the time given, if the author may.
	KeepLogo(ctx context.Context, by people.Author, l brand.Logo, until time.Time) error
}

// Change is a change of one section with everything that is written at once.
type Change struct {
	By      people.Author
	Before  int // the version that it is made of
	After   Record
	History audit.Entry
	// Chosen is the logo that is shown from now on, Dropped the one that is no longer; each is empty where the change is about no logo.
	Chosen  brand.LogoID
	Dropped brand.LogoID
}

// Changed is the error of a change whose section is no longer of the version that it was made of.
type Changed struct{ Now Record }

// Error says so.
func (c *Changed) Error() string { return "the settings have changed meanwhile" }

// Subject is whom the history of settings is about, in place of a person.
const Subject = person.ID("settings")

// LogoLife is how long a logo stays that nobody has chosen, or nobody shows any more: pages that are open may still show it.
const LogoLife = 24 * time.Hour

// Office is where administrators look at settings and change them.
type Office struct {
	Store  Store
	First  Settings
	Now    func() time.Time
	Random io.Reader // crypto/rand's where nil
}

func (o *Office) now() time.Time { return o.Now().UTC().Truncate(time.Millisecond) }

// Sheet are all sections as they are now, by name.
type Sheet map[Name]Record

// Show gives all sections. The errors are those of the gate.
func (o *Office) Show(ctx context.Context, v gate.Visit) (Sheet, error) {
	_, records, err := o.read(ctx, v, Names...)
	if err != nil {
		return nil, err
	}
	sheet := Sheet{}
	for _, name := range Names {
		if sheet[name], _, err = o.current(records, name); err != nil {
			return nil, err
		}
	}
	return sheet, nil
}

// read reads sections for a visitor whom the gate lets pass.
func (o *Office) read(ctx context.Context, v gate.Visit, names ...Name) (person.Person, map[Name]Record, error) {
	caller, g, records, err := o.Store.SettingsFor(ctx, v.Caller.Person, names...)
	if err != nil {
		return person.Person{}, nil, err
	}
	return caller, records, (gate.Keeper{Recorder: o.Store, Now: o.Now}).Admit(ctx, g, v)
}

// current gives a section as it is now, the configuration's where nobody has changed it.
func (o *Office) current(records map[Name]Record, name Name) (Record, Section, error) {
	all, err := o.First.with(records)
	if err != nil {
		return Record{}, nil, err
	}
	section := all.section(name)
	r, ok := records[name]
	if !ok {
		r = Record{Name: name}
	}
	r.Value, err = json.Marshal(section)
	return r, section, err
}

// Change changes a section as a whole. Version is the one that the caller saw. What is so already stays so, and a repeat of a change that was made is
// answered as that change. The errors are those of the gate, an Invalid problem that names the fields, VersionConflict with the section as it
// is now, and LogoNotFound.
func (o *Office) Change(ctx context.Context, v gate.Visit, wanted Section, version int) (Record, error) {
	var f findings
	wanted.normal(&f)
	caller, records, err := o.read(ctx, v, wanted.Name())
	if err != nil {
		return Record{}, err
	}
	if len(f.fields) > 0 {
		return Record{}, problem.InvalidFields(f.fields...)
	}
	before, section, err := o.current(records, wanted.Name())
	if err != nil {
		return Record{}, err
	}
	wanted.adopt(section, version)
	value, err := json.Marshal(wanted)
	if err != nil {
		return Record{}, fmt.Errorf("write the settings of %s: %w", wanted.Name(), err)
	}
	mine := before.Version == version+1 && before.By.ID == caller.ID
	if bytes.Equal(value, before.Value) && (before.Version == version || mine) {
		return before, nil
	}
	if before.Version != version {
		return Record{}, conflict(&Changed{Now: before})
	}
	change, err := o.change(v, caller, before, wanted, value)
	if err != nil {
		return Record{}, err
	}
	change.logos(section, wanted)
	err = o.Store.ChangeSettings(ctx, change)
	if changed, ok := errors.AsType[*Changed](err); ok {
		return o.lost(change.After, changed)
	}
	return change.After, err
}

// lost is a change that was not to be: somebody was faster, or it was made already and its answer lost.
func (o *Office) lost(wanted Record, changed *Changed) (Record, error) {
	if now := changed.Now; now.Version == wanted.Version && now.By.ID == wanted.By.ID && bytes.Equal(now.Value, wanted.Value) {
		return now, nil
	}
	return Record{}, conflict(changed)
}

func (o *Office) change(v gate.Visit, caller person.Person, before Record, wanted Section, value []byte) (Change, error) {
	id, err := person.RandomText(o.Random)
	if err != nil {
		return Change{}, err
	}
	by := people.AuthorOf(v, caller)
	changes, err := differences(before.Value, value)
	after := Record{Name: wanted.Name(), Version: before.Version + 1, Value: value, At: o.now(), By: by.Actor}
	return Change{By: by, Before: before.Version, After: after, History: audit.Entry{
		ID: id, Subject: Subject, Action: audit.SettingsChanged, Actor: by.Actor, At: after.At, Network: v.Network, Detail: string(after.Name), Changes: changes,
	}}, err
}

func (c *Change) logos(before, after Section) {
	was, ok := before.(*Portal)
	if !ok {
		return
	}
	if now := after.(*Portal); now.Logo != was.Logo {
		c.Chosen, c.Dropped = now.Logo, was.Logo
	}
}

func conflict(changed *Changed) error {
	e := VersionConflict.Because(changed)
	e.Current = ViewOf(changed.Now)
	return e
}

// Upload keeps a logo for being chosen. The errors are those of the gate, and an Invalid problem that names the field image.
func (o *Office) Upload(ctx context.Context, v gate.Visit, image []byte) (brand.LogoID, error) {
	logo, wrong := brand.NewLogo(image)
	caller, _, err := o.read(ctx, v)
	if err != nil {
		return "", err
	}
	if wrong != nil {
		return "", problem.InvalidFields(problem.Field{Name: "image", Code: invalid, Detail: "This cannot be the logo: " + wrong.Error() + "."})
	}
	return logo.ID, o.Store.KeepLogo(ctx, people.AuthorOf(v, caller), logo, o.now().Add(LogoLife))
}

// Try tells what the policy, as it is now, decides on an address and a way, and the name of the company that the person would join. The errors are those
// of the gate.
func (o *Office) Try(ctx context.Context, v gate.Visit, way policy.Way, a address.Address) (policy.Decision, string, error) {
	_, records, err := o.read(ctx, v, OfRegistration, OfCompanies, OfDenied)
	if err != nil {
		return policy.Decision{}, "", err
	}
	all, err := o.First.with(records)
	if err != nil {
		return policy.Decision{}, "", err
	}
	p := all.Policy()
	decision := policy.Decide(p, way, a)
	return decision, all.Companies.Names()[decision.Company], nil
}
