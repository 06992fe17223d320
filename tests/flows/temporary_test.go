//go:build cloud

package flows

import (
	"net/http"
	"strings"
	"testing"

	"portico/tests/stack"
)

// temporarily invites a customer with a temporary password and gives address, id, and the password that was mailed.
func temporarily(t *testing.T, s *stack.Stack, admin *stack.Browser, language string) (email, id, password string) {
	t.Helper()
	email = stack.Address("tara")
	created := admin.Post(t, "/api/customers", stack.Key(), map[string]any{
		"name": "Tara Temporary", "email": email, "language": language, "invite": true, "invitation": "temporary_password",
	})
	want(t, created, http.StatusCreated, "")
	id, _ = created.Body["id"].(string)
	return email, id, mailedPassword(t, s, email, 1)
}

// mailedPassword gives the temporary password in the nth mail to email, which must carry no link beside it.
func mailedPassword(t *testing.T, s *stack.Stack, email string, nth int) string {
	t.Helper()
	mail := s.WaitMails(t, email, nth)[nth-1]
	password := mail.TemporaryPassword()
	if password == "" || mail.Secret() != "" || !strings.Contains(mail.Text, s.Portal+"/sign-in") || !strings.Contains(mail.HTML, ">"+password+"<") {
		t.Fatalf("the mail carries no temporary password, or a link beside it: %s", mail.Text)
	}
	return password
}

// try signs in on a device that nobody knows.
func try(t *testing.T, s *stack.Stack, email, password string) *stack.Answer {
	t.Helper()
	return s.Browser(t).Post(t, "/api/sessions", "", map[string]any{"email": email, "password": password})
}

// resend sends a new invitation of a form.
func resend(t *testing.T, admin *stack.Browser, id, form string) {
	t.Helper()
	want(t, admin.Post(t, "/api/customers/"+id+"/invitation", stack.Key(), map[string]any{"invitation": form}), http.StatusOK, "")
}

func linkIn(t *testing.T, answer *stack.Answer) string {
	t.Helper()
	link, _ := answer.Body["link"].(string)
	if link == "" {
		t.Fatalf("no link to go on by: %s", answer)
	}
	return link
}

func TestH1_ATemporaryPasswordIsChangedAtTheFirstSignIn(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	email, id, temporary := temporarily(t, s, admin, "en")
	before := whenSent(t, admin, id)
	pending, _ := before.Body["pending"].(map[string]any)
	if pending["invitation"] != "temporary_password" || strings.Contains(string(before.Raw), temporary) {
		t.Errorf("what the agent sees: %s", before)
	}
	var link string
	for _, typed := range []string{temporary, strings.ToLower(temporary), strings.ReplaceAll(temporary, "-", " "), strings.ReplaceAll(temporary, "-", "")} {
		asked := try(t, s, email, typed)
		want(t, asked, http.StatusForbidden, "password_change_required")
		if link = linkIn(t, asked); len(asked.Header.Values("Set-Cookie")) != 0 {
			t.Errorf("a cookie before there is a session: %v", asked.Header.Values("Set-Cookie"))
		}
	}
	if after := admin.Get(t, "/api/customers/"+id); string(after.Raw) != string(before.Raw) {
		t.Errorf("asking changed the record:\n%s\n%s", before, after)
	}
	b := s.Browser(t)
	if page := verify(t, b, link); page.Body["name"] != "Tara Temporary" || page.Body["email"] != email || page.Body["purpose"] != "activation" {
		t.Fatalf("the page is not filled in: %s", page)
	}
	same := b.Post(t, "/api/activate", stack.Key(), map[string]any{"link": link, "name": "Tara", "password": strings.ToLower(temporary)})
	want(t, same, http.StatusUnprocessableEntity, "invalid_fields")
	b.Activate(t, link, "Tara Temporary")
	want(t, b.Get(t, "/api/home"), http.StatusOK, "")
	s.Browser(t).SignIn(t, email, stack.Password)
	want(t, try(t, s, email, temporary), http.StatusGone, "temporary_password_used")
}

func TestH1_H2_ANewInvitationEndsTheTemporaryPasswordAndTheOldOneBringsANewOne(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	email, id, first := temporarily(t, s, admin, "de")
	if mail := s.Mails(t, email)[0]; !strings.HasPrefix(mail.Subject, "Ihr vorläufiges Passwort") {
		t.Errorf("not in German: %q", mail.Subject)
	}
	link := linkIn(t, try(t, s, email, first))
	resend(t, admin, id, "temporary_password")
	second := mailedPassword(t, s, email, 2)
	replaced := try(t, s, email, first)
	want(t, replaced, http.StatusGone, "temporary_password_replaced")
	want(t, verify(t, s.Browser(t), link), http.StatusGone, "link_replaced")
	want(t, try(t, s, email, second), http.StatusForbidden, "password_change_required")
	renewed := s.Browser(t).Post(t, "/api/verify/renewals", stack.Key(), map[string]any{"link": linkIn(t, replaced)})
	want(t, renewed, http.StatusAccepted, "")
	if again := mailedPassword(t, s, email, 3); again != second {
		t.Errorf("a wish from self-service ended what was out: %q after %q", again, second)
	}
	resend(t, admin, id, "link")
	mailed := s.WaitMails(t, email, 4)[3].Link(t)
	want(t, try(t, s, email, second), http.StatusGone, "temporary_password_replaced")
	s.Browser(t).Activate(t, mailed, "Tara Temporary")
	want(t, try(t, s, email, second), http.StatusGone, "temporary_password_replaced")
}

func TestH1_TheAgentCanCopyTheLinkOfAnInvitationWithATemporaryPassword(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	email, id, temporary := temporarily(t, s, admin, "en")
	shown := admin.Post(t, "/api/customers/"+id+"/link", "", struct{}{})
	address, _ := shown.Body["link"].(string)
	_, secret, _ := strings.Cut(address, "#")
	if secret != linkIn(t, try(t, s, email, temporary)) {
		t.Errorf("two links of one invitation: %s", shown)
	}
	if page := admin.Get(t, "/api/customers/"+id); !strings.Contains(string(page.Raw), "link_shown") || strings.Contains(string(page.Raw), secret) {
		t.Errorf("the showing is not in the history, or the link is: %s", page)
	}
}

func TestX10_SuspendedAndWithoutALevelAreToldToWhoeverHasProvenToBeThePerson(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	for code, deny := range map[string]func(path string){
		"person_suspended": func(path string) { suspend(t, admin, path) },
		"no_access": func(path string) {
			body := map[string]any{"level": "none", "services": []string{}, "version": version(t, admin.Get(t, path))}
			want(t, admin.Post(t, path+"/level", "", body), http.StatusOK, "")
		},
	} {
		b, email, id := s.Customer(t, admin)
		request := map[string]any{"service": service(t, b), "subject": "S", "text": "T"}
		deny("/api/customers/" + id)
		want(t, b.Get(t, "/api/home"), http.StatusUnauthorized, code)
		want(t, b.Post(t, "/api/requests", stack.Key(), request), http.StatusUnauthorized, code)
		want(t, try(t, s, email, stack.Password), http.StatusForbidden, code)
		want(t, try(t, s, email, "not the password at all"), http.StatusUnauthorized, "sign_in_failed")

		waiting, other := invite(t, admin, true)
		link := s.WaitMails(t, waiting, 1)[0].Link(t)
		deny("/api/customers/" + other)
		want(t, verify(t, s.Browser(t), link), http.StatusForbidden, code)

		invited, third, temporary := temporarily(t, s, admin, "en")
		deny("/api/customers/" + third)
		answer := try(t, s, invited, temporary)
		want(t, answer, http.StatusForbidden, code)
		if answer.Body["link"] != nil {
			t.Errorf("a link beside the refusal: %s", answer)
		}
	}
}
