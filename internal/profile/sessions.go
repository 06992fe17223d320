package profile

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"time"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/person"
	"portico/internal/session"
)

// Ending is the end of some of the caller's own sessions with everything that is written at once. It happens only if the gate has the sessions of
// Seen still. What ends is handed to those who revoke.
type Ending struct {
	By    gate.Caller
	Seen  gate.Gate
	Ended map[string]string // origin_jti to id, as in the gate
	Epoch int               // of the gate afterwards
	// Distrusted are the ids of devices whose trust ends with them. Where the epoch is raised, the trust in all devices ends anyway.
	Distrusted []string
	History    audit.Entry
}

// SessionStore is what Sessions need of the table.
type SessionStore interface {
	gate.Recorder
	// Visitor reads a caller's record and gate, strongly consistent.
	Visitor(ctx context.Context, id person.ID) (person.Person, gate.Gate, error)
	// Sessions reads the rows of sessions, strongly consistent; those that are gone are not in the answer.
	Sessions(ctx context.Context, ids []string) ([]session.Session, error)
	// EndSessions makes an Ending, all or nothing. The errors are what the caller's gate says, and ErrChanged where it has other sessions by now.
	EndSessions(ctx context.Context, e Ending) error
}

// Sessions is where somebody sees where they are signed in, and ends that.
type Sessions struct {
	Store  SessionStore
	Keys   Keys // of sessions
	Now    func() time.Time
	Random io.Reader // crypto/rand's where nil
}

// Live is one session. Current marks the one that asks.
type Live struct {
	session.Session
	Current bool
}

func (s *Sessions) desk() desk { return desk{recorder: s.Store, now: s.Now, random: s.Random} }

func (s *Sessions) self(ctx context.Context, v gate.Visit) (Self, error) {
	p, g, err := s.Store.Visitor(ctx, v.Caller.Person)
	if err != nil {
		return Self{}, err
	}
	self := Self{Person: p, Gate: g}
	return self, s.desk().admit(ctx, self, v)
}

// List gives the caller's live sessions: the one that asks first, then the last used first. The errors are those of the gate.
func (s *Sessions) List(ctx context.Context, v gate.Visit) ([]Live, error) {
	self, err := s.self(ctx, v)
	if err != nil {
		return nil, err
	}
	return s.list(ctx, v, self.Gate.Sessions)
}

func (s *Sessions) list(ctx context.Context, v gate.Visit, sessions map[string]string) ([]Live, error) {
	rows, err := s.Store.Sessions(ctx, slices.Collect(maps.Values(sessions)))
	if err != nil {
		return nil, err
	}
	var live []Live
	for _, row := range rows {
		if sessions[row.Origin] == row.ID && !row.Over(s.Now()) {
			live = append(live, Live{Session: row, Current: row.Origin == v.Caller.OriginJTI})
		}
	}
	slices.SortFunc(live, func(a, b Live) int {
		if a.Current != b.Current {
			return map[bool]int{true: -1, false: 1}[a.Current]
		}
		return b.LastUsed.Compare(a.LastUsed)
	})
	return live, nil
}

// End ends one of the caller's sessions and the trust in the device that it began on, unless that is the caller's own, and gives the sessions that are left. One that has ended already, or is not the caller's, is ended: nothing is
// written. The errors are those of the gate, and Busy.
func (s *Sessions) End(ctx context.Context, v gate.Visit, id string) ([]Live, error) {
	left, _, err := s.end(ctx, v, audit.SessionEnded, false, func(_, other string) bool { return other == id })
	if err != nil {
		return nil, err
	}
	return s.list(ctx, v, left)
}

// EndOthers ends all of the caller's sessions but the one that asks, raises the epoch, so that no device is a known one any more, and gives those
// that are left with the lines that keep the caller's own device known, where it was. Where no other session is left to end, nothing is written and no line
// given. The errors are those of the gate, and Busy.
func (s *Sessions) EndOthers(ctx context.Context, v gate.Visit, device string) ([]Live, []string, error) {
	left, cookies, err := s.endOthers(ctx, v, device)
	if err != nil {
		return nil, nil, err
	}
	live, err := s.list(ctx, v, left)
	return live, cookies, err
}

func (s *Sessions) endOthers(ctx context.Context, v gate.Visit, device string) (map[string]string, []string, error) {
	left, self, err := s.end(ctx, v, audit.SessionsEnded, true, func(origin, _ string) bool { return origin != v.Caller.OriginJTI })
	if err != nil {
		return nil, nil, err
	}
	if len(left) == len(self.Gate.Sessions) { // nothing ended, so the epoch is what it was
		return left, nil, nil
	}
	cookies, err := known(ctx, s.Keys, self.Person, device, self.Person.AddressKey, self.Gate.Epoch)
	return left, cookies, err
}

// end ends the sessions that are meant, and gives those that are left with the caller as they are then. Where the gate changes meanwhile, it looks again.
func (s *Sessions) end(ctx context.Context, v gate.Visit, action audit.Action, raise bool, meant func(origin, id string) bool) (map[string]string, Self, error) {
	for range 5 {
		self, err := s.self(ctx, v)
		if err != nil {
			return nil, Self{}, err
		}
		e := Ending{By: v.Caller, Seen: self.Gate, Ended: map[string]string{}, Epoch: self.Gate.Epoch}
		left := maps.Clone(self.Gate.Sessions)
		for origin, id := range self.Gate.Sessions {
			if meant(origin, id) {
				e.Ended[origin] = id
				delete(left, origin)
			}
		}
		if len(e.Ended) == 0 {
			return left, self, nil
		}
		if raise {
			e.Epoch++
		} else if e.Distrusted, err = s.devices(ctx, e.Ended, self.Gate.Sessions[v.Caller.OriginJTI]); err != nil {
			return nil, Self{}, err
		}
		if e.History, err = s.desk().entry(self, v, action); err != nil {
			return nil, Self{}, err
		}
		err = s.Store.EndSessions(ctx, e)
		if err == nil {
			self.Gate.Epoch = e.Epoch
			return left, self, nil
		}
		if !errors.Is(err, ErrChanged) {
			return nil, Self{}, err
		}
	}
	return nil, Self{}, Busy
}

// devices gives the ids of the devices that the sessions began on, without that of the session own.
func (s *Sessions) devices(ctx context.Context, ended map[string]string, own string) ([]string, error) {
	ids := slices.Collect(maps.Values(ended))
	if !slices.Contains(ids, own) {
		ids = append(ids, own)
	}
	rows, err := s.Store.Sessions(ctx, ids)
	if err != nil {
		return nil, err
	}
	on := map[string]bool{}
	for _, row := range rows {
		if row.ID != own && row.DeviceID != "" {
			on[row.DeviceID] = true
		}
	}
	for _, row := range rows {
		if row.ID == own {
			delete(on, row.DeviceID)
		}
	}
	return slices.Sorted(maps.Keys(on)), nil
}
