//go:build cloud

package flows

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"portico/tests/stack"
)

// anyone lets anybody register by the form, for one test, and gives the stack, its administrator, and what changes settings.
func anyone(t *testing.T) (*stack.Stack, *stack.Browser, func(string, map[string]any) *stack.Answer) {
	t.Helper()
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	set := with(t, admin)
	want(t, set("registration", map[string]any{"mode": "anyone", "ways": []string{"form"}, "companyMailboxOnly": false}), http.StatusOK, "")
	return s, admin, set
}

// register asks for an account and gives the flow.
func register(t *testing.T, b *stack.Browser, email string) string {
	t.Helper()
	answer := b.Post(t, "/api/registrations", stack.Key(), map[string]any{"name": "Typed By A Stranger", "email": email})
	want(t, answer, http.StatusAccepted, "")
	flow, _ := answer.Body["flow"].(string)
	return flow
}

var code = regexp.MustCompile(`\n    (\d{6})\n`)

// codeOf gives the code of a mail.
func codeOf(t *testing.T, m stack.Mail) string {
	t.Helper()
	found := code.FindStringSubmatch(m.Text)
	if found == nil {
		t.Fatalf("no code in %q", m.Text)
	}
	return found[1]
}

func confirm(t *testing.T, b *stack.Browser, flow, code string) *stack.Answer {
	t.Helper()
	return b.Post(t, "/api/registrations/confirm", stack.Key(), map[string]any{"flow": flow, "code": code})
}

// besides gives n codes that are not this one.
func besides(code string, n int) []string {
	var others []string
	for i := 0; len(others) < n; i++ {
		if guess := fmt.Sprintf("%06d", i); guess != code {
			others = append(others, guess)
		}
	}
	return others
}

func TestG15_X2_TheLinkOfTheMailCompletesTheRegistrationOnAnyDevice(t *testing.T) {
	s, admin, _ := anyone(t)
	email := stack.Address("nina")
	first := s.Browser(t)
	flow := register(t, first, email)
	mail := s.WaitMails(t, email, 1)[0]
	for _, text := range []string{mail.Subject, mail.Text, mail.HTML, mail.To[0].Name} {
		if strings.Contains(text, "Stranger") {
			t.Errorf("M3: what a stranger typed is in the mail: %q", text)
		}
	}
	if found := admin.Get(t, "/api/customers?query="+email); len(found.Body["items"].([]any)) != 0 {
		t.Errorf("somebody is a customer without having proven the address: %s", found)
	}
	other := s.Browser(t)
	for range 2 { // opening changes nothing
		good := verify(t, other, mail.Link(t))
		if good.Status != http.StatusOK || good.Body["purpose"] != "registration" || good.Body["email"] != email || good.Body["name"] != "Typed By A Stranger" {
			t.Fatalf("the link is not good: %s", good)
		}
	}
	other.Activate(t, mail.Link(t), "Nina New")
	home := other.Get(t, "/api/home")
	me, _ := home.Body["person"].(map[string]any)
	if me["name"] != "Nina New" || me["email"] != email || me["role"] != "customer" {
		t.Errorf("signed in as %s", home)
	}
	s.Browser(t).SignIn(t, email, stack.Password)
	want(t, confirm(t, first, flow, codeOf(t, mail)), http.StatusGone, "code_used")
	want(t, verify(t, s.Browser(t), mail.Link(t)), http.StatusGone, "link_used")
	id, _ := me["id"].(string)
	detail := admin.Get(t, "/api/customers/"+id)
	for _, word := range []string{`"action":"registered"`, `"kind":"confirmation"`} {
		if !strings.Contains(string(detail.Raw), word) {
			t.Errorf("the customer's page lacks %s: %s", word, detail)
		}
	}
}

func TestA2_G15_TheCompanyOfWhoRegisteredIsOnTheirPageUnderItsPresentName(t *testing.T) {
	s, admin, set := anyone(t)
	list := func(name string, id any) *stack.Answer {
		company := map[string]any{"name": name, "domains": []string{"customer.example"}}
		if id != nil {
			company["id"] = id
		}
		answer := set("companies", map[string]any{"companies": []any{company}})
		want(t, answer, http.StatusOK, "")
		return answer
	}
	listed := list("Nina & Co", nil)
	want(t, set("registration", map[string]any{"mode": "companies", "ways": []string{"form"}, "companyMailboxOnly": false}), http.StatusOK, "")
	email, b := stack.Address("nina"), s.Browser(t)
	register(t, b, email)
	b.Activate(t, s.WaitMails(t, email, 1)[0].Link(t), "Nina New")
	me, _ := b.Get(t, "/api/home").Body["person"].(map[string]any)
	id, _ := me["id"].(string)
	company := func() any { return admin.Get(t, "/api/customers/"+id).Body["company"] }
	if got := company(); got != "Nina & Co" {
		t.Errorf("the company is %v", got)
	}
	first, _ := listed.Body["companies"].([]any)[0].(map[string]any)
	list("Nina, Inc.", first["id"])
	if got := company(); got != "Nina, Inc." {
		t.Errorf("the company, renamed, is %v", got)
	}
	want(t, set("companies", map[string]any{"companies": []any{}}), http.StatusOK, "")
	if got := company(); got != nil {
		t.Errorf("the company that is not in the list any more is %v", got)
	}
}

func TestB1_X2_TheCodeOfTheMailCompletesTheRegistrationOnTheFirstDevice(t *testing.T) {
	s, _, _ := anyone(t)
	email := stack.Address("nina")
	b := s.Browser(t)
	flow := register(t, b, email)
	mail := s.WaitMails(t, email, 1)[0]
	key, body := stack.Key(), map[string]any{"flow": flow, "code": codeOf(t, mail)}
	right := b.Post(t, "/api/registrations/confirm", key, body)
	want(t, right, http.StatusOK, "")
	if again := b.Post(t, "/api/registrations/confirm", key, body); string(again.Raw) != string(right.Raw) {
		t.Errorf("a repeat gives %s", again)
	}
	want(t, confirm(t, s.Browser(t), flow, codeOf(t, mail)), http.StatusGone, "code_used")
	link, _ := right.Body["link"].(string)
	b.Activate(t, link, "Nina New")
	want(t, b.Get(t, "/api/home"), http.StatusOK, "")
}

func TestB2_ACodeHasFiveTriesAndAResendMakesANewOneInItsFlowAlone(t *testing.T) {
	s, _, _ := anyone(t)
	email := stack.Address("nina")
	owner, stranger := s.Browser(t), s.Browser(t)
	flow := register(t, owner, email)
	first := codeOf(t, s.WaitMails(t, email, 1)[0])
	theirs := register(t, stranger, email)
	s.WaitMails(t, email, 2)
	for _, guess := range besides(first, 5) {
		want(t, confirm(t, owner, flow, guess), http.StatusForbidden, "code_wrong")
	}
	want(t, confirm(t, owner, flow, first), http.StatusGone, "code_exhausted")
	again := owner.Post(t, "/api/registrations/resend", stack.Key(), map[string]any{"flow": flow, "email": email})
	want(t, again, http.StatusAccepted, "")
	mails := s.WaitMails(t, email, 3)
	if mails[0].Link(t) != mails[2].Link(t) || mails[0].Link(t) == mails[1].Link(t) {
		t.Error("the resend of a flow has another link, or two flows have the same")
	}
	second := codeOf(t, mails[2])
	if first != second { // they are the same once in a million
		want(t, confirm(t, owner, flow, first), http.StatusForbidden, "code_wrong")
	}
	want(t, owner.Post(t, "/api/registrations/resend", stack.Key(), map[string]any{"flow": flow, "email": email}), http.StatusAccepted, "")
	want(t, owner.Post(t, "/api/registrations/resend", stack.Key(), map[string]any{"flow": flow, "email": email}), http.StatusTooManyRequests, "too_many_codes")
	want(t, confirm(t, stranger, theirs, codeOf(t, mails[1])), http.StatusOK, "")
	want(t, confirm(t, owner, flow, second), http.StatusOK, "") // M3: the fourth mail was not sent, so the third's code is good
	time.Sleep(time.Second)
	if got := len(s.Mails(t, email)); got != 3 {
		t.Errorf("%d mails went out", got)
	}
}

func TestX3_EveryAddressIsAnsweredAlikeAndTheMailTellsTheRest(t *testing.T) {
	s, admin, set := anyone(t)
	customer, active, _ := s.Customer(t, admin)
	_, gone, id := s.Customer(t, admin)
	want(t, admin.Post(t, "/api/customers/"+id+"/access", "", map[string]any{"suspended": true, "version": 2}), http.StatusOK, "")
	waiting, _ := invite(t, admin, true)
	invitation := s.WaitMails(t, waiting, 1)[0].Link(t)
	unknown, denied := stack.Address("nina"), "eve@"+strings.ToLower(stack.Key()[:8])+".evil.example"
	want(t, set("denied", map[string]any{"entries": []string{"evil.example"}}), http.StatusOK, "")
	shape := regexp.MustCompile(`^\{"flow":"[a-z2-7]{26}"\}$`)
	for name, email := range map[string]string{"active": active, "suspended": gone, "invited": waiting, "unknown": unknown, "denied": denied} {
		b := s.Browser(t)
		answer := b.Post(t, "/api/registrations", stack.Key(), map[string]any{"name": "N", "email": email})
		if answer.Status != http.StatusAccepted || !shape.Match(answer.Raw) {
			t.Errorf("%s: %s", name, answer)
		}
		flow, _ := answer.Body["flow"].(string)
		for _, guess := range []string{"000000", "999999"} {
			if wrong := confirm(t, b, flow, guess); wrong.Code() != "code_wrong" && wrong.Status != http.StatusOK {
				t.Errorf("%s: a guess is answered %s", name, wrong)
			}
		}
		want(t, b.Post(t, "/api/registrations/resend", stack.Key(), map[string]any{"flow": flow, "email": email}), http.StatusAccepted, "")
	}
	if mail := s.WaitMails(t, active, 2)[1]; !strings.Contains(mail.Text, "/sign-in\n") || !strings.Contains(mail.Text, "/forgot\n") || code.MatchString(mail.Text) {
		t.Errorf("who has an account is mailed %q", mail.Text)
	}
	if again := s.WaitMails(t, waiting, 2)[1]; again.Link(t) != invitation {
		t.Errorf("who is invited is mailed another link")
	}
	s.WaitMails(t, unknown, 1) // a resend in the same moment takes the place of the first
	time.Sleep(time.Second)
	if got := s.Mails(t, denied); len(got) != 0 {
		t.Errorf("a refused stranger is mailed %q", got[0].Subject)
	}
	if got := s.Mails(t, gone); len(got) != 1 { // the invitation from before
		t.Errorf("a suspended person is mailed %d times", len(got))
	}
	for _, email := range []string{unknown, denied} {
		if found := admin.Get(t, "/api/customers?query="+email); len(found.Body["items"].([]any)) != 0 {
			t.Errorf("%s is a customer", email)
		}
	}
	want(t, customer.Get(t, "/api/home"), http.StatusOK, "")
}

func TestG6_GoingToNobodyRefusesALinkThatWasMailedBefore(t *testing.T) {
	s, _, set := anyone(t)
	email := stack.Address("nina")
	register(t, s.Browser(t), email)
	link := s.WaitMails(t, email, 1)[0].Link(t)
	want(t, set("registration", map[string]any{"mode": "nobody", "ways": []string{"form"}, "companyMailboxOnly": false}), http.StatusOK, "")
	b := s.Browser(t)
	want(t, verify(t, b, link), http.StatusForbidden, "registration_closed")
	completed := b.Post(t, "/api/activate", stack.Key(), map[string]any{"link": link, "name": "Nina", "password": stack.Password})
	want(t, completed, http.StatusForbidden, "registration_closed")
	late := stack.Address("late")
	register(t, s.Browser(t), late) // answered as ever, and decided behind the answer
	time.Sleep(2 * time.Second)
	if got := s.Mails(t, late); len(got) != 0 {
		t.Errorf("a mail went out while nobody could register: %q", got[0].Subject)
	}
	want(t, set("registration", map[string]any{"mode": "anyone", "ways": []string{"form"}, "companyMailboxOnly": false}), http.StatusOK, "")
	b.Activate(t, link, "Nina")
}

func TestE5_OfManyRegistrationsOfOneAddressAtOnceOnePersonComesToBe(t *testing.T) {
	stack.Crowds(t, func(t *testing.T, n int) {
		s, admin, _ := anyone(t)
		email := stack.Address("nina")
		for _, answer := range s.AtOnce(t, n, func(b *stack.Browser, _ int, key string) (*stack.Answer, error) {
			return b.TryPost("/api/registrations", key, map[string]any{"name": "Nina", "email": email})
		}) {
			if answer.Status != http.StatusAccepted && answer.Code() != "too_many_codes" {
				t.Errorf("got %s", answer)
			}
		}
		due := min(n, 3)
		mails := s.WaitMails(t, email, due)
		time.Sleep(2 * time.Second)
		if got := len(s.Mails(t, email)); got != due {
			t.Errorf("M3: %d mails went out", got)
		}
		var links []string
		for _, mail := range mails {
			links = append(links, mail.Link(t))
		}
		won := -1
		for i, answer := range s.AtOnce(t, n, func(b *stack.Browser, i int, key string) (*stack.Answer, error) {
			return b.TryPost("/api/activate", key, map[string]any{"link": links[i%due], "name": "Nina", "password": password(i)})
		}) {
			switch {
			case answer.Status == http.StatusOK && won < 0:
				won = i
			case answer.Status == http.StatusOK:
				t.Errorf("%d and %d won", won, i)
			case answer.Code() != "already_registered" && answer.Code() != "link_used" && answer.Code() != "busy":
				t.Errorf("got %s", answer)
			}
		}
		if won < 0 {
			t.Fatal("nobody won")
		}
		s.Browser(t).SignIn(t, email, password(won))
		if found := admin.Get(t, "/api/customers?query="+email); len(found.Body["items"].([]any)) != 1 {
			t.Errorf("not one customer: %s", found)
		}
	})
}

func password(i int) string { return fmt.Sprintf("a quiet harbour at dawn %d", i) }

func TestE5_OfManyUsesOfOneCodeAtOnceOneGoesOn(t *testing.T) {
	stack.Crowds(t, func(t *testing.T, n int) {
		s, _, _ := anyone(t)
		email := stack.Address("nina")
		flow := register(t, s.Browser(t), email)
		right := codeOf(t, s.WaitMails(t, email, 1)[0])
		counts := map[string]int{}
		for _, answer := range s.AtOnce(t, n, func(b *stack.Browser, _ int, key string) (*stack.Answer, error) {
			return b.TryPost("/api/registrations/confirm", key, map[string]any{"flow": flow, "code": right})
		}) {
			counts[answer.Code()]++
		}
		if counts[""] != 1 || counts["code_used"]+counts["code_exhausted"] != n-1 {
			t.Errorf("got %v", counts)
		}
	})
}

func TestX12_GuessesFromManyNetworksDoNotKeepTheOwnerOfAnAddressOut(t *testing.T) {
	s, _, _ := anyone(t)
	email := stack.Address("nina")
	owner := s.Browser(t)
	flow := register(t, owner, email)
	right := codeOf(t, s.WaitMails(t, email, 1)[0])
	guesses := besides(right, 1)
	for _, answer := range s.AtOnce(t, 50, func(b *stack.Browser, _ int, key string) (*stack.Answer, error) {
		opened, err := b.TryPost("/api/registrations", key, map[string]any{"name": "Mallory", "email": email})
		if err != nil || opened.Status != http.StatusAccepted {
			return opened, err
		}
		for range 5 {
			if answer, err := b.TryPost("/api/registrations/confirm", stack.Key(), map[string]any{"flow": opened.Body["flow"], "code": guesses[0]}); err != nil || answer.Status == http.StatusOK {
				return answer, err
			}
		}
		return opened, nil
	}) {
		if answer.Status == http.StatusOK {
			t.Errorf("somebody guessed: %s", answer)
		}
	}
	confirmed := confirm(t, owner, flow, right)
	want(t, confirmed, http.StatusOK, "")
	link, _ := confirmed.Body["link"].(string)
	owner.Activate(t, link, "Nina")
}
