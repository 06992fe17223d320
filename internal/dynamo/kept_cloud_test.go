//go:build cloud

package dynamo

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/audit"
	"portico/internal/decision"
	"portico/internal/gate"
	"portico/internal/identity"
	"portico/internal/imports"
	"portico/internal/outbox"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/problem"
	"portico/internal/profile"
	"portico/internal/proof"
	"portico/internal/registration"
)

// moved is a customer who has moved from one address to another, and an agent.
func moved(t *testing.T, from, to string) (a *agency, agent gate.Visit, mover person.Person, old person.Person) {
	t.Helper()
	a = testAgency(t)
	_, agent = a.member("Arne Agent", person.Agent)
	old = a.activate(a.customer(agent, "Mia Mover", from, false))
	mover, err := a.move(t, old, to)
	if err != nil {
		t.Fatal(err)
	}
	return a, agent, mover, old
}

// move moves somebody to another address, in a session of theirs.
func (a *agency) move(t *testing.T, old person.Person, to string) (mover person.Person, err error) {
	t.Helper()
	v := a.session(old, "origin-mia")
	g, err := a.table.Gate(t.Context(), old.ID)
	if err != nil {
		return mover, err
	}
	code := proof.Proof{ID: person.EmailChangeID(old.ID), Purpose: proof.EmailChange, Person: old.ID, KeyID: "k", Generation: 1, State: proof.Open}
	a.table.seed(t, code)
	mover = old
	email := a.email(to)
	mover.Email, mover.AddressKey, mover.Version = email.Stored, email.Key, old.Version+1
	at := a.table.now()
	err = a.table.ChangeAddress(t.Context(), profile.AddressChange{
		Ending: profile.Ending{By: v.Caller, Seen: g, Ended: map[string]string{}, Epoch: g.Epoch + 1, History: audit.Entry{ID: "moved", Subject: old.ID, At: at}},
		Code:   code, Before: old, After: mover,
		Undo:   proof.Proof{ID: "undo", Purpose: proof.EmailUndo, Person: old.ID, State: proof.Open, Generation: 1, Epoch: g.Epoch + 1, CreatedAt: at, ExpiresAt: at.Add(proof.UndoLife)},
		Moves:  []gate.Move{{Epoch: g.Epoch + 1, Until: at.Add(proof.UndoLife)}},
		Mail:   outbox.Mail{ID: "undo", Kind: outbox.EmailChanged, Person: old.ID, CreatedAt: at, State: outbox.Waiting},
		Repeat: people.Repeat{Key: a.key(), Hash: "x", Now: at},
	})
	return mover, err
}

// registering are the facts of a link that would make somebody of address.
func (a *agency) registering(t *testing.T, address string) identity.Facts {
	t.Helper()
	id := person.ProofID(random(t))
	now := time.Now().Truncate(time.Millisecond).UTC()
	a.table.seed(t, proof.Proof{
		ID: id, Purpose: proof.Registration, Person: person.ID(random(t)), KeyID: "k", Generation: 1, State: proof.Open, CreatedAt: now,
		ExpiresAt: now.Add(60 * 24 * time.Hour), Newcomer: proof.Newcomer{Name: "Nina", Email: address, AddressKey: a.email(address).Key, Language: "en"},
	})
	facts, err := a.table.Facts(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return facts
}

// wishes writes the wish w for an account with an address.
func (a *agency) wishes(t *testing.T, address string) {
	t.Helper()
	now := a.table.now()
	r := registration.Registration{
		ID: "r", Name: "Nina", Email: address, AddressKey: address, Language: "en", KeyID: "k", Asked: 1, CreatedAt: now, CodeUntil: now.Add(proof.CodeLife),
		ExpiresAt: now.Add(proof.RegistrationLife),
	}
	wish := outbox.Request{ID: "w", Kind: outbox.RegistrationRequest, AddressKey: address, Proof: r.ProofID(), CreatedAt: now}
	if err := a.table.OpenRegistration(t.Context(), r, wish); err != nil {
		t.Fatal(err)
	}
}

func TestX11_AnAddressThatWasGivenUpIsNobodyElsesForThirtyDays(t *testing.T) {
	a, agent, mover, old := moved(t, "mia@old.example", "mia@new.example")
	ctx := t.Context()
	a.wishes(t, old.AddressKey)

	n := people.Newcomer{Name: "Nina", Email: a.email("Mia@old.example"), Role: person.Customer, Language: "en"}
	_, err := a.registrar.Create(ctx, agent, a.key(), n)
	if e, ok := problem.As(err); !ok || e.Code != "address_kept" || e.PersonID != string(mover.ID) ||
		time.Until(e.KeptUntil).Round(time.Hour) != 30*24*time.Hour {
		t.Errorf("an agent is told %+v", err)
	}
	if _, _, err := a.operator.CreateAdministrator(ctx, "Nina", n.Email); !errors.Is(err, people.AddressKept) {
		t.Errorf("an operator is told %v", err)
	}
	holders, err := a.table.Holders(ctx, []string{old.AddressKey, mover.AddressKey, "nobody@old.example"})
	want := imports.Holder{Kind: people.Customers, Kept: true}
	if err != nil || len(holders) != 2 || holders[old.AddressKey] != want || holders[mover.AddressKey].Person != mover.ID {
		t.Errorf("an import finds %+v, %v", holders, err)
	}
	w, err := a.table.Wish(ctx, "w")
	if err != nil || !w.Kept || w.Person.ID != "" {
		t.Errorf("a registration's wish is %+v, %v", w, err)
	}
	facts := a.registering(t, "mia@old.example")
	if !facts.Kept || facts.Taken {
		t.Errorf("a link that is out says %+v", facts)
	}
	facts.Kept = false // as it was before the move
	if err := a.table.ClaimProof(ctx, facts, "x", time.Now().Add(time.Minute)); !errors.Is(err, identity.ErrChanged) {
		t.Errorf("the link is claimed: %v", err)
	}
	if _, err := a.table.Person(ctx, facts.Proof.Person); !errors.Is(err, ErrNotFound) {
		t.Errorf("somebody else came to be: %v", err)
	}
}

func TestX11_AfterThirtyDaysAnAddressIsFreeWhetherItsRowIsGoneOrNot(t *testing.T) {
	for name, take := range map[string]func(t *testing.T, a *agency, agent gate.Visit) error{
		"by an agent": func(_ *testing.T, a *agency, agent gate.Visit) error {
			_, err := a.registrar.Create(a.Context(), agent, a.key(), people.Newcomer{Name: "Nina", Email: a.email("mia@old.example"), Role: person.Customer, Language: "en"})
			return err
		},
		"by a registration": func(t *testing.T, a *agency, _ gate.Visit) error {
			facts := a.registering(t, "mia@old.example")
			if facts.Kept || facts.Taken {
				return errors.New("the link is refused")
			}
			if err := a.table.ClaimProof(a.Context(), facts, "x", a.table.now().Add(time.Minute)); err != nil {
				return err
			}
			c := change(t, facts, "x")
			return a.table.Register(a.Context(), c)
		},
		"by a wish": func(t *testing.T, a *agency, _ gate.Visit) error {
			a.wishes(t, "mia@old.example")
			w, err := a.table.Wish(a.Context(), "w")
			if err != nil || w.Kept {
				return fmt.Errorf("still kept: %t, %v", w.Kept, err)
			}
			return a.table.Decide(a.Context(), w, decision.Outcome{Result: decision.Mailed, At: a.table.now(), Mail: &outbox.Mail{ID: "m", Kind: outbox.Confirmation}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			a, agent, _, old := moved(t, "mia@old.example", "mia@new.example")
			a.table.now = func() time.Time { return time.Now().Add(keptFor + time.Minute) }
			if err := take(t, a, agent); err != nil {
				t.Fatal(err)
			}
			holders, err := a.table.Holders(t.Context(), []string{old.AddressKey})
			if err != nil || holders[old.AddressKey].Kept || holders[old.AddressKey].Person == old.ID {
				t.Errorf("the former owner inherits: %+v, %v", holders, err)
			}
		})
	}
}

func TestX11_OnlyWhoGaveAnAddressUpGetsItBackMeanwhile(t *testing.T) {
	a, _, mover, old := moved(t, "mia@old.example", "mia@new.example")
	other := a.create(people.Newcomer{Name: "Otto", Email: a.email("otto@new.example"), Role: person.Customer, Language: "en"})
	other.AddressKey = old.AddressKey
	take := func(p person.Person) error {
		item, err := a.table.takeAddress(p, a.table.now())
		if err != nil {
			t.Fatal(err)
		}
		return a.table.transact(t.Context(), []types.TransactWriteItem{item}, "")
	}
	if _, refused := errors.AsType[*Cancelled](take(other)); !refused {
		t.Error("somebody else got it")
	}
	mover.AddressKey = old.AddressKey
	if err := take(mover); err != nil {
		t.Error(err)
	}
}

// DynamoDB deletes rows days late. A code can be asked for meanwhile, and never over one that another request has made.
func TestX11_ACodeForAnotherAddressCanBeAskedForWhileTheRowOfALongExpiredOneIsStillThere(t *testing.T) {
	a := testAgency(t)
	_, agent := a.member("Arne Agent", person.Agent)
	mia := a.activate(a.customer(agent, "Mia Mover", "mia@old.example", false))
	v := a.session(mia, "origin-mia")
	now := time.Now().UTC().Truncate(time.Millisecond)
	code := func(generation int, at time.Time) proof.Proof {
		return proof.Proof{
			ID: person.EmailChangeID(mia.ID), Purpose: proof.EmailChange, Person: mia.ID, KeyID: "k", Generation: generation, State: proof.Open,
			CreatedAt: at, ExpiresAt: at.Add(proof.CodeLife),
		}
	}
	wish := func(w string) error {
		return a.table.WishAddress(t.Context(), profile.AddressWish{
			By: people.Author{Caller: &v.Caller}, Repeat: people.Repeat{Key: a.key(), Hash: w, Now: now}, Code: code(1, now),
			Wish: outbox.Request{ID: outbox.ID(random(t)), Kind: outbox.EmailChangeRequest, Proof: person.EmailChangeID(mia.ID), CreatedAt: now},
		})
	}
	a.table.seed(t, code(3, now.Add(-proof.Remembered-time.Hour)))
	if p, err := a.table.ProofOf(t.Context(), person.EmailChangeID(mia.ID)); err != nil || p.ID != "" {
		t.Fatalf("the expired row is read: %+v, %v", p, err)
	}
	if err := wish("first"); err != nil {
		t.Errorf("over the expired row: %v", err)
	}
	wantError(t, wish("second"), profile.ErrChanged)
	if p, err := a.table.ProofOf(t.Context(), person.EmailChangeID(mia.ID)); err != nil || p.Generation != 1 || !p.CreatedAt.Equal(now) {
		t.Errorf("%+v, %v", p, err)
	}
}
