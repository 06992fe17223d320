package inbox

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"golang.org/x/net/publicsuffix"
)

// SES's verdicts.
const (
	pass = "PASS"
	fail = "FAIL"
	gray = "GRAY"
)

// Texts that every scanner takes for a virus or for spam, made for trying scanners: EICAR's, and GTUBE.
const (
	virusText = `X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`
	spamText  = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
)

// judge says of a mail what SES would. SPF passes for the envelope's sender, whoever that is: the machine is taken for that domain's own server. DMARC passes
// where the author's domain belongs to the same organisation, so a mail whose envelope has another sender counts as forged. An author at a domain below
// .test has no DMARC policy. Signatures are not looked at.
func judge(source string, to []string, content []byte, at time.Time) events.SimpleEmailService {
	headers := headersOf(content)
	authors := authorsOf(headers)
	dmarc := dmarcOf(source, authors)
	scan := func(text string) events.SimpleEmailVerdict {
		if bytes.Contains(content, []byte(text)) {
			return events.SimpleEmailVerdict{Status: fail}
		}
		return events.SimpleEmailVerdict{Status: pass}
	}
	spf := gray
	if source != "" {
		spf = pass
	}
	common := events.SimpleEmailCommonHeaders{From: []string{}, To: headers["To"], ReturnPath: source, MessageID: headers.Get("Message-Id"), Date: headers.Get("Date")}
	for _, author := range authors {
		common.From = append(common.From, author.String())
	}
	s := events.SimpleEmailService{
		Mail: events.SimpleEmailMessage{
			MessageID: newID(), Source: source, Destination: to, Timestamp: at, CommonHeaders: common, Headers: []events.SimpleEmailHeader{}, HeadersTruncated: true,
		},
		Receipt: events.SimpleEmailReceipt{
			Timestamp: at, Recipients: to, ProcessingTimeMillis: 1, SpamVerdict: scan(spamText), VirusVerdict: scan(virusText),
			SPFVerdict: events.SimpleEmailVerdict{Status: spf}, DKIMVerdict: events.SimpleEmailVerdict{Status: gray},
			DMARCVerdict: events.SimpleEmailVerdict{Status: dmarc},
		},
	}
	if dmarc == fail {
		s.Receipt.DMARCPolicy = "none"
	}
	return s
}

// newID makes an id like SES's: 40 letters and digits.
func newID() string { return strings.ToLower((rand.Text() + rand.Text())[:40]) }

// headersOf reads the header as far as it can be read.
func headersOf(content []byte) mail.Header {
	message, err := mail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		return mail.Header{}
	}
	return message.Header
}

// authorsOf gives everybody whom the From lines name.
func authorsOf(headers mail.Header) []*mail.Address {
	var authors []*mail.Address
	for _, line := range headers["From"] {
		list, err := mail.ParseAddressList(line)
		if err != nil {
			return nil
		}
		authors = append(authors, list...)
	}
	return authors
}

func dmarcOf(source string, authors []*mail.Address) string {
	if len(authors) != 1 {
		return gray
	}
	author := organisation(authors[0].Address)
	switch {
	case author == "" || strings.HasSuffix(author, ".test"):
		return gray
	case author == organisation(source):
		return pass
	}
	return fail
}

// organisation gives the domain that an address's domain belongs to (RFC 7489, 3.2).
func organisation(address string) string {
	domain := strings.ToLower(address[strings.LastIndexByte(address, '@')+1:])
	top, err := publicsuffix.EffectiveTLDPlusOne(domain)
	if err != nil {
		return ""
	}
	return top
}

// stamp writes the lines that SES puts before a mail. They are for people who look at the raw mail: nothing reads them.
func (b *Inbox) stamp(s *session, service events.SimpleEmailService, at time.Time) []byte {
	var out bytes.Buffer
	line := func(format string, args ...any) {
		text := strings.Map(func(r rune) rune {
			if r < ' ' || r == 0x7f {
				return -1
			}
			return r
		}, fmt.Sprintf(format, args...))
		out.WriteString(text + "\r\n")
	}
	line("Return-Path: <%s>", s.source)
	line("Received: from %s (%s) by inbound-smtp.%s.localhost with SMTP id %s for %s; %s",
		s.hello, s.from, b.Region, service.Mail.MessageID, strings.Join(s.to, ", "), at.Format(time.RFC1123Z))
	line("X-SES-Spam-Verdict: %s", service.Receipt.SpamVerdict.Status)
	line("X-SES-Virus-Verdict: %s", service.Receipt.VirusVerdict.Status)
	line("Authentication-Results: amazonses.com; spf=%s; dkim=%s; dmarc=%s", strings.ToLower(service.Receipt.SPFVerdict.Status),
		strings.ToLower(service.Receipt.DKIMVerdict.Status), strings.ToLower(service.Receipt.DMARCVerdict.Status))
	return out.Bytes()
}
