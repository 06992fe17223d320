package policy

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/publicsuffix"

	"portico/internal/address"
)

func parsed(t *testing.T, s string) address.Address {
	t.Helper()
	a, err := address.Parse(s)
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return a
}

var acme = Company{ID: "acme", Name: "Acme", Domains: []string{"acme.example", "xn--bcher-kva.example", "kiwi.example"}}

// denied is the deny list that typed knows of.
var denied = []string{"mallory@acme.example", "mall.ory@gmail.com", "eve+spam@acme.example", "evil.example", "xn--bse-sna.example"}

// Addresses as people type them, what the policy makes of their domains, and whether the deny list below has them.
var typed = []struct {
	name, email     string
	company, public bool
	denied          bool
}{
	{name: "the company's", email: "ada@acme.example", company: true},
	{name: "upper case", email: "Ada@ACME.Example", company: true},
	{name: "a plus address", email: "ada+portal@acme.example", company: true},
	{name: "a dot at the end", email: "ada@acme.example.", company: true},
	{name: "a domain in letters", email: "ada@bücher.example", company: true},
	{name: "the same in capitals", email: "ada@BÜCHER.example", company: true},
	{name: "the same as A-label", email: "ada@xn--bcher-kva.example", company: true},
	{name: "the same as A-label in capitals", email: "ada@XN--BCHER-KVA.example", company: true},
	{name: "the Kelvin sign in the domain, which is a k", email: "ada@\u212aiwi.example", company: true},
	{name: "full-width letters, which are letters", email: "ada@ａcme．example", company: true},
	{name: "a domain below the company's", email: "ada@mail.acme.example"},
	{name: "a domain above the company's", email: "ada@acme.example.org"},
	{name: "a domain that ends like it", email: "ada@notacme.example"},
	{name: "look-alike letters", email: "ada@аcme.example"},
	{name: "an accent", email: "ada@ácme.example"},
	{name: "a stranger's", email: "sam@stranger.example"},
	{name: "a public provider's", email: "ada@gmail.com", public: true},
	{name: "a public provider's in capitals", email: "ada@GMail.COM", public: true},
	{name: "below a public provider's", email: "ada@mail.gmail.com", public: true},
	{name: "that ends like a public provider's", email: "ada@notgmail.com"},
	{name: "a denied address", email: "mallory@acme.example", company: true, denied: true},
	{name: "a denied address in capitals", email: "MALLORY@Acme.Example", company: true, denied: true},
	{name: "a plus address of a denied one", email: "mallory+2@acme.example", company: true, denied: true},
	{name: "one that begins like a denied one", email: "mallory2@acme.example", company: true},
	{name: "a plus address that is denied itself", email: "eve+spam@acme.example", company: true, denied: true},
	{name: "the plain one of it", email: "eve@acme.example", company: true},
	{name: "a denied address at Gmail, with dots", email: "m.all.ory@gmail.com", public: true, denied: true},
	{name: "a denied address at Gmail by its other domain", email: "mallory+1@googlemail.com", public: true, denied: true},
	{name: "a denied domain", email: "eve@evil.example", denied: true},
	{name: "below a denied domain", email: "eve@a.b.EVIL.example", denied: true},
	{name: "that ends like a denied domain", email: "eve@notevil.example"},
	{name: "a denied domain in letters", email: "eve@böse.example", denied: true},
}

// wanted says by itself what the decision must be, from what product and decision records say.
func wanted(mode Mode, open, mailbox bool, way Way, email struct{ company, public, denied bool }) Reason {
	if way == Invitation {
		return None
	}
	if email.denied {
		return DeniedAddress
	}
	if mode == Nobody {
		return ModeNobody
	}
	if !open {
		return WayClosed
	}
	if mailbox && email.public {
		return PublicMailbox
	}
	if mode == Companies && !email.company {
		return NoCompany
	}
	return None
}

func TestG1_G2_G3_G4_G5_OnePolicyDecidesForEveryModeWaySwitchListAndDomain(t *testing.T) {
	cases := 0
	for _, mode := range Modes {
		for _, way := range []Way{Invitation, Form} {
			for _, open := range []bool{false, true} {
				for _, mailbox := range []bool{false, true} {
					for _, list := range []bool{false, true} {
						for _, email := range typed {
							cases++
							p := Policy{Mode: mode, CompanyMailboxOnly: mailbox, Companies: []Company{{ID: "other", Domains: []string{"other.example"}}, acme}}
							if open {
								p.Open = Switches()
							}
							if list {
								p.Denied = denied
							}
							want := wanted(mode, open, mailbox, way, struct{ company, public, denied bool }{email.company, email.public, email.denied && list})
							got := Decide(p, way, parsed(t, email.email))
							if got.Allowed != (want == None) || got.Reason != want {
								t.Errorf("%s, %s, open %v, mailbox only %v, list %v, %s: got %+v, want %q", mode, way, open, mailbox, list, email.name, got, want)
							}
							if got.Allowed && (got.Company == acme.ID) != email.company {
								t.Errorf("%s, %s: joins %q", mode, email.name, got.Company)
							}
						}
					}
				}
			}
		}
	}
	if want := 3 * 2 * 2 * 2 * 2 * len(typed); cases != want {
		t.Errorf("%d cases, want %d", cases, want)
	}
}

// wantedMove says by itself what must become of a move, from what product and decision records say.
func wantedMove(mode Mode, mailbox, team bool, from, to struct{ company, public, denied bool }) Reason {
	if !team && mailbox && to.public && !from.public {
		return PublicMailbox
	}
	if !team && mode != Anyone && from.company && !to.company {
		return OtherCompany
	}
	if to.denied {
		return DeniedAddress
	}
	return None
}

func TestG3_G4_X11_ACustomerMovesOnlyWhereThePolicyStillHasTheProofOfTheCompanysMailbox(t *testing.T) {
	cases := 0
	for _, mode := range append(slices.Clone(Modes), "") {
		for _, mailbox := range []bool{false, true} {
			for _, list := range []bool{false, true} {
				for _, team := range []bool{false, true} {
					for _, from := range typed {
						for _, to := range typed {
							cases++
							p := Policy{Mode: mode, CompanyMailboxOnly: mailbox, Companies: []Company{{ID: "other", Domains: []string{"other.example"}}, acme}}
							if list {
								p.Denied = denied
							}
							want := wantedMove(mode, mailbox, team, struct{ company, public, denied bool }{from.company, from.public, false}, struct{ company, public, denied bool }{to.company, to.public, to.denied && list})
							got := MoveRefusal(p, Move{From: parsed(t, from.email), To: parsed(t, to.email), Team: team})
							if got != want {
								t.Errorf("%s, mailbox only %v, list %v, team %v, from %s to %s: got %q, want %q", mode, mailbox, list, team, from.name, to.name, got, want)
							}
						}
					}
				}
			}
		}
	}
	if want := 4 * 2 * 2 * 2 * len(typed) * len(typed); cases != want {
		t.Errorf("%d cases, want %d", cases, want)
	}
}

func TestG4_X11_AMoveFromOneCompanyToAnotherIsRefusedHoweverManyDomainsTheyHave(t *testing.T) {
	p := Policy{Mode: Companies, Companies: []Company{{ID: "other", Domains: []string{"other.example", "other.test"}}, acme}}
	for _, test := range []struct {
		from, to string
		want     Reason
	}{
		{"ada@acme.example", "lovelace@acme.example", None},
		{"ada@acme.example", "ada@bücher.example", None},
		{"ada@acme.example", "ada@other.example", OtherCompany},
		{"ada@other.example", "ada@other.test", None},
		{"ada@other.test", "ada@kiwi.example", OtherCompany},
		{"ada@acme.example", "ada@mail.acme.example", OtherCompany},
		{"sam@stranger.example", "sam@other.example", None},
		{"sam@stranger.example", "sam@gmail.com", None},
		{"ada@acme.example", "ada@gmail.com", OtherCompany},
	} {
		if got := MoveRefusal(p, Move{From: parsed(t, test.from), To: parsed(t, test.to)}); got != test.want {
			t.Errorf("from %s to %s: got %q, want %q", test.from, test.to, got, test.want)
		}
	}
}

func TestG3_X11_WhatIsToldAboutAMoveSaysNothingAboutTheDenyList(t *testing.T) {
	for _, mode := range Modes {
		p := Policy{Mode: mode, CompanyMailboxOnly: true, Companies: []Company{acme}}
		for _, to := range []string{"ada@gmail.com", "ada@stranger.example", "ada@acme.example"} {
			m := Move{From: parsed(t, "ada@acme.example"), To: parsed(t, to)}
			plain := MoveRefusal(p, m)
			listed := p
			listed.Denied = []string{to, m.To.Domain()}
			if got := MoveRefusal(listed, m); got != plain && (plain != None || got != DeniedAddress) {
				t.Errorf("%s, to %s: %q, and %q where the deny list has it", mode, to, plain, got)
			}
		}
	}
}

func TestG4_X11_AMoveWithoutAnAddressIsRefused(t *testing.T) {
	ada := parsed(t, "ada@acme.example")
	for _, m := range []Move{{}, {From: ada}, {To: ada}, {From: ada, Team: true}, {To: ada, Team: true}} {
		if got := MoveRefusal(Policy{Mode: Anyone}, m); got != DeniedAddress {
			t.Errorf("%+v: %q", m, got)
		}
	}
}

func TestG5_AWayThatIsNotKnownOrAnAddressThatIsNoneIsRefused(t *testing.T) {
	everything := Policy{Mode: Anyone, Open: append(Switches(), "google", "")}
	for _, way := range []Way{"google", "", "FORM", "form "} {
		if got := Decide(everything, way, parsed(t, "ada@acme.example")); got.Allowed || got.Reason != UnknownWay {
			t.Errorf("%q: %+v", way, got)
		}
	}
	if got := Decide(everything, Form, address.Address{}); got.Allowed {
		t.Errorf("no address: %+v", got)
	}
	if got := Decide(Policy{Mode: "everybody", Open: Switches()}, Form, parsed(t, "ada@acme.example")); got.Allowed {
		t.Errorf("an unknown mode: %+v", got)
	}
	if got := Decide(Policy{}, Form, parsed(t, "ada@acme.example")); got.Allowed {
		t.Errorf("no policy: %+v", got)
	}
}

func TestG5_AWayIsShownExactlyWhereItCanBeGone(t *testing.T) {
	for _, mode := range Modes {
		for _, open := range [][]Way{nil, {Form}} {
			p := Policy{Mode: mode, Open: open, Companies: []Company{acme}}
			shown, gone := Opens(p, Form), Decide(p, Form, parsed(t, "ada@acme.example")).Allowed
			if shown != gone {
				t.Errorf("%s with %v: shown %v, gone %v", mode, open, shown, gone)
			}
		}
	}
	if !Opens(Policy{}, Invitation) {
		t.Error("the team cannot invite")
	}
	if Opens(Policy{Mode: Anyone, Open: []Way{"google"}}, "google") {
		t.Error("a way that does not exist is shown")
	}
}

func TestG2_AWayThatIsAddedIsOneMoreRule(t *testing.T) {
	with := append(slices.Clone(rules), rule{way: "google", needs: []Way{Form}}, rule{way: "windows", modes: []Mode{Anyone}}, rule{way: "mail"})
	for _, test := range []struct {
		way  Way
		mode Mode
		open []Way
		want Reason
	}{
		{"google", Anyone, []Way{"google", Form}, None},
		{"google", Anyone, []Way{"google"}, WayClosed},
		{"google", Anyone, []Way{Form}, WayClosed},
		{"google", Nobody, []Way{"google", Form}, ModeNobody},
		{"windows", Anyone, []Way{"windows"}, None},
		{"windows", Companies, []Way{"windows"}, ModeNobody},
		{"mail", Companies, []Way{"mail"}, None},
		{"mail", Companies, []Way{Form}, WayClosed},
	} {
		p := Policy{Mode: test.mode, Open: test.open, Companies: []Company{acme}}
		if got := decide(with, p, test.way, parsed(t, "ada@acme.example")); got.Reason != test.want {
			t.Errorf("%s, %s with %v: got %q, want %q", test.way, test.mode, test.open, got.Reason, test.want)
		}
	}
}

func TestG4_TheListKnowsThePublicProvidersAndTakesNoWholeCountryForOne(t *testing.T) {
	for _, domain := range []string{
		"gmail.com", "googlemail.com", "outlook.com", "hotmail.fr", "yahoo.co.jp", "icloud.com", "gmx.de", "gmx.at", "web.de", "t-online.de", "proton.me",
		"fastmail.com", "posteo.de", "mailbox.org", "tutanota.com", "aol.com", "yandex.ru", "163.com", "qq.com", "libero.it", "orange.fr", "mailinator.com",
	} {
		if !PublicProvider(domain) {
			t.Errorf("%s is not on the list", domain)
		}
	}
	for _, domain := range []string{"acme.example", "microsoft.com", "siemens.com", "ox.ac.uk", "com", "co.uk", ""} {
		if PublicProvider(domain) {
			t.Errorf("%s is on the list", domain)
		}
	}
	previous := ""
	for domain := range strings.Lines(providers) {
		domain = strings.TrimSuffix(domain, "\n")
		if domain <= previous {
			t.Fatalf("%s stands after %s", domain, previous)
		}
		previous = domain
		if suffix, icann := publicsuffix.PublicSuffix(domain); icann && suffix == domain {
			t.Errorf("%s is a suffix that companies have their domains below", domain)
		}
		if again, err := address.Domain(domain); err != nil || again != domain {
			t.Errorf("%s is not in the form that it is compared in: %q, %v", domain, again, err)
		}
	}
}
