package mail

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"portico/internal/outbox"
	"portico/internal/person"
)

func updating() bool { return flag.Lookup("update").Value.String() == "true" }

func TestMain(m *testing.M) {
	flag.Bool("update", false, "write the golden files anew")
	flag.Parse()
	os.Exit(m.Run())
}

func examplePortal() Portal {
	return Portal{Name: "Example Help", Address: "https://help.example.com", Sender: "help@example.com", Services: map[string]string{"printing": "Printers"}}
}

// exampleLetters are one of each kind, and the invitation to an agent.
func exampleLetters() map[string]Letter {
	base := Letter{
		ID: "aaaaaaaaaaaaaaaaaaaaaaaaaa", To: "ann@customer.example", Name: "Ann Example", Role: person.Customer,
		At: time.Date(2026, 3, 1, 8, 5, 0, 0, time.UTC), Until: time.Date(2026, 3, 14, 17, 30, 0, 0, time.UTC),
	}
	with := func(kind outbox.Kind, change func(*Letter)) Letter {
		l := base
		l.Kind = kind
		change(&l)
		return l
	}
	return map[string]Letter{
		"invitation": with(outbox.Invitation, func(l *Letter) {
			l.Link = "https://help.example.com/activate#a.bbbbbbbbbbbbbbbbbbbbbbbbbb.1.0a1b2c3d.AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE"
		}),
		"invitation_staff": with(outbox.Invitation, func(l *Letter) {
			l.Role, l.Link = person.Agent, "https://help.example.com/activate#a.cccccccccccccccccccccccccc.2.0a1b2c3d.AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE"
		}),
		"invitation_password": with(outbox.Invitation, func(l *Letter) { l.Password = "7KQ4-M2XZ-9RTB-3WFC" }),
		"email_change":        with(outbox.EmailChange, func(l *Letter) { l.Name, l.Code = "", "042917" }),
		"email_changed": with(outbox.EmailChanged, func(l *Letter) {
			l.Link = "https://help.example.com/undo#u.eeeeeeeeeeeeeeeeeeeeeeeeee.1.0a1b2c3d.AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE"
		}),
		"reset": with(outbox.Reset, func(l *Letter) {
			l.Link = "https://help.example.com/reset#r.dddddddddddddddddddddddddd.1.0a1b2c3d.AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE"
		}),
		"confirmation": with(outbox.Confirmation, func(l *Letter) {
			l.Name, l.Code, l.CodeUntil = "", "042117", time.Date(2026, 3, 1, 8, 15, 0, 0, time.UTC)
			l.Link = "https://help.example.com/activate#n.eeeeeeeeeeeeeeeeeeeeeeeeee.1.0a1b2c3d.AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE"
		}),
		"account_exists":   with(outbox.AccountExists, func(*Letter) {}),
		"password_changed": with(outbox.PasswordChanged, func(*Letter) {}),
		"sign_in_code":     with(outbox.SignInCode, func(l *Letter) { l.Code = "042117" }),
		"email_restored": with(outbox.EmailRestored, func(l *Letter) {
			l.Link = "https://help.example.com/reset#r.gggggggggggggggggggggggggg.1.0a1b2c3d.AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE"
		}),
		"second_factor_off": with(outbox.SecondFactorOff, func(*Letter) {}),
		"session_theft":     with(outbox.SessionTheft, func(*Letter) {}),

		"request_received":        with(outbox.RequestReceived, about("open")),
		"request_answered":        with(outbox.RequestAnswered, about("in_progress")),
		"request_answered_closed": with(outbox.RequestAnswered, about("closed")),
		"request_closed":          with(outbox.RequestStatus, about("closed")),
		"request_on_hold":         with(outbox.RequestStatus, about("on_hold")),
		"request_reopened":        with(outbox.RequestStatus, about("open")),
		"agent_new_request":       with(outbox.AgentNewRequest, about("open")),
		"agent_reply":             with(outbox.AgentReply, about("open")),
	}
}

// about lets a letter tell of a ticket.
func about(status string) func(*Letter) {
	return func(l *Letter) {
		l.About = About{
			Ticket: "eeeeeeeeeeeeeeeeeeeeeeeeee", Reference: "7KQ4-M2XZ", Subject: "The printer <b>burns</b>", Service: "printing",
			Requester: "Ann Example", Author: "Arne Agent", Text: "Two lines,\n\tone of them indented.\n-- \n<script>alert(1)</script>",
			Status: status, Thread: "0100abcd@eu-central-1.amazonses.com",
		}
	}
}

func TestM1_EveryMailReadsAsItsGoldenFiles(t *testing.T) {
	for name, letter := range exampleLetters() {
		for _, language := range person.Languages {
			letter.Language = language
			content, err := examplePortal().Write(letter)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", name+"."+string(language))
			compare(t, path+".txt", "Subject: "+content.Subject+"\n\n"+content.Text)
			compare(t, path+".html", content.HTML)
		}
	}
}

func compare(t *testing.T, path, got string) {
	t.Helper()
	if updating() {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got); go test ./internal/mail -update writes it anew:\n%s", path, diff)
	}
}
