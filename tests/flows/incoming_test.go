//go:build cloud

package flows

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"portico/tests/stack"
)

// support gives the id and the address of a service.
func support(t *testing.T, admin *stack.Browser) (id, address string) {
	t.Helper()
	settings := admin.Get(t, "/api/settings")
	want(t, settings, http.StatusOK, "")
	services, _ := sectionOf(settings, "services")["services"].([]any)
	if len(services) == 0 {
		t.Fatalf("no service: %s", settings)
	}
	first, _ := services[0].(map[string]any)
	return fmt.Sprint(first["id"]), fmt.Sprint(first["address"])
}

// subjects gives the subjects of the customer's requests, newest first.
func subjects(t *testing.T, customer *stack.Browser) []string {
	t.Helper()
	list := customer.Get(t, "/api/requests")
	want(t, list, http.StatusOK, "")
	var all []string
	items, _ := list.Body["items"].([]any)
	for _, item := range items {
		object, _ := item.(map[string]any)
		all = append(all, fmt.Sprint(object["subject"]))
	}
	return all
}

// held waits for the held mail with a subject and gives its summary.
func held(t *testing.T, team *stack.Browser, query, subject string) map[string]any {
	t.Helper()
	for deadline := time.Now().Add(45 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		page := team.Get(t, "/api/held"+query)
		want(t, page, http.StatusOK, "")
		items, _ := page.Body["items"].([]any)
		for _, item := range items {
			if object, _ := item.(map[string]any); object["subject"] == subject {
				return object
			}
		}
		if time.Now().After(deadline) {
			t.Fatalf("%q is not held: %s", subject, page)
		}
	}
}

// until waits for something to become so.
func until(t *testing.T, what string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(45 * time.Second); !so(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

func send(t *testing.T, p stack.Post) {
	t.Helper()
	if err := p.Send(t); err != nil {
		t.Fatalf("not taken: %v", err)
	}
}

func TestX13_A4_AMailBecomesARequestOrIsHeldAndNobodyIsAnswered(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	customer, mail, _ := s.Customer(t, admin)
	service, address := support(t, admin)
	before := len(s.Mails(t, mail))
	subject := "The printer burns " + stack.Key()
	chosen := map[string]any{"services": []any{map[string]any{"service": service, "newRequests": true, "replies": "none"}}, "version": 0}
	team, teamMail, _ := agent(t, s, admin, "agent")
	want(t, team.Post(t, "/api/notifications", "", chosen), http.StatusOK, "")
	t.Cleanup(func() { // other tests count the mails that a request makes
		nothing := map[string]any{"service": service, "newRequests": false, "replies": "none"}
		want(t, team.Post(t, "/api/notifications", "", map[string]any{"services": []any{nothing}, "version": 1}), http.StatusOK, "")
	})

	send(t, stack.Post{Source: mail, To: []string{address}, Body: "It burns.\n\nBrightly.", Headers: []string{
		"From: \"Cara\" <" + mail + ">", "Subject: " + subject,
	}})
	until(t, "the mail is a request", func() bool { return len(subjects(t, customer)) == 1 })
	if got := subjects(t, customer); got[0] != subject {
		t.Errorf("the request is called %q", got[0])
	}
	list, _ := customer.Get(t, "/api/requests").Body["items"].([]any)
	first, _ := list[0].(map[string]any)
	request := customer.Get(t, "/api/requests/"+fmt.Sprint(first["id"]))
	want(t, request, http.StatusOK, "")
	messages, _ := request.Body["messages"].([]any)
	message, _ := messages[0].(map[string]any)
	if message["text"] != "It burns.\n\nBrightly." || message["via"] != "mail" || request.Body["service"] != service {
		t.Errorf("the request: %s", request)
	}
	s.WaitMail(t, teamMail, "It burns.", "/tickets/"+fmt.Sprint(first["id"]))

	forged := "Forged " + stack.Key()
	send(t, stack.Post{Source: "mallory@evil.example", To: []string{address}, Headers: []string{"From: <" + mail + ">", "Subject: " + forged}, Body: "Give me the password."})
	summary := held(t, team, "", forged)
	if summary["reason"] != "not_authenticated" || summary["from"] != mail || summary["service"] != service {
		t.Errorf("held as %v", summary)
	}
	held(t, team, "?service="+service, forged)
	read := team.Get(t, "/api/held/"+fmt.Sprint(summary["id"]))
	want(t, read, http.StatusOK, "")
	if read.Body["text"] != "Give me the password." || fmt.Sprint(read.Body["recipients"]) != "["+address+"]" {
		t.Errorf("the held mail: %s", read)
	}
	if n, _ := team.Get(t, "/api/queue/counts").Body["held"].(float64); n < 1 {
		t.Errorf("%v held mails are counted", n)
	}
	if got := subjects(t, customer); len(got) != 1 {
		t.Errorf("the customer has %q", got)
	}
	want(t, customer.Get(t, "/api/held"), http.StatusForbidden, "forbidden")
	want(t, customer.Get(t, "/api/held/"+fmt.Sprint(summary["id"])), http.StatusForbidden, "forbidden")
	want(t, team.Get(t, "/api/held/"+strings.Repeat("a", 26)), http.StatusNotFound, "mail_not_found")
	want(t, team.Get(t, "/api/held?service=nobodys"), http.StatusUnprocessableEntity, "invalid_fields")
	time.Sleep(time.Second)
	if n := len(s.Mails(t, mail)); n != before {
		t.Errorf("the sender got %d mails", n-before)
	}
	if n := len(s.Mails(t, "mallory@evil.example")); n != 0 {
		t.Errorf("the forger got %d mails", n)
	}
}

func TestA4_HostileMailsAreHeldEachWithItsReason(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	customer, mail, _ := s.Customer(t, admin)
	_, address := support(t, admin)
	deep := "x"
	for i := range 60 {
		deep = fmt.Sprintf("Content-Type: multipart/mixed; boundary=\"b%d\"\n\n--b%d\n%s", i, i, deep)
	}
	kind, body, _ := strings.Cut(deep, "\n\n")
	for reason, p := range map[string]stack.Post{
		"ambiguous_sender": {Source: mail, Headers: []string{"From: " + mail, "From: mallory@evil.example"}},
		"unknown_sender":   {Source: stack.Address("nobody")},
		"automatic":        {Source: mail, Headers: []string{"Auto-Submitted: auto-replied"}},
		"list":             {Source: mail, Headers: []string{"List-Id: <x.lists.example>"}},
		"reply":            {Source: mail, Headers: []string{"In-Reply-To: <x@email.amazonses.com>"}},
		"bounce":           {Source: "", Headers: []string{"From: " + mail}},
		"loop":             {Source: address},
		"too_complex":      {Source: mail, Headers: []string{"MIME-Version: 1.0", kind}, Body: body},
		"spam":             {Source: mail, Body: "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"},
		"virus":            {Source: mail, Body: `X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`},
	} {
		subject := reason + " " + stack.Key()
		p.To, p.Headers = []string{address}, append(p.Headers, "Subject: "+subject)
		send(t, p)
		if summary := held(t, admin, "", subject); summary["reason"] != reason {
			t.Errorf("%s is held as %v", reason, summary)
		}
	}
	if got := subjects(t, customer); len(got) != 0 {
		t.Errorf("requests were made: %q", got)
	}
	// A mail to nobody is refused while its sender is there, and never answered by a mail.
	if err := (stack.Post{Source: mail, To: []string{"nobody@portico.example"}}).Send(t); err == nil || !strings.Contains(err.Error(), "550") {
		t.Errorf("a mail to nobody: %v", err)
	}
}

func TestG3_AMailOfADeniedAddressIsHeldWhoeverHasIt(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	set := with(t, admin)
	customer, mail, _ := s.Customer(t, admin)
	_, address := support(t, admin)
	stranger := "eve@mail." + strings.ToLower(stack.Key()[:8]) + ".example"
	_, domain, _ := strings.Cut(stranger, "@mail.")
	want(t, set("denied", map[string]any{"entries": []string{mail, domain}}), http.StatusOK, "")
	for _, from := range []string{mail, stranger} {
		subject := "Denied " + stack.Key()
		send(t, stack.Post{Source: from, To: []string{address}, Headers: []string{"From: <" + from + ">", "Subject: " + subject}, Body: "Let me in."})
		if summary := held(t, admin, "", subject); summary["reason"] != "denied_sender" {
			t.Errorf("the mail of %s is held as %v", from, summary)
		}
	}
	if got := subjects(t, customer); len(got) != 0 {
		t.Errorf("requests were made: %q", got)
	}
	want(t, set("denied", map[string]any{"entries": []string{}}), http.StatusOK, "")
	send(t, stack.Post{Source: mail, To: []string{address}, Headers: []string{"From: <" + mail + ">", "Subject: It burns"}, Body: "Brightly."})
	until(t, "the mail is a request", func() bool { return len(subjects(t, customer)) == 1 })
}

func TestE5_TwoDeliveriesAndACopyMakeOneRequest(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	customer, mail, _ := s.Customer(t, admin)
	_, address := support(t, admin)
	post := stack.Post{Source: mail, To: []string{address}, Headers: []string{"Subject: Twice", "Message-ID: <" + stack.Key() + "@customer.example>"}, Body: "Once."}
	send(t, post)
	send(t, post) // the same mail by another way: another id of SES's, the same content
	until(t, "the mail is a request", func() bool { return len(subjects(t, customer)) > 0 })

	// The same delivery, told of five times at once, and again later.
	id := stack.MailID()
	s.StoreMail(t, id, "From: "+mail+"\r\nSubject: Five times\r\nMessage-ID: <"+id+"@customer.example>\r\n\r\nOnce.\r\n")
	notification := s.Received(t, id, mail, address, "PASS")
	tell := func() {
		if err := s.Publish(t, notification); err != nil {
			t.Error(err)
		}
	}
	var told sync.WaitGroup
	for range 5 {
		told.Go(tell)
	}
	told.Wait()
	until(t, "the second mail is a request", func() bool { return len(subjects(t, customer)) > 1 })
	tell()
	time.Sleep(2 * time.Second)
	if got := subjects(t, customer); len(got) != 2 {
		t.Errorf("requests: %q", got)
	}
}

func TestHeldMailsArePagedAndACursorIsItsCallersOwn(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	service, address := support(t, admin)
	run := stack.Key()
	for i := range 28 {
		send(t, stack.Post{Source: stack.Address("nobody"), To: []string{address}, Headers: []string{fmt.Sprintf("Subject: %s %d", run, i)}})
	}
	all := func(b *stack.Browser) string {
		text, next := "", ""
		for {
			page := b.Get(t, "/api/held?service="+service+"&cursor="+url.QueryEscape(next))
			want(t, page, http.StatusOK, "")
			text += string(page.Raw)
			if next, _ = page.Body["next"].(string); next == "" {
				return text
			}
		}
	}
	until(t, "all mails are held", func() bool { return strings.Count(all(admin), run) == 28 })
	text := all(admin)
	for i := range 28 {
		if n := strings.Count(text, fmt.Sprintf(`"%s %d"`, run, i)); n != 1 {
			t.Errorf("mail %d is there %d times", i, n)
		}
	}
	next, _ := admin.Get(t, "/api/held").Body["next"].(string)
	other, _ := s.Administrator(t)
	want(t, other.Get(t, "/api/held?cursor="+url.QueryEscape(next)), http.StatusBadRequest, "invalid_cursor")
	want(t, admin.Get(t, "/api/held?service="+service+"&cursor="+url.QueryEscape(next)), http.StatusBadRequest, "invalid_cursor")
}
