package incoming

import (
	"errors"
	"regexp"
	"strings"

	"portico/internal/address"
	"portico/internal/gate"
	"portico/internal/incoming/letter"
	"portico/internal/person"
	"portico/internal/policy"
	"portico/internal/ticket"
)

// maxHops is how often a mail may be passed on. RFC 5321, 6.3, asks for a limit of 100 at least from those who pass on; what comes to us is at its end.
const maxHops = 50

// Addresses are those of this portal, by their keys, and those that nobody may write from.
type Addresses struct {
	Services map[string]string // address to service
	Sender   string            // that our own mails come from
	Denied   policy.Policy     // whose deny list holds for senders, too
}

// service gives the service that an address is of; empty where it is none's. What stands behind a plus sign does not count.
func (a Addresses) service(recipient string) string {
	parsed, err := address.Parse(recipient)
	if err != nil {
		return ""
	}
	if id := a.Services[parsed.Key]; id != "" {
		return id
	}
	local, domain, _ := strings.Cut(parsed.Key, "@")
	local, _, _ = strings.Cut(local, "+")
	return a.Services[local+"@"+domain]
}

// services gives those that a mail was sent to, by its envelope: header lines name whom they like.
func (a Addresses) services(recipients []string) []string {
	var found []string
	for _, recipient := range recipients {
		if id := a.service(recipient); id != "" {
			found = append(found, id)
		}
	}
	return found
}

func (a Addresses) own(key string) bool { return key == a.Sender || a.Services[key] != "" }

// received is a mail with what SES says of it.
type received struct {
	Receipt
	mail     letter.Mail
	from     address.Address // zero where there is no sender beyond doubt
	services []string
}

func newReceived(r Receipt, m letter.Mail, a Addresses) received {
	in := received{Receipt: r, mail: m, services: a.services(r.Recipients)}
	if parsed, err := address.Parse(m.From.Address); err == nil && r.agrees(m.From.Address) {
		in.from = parsed
	}
	return in
}

// service gives the service that a request for p would be for: the first that p may use, or else the first.
func (in received) service(p person.Person) string {
	for _, id := range in.services {
		if p.Services.Allow(id) {
			return id
		}
	}
	if len(in.services) > 0 {
		return in.services[0]
	}
	return ""
}

// trouble gives the reason for a mail that Check refuses or that could not be read; empty for errors that are not the mail's fault.
func trouble(err error) Reason {
	switch {
	case errors.Is(err, letter.ErrTooLarge):
		return TooLarge
	case errors.Is(err, letter.ErrTooComplex), errors.Is(err, letter.ErrTooLong):
		return TooComplex
	case errors.Is(err, letter.ErrUnreadable):
		return Unreadable
	}
	return ""
}

// refused gives the reason to hold a mail before anybody asks who sent it; empty where there is none. The order is that of what staff should know first.
func (in received) refused(a Addresses) Reason {
	signs := in.mail.Signs
	switch {
	case in.Virus == Fail:
		return Virus
	case in.Spam == Fail:
		return Spam
	case in.Virus != Pass || in.Spam != Pass:
		return NotChecked
	case in.from.Key != "" && a.own(in.from.Key), signs.Hops > maxHops:
		return Loop
	case in.Source == "" || signs.Report || postmaster(in.Source):
		return Bounce
	case signs.List:
		return List
	case signs.Automatic || robot(in.from.Key):
		return Automatic
	case in.from.Key == "":
		return AmbiguousSender
	case in.DMARC != Pass:
		return NotAuthenticated
	case a.Denied.Denies(in.from):
		return DeniedSender
	case len(in.services) == 0:
		return NoService
	case signs.Reply || namesRequest(in.mail.Subject):
		return Reply
	}
	return ""
}

// sentBy gives the reason to hold a mail of p, whose gate is g; empty where there is none.
func (in received) sentBy(p person.Person, g gate.Gate) Reason {
	switch {
	case p.ID == "":
		return UnknownSender
	case p.Role.Staff():
		return TeamSender
	case p.State == person.Suspended:
		return SuspendedSender
	case p.Level == person.NoLevel:
		return NoAccess
	case p.State != person.Active:
		return NotActivated
	case g.Person != p.ID || g.State != person.Active || g.Role != person.Customer:
		return NoAccess // the gate is what counts, and it is closed
	case !p.Services.Allow(in.service(p)) || !g.Services.Allow(in.service(p)):
		return NotAllowed
	}
	return ""
}

// postmaster tells whether an envelope's sender is a mail system.
func postmaster(source string) bool {
	local, _, _ := strings.Cut(strings.ToLower(strings.Trim(source, "<>")), "@")
	return local == "mailer-daemon" || local == "postmaster"
}

// robots are the local parts of senders that read no answers.
var robots = map[string]bool{
	"noreply": true, "no-reply": true, "no_reply": true, "no.reply": true, "donotreply": true, "do-not-reply": true, "do_not_reply": true,
	"mailer-daemon": true, "postmaster": true, "bounce": true, "bounces": true, "nobody": true,
}

func robot(key string) bool {
	local, _, _ := strings.Cut(key, "@")
	local, _, _ = strings.Cut(local, "+")
	return robots[local]
}

// bracketed is how our mails name a request in their subject.
var bracketed = regexp.MustCompile(`\[([0-9A-Za-z]{4}-[0-9A-Za-z]{4})\]`)

// namesRequest tells whether a subject has the form of one that our mails about a request have. Whether there is such a request is not asked.
func namesRequest(subject string) bool {
	for _, found := range bracketed.FindAllStringSubmatch(subject, -1) {
		if _, ok := ticket.ParseReference(found[1]); ok {
			return true
		}
	}
	return false
}
