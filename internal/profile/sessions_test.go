package profile

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"portico/internal/audit"
	"portico/internal/factor"
	"portico/internal/gate"
	"portico/internal/limit"
	"portico/internal/outbox"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/problem"
	"portico/internal/session"
)

// member is somebody who is signed in here and elsewhere, in memory.
type member struct {
	*mover
	AccountStore // what is not here is not called
	sessions     map[string]session.Session
	distrusted   []string
	history      []audit.Entry
	refused      error // what the next change is answered
}

func newMember() *member {
	m := &member{mover: newMover(), sessions: map[string]session.Session{}}
	m.self.Gate.Sessions = map[string]string{}
	for origin, id := range map[string]string{"jti": "here", "jti2": "there"} {
		m.self.Gate.Sessions[origin] = id
		m.sessions[id] = session.Session{ID: id, Origin: origin, CreatedAt: noon, LastUsed: noon, ProvenAt: noon, Proven: []string{factor.Code, factor.Password}}
	}
	return m
}

func (m *member) Record(context.Context, audit.Entry) error { return nil }

func (m *member) Visitor(context.Context, person.ID) (person.Person, gate.Gate, error) {
	return m.self.Person, m.self.Gate, nil
}

func (m *member) Account(context.Context, person.ID) (Facts, error) {
	return Facts{Self: m.self, Rule: factor.Rule{Mode: factor.Optional}}, nil
}

func (m *member) Session(_ context.Context, id string) (session.Session, error) {
	return m.sessions[id], nil
}

func (m *member) Sessions(_ context.Context, ids []string) ([]session.Session, error) {
	var found []session.Session
	for _, id := range ids {
		found = append(found, m.sessions[id])
	}
	return found, nil
}

func (m *member) EndSessions(_ context.Context, e Ending) error {
	left := map[string]string{}
	for origin, id := range m.self.Gate.Sessions {
		if e.Ended[origin] == "" {
			left[origin] = id
		}
	}
	m.self.Gate.Sessions, m.self.Gate.Epoch, m.history = left, e.Epoch, append(m.history, e.History)
	m.distrusted = append(m.distrusted, e.Distrusted...)
	return nil
}

// change is what a change of the member becomes.
func (m *member) change(e audit.Entry, made func()) error {
	if m.refused != nil {
		return m.refused
	}
	made()
	m.history = append(m.history, e)
	return nil
}

func (m *member) ChangePerson(_ context.Context, c people.Change) error {
	return m.change(c.History, func() { m.self.Person = c.After })
}

func (m *member) ChooseSecondFactor(_ context.Context, _ gate.Caller, on bool, e audit.Entry, _ *outbox.Mail) error {
	return m.change(e, func() { m.self.Gate.SecondFactor = on })
}

// visit is a request of the member's.
func (m *member) visit() gate.Visit {
	return gate.Visit{
		Caller:  gate.Caller{Person: m.self.Person.ID, Role: person.Customer, Epoch: m.self.Gate.Epoch, OriginJTI: "jti"},
		Network: "192.0.2.0/24",
	}
}

// cookieOf is the cookie of a device that is known for an address at an epoch.
func (m *member) cookieOf(t *testing.T, addressKey string, epoch int) string {
	t.Helper()
	value, err := session.Known{ID: "dddddddddddddddddddddddddd", Epoch: epoch}.Cookie(t.Context(), m, addressKey)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestX12_WhoFindsASessionOpenGetsNoKnownDeviceByEndingTheOthers(t *testing.T) {
	for what, c := range map[string]struct {
		cookie func(m *member) string
		alone  bool // no other session is left to end
		keeps  bool
	}{
		"a device that was known":           {cookie: func(m *member) string { return m.cookieOf(t, "nora@example.com", 3) }, keeps: true},
		"no cookie":                         {cookie: func(*member) string { return "" }},
		"a cookie that was made up":         {cookie: func(*member) string { return "garbage" }},
		"a cookie of another address":       {cookie: func(m *member) string { return m.cookieOf(t, "other@example.com", 3) }},
		"a cookie of an earlier epoch":      {cookie: func(m *member) string { return m.cookieOf(t, "nora@example.com", 2) }},
		"nothing that ends, and a cookie":   {cookie: func(m *member) string { return m.cookieOf(t, "nora@example.com", 3) }, alone: true},
		"nothing that ends, and an old one": {cookie: func(m *member) string { return m.cookieOf(t, "nora@example.com", 2) }, alone: true},
		"nothing that ends, and garbage":    {cookie: func(*member) string { return "garbage" }, alone: true},
	} {
		m := newMember()
		if c.alone {
			delete(m.self.Gate.Sessions, "jti2")
		}
		s := &Sessions{Store: m, Keys: m, Now: func() time.Time { return noon }}
		live, lines, err := s.EndOthers(t.Context(), m.visit(), c.cookie(m))
		if err != nil || len(live) != 1 || (len(m.history) == 0) != c.alone {
			t.Errorf("%s: %v, left are %v, the history is %v", what, err, live, m.history)
		}
		if len(lines) > 0 != c.keeps {
			t.Errorf("%s: the lines are %q", what, lines)
		}
		if !c.keeps || len(lines) == 0 {
			continue
		}
		value, _, _ := strings.Cut(strings.TrimPrefix(lines[0], session.DeviceName+"="), ";")
		if k, err := session.KnownDevice(t.Context(), m, value, "nora@example.com"); err != nil || k.Epoch != m.self.Gate.Epoch || k.Epoch != 4 {
			t.Errorf("%s: the device is %+v, %v", what, k, err)
		}
	}
}

func TestX9_X11_WhoEndsASessionEndsTheTrustInItsDeviceButNotInTheirOwn(t *testing.T) {
	for what, c := range map[string]struct {
		there string // the device of the other session
		end   string
		want  []string
	}{
		"another device":           {there: "elsewhere", end: "there", want: []string{"elsewhere"}},
		"the same device":          {there: "mine", end: "there"},
		"a session without device": {there: "", end: "there"},
		"one's own session":        {there: "elsewhere", end: "here"},
		"nobody's session":         {there: "elsewhere", end: "nowhere"},
	} {
		m := newMember()
		for id, device := range map[string]string{"here": "mine", "there": c.there} {
			row := m.sessions[id]
			row.DeviceID = device
			m.sessions[id] = row
		}
		s := &Sessions{Store: m, Keys: m, Now: func() time.Time { return noon }}
		if _, err := s.End(t.Context(), m.visit(), c.end); err != nil || !slices.Equal(m.distrusted, c.want) {
			t.Errorf("%s: %v, not trusted any more are %q", what, err, m.distrusted)
		}
	}
}

func TestX12_AChangeOfAddressKeepsTheDeviceThatWasKnownAndNoOther(t *testing.T) {
	for cookie, keeps := range map[string]bool{"known": true, "garbage": false, "": false} {
		m := newMember()
		if cookie == "known" {
			cookie = m.cookieOf(t, "nora@example.com", 3)
		}
		lines, err := m.emails().Confirm(t.Context(), m.visit(), m.right(t), "key", cookie)
		if err != nil || len(lines) > 0 != keeps {
			t.Fatalf("%q: %v, %q", cookie, err, lines)
		}
		if keeps {
			value, _, _ := strings.Cut(strings.TrimPrefix(lines[0], session.DeviceName+"="), ";")
			if k, err := session.KnownDevice(t.Context(), m, value, "next@example.com"); err != nil || k.Epoch != 4 {
				t.Errorf("the device is %+v, %v", k, err)
			}
		}
	}
}

func TestA6_X12_NobodyFillsTheLogWithChangesOfTheirOwnRecord(t *testing.T) {
	m := newMember()
	a := &Account{Store: m, Limiter: m, Now: func() time.Time { return noon }}
	changes := map[string]func() error{
		"details": func() error {
			_, err := a.Change(t.Context(), m.visit(), Details{Name: m.self.Person.Name + "a", Language: "en"}, m.self.Person.Version)
			return err
		},
		"second factor": func() error {
			_, err := a.ChooseSecondFactor(t.Context(), m.visit(), !m.self.Gate.SecondFactor)
			return err
		},
	}
	taken := func() int { return m.taken[limit.ChangeByPerson.Scope] }
	for what, change := range changes {
		before := taken()
		if err := change(); err != nil || taken() != before+1 {
			t.Errorf("%s: %v, %d are counted", what, err, taken())
		}
		for _, m.refused = range []error{gate.Stale, ErrChanged, &people.Changed{Now: m.self.Person}} {
			if err := change(); err == nil || taken() != before+1 {
				t.Errorf("%s, refused with %v: %v, %d are counted", what, m.refused, err, taken())
			}
		}
		m.refused = errors.New("down") // nobody knows what was written
		if err := change(); !errors.Is(err, m.refused) || taken() != before+2 {
			t.Errorf("%s, without an answer: %v, %d are counted", what, err, taken())
		}
		m.refused = nil
	}
	written := len(m.history)
	m.changesFull = true
	for what, change := range changes {
		p, ok := problem.As(change())
		if !ok || p.Code != limit.Refused.Code || p.RetryAfter == 0 || len(m.history) != written {
			t.Errorf("%s: %v, %d lines of history", what, p, len(m.history))
		}
	}
	if _, err := a.Change(t.Context(), m.visit(), Details{Name: m.self.Person.Name, Language: m.self.Person.Language}, 1); err != nil {
		t.Errorf("what is so already: %v", err)
	}
	s := &Sessions{Store: m, Keys: m, Now: func() time.Time { return noon }}
	if _, err := s.End(t.Context(), m.visit(), "there"); err != nil || len(m.history) != written+1 {
		t.Errorf("a thief's session cannot be ended: %v", err)
	}
}

func TestA6_TheHistoryOfDetailsHasNameAndLanguageBeforeAndAfter(t *testing.T) {
	m := newMember()
	a := &Account{Store: m, Limiter: m, Now: func() time.Time { return noon }}
	before := m.self.Person
	if _, err := a.Change(t.Context(), m.visit(), Details{Name: "Nora Berg", Language: "de"}, before.Version); err != nil {
		t.Fatal(err)
	}
	want := []audit.Change{{Field: "name", Before: before.Name, After: "Nora Berg"}, {Field: "language", Before: string(before.Language), After: "de"}}
	if len(m.history) != 1 || !slices.Equal(m.history[0].Changes, want) {
		t.Errorf("%+v", m.history)
	}
}
