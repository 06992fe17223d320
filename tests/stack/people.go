package stack

import (
	"crypto/rand"
	"net/http"
	"strings"
	"testing"
)

// Password is a good password for tests.
const Password = "a quiet harbour at dawn 7"

// Address makes an address that nobody else has.
func Address(who string) string {
	return who + "-" + strings.ToLower(rand.Text()[:12]) + "@customer.example"
}

// Administrator makes an administrator by the operator's road and gives a browser that is signed in, with the address.
func (s *Stack) Administrator(t testing.TB) (*Browser, string) {
	t.Helper()
	email := Address("admin")
	answer := s.Operator(t, map[string]string{"action": "create-administrator", "name": "Ada Admin", "email": email})
	address, _ := answer["link"].(string)
	_, secret, found := strings.Cut(address, "#")
	if !found {
		t.Fatalf("no link for the administrator: %v", answer)
	}
	b := s.Browser(t)
	b.Activate(t, secret, "Ada Admin")
	return b, email
}

// Customer makes a customer by admin's invitation, activates by the mail's link, and gives the customer's browser, address and id.
func (s *Stack) Customer(t testing.TB, admin *Browser) (*Browser, string, string) {
	t.Helper()
	email := Address("cara")
	created := admin.Post(t, "/api/customers", Key(), map[string]any{"name": "Cara Customer", "email": email, "invite": true})
	if created.Status != http.StatusCreated {
		t.Fatalf("customer not created: %s", created)
	}
	id, _ := created.Body["id"].(string)
	b := s.Browser(t)
	b.Activate(t, s.WaitMails(t, email, 1)[0].Link(t), "Cara Customer")
	return b, email, id
}

// Activate completes an invitation with Password and keeps the session, or fails the test.
func (b *Browser) Activate(t testing.TB, secret, name string) *Answer {
	t.Helper()
	return b.signedPatiently(t, "/api/activate", Key(), map[string]any{"link": secret, "name": name, "password": Password})
}
