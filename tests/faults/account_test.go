//go:build cloud

package faults

import (
	"net/http"
	"testing"

	"portico/tests/stack"
)

// accountRoads are all ways in which somebody changes their own account.
func accountRoads() []road {
	return []road{
		{name: "a customer ends one session", prepare: twice, do: endOne, functions: []string{"profile"}},
		{name: "a customer ends the other sessions", prepare: twice, do: endOthers, functions: []string{"profile"}},
		{name: "a customer changes the name", prepare: active, do: rename, functions: []string{"profile"}},
		{name: "a customer proves the password again", prepare: active, do: proveAgain, functions: []string{"credentials"}},
		{name: "a customer changes the password", prepare: active, do: changePassword, functions: []string{"credentials"}},
		{name: "a customer asks for another address", prepare: moving, do: askAddress, functions: []string{"credentials"}},
		{name: "a customer gives up a change of address", prepare: proving, do: cancelAddress, functions: []string{"credentials"}},
		{name: "a change of address is decided", prepare: moving, do: askAddress, functions: []string{"decide", "mailer"}},
		{name: "a customer proves the other address", prepare: proving, do: confirmAddress, functions: []string{"credentials"}},
		{name: "a change of address is taken back", prepare: moved, do: undoAddress, functions: []string{"credentials"}},
	}
}

// twice is a customer who is signed in here and elsewhere.
func twice(t *testing.T, w *world) *subject {
	t.Helper()
	s := active(t, w)
	w.Browser(t).SignIn(t, s.email, stack.Password)
	sessions := s.b.Get(t, "/api/profile/sessions")
	items, _ := sessions.Body["items"].([]any)
	if len(items) != 2 {
		t.Fatalf("not two sessions: %s", sessions)
	}
	other, _ := items[1].(map[string]any)
	s.other, _ = other["id"].(string)
	return s
}

// moving is a customer who wants to have another address.
func moving(t *testing.T, w *world) *subject {
	t.Helper()
	s := active(t, w)
	s.next = stack.Address("nora")
	return s
}

// proving is one who has the code that went there.
func proving(t *testing.T, w *world) *subject {
	t.Helper()
	s := moving(t, w)
	if done, answer := askAddress(t, w, s); !done {
		t.Fatalf("not asked: %s", answer)
	}
	s.code = codeOf(t, w.mail(t, s.next, 1))
	s.key = stack.Key()
	return s
}

// moved is one who has moved, and whose earlier mailbox has the link that takes it back, opened anywhere.
func moved(t *testing.T, w *world) *subject {
	t.Helper()
	s := proving(t, w)
	if done, answer := confirmAddress(t, w, s); !done {
		t.Fatalf("not moved: %s", answer)
	}
	s.link, s.b = w.mail(t, s.email, 2).Link(t), w.Browser(t)
	return s
}

// own sends as a page does that is signed in: where the token is stale it gets a fresh one and sends the same again.
func (w *world) own(s *subject, path string, body any) *stack.Answer {
	a := w.send(s.b, path, s.key, body)
	if a.Code() != "stale" {
		return a
	}
	fresh := w.send(s.b, "/api/sessions/refresh", "", struct{}{})
	if token, ok := fresh.Body["accessToken"].(string); ok {
		s.b.Token = token
		return w.send(s.b, path, s.key, body)
	}
	return fresh
}

func endOne(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.own(s, "/api/profile/sessions/"+s.other+"/end", struct{}{}), http.StatusOK)
}

func endOthers(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.own(s, "/api/profile/sessions/end", struct{}{}), http.StatusOK)
}

func rename(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.own(s, "/api/profile/details", map[string]any{"name": "Nora New", "language": "de", "version": s.version}), http.StatusOK)
}

func proveAgain(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.own(s, "/api/profile/proof", map[string]any{"currentPassword": stack.Password}), http.StatusNoContent)
}

func changePassword(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.own(s, "/api/profile/password", map[string]any{"currentPassword": stack.Password, "newPassword": fresh}), http.StatusNoContent)
}

func askAddress(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.own(s, "/api/profile/email", map[string]any{"email": s.next}), http.StatusAccepted)
}

func confirmAddress(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.own(s, "/api/profile/email/confirm", map[string]any{"code": s.code}), http.StatusNoContent)
}

func cancelAddress(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.own(s, "/api/profile/email/cancel", struct{}{}), http.StatusNoContent)
}

func undoAddress(_ *testing.T, w *world, s *subject) (bool, string) {
	a := w.send(s.b, "/api/undo", "", map[string]any{"link": s.link})
	if a.Code() == "link_used" {
		return true, a.String() // the first request did it, and the page says so
	}
	return answered(a, http.StatusNoContent)
}

// knownOfAccount are the calls of every road of somebody's own account.
var knownOfAccount = map[string]string{
	"a customer ends one session": `
		profile: GetItem GATE × 1
		profile: GetItem PERSON × 1
		profile: GetItem SESSION × 3
		profile: GetSecretValue × 1
		profile: TransactWriteItems DEVICE,GATE,HISTORY,REVOCATION × 1`,
	"a customer ends the other sessions": `
		profile: GetItem GATE × 1
		profile: GetItem PERSON × 1
		profile: GetItem SESSION × 1
		profile: GetSecretValue × 2
		profile: TransactWriteItems GATE,HISTORY,REVOCATION × 1`,
	"a customer changes the name": `
		profile: GetItem GATE × 1
		profile: GetItem PERSON × 1
		profile: GetItem PROOF × 1
		profile: GetItem SETTINGS × 1
		profile: GetSecretValue × 2
		profile: TransactWriteItems GATE,HISTORY,PERSON,WORD × 1
		profile: UpdateItem RATE change-person × 1`,
	"a customer proves the password again": `
		credentials: AdminInitiateAuth × 1
		credentials: AdminRespondToAuthChallenge × 1
		credentials: DescribeUserPoolClient × 1
		credentials: GetItem GATE × 1
		credentials: GetItem IDEMPOTENCY × 1
		credentials: GetItem PERSON × 1
		credentials: GetSecretValue × 2
		credentials: TransactWriteItems GATE,SESSION × 1
		credentials: UpdateItem RATE proof-person × 2`,
	"a customer changes the password": `
		credentials: AdminInitiateAuth × 1
		credentials: AdminRespondToAuthChallenge × 1
		credentials: AdminSetUserPassword × 1
		credentials: DescribeUserPoolClient × 1
		credentials: GetItem GATE × 1
		credentials: GetItem IDEMPOTENCY × 1
		credentials: GetItem PERSON × 1
		credentials: GetItem SETTINGS × 2
		credentials: GetSecretValue × 3
		credentials: TransactWriteItems GATE × 1
		credentials: TransactWriteItems GATE,HISTORY,IDEMPOTENCY,OUTBOX,REVOCATION,SESSION × 1
		credentials: UpdateItem RATE password-change-person × 1
		credentials: UpdateItem RATE proof-person × 2`,
	"a customer asks for another address": `
		credentials: GetItem GATE × 1
		credentials: GetItem IDEMPOTENCY × 1
		credentials: GetItem PERSON × 1
		credentials: GetItem PROOF × 1
		credentials: GetItem SESSION × 1
		credentials: GetItem SETTINGS × 4
		credentials: GetSecretValue × 2
		credentials: TransactWriteItems GATE,IDEMPOTENCY,PROOF,REQUEST × 1
		credentials: UpdateItem RATE email-change-person × 1`,
	"a change of address is decided": sentProof + `
		decide: GetItem GATE × 1
		decide: GetItem PERSON × 1
		decide: GetItem PROOF × 1
		decide: GetItem RATE unproven-mail × 1
		decide: GetItem REQUEST × 1
		decide: GetItem SETTINGS × 3
		decide: GetSecretValue × 1
		decide: TransactWriteItems GATE,OUTBOX,PROOF,RATE unproven-mail,REQUEST × 1`,
	"a customer proves the other address": `
		credentials: GetItem GATE × 1
		credentials: GetItem IDEMPOTENCY × 1
		credentials: GetItem PERSON × 1
		credentials: GetItem PROOF × 1
		credentials: GetItem SETTINGS × 3
		credentials: GetSecretValue × 3
		credentials: TransactWriteItems ADDRESS,GATE,HISTORY,IDEMPOTENCY,OUTBOX,PERSON,PROOF,REVOCATION,WORD × 1
		credentials: UpdateItem PROOF × 1
		credentials: UpdateItem RATE code-try-network × 2`,
	"a customer gives up a change of address": `
		credentials: GetItem GATE × 1
		credentials: GetItem IDEMPOTENCY × 1
		credentials: GetItem PERSON × 1
		credentials: GetItem PROOF × 1
		credentials: GetSecretValue × 1
		credentials: TransactWriteItems GATE,PROOF × 1`,
	"a change of address is taken back": `
		credentials: GetItem GATE × 1
		credentials: GetItem PERSON × 1
		credentials: GetItem PROOF × 1
		credentials: GetSecretValue × 2
		credentials: TransactWriteItems ADDRESS,GATE,HISTORY,OUTBOX,PERSON,PROOF,REVOCATION,WORD × 1
		credentials: UpdateItem RATE link-network × 1`,
}
