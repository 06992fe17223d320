package mail

import (
	"strings"
	"testing"

	"portico/internal/outbox"
)

func TestM1_MailsAboutARequestStandTogether(t *testing.T) {
	for name, letter := range exampleLetters() {
		if !letter.Kind.OfTicket() {
			continue
		}
		m := open(t, examplePortal(), letter)
		if got := m.subject(t); got != "[7KQ4-M2XZ] The printer <b>burns</b>" {
			t.Errorf("%s: the subject is %q", name, got)
		}
		for _, header := range []string{"In-Reply-To", "References"} {
			if got := m.Header.Get(header); got != "<0100abcd@eu-central-1.amazonses.com>" {
				t.Errorf("%s: %s is %q", name, header, got)
			}
		}
		if strings.Contains(m.html, "<script>") || strings.Contains(m.html, "<b>") {
			t.Errorf("%s: somebody's words are HTML", name)
		}
		if strings.Count(m.text, "\n-- \n") != 1 {
			t.Errorf("%s: somebody's words end the text:\n%s", name, m.text)
		}
		letter.About.Thread = ""
		if first := open(t, examplePortal(), letter); first.Header.Get("In-Reply-To") != "" {
			t.Errorf("%s: the first answers something", name)
		}
	}
}

func TestHostileSubjectsOfRequestsStayOneHarmlessLine(t *testing.T) {
	letter := exampleLetters()["request_answered"]
	for _, hostile := range []string{"Help\r\nBcc: eve@evil.example", "=?utf-8?q?Hi?=", "\u202egnp.exe", "{portal} {until}", strings.Repeat("ü", 200)} {
		letter.About.Subject, letter.About.Author, letter.About.Requester = hostile, hostile, hostile
		m := open(t, examplePortal(), letter)
		if m.Header.Get("Bcc") != "" || strings.ContainsAny(m.subject(t), "\r\n\u202e") || strings.Contains(m.subject(t), "Example Help") {
			t.Errorf("%q became %q", hostile, m.subject(t))
		}
	}
}

func TestOnlyAnswersAndNewsPassOnWords(t *testing.T) {
	for name, letter := range exampleLetters() {
		m := open(t, examplePortal(), letter)
		want := letter.Kind == outbox.RequestAnswered || letter.Kind.ToTeam()
		if got := strings.Contains(m.text, "one of them indented"); got != want {
			t.Errorf("%s passes words on: %v", name, got)
		}
	}
}
