//go:build cloud

package dynamo

import (
	"errors"
	"fmt"
	"testing"

	"portico/internal/limit"
	"portico/internal/problem"
	"portico/internal/ticket"
)

// limited is testHelpdesk with the limits that people have.
func limited(t *testing.T) *helpdesk {
	t.Helper()
	h := testHelpdesk(t)
	h.counter.Limiter = &limit.Limiter{Store: h.table, Keys: h.counter.Keys}
	return h
}

func TestNobodyFloodsTheTeamWithRequestsAndARepeatIsAnsweredAllTheSame(t *testing.T) {
	h := limited(t)
	ann, ben := h.asker("Ann Asker"), h.asker("Ben Asker")
	open := func(key string) (ticket.Reading, error) {
		return h.counter.Open(t.Context(), ann, key, ticket.Draft{Service: "printing", Subject: "It burns", Text: key})
	}
	first, err := open("0")
	if err != nil {
		t.Fatal(err)
	}
	for range 5 { // repeats do not count
		if again, err := open("0"); err != nil || again.Ticket.ID != first.Ticket.ID {
			t.Fatalf("a repeat: %v, %v", again.Ticket.ID, err)
		}
	}
	for n := 1; n < limit.OpenByPerson.Tries; n++ {
		if _, err := open(fmt.Sprint(n)); err != nil {
			t.Fatalf("request %d: %v", n, err)
		}
	}
	_, err = open("one too many")
	refused, ok := errors.AsType[*problem.Error](err)
	if !ok || !errors.Is(err, limit.Refused) || refused.RetryAfter <= 0 {
		t.Fatalf("one too many: %v", err)
	}
	if again, err := open("0"); err != nil || again.Ticket.ID != first.Ticket.ID {
		t.Errorf("a repeat past the limit: %v, %v", again.Ticket.ID, err)
	}
	page, err := h.counter.List(t.Context(), ann, []ticket.Status{ticket.Open}, "", "")
	if err != nil || page.Next == "" {
		t.Errorf("reading is not limited: %v", err)
	}
	if _, err := h.counter.Open(t.Context(), ben, "0", ticket.Draft{Service: "printing", Subject: "It burns", Text: "Mine, too."}); err != nil {
		t.Errorf("somebody else: %v", err)
	}
}

func TestNobodyFloodsTheTeamWithRepliesAndARepeatIsAnsweredAllTheSame(t *testing.T) {
	h := limited(t)
	ann := h.asker("Ann Asker")
	opened, err := h.counter.Open(t.Context(), ann, "open", ticket.Draft{Service: "printing", Subject: "It burns", Text: "Brightly."})
	if err != nil {
		t.Fatal(err)
	}
	reply := func(n int) (ticket.Reading, error) {
		return h.counter.Reply(t.Context(), ann, fmt.Sprint("reply", n), opened.Ticket.ID, fmt.Sprint("More ", n))
	}
	for n := range limit.ReplyByPerson.Tries {
		if _, err := reply(n); err != nil {
			t.Fatalf("reply %d: %v", n, err)
		}
	}
	if _, err := reply(limit.ReplyByPerson.Tries); !errors.Is(err, limit.Refused) {
		t.Fatalf("one too many: %v", err)
	}
	if now, err := reply(3); err != nil || now.Ticket.Last != 1+limit.ReplyByPerson.Tries {
		t.Errorf("a repeat past the limit: %d messages, %v", now.Ticket.Last, err)
	}
	if _, err := h.counter.SetStatus(t.Context(), ann, opened.Ticket.ID, ticket.Closed, 1+limit.ReplyByPerson.Tries, 1); err != nil {
		t.Errorf("closing: %v", err)
	}
}

func TestNobodyFillsAConversationByClosingAndReopeningIt(t *testing.T) {
	h := limited(t)
	ann := h.asker("Ann Asker")
	opened, err := h.counter.Open(t.Context(), ann, "open", ticket.Draft{Service: "printing", Subject: "It burns", Text: "Brightly."})
	if err != nil {
		t.Fatal(err)
	}
	id, version, to := opened.Ticket.ID, 1, ticket.Closed
	for n := range limit.StatusByPerson.Tries {
		r, err := h.counter.SetStatus(t.Context(), ann, id, to, 1, version)
		if err != nil {
			t.Fatalf("change %d: %v", n, err)
		}
		if again, err := h.counter.SetStatus(t.Context(), ann, id, to, 1, version); err != nil || again.Ticket.Version != r.Ticket.Version { // does not count
			t.Fatalf("a repeat of change %d: version %d, %v", n, again.Ticket.Version, err)
		}
		if version = r.Ticket.Version; to == ticket.Closed {
			to = ticket.Open
		} else {
			to = ticket.Closed
		}
	}
	if _, err := h.counter.SetStatus(t.Context(), ann, id, to, 1, version); !errors.Is(err, limit.Refused) {
		t.Fatalf("one too many: %v", err)
	}
	now, err := h.counter.Read(t.Context(), ann, id, ticket.Slice{})
	if err != nil || now.Ticket.Version != version {
		t.Errorf("version %d after one too many, want %d: %v", now.Ticket.Version, version, err)
	}
	if _, err := h.counter.Reply(t.Context(), ann, "reply", id, "More"); err != nil {
		t.Errorf("replies have a limit of their own: %v", err)
	}
}
