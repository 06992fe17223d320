// Package mail writes Portico's mails: it has the words, the look and the form of the message, and knows nothing about sending.
//
// A mail says who writes, why, what happens next and until when; it can be read without images and loads nothing. What a stranger typed never
// gets into a mail to an address that has not been proven (M3): a Letter's Name is one that an agent typed, or the reader's own, and empty in a Confirmation.
package mail

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"portico/internal/outbox"
	"portico/internal/person"
)

// ErrNoWords means that the catalogue has no words for a kind of mail.
var ErrNoWords = errors.New("no words for this kind of mail")

// Portal is who writes. Name is what people call the portal, Address where it is, Sender the address that its mails come from.
type Portal struct {
	Name     string
	Address  string
	Sender   string
	Services map[string]string // names of services by their ids
}

// Letter is what one mail has to say.
type Letter struct {
	ID        outbox.ID
	Kind      outbox.Kind
	Language  person.Language
	To        string // with the domain as an A-label; SES takes no other
	Name      string // of the reader; empty where it is not known
	Role      person.Role
	Link      string    // with Invitation, Confirmation and Reset
	Password  string    // with Invitation, in place of Link: the temporary one
	Code      string    // with Confirmation and SignInCode
	CodeUntil time.Time // how long Code is good, with Confirmation
	Until     time.Time // how long Link, Password, or a Code without a link, is good
	At        time.Time // when it happened that the mail tells of
	About     About     // with kinds OfTicket
}

// About is the ticket that a letter tells of. Text and Author are a message's, Status is what the ticket was given.
type About struct {
	Ticket    string
	Reference string
	Subject   string
	Service   string // its id
	Requester string
	Author    string
	Text      string
	Status    string
	Thread    string // the Message-ID of the first mail about it to the reader, without brackets; empty where this is the first
}

// Content is a mail in words.
type Content struct {
	Language person.Language
	Subject  string
	Text     string
	HTML     string
}

// Write puts a letter into words. ErrNoWords where the catalogue has none for its kind.
func (p Portal) Write(l Letter) (Content, error) {
	language := l.Language.SpeaksOr(person.Languages[0])
	words := catalogue(language)
	wording, ok := words.of(l)
	if !ok {
		return Content{}, fmt.Errorf("%s in %s: %w", l.Kind, language, ErrNoWords)
	}
	page := newPage(p, l, words, wording)
	return Content{Language: language, Subject: page.Subject, Text: page.text(), HTML: page.html()}, nil
}

// page is a mail with every place filled in. Language and words are settled; text and html only arrange it.
type page struct {
	Language  person.Language
	Portal    string
	Subject   string
	Title     string
	Greeting  string
	Before    []string
	Said      string // somebody's own words; lines count
	Password  string // the temporary one; empty where there is none
	Action    string // what the button says
	Link      string // where Action leads; none with a code
	Copy      string // the sentence above the plain link
	Other     string // what the second way on is called; empty where there is none
	OtherLink string
	OrCode    string // the sentence between the button and the code
	Code      string
	After     []string
	Footer    string
}

func newPage(p Portal, l Letter, words phrases, wording wording) page {
	fill := strings.NewReplacer(
		"{portal}", oneLine(p.Name), "{name}", oneLine(l.Name), "{address}", oneLine(l.To),
		"{until}", words.instant(l.Until), "{codeUntil}", words.instant(l.CodeUntil), "{at}", words.instant(l.At), "{reference}", oneLine(l.About.Reference),
		"{subject}", oneLine(l.About.Subject), "{author}", oneLine(l.About.Author), "{requester}", oneLine(l.About.Requester),
		"{service}", oneLine(p.service(l.About.Service)),
	).Replace
	greeting := words.Hello
	if oneLine(l.Name) != "" && greetsByName(l.Kind) {
		greeting = words.HelloName
	}
	subject := wording.Subject
	if l.Kind.OfTicket() { // in every mail about it the same, so that they stand together
		subject = "[{reference}] {subject}"
	}
	made := page{
		Language: l.Language.SpeaksOr(person.Languages[0]), Portal: oneLine(p.Name),
		Subject: fill(subject), Title: fill(wording.Title), Greeting: fill(greeting),
		Before: each(wording.Before, fill), Said: said(l), Action: fill(wording.Action), Link: link(p, l, wording), Copy: fill(words.Copy),
		Password: l.Password, Code: l.Code, After: each(wording.After, fill), Footer: fill(words.Footer),
	}
	switch l.Kind {
	case outbox.Confirmation: // says nothing that a stranger typed, not even the address
		made.OrCode, made.Footer = fill(words.OrCode), fill(words.FooterPlain)
	case outbox.AccountExists:
		made.Link, made.Other, made.OtherLink = p.Address+"/sign-in", words.NewPassword, p.Address+"/forgot"
	}
	return made
}

// greetsByName tells whether a mail greets its reader by the name in the portal. One about passwords, codes and addresses does not: whoever has taken over an account
// can change its name, and would write into the mail that warns the owner.
func greetsByName(k outbox.Kind) bool { return k == outbox.Invitation || k.OfTicket() }

// link is where the mail's button leads: to the letter's own link, or to the portal.
func link(p Portal, l Letter, w wording) string {
	switch {
	case w.Action == "" || l.Link != "":
		return l.Link
	case l.Password != "":
		return p.Address + "/sign-in"
	case l.Kind.ToTeam():
		return p.Address + "/tickets/" + l.About.Ticket
	case l.Kind.OfTicket():
		return p.Address + "/requests/" + l.About.Ticket
	}
	return p.Address
}

// service is the name of a service; its id where the portal has none for it any more.
func (p Portal) service(id string) string {
	if name := p.Services[id]; name != "" {
		return name
	}
	return id
}

// said are the words that a letter passes on, without what a mail program would take for the end of the text.
func said(l Letter) string {
	if l.Kind != outbox.RequestAnswered && !l.Kind.ToTeam() {
		return ""
	}
	lines := strings.Split(l.About.Text, "\n")
	for i, line := range lines {
		if line = strings.TrimRight(line, " \t"); line == "--" {
			line = "—"
		}
		lines[i] = line
	}
	return strings.Join(lines, "\n")
}

func each(lines []string, fill func(string) string) []string {
	filled := make([]string, len(lines))
	for i, line := range lines {
		filled[i] = fill(line)
	}
	return filled
}

// oneLine makes s safe for a header and for the middle of a sentence: one line without control characters, without the invisible ones that
// turn the direction of text, and without what some mail programs would read as an encoded word (RFC 2047).
func oneLine(s string) string {
	clean := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == unicode.ReplacementChar {
			return ' '
		}
		if unicode.Is(unicode.Cf, r) && r != '\u200d' && r != '\u200c' { // the joiners belong to names in some scripts
			return -1
		}
		return r
	}, s)
	return strings.ReplaceAll(strings.Join(strings.Fields(clean), " "), "=?", "= ?")
}
