package profile

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	"portico/internal/factor"
	"portico/internal/gate"
	"portico/internal/identity"
	"portico/internal/limit"
	"portico/internal/person"
	"portico/internal/policy"
	"portico/internal/proof"
	"portico/internal/secrets"
	"portico/internal/session"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// mover is somebody who has asked for another address, in memory.
type mover struct {
	EmailStore  // what is not here is not called
	self        Self
	code        proof.Proof
	changes     []AddressChange
	key         secrets.Key
	denied      []string
	full        bool           // the limit of the network
	changesFull bool           // that of changes
	taken       map[string]int // tries counted and not given back, by scope
}

func newMover() *mover {
	const id = person.ID("nnnnnnnnnnnnnnnnnnnnnnnnnn")
	key := secrets.NewKey("a key for tests")
	return &mover{
		key: key, taken: map[string]int{},
		self: Self{
			Person: person.Person{ID: id, Name: "Nora", Email: "nora@example.com", AddressKey: "nora@example.com", Role: person.Customer, State: person.Active, Version: 1},
			Gate:   gate.Gate{Person: id, State: person.Active, Role: person.Customer, Epoch: 3, Sessions: map[string]string{"jti": "session"}},
		},
		code: proof.Proof{
			ID: person.EmailChangeID(id), Purpose: proof.EmailChange, Person: id, KeyID: key.ID, Generation: 2, State: proof.Open, Epoch: 3, CreatedAt: noon,
			ExpiresAt: noon.Add(proof.CodeLife), Address: "next@example.com", AddressKey: "next@example.com", Mailed: true,
		},
	}
}

func (m *mover) Self(context.Context, person.ID, string) (Self, error) { return m.self, nil }

func (m *mover) ProofOf(context.Context, person.ProofID) (proof.Proof, error) { return m.code, nil }

func (m *mover) TryCode(_ context.Context, _ proof.Proof, tries int) (bool, error) {
	m.code.Tries++
	return m.code.Tries <= tries, nil
}

func (m *mover) ChangeAddress(_ context.Context, c AddressChange) error {
	m.changes = append(m.changes, c)
	return nil
}

func (m *mover) Current(context.Context) (secrets.Key, error) { return m.key, nil }

func (m *mover) ByID(_ context.Context, id string) (secrets.Key, error) {
	if id != m.key.ID {
		return secrets.Key{}, secrets.ErrUnknownKey
	}
	return m.key, nil
}

func (m *mover) Take(_ context.Context, b limit.Bucket) error {
	if m.full && b.Rule.Scope == limit.CodeTryByNetwork.Scope {
		return limit.Refused
	}
	if m.changesFull && b.Rule.Scope == limit.ChangeByPerson.Scope {
		return limit.Refused.After(time.Minute)
	}
	m.taken[b.Rule.Scope]++
	return nil
}

func (m *mover) GiveBack(_ context.Context, b limit.Bucket) error {
	m.taken[b.Rule.Scope]--
	return nil
}

func (m *mover) emails() *Emails {
	return &Emails{
		Store: m, Proofs: m, Sessions: m, Limiter: m, Now: func() time.Time { return noon },
		DenyList: func(context.Context) (policy.Policy, error) { return policy.Policy{Denied: m.denied}, nil },
	}
}

func (m *mover) confirm(t *testing.T, code string) error {
	t.Helper()
	v := gate.Visit{Caller: gate.Caller{Person: m.self.Person.ID, Role: person.Customer, Epoch: 3, OriginJTI: "jti"}, Network: "192.0.2.0/24"}
	_, err := m.emails().Confirm(t.Context(), v, code, "key", "")
	return err
}

// right is the code that is good, or would be.
func (m *mover) right(t *testing.T) string {
	t.Helper()
	code, err := proof.Code(t.Context(), m, m.code)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestM3_X11_ACodeForAnotherAddressThatWasNeverMailedIsWrongWhateverItsDigits(t *testing.T) {
	m := newMover()
	m.code.Mailed = false
	right := m.right(t)
	other, err := strconv.Atoi(right)
	if err != nil {
		t.Fatal(err)
	}
	for i, code := range []string{right, fmt.Sprintf("%06d", (other+1)%1_000_000)} {
		if err := m.confirm(t, code); !errors.Is(err, identity.CodeWrong) {
			t.Errorf("%q is answered %v", code, err)
		}
		if m.code.Tries != i+1 || m.taken[limit.CodeTryByNetwork.Scope] != i+1 {
			t.Errorf("%d tries of the code and %d of the network are counted", m.code.Tries, m.taken[limit.CodeTryByNetwork.Scope])
		}
	}
	if len(m.changes) != 0 {
		t.Fatalf("the address is changed: %+v", m.changes)
	}
	m.code.Mailed = true
	if err := m.confirm(t, right); err != nil || len(m.changes) != 1 || m.changes[0].After.AddressKey != "next@example.com" {
		t.Errorf("once it was mailed: %v, %+v", err, m.changes)
	}
	if m.taken[limit.CodeTryByNetwork.Scope] != 2 {
		t.Error("the right one counts as a guess")
	}
}

func TestX11_CodesForAnotherAddressAreCountedByNetworkBeforeTheyAreCompared(t *testing.T) {
	m := newMover()
	m.full = true
	if err := m.confirm(t, m.right(t)); !errors.Is(err, limit.Refused) || m.code.Tries != 0 || len(m.changes) != 0 {
		t.Errorf("%v after %d tries, %d changes", err, m.code.Tries, len(m.changes))
	}
}

func TestB9_X11_WhoHasASecondFactorMovesOnlyAfterASignInWithAMailedCodeOrLink(t *testing.T) {
	old := noon.Add(-factor.Fresh)
	v := gate.Visit{Caller: gate.Caller{OriginJTI: "jti"}}
	for _, c := range []struct {
		what    string
		rule    factor.Rule
		gate    gate.Gate
		session session.Session
		want    error
	}{
		{"a code just now", factor.Rule{Mode: factor.Required}, gate.Gate{}, session.Session{Proven: []string{factor.Code, factor.Password}, CreatedAt: noon}, nil},
		{"a link just now", factor.Rule{Mode: factor.Required}, gate.Gate{}, session.Session{Proven: []string{factor.Link, factor.Password}, CreatedAt: noon}, nil},
		{"a trusted device", factor.Rule{Mode: factor.Required}, gate.Gate{}, session.Session{Proven: []string{factor.Device, factor.Password}, CreatedAt: noon}, CodeProofRequired},
		{
			"an old code and the password just now", factor.Rule{Mode: factor.Required}, gate.Gate{},
			session.Session{Proven: []string{factor.Code, factor.Password}, CreatedAt: old}, CodeProofRequired,
		},
		{"their own choice", factor.Rule{Mode: factor.Optional}, gate.Gate{SecondFactor: true}, session.Session{Proven: []string{factor.Password}, CreatedAt: noon}, CodeProofRequired},
		{"required of them alone", factor.Rule{Mode: factor.Off}, gate.Gate{FactorRequired: true}, session.Session{Proven: []string{factor.Password}, CreatedAt: noon}, CodeProofRequired},
		{"none, the password just now", factor.Rule{Mode: factor.Optional}, gate.Gate{}, session.Session{Proven: []string{factor.Password}, CreatedAt: old}, nil},
	} {
		c.session.Origin, c.session.ProvenAt = "jti", noon
		read := func(context.Context, string) (session.Session, error) { return c.session, nil }
		if err := proven(t.Context(), read, Self{Gate: c.gate}, c.rule, v, noon); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.what, err, c.want)
		}
		if err := proven(t.Context(), read, Self{Gate: c.gate}, c.rule, gate.Visit{Caller: gate.Caller{OriginJTI: "other"}}, noon); err == nil {
			t.Errorf("%s: a proof of another session is taken", c.what)
		}
	}
}
