package settings

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"portico/internal/address"
	"portico/internal/brand"
	"portico/internal/people"
	"portico/internal/policy"
	"portico/internal/problem"
)

// How much a section holds at most. All of it fits into one request and well into one row.
const (
	MaxCompanies  = 200
	MaxDomains    = 20 // of one company
	MaxDenied     = 1000
	MaxServices   = 50
	MaxQuickLinks = 12
)

// The shortest password can be between these, in code points. NIST SP 800-63B-4 asks 15 where the password is all, 8 where a second factor follows.
const (
	leastPassword = 8
	mostPassword  = 64
)

// The codes of fields, as the contract lists them.
const (
	invalid     = "invalid"
	tooLong     = "too_long"
	unsupported = "unsupported"
)

// findings are what is wrong with a section.
type findings struct{ fields []problem.Field }

func (f *findings) add(code, detail, format string, args ...any) {
	f.fields = append(f.fields, problem.Field{Name: fmt.Sprintf(format, args...), Code: code, Detail: detail})
}

func (r *Registration) normal(f *findings) {
	if !slices.Contains(policy.Modes, r.Mode) {
		f.add(unsupported, "This is no mode.", "mode")
	}
	r.Ways = sorted(r.Ways)
	for _, way := range r.Ways {
		if !slices.Contains(policy.Switches(), way) {
			f.add(unsupported, "There is no such way, or it has no switch.", "ways")
		}
	}
}

func (c *Companies) normal(f *findings) {
	c.Companies = append([]Company{}, c.Companies...)
	names, domains := map[string]bool{}, map[string]string{}
	for i := range c.Companies {
		each := &c.Companies[i]
		if name := strings.ToLower(each.Name); names[name] {
			f.add(invalid, "There is another company with this name.", "companies[%d].name", i)
		} else {
			names[name] = true
		}
		each.Domains = each.accepted(f, i, domains)
		for _, domain := range each.Domains {
			domains[domain] = each.Name
		}
	}
	slices.SortFunc(c.Companies, func(a, b Company) int { return strings.Compare(a.Name, b.Name) })
}

// accepted gives the domains as A-labels. A public provider's is refused: anybody at all could join the company by it. So is one that another company has:
// taken are their names by their domains.
func (c *Company) accepted(f *findings, i int, taken map[string]string) []string {
	domains := []string{}
	for n, typed := range c.Domains {
		domain, err := domainOf(typed)
		switch other := taken[domain]; {
		case err != nil:
			f.add(invalid, fmt.Sprintf("%q is no domain name, such as example.com.", shown(typed)), "companies[%d].domains[%d]", i, n)
		case policy.PublicProvider(domain):
			f.add(unsupported, domain+" is a public mail provider's: anybody could join by it.", "companies[%d].domains[%d]", i, n)
		case other != "":
			f.add(invalid, domain+" is "+other+"'s already.", "companies[%d].domains[%d]", i, n)
		default:
			domains = append(domains, domain)
		}
	}
	return sorted(domains)
}

func (d *Denied) normal(f *findings) {
	entries := []string{}
	for i, typed := range d.Entries {
		entry, err := denied(strings.TrimSpace(typed))
		if err != nil {
			f.add(invalid, fmt.Sprintf("%q is neither an e-mail address nor a domain name.", shown(typed)), "entries[%d]", i)
			continue
		}
		entries = append(entries, entry)
	}
	d.Entries = sorted(entries)
}

// domainOf reads a domain as people copy it: from a browser, with https:// in front and a path behind, or from an address, with an @ in front.
func domainOf(typed string) (string, error) {
	name := strings.TrimSpace(typed)
	if _, rest, found := strings.Cut(name, "://"); found {
		name = rest
	}
	name, _, _ = strings.Cut(name, "/")
	return address.Domain(strings.TrimPrefix(name, "@"))
}

// denied gives the form in which an entry is compared: an address's key, or a domain.
func denied(typed string) (string, error) {
	if at := strings.LastIndexByte(typed, '@'); at > 0 {
		a, err := address.Parse(typed)
		return a.Key, err
	}
	return domainOf(typed)
}

func (s *SignIn) normal(f *findings) {
	if !slices.Contains([]SecondFactor{SecondFactorOff, SecondFactorOptional, SecondFactorRequired}, s.SecondFactor) {
		f.add(unsupported, "This is not one of: off, optional, required.", "secondFactor")
	}
	if s.PasswordMinLength < leastPassword || s.PasswordMinLength > mostPassword {
		f.add(invalid, fmt.Sprintf("This is not between %d and %d.", leastPassword, mostPassword), "passwordMinLength")
	}
}

func (p *Portal) normal(f *findings) {
	for field, value := range map[string]*string{"privacyUrl": &p.PrivacyURL, "termsUrl": &p.TermsURL} {
		if *value = strings.TrimSpace(*value); *value != "" && !webAddress(*value) {
			f.add(invalid, "This is no address of a page, such as https://example.com/privacy.", "%s", field)
		}
	}
	if p.Accent != "" {
		p.Accent = brand.Colour(strings.ToLower(string(p.Accent)))
		if !p.Accent.Valid() {
			f.add(invalid, "This is no colour, such as #0b5cbf.", "accent")
		} else if wrong := brand.CheckAccent(p.Accent); wrong != "" {
			f.add(unsupported, wrong, "accent")
		}
	}
	if p.Logo != "" && !brand.ValidLogoID(string(p.Logo)) {
		f.add(invalid, "This is no logo.", "logo")
	}
}

func (s *Services) normal(f *findings) {
	s.Services = append([]Service{}, s.Services...)
	names, keys := map[string]bool{}, map[string]bool{}
	for i, each := range s.Services {
		if name := strings.ToLower(each.Name); names[name] {
			f.add(invalid, "There is another service with this name.", "services[%d].name", i)
		} else {
			names[name] = true
		}
		a, err := address.Parse(strings.TrimSpace(each.Address))
		if err != nil {
			f.add(invalid, "This is no e-mail address: "+err.Error()+".", "services[%d].address", i)
			continue
		}
		if keys[a.Key] {
			f.add(invalid, "Another service has this address.", "services[%d].address", i)
		}
		keys[a.Key] = true
		s.Services[i].Address = a.Stored
	}
}

func (q *QuickLinks) normal(f *findings) {
	q.QuickLinks = append([]QuickLink{}, q.QuickLinks...)
	for i, each := range q.QuickLinks {
		if q.QuickLinks[i].URL = strings.TrimSpace(each.URL); !webAddress(q.QuickLinks[i].URL) {
			f.add(invalid, "This is no address of a page, such as https://example.com/help.", "quickLinks[%d].url", i)
		}
	}
}

// webAddress tells whether s is the address of a page, without a name and password in it, which browsers hide and people are led astray by.
func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil && len(s) <= 500
}

// adopt has nothing to take: these sections name nothing by ids.
func (*Registration) adopt(Section, int) {}
func (*Denied) adopt(Section, int)       {}
func (*SignIn) adopt(Section, int)       {}
func (*Portal) adopt(Section, int)       {}
func (*QuickLinks) adopt(Section, int)   {}

func (c *Companies) adopt(before Section, version int) {
	adoptIDs(c.entries(), before.(*Companies).entries(), version)
}

func (s *Services) adopt(before Section, version int) {
	adoptIDs(s.entries(), before.(*Services).entries(), version)
}

// entry is what has an id and a name.
type entry struct {
	id   *string
	name string
}

func (c *Companies) entries() []entry {
	all := make([]entry, len(c.Companies))
	for i := range c.Companies {
		all[i] = entry{&c.Companies[i].ID, c.Companies[i].Name}
	}
	return all
}

func (s *Services) entries() []entry {
	all := make([]entry, len(s.Services))
	for i := range s.Services {
		all[i] = entry{&s.Services[i].ID, s.Services[i].Name}
	}
	return all
}

// adoptIDs leaves to each of now the id that it has in known, or that known has for its name, and makes ids for the rest, for the change that was made
// to version.
func adoptIDs(now, known []entry, version int) {
	used, old := map[string]bool{}, map[string]bool{}
	names := map[string]string{}
	for _, k := range known {
		old[*k.id], names[k.name] = true, *k.id
	}
	for _, each := range now {
		if !old[*each.id] || used[*each.id] {
			*each.id = ""
		}
		used[*each.id] = true
	}
	for _, each := range now {
		if id := names[each.name]; *each.id == "" && id != "" && !used[id] {
			*each.id, used[id] = id, true
		}
	}
	for _, each := range now {
		if *each.id == "" {
			*each.id = newID(each.name, version)
		}
	}
}

// newID makes an id of a name: its letters and digits in lower case with hyphens between words, and then eight letters and digits that follow from the
// whole name and the version that was changed. A version is changed once and has each name once. So a repeat of the change makes the same id, and no
// other change ever makes it again: people who belong to what was deleted do not belong to what comes later under the same name.
func newID(name string, version int) string {
	words := strings.FieldsFunc(people.Fold(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	base := strings.Join(words, "-")
	base = strings.Trim(base[:min(len(base), 31)], "-")
	if base == "" {
		base = "new"
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "portico settings id\x00%d\x00%s", version, name))
	return base + "-" + strings.ToLower(base32.StdEncoding.EncodeToString(sum[:5]))
}

// sorted gives each of values once, in order, and an empty list for none.
func sorted[T ~string](values []T) []T {
	all := append([]T{}, values...)
	slices.Sort(all)
	return slices.Compact(all)
}

// shown is what somebody typed, short enough for a message.
func shown(typed string) string {
	if runes := []rune(typed); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return typed
}
