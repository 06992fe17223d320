//go:build cloud

package dynamo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/limit"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/problem"
	"portico/internal/secrets"
	"portico/internal/ticket"
)

// helpdesk is a table with the people who ask and answer on it.
type helpdesk struct {
	*agency
	counter *ticket.Counter
	bench   *ticket.Desk
}

func testHelpdesk(t testing.TB) *helpdesk {
	a := testAgency(t)
	services, keys := offered{"printing", "network"}, proofKeys{secrets.NewKey("a test's secret")}
	return &helpdesk{
		agency:  a,
		counter: &ticket.Counter{Store: a.table, Services: services, Keys: keys, Limiter: unlimited{}, Now: time.Now},
		bench: &ticket.Desk{
			Store: a.table, Services: services, Keys: keys, Now: time.Now,
			Held: func(context.Context, int) (int, error) { return 0, nil },
		},
	}
}

// offered are services that nobody changes.
type offered []string

func (o offered) ServiceIDs(context.Context) ([]string, error) { return o, nil }

// unlimited lets everything pass, for tests that open more than people may.
type unlimited struct{}

func (unlimited) Take(context.Context, limit.Bucket) error     { return nil }
func (unlimited) GiveBack(context.Context, limit.Bucket) error { return nil }

// asker makes an active customer.
func (h *helpdesk) asker(name string) gate.Visit {
	h.Helper()
	_, v := h.member(name, person.Customer)
	v.Roles = nil
	return v
}

// agent makes an active agent.
func (h *helpdesk) agent(name string) gate.Visit {
	h.Helper()
	_, v := h.member(name, person.Agent)
	return v
}

func (h *helpdesk) open(v gate.Visit, subject string) ticket.Ticket {
	h.Helper()
	r, err := h.counter.Open(h.Context(), v, h.key(), ticket.Draft{Service: "printing", Subject: subject, Text: "It does not work."})
	if err != nil {
		h.Fatal(err)
	}
	return r.Ticket
}

func (h *helpdesk) read(v gate.Visit, id ticket.ID) ticket.Reading {
	h.Helper()
	r, err := h.counter.Read(h.Context(), v, id, ticket.Slice{})
	if err != nil {
		h.Fatal(err)
	}
	return r
}

func texts(messages []ticket.Message) string {
	var all []string
	for i, m := range messages {
		if i > 0 && m.Number != messages[i-1].Number+1 {
			all = append(all, "GAP")
		}
		all = append(all, m.Text)
	}
	return strings.Join(all, "|")
}

func TestH18_ARequestIsOpenedReadAnsweredClosedAndOpenAgainByAReply(t *testing.T) {
	h := testHelpdesk(t)
	ann, arne := h.asker("Ann Asker"), h.agent("Arne Agent")
	id := h.open(ann, "The printer is on fire").ID
	sheet, err := h.bench.Answer(t.Context(), arne, h.key(), id, "Use water.", 1, ticket.InProgress)
	if err != nil || sheet.Ticket.Status != ticket.InProgress || texts(sheet.Messages) != "It does not work.|Use water." {
		t.Fatalf("answered: %+v, %v", sheet.Reading, err)
	}
	sheet, err = h.bench.SetStatus(t.Context(), arne, id, ticket.Closed, sheet.Ticket.Last, sheet.Ticket.Version)
	if err != nil || sheet.Ticket.Status != ticket.Closed {
		t.Fatalf("closed: %+v, %v", sheet.Ticket, err)
	}
	r, err := h.counter.Reply(t.Context(), ann, h.key(), id, "It burns still.")
	if err != nil || r.Ticket.Status != ticket.Open {
		t.Fatalf("replied: %+v, %v", r.Ticket, err)
	}
	r = h.read(ann, id)
	var moves []string
	for _, e := range r.Events {
		moves = append(moves, fmt.Sprintf("%d %s by %s", e.After, e.Status, e.Author.Name))
	}
	if got := strings.Join(moves, ", "); got != "2 in_progress by Arne Agent, 2 closed by Arne Agent, 2 open by Ann Asker" {
		t.Errorf("events: %s", got)
	}
	if got := texts(r.Messages); got != "It does not work.|Use water.|It burns still." {
		t.Errorf("messages: %s", got)
	}
	if r, err = h.counter.SetStatus(t.Context(), ann, id, ticket.Closed, r.Ticket.Last, r.Ticket.Version); err != nil || r.Ticket.Status != ticket.Closed {
		t.Errorf("closed by the customer: %+v, %v", r.Ticket, err)
	}
	if r, err = h.counter.SetStatus(t.Context(), ann, id, ticket.Open, r.Ticket.Last, r.Ticket.Version); err != nil || r.Ticket.Status != ticket.Open {
		t.Errorf("opened again by the customer: %+v, %v", r.Ticket, err)
	}
}

func TestH19_NotesAreNeverInACustomersReading(t *testing.T) {
	h := testHelpdesk(t)
	ann, arne := h.asker("Ann Asker"), h.agent("Arne Agent")
	before := h.open(ann, "A question")
	sheet, err := h.bench.Note(t.Context(), arne, h.key(), before.ID, "She never pays.")
	if err != nil || len(sheet.Notes) != 1 || sheet.Ticket.Notes != 1 {
		t.Fatalf("noted: %+v, %v", sheet, err)
	}
	if sheet, err = h.bench.Read(t.Context(), arne, before.ID, ticket.Slice{}); err != nil || sheet.Notes[0].Text != "She never pays." {
		t.Errorf("read by an agent: %+v, %v", sheet.Panel, err)
	}
	after := 0
	for _, s := range []ticket.Slice{{}, {Before: 2}, {After: &after}} {
		r, err := h.counter.Read(t.Context(), ann, before.ID, s)
		if err != nil || strings.Contains(fmt.Sprintf("%+v", r), "never pays") || !r.Ticket.UpdatedAt.Equal(before.UpdatedAt) || r.Ticket.Version != 1 {
			t.Errorf("read by the customer: %+v, %v", r, err)
		}
		if view := fmt.Sprintf("%+v", ticket.ConversationViewOf(r)); strings.Contains(view, "Notes") {
			t.Errorf("shown to the customer: %s", view)
		}
	}
	if n := h.table.rowsAt(t, ticketPartition(before.ID)); n != 2 {
		t.Errorf("%d rows in the ticket's own partition", n)
	}
}

func TestAnothersRequestIsNotFoundOnEveryRoad(t *testing.T) {
	h := testHelpdesk(t)
	ann, eve := h.asker("Ann Asker"), h.asker("Eve Other")
	secret := h.open(ann, "Secret plans")
	for i := range 30 {
		h.open(ann, fmt.Sprintf("Secret number %d", i))
	}
	ctx, after := t.Context(), 0
	_, err := h.counter.Read(ctx, eve, secret.ID, ticket.Slice{})
	wantError(t, err, ticket.NotFound)
	_, err = h.counter.Read(ctx, eve, secret.ID, ticket.Slice{After: &after})
	wantError(t, err, ticket.NotFound)
	_, err = h.counter.Reply(ctx, eve, h.key(), secret.ID, "Hello?")
	wantError(t, err, ticket.NotFound)
	_, err = h.counter.SetStatus(ctx, eve, secret.ID, ticket.Closed, 1, 1)
	wantError(t, err, ticket.NotFound)
	for _, query := range []string{secret.Reference.String(), string(secret.Reference), "secret"} {
		page, err := h.counter.List(ctx, eve, ticket.Statuses, query, "")
		if err != nil || len(page.Tickets) > 0 {
			t.Errorf("%q finds %+v, %v", query, page, err)
		}
	}
	for _, query := range []string{"", "secret"} {
		page, err := h.counter.List(ctx, ann, ticket.Statuses, query, "")
		if err != nil || page.Next == "" || len(page.Tickets) != ticket.PageSize {
			t.Fatalf("%q: %d tickets, next %q, %v", query, len(page.Tickets), page.Next, err)
		}
		_, err = h.counter.List(ctx, eve, ticket.Statuses, query, page.Next)
		if p, ok := problem.As(err); !ok || p.Code != "invalid_cursor" {
			t.Errorf("another's cursor: %v", err)
		}
		_, err = h.counter.List(ctx, ann, []ticket.Status{ticket.Closed}, query, page.Next)
		if p, ok := problem.As(err); !ok || p.Code != "invalid_cursor" {
			t.Errorf("another list's cursor: %v", err)
		}
	}
	eve.Roles = []person.Role{person.Agent, person.Administrator}
	_, err = h.bench.Read(ctx, eve, secret.ID, ticket.Slice{})
	wantError(t, err, gate.Forbidden)
}

func TestReferencesAreUniqueUnderConcurrency(t *testing.T) {
	h := testHelpdesk(t)
	ann := h.asker("Ann Asker")
	h.counter.Random = few{}
	var wait sync.WaitGroup
	var lock sync.Mutex
	seen := map[ticket.Reference]int{}
	for i := range 24 {
		wait.Go(func() {
			r, err := h.counter.Open(t.Context(), ann, fmt.Sprintf("an-opening-key-%d", i), ticket.Draft{Service: "printing", Subject: "S", Text: "T"})
			if err != nil {
				t.Error(err)
			}
			lock.Lock()
			defer lock.Unlock()
			seen[r.Ticket.Reference]++
		})
	}
	wait.Wait()
	for r, n := range seen {
		if n > 1 {
			t.Errorf("%s was given %d times", r, n)
		}
	}
}

// few is a source of randomness with good ids and only 64 references.
type few struct{}

func (few) Read(b []byte) (int, error) {
	id, err := person.RandomText(nil)
	copy(b, id)
	if len(b) == 8 {
		copy(b, []byte{1, 2, 3, 4, 5, 6, b[6] % 8, b[7] % 8})
	}
	return len(b), err
}

func TestNumbersHaveNoGapsUnderConcurrentReplies(t *testing.T) {
	h := testHelpdesk(t)
	ann, arne := h.asker("Ann Asker"), h.agent("Arne Agent")
	id := h.open(ann, "Many words").ID
	var wait sync.WaitGroup
	for i := range 20 {
		wait.Go(func() {
			key, said := fmt.Sprintf("a-reply-key-%d", i), fmt.Sprintf("reply %d", i)
			for {
				_, err := h.counter.Reply(t.Context(), ann, key, id, said)
				if err == nil {
					return
				}
				if p, ok := problem.As(err); !ok || p.Code != "busy" {
					t.Error(err)
					return
				}
			}
		})
		if i%5 == 0 {
			wait.Go(func() {
				if _, err := h.bench.Note(t.Context(), arne, fmt.Sprintf("a-note-key-%d", i), id, "noted"); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wait.Wait()
	r := h.read(ann, id)
	if len(r.Messages) != 21 || r.Ticket.Last != 21 || strings.Contains(texts(r.Messages), "GAP") || r.Ticket.Notes != 4 {
		t.Errorf("last %d, notes %d: %s", r.Ticket.Last, r.Ticket.Notes, texts(r.Messages))
	}
	for i := range 20 {
		if n := strings.Count(texts(r.Messages)+"|", fmt.Sprintf("reply %d|", i)); n != 1 {
			t.Errorf("reply %d is there %d times", i, n)
		}
	}
}

func TestTheSecondOfTwoAnswersSeesTheFirst(t *testing.T) {
	h := testHelpdesk(t)
	ann, arne, anja := h.asker("Ann Asker"), h.agent("Arne Agent"), h.agent("Anja Agent")
	id := h.open(ann, "Two agents").ID
	var wait sync.WaitGroup
	errs := make([]error, 2)
	for i, v := range []gate.Visit{arne, anja} {
		wait.Go(func() {
			_, errs[i] = h.bench.Answer(t.Context(), v, fmt.Sprintf("an-answer-key-%d", i), id, "An answer", 1, "")
		})
	}
	wait.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("both or none: %v, %v", errs[0], errs[1])
	}
	loser := 0
	if errs[0] == nil {
		loser = 1
	}
	p, ok := problem.As(errs[loser])
	if !ok || p.Code != "messages_unseen" || !strings.Contains(fmt.Sprintf("%+v", p.Messages), "An answer") {
		t.Errorf("the second: %v %+v", errs[loser], p)
	}
	if _, err := h.bench.Answer(t.Context(), []gate.Visit{arne, anja}[loser], h.key(), id, "Another", 2, ""); err != nil {
		t.Error(err)
	}
	_, err := h.bench.Answer(t.Context(), arne, h.key(), id, "Unseen", 9, "")
	wantError(t, err, ticket.NoSuchMessage)
	// The winner's repeat is answered although a message has come since.
	sheet, err := h.bench.Answer(t.Context(), []gate.Visit{arne, anja}[1-loser], fmt.Sprintf("an-answer-key-%d", 1-loser), id, "An answer", 1, "")
	if err != nil || sheet.Ticket.Last != 3 {
		t.Errorf("repeated: %+v, %v", sheet.Ticket, err)
	}
}

func TestWritesAreRepeatableByTheirKey(t *testing.T) {
	h := testHelpdesk(t)
	ann, arne := h.asker("Ann Asker"), h.agent("Arne Agent")
	ctx := t.Context()
	draft := ticket.Draft{Service: "network", Subject: "Once", Text: "Only once."}
	first, err := h.counter.Open(ctx, ann, "the-key-of-opening", draft)
	if err != nil {
		t.Fatal(err)
	}
	second, err := h.counter.Open(ctx, ann, "the-key-of-opening", draft)
	if err != nil || second.Ticket != first.Ticket || texts(second.Messages) != "Only once." {
		t.Errorf("opened again: %+v, %v", second, err)
	}
	draft.Text = "Twice."
	_, err = h.counter.Open(ctx, ann, "the-key-of-opening", draft)
	wantError(t, err, people.IdempotencyMismatch)
	id := first.Ticket.ID
	for range 3 {
		if _, err := h.counter.Reply(ctx, ann, "the-key-of-a-reply", id, "More."); err != nil {
			t.Error(err)
		}
		if _, err := h.bench.Note(ctx, arne, "the-key-of-a-note", id, "Noted."); err != nil {
			t.Error(err)
		}
		if _, err := h.bench.Answer(ctx, arne, "the-key-of-an-answer", id, "Said.", 2, ""); err != nil {
			t.Error(err)
		}
	}
	_, err = h.counter.Reply(ctx, ann, "the-key-of-a-reply", id, "Other.")
	wantError(t, err, people.IdempotencyMismatch)
	sheet, err := h.bench.Read(ctx, arne, id, ticket.Slice{})
	if err != nil || texts(sheet.Messages) != "Only once.|More.|Said." || len(sheet.Notes) != 1 || sheet.Ticket.Notes != 1 {
		t.Errorf("%+v, %v", sheet, err)
	}
}

func TestTheSecondWriterOfAStatusGetsTheStateAsItIs(t *testing.T) {
	h := testHelpdesk(t)
	ann, arne, anja := h.asker("Ann Asker"), h.agent("Arne Agent"), h.agent("Anja Agent")
	id, ctx := h.open(ann, "Versions").ID, t.Context()
	sheet, err := h.bench.Assign(ctx, arne, id, anja.Caller.Person, 1)
	if err != nil || sheet.Ticket.AssigneeName != "Anja Agent" || sheet.Ticket.Version != 2 {
		t.Fatalf("assigned: %+v, %v", sheet.Ticket, err)
	}
	if sheet, err = h.bench.Assign(ctx, arne, id, anja.Caller.Person, 1); err != nil || sheet.Ticket.Version != 2 {
		t.Errorf("repeated: %+v, %v", sheet.Ticket, err)
	}
	_, err = h.bench.SetStatus(ctx, anja, id, ticket.OnHold, 1, 1)
	p, ok := problem.As(err)
	if !ok || p.Code != "version_conflict" || p.Current.(ticket.SheetView).Conversation.Version != 2 {
		t.Errorf("the second writer: %v %+v", err, p)
	}
	_, err = h.bench.Assign(ctx, arne, id, ann.Caller.Person, 2)
	wantError(t, err, ticket.NoSuchAgent)
	if sheet, err = h.bench.Assign(ctx, arne, id, "", 2); err != nil || sheet.Ticket.Assignee != "" {
		t.Errorf("given to nobody: %+v, %v", sheet.Ticket, err)
	}
	_, err = h.counter.SetStatus(ctx, ann, id, ticket.Closed, 1, 1)
	if p, ok := problem.As(err); !ok || p.Code != "version_conflict" || p.Current.(ticket.ConversationView).Version != 3 {
		t.Errorf("the customer's: %v", err)
	}
}

func TestA1_H18_NobodyClosesOverWhatTheyHaveNotSeen(t *testing.T) {
	h := testHelpdesk(t)
	ann, arne := h.asker("Ann Asker"), h.agent("Arne Agent")
	id, ctx := h.open(ann, "Wait").ID, t.Context()
	unseen := func(err error, number int) any {
		t.Helper()
		p, ok := problem.As(err)
		if !ok || p.Code != "messages_unseen" || !strings.Contains(fmt.Sprint(p.Messages), fmt.Sprintf("message %d", number)) {
			t.Fatalf("%v: %+v", err, p)
		}
		return p.Current
	}
	if _, err := h.counter.Reply(ctx, ann, h.key(), id, "message 2"); err != nil {
		t.Fatal(err)
	}
	_, err := h.bench.SetStatus(ctx, arne, id, ticket.Closed, 1, 1)
	if now := unseen(err, 2).(ticket.SheetView); now.Conversation.Last != 2 || now.Conversation.Status != ticket.Open || now.Requester == nil {
		t.Errorf("the agent is shown %+v", now)
	}
	_, err = h.bench.SetStatus(ctx, arne, id, ticket.Closed, 3, 1)
	wantError(t, err, ticket.NoSuchMessage)
	if _, err := h.bench.Answer(ctx, arne, h.key(), id, "message 3", 2, ""); err != nil {
		t.Fatal(err)
	}
	_, err = h.counter.SetStatus(ctx, ann, id, ticket.Closed, 2, 1)
	if now := unseen(err, 3).(ticket.ConversationView); now.Last != 3 || now.Status != ticket.Open {
		t.Errorf("the customer is shown %+v", now)
	}
	r, err := h.counter.SetStatus(ctx, ann, id, ticket.Closed, 3, 1)
	if err != nil || r.Ticket.Status != ticket.Closed {
		t.Fatalf("closed: %+v, %v", r.Ticket, err)
	}
	// What is so already stays so, for who repeats it and for who says it again: no event, no mail.
	for _, version := range []int{1, 2} {
		if again, err := h.bench.SetStatus(ctx, arne, id, ticket.Closed, 3, version); err != nil || again.Ticket != r.Ticket || len(again.Events) != 1 {
			t.Errorf("closed again: %+v, %v", again.Reading, err)
		}
	}
}

func TestA1_NobodyIsGivenATicketWhoWasSuspendedMeanwhile(t *testing.T) {
	h := testHelpdesk(t)
	ann, arne := h.asker("Ann Asker"), h.agent("Arne Agent")
	anja, _ := h.member("Anja Agent", person.Agent)
	_, ada := h.member("Ada Admin", person.Administrator)
	before := h.open(ann, "Late")
	after := before
	after.Assignee, after.AssigneeName, after.Version = anja.ID, "Anja Agent", 2
	change := ticket.Change{By: people.Author{Caller: &arne.Caller}, Before: before, After: after, Agent: anja.ID}
	if _, err := h.desk.SetAccess(t.Context(), ada, people.Team, anja.ID, true, anja.Version); err != nil {
		t.Fatal(err)
	}
	wantError(t, h.table.ChangeTicket(t.Context(), change), ticket.NoSuchAgent)
	if now := h.read(ann, before.ID).Ticket; now.Assignee != "" || now.Version != 1 {
		t.Errorf("%+v", now)
	}
	change.Agent, change.After.Assignee = arne.Caller.Person, arne.Caller.Person
	if err := h.table.ChangeTicket(t.Context(), change); err != nil {
		t.Errorf("taken by the author: %v", err)
	}
}

func TestG36_WithoutALevelNobodyGetsInAndServicesHoldAtOnce(t *testing.T) {
	h := testHelpdesk(t)
	ann, arne := h.asker("Ann Asker"), h.agent("Arne Agent")
	ctx, id := t.Context(), ann.Caller.Person
	arne.Route = "POST /api/customers/{id}/level"
	d, err := h.desk.SetLevel(ctx, arne, id, person.Standard, "network", 2)
	if err != nil || d.Person.Services != "network" {
		t.Fatalf("%+v, %v", d.Person, err)
	}
	_, err = h.counter.Open(ctx, ann, h.key(), ticket.Draft{Service: "printing", Subject: "S", Text: "T"})
	wantError(t, err, ticket.ServiceNotAllowed)
	mine, err := h.counter.Open(ctx, ann, h.key(), ticket.Draft{Service: "network", Subject: "S", Text: "T"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = h.desk.SetLevel(ctx, arne, id, person.NoLevel, "", 3); err != nil {
		t.Fatal(err)
	}
	_, err = h.counter.Read(ctx, ann, mine.Ticket.ID, ticket.Slice{})
	wantError(t, err, gate.NoAccess)
	_, err = h.counter.Reply(ctx, ann, h.key(), mine.Ticket.ID, "T")
	wantError(t, err, gate.NoAccess)
	if g, err := h.table.Gate(ctx, id); err != nil || g.State != person.Suspended || len(g.Sessions) > 0 {
		t.Errorf("the gate is %+v, %v", g, err)
	}
	if _, err = h.desk.SetLevel(ctx, arne, id, person.Standard, "", 4); err != nil {
		t.Fatal(err)
	}
	if g, err := h.table.Gate(ctx, id); err != nil || g.State != person.Active || g.Services != "" {
		t.Errorf("the gate is %+v, %v", g, err)
	}
}

func TestAServiceTakenAwayWhileSomebodyOpensARequestIsRefusedByTheTransaction(t *testing.T) {
	h := testHelpdesk(t)
	ann := h.asker("Ann Asker")
	g, err := h.table.Gate(t.Context(), ann.Caller.Person)
	if err != nil {
		t.Fatal(err)
	}
	g.Services = "network" // as if it had been so when it was read
	by := people.Author{Caller: &ann.Caller}
	o, err := ticket.NewOpening(by, ticket.Author{Person: ann.Caller.Person}, ticket.Draft{Service: "network"}, ticket.Portal, time.Now(), nil)
	if err != nil {
		t.Fatal(err)
	}
	o.Gate = g
	if err := h.table.OpenTicket(t.Context(), o); err == nil {
		t.Error("opened on an old gate")
	}
}

func TestAConversationIsReadInWindows(t *testing.T) {
	h := testHelpdesk(t)
	ann, arne := h.asker("Ann Asker"), h.agent("Arne Agent")
	id := h.open(ann, "Long").ID
	for i := 2; i <= 120; i++ {
		if _, err := h.counter.Reply(t.Context(), ann, h.key(), id, fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
		if i%40 == 0 {
			now := h.read(ann, id).Ticket
			to := []ticket.Status{ticket.OnHold, ticket.InProgress}[i/40%2]
			if _, err := h.bench.SetStatus(t.Context(), arne, id, to, now.Last, now.Version); err != nil {
				t.Fatal(err)
			}
		}
	}
	var numbers, events []int
	for s := (ticket.Slice{}); ; {
		r, err := h.counter.Read(t.Context(), ann, id, s)
		if err != nil || len(r.Messages) == 0 {
			t.Fatalf("%+v: %v", s, err)
		}
		for _, m := range slices.Backward(r.Messages) {
			numbers = append(numbers, m.Number)
		}
		for _, e := range slices.Backward(r.Events) {
			events = append(events, e.After)
		}
		if !r.Earlier() {
			break
		}
		s.Before = r.Messages[0].Number
	}
	if len(numbers) != 120 || numbers[0] != 120 || numbers[119] != 1 || !slices.Equal(events, []int{120, 80, 40}) {
		t.Errorf("read %v, events %v", numbers, events)
	}
	after := 118
	r, err := h.counter.Read(t.Context(), ann, id, ticket.Slice{After: &after})
	if err != nil || texts(r.Messages) != "119|120" || len(r.Events) != 1 {
		t.Errorf("after 118: %+v, %v", r, err)
	}
}

func authorOf(v gate.Visit) people.Author { return people.Author{Caller: &v.Caller} }

func (h *helpdesk) change(before, after person.Person) {
	h.Helper()
	err := h.table.ChangePerson(h.Context(), people.Change{
		Before: before, After: after, EndSessions: true, History: audit.Entry{ID: "changed", Subject: before.ID, Action: audit.Suspended, At: time.Now()},
	})
	if err != nil {
		h.Fatal(err)
	}
}
