package identity

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"portico/internal/limit"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/problem"
	"portico/internal/proof"
)

// temporarily adds somebody invited with a temporary password, and gives that; change makes the invitation another than a good one.
func (w *world) temporarily(t testing.TB, change func(*proof.Proof)) (person.Person, string) {
	t.Helper()
	p := w.person(t, person.Invited, "")
	invitation := proof.Proof{
		ID: person.InvitationID(p.ID), Purpose: proof.Activation, Person: p.ID, KeyID: w.key.ID, Generation: 2, State: proof.Open, Form: proof.ByPassword,
		Epoch: 1, CreatedAt: w.now, ExpiresAt: w.now.Add(time.Hour),
	}
	password, err := proof.TemporaryPassword(t.Context(), w, invitation)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&invitation)
	}
	w.proofs[invitation.ID] = invitation
	return p, password
}

func TestH1_TheTemporaryPasswordLeadsToActivationAndChangesNothing(t *testing.T) {
	d := newDesk()
	p, temporary := d.temporarily(t, nil)
	before := fmt.Sprintf("%+v %+v", d.proofs, d.standings)
	var link string
	for range 3 {
		_, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: temporary})
		if !errors.Is(err, PasswordChangeRequired) {
			t.Fatalf("%v after %v", err, d.calls)
		}
		link = linkOf(err)
	}
	if after := fmt.Sprintf("%+v %+v", d.proofs, d.standings); after != before || len(d.vouches)+len(d.sessions)+len(d.slept) != 0 {
		t.Errorf("%s became %s", before, after)
	}
	for scope, n := range d.taken {
		if n != 0 {
			t.Errorf("%d tries of %s stay taken", n, scope)
		}
	}
	a := NewActivation(d.links(), d.world, d.world, password12, d.birth())
	_, err := a.Complete(t.Context(), Completion{Token: link, Key: "key", Password: temporary, Name: p.Name})
	if known, ok := problem.As(err); !ok || len(known.Fields) != 1 || known.Fields[0].Name != "password" || known.Fields[0].Code != "temporary" {
		t.Errorf("the temporary password in place of itself: %v", err)
	}
	signed, err := a.Complete(t.Context(), Completion{Token: link, Key: "key", Password: good, Name: p.Name})
	if err != nil || !d.opens(t, signed) {
		t.Fatalf("%v", err)
	}
	if _, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good}); err != nil {
		t.Errorf("with the password of their own: %v", err)
	}
	if _, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: temporary}); !errors.Is(err, TemporaryPasswordUsed) || len(d.sessions) != 2 {
		t.Errorf("with the temporary one once more: %v", err)
	}
}

func linkOf(err error) string {
	p, _ := problem.As(err)
	return p.Link
}

func TestH1_ATemporaryPasswordThatIsGoodNoMoreSaysWhyToWhoeverHasIt(t *testing.T) {
	suspend := func(d *desk, p person.Person, noLevel bool) {
		s := d.standings[p.ID]
		s.Gate.State, s.Gate.NoLevel = person.Suspended, noLevel
		d.standings[p.ID] = s
	}
	for _, test := range []struct {
		name   string
		change func(*proof.Proof)
		then   func(d *desk, p person.Person)
		want   *problem.Error
		link   bool
	}{
		{"expired", func(p *proof.Proof) { p.ExpiresAt = noon }, nil, TemporaryPasswordExpired, true},
		{"replaced by another", func(p *proof.Proof) { p.Generation++ }, nil, TemporaryPasswordReplaced, true},
		{"replaced by a link", func(p *proof.Proof) { p.Generation, p.Form = 4, proof.ByLink }, nil, TemporaryPasswordReplaced, true},
		{"used", func(p *proof.Proof) { p.State, p.UsedAt = proof.Used, noon }, nil, TemporaryPasswordUsed, true},
		{"being used", func(p *proof.Proof) { p.State, p.Attempt, p.LeaseUntil = proof.Claimed, "other", noon.Add(time.Minute) }, nil, PasswordChangeRequired, true},
		{"suspended", nil, func(d *desk, p person.Person) { suspend(d, p, false) }, PersonSuspended, false},
		{"without a level", nil, func(d *desk, p person.Person) { suspend(d, p, true) }, NoAccess, false},
		{"never mailed", func(p *proof.Proof) { p.Form = proof.ByLink }, nil, SignInFailed, false},
		{"of a key that was dropped", func(p *proof.Proof) { p.KeyID = "gone" }, nil, SignInFailed, false},
		{"long gone", func(p *proof.Proof) { p.Generation = 50 }, nil, SignInFailed, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk()
			p, temporary := d.temporarily(t, test.change)
			if test.then != nil {
				test.then(d, p)
			}
			_, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: temporary})
			if !errors.Is(err, test.want) || (linkOf(err) != "") != test.link || len(d.vouches) != 0 {
				t.Fatalf("%v, link %q", err, linkOf(err))
			}
			if test.link {
				wishes := &Wishes{Store: d.world, Keys: d.world, Limiter: d.world, Now: d.clock}
				if err := wishes.Renew(t.Context(), linkOf(err), "key", Visit{}); err != nil || len(d.wishes) != 1 {
					t.Errorf("a new one cannot be asked for by it: %v", err)
				}
			}
			if _, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: "7KQ4-M2XZ-9RTB-3WFC"}); codeOf(err) != SignInFailed.Code {
				t.Errorf("another one: %v", err)
			}
		})
	}
}

func TestH1_ATemporaryPasswordIsOfOneAddress(t *testing.T) {
	d := newDesk()
	_, temporary := d.temporarily(t, nil)
	other, _ := d.temporarily(t, nil)
	for _, address := range []string{other.AddressKey, d.person(t, person.Active, good).AddressKey, "nobody@example.com"} {
		if _, err := d.try(t, Attempt{AddressKey: address, Password: temporary}); !errors.Is(err, SignInFailed) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestH1_X12_LimitsOfNetworksComeFirstAndThatOfTheAddressKeepsNobodyOut(t *testing.T) {
	for _, scope := range []string{limit.PasswordByAddressAndNetwork.Scope, limit.PasswordByNetwork.Scope} {
		d := newDesk()
		p, temporary := d.temporarily(t, nil)
		d.full[scope] = true
		if _, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: temporary}); !errors.Is(err, limit.Refused) || slices.Contains(d.calls, "Invitation") {
			t.Errorf("%s: %v after %v", scope, err, d.calls)
		}
	}
	d := newDesk()
	p, temporary := d.temporarily(t, nil)
	d.full[limit.PasswordByAddress.Scope] = true
	if _, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: temporary}); !errors.Is(err, PasswordChangeRequired) || len(d.flows) != 0 {
		t.Errorf("strangers filled the address's limit: %v", err)
	}
	var first []string
	for _, address := range []string{p.AddressKey, "nobody@example.com", d.person(t, person.Active, good).AddressKey} {
		_, err := d.try(t, Attempt{AddressKey: address, Password: "7KQ4-M2XZ-9RTB-3WFC"})
		slices.Sort(d.calls)
		if first == nil {
			first = d.calls
		}
		if !errors.Is(err, CodeRequired) || !slices.Equal(d.calls, first) {
			t.Errorf("%v after %v", err, d.calls)
		}
	}
	for _, wish := range d.wishes {
		if wish.Kind != outbox.CodeRequest {
			t.Errorf("%+v", wish)
		}
	}
}

func TestH1_ARightTemporaryPasswordNeverLooksLikeAWrongOne(t *testing.T) {
	quiet := newDesk()
	p, temporary := quiet.temporarily(t, nil)
	if _, err := quiet.try(t, Attempt{AddressKey: p.AddressKey, Password: temporary}); !errors.Is(err, PasswordChangeRequired) {
		t.Fatal(err)
	}
	for fault := 1; fault <= len(quiet.calls); fault++ {
		for _, lost := range []bool{false, true} {
			d := newDesk()
			p, temporary := d.temporarily(t, nil)
			d.fault, d.lost = fault, lost
			if _, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: temporary}); err == nil || errors.Is(err, SignInFailed) {
				t.Errorf("call %d of %v: %v", fault, d.calls, err)
			}
		}
	}
}

func TestX10_OnlyARightPasswordTellsThatSomebodyHasNoAccess(t *testing.T) {
	for want, noLevel := range map[*problem.Error]bool{PersonSuspended: false, NoAccess: true} {
		d := newDesk()
		p := d.person(t, person.Suspended, good)
		s := d.standings[p.ID]
		s.Gate.NoLevel = noLevel
		d.standings[p.ID] = s
		if _, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good}); !errors.Is(err, want) || len(d.vouches) != 0 {
			t.Errorf("the right password: %v", err)
		}
		if _, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: "another one"}); !errors.Is(err, SignInFailed) {
			t.Errorf("a wrong one: %v", err)
		}
	}
}
