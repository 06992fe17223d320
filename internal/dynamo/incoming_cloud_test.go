//go:build cloud

package dynamo

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"portico/internal/gate"
	"portico/internal/incoming"
	"portico/internal/incoming/letter"
	"portico/internal/ticket"
)

// opening is a request of somebody's by mail, as it is written.
func (h *helpdesk) opening(v gate.Visit) ticket.Opening {
	h.Helper()
	g, err := h.table.Gate(h.Context(), v.Caller.Person)
	if err != nil {
		h.Fatal(err)
	}
	by := authorOf(v)
	by.Caller = nil // no session writes it
	draft := ticket.Draft{Service: "printing", Subject: "It burns", Text: "T"}
	o, err := ticket.NewOpening(by, ticket.Author{Side: ticket.Customer, Person: v.Caller.Person, Name: "Ann"}, draft, ticket.Mail, time.Now().UTC(), nil)
	if err != nil {
		h.Fatal(err)
	}
	o.Gate = g
	return o
}

func fresh(t *testing.T) (incoming.ID, string) {
	t.Helper()
	o, err := ticket.NewReference(nil)
	if err != nil {
		t.Fatal(err)
	}
	return incoming.IDOf(t.Name() + string(o)), "digest-of-" + string(o)
}

func TestE5_OfManyDeliveriesAtOnceOneMakesARequest_A80(t *testing.T) {
	h := testHelpdesk(t)
	ann := h.asker("Ann Asker")
	id, digest := fresh(t)
	var wait sync.WaitGroup
	errs := make([]error, 12)
	openings := make([]ticket.Opening, len(errs))
	for i := range errs {
		openings[i] = h.opening(ann)
	}
	for i := range errs {
		wait.Go(func() {
			errs[i] = h.table.OpenFromMail(t.Context(), openings[i], incoming.Record{ID: id, Key: "k", At: time.Now(), Ticket: openings[i].Ticket.ID}, digest)
		})
	}
	wait.Wait()
	done := 0
	for _, err := range errs {
		switch {
		case err == nil:
			done++
		case !errors.Is(err, incoming.ErrTaken):
			t.Error(err)
		}
	}
	page, err := h.table.RequestsOf(t.Context(), ann.Caller.Person, ticket.Statuses, "", 10)
	if err != nil || done != 1 || len(page.Tickets) != 1 {
		t.Errorf("%d were written, %d requests: %v", done, len(page.Tickets), err)
	}
	if taken, err := h.table.Taken(t.Context(), id); err != nil || !taken {
		t.Errorf("taken %v, %v", taken, err)
	}
	var copied *incoming.Copy
	other, _ := fresh(t)
	o := h.opening(ann)
	if err := h.table.OpenFromMail(t.Context(), o, incoming.Record{ID: other, Ticket: o.Ticket.ID}, digest); !errors.As(err, &copied) || copied.Of != page.Tickets[0].ID {
		t.Errorf("a copy: %v", err)
	}
	if taken, err := h.table.Taken(t.Context(), other); err != nil || taken {
		t.Errorf("a copy is written down with the request that it did not become: %v", err)
	}
	held := incoming.Record{ID: id, Reason: incoming.Spam, At: time.Now(), Text: "x"}
	if err := h.table.Settle(t.Context(), held); err != nil {
		t.Error(err)
	}
	if r, err := h.table.HeldMail(t.Context(), id); err != nil || r.Reason != "" {
		t.Errorf("a mail that became a request is held as well: %+v, %v", r, err)
	}
}

func TestAMailOpensNothingForWhomTheGateHasClosed(t *testing.T) {
	h := testHelpdesk(t)
	ann := h.asker("Ann Asker")
	o := h.opening(ann)
	o.Gate.State = "invited" // as it was read; it is another by now
	id, digest := fresh(t)
	if err := h.table.OpenFromMail(t.Context(), o, incoming.Record{ID: id, Ticket: o.Ticket.ID}, digest); err == nil {
		t.Error("it was opened")
	}
	if taken, err := h.table.Taken(t.Context(), id); err != nil || taken {
		t.Errorf("taken %v, %v", taken, err)
	}
}

func TestHeldMailsAreListedNewestFirstAndReadWithTheirTexts(t *testing.T) {
	h := testHelpdesk(t)
	service := strings.ToLower(fmt.Sprint("s", time.Now().UnixNano()))
	at := time.Now().UTC().Truncate(time.Millisecond)
	var want []string
	for i := range 30 {
		id, _ := fresh(t)
		r := incoming.Record{
			ID: id, Key: "incoming/x", At: at.Add(time.Duration(i) * time.Second), Reason: incoming.Bounce, From: "a@b.example", Service: service,
			Subject: fmt.Sprint(i), Text: strings.Repeat("ä", letter.MaxText), Recipients: []string{"help@portico.example"},
		}
		if err := errors.Join(h.table.Settle(t.Context(), r), h.table.Settle(t.Context(), r)); err != nil {
			t.Fatal(err)
		}
		if i == 29 {
			got, err := h.table.HeldMail(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(r, got); diff != "" {
				t.Error(diff)
			}
		}
		want = append([]string{r.Subject}, want...)
	}
	for name, service := range map[string]string{"a service's": service, "all": ""} {
		var got []string
		for after := ""; ; {
			page, err := h.table.HeldMails(t.Context(), service, after, 7)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range page.Mails {
				if strings.HasPrefix(r.Service, "s") && r.At.Compare(at) >= 0 && r.From == "a@b.example" {
					got = append(got, r.Subject)
				}
				if r.Text != "" {
					t.Error("a list reads texts")
				}
			}
			if after = page.Next; after == "" {
				break
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
	if n, err := h.table.CountHeld(t.Context(), 20); err != nil || n != 20 {
		t.Errorf("%d counted up to 20: %v", n, err)
	}
}

func TestHeldMailsGoWithTheirTimeAndSpamSoonerAndUncounted_A72(t *testing.T) {
	h := testHelpdesk(t)
	before := heldCount(t, h)
	now := time.Now().UTC().Truncate(time.Millisecond)
	for _, c := range []struct {
		reason         incoming.Reason
		age            time.Duration
		shown, counted bool
	}{
		{incoming.Bounce, 0, true, true},
		{incoming.Bounce, heldLife - time.Hour, true, true},
		{incoming.Bounce, heldLife, false, true}, // until the row is deleted, within days
		{incoming.Spam, junkLife - time.Hour, true, false},
		{incoming.Spam, junkLife, false, false},
		{incoming.Virus, 0, true, false},
		{incoming.Virus, junkLife, false, false},
	} {
		id, _ := fresh(t)
		r := incoming.Record{ID: id, Key: "incoming/x", At: now.Add(-c.age), Reason: c.reason, Text: "Buy!", Recipients: []string{"help@portico.example"}}
		if err := h.table.Settle(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		if got, err := h.table.HeldMail(t.Context(), id); err != nil || (got.Reason != "") != c.shown || (got.Text != "") != c.shown {
			t.Errorf("%+v: %+v, %v", c, got, err)
		}
		listed := false
		for after := ""; !listed; {
			page, err := h.table.HeldMails(t.Context(), "", after, 50)
			if err != nil {
				t.Fatal(err)
			}
			listed = slices.ContainsFunc(page.Mails, func(m incoming.Record) bool { return m.ID == id })
			if after = page.Next; after == "" {
				break
			}
		}
		if listed != c.shown {
			t.Errorf("%+v: listed %v", c, listed)
		}
		count := heldCount(t, h)
		if (count > before) != c.counted {
			t.Errorf("%+v: counted %v", c, count > before)
		}
		before = count
		if taken, err := h.table.Taken(t.Context(), id); err != nil || !taken {
			t.Errorf("%+v: what became of it is forgotten: %v", c, err)
		}
		for sk, life := range map[string]time.Duration{"HELD": 0, "TEXT": 0, "INCOMING": incomingLife} {
			var kept struct {
				TTL int64 `dynamodbav:"ttl"`
			}
			if err := h.table.get(t.Context(), key{"INCOMING#" + string(id), sk}, &kept); err != nil || kept.TTL == 0 {
				t.Errorf("%+v: %s stays for ever: %v", c, sk, err)
			}
			if life != 0 && time.Until(time.Unix(kept.TTL, 0)) < life-time.Minute {
				t.Errorf("%+v: %s goes before the raw mail", c, sk)
			}
		}
	}
}

func heldCount(t *testing.T, h *helpdesk) int {
	t.Helper()
	n, err := h.table.CountHeld(t.Context(), 100_000)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
