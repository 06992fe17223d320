// Package person says who somebody is to Portico: customer or agent, invited or active.
package person

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// ID names a person for good, in Portico and as the Username in Cognito: 128 random bits in lower-case base32.
type ID string

var encoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// RandomText reads 128 bits from random and gives them as 26 letters of lower-case base32. A nil random is crypto/rand's.
func RandomText(random io.Reader) (string, error) {
	if random == nil {
		random = rand.Reader
	}
	var b [16]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("read random bytes: %w", err)
	}
	return encoding.EncodeToString(b[:]), nil
}

// NewID makes an ID.
func NewID(random io.Reader) (ID, error) {
	s, err := RandomText(random)
	return ID(s), err
}

// ValidID tells whether s has an ID's form.
func ValidID(s string) bool {
	return len(s) == 26 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz234567") == ""
}

// Role is what somebody does here.
type Role string

// The roles. Everything an agent may do, an administrator may.
const (
	Customer      Role = "customer"
	Agent         Role = "agent"
	Administrator Role = "administrator"
)

// Staff tells whether the role is on the team's side.
func (r Role) Staff() bool { return r == Agent || r == Administrator }

// State is how far somebody is.
type State string

// The states. A suspended person who never activated goes back to Invited when reinstated.
const (
	Invited   State = "invited"
	Active    State = "active"
	Suspended State = "suspended"
)

// Level is how much a customer may do here. The team has none.
type Level string

// The levels. Who has NoLevel cannot sign in.
const (
	NoLevel  Level = "none"
	Standard Level = "standard" // their own requests
)

// Services are ids of services, sorted, with a space between two: those that a customer may open requests for. Empty means all.
type Services string

// ServicesOf makes the Services of ids.
func ServicesOf(ids []string) Services {
	sorted := slices.Compact(slices.Sorted(slices.Values(ids)))
	return Services(strings.Join(sorted, " "))
}

// List gives the ids; none means all services.
func (s Services) List() []string { return strings.Fields(string(s)) }

// Allow tells whether a service is one of them.
func (s Services) Allow(id string) bool { return s == "" || slices.Contains(s.List(), id) }

// Language is a language that Portico speaks, as an IETF tag.
type Language string

// Languages are the languages of pages and mails; the first is the default.
var Languages = []Language{"en", "fr", "it", "de", "es", "pt", "nl"}

// SpeaksOr gives l where Portico speaks it, and the default otherwise.
func (l Language) SpeaksOr(fallback Language) Language {
	for _, known := range Languages {
		if l == known {
			return l
		}
	}
	return fallback
}

// Person is somebody's record.
type Person struct {
	ID         ID
	Name       string
	Email      string // as typed; mail goes here
	AddressKey string // Email in the form that is compared and reserved
	Role       Role
	State      State
	Activated  bool // a password was chosen once, so that reinstating leads to Active
	Language   Language
	Level      Level    // Standard where it is empty
	Services   Services // that a customer may open requests for
	Invitation ProofID  // the invitation; empty after activation
	Company    string   // the id of the company that accepted the domain with which they registered; empty for none
	CreatedAt  time.Time
	Version    int // counts changes, from 1

	FactorRequired bool // of a customer: a code follows the password, whatever the portal asks of everybody
}

// Access is the state that p's gate has: to somebody without a level it is closed as it is to somebody suspended.
func (p Person) Access() State {
	if p.Level == NoLevel {
		return Suspended
	}
	return p.State
}

// WithoutLevel tells whether p has no access for want of a level alone.
func (p Person) WithoutLevel() bool { return p.Level == NoLevel && p.State != Suspended }

// ProofID names a proof row: an invitation, a reset link.
type ProofID string

// EmailChangeID names a person's change of address. There is one row for it, of which every code makes a new generation.
func EmailChangeID(id ID) ProofID {
	sum := sha256.Sum256([]byte("portico change of address\x00" + string(id)))
	return ProofID(encoding.EncodeToString(sum[:16]))
}

// InvitationID names a person's invitation. There is one row for it, of which every resending makes a new generation.
func InvitationID(id ID) ProofID { return ProofID(id) }
