// Package policy is the one decision on who may register, and by which way. Every road on which a person comes to exist, or is let in by
// somebody else's word for the first time, asks Decide; no road decides by itself. Whoever moves to another address by themselves is let by MoveRefusal.
package policy

import (
	"slices"
	"strings"

	"portico/internal/address"
)

// Mode is who may register by themselves.
type Mode string

// The modes.
const (
	Nobody    Mode = "nobody"    // the team invites, and nobody else comes
	Companies Mode = "companies" // whose domain one of the companies accepts
	Anyone    Mode = "anyone"
)

// Modes are all modes, the strictest first.
var Modes = []Mode{Nobody, Companies, Anyone}

// Way is how somebody comes to be a person of the portal.
type Way string

// The ways that there are.
const (
	Invitation Way = "invitation" // somebody of the team creates the person
	Form       Way = "form"       // Create an account, on the sign-in page
)

// rule is what sets a way apart from the others.
type rule struct {
	way   Way
	team  bool   // somebody of the team vouches for this one person, so no mode, switch or list holds
	needs []Way  // other ways that must be open for this one to be
	modes []Mode // it works in these alone; none means in all but Nobody
}

// rules are the ways; a new one is one more line.
var rules = []rule{
	{way: Invitation, team: true},
	{way: Form},
}

// Switches are the ways that an administrator opens and closes: all but the team's own.
func Switches() []Way {
	var ways []Way
	for _, r := range rules {
		if !r.team {
			ways = append(ways, r.way)
		}
	}
	return ways
}

// Company is a customer company and the domains whose people it accepts. Domains are A-labels as address.Domain gives them. A domain stands for
// itself and for no other below it.
type Company struct {
	ID      string
	Name    string
	Domains []string
}

// Policy is what an administrator decided. Its zero value is the strictest.
type Policy struct {
	Mode               Mode
	Open               []Way // the ways that are switched on
	CompanyMailboxOnly bool  // refuses addresses of public mail providers, to newcomers and to customers who move
	Companies          []Company
	// Denied are the keys of addresses, and domains. An address stands for its plus addresses and, at Gmail, for its spellings with and without dots; a domain for all
	// below it.
	Denied []string
}

// Reason says why somebody may not register, or not move. It is for the team; a stranger is never told.
type Reason string

// The reasons; None where somebody may. OtherCompany is of moves alone.
const (
	None          Reason = ""
	UnknownWay    Reason = "unknown_way"
	DeniedAddress Reason = "denied"
	ModeNobody    Reason = "mode_nobody"
	WayClosed     Reason = "way_closed"
	PublicMailbox Reason = "public_mailbox"
	NoCompany     Reason = "no_company"
	OtherCompany  Reason = "other_company"
)

// Decision is the answer. Company is the one that the person joins; empty where none accepts the address's domain.
type Decision struct {
	Allowed bool
	Reason  Reason
	Company string
}

// Decide tells whether the owner of an address may come to be a person by a way.
func Decide(p Policy, way Way, a address.Address) Decision { return decide(rules, p, way, a) }

// Move is the wish of somebody who is a person already to have another address.
type Move struct {
	From, To address.Address
	Team     bool // they are of the team: of the policy, which is about customers, only the deny list holds
}

// MoveRefusal gives why somebody may not move, None where they may. A customer's mailbox is the proof that they still work where they registered from: it
// must not become a public provider's where CompanyMailboxOnly is set, unless it is one already, and stays with the company that accepts the present one in
// every mode but Anyone. Whom no company accepts is here by the team's word, and bound to no domain.
//
// The deny list comes last, so that PublicMailbox and OtherCompany, which may be told, depend on nothing but the domain: an answer that the list changed would
// tell what is on it.
func MoveRefusal(p Policy, m Move) Reason {
	if m.From.Key == "" || m.To.Key == "" {
		return DeniedAddress
	}
	company := p.companyOf(m.From.Domain())
	switch {
	case !m.Team && p.CompanyMailboxOnly && PublicProvider(m.To.Domain()) && !PublicProvider(m.From.Domain()):
		return PublicMailbox
	case !m.Team && p.Mode != Anyone && company != "" && p.companyOf(m.To.Domain()) != company:
		return OtherCompany
	case p.Denies(m.To):
		return DeniedAddress
	}
	return None
}

// Opens tells whether a way is open to anybody at all, so that pages show it or do not.
func Opens(p Policy, way Way) bool {
	r, ok := ruleOf(rules, way)
	return ok && closed(p, r) == None
}

func decide(rules []rule, p Policy, way Way, a address.Address) Decision {
	r, ok := ruleOf(rules, way)
	if !ok || a.Key == "" {
		return Decision{Reason: UnknownWay}
	}
	company := p.companyOf(a.Domain())
	if r.team {
		return Decision{Allowed: true, Company: company}
	}
	reason := closed(p, r)
	switch {
	case p.Denies(a):
		reason = DeniedAddress
	case reason != None:
	case p.CompanyMailboxOnly && PublicProvider(a.Domain()):
		reason = PublicMailbox
	case p.Mode == Companies && company == "":
		reason = NoCompany
	default:
		return Decision{Allowed: true, Company: company}
	}
	return Decision{Reason: reason}
}

// closed tells why nobody comes by a way.
func closed(p Policy, r rule) Reason {
	switch {
	case r.team:
		return None
	case p.Mode != Companies && p.Mode != Anyone, len(r.modes) > 0 && !slices.Contains(r.modes, p.Mode):
		return ModeNobody
	case !slices.Contains(p.Open, r.way):
		return WayClosed
	}
	for _, needed := range r.needs {
		if !slices.Contains(p.Open, needed) {
			return WayClosed
		}
	}
	return None
}

func ruleOf(rules []rule, way Way) (rule, bool) {
	i := slices.IndexFunc(rules, func(r rule) bool { return r.way == way })
	if i < 0 {
		return rule{}, false
	}
	return rules[i], true
}

// companyOf gives the company that accepts a domain: exactly it, because whoever has a domain can give what is below it to others.
func (p Policy) companyOf(domain string) string {
	for _, c := range p.Companies {
		if slices.Contains(c.Domains, domain) {
			return c.ID
		}
	}
	return ""
}

// Denies tells whether an address, another one of the same mailbox that is no plus address, its domain or a domain above that is on the deny list.
func (p Policy) Denies(a address.Address) bool {
	mailbox := address.Mailbox(a.Key)
	for _, denied := range p.Denied {
		if denied == a.Key || strings.Contains(denied, "@") && !strings.Contains(denied, "+") && address.Mailbox(denied) == mailbox {
			return true
		}
	}
	return anyAbove(a.Domain(), func(domain string) bool { return slices.Contains(p.Denied, domain) })
}

// anyAbove asks about a domain and every one above it of two labels and more.
func anyAbove(domain string, is func(string) bool) bool {
	for strings.Contains(domain, ".") {
		if is(domain) {
			return true
		}
		_, domain, _ = strings.Cut(domain, ".")
	}
	return false
}
