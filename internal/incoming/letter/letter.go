// Package letter has what could be read of a mail that a stranger wrote, and cleans texts that people look at.
package letter

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"portico/internal/plain"
)

// Mail is what could be read of a mail. Everything in it is the sender's word: nothing here is proven.
type Mail struct {
	From      Sender   `json:"from"`
	Subject   string   `json:"subject"`   // decoded, one line, at most MaxSubject code points; may be empty
	MessageID string   `json:"messageId"` // without < and >; empty where there is none
	Text      string   `json:"text"`      // what the sender wrote, as plain text in UTF-8; may be empty
	Cut       bool     `json:"cut"`       // Text goes on
	Files     []string `json:"files"`     // names of the parts that are no text, cleaned, at most MaxFiles
	Digest    string   `json:"digest"`    // of the sender, the Message-ID and the body: the same for a copy that came another way
	Signs     Signs    `json:"signs"`
}

// Sender is who a mail says it is from. Address is empty where that is not one address, beyond doubt.
type Sender struct {
	Address string `json:"address"` // as it stands in the mail
	Name    string `json:"name"`    // what stands before the address, cleaned, at most MaxName code points; empty where it looks like an address itself
	Shown   string `json:"shown"`   // what stands in the From lines, cleaned, for people to look at
}

// Signs are what a mail's header says about its kind.
type Signs struct {
	Reply     bool `json:"reply"`     // an answer to another mail
	Automatic bool `json:"automatic"` // written by a program (RFC 3834 and its forerunners)
	List      bool `json:"list"`      // sent to many (RFC 2369, RFC 2919)
	Report    bool `json:"report"`    // about a mail that was not delivered (RFC 3464)
	Hops      int  `json:"hops"`      // how often it was passed on
}

// The most that is taken: code points of what is shown of a subject, of a text and of a name; files; bytes of a mail, which is what SES takes.
const (
	MaxSubject = 200
	MaxText    = 20_000
	MaxName    = 100
	MaxFiles   = 20
	MaxSize    = 40 << 20
)

// The errors of a mail that cannot be read. Another attempt ends the same.
var (
	ErrTooLarge   = errors.New("the mail is larger than is taken")
	ErrTooComplex = errors.New("the mail has too many or too deep parts, or too much of a header")
	ErrTooLong    = errors.New("reading the mail takes too long")
	ErrUnreadable = errors.New("the mail cannot be read")
)

// Line makes one line of a text that somebody else wrote: without controls, line breaks and characters that nobody sees, in UTF-8, at most max code
// points. What is cut ends with three dots.
func Line(text string, max int) string {
	shown := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r), unicode.In(r, unicode.Zl, unicode.Zp):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, string(utf8.RuneError)))
	shown = strings.Join(strings.Fields(shown), " ")
	if utf8.RuneCountInString(shown) <= max {
		return shown
	}
	return strings.TrimSpace(string([]rune(shown)[:max-1])) + "…"
}

// Lines makes a text of several lines of one that somebody else wrote, as plain.Lines does, at most max code points. It tells whether something was cut.
func Lines(text string, max int) (string, bool) {
	lines := strings.Split(strings.ReplaceAll(plain.Lines(text), "\u00a0", " "), "\n")
	kept, blank := lines[:0], 0
	for _, line := range lines {
		if line = strings.TrimRight(line, " \t"); line == "" {
			blank++
		} else {
			blank = 0
		}
		if blank <= 2 {
			kept = append(kept, line)
		}
	}
	text = strings.TrimSpace(strings.Join(kept, "\n"))
	if utf8.RuneCountInString(text) <= max {
		return text, false
	}
	return strings.TrimSpace(string([]rune(text)[:max])), true
}
