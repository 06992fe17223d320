package identity_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"portico/internal/address"
	"portico/internal/audit"
	"portico/internal/factor"
	"portico/internal/gate"
	"portico/internal/identity"
	"portico/internal/limit"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/policy"
	"portico/internal/profile"
	"portico/internal/proof"
	"portico/internal/secrets"
	"portico/internal/session"
)

// account is somebody's account in memory, with the real changes of address and the real taking back of them. Whoever is signed in uses its one session.
type account struct {
	profile.EmailStore // what is not here is not called
	t                  *testing.T
	now                time.Time
	key                secrets.Key
	person             person.Person
	gate               gate.Gate
	code               proof.Proof
	proofs             map[person.ProofID]proof.Proof
	links              []posted // every link that takes a change back, as it was mailed
	mails              []outbox.Mail
	meddle             func() // runs between reading what an undo stands on and writing it
	keys               int
}

// posted is a link and where it went.
type posted struct {
	to    string
	token string
	at    time.Time
}

func newAccount(t *testing.T) *account {
	const id = person.ID("nnnnnnnnnnnnnnnnnnnnnnnnnn")
	return &account{
		t: t, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), key: secrets.NewKey("a key for tests"), proofs: map[person.ProofID]proof.Proof{},
		person: person.Person{ID: id, Name: "Nora", Email: "own1@example.com", AddressKey: "own1@example.com", Role: person.Customer, State: person.Active, Version: 1},
		gate:   gate.Gate{Person: id, State: person.Active, Role: person.Customer, Epoch: 1, Sessions: map[string]string{"jti": "session"}},
	}
}

func (a *account) Current(context.Context) (secrets.Key, error) { return a.key, nil }

func (a *account) ByID(context.Context, string) (secrets.Key, error) { return a.key, nil }

func (a *account) Take(context.Context, limit.Bucket) error { return nil }

func (a *account) GiveBack(context.Context, limit.Bucket) error { return nil }

func (a *account) Self(context.Context, person.ID, string) (profile.Self, error) {
	return profile.Self{Person: a.person, Gate: a.gate}, nil
}

func (a *account) SecondFactorRule(context.Context) (factor.Rule, error) {
	return factor.Rule{Mode: factor.Off}, nil
}

func (a *account) Session(context.Context, string) (session.Session, error) {
	return session.Session{ID: "session", Origin: "jti", ProvenAt: a.now}, nil
}

func (a *account) ProofOf(context.Context, person.ProofID) (proof.Proof, error) { return a.code, nil }

func (a *account) TryCode(context.Context, proof.Proof, int) (bool, error) { return true, nil }

func (a *account) WishAddress(_ context.Context, w profile.AddressWish) error {
	a.code = w.Code
	a.code.Mailed = true
	return nil
}

func (a *account) ChangeAddress(ctx context.Context, c profile.AddressChange) error {
	a.person, a.gate.Epoch, a.gate.Moves, a.code.State, a.proofs[c.Undo.ID] = c.After, c.Epoch, c.Moves, proof.Used, c.Undo
	token, err := proof.Token(ctx, a, c.Undo)
	a.links = append(a.links, posted{to: c.Mail.Address, token: token, at: a.now})
	return err
}

func (a *account) Facts(_ context.Context, id person.ProofID) (identity.Facts, error) {
	return identity.Facts{Proof: a.proofs[id], Standing: identity.Standing{Person: a.person, Gate: a.gate}}, nil
}

func (a *account) RestoreAddress(_ context.Context, r identity.Restoration) error {
	if a.meddle != nil {
		a.meddle()
	}
	b := r.Before
	if a.person != b.Person || a.gate.Epoch != b.Gate.Epoch || a.gate.State != person.Active || a.proofs[b.Proof.ID].State != proof.Open {
		return identity.ErrChanged
	}
	var moved []audit.Change
	if a.person.Email != r.After.Email {
		moved = []audit.Change{{Field: "email", Before: a.person.Email, After: r.After.Email}}
	}
	if said := r.History.Changes; !slices.Equal(said, moved) {
		a.t.Fatalf("the history says %+v", said)
	}
	used := b.Proof
	used.State = proof.Used
	a.proofs[used.ID], a.proofs[r.Reset.ID] = used, r.Reset
	a.person, a.gate.Moves, a.gate.PasswordVoid = r.After, r.Moves, true
	a.gate.Epoch, a.gate.Sessions = a.gate.Epoch+1, map[string]string{}
	a.mails = append(a.mails, r.Mail)
	return nil
}

// move moves the account as whoever is signed in and reads the new address's mail would.
func (a *account) move(to string) error {
	a.t.Helper()
	email, err := address.Parse(to)
	if err != nil {
		a.t.Fatal(err)
	}
	e := &profile.Emails{
		Store: a, Proofs: a, Sessions: a, Limiter: a, Now: a.clock,
		Policy: func(context.Context) (policy.Policy, error) { return policy.Policy{}, nil },
	}
	v := gate.Visit{Caller: gate.Caller{Person: a.person.ID, Role: a.person.Role, Epoch: a.gate.Epoch, OriginJTI: "jti"}}
	a.keys++
	if err := e.Wish(a.t.Context(), v, email, fmt.Sprint("wish ", a.keys)); err != nil {
		return err
	}
	code, err := proof.Code(a.t.Context(), a, a.code)
	if err != nil {
		a.t.Fatal(err)
	}
	_, err = e.Confirm(a.t.Context(), v, code, fmt.Sprint("code ", a.keys), "")
	return err
}

// moves is a sequence of moves that must succeed.
func (a *account) moves(to ...string) {
	a.t.Helper()
	for _, next := range to {
		if err := a.move(next); err != nil {
			a.t.Fatalf("moving to %s: %v", next, err)
		}
	}
}

// reset is a new password by whoever reads the mail of the present address, which begins their session.
func (a *account) reset() {
	a.gate.Epoch, a.gate.Sessions, a.gate.PasswordVoid = a.gate.Epoch+1, map[string]string{"jti": "session"}, false
}

func (a *account) clock() time.Time { return a.now }

func (a *account) undoing() *identity.Undo {
	return &identity.Undo{Store: a, Links: identity.Links{Store: a, Keys: a, Limiter: a, Now: a.clock}}
}

func (a *account) undo(link posted) error {
	return a.undoing().Complete(a.t.Context(), link.token, identity.Visit{Network: "192.0.2.0/24"})
}

func (a *account) good(link posted) error {
	undoing := a.undoing()
	_, err := undoing.Links.Look(a.t.Context(), link.token, identity.Visit{Network: "192.0.2.0/24"})
	return err
}

// back wants the account to be taken back by a link: the address is the link's, everybody is signed out, and a link for a new password went there.
func (a *account) back(link posted) {
	a.t.Helper()
	before := len(a.mails)
	if err := a.undo(link); err != nil {
		a.t.Fatalf("the link to %s: %v", link.to, err)
	}
	if a.person.Email != link.to || len(a.gate.Sessions) != 0 || !a.gate.PasswordVoid || len(a.mails) != before+1 {
		a.t.Fatalf("taken back are %+v, %+v, %d mails", a.person, a.gate, len(a.mails)-before)
	}
	m := a.mails[before]
	if p := a.proofs[m.Proof]; m.Address != link.to || p.Purpose != proof.Reset || p.Epoch != a.gate.Epoch {
		a.t.Fatalf("the mail is %+v with %+v", m, p)
	}
}

func TestX11_AThiefWhoTakesAChangeBackDoesNotEndTheOwnersLinkHoweverManyWereTakenBackBefore(t *testing.T) {
	a := newAccount(t)
	a.moves("thief1@example.com")
	a.back(a.links[0]) // an earlier incident
	a.reset()
	a.moves("thief1@example.com", "thief2@example.com")
	owners, thiefs := a.links[1], a.links[2]
	a.back(thiefs)
	a.back(owners)
	a.reset()
	for i, link := range a.links {
		if err := a.good(link); err == nil {
			t.Errorf("link %d is good", i)
		}
	}
}

func TestX11_WhoeverTheThiefIsTheOwnersLinkOfAnIncidentWorksAndNoLinkOfTheThiefDoesAfterwards(t *testing.T) {
	won, struck := 0, 0
	for seed := range uint64(400) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			f := &fight{account: newAccount(t), random: rand.New(rand.NewPCG(seed, 7)), ownerIn: true}
			for range 120 {
				f.step()
			}
			won, struck = won+f.won, struck+f.struck
		})
	}
	if won < 400 || struck < 400 {
		t.Errorf("the owner took back %d times, the thief %d times: too few to tell anything", won, struck)
	}
}

// fight is an owner and a thief about one account. Who reads the mail of an address never changes; a thief may get into the session again and again.
type fight struct {
	*account
	random           *rand.Rand
	ownerIn, thiefIn bool
	first            *posted // the link of the first change of the incident that goes on; nil for none
	settled          int     // so many links had been mailed when the owner last took a change back
	won, struck      int
}

func owns(address string) bool { return strings.HasPrefix(address, "own") }

func (f *fight) step() {
	f.t.Helper()
	switch f.random.IntN(9) {
	case 0:
		f.now = f.now.Add(time.Duration(f.random.IntN(30)) * time.Hour)
	case 1:
		f.thiefIn = f.thiefIn || len(f.gate.Sessions) > 0
	case 2:
		f.reset()
		f.ownerIn, f.thiefIn = owns(f.person.Email), !owns(f.person.Email)
	case 3, 4:
		f.steal()
	case 5, 6:
		f.strike()
	case 7:
		if f.ownerIn && f.first == nil {
			f.tried(f.move(f.one("own")))
		}
	case 8:
		f.takeBack()
	}
	if f.first == nil {
		return
	}
	if !f.now.Before(f.first.at.Add(proof.UndoLife)) { // the week is over, and nobody has come
		*f.account = *newAccount(f.t)
		f.first, f.settled, f.ownerIn, f.thiefIn = nil, 0, true, false
	} else if err := f.good(*f.first); err != nil {
		f.t.Fatalf("the owner's link: %v; %+v", err, f.gate)
	}
}

func (f *fight) one(whose string) string {
	return fmt.Sprintf("%s%d@example.com", whose, 1+f.random.IntN(3))
}

// tried wants a move to succeed, or to be to the same address, or one of too many.
func (f *fight) tried(err error) bool {
	if err != nil && !errors.Is(err, profile.SameAddress) && !errors.Is(err, limit.Refused) {
		f.t.Fatal(err)
	}
	return err == nil
}

// steal moves the account to an address of the thief.
func (f *fight) steal() {
	if !f.thiefIn {
		return
	}
	from := f.person.Email
	if f.tried(f.move(f.one("thief"))) && owns(from) {
		f.first, f.ownerIn = &f.links[len(f.links)-1], false
	}
}

// strike lets the thief try every link that they have.
func (f *fight) strike() {
	for i, link := range slices.Backward(f.links) {
		if owns(link.to) || f.undo(link) != nil {
			continue
		}
		if i < f.settled {
			f.t.Fatalf("link %d is good after the owner has taken back", i)
		}
		f.struck++
		f.thiefIn = false
		return
	}
}

// takeBack lets the owner use any link of theirs that is good, of whichever change.
func (f *fight) takeBack() {
	own := slices.DeleteFunc(slices.Clone(f.links), func(link posted) bool { return !owns(link.to) || f.good(link) != nil })
	if len(own) == 0 {
		return
	}
	f.back(own[f.random.IntN(len(own))])
	f.won++
	f.first, f.settled, f.ownerIn, f.thiefIn = nil, len(f.links), false, false
}

func TestX11_WhoKeepsChangingSomethingDoesNotKeepAChangeFromBeingTakenBack(t *testing.T) {
	for name, meddle := range map[string]func(a *account){
		"the name":    func(a *account) { a.person.Name, a.person.Version = a.person.Name+"x", a.person.Version+1 },
		"the epoch":   func(a *account) { a.gate.Epoch++ },
		"the address": func(a *account) { a.moves(fmt.Sprintf("thief%d@example.com", a.gate.Epoch)) },
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			a.moves("thief1@example.com")
			times := 0
			a.meddle = func() {
				if times++; times < 5 {
					meddle(a)
				}
			}
			a.back(a.links[0])
			if err := a.good(a.links[len(a.links)-1]); times != 5 || err == nil {
				t.Errorf("tried %d times; a link of what was changed meanwhile is answered %v", times, err)
			}
		})
	}
	t.Run("without end", func(t *testing.T) {
		a := newAccount(t)
		a.moves("thief1@example.com")
		a.meddle = func() { a.person.Version++ }
		if err := a.undo(a.links[0]); !errors.Is(err, identity.Busy) {
			t.Error(err)
		}
	})
	t.Run("by the same link", func(t *testing.T) {
		a := newAccount(t)
		a.moves("thief1@example.com")
		a.meddle = func() { a.meddle = nil; a.back(a.links[0]) }
		if err := a.undo(a.links[0]); !errors.Is(err, identity.LinkUsed) || len(a.mails) != 1 {
			t.Errorf("%v, %d mails", err, len(a.mails))
		}
	})
}

func TestX11_AfterAWayThereAndBackTheFirstLinkStillEndsWhatTheSecondOneCouldDo(t *testing.T) {
	a := newAccount(t)
	a.moves("thief1@example.com", "own1@example.com")
	a.back(a.links[0])
	if err := a.undo(a.links[1]); !errors.Is(err, identity.LinkReplaced) {
		t.Errorf("the link of the way back: %v", err)
	}
}

func TestX11_NobodyMovesMoreOftenThanCanBeTakenBack(t *testing.T) {
	a := newAccount(t)
	for i := range gate.MaxMoves {
		a.moves(fmt.Sprintf("thief%d@example.com", i))
		a.now = a.now.Add(time.Hour)
	}
	if err := a.move("more@example.com"); !errors.Is(err, limit.Refused) || len(a.gate.Moves) != gate.MaxMoves {
		t.Errorf("%v, %d can be taken back", err, len(a.gate.Moves))
	}
	a.now = a.links[0].at.Add(proof.UndoLife)
	a.moves("more@example.com") // the first link has ended
	if err := a.undo(a.links[0]); !errors.Is(err, identity.LinkExpired) || len(a.gate.Moves) != gate.MaxMoves {
		t.Errorf("%v, %d can be taken back", err, len(a.gate.Moves))
	}
	a.back(a.links[1])
	a.reset()
	a.moves("own2@example.com")
}
