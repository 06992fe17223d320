package profile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"portico/internal/address"
	"portico/internal/audit"
	"portico/internal/factor"
	"portico/internal/gate"
	"portico/internal/identity"
	"portico/internal/limit"
	"portico/internal/person"
	"portico/internal/policy"
	"portico/internal/problem"
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
	wishes      []AddressWish
	changes     []AddressChange
	lookedUp    int // reads of codes
	key         secrets.Key
	policy      policy.Policy
	session     session.Session
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

func (m *mover) ProofOf(context.Context, person.ProofID) (proof.Proof, error) {
	m.lookedUp++
	return m.code, nil
}

func (m *mover) Session(context.Context, string) (session.Session, error) { return m.session, nil }

func (m *mover) SecondFactorRule(context.Context) (factor.Rule, error) { return factor.Rule{}, nil }

func (m *mover) WishAddress(_ context.Context, w AddressWish) error {
	m.wishes = append(m.wishes, w)
	return nil
}

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
		Policy: func(context.Context) (policy.Policy, error) { return m.policy, nil },
	}
}

func (m *mover) visit() gate.Visit {
	return gate.Visit{Caller: gate.Caller{Person: m.self.Person.ID, Role: m.self.Gate.Role, Epoch: 3, OriginJTI: "jti"}, Network: "192.0.2.0/24"}
}

func (m *mover) confirm(t *testing.T, code string) error {
	t.Helper()
	_, err := m.emails().Confirm(t.Context(), m.visit(), code, "key", "")
	return err
}

// wish asks for an address and gives the code that the field has in the answer; empty where a code is mailed.
func (m *mover) wish(t *testing.T, to string) string {
	t.Helper()
	a, err := address.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	err = m.emails().Wish(t.Context(), m.visit(), a, "key")
	if err == nil {
		return ""
	}
	p, ok := problem.As(err)
	if !ok || p.Kind != problem.Invalid || len(p.Fields) != 1 || p.Fields[0].Name != "email" || p.Fields[0].Detail == "" {
		t.Fatalf("to %s: %v", to, err)
	}
	return p.Fields[0].Code
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

// codeOf is the code that a wish has mailed.
func (m *mover) codeOf(t *testing.T, w AddressWish) string {
	t.Helper()
	code, err := proof.Code(t.Context(), m, w.Code)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// Whoever knows a code of long ago must not prove another address by it: rows of codes go, and their generations begin anew.
func TestX11_ACodeThatWentToOneAddressIsNeverThatToAnother(t *testing.T) {
	m := newMover()
	m.self.Gate.Moves = nil
	now := noon
	e := m.emails()
	e.Now = func() time.Time { return now }
	seen := map[string]bool{}
	for month := range 12 {
		now = noon.Add(time.Duration(month) * 40 * 24 * time.Hour)
		m.code = proof.Proof{} // the earlier row has gone
		m.session = session.Session{ID: "session", Origin: "jti", ProvenAt: now, CreatedAt: now}
		to := address.Address{Stored: fmt.Sprintf("next%d@example.com", month), Key: fmt.Sprintf("next%d@example.com", month)}
		if err := e.Wish(t.Context(), m.visit(), to, "key"); err != nil {
			t.Fatal(err)
		}
		wish := m.wishes[len(m.wishes)-1]
		if wish.Code.Generation != 1 {
			t.Fatalf("generation %d", wish.Code.Generation)
		}
		seen[m.codeOf(t, wish)] = true
	}
	if len(seen) < 11 { // two of a million can be the same by chance
		t.Errorf("twelve codes to twelve addresses are %d different ones", len(seen))
	}
}

// moves are what the policy says of moves from nora@example.com, which the company of the policy accepts.
var moves = []struct {
	what   string
	role   person.Role
	policy policy.Policy
	to     string
	want   string // what the field is answered
	good   bool   // whether a code that went there is good
}{
	{"a public mailbox", person.Customer, policy.Policy{Mode: policy.Anyone, CompanyMailboxOnly: true}, "nora@gmail.com", "public_mailbox", false},
	{"a public mailbox where they are let", person.Customer, policy.Policy{Mode: policy.Anyone}, "nora@gmail.com", "", true},
	{"another company", person.Customer, policy.Policy{Mode: policy.Companies}, "nora@other.example", "other_company", false},
	{"the same company", person.Customer, policy.Policy{Mode: policy.Companies, CompanyMailboxOnly: true}, "nora@firm.test", "", true},
	{"another company where the team alone invites", person.Customer, policy.Policy{Mode: policy.Nobody, CompanyMailboxOnly: true}, "nora@other.example", "other_company", false},
	{"another company where anyone registers", person.Customer, policy.Policy{Mode: policy.Anyone, CompanyMailboxOnly: true}, "nora@other.example", "", true},
	{"the deny list, of which nothing tells", person.Customer, policy.Policy{Mode: policy.Anyone, Denied: []string{"other.example"}}, "nora@other.example", "", false},
	{
		"a public mailbox that the deny list has", person.Customer, policy.Policy{Mode: policy.Anyone, CompanyMailboxOnly: true, Denied: []string{"gmail.com"}},
		"nora@gmail.com", "public_mailbox", false,
	},
	{"somebody of the team", person.Agent, policy.Policy{Mode: policy.Companies, CompanyMailboxOnly: true}, "nora@gmail.com", "", true},
	{"somebody of the team and the deny list", person.Administrator, policy.Policy{Denied: []string{"gmail.com"}}, "nora@gmail.com", "", false},
}

// moving is a mover in a role, just proven, under a policy where firm.example and firm.test are one company's and other.example is another's.
func moving(role person.Role, p policy.Policy) *mover {
	m := newMover()
	m.self.Person.Role, m.self.Gate.Role = role, role
	m.self.Person.Email, m.self.Person.AddressKey = "nora@firm.example", "nora@firm.example"
	m.session = session.Session{ID: "session", Origin: "jti", ProvenAt: noon}
	m.policy = p
	m.policy.Companies = []policy.Company{{ID: "theirs", Domains: []string{"firm.example", "firm.test"}}, {ID: "other", Domains: []string{"other.example"}}}
	return m
}

func TestG4_X3_X11_AnAddressThatIsNotForThemIsRefusedAtTheFieldBeforeAnythingIsLookedUpOrCounted(t *testing.T) {
	for _, c := range moves {
		m := moving(c.role, c.policy)
		if got := m.wish(t, c.to); got != c.want {
			t.Errorf("%s: the field is answered %q, want %q", c.what, got, c.want)
		}
		if refused := c.want != ""; refused && (m.lookedUp != 0 || len(m.taken) != 0) || (len(m.wishes) == 1) == refused {
			t.Errorf("%s: %d reads of the code, %v counted, %d wishes", c.what, m.lookedUp, m.taken, len(m.wishes))
		}
	}
}

func TestG4_X11_ThePolicyDoesNotWaitForTheProofSoThatNobodyProvesThemselvesForNothing(t *testing.T) {
	m := moving(person.Customer, policy.Policy{Mode: policy.Companies})
	m.session.ProvenAt = noon.Add(-factor.Fresh)
	if got := m.wish(t, "nora@other.example"); got != "other_company" {
		t.Errorf("the field is answered %q", got)
	}
}

func TestG3_G4_X11_ACodeIsNotGoodAnyMoreWhereThePolicyRefusesTheMoveMeanwhile(t *testing.T) {
	for _, c := range moves {
		m := moving(c.role, c.policy)
		m.code.Address, m.code.AddressKey = c.to, c.to
		err := m.confirm(t, m.right(t))
		if c.good && (err != nil || len(m.changes) != 1) {
			t.Errorf("%s: %v, %d changes", c.what, err, len(m.changes))
		}
		if !c.good && (!errors.Is(err, identity.CodeExpired) || len(m.changes) != 0) {
			t.Errorf("%s: %v, %d changes", c.what, err, len(m.changes))
		}
	}
}

func TestG4_X11_NobodyMovesWhereThePolicyCannotBeRead(t *testing.T) {
	broken := errors.New("no answer")
	m := moving(person.Customer, policy.Policy{})
	e := m.emails()
	e.Policy = func(context.Context) (policy.Policy, error) { return policy.Policy{}, broken }
	to := address.Address{Stored: "nora@example.org", Key: "nora@example.org"}
	if err := e.Wish(t.Context(), m.visit(), to, "key"); !errors.Is(err, broken) || len(m.wishes) != 0 {
		t.Errorf("a wish: %v", err)
	}
	if _, err := e.Confirm(t.Context(), m.visit(), m.right(t), "key", ""); !errors.Is(err, broken) || len(m.changes) != 0 {
		t.Errorf("a code: %v", err)
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

func TestA6_X11_TheHistoryOfAMoveHasBothAddresses(t *testing.T) {
	m := newMover()
	if err := m.confirm(t, m.right(t)); err != nil {
		t.Fatal(err)
	}
	want := []audit.Change{{Field: "email", Before: "nora@example.com", After: "next@example.com"}}
	if len(m.changes) != 1 || !slices.Equal(m.changes[0].History.Changes, want) {
		t.Errorf("%+v", m.changes)
	}
}
