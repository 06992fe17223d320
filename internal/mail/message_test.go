package mail

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"portico/internal/outbox"
	"portico/internal/person"
)

// opened is a message as a mail program reads it.
type opened struct {
	*netmail.Message
	raw        []byte
	text, html string
}

func open(t *testing.T, p Portal, l Letter) opened {
	t.Helper()
	raw, err := p.Message(l, time.Date(2026, 3, 1, 8, 5, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("Content-Type is %q, %v", kind, err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	return opened{m, raw, part(t, parts, "text/plain"), part(t, parts, "text/html")}
}

func part(t *testing.T, parts *multipart.Reader, kind string) string {
	t.Helper()
	p, err := parts.NextRawPart()
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Header.Get("Content-Type"); !strings.HasPrefix(got, kind) || !strings.Contains(got, "UTF-8") {
		t.Errorf("a part's Content-Type is %q, want %s in UTF-8", got, kind)
	}
	if got := p.Header.Get("Content-Transfer-Encoding"); got != "quoted-printable" {
		t.Errorf("a part's encoding is %q", got)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(p))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(body), "\r\n", "\n")
}

func (m opened) subject(t *testing.T) string {
	t.Helper()
	s, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestM1_EveryMailIsTextAndHTMLAndLinksStandUnbroken(t *testing.T) {
	for name, letter := range exampleLetters() {
		m := open(t, examplePortal(), letter)
		link := letter.Link
		if link == "" && letter.Code == "" {
			link = map[bool]string{false: "https://help.example.com", true: "https://help.example.com/requests/" + letter.About.Ticket}[letter.Kind.OfTicket()]
		}
		if letter.Kind.ToTeam() {
			link = "https://help.example.com/tickets/" + letter.About.Ticket
		}
		if letter.Kind == outbox.AccountExists || letter.Password != "" {
			link += "/sign-in"
		}
		if link != "" && !strings.Contains(m.text, "\n"+link+"\n") {
			t.Errorf("%s: the link is not on a line of its own in the text:\n%s", name, m.text)
		}
		if link != "" && strings.Count(m.html, `href="`+link+`"`) != 2 {
			t.Errorf("%s: the HTML has not both the button and the plain link", name)
		}
		if letter.Code != "" && (!strings.Contains(m.text, letter.Code) || !strings.Contains(m.html, ">"+letter.Code+"<")) {
			t.Errorf("%s: the code is missing", name)
		}
		if letter.Password != "" && (!strings.Contains(m.text, "\n    "+letter.Password+"\n") || !strings.Contains(m.html, ">"+letter.Password+"<")) {
			t.Errorf("%s: the temporary password is missing", name)
		}
		known, named := []string{"Example Help"}, letter.Kind == outbox.Invitation || letter.Kind.OfTicket()
		if letter.Kind != outbox.Confirmation { // nothing goes there that a stranger typed
			known = append(known, "ann@customer.example")
		}
		if named {
			known = append(known, letter.Name)
		}
		for _, says := range known {
			if !strings.Contains(m.text, says) || !strings.Contains(m.html, says) {
				t.Errorf("%s does not say %q", name, says)
			}
		}
		if !named && letter.Name != "" && strings.Contains(m.text+m.html, letter.Name) {
			t.Errorf("%s has a name in it, which whoever has taken over the account can write", name)
		}
	}
}

func TestM3_TheMailToAnAddressThatIsNotProvenSaysNothingThatAStrangerTyped(t *testing.T) {
	letter := exampleLetters()["confirmation"]
	letter.To = "win.a.prize@customer.example"
	for _, language := range person.Languages {
		letter.Language = language
		content, err := examplePortal().Write(letter)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{content.Subject, content.Text, content.HTML} {
			if strings.Contains(text, "prize") {
				t.Errorf("the mail says what somebody typed: %s", text)
			}
		}
	}
}

func TestX3_WhoeverRegistersAgainIsLedToSignInAndToANewPassword(t *testing.T) {
	m := open(t, examplePortal(), exampleLetters()["account_exists"])
	for _, link := range []string{"https://help.example.com/sign-in", "https://help.example.com/forgot"} {
		if !strings.Contains(m.text, "\n"+link+"\n") || !strings.Contains(m.html, `href="`+link+`"`) {
			t.Errorf("%s is missing", link)
		}
	}
}

func TestMailsAreSmallSevenBitAndLoadNothing(t *testing.T) {
	for name, letter := range exampleLetters() {
		letter.Language, letter.Name = "de", "Änne Größe 木"
		m := open(t, examplePortal(), letter)
		if len(m.raw) > 20<<10 {
			t.Errorf("%s has %d bytes", name, len(m.raw))
		}
		for i, line := range bytes.Split(m.raw, []byte("\r\n")) {
			if len(line) > 998 || bytes.ContainsFunc(line, func(r rune) bool { return r > '~' || r < ' ' && r != '\t' }) {
				t.Errorf("%s: line %d is too long or not in ASCII: %q", name, i+1, line)
			}
		}
		for _, remote := range []string{"src=", "<link", "@import", "url(", "<script", "<form", "http-equiv"} {
			if strings.Contains(m.html, remote) {
				t.Errorf("%s: the HTML has %q", name, remote)
			}
		}
		if !strings.Contains(m.html, `<html lang="de">`) {
			t.Errorf("%s: the HTML does not say its language", name)
		}
	}
}

func TestM2_MailsSayThatTheyAreAutomatic(t *testing.T) {
	m := open(t, examplePortal(), exampleLetters()["invitation"])
	for header, want := range map[string]string{
		"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Content-Language": "en",
		"From": `"Example Help" <help@example.com>`, "To": `"Ann Example" <ann@customer.example>`, "Mime-Version": "1.0",
		"Reply-To": "", "Precedence": "", "List-Unsubscribe": "", "User-Agent": "", "X-Mailer": "", "Bcc": "", "Cc": "",
		"Date": "Sun, 01 Mar 2026 08:05:00 +0000", "Message-Id": "<aaaaaaaaaaaaaaaaaaaaaaaaaa@example.com>",
	} {
		if got := m.Header.Get(header); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
}

func TestTheCodeIsNotInTheSubject(t *testing.T) {
	// Subjects are in SES's event logs and on locked screens.
	letter := exampleLetters()["sign_in_code"]
	if m := open(t, examplePortal(), letter); strings.Contains(m.subject(t), letter.Code) {
		t.Errorf("the subject is %q", m.subject(t))
	}
}

// of the attacks that mail programs see: decoded headers and names that carry more than they should.
func TestNamesCannotAddHeadersOrRecipients(t *testing.T) {
	for _, name := range []string{
		"Ann\r\nBcc: eve@evil.example", "Ann\nX-Evil: yes", "Ann\x00\u2028Bcc: eve@evil.example", `Ann" <eve@evil.example>, "x`,
		"=?utf-8?q?Ann=0D=0ABcc:_eve@evil.example?=", "eve@evil.example, Ann", "Ann (comment) <eve@evil.example>", "\u202eelpmaxE nnA",
		strings.Repeat("Ännchen ", 12), strings.Repeat("x", 100), "<script>alert(1)</script>", "{until}{address}",
	} {
		letter, portal := exampleLetters()["invitation"], examplePortal()
		letter.Name, portal.Name = name, name
		m := open(t, portal, letter)
		to, err := m.Header.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Address != "ann@customer.example" {
			t.Errorf("%q: To is %v, %v", name, to, err)
		}
		from, err := m.Header.AddressList("From")
		if err != nil || len(from) != 1 || from[0].Address != "help@example.com" {
			t.Errorf("%q: From is %v, %v", name, from, err)
		}
		if len(m.Header) != 10 {
			t.Errorf("%q: the message has %d headers: %v", name, len(m.Header), m.Header)
		}
		if strings.ContainsAny(m.subject(t)+to[0].Name+from[0].Name, "\r\n\x00\u2028\u202e") || strings.Contains(m.html, "<script>") {
			t.Errorf("%q got through as it was", name)
		}
	}
}

func TestAMailToNobodyByNameGreetsNobodyByName(t *testing.T) {
	letter := exampleLetters()["invitation"]
	letter.Name = " \r\n"
	m := open(t, examplePortal(), letter)
	if got := m.Header.Get("To"); got != "<ann@customer.example>" {
		t.Errorf("To is %q", got)
	}
	if !strings.HasPrefix(m.text, "Hello,\n") {
		t.Errorf("the text starts with %.20q", m.text)
	}
}

func TestRecipientsAreOneBareAddress(t *testing.T) {
	for address, good := range map[string]bool{
		"ann@customer.example": true, "Ann.O'Neil+x@xn--bcher-kva.example": true,
		"ann@bücher.example": false, "änn@customer.example": false, "Ann <ann@customer.example>": false, "": false,
		"ann@customer.example, eve@evil.example": false, "ann@customer.example\r\nBcc: eve@evil.example": false,
	} {
		_, err := examplePortal().Message(Letter{ID: "a", Kind: outbox.PasswordChanged, To: address}, time.Now())
		if (err == nil) != good {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestTheSameLetterMakesTheSameMessage(t *testing.T) {
	letter := exampleLetters()["reset"]
	if a, b := open(t, examplePortal(), letter), open(t, examplePortal(), letter); !bytes.Equal(a.raw, b.raw) {
		t.Error("two messages of one letter differ")
	}
}
