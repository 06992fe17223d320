package profile

import (
	"context"
	"strings"
	"testing"
	"time"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/person"
	"portico/internal/session"
)

// shelf is somebody with one trusted device, in memory.
type shelf struct {
	DeviceStore // what is not here is not called
	self        Self
	trusted     session.Trusted
	distrusted  []string
}

func (s *shelf) Visitor(context.Context, person.ID) (person.Person, gate.Gate, error) {
	return s.self.Person, s.self.Gate, nil
}

func (s *shelf) TrustedDevices(context.Context, person.ID) ([]session.Trusted, error) {
	return []session.Trusted{s.trusted}, nil
}

func (s *shelf) DistrustDevice(_ context.Context, _ gate.Caller, id string, _ audit.Entry) error {
	s.distrusted = append(s.distrusted, id)
	return nil
}

func TestX9_WhatIsNoDevicesIdEndsNothingAndReachesNoRow(t *testing.T) {
	m := newMover()
	s := &shelf{self: m.self, trusted: session.Trusted{ID: strings.Repeat("d", 26), Person: m.self.Person.ID, Epoch: 3, Since: noon, Until: noon.Add(time.Hour)}}
	d := Devices{Store: s, Now: func() time.Time { return noon }}
	for _, id := range []string{"", "x", strings.Repeat("d", 27), strings.Repeat("d", 2000), "../" + s.trusted.ID, strings.ToUpper(s.trusted.ID)} {
		left, err := d.End(t.Context(), m.visit(), id)
		if err != nil || len(left) != 1 || len(s.distrusted) != 0 {
			t.Errorf("%.40q: %v, %d left, %v distrusted", id, err, len(left), s.distrusted)
		}
	}
	if _, err := d.End(t.Context(), m.visit(), s.trusted.ID); err != nil || len(s.distrusted) != 1 {
		t.Errorf("its own id: %v, %v distrusted", err, s.distrusted)
	}
}
