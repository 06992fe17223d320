//go:build cloud

package dynamo

import (
	"context"
	"errors"
	"testing"
	"time"

	"portico/internal/outbox"
	"portico/internal/ticket"
)

func TestM1_TheFirstMailAboutATicketStartsItsThreadWhicheverIsRecordedAgain(t *testing.T) {
	h := testHelpdesk(t)
	ann, arne := h.asker("Ann Asker"), h.agent("Arne Agent")
	opened := h.open(ann, "Threads")
	if _, err := h.bench.Answer(t.Context(), arne, h.key(), opened.ID, "An answer", 1, ""); err != nil {
		t.Fatal(err)
	}
	mails, err := h.table.mailsTo(t.Context(), ann.Caller.Person)
	if err != nil || len(mails) != 2 {
		t.Fatalf("%+v, %v", mails, err)
	}
	answer, received := mails[0], mails[1]
	finish := func(m outbox.Mail, id string) error {
		t.Helper()
		draft, err := h.table.Draft(t.Context(), m.ID)
		if err != nil || draft.Mail.Address != "ann.asker@example.com" || draft.Mail.Name != "Ann Asker" || draft.Matter.Subject != "Threads" {
			t.Fatalf("%+v, %v", draft, err)
		}
		m.State, m.MessageID, m.SentAt = outbox.Sent, id, time.Now()
		for range 2 { // the answer to the first was lost
			if err := h.table.FinishMail(t.Context(), m, ""); err != nil {
				return err
			}
		}
		return nil
	}
	if err := finish(received, "first"); err != nil {
		t.Fatal(err)
	}
	draft, err := h.table.Draft(t.Context(), answer.ID)
	if err != nil || draft.Matter.Thread != "first" || draft.Matter.Text != "An answer" || draft.Matter.Author != "Arne Agent" {
		t.Errorf("%+v, %v", draft, err)
	}
	if err := finish(answer, "second"); err != nil {
		t.Fatal(err)
	}
	var thread threadRow
	if err := h.table.get(t.Context(), threadKey(string(opened.ID), ann.Caller.Person), &thread); err != nil || thread.MessageID != "first" {
		t.Errorf("%+v, %v", thread, err)
	}
	received.State, received.MessageID = outbox.Sent, "other"
	wantError(t, h.table.FinishMail(t.Context(), received, "somebody-else"), outbox.ErrTaken)
}

func TestM6_NewsThatCannotBeReadAreNotTold(t *testing.T) {
	h := testHelpdesk(t)
	ann := h.asker("Ann Asker")
	opened := h.open(ann, "News")
	id := outbox.ID("")
	for shard := range Shards {
		undone, err := h.table.Undone(t.Context(), shard, time.Now().Add(time.Minute), 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range undone {
			if u.Work == outbox.Wishes {
				id = u.ID
			}
		}
	}
	if id == "" {
		t.Fatal("no news of the request")
	}
	news, told, err := h.table.Request(t.Context(), id)
	if err != nil || told || news.Ticket != string(opened.ID) {
		t.Fatalf("%+v, %v, %v", news, told, err)
	}
	if err := (&ticket.Teller{Store: headless{h.table}}).Tell(t.Context(), news); err == nil {
		t.Error("told without the ticket")
	}
	if _, told, err = h.table.Request(t.Context(), id); err != nil || told {
		t.Errorf("marked as told: %v, %v", told, err)
	}
}

// headless is a table whose tickets cannot be read.
type headless struct{ *Table }

func (headless) Head(context.Context, ticket.ID) (ticket.Ticket, error) {
	return ticket.Ticket{}, errors.New("down")
}
