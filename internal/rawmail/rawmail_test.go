package rawmail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"portico/internal/incoming/letter"
	"portico/internal/rawmail/apart"
	"portico/internal/rawmail/structure"
)

func TestMain(m *testing.M) {
	if len(os.Args) == 2 && (os.Args[1] == string(apart.Whole) || os.Args[1] == string(apart.Header)) {
		Serve()
	}
	if len(os.Args) == 2 && os.Args[1] == greedy {
		takeMemory()
	}
	os.Exit(m.Run())
}

// own reads in a process that is the test's program.
var own = apart.Reader{Program: os.Args[0]}

// mailOf makes a mail of header lines and a body.
func mailOf(body string, lines ...string) []byte {
	return []byte(strings.Join(lines, "\r\n") + "\r\n\r\n" + strings.ReplaceAll(body, "\n", "\r\n"))
}

func read(t *testing.T, raw []byte) letter.Mail {
	t.Helper()
	if err := structure.Check(raw); err != nil {
		t.Fatal(err)
	}
	m, err := Read(raw)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

const ann = "From: Ann <ann@customer.example>"

func TestASenderIsOneAddressBeyondDoubtOrNone_A17_A18_A22(t *testing.T) {
	for name, c := range map[string]struct {
		lines []string
		want  string
	}{
		"plain":                                {[]string{"From: ann@customer.example"}, "ann@customer.example"},
		"with a name":                          {[]string{"From: \"Doe, Ann\" <ann@customer.example>"}, "ann@customer.example"},
		"folded":                               {[]string{"From: Ann\r\n <ann@customer.example>"}, "ann@customer.example"},
		"with a comment":                       {[]string{"From: ann@customer.example (Ann; of: Customer)"}, "ann@customer.example"},
		"an address as name":                   {[]string{"From: \"ann@customer.example\" <attacker@evil.example>"}, "attacker@evil.example"},
		"an address in an encoded name":        {[]string{"From: =?utf-8?q?ann=40customer=2Eexample?= <attacker@evil.example>"}, "attacker@evil.example"},
		"an address in a bare encoded name":    {[]string{"From: =?utf-8?q?ann@customer.example?= <attacker@evil.example>"}, ""},
		"a name outside ASCII":                 {[]string{"From: Änn <ann@customer.example>"}, "ann@customer.example"},
		"a name in bytes of Latin-1":           {[]string{"From: \xc4nn <ann@customer.example>"}, "ann@customer.example"},
		"a bare comma in an encoded name":      {[]string{"From: =?utf-8?q?Doe,_Ann?= <ann@customer.example>"}, "ann@customer.example"},
		"an unknown character set in the name": {[]string{"From: =?x-none?q?Ann?= <ann@customer.example>"}, "ann@customer.example"},
		"only an encoded word":                 {[]string{"From: =?utf-8?q?ann=40customer.example?="}, ""},
		"an encoded address":                   {[]string{"From: <=?utf-8?q?ann=40customer.example?=>"}, ""},
		"two lines":                            {[]string{ann, "From: attacker@evil.example"}, ""},
		"two lines, the second folded":         {[]string{ann, "From:\r\n attacker@evil.example"}, ""},
		"two lines, one in capitals":           {[]string{"FROM: attacker@evil.example", ann}, ""},
		"two lines, a space before the colon":  {[]string{"From : attacker@evil.example", ann}, ""},
		"a list":                               {[]string{"From: ann@customer.example, attacker@evil.example"}, ""},
		"a list behind brackets":               {[]string{"From: <ann@customer.example>, <attacker@evil.example>"}, ""},
		"two pairs of brackets":                {[]string{"From: <ann@customer.example> <attacker@evil.example>"}, ""},
		"a name that is an address, unquoted":  {[]string{"From: ann@customer.example <attacker@evil.example>"}, ""},
		"an address behind the brackets":       {[]string{"From: <ann@customer.example> attacker@evil.example"}, ""},
		"a group":                              {[]string{"From: Team: ann@customer.example;"}, ""},
		"a route":                              {[]string{"From: <@evil.example:ann@customer.example>"}, ""},
		"two at signs":                         {[]string{"From: ann@customer.example@evil.example"}, ""},
		"an at sign at the start":              {[]string{"From: <@attacker.example@microsoft.example>"}, ""},
		"a NUL":                                {[]string{"From: ann@customer.example\x00.evil.example"}, ""},
		"a carriage return":                    {[]string{"From: ann@customer.example\rFrom: attacker@evil.example"}, ""},
		"a space in the address":               {[]string{"From: Doe, Ann <ann @customer.example>"}, ""},
		"empty":                                {[]string{"From:"}, ""},
		"none":                                 {nil, ""},
		"only in the body":                     {[]string{"Subject: x", "", ann}, ""},
		"only in another field":                {[]string{"Sender: ann@customer.example", "Reply-To: ann@customer.example", "X-From: ann@customer.example"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			m := read(t, mailOf("Text", append(c.lines, "To: x@portico.example")...))
			if m.From.Address != c.want {
				t.Errorf("from %q, want %q", m.From.Address, c.want)
			}
		})
	}
}

func TestASendersNameIsTheirWordAndNeverLooksLikeAnAddress_A17(t *testing.T) {
	for line, want := range map[string]string{
		"Ann Asker <ann@customer.example>":                                "Ann Asker",
		"\"Doe, Ann\" <ann@customer.example>":                             "Doe, Ann",
		"=?utf-8?q?Doe,_Ann?= <ann@customer.example>":                     "Doe, Ann",
		"=?utf-8?b?w4Rubg==?= <ann@customer.example>":                     "Änn",
		"ann@customer.example":                                            "",
		"<ann@customer.example>":                                          "",
		"\"boss@customer.example\" <ann@customer.example>":                "",
		"=?utf-8?q?boss=40customer=2Eexample?= <ann@customer.example>":    "",
		"=?utf-8?q?A=0D=0ABcc=3A_x=00=E2=80=AEz?= <ann@customer.example>": "A Bcc: x z",
		"Ann <ann@customer.example>, Bob <bob@customer.example>":          "",
		strings.Repeat("a", 300) + " <ann@customer.example>":              strings.Repeat("a", letter.MaxName-1) + "…",
	} {
		if m := read(t, mailOf("x", "From: "+line)); m.From.Name != want {
			t.Errorf("%.80s: called %q, want %q", line, m.From.Name, want)
		}
	}
}

func TestWhatIsShownIsOneCleanLine_A15_A16_A64(t *testing.T) {
	for encoded, want := range map[string]string{
		"Hello": "Hello",
		"=?utf-8?q?Hi=0D=0ABcc:_x@evil.example?=":          "Hi Bcc: x@evil.example",
		"=?utf-8?b?" + "SGkAdGhlcmU=" + "?=":               "Hi there",
		"=?utf-8?q?in=E2=80=AEvoice?=":                     "invoice",
		"=?utf-8?q?=E2=80=8BHi=EF=BB=BF?=":                 "Hi",
		"=?iso-8859-1?q?Gr=FC=DFe?=":                       "Grüße",
		"=?windows-1251?b?z/Do4uXy?=":                      "Привет",
		"Gr\xfc\xdfe":                                      "Grüße",
		"Grüße":                                            "Grüße",
		"=?utf-8?q?=1B[31mred?=":                           "[31mred",
		"":                                                 "",
		"=?x-none?q?as_it_is?=":                            "=?x-none?q?as_it_is?=",
		"=?utf-8?q?broken=FF?=":                            "broken\ufffd",
		"a\u2028b":                                         "a b",
		strings.Repeat("a", 100_000):                       strings.Repeat("a", letter.MaxSubject-1) + "…",
		"<script>alert(1)</script>":                        "<script>alert(1)</script>",
		"=?utf-8?q?two?= =?utf-8?q?_words?=":               "two words",
		"=?utf-8?q?" + strings.Repeat("=C3=A4", 20) + "?=": strings.Repeat("ä", 20),
	} {
		m := read(t, mailOf("x", ann, "Subject: "+encoded))
		if m.Subject != want {
			t.Errorf("%.60q is shown as %q, want %q", encoded, m.Subject, want)
		}
	}
	m := read(t, mailOf("x", "From: =?utf-8?q?A=0D=0ABcc=3A_x=00?= <ann@customer.example>"))
	if strings.ContainsFunc(m.From.Shown, unicode.IsControl) || m.From.Address != "ann@customer.example" {
		t.Errorf("%+q", m.From)
	}
}

// parts makes a multipart of parts, each with its own header.
func parts(kind, boundary string, all ...string) string {
	body := "Content-Type: multipart/" + kind + "; boundary=\"" + boundary + "\"\n\n"
	for _, p := range all {
		body += "--" + boundary + "\n" + p + "\n"
	}
	return body + "--" + boundary + "--\n"
}

func plain(text string) string { return "Content-Type: text/plain; charset=utf-8\n\n" + text + "\n" }

func withParts(all string) []byte {
	return []byte(strings.ReplaceAll(ann+"\nSubject: x\nMIME-Version: 1.0\n"+all, "\n", "\r\n"))
}

func TestTheTextIsWhatTheSenderWrote(t *testing.T) {
	html := "Content-Type: text/html; charset=utf-8\n\n<p>Hello <b>you</b></p>\n"
	for name, c := range map[string]struct {
		raw  []byte
		want string
	}{
		"plain":                         {mailOf("Hello\n\nyou\n", ann), "Hello\n\nyou"},
		"no text":                       {mailOf("", ann), ""},
		"quoted-printable":              {mailOf("Gr=C3=BC=\n=C3=9Fe", ann, "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable"), "Grüße"},
		"base64":                        {mailOf("R3LDvMOfZQ==", ann, "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64"), "Grüße"},
		"broken base64":                 {mailOf("R3LDvMOfZQ==!!!???", ann, "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64"), "Grüße"},
		"UTF-8 without a word":          {mailOf("Grüße", ann), "Grüße"},
		"UTF-8 said to be ASCII":        {mailOf("Grüße", ann, "Content-Type: text/plain; charset=us-ascii"), "Grüße"},
		"Latin-1 without a word":        {mailOf("Gr\xfc\xdfe", ann), "Grüße"},
		"Latin-1 that is Windows":       {mailOf("\x93Hi\x94 5 \x80", ann, "Content-Type: text/plain; charset=iso-8859-1"), "“Hi” 5 €"},
		"Latin-1 said to be UTF-8":      {mailOf("Gr\xfc\xdfe", ann, "Content-Type: text/plain; charset=utf-8"), "Grüße"},
		"a character set nobody knows":  {mailOf("Hello", ann, "Content-Type: text/plain; charset=x-mars"), "Hello"},
		"ISO-2022-JP":                   {mailOf("\x1b$B$3$s\x1b(B", ann, "Content-Type: text/plain; charset=iso-2022-jp"), "こん"},
		"NUL and escapes":               {mailOf("a\x00b\x1b[31mc\x07\x85d", ann), "abc…d"},
		"signs that turn the direction": {mailOf("in\u202evoice\u2066", ann), "invoice"},
		"both forms":                    {withParts(parts("alternative", "b", plain("Hello plain"), html)), "Hello plain"},
		"HTML alone":                    {mailOf("<p>Hello <b>you</b></p><p>Bye</p>", ann, "Content-Type: text/html"), "Hello you\n\nBye"},
		"emphasis": {mailOf("<p>Dear <b>team</b>, the <i>x</i>: (<em>all</em>) <strong>A</strong>bc<span>d</span>!</p>", ann, "Content-Type: text/html"),
			"Dear team, the x: (all) Abcd!"},
		"links within a sentence": {mailOf(`<p>See <a href="https://x.example/a_(b)">here</a>, or <a href="https://x.example">https://x.example</a>!</p>`, ann, "Content-Type: text/html"),
			"See here (https://x.example/a_(b)), or https://x.example!"},
		"HTML beside an empty plain form": {withParts(parts("alternative", "b", plain(" "), html)), "Hello you"},
		"HTML within related":             {withParts(parts("alternative", "b", plain(""), parts("related", "c", html))), "Hello you"},
		"text around a file":              {withParts(parts("mixed", "b", plain("Before"), "Content-Type: image/png\nContent-Disposition: attachment; filename=a.png\n\nxx", plain("After"))), "Before\n\nAfter"},
		"a text file is no text":          {withParts(parts("mixed", "b", plain("Words"), "Content-Type: text/plain\nContent-Disposition: attachment; filename=log.txt\n\nlog")), "Words"},
		"a mail in a mail":                {withParts(parts("mixed", "b", plain("Outer"), "Content-Type: message/rfc822\n\nFrom: x@y.example\nSubject: Inner\n\nInner text")), "Outer"},
		"a boundary that never comes":     {mailOf("Hello", ann, "Content-Type: multipart/mixed; boundary=b"), ""},
		"a multipart without a boundary":  {mailOf("Hello", ann, "Content-Type: multipart/mixed"), ""},
		"an mbox line and junk":           {[]byte("From x Mon\r\n" + ann + "\r\njunk without colon\r\n\r\nHello\r\n.\r\nMAIL FROM:<x@y.example>\r\n"), "Hello\n.\nMAIL FROM:<x@y.example>"},
		"line feeds alone":                {[]byte(ann + "\nSubject: x\n\nHello\n"), "Hello"},
		"many blank lines":                {mailOf("a"+strings.Repeat("\n", 500)+"b", ann), "a\n\n\nb"},
		"only a header":                   {[]byte(ann), ""},
		"nothing at all":                  {[]byte{'\n'}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := Read(c.raw)
			if err != nil && c.want != "" {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, m.Text); diff != "" && c.want != "" {
				t.Error(diff)
			}
			if c.want == "" && strings.Contains(m.Text, "Inner") {
				t.Error(m.Text)
			}
		})
	}
}

func TestOfHTMLOnlyWordsAndTrueTargetsAreLeft_A50_A51_A52_A53_A56(t *testing.T) {
	for html, want := range map[string]string{
		`<p>x<script>alert(1)</script></p>`:                                        "x",
		`<p onclick="alert(1)">y</p><style>p{display:none}</style>`:                "y",
		`<svg><p><style><img src="</style><img src=x onerror=alert(1)>">d`:         "d",
		`<a href="javascript:alert(1)">m</a>`:                                      "m",
		`<a href="https://evil.example/">https://bank.example/</a>`:                "https://bank.example/ (https://evil.example/)",
		`<span style="display:none">hidden</span> shown`:                           "hidden shown",
		`<img src="https://tracker.example/x.gif">text<iframe src="//x"></iframe>`: "text",
		`<form action="https://evil.example"><input value="v">f</form>`:            "f",
		`&lt;b&gt;`:                   "<b>",
		`<!--[if mso]>m<![endif]-->t`: "t",
	} {
		m := read(t, mailOf(html, ann, "Content-Type: text/html; charset=utf-8"))
		if strings.Contains(m.Text, "alert") || strings.Contains(m.Text, "onerror") || !strings.Contains(m.Text, want) {
			t.Errorf("%s\nreads %q, want %q", html, m.Text, want)
		}
	}
}

func TestFilesAreNamedAndNotOpened_A59_A60_A67(t *testing.T) {
	file := func(disposition string) string {
		return "Content-Type: application/octet-stream\nContent-Disposition: attachment; " + disposition + "\n\nxx"
	}
	all := []string{
		plain("Text"), file(`filename="report.pdf"`), file(`filename="../../etc/passwd"`), file(`filename="..\\..\\boot.ini"`), file(`filename=""`),
		file(`filename="=?utf-8?q?in=E2=80=AEvoice.exe?="`), file(`filename="a=0D=0Ab.txt"`), "Content-Type: application/ms-tnef; name=winmail.dat\n\nxx",
		"Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR",
	}
	m := read(t, withParts(parts("mixed", "b", all...)))
	want := []string{"report.pdf", "passwd", "boot.ini", "application.octet-stream", "invoice.exe", "a=0D=0Ab.txt", "winmail.dat", "text.calendar"}
	if diff := cmp.Diff(want, m.Files); diff != "" {
		t.Error(diff)
	}
	many := []string{plain("Text")}
	for i := range 100 {
		many = append(many, file(fmt.Sprintf("filename=f%d", i)))
	}
	if m := read(t, withParts(parts("mixed", "b", many...))); len(m.Files) != letter.MaxFiles || m.Text != "Text" {
		t.Errorf("%d files, %q", len(m.Files), m.Text)
	}
}

func TestSignsTellTheKindOfAMail(t *testing.T) {
	for name, c := range map[string]struct {
		lines []string
		want  letter.Signs
	}{
		"a person's":                    {[]string{"Subject: Help"}, letter.Signs{}},
		"not automatic, it says":        {[]string{"Auto-Submitted: no"}, letter.Signs{}},
		"Exchange's wish (A-38)":        {[]string{"X-Auto-Response-Suppress: All"}, letter.Signs{}},
		"an answer":                     {[]string{"In-Reply-To: <a@b.example>"}, letter.Signs{Reply: true}},
		"an answer by references":       {[]string{"References: " + strings.Repeat("<a@b.example> ", 2000)}, letter.Signs{Reply: true}},
		"an answer by its subject":      {[]string{"Subject: AW: Help"}, letter.Signs{Reply: true}},
		"no answer by its subject":      {[]string{"Subject: Reset please"}, letter.Signs{}},
		"RFC 3834":                      {[]string{"Auto-Submitted: auto-replied; x=y"}, letter.Signs{Automatic: true}},
		"generated":                     {[]string{"Auto-Submitted: AUTO-GENERATED"}, letter.Signs{Automatic: true}},
		"of old":                        {[]string{"Precedence: Bulk"}, letter.Signs{Automatic: true}},
		"an absence, by its subject":    {[]string{"Subject: Automatische Antwort: Help"}, letter.Signs{Automatic: true}},
		"an absence in French":          {[]string{"Subject: =?utf-8?q?R=C3=A9ponse_automatique?= : Help"}, letter.Signs{Automatic: true}},
		"a list":                        {[]string{"List-Id: <x.lists.example>"}, letter.Signs{List: true}},
		"a newsletter":                  {[]string{"List-Unsubscribe: <mailto:x@y.example>"}, letter.Signs{List: true}},
		"a bounce":                      {[]string{"Content-Type: multipart/report; report-type=delivery-status; boundary=b"}, letter.Signs{Report: true}},
		"a bounce of another kind":      {[]string{"X-Failed-Recipients: x@y.example"}, letter.Signs{Report: true}},
		"a receipt":                     {[]string{"Content-Type: multipart/report; report-type=disposition-notification; boundary=b"}, letter.Signs{Automatic: true}},
		"one that was passed on":        {[]string{"Received: a", "Received: b", "received: c"}, letter.Signs{Hops: 3}},
		"a content type that is broken": {[]string{"Content-Type: multipart/report; ;;=boundary"}, letter.Signs{Report: true}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, structure.HeaderOnly(mailOf("x", append([]string{ann}, c.lines...)...)).Signs); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// nested makes a mail of levels within levels, each ended or not.
func nested(levels int, ended bool) []byte {
	var b bytes.Buffer
	b.WriteString(ann + "\r\nMIME-Version: 1.0\r\n")
	for i := range levels {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=\"b%d\"\r\n\r\n--b%d\r\n", i, i)
	}
	b.WriteString("Content-Type: text/plain\r\n\r\ninnermost\r\n")
	if ended {
		for i := levels - 1; i >= 0; i-- {
			fmt.Fprintf(&b, "--b%d--\r\n", i)
		}
	}
	return b.Bytes()
}

func TestWhatIsTooMuchIsRefusedBeforeAParserSeesIt_A61_A62_A63_A64_A90(t *testing.T) {
	inner := plain("innermost")
	for range 200 {
		inner = "Content-Type: message/rfc822\n\nSubject: Inner\n" + inner
	}
	folded := ann + "\r\nSubject: x" + strings.Repeat("\r\n y", 200_000) + "\r\n\r\nx"
	for name, c := range map[string]struct {
		raw  []byte
		want error
	}{
		"an ordinary mail":                 {mailOf("Hello", ann), nil},
		"a dozen levels":                   {nested(12, true), nil},
		"a dozen levels that never end":    {nested(12, false), nil},
		"a thousand levels":                {nested(1000, true), letter.ErrTooComplex},
		"fifty levels that never end":      {nested(50, false), letter.ErrTooComplex},
		"levels with boundaries in pieces": {bytes.ReplaceAll(nested(50, false), []byte("boundary=\"b"), []byte("boundary*0=\"b")), letter.ErrTooComplex},
		"levels with folded fields":        {bytes.ReplaceAll(nested(50, false), []byte("; boundary"), []byte(";\r\n boundary")), letter.ErrTooComplex},
		"hundreds of parts":                {withParts(parts("mixed", "b", strings.Split(strings.Repeat(plain("x")+"|", 400), "|")...)), nil},
		"twenty thousand parts":            {[]byte(ann + "\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\n\r\n\r\n", 20_000)), letter.ErrTooComplex},
		"mails in mails":                   {withParts(parts("mixed", "b", plain("Text"), inner)), nil},
		"a header of megabytes":            {mailOf("x", ann, "X-Long: "+strings.Repeat("x", 5<<20)), letter.ErrTooComplex},
		"a header of 100,000 lines":        {mailOf("x", ann+strings.Repeat("\r\nX-A: b", 100_000)), letter.ErrTooComplex},
		"a folded field of 200,000 lines":  {[]byte(folded), letter.ErrTooComplex},
		"a part with an endless header":    {withParts(parts("mixed", "b", "X-A: "+strings.Repeat("x", 1<<20)+"\n\nx")), letter.ErrTooComplex},
		"a header without an end":          {bytes.Repeat([]byte("x"), 1<<20), letter.ErrTooComplex},
		"one line of 30 MB":                {mailOf(strings.Repeat("x", 30<<20), ann), nil},
		"larger than SES takes":            {make([]byte, letter.MaxSize+1), letter.ErrTooLarge},
		"a body of delimiters of nobody":   {mailOf(strings.Repeat("--x\n", 100_000), ann), nil},
		"empty":                            {nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			if err := structure.Check(c.raw); !errors.Is(err, c.want) || c.want == nil && err != nil {
				t.Errorf("%v, want %v", err, c.want)
			}
			structure.HeaderOnly(c.raw)
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestNoStructureThatProgramsReadInTwoWaysTakesTime_A61_A62(t *testing.T) {
	levels := func(field string) []byte {
		var b strings.Builder
		b.WriteString(ann + "\r\nContent-Type: multipart/mixed; boundary=b0\r\n\r\n--b0\r\n")
		for i := range 60 {
			fmt.Fprintf(&b, field+"\r\n\r\n--b%[1]d\r\n", i+1)
		}
		return []byte(b.String() + "\r\nHello\r\n")
	}
	in := func(body string) []byte { return mailOf(body, ann, "Content-Type: multipart/mixed; boundary=b") }
	for name, raw := range map[string][]byte{
		"boundaries of what is no multipart": levels("Content-Type: application/x; boundary=b%d"),
		"boundaries on lines of their own":   levels("Content-Type: multipart/mixed;\r\nboundary=b%d"),
		"boundaries under encoded names":     levels("Content-Type: multipart/mixed; =?utf-8?q?boundary=3Db%d?="),
		"boundaries of no type":              levels("Content-Type: ; boundary=b%d"),
		"boundaries of two types":            levels("Content-Type: multipart/mixed/x; boundary=b%d"),
		"boundaries behind others":           levels("Content-Type: multipart/mixed; xboundary=q; boundary=b%d"),
		"boundaries in long fields":          levels("Content-Type: multipart/mixed; " + strings.Repeat("x", 4<<10) + "=y; boundary=b%d"),
		"delimiters that begin late":         in("--b\n\n" + strings.Repeat("Y--b \n\n", 80_000)),
		"delimiters that go on":              in("--b\n\n" + strings.Repeat("--bb\n\n", 80_000)),
		"endless parameters":                 withParts(parts("mixed", "b", strings.Split(strings.Repeat("Content-Type: text/plain"+strings.Repeat(";a=b", 900)+"\n\nx|", 400), "|")...)),
		"lines without end":                  withParts(parts("mixed", "b", strings.Split(strings.Repeat(plain(strings.Repeat("a\n", 1<<18))+"|", 50), "|")...)),
		"paragraphs without end":             withParts(parts("mixed", "b", strings.Split(strings.Repeat("Content-Type: text/html\n\n"+strings.Repeat("<p>a", 1<<18)+"|", 30), "|")...)),
	} {
		began := time.Now()
		if _, err := own.Read(t.Context(), raw); err != nil && !errors.Is(err, letter.ErrTooComplex) {
			t.Errorf("%s: %v", name, err)
		}
		t.Logf("%s took %v", name, time.Since(began)) // ErrTooLong says what is too much
	}
}

func TestPartsEndWhereTheirDelimitersStand(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"the usual":                            {"before\n--b\n\none\n--b\n\ntwo\n--b--\nafter", "one|two"},
		"spaces behind a delimiter":            {"--b  \n\none\n--b\t\n\ntwo\n--b-- \n", "one|two"},
		"never ended":                          {"--b\n\none\n--b\n\ntwo", "one|two"},
		"the beginning of another boundary":    {"--b\n\none\n--bb\n--b--b\n--b--", "one\n--bb\n--b--b"},
		"not at the beginning of a line":       {"--b\n\none --b\n --b\n--b--", "one --b\n --b"},
		"one delimiter right behind another":   {"--b\n--b\n\none\n--b--", "|one"},
		"a delimiter as the last thing":        {"--b\n\none\n--b", "one|"},
		"a boundary inside, ended from around": {"--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\none\n--b\n\ntwo\n--c\n--b--", "one|two\n--c"},
	} {
		for _, ends := range []string{"\r\n", "\n"} {
			root, err := structure.Split([]byte("Content-Type: multipart/mixed; boundary=b" + ends + ends + strings.ReplaceAll(c.body, "\n", ends)))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range root.Parts {
				for len(p.Parts) > 0 {
					p = p.Parts[0]
				}
				got = append(got, strings.ReplaceAll(string(p.Body), ends, "\n"))
			}
			if diff := cmp.Diff(c.want, strings.Join(got, "|")); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	}
}

func TestNoWordsAreLostInDeepHTMLOrABrokenStructure(t *testing.T) {
	deep := "<p>please help" + strings.Repeat("<div>", 2000) + "me &amp; mine"
	if m := read(t, mailOf(deep, ann, "Content-Type: text/html")); strings.Join(strings.Fields(m.Text), " ") != "please help me & mine" {
		t.Errorf("deep HTML reads %q", m.Text)
	}
	for _, field := range []string{"Content-Type: multipart/mixed; boundary=b", "Content-Type: multipart/mixed"} {
		if m := read(t, mailOf("Hello", ann, field)); m.Text != "Hello" {
			t.Errorf("%s: %q", field, m.Text)
		}
	}
}

func TestPartsAreReadAsTheirSendersMeantThem_A63(t *testing.T) {
	digest := parts("digest", "d", "\nSubject: Inner\n\nInner")
	for name, c := range map[string]struct {
		raw   []byte
		text  string
		files []string
	}{
		"a part without a header":          {mailOf("--b\nHello you\n--b--", ann, "Content-Type: multipart/mixed; boundary=b"), "Hello you", nil},
		"a part that is a line":            {mailOf("--b\n"+strings.Repeat("Hello ", 12_000)+"\n--b--", ann, "Content-Type: multipart/mixed; boundary=b"), "Hello", nil},
		"mails in a digest":                {withParts(parts("mixed", "b", plain("Outer"), digest)), "Outer", []string{"message.rfc822"}},
		"an encoding in quotes":            {mailOf("SGVsbG8=", ann, "Content-Transfer-Encoding: \"base64\";"), "Hello", nil},
		"an encoding that nobody knows":    {mailOf("Hello", ann, "Content-Transfer-Encoding: utf-8"), "Hello", nil},
		"a text that announces a boundary": {mailOf("--b\n\nHello\n--b--", ann, "Content-Type: text/plain; boundary=b"), "--b\n\nHello\n--b--", nil},
	} {
		m := read(t, c.raw)
		if !strings.HasPrefix(m.Text, c.text) || len(m.Text) != len(c.text) && !m.Cut {
			t.Errorf("%s: %.100q, want %q", name, m.Text, c.text)
		}
		if diff := cmp.Diff(c.files, m.Files); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestTheReadersProcessEndsWhereItTakesTooMuchMemory_A90(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), os.Args[0], greedy)
	out, err := cmd.CombinedOutput()
	if ended := (*exec.ExitError)(nil); !errors.As(err, &ended) || bytes.Contains(out, []byte("took it")) {
		t.Errorf("%v: %.300s", err, out)
	}
}

// greedy makes the test's program take more memory than the reader's process may.
const greedy = "take-memory"

func takeMemory() {
	if err := confine(); err != nil {
		fmt.Println(err)
		os.Exit(0)
	}
	taken := make([]byte, 2*mostMemory)
	for i := range taken {
		taken[i] = 1
	}
	fmt.Println("took it", len(taken))
	os.Exit(0)
}

func TestAMailOf40MBIsReadApartInTimeAndMemory_A65_A90(t *testing.T) {
	base64 := strings.Repeat(strings.Repeat("QUJD", 19)+"\n", (39<<20)/77)
	raw := withParts(parts("mixed", "b", plain("Words"), "Content-Type: application/zip; name=big.zip\nContent-Transfer-Encoding: base64\n\n"+base64))
	began := time.Now()
	m, err := own.Read(t.Context(), raw)
	if err != nil || m.Text != "Words" || !cmp.Equal(m.Files, []string{"big.zip"}) {
		t.Fatalf("%q %v: %v", m.Text, m.Files, err)
	}
	t.Logf("%d MB took %v", len(raw)>>20, time.Since(began))
	for name, text := range map[string]string{
		"quotes": strings.Repeat("> ", 200_000), "bq": strings.Repeat("bq", 500_000), "addresses": strings.Repeat("http://a.b/", 100_000),
		"brackets": strings.Repeat("<", 500_000),
	} {
		began := time.Now()
		for _, kind := range []string{"text/plain", "text/html"} {
			if _, err := own.Read(t.Context(), mailOf(text, ann, "Content-Type: "+kind)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if took := time.Since(began); took > 8*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

func TestALongTextIsCutAndSaysSo(t *testing.T) {
	m := read(t, mailOf(strings.Repeat("äöü ", 10_000), ann))
	if !m.Cut || utf8.RuneCountInString(m.Text) > letter.MaxText || !utf8.ValidString(m.Text) {
		t.Errorf("%v, %d", m.Cut, utf8.RuneCountInString(m.Text))
	}
	big := read(t, mailOf(strings.Repeat("ä", most), ann))
	if !big.Cut || !utf8.ValidString(big.Text) || strings.ContainsRune(big.Text, utf8.RuneError) {
		t.Error("a part that was cut is broken")
	}
	if m := read(t, mailOf("short", ann)); m.Cut {
		t.Error("a short text says that it goes on")
	}
}

func TestACopyByAnotherRouteHasTheSameDigestAndNothingElseHas_A82_A83_A84(t *testing.T) {
	one := read(t, mailOf("Text", "Received: a", ann, "Message-ID: <1@customer.example>")).Digest
	if copy := read(t, mailOf("Text", "Received: b", "Received: c", "X-SES-Spam-Verdict: PASS", ann, "Message-ID: <1@customer.example>")).Digest; copy != one {
		t.Error("a copy has another digest")
	}
	monday, tuesday := mailOf("Text", ann, "Date: Mon, 2 Mar 2026 12:00:00 +0000"), mailOf("Text", ann, "Date: Tue, 3 Mar 2026 12:00:00 +0000")
	if read(t, monday).Digest == read(t, tuesday).Digest {
		t.Error("without an id, two days have one digest")
	}
	if other := append([]byte("Received: x\r\n"), monday...); read(t, monday).Digest != read(t, other).Digest {
		t.Error("without an id, a copy has another digest")
	}
	for name, raw := range map[string][]byte{
		"another body":       mailOf("Other", ann, "Message-ID: <1@customer.example>"),
		"another id":         mailOf("Text", ann, "Message-ID: <2@customer.example>"),
		"no id":              mailOf("Text", ann),
		"no id, another day": mailOf("Text", ann, "Date: Tue, 3 Mar 2026 12:00:00 +0000"),
		"another sender":     mailOf("Text", "From: bob@customer.example", "Message-ID: <1@customer.example>"),
	} {
		if read(t, raw).Digest == one {
			t.Errorf("%s has the same digest", name)
		}
	}
}

func TestWhatBreaksOrHangsTheReaderHarmsNobody_A89(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "broken")
	if err := os.WriteFile(broken, []byte("#!/bin/sh\n[ $1 = header ] && exec "+os.Args[0]+" header\nexit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	m, err := apart.Reader{Program: broken}.Read(t.Context(), mailOf("x", ann, "Subject: Broken"))
	if !errors.Is(err, letter.ErrUnreadable) || m.Subject != "Broken" || m.From.Address != "ann@customer.example" {
		t.Errorf("%+v, %v", m, err)
	}
	for want, raw := range map[error][]byte{letter.ErrTooComplex: nested(50, false), letter.ErrTooLarge: append(mailOf("x", ann), make([]byte, letter.MaxSize)...)} {
		if m, err := own.Read(t.Context(), raw); !errors.Is(err, want) || m.From.Address != "ann@customer.example" {
			t.Errorf("%+v, %v, want %v", m.From, err, want)
		}
	}
	if m, err := (apart.Reader{Program: "/bin/false"}).Read(t.Context(), mailOf("x", ann)); !errors.Is(err, letter.ErrUnreadable) || m.From.Address != "" {
		t.Errorf("a reader that cannot read a header: %+v, %v", m, err)
	}
	if _, err := (apart.Reader{Program: "/does/not/exist"}).Read(t.Context(), mailOf("x", ann)); err == nil || errors.Is(err, letter.ErrUnreadable) {
		t.Errorf("a reader that cannot be started: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := own.Read(ctx, mailOf(strings.Repeat("x", 30<<20), ann)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("without time left: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range [][]byte{
		mailOf("Hello", ann, "Subject: =?utf-8?q?x?="), nested(3, false), nested(3, true),
		withParts(parts("alternative", "b", plain("x"), "Content-Type: text/html\n\n<p>x")), []byte("\r\n\r\n"), nil,
		[]byte("Content-Type: multipart/mixed; boundary*0=\"a\"; boundary*1=b\r\n\r\n--ab\r\n\r\n--ab--"),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if structure.Check(raw) != nil {
			structure.HeaderOnly(raw)
			return
		}
		m, err := Read(raw)
		if err != nil {
			return
		}
		for _, line := range append([]string{m.Subject, m.From.Shown, m.MessageID}, m.Files...) {
			if !utf8.ValidString(line) || strings.ContainsFunc(line, unicode.IsControl) {
				t.Errorf("%q", line)
			}
		}
		if !utf8.ValidString(m.Text) || strings.ContainsAny(m.Text, "\x00\r\x1b") || utf8.RuneCountInString(m.Text) > letter.MaxText {
			t.Errorf("%q", m.Text)
		}
	})
}
