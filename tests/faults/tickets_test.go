//go:build cloud

package faults

import (
	"fmt"
	"net/http"
	"testing"
)

// ticketRoads are all ways to write about requests.
func ticketRoads() []road {
	return []road{
		{name: "a customer opens a request", prepare: asking, do: openRequest, functions: []string{"tickets"}},
		{name: "a customer answers", prepare: asked, do: reply, functions: []string{"tickets"}},
		{name: "a customer closes a request", prepare: asked, do: closeRequest, functions: []string{"tickets"}},
		{name: "an agent answers", prepare: asked, do: answer, functions: []string{"desk"}},
		{name: "an agent writes a note", prepare: asked, do: note, functions: []string{"desk"}},
		{name: "an agent puts a request on hold", prepare: asked, do: hold, functions: []string{"desk"}},
		{name: "an agent gives a request to a colleague", prepare: assigning, do: assign, functions: []string{"desk"}},
		{name: "an agent chooses what to be told of", prepare: choosing, do: choose, functions: []string{"desk"}},
		{name: "an agent takes a customer's level away", prepare: active, do: setLevel, functions: []string{"people"}},
		{name: "a request is told of", prepare: asking, do: openRequest, functions: []string{"decide", "mailer"}},
	}
}

// asking is a customer who may open requests, of which the administrator is told.
func asking(t *testing.T, w *world) *subject {
	t.Helper()
	s := active(t, w)
	services, _ := s.b.Get(t, "/api/home").Body["services"].([]any)
	first, _ := services[0].(map[string]any)
	s.service = fmt.Sprint(first["id"])
	chosen := map[string]any{"services": []any{map[string]any{"service": s.service, "newRequests": true, "replies": "all"}}, "version": 0}
	if a := w.admin.Post(t, "/api/notifications", "", chosen); a.Status != http.StatusOK {
		t.Fatalf("not chosen: %s", a)
	}
	return s
}

// asked is a customer with a request.
func asked(t *testing.T, w *world) *subject {
	t.Helper()
	s := asking(t, w)
	opened := s.b.Post(t, "/api/requests", "the-first-request-of-"+s.id, map[string]any{"service": s.service, "subject": "It burns", "text": "Brightly."})
	if opened.Status != http.StatusCreated {
		t.Fatalf("not opened: %s", opened)
	}
	s.ticket = fmt.Sprint(opened.Body["id"])
	return s
}

// assigning is a customer with a request, and an agent who is to have it.
func assigning(t *testing.T, w *world) *subject {
	t.Helper()
	s := asked(t, w)
	s.agent = colleague(t, w).id
	return s
}

// choosing is an agent who has chosen nothing yet. The service is one that no request here is for, so that nobody is told of theirs.
func choosing(t *testing.T, w *world) *subject {
	t.Helper()
	s := colleague(t, w)
	choices, _ := s.b.Get(t, "/api/notifications").Body["services"].([]any)
	last, _ := choices[len(choices)-1].(map[string]any)
	s.service = fmt.Sprint(last["service"])
	return s
}

func openRequest(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(s.b, "/api/requests", s.key, map[string]any{"service": s.service, "subject": "It burns", "text": "Brightly."}), http.StatusCreated)
}

func reply(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(s.b, "/api/requests/"+s.ticket+"/replies", s.key, map[string]any{"text": "More."}), http.StatusCreated)
}

func closeRequest(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(s.b, "/api/requests/"+s.ticket+"/status", "", map[string]any{"status": "closed", "seen": 1, "version": 1}), http.StatusOK)
}

func answer(_ *testing.T, w *world, s *subject) (bool, string) {
	body := map[string]any{"text": "Use water.", "seen": 1, "status": "in_progress"}
	return answered(w.send(w.admin, "/api/tickets/"+s.ticket+"/answers", s.key, body), http.StatusCreated)
}

func note(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(w.admin, "/api/tickets/"+s.ticket+"/notes", s.key, map[string]any{"text": "A note."}), http.StatusCreated)
}

func hold(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(w.admin, "/api/tickets/"+s.ticket+"/status", "", map[string]any{"status": "on_hold", "seen": 1, "version": 1}), http.StatusOK)
}

func assign(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(w.admin, "/api/tickets/"+s.ticket+"/assignee", "", map[string]any{"agent": s.agent, "version": 1}), http.StatusOK)
}

func choose(_ *testing.T, w *world, s *subject) (bool, string) {
	body := map[string]any{"services": []any{map[string]any{"service": s.service, "newRequests": true, "replies": "all"}}, "version": 0}
	return answered(w.send(s.b, "/api/notifications", "", body), http.StatusOK)
}

func setLevel(_ *testing.T, w *world, s *subject) (bool, string) {
	body := map[string]any{"level": "none", "services": []any{}, "version": s.version}
	return answered(w.send(w.admin, "/api/customers/"+s.id+"/level", "", body), http.StatusOK)
}

// atDesk are the calls with which an agent has a request before them.
const atDesk = `
		desk: GetItem GATE × 1
		desk: GetItem PERSON × 2
		desk: GetItem TICKET × 1
		desk: GetSecretValue × 1
		desk: Query E E TICKET × 1
		desk: Query GSI1 REQUESTS × 4
		desk: Query M M TICKET × 1
		desk: Query NOTES × 1`

// knownOfTickets are the calls of every road about requests.
var knownOfTickets = map[string]string{
	"a customer opens a request": `
		tickets: GetItem GATE × 1
		tickets: GetItem PERSON × 1
		tickets: GetItem SETTINGS × 1
		tickets: GetSecretValue × 2
		tickets: TransactWriteItems GATE,IDEMPOTENCY,OUTBOX,REFERENCE,REQUEST,TICKET,WORD × 1
		tickets: UpdateItem RATE open-person × 1`,
	"a customer answers": `
		tickets: GetItem GATE × 1
		tickets: GetItem IDEMPOTENCY × 1
		tickets: GetItem PERSON × 1
		tickets: GetItem TICKET × 1
		tickets: GetSecretValue × 2
		tickets: Query E E TICKET × 1
		tickets: Query M M TICKET × 1
		tickets: TransactWriteItems GATE,IDEMPOTENCY,REQUEST,TICKET × 1
		tickets: UpdateItem RATE reply-person × 1`,
	"a customer closes a request": `
		tickets: GetItem GATE × 1
		tickets: GetItem PERSON × 1
		tickets: GetItem TICKET × 1
		tickets: GetSecretValue × 2
		tickets: Query E E TICKET × 1
		tickets: Query M M TICKET × 1
		tickets: TransactWriteItems GATE,TICKET × 1
		tickets: UpdateItem RATE status-person × 1`,
	"an agent answers": atDesk + `
		desk: GetItem IDEMPOTENCY × 1
		desk: TransactWriteItems GATE,IDEMPOTENCY,OUTBOX,TICKET × 1`,
	"an agent writes a note": atDesk + `
		desk: GetItem IDEMPOTENCY × 1
		desk: TransactWriteItems GATE,IDEMPOTENCY,NOTES,TICKET × 1`,
	"an agent puts a request on hold": atDesk + `
		desk: TransactWriteItems GATE,OUTBOX,TICKET × 1`,
	"an agent gives a request to a colleague": `
		desk: GetItem GATE × 2
		desk: GetItem PERSON × 3
		desk: GetItem TICKET × 1
		desk: GetSecretValue × 1
		desk: Query E E TICKET × 1
		desk: Query GSI1 REQUESTS × 4
		desk: Query M M TICKET × 1
		desk: Query NOTES × 1
		desk: TransactWriteItems GATE,TICKET × 1`,
	"an agent chooses what to be told of": `
		desk: GetItem CHOICES × 1
		desk: GetItem GATE × 1
		desk: GetItem SETTINGS × 1
		desk: GetSecretValue × 1
		desk: TransactWriteItems CHOICES,GATE,LISTENERS × 1`,
	"an agent takes a customer's level away": `
		people: GetItem SETTINGS × 1
		people: GetItem GATE × 1
		people: GetItem PERSON × 2
		people: GetItem PROOF × 1
		people: GetSecretValue × 1
		people: Query GSI2 MAILS × 1
		people: Query HISTORY × 1
		people: TransactWriteItems GATE,HISTORY,PERSON,REVOCATION,WORD × 1`,
	"a request is told of": `
		decide: GetItem REQUEST × 1
		decide: GetItem TICKET × 1
		decide: PutItem OUTBOX × 1
		decide: Query LISTENERS × 1
		decide: UpdateItem REQUEST × 1
		mailer: GetItem GATE × 2
		mailer: GetItem OUTBOX × 2
		mailer: GetItem PERSON × 2
		mailer: GetItem SETTINGS × 4
		mailer: GetItem THREAD × 2
		mailer: GetItem TICKET × 4
		mailer: SendRawEmail × 2
		mailer: TransactWriteItems OUTBOX,THREAD × 2
		mailer: UpdateItem OUTBOX claim × 2`,
}
