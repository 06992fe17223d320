package identity

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"portico/internal/audit"
	"portico/internal/factor"
	"portico/internal/limit"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/proof"
	"portico/internal/session"
)

// desk is a SignIn in a world, which notes how long it slept.
type desk struct {
	*world
	in    *SignIn
	slept []time.Duration
}

func newDesk() *desk {
	d := &desk{world: newWorld()}
	d.in = &SignIn{Store: d.world, Pool: d.world, Keys: d.world, Limiter: d.world, Birth: d.birth(), Now: d.clock}
	d.in.Sleep = func(_ context.Context, pause time.Duration) { d.slept = append(d.slept, pause) }
	return d
}

func (d *desk) try(t testing.TB, a Attempt) (*SignedIn, error) {
	t.Helper()
	d.calls = nil
	if a.Visit.Network == "" {
		a.Visit.Network = "192.0.2.0/24"
	}
	return d.in.In(t.Context(), a)
}

func TestX3_EveryRefusalMakesTheSameCallsAndIsAnsweredTheSame(t *testing.T) {
	for _, typed := range []string{"another one", "7KQ4-M2XZ-9RTB-3WFC"} { // a temporary password is looked for where one may have been typed
		refuseAlike(t, typed)
	}
}

func refuseAlike(t *testing.T, typed string) {
	t.Helper()
	d := newDesk()
	withPassword, _ := d.temporarily(t, nil)
	var first []string
	for _, address := range []string{
		"nobody@example.com", d.person(t, person.Invited, "").AddressKey, d.person(t, person.Suspended, good).AddressKey,
		d.person(t, person.Active, "").AddressKey, d.person(t, person.Active, good).AddressKey, withPassword.AddressKey,
	} {
		_, err := d.try(t, Attempt{AddressKey: address, Password: typed})
		if !errors.Is(err, SignInFailed) || codeOf(err) != SignInFailed.Code {
			t.Errorf("%v", err)
		}
		slices.Sort(d.calls)
		if first == nil {
			first = d.calls
		}
		if !slices.Equal(d.calls, first) {
			t.Errorf("calls %v, and for another one %v", d.calls, first)
		}
	}
	if len(d.slept) != 6 || slices.Contains(first, "Invitation") != proof.LikeTemporary(typed) || len(d.vouches) != 0 || len(d.sessions) != 0 {
		t.Errorf("slept %v, %d vouches, %d sessions", d.slept, len(d.vouches), len(d.sessions))
	}
}

func TestRefusalsAreAnsweredOnAGridOfTime(t *testing.T) {
	for elapsed, want := range map[time.Duration]time.Duration{
		0: 600, 599: 600, 600: 600, 601: 850, 850: 850, 851: 1100, 1300: 1350,
	} {
		elapsed, want = elapsed*time.Millisecond, want*time.Millisecond
		if got := elapsed + untilStep(elapsed); got != want {
			t.Errorf("after %v answered at %v, want %v", elapsed, got, want)
		}
	}
}

func TestARightPasswordSignsInAndGivesItsTriesBack(t *testing.T) {
	d := newDesk()
	p := d.person(t, person.Active, good)
	signed, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good})
	if err != nil {
		t.Fatal(err)
	}
	if signed.Person.ID != p.ID || len(d.sessions) != 1 || !d.opens(t, signed) || len(d.slept) != 0 {
		t.Errorf("%+v, %d sessions", signed, len(d.sessions))
	}
	for scope, n := range d.taken {
		if n != 0 && scope != limit.RefreshBySession.Scope && scope != limit.SignInByPerson.Scope { // opens refreshes
			t.Errorf("%d tries of %s stay taken", n, scope)
		}
	}
}

func TestAPasswordIsRightAtOnceOrTheAnswerIsThatThePortalIsBusy(t *testing.T) {
	quiet := newDesk()
	p := quiet.person(t, person.Active, good)
	if _, err := quiet.try(t, Attempt{AddressKey: p.AddressKey, Password: good}); err != nil {
		t.Fatal(err)
	}
	for fault := 1; fault <= len(quiet.calls); fault++ {
		for _, lost := range []bool{false, true} {
			d := newDesk()
			p := d.person(t, person.Active, good)
			d.fault, d.lost = fault, lost
			signed, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good})
			if errors.Is(err, SignInFailed) {
				t.Errorf("call %d of %v: a right password looks like a wrong one", fault, d.calls)
			}
			if (signed == nil) == (err == nil) {
				t.Errorf("call %d of %v: %v, %v", fault, d.calls, signed, err)
			}
		}
	}
}

func TestX12_TooManyTriesFromOneNetworkWait(t *testing.T) {
	for _, scope := range []string{limit.PasswordByAddressAndNetwork.Scope, limit.PasswordByNetwork.Scope} {
		d := newDesk()
		d.full[scope] = true
		_, err := d.try(t, Attempt{AddressKey: d.person(t, person.Active, good).AddressKey, Password: good})
		if !errors.Is(err, limit.Refused) || waitOf(err) != time.Minute || slices.Contains(d.calls, "Prove") {
			t.Errorf("%s: %v after %v", scope, err, d.calls)
		}
	}
}

// asked is a desk where the tries for every address are used up, with a flow that was opened for address.
func asked(t *testing.T, address string) (*desk, Flow) {
	t.Helper()
	d := newDesk()
	d.full[limit.PasswordByAddress.Scope] = true
	if address == "" {
		address = d.person(t, person.Active, good).AddressKey
	}
	_, err := d.try(t, Attempt{AddressKey: address, Password: good})
	if !errors.Is(err, CodeRequired) || len(d.flows) != 1 || len(d.wishes) != 1 || slices.Contains(d.calls, "Prove") {
		t.Fatalf("%v after %v", err, d.calls)
	}
	for _, f := range d.flows {
		wish := d.wishes[outbox.ID(f.ID)]
		if wish.Kind != outbox.CodeRequest || wish.AddressKey != address || string(wish.Proof) != f.ID {
			t.Fatalf("%+v", wish)
		}
		return d, f
	}
	panic("unreachable")
}

func (d *desk) code(t *testing.T, f Flow) string {
	t.Helper()
	code, err := proof.Code(t.Context(), d.world, f.Proof())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestIdentity12_PastTheLimitOfAnAddressACodeComesBeforeThePassword(t *testing.T) {
	for _, address := range []string{"", "nobody@example.com"} {
		d, flow := asked(t, address)
		wrong := "000000"
		if d.code(t, flow) == wrong {
			wrong = "000001"
		}
		_, err := d.try(t, Attempt{AddressKey: flow.AddressKey, Password: good, Flow: flow.ID, Code: wrong})
		if !errors.Is(err, CodeWrong) || slices.Contains(d.calls, "Prove") {
			t.Errorf("a wrong code: %v after %v", err, d.calls)
		}
		_, err = d.try(t, Attempt{AddressKey: flow.AddressKey, Password: "not this one", Flow: flow.ID, Code: d.code(t, flow)})
		if !errors.Is(err, SignInFailed) {
			t.Errorf("a wrong password: %v", err)
		}
		signed, err := d.try(t, Attempt{AddressKey: flow.AddressKey, Password: good, Flow: flow.ID, Code: d.code(t, flow)})
		if known := address == ""; known != (err == nil) {
			t.Errorf("a right password: %v, %v", signed, err)
		}
	}
}

func TestACodeIsGoodForFiveTriesTenMinutesOneAddressAndOneSignIn(t *testing.T) {
	d, flow := asked(t, "")
	right := Attempt{AddressKey: flow.AddressKey, Password: good, Flow: flow.ID, Code: d.code(t, flow)}
	other := right
	other.AddressKey = "b@example.com"
	if _, err := d.try(t, other); !errors.Is(err, CodeExpired) {
		t.Errorf("another address: %v", err)
	}
	wrong := right
	wrong.Code = "no code"
	for range MaxTries {
		if _, err := d.try(t, wrong); !errors.Is(err, CodeWrong) {
			t.Errorf("wrong: %v", err)
		}
	}
	if _, err := d.try(t, right); !errors.Is(err, CodeExhausted) {
		t.Errorf("the sixth try: %v", err)
	}
	d, flow = asked(t, "")
	right = Attempt{AddressKey: flow.AddressKey, Password: good, Flow: flow.ID, Code: d.code(t, flow)}
	if _, err := d.try(t, right); err != nil {
		t.Fatal(err)
	}
	if _, err := d.try(t, right); !errors.Is(err, CodeExpired) {
		t.Errorf("the same code again: %v", err)
	}
	d, flow = asked(t, "")
	d.now = d.now.Add(proof.CodeLife)
	if _, err := d.try(t, Attempt{AddressKey: flow.AddressKey, Password: good, Flow: flow.ID, Code: d.code(t, flow)}); !errors.Is(err, CodeExpired) {
		t.Errorf("after ten minutes: %v", err)
	}
}

func TestTooManyCodesAreRefusedAndNoneIsMailed(t *testing.T) {
	for _, scope := range []string{limit.CodeByAddressAndNetwork.Scope, limit.CodeByNetwork.Scope, limit.CodeByAddress.Scope} {
		d := newDesk()
		d.full[limit.PasswordByAddress.Scope], d.full[scope] = true, true
		_, err := d.try(t, Attempt{AddressKey: "a@example.com", Password: good})
		if !errors.Is(err, TooManyCodes) || waitOf(err) == 0 || len(d.wishes) != 0 {
			t.Errorf("%s: %v, %d wishes", scope, err, len(d.wishes))
		}
	}
}

func TestX12_AKnownDeviceHasABucketThatNoStrangerCanFill(t *testing.T) {
	d := newDesk()
	p := d.person(t, person.Active, good)
	signed, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good})
	if err != nil {
		t.Fatal(err)
	}
	device := deviceOf(signed)
	for _, rule := range []limit.Rule{limit.PasswordByAddressAndNetwork, limit.PasswordByNetwork, limit.PasswordByAddress} {
		d.full[rule.Scope] = true
	}
	again, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good, Visit: Visit{Device: device}})
	if err != nil || !strings.HasPrefix(again.Cookies[1], session.DeviceName+"="+device[:26]) {
		t.Errorf("the known device: %v", err)
	}
	if _, err := d.try(t, Attempt{AddressKey: "b@example.com", Password: good, Visit: Visit{Device: device}}); !errors.Is(err, limit.Refused) {
		t.Errorf("the same device for another address: %v", err)
	}
	d.full[limit.PasswordByDevice.Scope] = true
	if _, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good, Visit: Visit{Device: device}}); !errors.Is(err, limit.Refused) {
		t.Errorf("too many on the known device: %v", err)
	}
}

// deviceOf gives the device cookie's value.
func deviceOf(signed *SignedIn) string {
	line := signed.Cookies[1]
	return line[len(session.DeviceName)+1 : strings.IndexByte(line, ';')]
}

func TestX12_AResetATheftAndASuspensionVoidTheDevicesThatWereKnown(t *testing.T) {
	for what, happen := range map[string]func(t *testing.T, d *desk, s *Sessions, p person.Person, cookie string){
		"a reset": func(t *testing.T, d *desk, _ *Sessions, p person.Person, _ string) {
			reset := NewReset(d.links(), d.world, d.world, fixed{MinLength: 12}, d.birth())
			if _, err := reset.Complete(t.Context(), Completion{Token: d.link(t, p, proof.Reset), Password: good, Key: "key"}); err != nil {
				t.Fatal(err)
			}
		},
		"a theft": func(t *testing.T, d *desk, s *Sessions, p person.Person, cookie string) {
			for _, later := range []time.Duration{0, session.Grace + time.Second} {
				signed, err := s.Refresh(t.Context(), cookie, Visit{})
				if err != nil {
					t.Fatal(err)
				}
				if _, err := s.Refresh(t.Context(), valueOf(signed), Visit{}); err != nil {
					t.Fatal(err)
				}
				d.now = d.now.Add(later)
			}
			if err := s.End(t.Context(), cookie, Visit{}); err != nil || len(d.mails) != 1 {
				t.Fatalf("%v, %d mails", err, len(d.mails))
			}
		},
		"a suspension that is over": func(_ *testing.T, d *desk, _ *Sessions, p person.Person, _ string) {
			d.endEverything(p.ID, map[string]string{})
		},
	} {
		t.Run(what, func(t *testing.T) {
			d := newDesk()
			p := d.person(t, person.Active, good)
			signed, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good})
			if err != nil {
				t.Fatal(err)
			}
			s := &Sessions{Store: d.world, Pool: d.world, Keys: d.world, Limiter: d.world, Now: d.clock}
			happen(t, d, s, p, valueOf(signed))
			a := Attempt{AddressKey: p.AddressKey, Password: good, Visit: Visit{Device: deviceOf(signed)}}
			d.full[limit.PasswordByAddressAndNetwork.Scope] = true
			if _, err := d.try(t, a); !errors.Is(err, limit.Refused) || slices.Contains(d.calls, "Prove") {
				t.Fatalf("the device has a bucket of its own still: %v after %v", err, d.calls)
			}
			d.full = map[string]bool{}
			again, err := d.try(t, a)
			if err != nil {
				t.Fatal(err)
			}
			d.full[limit.PasswordByAddressAndNetwork.Scope] = true
			a.Visit.Device = deviceOf(again)
			if _, err := d.try(t, a); err != nil || a.Visit.Device[:26] == deviceOf(signed)[:26] {
				t.Errorf("after signing in there again: %v, device %q", err, a.Visit.Device)
			}
		})
	}
}

func TestX3_AWrongPasswordOnADeviceIsAnsweredLikeAnyOther(t *testing.T) {
	d := newDesk()
	p := d.person(t, person.Active, good)
	signed, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good})
	if err != nil {
		t.Fatal(err)
	}
	a := Attempt{AddressKey: p.AddressKey, Password: "another one", Visit: Visit{Device: deviceOf(signed)}}
	for what, happen := range map[string]func(){
		"known":            func() {},
		"of another epoch": func() { d.endEverything(p.ID, map[string]string{}) },
		"of nobody":        func() { delete(d.owners, p.AddressKey) },
	} {
		happen()
		d.slept = nil
		if _, err := d.try(t, a); !errors.Is(err, SignInFailed) || len(d.slept) != 1 || !slices.Contains(d.calls, "Prove") {
			t.Errorf("%s: %v, slept %v, after %v", what, err, d.slept, d.calls)
		}
	}
}

func TestX3_WishesAreWrittenAlikeAndPastTheLimitNotAtAll(t *testing.T) {
	w := newWorld()
	wishes := &Wishes{Store: w, Keys: w, Limiter: w, Now: w.clock}
	visit := Visit{Network: "192.0.2.0/24"}
	for i, address := range []string{"a@example.com", "a@example.com", "b@example.com"} {
		if err := wishes.Reset(t.Context(), address, "the same key", visit); err != nil {
			t.Fatal(err)
		}
		if want := []int{1, 1, 2}[i]; len(w.wishes) != want {
			t.Errorf("%d wishes, want %d", len(w.wishes), want)
		}
	}
	dead := w.link(t, w.person(t, person.Invited, ""), proof.Activation)
	if err := wishes.Renew(t.Context(), dead, "key", visit); err != nil || len(w.wishes) != 3 {
		t.Errorf("%v, %d wishes", err, len(w.wishes))
	}
	w.full[limit.ResetByAddress.Scope], w.full[limit.RenewalByProof.Scope] = true, true
	if err := errors.Join(wishes.Reset(t.Context(), "a@example.com", "new key", visit), wishes.Renew(t.Context(), dead, "new key", visit)); err != nil || len(w.wishes) != 3 {
		t.Errorf("past the limit: %v, %d wishes", err, len(w.wishes))
	}
	w.full[limit.ResetByNetwork.Scope] = true
	if err := wishes.Reset(t.Context(), "c@example.com", "key", visit); !errors.Is(err, limit.Refused) {
		t.Errorf("a busy network: %v", err)
	}
	if err := wishes.Renew(t.Context(), dead+"x", "key", visit); !errors.Is(err, LinkForged) {
		t.Errorf("a forged link: %v", err)
	}
}

func TestLookingAtALinkChangesNothing(t *testing.T) {
	w := newWorld()
	p := w.person(t, person.Invited, "")
	token := w.link(t, p, proof.Activation)
	links := w.links()
	before := fmt.Sprintf("%+v %+v", w.proofs, w.standings)
	for range 3 {
		facts, err := links.Look(t.Context(), token, Visit{})
		if err != nil || facts.Person.Email != p.Email {
			t.Errorf("%+v, %v", facts, err)
		}
	}
	if after := fmt.Sprintf("%+v %+v", w.proofs, w.standings); after != before {
		t.Errorf("%s became %s", before, after)
	}
	w.calls = nil
	if _, err := links.Look(t.Context(), token[:len(token)-2], Visit{}); !errors.Is(err, LinkForged) || len(w.calls) != 0 {
		t.Errorf("a forged link: %v after %v", err, w.calls)
	}
}

func TestX12_TriesOfCodesFromOneNetworkWaitBeforeAnythingIsRead(t *testing.T) {
	d, f := asked(t, "")
	d.full[limit.CodeTryByNetwork.Scope] = true
	_, err := d.try(t, Attempt{AddressKey: f.AddressKey, Password: good, Flow: f.ID, Code: "000000"})
	if !errors.Is(err, limit.Refused) || slices.Contains(d.calls, "TryFlow") || slices.Contains(d.calls, "Prove") || d.flows[f.ID].Tries != 0 {
		t.Errorf("%v after %v", err, d.calls)
	}
}

func TestX11_APasswordFromBeforeAChangeWasTakenBackIsAnsweredLikeAWrongOneUntilALinkSetsAnother(t *testing.T) {
	for _, state := range []person.State{person.Active, person.Suspended} {
		d := newDesk()
		p := d.person(t, state, good)
		h := d.standings[p.ID]
		h.Gate.PasswordVoid = true
		d.standings[p.ID] = h
		signed, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good})
		if signed != nil || !errors.Is(err, SignInFailed) || len(d.slept) != 1 || len(d.vouches) != 0 {
			t.Errorf("%s: %v, %v, slept %v, %d vouches", state, signed, err, d.slept, len(d.vouches))
		}
		right := d.calls
		_, err = d.try(t, Attempt{AddressKey: p.AddressKey, Password: "another one"})
		slices.Sort(right)
		if slices.Sort(d.calls); !errors.Is(err, SignInFailed) || !slices.Equal(right, d.calls) {
			t.Errorf("%s: the right one makes the calls %v, a wrong one %v", state, right, d.calls)
		}
	}
}

func TestX12_B9_GuessedCodesAddUpOverTheFlowsOfAnAddress(t *testing.T) {
	for _, address := range []string{"", "nobody@example.com"} {
		d, f := asked(t, address)
		typed := Attempt{AddressKey: f.AddressKey, Password: good, Flow: f.ID, Code: d.code(t, f)}
		made := typed
		made.Flow = "aaaaaaaaaaaaaaaaaaaaaaaaaa"
		if _, err := d.try(t, made); !errors.Is(err, CodeExpired) || d.taken[limit.CodeTryByAddress.Scope] != 0 {
			t.Errorf("a flow that was made up: %v, %d guesses are counted", err, d.taken[limit.CodeTryByAddress.Scope])
		}
		wrong := typed
		if wrong.Code = "000000"; wrong.Code == typed.Code {
			wrong.Code = "000001"
		}
		if _, err := d.try(t, wrong); !errors.Is(err, CodeWrong) || d.taken[limit.CodeTryByAddress.Scope] != 1 {
			t.Errorf("a wrong code: %v, %d guesses are counted", err, d.taken[limit.CodeTryByAddress.Scope])
		}
		d.full[limit.CodeTryByAddress.Scope+" "+f.AddressKey] = true
		for _, a := range []Attempt{wrong, typed} {
			_, err := d.try(t, a)
			if !errors.Is(err, limit.Refused) || waitOf(err) == 0 || slices.Contains(d.calls, "Prove") || len(d.sessions) != 0 {
				t.Errorf("past the limit: %v after %v", err, d.calls)
			}
		}
	}
}

func TestX12_B9_GuessesOfStrangersNeverKeepAKnownDeviceFromTypingItsCode(t *testing.T) {
	d := newDesk()
	p := d.person(t, person.Active, good)
	signed, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good})
	if err != nil {
		t.Fatal(err)
	}
	visit := Visit{Device: deviceOf(signed)}
	d.rule = factor.Rule{Mode: factor.Required}
	if _, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good, Visit: visit}); !errors.Is(err, CodeRequired) || len(d.flows) != 1 {
		t.Fatalf("%v, %d flows", err, len(d.flows))
	}
	d.full[limit.CodeTryByAddress.Scope] = true
	for _, f := range d.flows {
		typed := Attempt{AddressKey: p.AddressKey, Password: good, Flow: f.ID, Code: d.code(t, f)}
		if _, err := d.try(t, typed); !errors.Is(err, limit.Refused) {
			t.Errorf("an unknown device: %v", err)
		}
		typed.Visit = visit
		if _, err := d.try(t, typed); err != nil {
			t.Errorf("the known device: %v", err)
		}
	}
	if n := d.taken[limit.CodeTryByDevices.Scope]; n != 0 {
		t.Errorf("a right code leaves %d tries taken", n)
	}
}

// devices signs somebody in as often as that and gives the devices' cookies.
func (d *desk) devices(t *testing.T, p person.Person, n int) []string {
	t.Helper()
	var cookies []string
	for range n {
		signed, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good})
		if err != nil {
			t.Fatal(err)
		}
		cookies = append(cookies, deviceOf(signed))
	}
	return cookies
}

func TestX12_AllKnownDevicesOfAnAddressHaveABucketTogetherThatOneAloneCannotFill(t *testing.T) {
	d := newDesk()
	p := d.person(t, person.Active, good)
	cookies := d.devices(t, p, 2)
	guess := func(cookie string) error {
		_, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: "another one", Visit: Visit{Device: cookie}})
		return err
	}
	for i, cookie := range cookies {
		if err := guess(cookie); !errors.Is(err, SignInFailed) || d.taken[limit.PasswordByDevices.Scope] != i+1 {
			t.Errorf("device %d: %v, %d tries are counted together", i, err, d.taken[limit.PasswordByDevices.Scope])
		}
	}
	d.full[limit.PasswordByDevice.Scope] = true
	if err := guess(cookies[0]); !errors.Is(err, limit.Refused) || d.taken[limit.PasswordByDevices.Scope] != 2 {
		t.Errorf("what the device's own bucket refuses: %v, %d tries are counted together", err, d.taken[limit.PasswordByDevices.Scope])
	}
	d.full = map[string]bool{limit.PasswordByDevices.Scope + " " + p.AddressKey: true}
	for _, cookie := range cookies {
		if err := guess(cookie); !errors.Is(err, limit.Refused) || slices.Contains(d.calls, "Prove") {
			t.Errorf("past what all have together: %v after %v", err, d.calls)
		}
	}
	if own, all := limit.PasswordByDevice, limit.PasswordByDevices; all.Tries < 2*own.Tries || all.Step() >= own.Step() {
		t.Errorf("one device fills the bucket of all: %v and %v", own, all)
	}
}

func TestX12_B9_AllKnownDevicesOfAnAddressTypeCodesFromOneBucketAndVoidOnesFromThatOfTheAddress(t *testing.T) {
	d := newDesk()
	p := d.person(t, person.Active, good)
	cookies := d.devices(t, p, 2)
	d.rule = factor.Rule{Mode: factor.Required}
	if _, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good}); !errors.Is(err, CodeRequired) || len(d.flows) != 1 {
		t.Fatalf("%v, %d flows", err, len(d.flows))
	}
	for _, f := range d.flows {
		wrong := Attempt{AddressKey: p.AddressKey, Password: good, Flow: f.ID, Code: "no code"}
		d.full[limit.CodeTryByDevices.Scope+" "+p.AddressKey] = true
		for i, cookie := range cookies {
			wrong.Visit.Device = cookie
			if _, err := d.try(t, wrong); !errors.Is(err, limit.Refused) {
				t.Errorf("device %d has a bucket of its own: %v", i, err)
			}
		}
		d.endEverything(p.ID, map[string]string{})
		if _, err := d.try(t, wrong); !errors.Is(err, CodeWrong) || d.taken[limit.CodeTryByAddress.Scope] != 1 {
			t.Errorf("a device that is known no more: %v, %d guesses are counted for the address", err, d.taken[limit.CodeTryByAddress.Scope])
		}
	}
}

// lines gives the history of somebody that tells of an action.
func (d *desk) lines(id person.ID, action audit.Action) []audit.Entry {
	var found []audit.Entry
	for _, e := range d.history {
		if e.Subject == id && e.Action == action {
			found = append(found, e)
		}
	}
	return found
}

func TestA6_ASignInIsInTheHistoryOnceWithWhatWasProven(t *testing.T) {
	d := newDesk()
	p := d.person(t, person.Active, good)
	if _, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good}); err != nil {
		t.Fatal(err)
	}
	lines := d.lines(p.ID, audit.SignedIn)
	if len(lines) != 1 || lines[0].Detail != "password" || lines[0].Network != "192.0.2.0/24" || lines[0].Actor.ID != p.ID || !lines[0].At.Equal(d.now) {
		t.Errorf("the history says %+v", lines)
	}
	d.rule = factor.Rule{Mode: factor.Required, Trust: true}
	if _, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good}); !errors.Is(err, CodeRequired) {
		t.Fatal(err)
	}
	for _, f := range d.flows {
		if _, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good, Flow: f.ID, Code: d.code(t, f), Trust: true}); err != nil {
			t.Fatal(err)
		}
	}
	if lines := d.lines(p.ID, audit.SignedIn); len(lines) != 2 || lines[0].Detail != "code password" && lines[1].Detail != "code password" {
		t.Errorf("the history says %+v", lines)
	}
	if lines := d.lines(p.ID, audit.DeviceTrusted); len(lines) != 1 || lines[0].Network != "192.0.2.0/24" {
		t.Errorf("of the device the history says %+v", lines)
	}
}

func TestA6_ASignInThatBeganNoSessionIsNotInTheHistory(t *testing.T) {
	quiet := newDesk()
	if _, err := quiet.try(t, Attempt{AddressKey: quiet.person(t, person.Active, good).AddressKey, Password: good}); err != nil {
		t.Fatal(err)
	}
	for fault := 1; fault <= len(quiet.calls); fault++ {
		for _, lost := range []bool{false, true} {
			d := newDesk()
			p := d.person(t, person.Active, good)
			d.fault, d.lost = fault, lost
			_, _ = d.try(t, Attempt{AddressKey: p.AddressKey, Password: good})
			if lines := d.lines(p.ID, audit.SignedIn); len(lines) != len(d.sessions) {
				t.Errorf("call %d of %v: %d sessions, and the history says %+v", fault, d.calls, len(d.sessions), lines)
			}
		}
	}
}

func TestA6_X3_RefusedSignInsAreOneLineADayAndOnlyOfWhoCanSignIn(t *testing.T) {
	d := newDesk()
	p := d.person(t, person.Active, good)
	refuse := func(address string) {
		t.Helper()
		if _, err := d.try(t, Attempt{AddressKey: address, Password: "another one"}); !errors.Is(err, SignInFailed) || !slices.Contains(d.calls, "NoteRefusal") {
			t.Fatalf("%v after %v", err, d.calls)
		}
	}
	for range 3 {
		refuse(p.AddressKey)
	}
	lines := d.lines(p.ID, audit.SignInRefused)
	if len(lines) != 1 || lines[0].Network != "192.0.2.0/24" || lines[0].Actor.Kind != audit.BySystem {
		t.Errorf("the history says %+v", lines)
	}
	d.now = d.now.Add(refusals)
	refuse(p.AddressKey)
	for _, address := range []string{"nobody@example.com", d.person(t, person.Invited, "").AddressKey, d.person(t, person.Suspended, good).AddressKey} {
		refuse(address)
	}
	if lines := d.lines(p.ID, audit.SignInRefused); len(lines) != 2 || len(d.history) != 2 {
		t.Errorf("the history says %+v", d.history)
	}
}

func TestA6_X12_WhoKnowsAPasswordCannotFillTheLogBySigningIn(t *testing.T) {
	d := newDesk()
	p := d.person(t, person.Active, good)
	d.full[limit.SignInByPerson.Scope+" "+string(p.ID)] = true
	if _, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good}); !errors.Is(err, limit.Refused) || waitOf(err) == 0 || len(d.vouches) != 0 || len(d.history) != 0 {
		t.Errorf("%v, %d vouches, %+v", err, len(d.vouches), d.history)
	}
	for scope, n := range d.taken {
		if n != 0 {
			t.Errorf("a right password past the limit uses up %d tries of %s", n, scope)
		}
	}
	if _, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: "another one"}); !errors.Is(err, SignInFailed) {
		t.Errorf("a wrong password is told of the limit: %v", err)
	}
	reset := NewReset(d.links(), d.world, d.world, fixed{MinLength: 12}, d.birth())
	if _, err := reset.Complete(t.Context(), Completion{Token: d.link(t, p, proof.Reset), Password: good, Key: "key"}); err != nil {
		t.Errorf("by a link: %v", err)
	}
}
