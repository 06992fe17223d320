package profile

import (
	"context"
	"io"
	"slices"
	"time"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/person"
	"portico/internal/session"
)

// DeviceStore is what Devices need of the table.
type DeviceStore interface {
	gate.Recorder
	// Visitor reads a caller's record and gate, strongly consistent.
	Visitor(ctx context.Context, id person.ID) (person.Person, gate.Gate, error)
	// TrustedDevices reads somebody's trusted devices, those that are not good any more among them.
	TrustedDevices(ctx context.Context, id person.ID) ([]session.Trusted, error)
	// DistrustDevice ends the trust in one of the caller's devices, with history. One that is not trusted changes nothing. The errors are what the
	// caller's gate says.
	DistrustDevice(ctx context.Context, by gate.Caller, id string, e audit.Entry) error
}

// Devices are those on which somebody does without the second factor.
type Devices struct {
	Store  DeviceStore
	Now    func() time.Time
	Random io.Reader // crypto/rand's where nil
}

func (d *Devices) desk() desk { return desk{recorder: d.Store, now: d.Now, random: d.Random} }

// List gives the caller's trusted devices, the latest first. The errors are those of the gate.
func (d *Devices) List(ctx context.Context, v gate.Visit) ([]session.Trusted, error) {
	type read struct {
		devices []session.Trusted
		err     error
	}
	devices := make(chan read, 1)
	go func() {
		found, err := d.Store.TrustedDevices(ctx, v.Caller.Person)
		devices <- read{found, err}
	}()
	p, g, err := d.Store.Visitor(ctx, v.Caller.Person)
	found := <-devices // nothing may outlive the answer
	if err != nil {
		return nil, err
	}
	if err := d.desk().admit(ctx, Self{Person: p, Gate: g}, v); err != nil {
		return nil, err
	}
	good := slices.DeleteFunc(found.devices, func(t session.Trusted) bool { return !t.Good(g.Epoch, d.Now()) })
	slices.SortFunc(good, func(a, b session.Trusted) int { return b.Since.Compare(a.Since) })
	return good, found.err
}

// End ends the trust in one of the caller's devices, and gives those that are left. The errors are those of the gate.
func (d *Devices) End(ctx context.Context, v gate.Visit, id string) ([]session.Trusted, error) {
	p, g, err := d.Store.Visitor(ctx, v.Caller.Person)
	if err != nil {
		return nil, err
	}
	self := Self{Person: p, Gate: g}
	if err := d.desk().admit(ctx, self, v); err != nil {
		return nil, err
	}
	if !person.ValidID(id) { // no device's; DynamoDB takes no key of any length
		return d.List(ctx, v)
	}
	entry, err := d.desk().entry(self, v, audit.DeviceDistrusted)
	if err != nil {
		return nil, err
	}
	if err := d.Store.DistrustDevice(ctx, v.Caller, id, entry); err != nil {
		return nil, err
	}
	return d.List(ctx, v)
}
