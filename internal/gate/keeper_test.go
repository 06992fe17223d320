package gate

import (
	"context"
	"errors"
	"testing"
	"time"

	"portico/internal/audit"
	"portico/internal/person"
)

type recorder struct {
	entries []audit.Entry
	err     error
}

func (r *recorder) Record(_ context.Context, e audit.Entry) error {
	r.entries = append(r.entries, e)
	return r.err
}

func TestTheGateSaysWhatACallerMayDoNow(t *testing.T) {
	const id = person.ID("aaaaaaaaaaaaaaaaaaaaaaaaaa")
	live := Gate{Person: id, State: person.Active, Role: person.Agent, Epoch: 3, Sessions: map[string]string{"jti": "session"}}
	caller := Caller{Person: id, Role: person.Agent, Epoch: 3, OriginJTI: "jti"}
	team := []person.Role{person.Agent, person.Administrator}
	for _, test := range []struct {
		name   string
		change func(*Gate, *Caller)
		roles  []person.Role
		want   error
	}{
		{"as it was", func(*Gate, *Caller) {}, team, nil},
		{"any role", func(*Gate, *Caller) {}, nil, nil},
		{"another role is needed", func(*Gate, *Caller) {}, []person.Role{person.Administrator}, Forbidden},
		{"suspended", func(g *Gate, _ *Caller) { g.State, g.Sessions = person.Suspended, nil }, team, Suspended},
		{"without a level", func(g *Gate, _ *Caller) { g.State, g.NoLevel, g.Epoch = person.Suspended, true, 4 }, team, NoAccess},
		{"somebody else, suspended", func(g *Gate, _ *Caller) { g.Person, g.State = "bbbbbbbbbbbbbbbbbbbbbbbbbb", person.Suspended }, team, SessionEnded},
		{"invited", func(g *Gate, _ *Caller) { g.State = person.Invited }, team, SessionEnded},
		{"signed out", func(g *Gate, _ *Caller) { g.Sessions = nil }, team, SessionEnded},
		{"another session", func(_ *Gate, c *Caller) { c.OriginJTI = "other" }, team, SessionEnded},
		{"a new epoch", func(g *Gate, _ *Caller) { g.Epoch = 4 }, team, Stale},
		{"promoted", func(g *Gate, _ *Caller) { g.Role = person.Administrator }, team, Stale},
		{"a token that claims more", func(_ *Gate, c *Caller) { c.Role = person.Administrator }, team, Stale},
		{"somebody else's gate", func(g *Gate, _ *Caller) { g.Person = "bbbbbbbbbbbbbbbbbbbbbbbbbb" }, team, SessionEnded},
		{"nobody's gate", func(g *Gate, _ *Caller) { *g = Gate{} }, team, SessionEnded},
	} {
		t.Run(test.name, func(t *testing.T) {
			g, c := live, caller
			test.change(&g, &c)
			records := &recorder{}
			keeper := Keeper{Recorder: records, Now: func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC) }}
			err := keeper.Admit(t.Context(), g, Visit{Caller: c, Roles: test.roles, Route: "GET /api/agents", Network: "192.0.2.0/24"})
			if !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
			if refused := test.want == Forbidden; refused != (len(records.entries) == 1) {
				t.Errorf("recorded: %+v", records.entries)
			}
		})
	}
}

func TestARefusalIsWrittenOnceAMinuteForARoute(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)
	records := &recorder{}
	keeper := Keeper{Recorder: records, Now: func() time.Time { return now }}
	v := Visit{Caller: Caller{Person: "p"}, Route: "GET /api/agents", Network: "192.0.2.0/24"}
	same := func(a, b audit.Entry) bool { return a.ID == b.ID && a.At.Equal(b.At) }
	for _, step := range []func(){func() {}, func() { now = now.Add(20 * time.Second) }, func() { now = now.Add(time.Minute) }, func() { v.Route = "GET /x" }} {
		step()
		records.entries = append(records.entries, keeper.refusal(v))
	}
	e := records.entries
	if !same(e[0], e[1]) || same(e[1], e[2]) || same(e[2], e[3]) {
		t.Errorf("%+v", e)
	}
	if e[0].Action != audit.AccessRefused || e[0].Detail != "GET /api/agents" || e[0].Subject != "p" || e[0].Network != "192.0.2.0/24" {
		t.Errorf("%+v", e[0])
	}
}

func TestARefusalStaysOneWhereItCannotBeWrittenDown(t *testing.T) {
	keeper := Keeper{Recorder: &recorder{err: errors.New("no table")}, Now: time.Now}
	g := Gate{Person: "p", State: person.Active, Role: person.Customer, Sessions: map[string]string{"j": "s"}}
	v := Visit{Caller: Caller{Person: "p", Role: person.Customer, OriginJTI: "j"}, Roles: []person.Role{person.Agent}}
	if err := keeper.Admit(t.Context(), g, v); !errors.Is(err, Forbidden) {
		t.Error(err)
	}
}
