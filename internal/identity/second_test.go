package identity

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"portico/internal/factor"
	"portico/internal/limit"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/proof"
	"portico/internal/session"
)

// codeFor gives the code that the mailer would derive for a flow.
func (d *desk) codeFor(t testing.TB, flow string) string {
	t.Helper()
	code, err := proof.Code(t.Context(), d.world, d.flows[flow].Proof())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// cookieOf gives the device cookie that a sign-in sets.
func cookieOf(t testing.TB, signed *SignedIn) string {
	t.Helper()
	for _, line := range signed.Cookies {
		if rest, ok := strings.CutPrefix(line, session.DeviceName+"="); ok {
			value, _, _ := strings.Cut(rest, ";")
			return value
		}
	}
	t.Fatal("no device cookie")
	return ""
}

// second is a desk with a rule, somebody who has chosen the second factor or not, and the flow that a right password opens.
func second(t *testing.T, rule factor.Rule, chosen bool) (*desk, person.Person, string) {
	t.Helper()
	d := newDesk()
	d.rule = rule
	p := d.person(t, person.Active, good)
	h := d.standings[p.ID]
	h.Gate.SecondFactor = chosen
	d.standings[p.ID] = h
	_, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good})
	if !errors.Is(err, CodeRequired) || len(d.flows) != 1 || len(d.wishes) != 1 {
		t.Fatalf("%v, %d flows, %d wishes", err, len(d.flows), len(d.wishes))
	}
	for id := range d.flows {
		return d, p, id
	}
	return nil, p, ""
}

func TestB9_TheSecondFactorIsAskedForAsTheRuleAndThePersonSay(t *testing.T) {
	for _, c := range []struct {
		mode     factor.Mode
		chosen   bool
		required bool // of this person, by the team
		due      bool
	}{
		{"", false, false, false}, {"", true, false, false}, {factor.Off, true, false, false},
		{factor.Optional, false, false, false}, {factor.Optional, true, false, true}, {factor.Required, false, false, true}, {factor.Required, true, false, true},
		{"", false, true, true}, {factor.Off, false, true, true}, {factor.Optional, false, true, true}, {factor.Required, false, true, true},
	} {
		d := newDesk()
		d.rule = factor.Rule{Mode: c.mode}
		p := d.person(t, person.Active, good)
		h := d.standings[p.ID]
		h.Gate.SecondFactor, h.Gate.FactorRequired = c.chosen, c.required
		d.standings[p.ID] = h
		_, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good})
		if due := errors.Is(err, CodeRequired); due != c.due || !due && err != nil {
			t.Errorf("%s, chosen %v, required %v: %v", c.mode, c.chosen, c.required, err)
		}
	}
}

func TestB9_WithoutTheCodeNothingIsVouchedForAndNoTryIsTaken(t *testing.T) {
	d, p, _ := second(t, factor.Rule{Mode: factor.Required}, false)
	if len(d.vouches) != 0 || len(d.sessions) != 0 {
		t.Errorf("%d vouches, %d sessions", len(d.vouches), len(d.sessions))
	}
	for scope, n := range d.taken {
		if n != 0 && !slices.Contains([]string{limit.SecondCodeByPerson.Scope}, scope) {
			t.Errorf("%d tries of %s stay taken", n, scope)
		}
	}
	for _, wish := range d.wishes {
		if wish.Kind != outbox.CodeRequest || wish.AddressKey != p.AddressKey {
			t.Errorf("the wish is %+v", wish)
		}
	}
}

func TestB9_AWrongPasswordNeverAsksForTheCode(t *testing.T) {
	d := newDesk()
	d.rule = factor.Rule{Mode: factor.Required}
	p := d.person(t, person.Active, good)
	if _, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: "another one"}); !errors.Is(err, SignInFailed) || len(d.flows) != 0 {
		t.Errorf("%v, %d flows", err, len(d.flows))
	}
}

func TestB9_TheCodeWithThePasswordSignsInOnce(t *testing.T) {
	d, p, flow := second(t, factor.Rule{Mode: factor.Required}, false)
	right := Attempt{AddressKey: p.AddressKey, Password: good, Flow: flow, Code: d.codeFor(t, flow)}
	wrong := right
	wrong.Code = "000000"
	if right.Code == wrong.Code {
		wrong.Code = "000001"
	}
	if _, err := d.try(t, wrong); !errors.Is(err, CodeWrong) {
		t.Errorf("a wrong code: %v", err)
	}
	signed, err := d.try(t, right)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range d.vouches {
		if !factor.Enough(v.Proven) {
			t.Errorf("vouched for with %v", v.Proven)
		}
	}
	if !d.opens(t, signed) {
		t.Error("the session opens nothing")
	}
	if _, err := d.try(t, right); !errors.Is(err, CodeExpired) {
		t.Errorf("the code once more: %v", err)
	}
	if len(d.trustedDevices) != 0 {
		t.Error("a device is trusted that nobody asked to trust")
	}
}

func TestB9_TooManyCodesAreRefusedOnlyToWhoeverKnowsThePassword(t *testing.T) {
	d := newDesk()
	d.rule = factor.Rule{Mode: factor.Required}
	d.full[limit.SecondCodeByPerson.Scope] = true
	p := d.person(t, person.Active, good)
	if _, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good}); !errors.Is(err, TooManyCodes) || waitOf(err) == 0 {
		t.Errorf("the right password: %v", err)
	}
	if _, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: "another one"}); !errors.Is(err, SignInFailed) {
		t.Errorf("a wrong password: %v", err)
	}
}

// trusted is a desk with somebody who has trusted a device, with its cookie.
func trusted(t *testing.T, rule factor.Rule) (*desk, person.Person, string) {
	t.Helper()
	d, p, flow := second(t, rule, true)
	signed, err := d.try(t, Attempt{AddressKey: p.AddressKey, Password: good, Flow: flow, Code: d.codeFor(t, flow), Trust: true})
	if err != nil {
		t.Fatal(err)
	}
	return d, p, cookieOf(t, signed)
}

func TestX9_ATrustedDeviceDoesWithoutTheCodeForThirtyDays(t *testing.T) {
	d, p, cookie := trusted(t, factor.Rule{Mode: factor.Optional, Trust: true})
	again := Attempt{AddressKey: p.AddressKey, Password: good, Visit: Visit{Device: cookie}}
	d.now = d.now.Add(factor.TrustLife - time.Second)
	signed, err := d.try(t, again)
	if err != nil {
		t.Fatalf("after less than thirty days: %v", err)
	}
	known, err := session.KnownDevice(t.Context(), d, cookie, p.AddressKey)
	if err != nil || len(d.sessions) != 2 {
		t.Fatalf("%v, the sessions are %v", err, d.sessions)
	}
	for _, s := range d.sessions { // so that whoever ends one can end the trust
		if s.DeviceID != known.ID {
			t.Errorf("the session began on %q, the device is %q", s.DeviceID, known.ID)
		}
	}
	again.Visit.Device = cookieOf(t, signed)
	d.now = d.now.Add(2 * time.Second)
	if _, err := d.try(t, again); !errors.Is(err, CodeRequired) {
		t.Errorf("after thirty days, and with the sign-in in between: %v", err)
	}
}

func TestX9_TrustEndsWithTheEpochItsRowTheRuleAndIsNobodyElses(t *testing.T) {
	rule := factor.Rule{Mode: factor.Optional, Trust: true}
	for what, happen := range map[string]func(d *desk, p person.Person, a *Attempt){
		"a new epoch": func(d *desk, p person.Person, _ *Attempt) {
			h := d.standings[p.ID]
			h.Gate.Epoch++
			d.standings[p.ID] = h
		},
		"ended by the person":  func(d *desk, _ person.Person, _ *Attempt) { clear(d.trustedDevices) },
		"not allowed any more": func(d *desk, _ person.Person, _ *Attempt) { d.rule.Trust = false },
		"no cookie":            func(_ *desk, _ person.Person, a *Attempt) { a.Visit.Device = "" },
		"a cookie that was made": func(_ *desk, _ person.Person, a *Attempt) {
			a.Visit.Device = strings.Replace(a.Visit.Device, ".1.", ".2.", 1)
		},
		"somebody else": func(d *desk, _ person.Person, a *Attempt) {
			other := d.person(t, person.Active, good)
			h := d.standings[other.ID]
			h.Gate.SecondFactor = true
			d.standings[other.ID] = h
			a.AddressKey = other.AddressKey
		},
	} {
		d, p, cookie := trusted(t, rule)
		a := Attempt{AddressKey: p.AddressKey, Password: good, Visit: Visit{Device: cookie}}
		happen(d, p, &a)
		if _, err := d.try(t, a); !errors.Is(err, CodeRequired) {
			t.Errorf("%s: %v", what, err)
		}
	}
	d, _, _ := trusted(t, factor.Rule{Mode: factor.Optional})
	if len(d.trustedDevices) != 0 {
		t.Error("trusted, though the administrators do not allow it")
	}
}

func TestX9_AfterALinkNoSecondCodeIsAskedFor(t *testing.T) {
	d := newDesk()
	d.rule = factor.Rule{Mode: factor.Required}
	p := d.person(t, person.Invited, "")
	link := d.link(t, p, proof.Activation)
	activation := NewActivation(d.links(), d.world, d.world, fixed{MinLength: 12}, d.birth())
	if _, err := activation.Complete(t.Context(), Completion{Token: link, Name: "Cara", Password: good, Key: "key"}); err != nil {
		t.Fatal(err)
	}
	for _, v := range d.vouches {
		if !factor.Enough(v.Proven) {
			t.Errorf("vouched for with %v, which Cognito's triggers refuse", v.Proven)
		}
	}
	if len(d.flows) != 0 {
		t.Error("a code was asked for")
	}
}
