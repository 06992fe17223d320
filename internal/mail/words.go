package mail

import (
	"fmt"
	"strings"
	"time"

	"portico/internal/outbox"
	"portico/internal/person"
)

// phrases are all words of one language. Places in braces are filled in: {portal}, {name}, {address}, {until}, {codeUntil}, {at}, and with mails about a request
// {reference}, {subject}, {service}, {requester} and {author}.
type phrases struct {
	Hello       string // to a reader whose name is not known
	HelloName   string
	Copy        string // above the plain link
	Footer      string
	FooterPlain string // to an address that is not proven
	OrCode      string // between the button and the code
	NewPassword string // the second way on of whoever has an account

	Invitation      wording // to a customer
	InvitationStaff wording // to an agent or administrator
	// With a temporary password in place of the link. Between Before and After stand the password and the button.
	InvitationPassword wording
	Confirmation       wording
	AccountExists      wording
	Reset              wording
	PasswordChanged    wording
	SignInCode         wording
	SessionTheft       wording
	EmailChange        wording
	EmailChanged       wording
	EmailRestored      wording
	SecondFactorOff    wording

	// The subjects of these are the requests' own.
	RequestReceived       wording
	RequestAnswered       wording
	RequestAnsweredClosed wording
	RequestClosed         wording
	RequestOnHold         wording
	RequestReopened       wording
	AgentNewRequest       wording
	AgentReply            wording

	Instant  string // its places: {weekday}, {day}, {month}, {year}, {time}
	FirstDay string // of a month, where its number is not written like that of the others
	Weekdays [7]string
	Months   [12]string
}

// wording are the words of one kind of mail. Between Before and After stands the button or the code.
type wording struct {
	Subject string
	Title   string
	Before  []string
	Action  string // empty with a code alone
	After   []string
}

var catalogues = map[person.Language]func() phrases{
	"en": english, "fr": french, "it": italian, "de": german, "es": spanish, "pt": portuguese, "nl": dutch,
}

// catalogue gives the words of a language that Portico speaks.
func catalogue(l person.Language) phrases { return catalogues[l]() }

// of gives the words for a letter.
func (p phrases) of(l Letter) (wording, bool) {
	switch l.Kind {
	case outbox.Invitation:
		if l.Role.Staff() {
			return p.InvitationStaff, true
		}
		if l.Password != "" {
			return p.InvitationPassword, true
		}
		return p.Invitation, true
	case outbox.Confirmation:
		return p.Confirmation, true
	case outbox.AccountExists:
		return p.AccountExists, true
	case outbox.Reset:
		return p.Reset, true
	case outbox.PasswordChanged:
		return p.PasswordChanged, true
	case outbox.SignInCode:
		return p.SignInCode, true
	case outbox.SessionTheft:
		return p.SessionTheft, true
	case outbox.EmailChange:
		return p.EmailChange, true
	case outbox.EmailChanged:
		return p.EmailChanged, true
	case outbox.EmailRestored:
		return p.EmailRestored, true
	case outbox.SecondFactorOff:
		return p.SecondFactorOff, true
	}
	return p.ofTicket(l)
}

// ofTicket gives the words for a letter about a ticket.
func (p phrases) ofTicket(l Letter) (wording, bool) {
	switch l.Kind {
	case outbox.RequestReceived:
		return p.RequestReceived, true
	case outbox.RequestAnswered:
		if l.About.Status == "closed" {
			return p.RequestAnsweredClosed, true
		}
		return p.RequestAnswered, true
	case outbox.RequestStatus:
		return p.ofStatus(l.About.Status), true
	case outbox.AgentNewRequest:
		return p.AgentNewRequest, true
	case outbox.AgentReply:
		return p.AgentReply, true
	}
	return wording{}, false
}

// ofStatus gives the words for what the team has given a ticket.
func (p phrases) ofStatus(status string) wording {
	switch status {
	case "closed":
		return p.RequestClosed
	case "on_hold":
		return p.RequestOnHold
	default:
		return p.RequestReopened
	}
}

// instant says a point in time in words, to the minute, with its zone. A mail cannot know where its reader is, so the zone is UTC.
func (p phrases) instant(t time.Time) string {
	t = t.UTC()
	day := fmt.Sprint(t.Day())
	if t.Day() == 1 && p.FirstDay != "" {
		day = p.FirstDay
	}
	return strings.NewReplacer(
		"{weekday}", p.Weekdays[t.Weekday()], "{day}", day, "{month}", p.Months[t.Month()-1],
		"{year}", fmt.Sprint(t.Year()), "{time}", t.Format("15:04"),
	).Replace(p.Instant)
}
