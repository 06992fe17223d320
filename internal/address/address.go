// Package address reads e-mail addresses: which ones Portico takes, and the one form in which two of them are compared.
package address

import (
	"errors"
	"strings"

	"golang.org/x/net/idna"
)

// Address is an e-mail address. Stored is as it was typed, and where mail goes (a domain in other letters than ASCII stands there as its A-label,
// because SES takes no other); Key is what is compared and reserved.
type Address struct {
	Stored string
	Key    string
}

// The longest address, and the longest part before the @, in bytes (RFC 5321, 4.5.3.1).
const (
	maxAddress = 254
	maxLocal   = 64
)

// The reasons to refuse an address.
var (
	ErrForm     = errors.New("not of the form name@example.com")
	ErrTooLong  = errors.New("longer than mail allows")
	ErrQuoted   = errors.New("a quoted part before the @ is not supported")
	ErrNonASCII = errors.New("letters outside ASCII before the @ are not supported") // SES cannot send to them
	ErrDomain   = errors.New("the part after the @ is no domain name")
)

// Parse reads an address. The key is the part before the @ in lower case and the domain as its A-label by UTS 46 (non-transitional, STD3), without
// a dot at its end. The error is one of this package's.
func Parse(s string) (Address, error) {
	if len(s) > 4*maxAddress { // a domain in letters can be longer than its A-label, but not without end
		return Address{}, ErrTooLong
	}
	at := strings.LastIndexByte(s, '@')
	if at < 0 {
		return Address{}, ErrForm
	}
	if err := checkLocal(s[:at]); err != nil {
		return Address{}, err
	}
	domain, err := asciiDomain(s[at+1:])
	if err != nil {
		return Address{}, err
	}
	if at+1+len(domain) > maxAddress {
		return Address{}, ErrTooLong
	}
	typed := strings.TrimSuffix(s[at+1:], ".")
	if !ascii(typed) {
		typed = domain
	}
	return Address{Stored: s[:at+1] + typed, Key: strings.ToLower(s[:at]) + "@" + domain}, nil
}

// Domain reads a domain name: its A-label by UTS 46 as Parse makes it. ErrDomain where mail could not go there.
func Domain(s string) (string, error) {
	if len(s) > 4*maxAddress {
		return "", ErrTooLong
	}
	return asciiDomain(s)
}

// Domain gives the domain of the key, an A-label in lower case.
func (a Address) Domain() string { return a.Key[strings.LastIndexByte(a.Key, '@')+1:] }

// Local gives the part of the key before the @.
func (a Address) Local() string { return a.Key[:max(strings.LastIndexByte(a.Key, '@'), 0)] }

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// checkLocal takes a dot-atom (RFC 5322, 3.2.3). ASCII is checked before anything is lower-cased: the Kelvin sign would become a k.
func checkLocal(local string) error {
	switch {
	case !ascii(local):
		return ErrNonASCII
	case strings.HasPrefix(local, `"`):
		return ErrQuoted
	case len(local) > maxLocal:
		return ErrTooLong
	}
	for _, atom := range strings.Split(local, ".") {
		if atom == "" || strings.ContainsFunc(atom, notAtom) {
			return ErrForm
		}
	}
	return nil
}

func notAtom(r rune) bool {
	letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	return !letter && !strings.ContainsRune("!#$%&'*+-/=?^_`{|}~", r)
}

// asciiDomain gives a domain name as its A-label, in lower case. It needs two labels, and a last one that is no number: neither a host name
// without a dot nor an IP address gets mail from the internet.
func asciiDomain(domain string) (string, error) {
	profile := idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(true), idna.VerifyDNSLength(true),
		idna.BidiRule(), idna.CheckHyphens(true), idna.CheckJoiners(true))
	name, err := profile.ToASCII(strings.TrimSuffix(domain, "."))
	if err != nil {
		return "", ErrDomain
	}
	if again, err := profile.ToASCII(name); err != nil || again != name { // the profile lets some letters in that it does not take back
		return "", ErrDomain
	}
	last := name[strings.LastIndexByte(name, '.')+1:]
	if !strings.Contains(name, ".") || strings.Trim(last, "0123456789") == "" {
		return "", ErrDomain
	}
	return name, nil
}
