// Package incoming takes the mail that comes to the services' addresses. Each mail becomes a request or is held with a reason, once, and is answered
// by nobody: a program that answers mails can be made to write to strangers, and to other programs without end.
//
// A Desk takes mails; a Shelf is where the team looks at those that are held. What a mail says about itself is its sender's word. Who sent it counts only
// where the receipt of SES says so, which no sender can write.
package incoming

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"time"

	"portico/internal/problem"
	"portico/internal/ticket"
)

// ID names a mail: made of SES's id for it, so that every delivery of one mail has the same.
type ID string

// IDOf gives the ID of the mail that SES calls messageID.
func IDOf(messageID string) ID {
	sum := sha256.Sum256([]byte("incoming mail\x00" + messageID))
	return ID(strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:16])))
}

// Reason is why a mail is held.
type Reason string

// The reasons, as the contract shows them.
const (
	NotAuthenticated Reason = "not_authenticated"   // DMARC did not pass
	UnknownSender    Reason = "unknown_sender"      // nobody here has the address
	TeamSender       Reason = "team_sender"         // an agent's or administrator's address: they open requests for nobody
	NotActivated     Reason = "not_activated"       // invited, and never signed in
	SuspendedSender  Reason = "suspended_sender"    //
	DeniedSender     Reason = "denied_sender"       // on the deny list
	NoAccess         Reason = "no_access"           // a customer without an access level
	NotAllowed       Reason = "service_not_allowed" // a customer of other services
	AmbiguousSender  Reason = "ambiguous_sender"    // not one sender beyond doubt
	Automatic        Reason = "automatic"           // a program wrote it
	Bounce           Reason = "bounce"              // about a mail that could not be delivered
	List             Reason = "list"                // sent to many
	Loop             Reason = "loop"                // from ourselves, or passed on too often
	Reply            Reason = "reply"               // answers another mail
	TooLarge         Reason = "too_large"           //
	TooComplex       Reason = "too_complex"         // too many or too deep parts, or too long to read
	Unreadable       Reason = "unreadable"          //
	NoService        Reason = "no_service"          // to none of the services
	Virus            Reason = "virus"               //
	Spam             Reason = "spam"                //
	NotChecked       Reason = "not_checked"         // SES could not look for viruses or spam
	TooMany          Reason = "too_many"            // more than one sender may open in an hour
)

// Junk tells whether nobody needs to look at mails that are held for the reason: they are kept for a shorter time, and not counted.
func (r Reason) Junk() bool { return r == Spam || r == Virus }

// Record is what became of a mail: a request, a copy of a mail that had become one, or held for a reason. Of Ticket, CopyOf and Reason one is not empty.
// What the mail says is kept of held mails alone.
type Record struct {
	ID         ID
	Key        string    // of the raw mail in the bucket
	At         time.Time // when SES received it
	Ticket     ticket.ID
	CopyOf     ticket.ID
	Reason     Reason
	From       string // as it stands in the mail, for people to look at
	Name       string // what the mail calls its sender; their own word
	Service    string // empty where it was to none
	Subject    string
	Text       string
	Recipients []string // of the envelope, at most maxRecipients
}

// maxRecipients is how many recipients are kept.
const maxRecipients = 20

// NotFound is the problem of a mail that is not held here.
var NotFound = problem.New(problem.NotFound, "mail_not_found", "There is no such mail here.")
