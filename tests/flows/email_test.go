//go:build cloud

package flows

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"portico/tests/stack"
)

// wished is a customer with a code to another address.
func wished(t *testing.T, s *stack.Stack) (b *stack.Browser, admin *stack.Browser, old, next, id, code string) {
	t.Helper()
	admin, _ = s.Administrator(t)
	b, old, id = s.Customer(t, admin)
	next = stack.Address("cara-new")
	want(t, b.Post(t, "/api/profile/email", stack.Key(), map[string]any{"email": next}), http.StatusAccepted, "")
	code = sixDigits.FindString(s.WaitMails(t, next, 1)[0].Text)
	return b, admin, old, next, id, code
}

func TestX11_AnAddressIsChangedByProvingTheNewOneAndTakenBackByTheOldOne(t *testing.T) {
	s := stack.Open(t)
	b, admin, old, next, id, code := wished(t, s)
	if text := s.WaitMails(t, next, 1)[0].Text; strings.Contains(text, "Cara") {
		t.Errorf("what somebody typed goes to an address that is not proven: %s", text)
	}
	there := s.Browser(t)
	there.SignIn(t, old, stack.Password)
	wrong := fmt.Sprintf("%06d", (atoi(code)+1)%1_000_000)
	want(t, b.Post(t, "/api/profile/email/confirm", stack.Key(), map[string]any{"code": wrong}), http.StatusForbidden, "code_wrong")
	key := stack.Key()
	want(t, b.Post(t, "/api/profile/email/confirm", key, map[string]any{"code": code}), http.StatusNoContent, "")
	want(t, there.Get(t, "/api/home"), http.StatusUnauthorized, "session_ended")
	b.Refresh(t)
	want(t, b.Post(t, "/api/profile/email/confirm", key, map[string]any{"code": code}), http.StatusNoContent, "") // the same once more
	want(t, s.Browser(t).Post(t, "/api/sessions", "", map[string]any{"email": old, "password": stack.Password}), http.StatusUnauthorized, "sign_in_failed")
	s.Browser(t).SignIn(t, next, stack.Password)
	kept := admin.Post(t, "/api/customers", stack.Key(), map[string]any{"name": "Next", "email": old, "invite": false})
	if want(t, kept, http.StatusConflict, "address_kept"); kept.Body["personId"] != id || kept.Body["keptUntil"] == nil {
		t.Errorf("the team is told %s", kept)
	}

	link := s.WaitMails(t, old, 2)[1].Link(t)
	if mails := string(admin.Get(t, "/api/customers/"+id).Raw); !strings.Contains(mails, fmt.Sprintf(`"email":%q}`, old)) {
		t.Errorf("no mail is said to have gone to the old address: %s", mails)
	}
	looked := verify(t, s.Browser(t), link)
	if want(t, looked, http.StatusOK, ""); looked.Body["purpose"] != "email_undo" || looked.Body["email"] != old {
		t.Errorf("the link is %s", looked)
	}
	want(t, b.Get(t, "/api/home"), http.StatusOK, "") // looking has changed nothing
	want(t, s.Browser(t).Post(t, "/api/undo", "", map[string]any{"link": link}), http.StatusNoContent, "")
	want(t, b.Get(t, "/api/home"), http.StatusUnauthorized, "session_ended")
	want(t, s.Browser(t).Post(t, "/api/undo", "", map[string]any{"link": link}), http.StatusGone, "link_used")
	want(t, s.Browser(t).Post(t, "/api/sessions", "", map[string]any{"email": next, "password": stack.Password}), http.StatusUnauthorized, "sign_in_failed")
	told := s.WaitMails(t, old, 3)[2]
	if !strings.Contains(told.Subject, "this one again") {
		t.Errorf("the restored address is told %q", told.Subject)
	}
	chosen(t, s, old, told.Link(t))
	history := string(admin.Get(t, "/api/customers/"+id).Raw)
	if strings.Count(history, `"action":"email_restored"`) != 1 || strings.Count(history, `"action":"email_changed"`) != 1 {
		t.Errorf("the history is %s", history)
	}
	for _, said := range []string{fmt.Sprintf(`"before":%q,"after":%q`, old, next), fmt.Sprintf(`"before":%q,"after":%q`, next, old)} {
		if !strings.Contains(history, said) {
			t.Errorf("%s is not in the history: %s", said, history)
		}
	}
}

func TestX11_WhoChangesTheAddressTwiceCannotKeepItFromTheFirstOwner(t *testing.T) {
	s := stack.Open(t)
	b, _, old, second, _, code := wished(t, s)
	want(t, b.Post(t, "/api/profile/email/confirm", stack.Key(), map[string]any{"code": code}), http.StatusNoContent, "")
	b.Refresh(t)
	third := stack.Address("cara-third")
	want(t, b.Post(t, "/api/profile/email", stack.Key(), map[string]any{"email": third}), http.StatusAccepted, "")
	code = sixDigits.FindString(s.WaitMails(t, third, 1)[0].Text)
	want(t, b.Post(t, "/api/profile/email/confirm", stack.Key(), map[string]any{"code": code}), http.StatusNoContent, "")
	first, later := s.WaitMails(t, old, 2)[1].Link(t), s.WaitMails(t, second, 2)[1].Link(t)
	want(t, s.Browser(t).Post(t, "/api/undo", "", map[string]any{"link": first}), http.StatusNoContent, "")
	want(t, s.Browser(t).Post(t, "/api/undo", "", map[string]any{"link": later}), http.StatusGone, "link_replaced")
	chosen(t, s, old, s.WaitMails(t, old, 3)[2].Link(t))
}

// moves moves somebody who is signed in to another address. Mails is how many there are with the code.
func moves(t *testing.T, s *stack.Stack, b *stack.Browser, to string, mails int) {
	t.Helper()
	want(t, b.Post(t, "/api/profile/email", stack.Key(), map[string]any{"email": to}), http.StatusAccepted, "")
	code := sixDigits.FindString(s.WaitMails(t, to, mails)[mails-1].Text)
	want(t, b.Post(t, "/api/profile/email/confirm", stack.Key(), map[string]any{"code": code}), http.StatusNoContent, "")
	b.Refresh(t)
}

func TestX11_WhoseChangeWasTakenBackOnceIsAsSafeTheNextTimeEvenFromAThiefWhoTakesBackToo(t *testing.T) {
	s := stack.Open(t)
	b, _, old, second, _, code := wished(t, s)
	want(t, b.Post(t, "/api/profile/email/confirm", stack.Key(), map[string]any{"code": code}), http.StatusNoContent, "")
	undo := func(link string) *stack.Answer {
		return s.Browser(t).Post(t, "/api/undo", "", map[string]any{"link": link})
	}
	want(t, undo(s.WaitMails(t, old, 2)[1].Link(t)), http.StatusNoContent, "")
	thief := chosen(t, s, old, s.WaitMails(t, old, 3)[2].Link(t))
	s.WaitMails(t, old, 4) // of the new password: two mails that are under way may change places
	moves(t, s, thief, second, 2)
	told := len(s.WaitMails(t, old, 5)) // of the move
	owners := s.Mails(t, old)[told-1].Link(t)
	moves(t, s, thief, stack.Address("cara-third"), 1)
	want(t, undo(s.WaitMails(t, second, 3)[2].Link(t)), http.StatusNoContent, "")
	voided := s.WaitMails(t, second, 4)[3].Link(t)
	want(t, undo(owners), http.StatusNoContent, "")
	late := map[string]any{"link": voided, "password": "a thief's own harbour 8"}
	want(t, s.Browser(t).Post(t, "/api/resets/complete", stack.Key(), late), http.StatusGone, "link_replaced")
	chosen(t, s, old, s.WaitMails(t, old, told+1)[told].Link(t))
}

func TestX11_TheLinkOfAMoveWorksAfterTheWayBackToo(t *testing.T) {
	s := stack.Open(t)
	b, _, old, next, _, code := wished(t, s)
	want(t, b.Post(t, "/api/profile/email/confirm", stack.Key(), map[string]any{"code": code}), http.StatusNoContent, "")
	b.Refresh(t)
	first := s.WaitMails(t, old, 2)[1].Link(t)
	moves(t, s, b, old, 3)
	undo := func(link string) *stack.Answer {
		return s.Browser(t).Post(t, "/api/undo", "", map[string]any{"link": link})
	}
	want(t, undo(first), http.StatusNoContent, "")
	want(t, b.Get(t, "/api/home"), http.StatusUnauthorized, "session_ended")
	want(t, undo(first), http.StatusGone, "link_used")
	want(t, undo(s.WaitMails(t, next, 2)[1].Link(t)), http.StatusGone, "link_replaced")
	chosen(t, s, old, s.WaitMails(t, old, 4)[3].Link(t))
}

// chosen chooses a new password by the link that comes after a change was taken back, and signs in with it.
func chosen(t *testing.T, s *stack.Stack, email, link string) *stack.Browser {
	t.Helper()
	const password = "another quiet harbour 8"
	b := s.Browser(t)
	b.Signed(t, b.Post(t, "/api/resets/complete", stack.Key(), map[string]any{"link": link, "password": password}))
	there := s.Browser(t)
	there.SignIn(t, email, password)
	return there
}

func TestX11_AfterAChangeIsTakenBackThePasswordOpensNothingAndTheLinkComesUnasked(t *testing.T) {
	s := stack.Open(t)
	thief, _, old, next, _, code := wished(t, s)
	want(t, thief.Post(t, "/api/profile/email/confirm", stack.Key(), map[string]any{"code": code}), http.StatusNoContent, "")
	thief.Refresh(t)
	want(t, s.Browser(t).Post(t, "/api/undo", "", map[string]any{"link": s.WaitMails(t, old, 2)[1].Link(t)}), http.StatusNoContent, "")
	told := s.WaitMails(t, old, 3)[2]
	for range 8 { // more than the limit of an address lets through, from the device that is known
		thief.Post(t, "/api/resets", stack.Key(), map[string]any{"email": old})
	}
	right := map[string]any{"email": old, "password": stack.Password}
	refused := thief.Post(t, "/api/sessions", "", right)
	want(t, refused, http.StatusUnauthorized, "sign_in_failed")
	wrong := s.Browser(t).Post(t, "/api/sessions", "", map[string]any{"email": old, "password": "no such password 8"})
	if refused.Body["detail"] != wrong.Body["detail"] || len(refused.Body) != len(wrong.Body) {
		t.Errorf("the password is answered %s, a wrong one %s", refused, wrong)
	}
	want(t, thief.Post(t, "/api/profile/email", stack.Key(), map[string]any{"email": next}), http.StatusUnauthorized, "session_ended")
	chosen(t, s, old, told.Link(t))
	want(t, s.Browser(t).Post(t, "/api/sessions", "", right), http.StatusUnauthorized, "sign_in_failed")
}

func TestX11_AnAddressThatSomebodyTakesMeanwhileIsToldOnlyToWhoReadsItsMailbox(t *testing.T) {
	s := stack.Open(t)
	b, admin, old, next, _, code := wished(t, s)
	want(t, admin.Post(t, "/api/customers", stack.Key(), map[string]any{"name": "Quick", "email": next, "invite": false}), http.StatusCreated, "")
	want(t, b.Post(t, "/api/profile/email/confirm", stack.Key(), map[string]any{"code": code}), http.StatusConflict, "address_taken")
	want(t, b.Post(t, "/api/profile/email", stack.Key(), map[string]any{"email": next}), http.StatusAccepted, "")
	want(t, b.Post(t, "/api/profile/email", stack.Key(), map[string]any{"email": old}), http.StatusUnprocessableEntity, "invalid_fields")
	want(t, b.Get(t, "/api/home"), http.StatusOK, "")
	s.Browser(t).SignIn(t, old, stack.Password)
}

func TestX3_X11_WhoAsksForAnAddressThatIsKeptIsAnsweredAlikeAndNothingIsSentOrMade(t *testing.T) {
	s, admin, _ := anyone(t)
	b, old, _ := s.Customer(t, admin)
	next := stack.Address("cara-new")
	want(t, b.Post(t, "/api/profile/email", stack.Key(), map[string]any{"email": next}), http.StatusAccepted, "")
	code := sixDigits.FindString(s.WaitMails(t, next, 1)[0].Text)
	want(t, b.Post(t, "/api/profile/email/confirm", stack.Key(), map[string]any{"code": code}), http.StatusNoContent, "")
	s.WaitMails(t, old, 2) // the invitation, and the link that takes the change back
	register(t, s.Browser(t), old)
	checked := s.Import(t, admin, "name,email\nOld Cara,"+old+"\n")
	id, _ := checked["id"].(string)
	if refused := lines(t, admin, id, "refused"); len(refused) != 1 || refused[0]["reason"] != "kept" {
		t.Errorf("an import says %v", refused)
	}
	time.Sleep(time.Second)
	if got := s.Mails(t, old); len(got) != 2 {
		t.Errorf("%d mails, the last is %q", len(got), got[len(got)-1].Subject)
	}
}

func TestX11_AChangeThatWaitsForItsCodeIsShownAndCanBeCancelled(t *testing.T) {
	s := stack.Open(t)
	b, _, old, next, _, code := wished(t, s)
	waits := func() any {
		waiting, _ := b.Get(t, "/api/profile").Body["pendingEmail"].(map[string]any)
		return waiting["email"]
	}
	if got := waits(); got != next {
		t.Errorf("%v waits", got)
	}
	for range 2 {
		want(t, b.Post(t, "/api/profile/email/cancel", "", struct{}{}), http.StatusNoContent, "")
	}
	if got := waits(); got != nil {
		t.Errorf("%v still waits", got)
	}
	want(t, b.Post(t, "/api/profile/email/confirm", stack.Key(), map[string]any{"code": code}), http.StatusGone, "code_expired")
	want(t, b.Post(t, "/api/profile/email", stack.Key(), map[string]any{"email": next}), http.StatusAccepted, "")
	code = sixDigits.FindString(s.WaitMails(t, next, 2)[1].Text)
	want(t, b.Post(t, "/api/profile/email/confirm", stack.Key(), map[string]any{"code": code}), http.StatusNoContent, "")
	b.Refresh(t)
	if got := waits(); got != nil {
		t.Errorf("%v waits after its code was typed", got)
	}
	want(t, s.Browser(t).Post(t, "/api/sessions", "", map[string]any{"email": old, "password": stack.Password}), http.StatusUnauthorized, "sign_in_failed")
}

func TestG3_X11_NobodyMovesToAnAddressOnTheDenyListAndTheAnswerIsTheSame(t *testing.T) {
	s := stack.Open(t)
	b, admin, old, next, _, code := wished(t, s)
	set := with(t, admin)
	want(t, set("denied", map[string]any{"entries": []string{next, "evil.example"}}), http.StatusOK, "")
	want(t, b.Post(t, "/api/profile/email/confirm", stack.Key(), map[string]any{"code": code}), http.StatusGone, "code_expired")
	denied := strings.ToLower(stack.Key()[:8]) + "@mail.evil.example"
	answer := b.Post(t, "/api/profile/email", stack.Key(), map[string]any{"email": denied})
	other := stack.Address("cara-other")
	allowed := b.Post(t, "/api/profile/email", stack.Key(), map[string]any{"email": other})
	if want(t, answer, http.StatusAccepted, ""); answer.Status != allowed.Status || string(answer.Raw) != string(allowed.Raw) {
		t.Errorf("the answer to a denied address is %s, to another %s", answer, allowed)
	}
	s.WaitMails(t, other, 1)
	if got := s.Mails(t, denied); len(got) != 0 {
		t.Errorf("a code is mailed to a denied address: %q", got[0].Subject)
	}
	s.Browser(t).SignIn(t, old, stack.Password)
}

// below gives what a field of a request is refused with; empty where none is.
func below(answer *stack.Answer, field string) string {
	errs, _ := answer.Body["errors"].([]any)
	for _, each := range errs {
		if e, _ := each.(map[string]any); e["field"] == field {
			code, _ := e["code"].(string)
			return code
		}
	}
	return ""
}

// at makes an address at a domain that nobody else has.
func at(domain string) string { return strings.ToLower(stack.Key()[:8]) + "@" + domain }

func TestG4_X11_ACustomerMovesAsThePolicyOfTheMomentLetsThemAndTheTeamIsNotBound(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	b, old, _ := s.Customer(t, admin)
	set := with(t, admin)
	rule := func(mode string, mailboxOnly bool) {
		t.Helper()
		want(t, set("registration", map[string]any{"mode": mode, "ways": []string{}, "companyMailboxOnly": mailboxOnly}), http.StatusOK, "")
	}
	asks := func(who *stack.Browser, email, code string) {
		t.Helper()
		answer := who.Post(t, "/api/profile/email", stack.Key(), map[string]any{"email": email})
		if code == "" {
			want(t, answer, http.StatusAccepted, "")
		} else if want(t, answer, http.StatusUnprocessableEntity, "invalid_fields"); below(answer, "email") != code {
			t.Errorf("%s is answered %s, want %s", email, answer, code)
		}
	}
	companies := []any{
		map[string]any{"name": "Customer", "domains": []string{"customer.example", "customer.test"}}, map[string]any{"name": "Other", "domains": []string{"other.example"}},
	}
	want(t, set("companies", map[string]any{"companies": companies}), http.StatusOK, "")

	rule("anyone", true)
	private := at("gmail.com")
	asks(b, private, "public_mailbox")
	asks(b, strings.ToUpper(at("mail.gmail.com")), "public_mailbox")
	rule("companies", false)
	asks(b, at("other.example"), "other_company")
	asks(b, at("mail.customer.example"), "other_company")
	rule("nobody", false) // closed to newcomers, and no way out of the company either
	asks(b, private, "other_company")
	rule("anyone", false)
	asks(b, private, "")
	code := sixDigits.FindString(s.WaitMails(t, private, 1)[0].Text)

	rule("anyone", true) // after the code was mailed
	want(t, b.Post(t, "/api/profile/email/confirm", stack.Key(), map[string]any{"code": code}), http.StatusGone, "code_expired")
	asks(b, private, "public_mailbox")
	s.Browser(t).SignIn(t, old, stack.Password)

	rule("companies", true)
	next := at("customer.test")
	asks(b, next, "")
	code = sixDigits.FindString(s.WaitMails(t, next, 1)[0].Text)
	want(t, b.Post(t, "/api/profile/email/confirm", stack.Key(), map[string]any{"code": code}), http.StatusNoContent, "")
	b.Refresh(t)

	own := at("gmail.com")
	asks(admin, own, "")
	code = sixDigits.FindString(s.WaitMails(t, own, 1)[0].Text)
	want(t, admin.Post(t, "/api/profile/email/confirm", stack.Key(), map[string]any{"code": code}), http.StatusNoContent, "")
	admin.Refresh(t)
	if got := len(s.Mails(t, private)); got != 1 {
		t.Errorf("%d mails to the refused address", got)
	}
}

func TestG4_X3_X11_WhatIsToldAboutAnAddressIsTheSameWhetherSomebodyHasItOrTheDenyListDoes(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	b, _, _ := s.Customer(t, admin)
	set := with(t, admin)
	known, denied, unknown := at("gmail.com"), at("gmail.com"), at("gmail.com")
	want(t, admin.Post(t, "/api/customers", stack.Key(), map[string]any{"name": "Vouched For", "email": known, "invite": false}), http.StatusCreated, "")
	want(t, set("denied", map[string]any{"entries": []string{denied}}), http.StatusOK, "")
	want(t, set("registration", map[string]any{"mode": "anyone", "ways": []string{}, "companyMailboxOnly": true}), http.StatusOK, "")
	answers := map[string]bool{}
	for _, email := range []string{known, denied, unknown} {
		answer := b.Post(t, "/api/profile/email", stack.Key(), map[string]any{"email": email})
		want(t, answer, http.StatusUnprocessableEntity, "invalid_fields")
		delete(answer.Body, "instance")
		answers[fmt.Sprint(answer.Status, answer.Body)] = true
	}
	if len(answers) != 1 {
		t.Errorf("three addresses of one domain are answered in %d ways: %v", len(answers), answers)
	}
}

func TestX11_AChangeOfAddressWantsAProofOfJustNow(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	b, _, _ := s.Customer(t, admin)
	forgetProof(t, s, sessions(t, b)[0])
	body := map[string]any{"email": stack.Address("cara-new")}
	want(t, b.Post(t, "/api/profile/email", stack.Key(), body), http.StatusForbidden, "proof_required")
	want(t, b.Post(t, "/api/profile/proof", "", map[string]any{"currentPassword": stack.Password}), http.StatusNoContent, "")
	want(t, b.Post(t, "/api/profile/email", stack.Key(), body), http.StatusAccepted, "")
}

func TestX11_ManyUsesOfOneAddressCodeAndOfOneUndoLinkAtOnceHaveOneEffect(t *testing.T) {
	stack.Crowds(t, func(t *testing.T, n int) {
		s := stack.Open(t)
		b, admin, old, next, id, code := wished(t, s)
		once(t, s.AtOnce(t, n, func(_ *stack.Browser, _ int, key string) (*stack.Answer, error) {
			return b.TryPost("/api/profile/email/confirm", key, map[string]any{"code": code})
		}))
		s.Browser(t).SignIn(t, next, stack.Password)
		link := s.WaitMails(t, old, 2)[1].Link(t)
		once(t, s.AtOnce(t, n, func(stranger *stack.Browser, _ int, _ string) (*stack.Answer, error) {
			return stranger.TryPost("/api/undo", "", map[string]any{"link": link})
		}))
		chosen(t, s, old, s.WaitMails(t, old, 3)[2].Link(t))
		history := string(admin.Get(t, "/api/customers/"+id).Raw)
		if strings.Count(history, `"action":"email_changed"`) != 1 || strings.Count(history, `"action":"email_restored"`) != 1 {
			t.Errorf("the history is %s", history)
		}
	})
}

// once wants one success among the answers of requests that have no content to give.
func once(t *testing.T, answers []*stack.Answer) {
	t.Helper()
	counts := map[string]int{}
	for _, answer := range answers {
		counts[fmt.Sprint(answer.Status, answer.Code())]++
	}
	if counts[fmt.Sprint(http.StatusNoContent, "")] != 1 {
		t.Errorf("not exactly one has succeeded: %v", counts)
	}
}
