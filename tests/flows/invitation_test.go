//go:build cloud

// Package flows walks the roads through the deployed portal: by its API, its mails and its operator's command.
package flows

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"portico/tests/stack"
)

// invite makes a customer and gives address and id.
func invite(t *testing.T, admin *stack.Browser, mail bool) (email, id string) {
	t.Helper()
	email = stack.Address("cara")
	created := admin.Post(t, "/api/customers", stack.Key(), map[string]any{"name": "Cara Customer", "email": email, "invite": mail})
	if created.Status != http.StatusCreated || created.Body["state"] != "invited" {
		t.Fatalf("not created: %s", created)
	}
	id, _ = created.Body["id"].(string)
	return email, id
}

// want fails the test where the answer has another status or code.
func want(t *testing.T, answer *stack.Answer, status int, code string) {
	t.Helper()
	if answer.Status != status || answer.Code() != code {
		t.Fatalf("want %d %q, got %s", status, code, answer)
	}
}

func verify(t *testing.T, b *stack.Browser, link string) *stack.Answer {
	t.Helper()
	return b.Post(t, "/api/verify", "", map[string]any{"link": link})
}

// whenSent waits until what is mailed to a customer counts as sent, which is after it has come, and gives the customer's page.
func whenSent(t *testing.T, admin *stack.Browser, id string) *stack.Answer {
	t.Helper()
	var page *stack.Answer
	until(t, "the mails count as sent", func() bool {
		page = admin.Get(t, "/api/customers/"+id)
		want(t, page, http.StatusOK, "")
		return !strings.Contains(string(page.Raw), `"state":"waiting"`)
	})
	return page
}

func TestG10_H1_WithTheInvitationTickedOneMailGoesOutAndWithoutItNone(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	quiet, id := invite(t, admin, false)
	invited, _ := invite(t, admin, true)
	s.WaitMails(t, invited, 1)
	time.Sleep(time.Second)
	if mails := s.Mails(t, quiet); len(mails) != 0 {
		t.Errorf("a mail went out without an invitation: %q", mails[0].Subject)
	}
	if mails := s.Mails(t, invited); len(mails) != 1 {
		t.Errorf("%d invitations went out", len(mails))
	}
	shown := admin.Post(t, "/api/customers/"+id+"/link", "", struct{}{})
	address, _ := shown.Body["link"].(string)
	_, secret, found := strings.Cut(address, "#")
	if !found {
		t.Fatalf("no link to hand over by other means: %s", shown)
	}
	s.Browser(t).Activate(t, secret, "Cara Customer")
}

func TestG10_ARepeatedRequestMakesOneCustomerAndOneMail(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	email, key := stack.Address("twice"), stack.Key()
	body := map[string]any{"name": "Twice Told", "email": email, "invite": true}
	first, second := admin.Post(t, "/api/customers", key, body), admin.Post(t, "/api/customers", key, body)
	if first.Status != http.StatusCreated || second.Status != http.StatusCreated || first.Body["id"] != second.Body["id"] {
		t.Fatalf("first %s, second %s", first, second)
	}
	body["name"] = "Another Name"
	want(t, admin.Post(t, "/api/customers", key, body), http.StatusUnprocessableEntity, "idempotency_mismatch")
	taken := admin.Post(t, "/api/customers", stack.Key(), body)
	want(t, taken, http.StatusConflict, "address_taken")
	if taken.Body["personId"] != first.Body["id"] {
		t.Errorf("the agent is not led to the customer who has the address: %s", taken)
	}
	s.WaitMails(t, email, 1)
	time.Sleep(time.Second)
	if mails := s.Mails(t, email); len(mails) != 1 {
		t.Errorf("%d mails for one invitation", len(mails))
	}
}

func TestG11_UntilActivationTheLinkIsShownAndAfterwardsItIsGoneAndDead(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	email, id := invite(t, admin, true)
	mailed := s.WaitMails(t, email, 1)[0].Link(t)
	shown := admin.Post(t, "/api/customers/"+id+"/link", "", struct{}{})
	if address, _ := shown.Body["link"].(string); !strings.HasSuffix(address, "/activate#"+mailed) {
		t.Fatalf("the link shown is not the link mailed: %s", shown)
	}
	detail := admin.Get(t, "/api/customers/"+id)
	if detail.Body["pending"] == nil || !strings.Contains(string(detail.Raw), "link_shown") {
		t.Errorf("pending and its showing are not on the page: %s", detail)
	}
	s.Browser(t).Activate(t, mailed, "Cara Customer")
	detail = admin.Get(t, "/api/customers/"+id)
	if detail.Body["pending"] != nil {
		t.Errorf("still pending after activation: %s", detail)
	}
	want(t, admin.Post(t, "/api/customers/"+id+"/link", "", struct{}{}), http.StatusConflict, "not_pending")
	want(t, verify(t, s.Browser(t), mailed), http.StatusGone, "link_used")
	again := s.Browser(t).Post(t, "/api/activate", stack.Key(), map[string]any{"link": mailed, "name": "Eve", "password": stack.Password})
	want(t, again, http.StatusGone, "link_used")
}

func TestG12_SavingCompletesTheRegistrationAndSignsIn(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	email, _ := invite(t, admin, true)
	link := s.WaitMails(t, email, 1)[0].Link(t)
	b := s.Browser(t)
	page := verify(t, b, link)
	if page.Body["name"] != "Cara Customer" || page.Body["email"] != email || page.Body["purpose"] != "activation" {
		t.Fatalf("the page is not filled in: %s", page)
	}
	b.Activate(t, link, "Cara Changed")
	home := b.Get(t, "/api/home")
	me, _ := home.Body["person"].(map[string]any)
	if home.Status != http.StatusOK || me["name"] != "Cara Changed" || me["role"] != "customer" {
		t.Fatalf("not at home after saving: %s", home)
	}
}

func TestG13_AnotherAddressCannotBeTypedRoundTheProof(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	email, id := invite(t, admin, true)
	link := s.WaitMails(t, email, 1)[0].Link(t)
	other := stack.Address("other")
	answer := s.Browser(t).Post(t, "/api/activate", stack.Key(),
		map[string]any{"link": link, "name": "Cara", "password": stack.Password, "email": other})
	want(t, answer, http.StatusUnprocessableEntity, "invalid_fields")
	detail := admin.Get(t, "/api/customers/"+id)
	if record, _ := detail.Body["person"].(map[string]any); record["email"] != email || record["state"] != "invited" {
		t.Errorf("the record changed: %s", detail)
	}
}

func TestH2_AnAgentsNewLinkKillsTheOldOneAndWhoeverAsksGetsTheNewestAgain(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	email, id := invite(t, admin, true)
	first := s.WaitMails(t, email, 1)[0].Link(t)
	resent := admin.Post(t, "/api/customers/"+id+"/invitation", stack.Key(), struct{}{})
	want(t, resent, http.StatusOK, "")
	second := s.WaitMails(t, email, 2)[1].Link(t)
	want(t, verify(t, s.Browser(t), first), http.StatusGone, "link_replaced")
	asked := s.Browser(t).Post(t, "/api/verify/renewals", stack.Key(), map[string]any{"link": first})
	want(t, asked, http.StatusAccepted, "")
	if third := s.WaitMails(t, email, 3)[2].Link(t); third != second {
		t.Error("a wish with a dead link replaced the link that is good")
	}
	forgot := s.Browser(t).Post(t, "/api/resets", stack.Key(), map[string]any{"email": email})
	want(t, forgot, http.StatusAccepted, "")
	if fourth := s.WaitMails(t, email, 4)[3].Link(t); fourth != second {
		t.Error("a wish for a new password replaced the link that is good")
	}
	s.Browser(t).Activate(t, second, "Cara Customer")
}

func TestE1_OpeningALinkChangesNothing(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	email, id := invite(t, admin, true)
	link := s.WaitMails(t, email, 1)[0].Link(t)
	before := whenSent(t, admin, id)
	for range 5 {
		want(t, verify(t, s.Browser(t), link), http.StatusOK, "")
	}
	page := s.Browser(t).Get(t, "/activate")
	if page.Status != http.StatusOK {
		t.Errorf("the page: %s", page)
	}
	if after := admin.Get(t, "/api/customers/"+id); string(after.Raw) != string(before.Raw) {
		t.Errorf("opening changed the record:\n%s\n%s", before, after)
	}
	s.Browser(t).Activate(t, link, "Cara Customer")
}

func TestE2_ForgedAndSuspendedLinksSayWhichTheyAre(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	email, id := invite(t, admin, true)
	link := s.WaitMails(t, email, 1)[0].Link(t)
	last := "A"
	if strings.HasSuffix(link, last) {
		last = "Q"
	}
	want(t, verify(t, s.Browser(t), link[:len(link)-1]+last), http.StatusNotFound, "link_forged")
	detail := admin.Get(t, "/api/customers/"+id)
	record, _ := detail.Body["person"].(map[string]any)
	want(t, admin.Post(t, "/api/customers/"+id+"/access", "", map[string]any{"suspended": true, "version": record["version"]}), http.StatusOK, "")
	want(t, verify(t, s.Browser(t), link), http.StatusForbidden, "person_suspended")
	answer := s.Browser(t).Post(t, "/api/activate", stack.Key(), map[string]any{"link": link, "name": "Cara", "password": stack.Password})
	want(t, answer, http.StatusForbidden, "person_suspended")
}
