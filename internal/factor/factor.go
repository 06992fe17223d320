// Package factor is the rule about the second factor: a code that is mailed to the address on record. A link to that address proves the same.
package factor

import (
	"slices"
	"time"
)

// Mode is whether a second factor follows the password.
type Mode string

// The modes.
const (
	Off      Mode = "off"
	Optional Mode = "optional" // each person chooses
	Required Mode = "required"
)

// TrustLife is for how long a trusted device does without the code.
const TrustLife = 30 * 24 * time.Hour

// Fresh is how long a proof is good for what wants one of just now.
const Fresh = 10 * time.Minute

// Rule is what the administrators have decided. The zero Rule asks nobody.
type Rule struct {
	Mode  Mode
	Trust bool // whether a device can be trusted
}

// For is the stricter of the rule and what is required of one person alone.
func (r Rule) For(required bool) Rule {
	if required {
		r.Mode = Required
	}
	return r
}

// Due tells whether somebody has to give a second factor, where own is what they chose themself.
func (r Rule) Due(own bool) bool { return r.Mode == Required || r.Mode == Optional && own }

// Trusts tells whether a person may trust a device.
func (r Rule) Trusts() bool { return r.Trust && (r.Mode == Optional || r.Mode == Required) }

// How somebody proves who they are.
const (
	Password = "password"
	Link     = "link"   // that was mailed
	Code     = "code"   // that was mailed
	Device   = "device" // that was trusted when a code was typed on it
)

// Mailed tells whether one of the ways in which somebody has proven who they are came by mail at that moment: a trusted device did not.
func Mailed(proven []string) bool {
	return slices.ContainsFunc(proven, func(way string) bool { return way == Link || way == Code })
}

// Enough tells whether one of the ways in which somebody has proven who they are counts as the second factor.
func Enough(proven []string) bool {
	return Mailed(proven) || slices.Contains(proven, Device)
}
