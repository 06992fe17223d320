// Package limit says how often something may be tried: GCRA, the generic cell rate algorithm (ITU-T I.371, annex A), with one row per subject and
// no counter that everybody shares. Known and unknown subjects are counted alike, so a limit tells nothing about them.
package limit

import "time"

// Rule allows Tries within Within, at once or spread out; then one more every Within/Tries. Scope names the rule in the table.
type Rule struct {
	Scope  string
	Tries  int
	Within time.Duration
}

// day is the time of limits that bound what adds up. No stretch of a day sees more than twice their tries.
const day = 24 * time.Hour

// The limits. A known device, or a flow whose code was mailed, has its own bucket, so that a stranger's guesses never keep the owner out.
var (
	PasswordByAddressAndNetwork     = Rule{"password-address-network", 5, 15 * time.Minute}
	PasswordByNetwork               = Rule{"password-network", 50, 15 * time.Minute}
	PasswordByDevice                = Rule{"password-device", 10, 15 * time.Minute}
	PasswordByDevices               = Rule{"password-devices", 30, 15 * time.Minute} // of all known devices of an address; one of them alone cannot fill it
	PasswordByAddress               = Rule{"password-address", 20, time.Hour}        // past it, a code is asked for first
	CodeByAddressAndNetwork         = Rule{"code-address-network", 3, 15 * time.Minute}
	CodeByNetwork                   = Rule{"code-network", 20, 15 * time.Minute}
	CodeByAddress                   = Rule{"code-address", 20, day} // forty mails a day that strangers can cause; a new password by mail goes round it
	RegistrationByAddressAndNetwork = Rule{"registration-address-network", 3, 15 * time.Minute}
	RegistrationByNetwork           = Rule{"registration-network", 20, 15 * time.Minute}
	RegistrationByAddress           = Rule{"registration-address", 20, time.Hour}    // bounds what strangers can make; mails to an address have a lower bound of their own
	CodeTryByNetwork                = Rule{"code-try-network", 60, 15 * time.Minute} // a flow bounds its own tries; this bounds flows, real or made up
	CodeTryByAddress                = Rule{"code-try-address", 25, day}              // fifty guesses a day, whatever flows they are in; a new password by mail goes round it
	CodeTryByDevices                = Rule{"code-try-devices", 25, day}              // the same of all its known devices together
	RefreshBySession                = Rule{"refresh-session", 30, time.Minute}       // a browser needs one in 15 minutes, and a page that is loaded one
	LinkByNetwork                   = Rule{"link-network", 60, 15 * time.Minute}
	SignInByPerson                  = Rule{"sign-in-person", 100, time.Hour} // with the right password; each is in the history
	SecondCodeByPerson              = Rule{"second-code-person", 20, day}    // asked for with the right password
	EmailChangeByPerson             = Rule{"email-change-person", 5, time.Hour}
	PasswordChangeByPerson          = Rule{"password-change-person", 10, time.Hour} // with the right password; each is a mail and in the history
	ChangeByPerson                  = Rule{"change-person", 30, time.Hour}          // of name, language and second factor; each is in the history
	ProofByPerson                   = Rule{"proof-person", 5, 15 * time.Minute}     // of the password, by somebody who is signed in
	ResetByAddress                  = Rule{"reset-address", 3, time.Hour}
	ResetByNetwork                  = Rule{"reset-network", 20, 15 * time.Minute}
	RenewalByProof                  = Rule{"renewal-proof", 3, time.Hour}
	RenewalByNetwork                = Rule{"renewal-network", 20, 15 * time.Minute}
	OpenByPerson                    = Rule{"open-person", 30, time.Hour} // each request and each reply can be a mail to many agents
	ReplyByPerson                   = Rule{"reply-person", 60, time.Hour}
	StatusByPerson                  = Rule{"status-person", 60, time.Hour} // each change of a status stays in the conversation
	ImportByPerson                  = Rule{"import-person", 60, time.Hour} // of a file; each is megabytes to keep and thousands of lines to check
	RequestsByMail                  = Rule{"mail-requests", 30, time.Hour} // by sender; what is over it is held
)

// Step is the time that one try costs, in whole milliseconds, as rows hold them.
func (r Rule) Step() time.Duration {
	return (r.Within / time.Duration(r.Tries)).Truncate(time.Millisecond)
}

// Latest is the latest arrival time that a row may hold for one more try at now.
func (r Rule) Latest(now time.Time) time.Time { return now.Add(time.Duration(r.Tries-1) * r.Step()) }

// Next decides about one more try at now, where tat is the theoretical arrival time that the row holds (the zero time for no row). It gives the
// new arrival time, or how long to wait.
func (r Rule) Next(tat, now time.Time) (next time.Time, wait time.Duration) {
	if tat.Before(now) {
		tat = now
	}
	if wait = tat.Sub(r.Latest(now)); wait > 0 {
		return tat, wait
	}
	return tat.Add(r.Step()), 0
}
