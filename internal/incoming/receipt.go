package incoming

import (
	"strings"
	"time"
)

// Receipt is what SES says about a mail that it has stored. The sender of the mail cannot write any of it, though From and Source repeat what they wrote.
type Receipt struct {
	MessageID  string // SES's own
	Key        string // of the raw mail in the bucket
	At         time.Time
	Source     string   // the envelope's sender; empty for a bounce
	Recipients []string // the envelope's, as far as our rule is for them
	From       []string // the authors as SES read them
	DMARC      Verdict
	Virus      Verdict
	Spam       Verdict
}

// Verdict is what one of SES's checks came to. Everything but Pass means that nothing is known: GRAY and PROCESSING_FAILED are no passes.
type Verdict string

// The verdicts that are told apart.
const (
	Pass Verdict = "PASS"
	Fail Verdict = "FAIL"
)

// agrees tells whether SES read the same one author that we did. DMARC is about the author that SES read.
func (r Receipt) agrees(address string) bool {
	if len(r.From) != 1 || address == "" {
		return false
	}
	from := strings.ToLower(strings.TrimSpace(r.From[0]))
	address = strings.ToLower(address)
	return from == address || strings.HasSuffix(from, "<"+address+">")
}
