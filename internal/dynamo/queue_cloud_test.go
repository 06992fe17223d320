//go:build cloud

package dynamo

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"portico/internal/cursor"
	"portico/internal/gate"
	"portico/internal/outbox"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/problem"
	"portico/internal/ticket"
)

// backdate opens tickets whose last change was in the past, the i-th the i-th oldest. Every third has the status given.
func (h *helpdesk) backdate(v gate.Visit, n int, third ticket.Status) []ticket.Ticket {
	h.Helper()
	started := time.Now().UTC().Truncate(time.Millisecond).Add(-time.Hour)
	var tickets []ticket.Ticket
	g, err := h.table.Gate(h.Context(), v.Caller.Person)
	if err != nil {
		h.Fatal(err)
	}
	for i := range n {
		at := started.Add(time.Duration(i/2) * time.Second) // two at each instant
		draft := ticket.Draft{Service: "printing", Subject: fmt.Sprintf("Number %d", i), Text: "T"}
		o, err := ticket.NewOpening(authorOf(v), ticket.Author{Side: ticket.Customer, Person: v.Caller.Person, Name: "Ann"}, draft, ticket.Portal, at, nil)
		if err != nil {
			h.Fatal(err)
		}
		if o.Gate = g; i%3 == 0 {
			o.Ticket.Status = third
		}
		if err := h.table.OpenTicket(h.Context(), o); err != nil {
			h.Fatal(err)
		}
		tickets = append(tickets, o.Ticket)
	}
	return tickets
}

// Property: whatever is added and moved between the pages, each item that nobody touches comes in exactly one page, and the order never turns.
func TestH16_EveryItemComesExactlyOnceWhileOthersAreAddedAndMoved(t *testing.T) {
	h := testHelpdesk(t)
	ann, arne := h.asker("Ann Asker"), h.agent("Arne Agent")
	tickets := h.backdate(ann, 90, ticket.OnHold)
	lists := map[string]func(cursor string) (ticket.Page, error){
		"somebody's": func(cursor string) (ticket.Page, error) {
			return h.counter.List(t.Context(), ann, ticket.Statuses, "", cursor)
		},
		"the queue": func(cursor string) (ticket.Page, error) {
			return h.bench.Queue(t.Context(), arne, ticket.List{View: ticket.OpenView}, cursor)
		},
		"nobody's": func(cursor string) (ticket.Page, error) {
			return h.bench.Queue(t.Context(), arne, ticket.List{View: ticket.UnassignedView}, cursor)
		},
		"a service's": func(cursor string) (ticket.Page, error) {
			return h.bench.Queue(t.Context(), arne, ticket.List{View: ticket.ServiceView, Service: "printing"}, cursor)
		},
	}
	for name, list := range lists {
		t.Run(name, func(t *testing.T) {
			touched, seen := map[ticket.ID]bool{}, map[ticket.ID]int{}
			var last time.Time
			for cursor, pages := "", 0; pages == 0 || cursor != ""; pages++ {
				page, err := list(cursor)
				if err != nil || len(page.Tickets) > ticket.PageSize {
					t.Fatalf("%d tickets, %v", len(page.Tickets), err)
				}
				for _, item := range page.Tickets {
					if seen[item.ID]++; !last.IsZero() && item.UpdatedAt.After(last) {
						t.Errorf("%s stands behind %s", item.UpdatedAt, last)
					}
					last = item.UpdatedAt
				}
				cursor = page.Next
				touched[h.open(ann, "New").ID] = true
				for range 3 {
					moved := tickets[rand.IntN(len(tickets))]
					touched[moved.ID] = true
					if _, err := h.counter.Reply(t.Context(), ann, h.key(), moved.ID, "Moved."); err != nil {
						t.Fatal(err)
					}
				}
			}
			for _, item := range tickets {
				if !touched[item.ID] && seen[item.ID] != 1 {
					t.Errorf("%s came %d times", item.Subject, seen[item.ID])
				}
			}
		})
	}
}

func TestH16_TheListIsFilteredByStatusAndFoundByReferenceAndWords(t *testing.T) {
	h := testHelpdesk(t)
	ann, eve := h.asker("Ann Asker"), h.asker("Eve Other")
	printer, cable := h.open(ann, "Der Drucker im Büro brennt"), h.open(ann, "Netzwerkkabel im Büro fehlt")
	h.open(eve, "Drucker und Büro")
	if _, err := h.counter.SetStatus(t.Context(), ann, cable.ID, ticket.Closed, 1, 1); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string][]string{
		"drucker": {printer.Subject}, "DRUCK": {printer.Subject}, "buro": {printer.Subject, cable.Subject}, "büro netz": {cable.Subject},
		"büro telefon": nil, printer.Reference.String(): {printer.Subject}, strings.ToLower(string(cable.Reference)): {cable.Subject}, "!?": nil,
	} {
		page, err := h.counter.List(t.Context(), ann, ticket.Statuses, query, "")
		if got := subjects(page); err != nil || !slices.Equal(got, slices.Sorted(slices.Values(want))) {
			t.Errorf("%q finds %v, %v", query, got, err)
		}
	}
	for status, want := range map[ticket.Status]string{ticket.Open: printer.Subject, ticket.Closed: cable.Subject, ticket.OnHold: ""} {
		page, err := h.counter.List(t.Context(), ann, []ticket.Status{status}, "", "")
		if got := strings.Join(subjects(page), ""); err != nil || got != want {
			t.Errorf("%s holds %q, %v", status, got, err)
		}
	}
}

func subjects(p ticket.Page) []string {
	var all []string
	for _, item := range p.Tickets {
		all = append(all, item.Subject)
	}
	slices.Sort(all)
	return all
}

func TestA1_TheDeskFindsWhatItLooksForAndEachTicketOnce(t *testing.T) {
	h := testHelpdesk(t)
	ann, arne := h.asker("Ann Asker"), h.agent("Arne Agent")
	var want []string
	for i := range 60 {
		want = append(want, h.open(ann, fmt.Sprintf("Printer printing prints %d", i)).Subject)
		h.open(ann, "Primary school")
	}
	for _, query := range []string{"print", "printer prints", "pri print"} {
		var got []string
		for cursor, pages := "", 0; pages == 0 || cursor != ""; pages++ {
			page, err := h.bench.Search(t.Context(), arne, query, cursor)
			if err != nil || pages > 20 {
				t.Fatalf("page %d: %v", pages, err)
			}
			got, cursor = append(got, subjects(page)...), page.Next
		}
		slices.Sort(got)
		if !slices.Equal(got, slices.Sorted(slices.Values(want))) {
			t.Errorf("%q finds %d tickets, want %d", query, len(got), len(want))
		}
	}
	named := h.open(ann, "Something else")
	page, err := h.bench.Search(t.Context(), arne, named.Reference.String(), "")
	if err != nil || len(page.Tickets) != 1 || page.Tickets[0].ID != named.ID {
		t.Errorf("by reference: %+v, %v", page, err)
	}
}

func TestA1_TheViewsHoldWhatTheySayAndAreCounted(t *testing.T) {
	h := testHelpdesk(t)
	ann, arne := h.asker("Ann Asker"), h.agent("Arne Agent")
	var all []ticket.Ticket
	for range 6 {
		all = append(all, h.open(ann, "S"))
	}
	for _, mine := range all[:2] {
		if _, err := h.bench.Assign(t.Context(), arne, mine.ID, arne.Caller.Person, 1); err != nil {
			t.Fatal(err)
		}
	}
	for id, version := range map[ticket.ID]int{all[1].ID: 2, all[5].ID: 1} {
		if _, err := h.bench.SetStatus(t.Context(), arne, id, ticket.Closed, 1, version); err != nil {
			t.Fatal(err)
		}
	}
	for list, want := range map[ticket.List]int{
		{View: ticket.OpenView}: 4, {View: ticket.UnassignedView}: 3, {View: ticket.MineView}: 1, {View: ticket.ClosedView}: 2,
		{View: ticket.ServiceView, Service: "printing"}: 4, {View: ticket.ServiceView, Service: "network"}: 0,
	} {
		page, err := h.bench.Queue(t.Context(), arne, list, "")
		if err != nil || len(page.Tickets) != want {
			t.Errorf("%+v holds %d, want %d: %v", list, len(page.Tickets), want, err)
		}
	}
	counts, err := h.bench.Count(t.Context(), arne)
	if err != nil || counts.Open != 4 || counts.Unassigned != 3 || counts.Mine != 1 || counts.Services[0].Count != 4 || counts.Services[1].Count != 0 {
		t.Errorf("%+v, %v", counts, err)
	}
	// Up to a hundred everything is read once; beyond, each list is counted by itself.
	h.backdate(ann, ticket.MostCounted-4, ticket.Open)
	if counts, err = h.bench.Count(t.Context(), arne); err != nil || counts.Open != ticket.MostCounted || counts.Unassigned != ticket.MostCounted-1 ||
		counts.Mine != 1 || counts.Services[0].Count != ticket.MostCounted {
		t.Errorf("with a hundred: %+v, %v", counts, err)
	}
	h.backdate(ann, 1, ticket.Open)
	if counts, err = h.bench.Count(t.Context(), arne); err != nil || counts.Open != ticket.MostCounted || counts.Unassigned != ticket.MostCounted ||
		counts.Mine != 1 || counts.Services[0].Count != ticket.MostCounted {
		t.Errorf("with one more: %+v, %v", counts, err)
	}
	h.backdate(ann, 110, ticket.Open)
	if counts, err = h.bench.Count(t.Context(), arne); err != nil || counts.Open != ticket.MostCounted || counts.Unassigned != ticket.MostCounted {
		t.Errorf("%+v, %v", counts, err)
	}
}

func TestM6_EachAgentIsToldOnceOfWhatTheyChose(t *testing.T) {
	h := testHelpdesk(t)
	ann := h.asker("Ann Asker")
	agents := map[string]gate.Visit{}
	for i, name := range []string{"new", "all", "mine", "none", "other"} {
		agents[name] = h.agent(fmt.Sprintf("Agent %d", i))
	}
	for name, choice := range map[string]map[string]ticket.Choice{
		"new": {"printing": {NewRequests: true, Replies: ticket.NoReplies}}, "all": {"printing": {Replies: ticket.AllReplies}},
		"none": {"printing": {Replies: ticket.NoReplies}}, "other": {"network": {NewRequests: true, Replies: ticket.AllReplies}},
	} {
		if _, err := h.bench.Choose(t.Context(), agents[name], choice, 0); err != nil {
			t.Fatal(err)
		}
	}
	opened := h.open(ann, "News")
	if _, err := h.bench.Assign(t.Context(), agents["mine"], opened.ID, agents["mine"].Caller.Person, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := h.counter.Reply(t.Context(), ann, h.key(), opened.ID, "More news"); err != nil {
		t.Fatal(err)
	}
	teller := &ticket.Teller{Store: h.table}
	for range 2 {
		for kind, number := range map[outbox.RequestKind]int{outbox.NewRequestNews: 1, outbox.ReplyNews: 2} {
			news := outbox.Request{ID: outbox.ID(fmt.Sprint("news", number)), Kind: kind, Ticket: string(opened.ID), Message: number, CreatedAt: time.Now()}
			if err := teller.Tell(t.Context(), news); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, want := range map[string]string{"new": "agent_new_request 1", "all": "agent_reply 2", "mine": "agent_reply 2", "none": "", "other": ""} {
		var got []string
		mails, err := h.table.mailsTo(t.Context(), agents[name].Caller.Person)
		for _, m := range mails {
			got = append(got, fmt.Sprint(m.Kind, " ", m.Message))
		}
		if strings.Join(got, ", ") != want || err != nil {
			t.Errorf("%s is told of %v, %v", name, got, err)
		}
	}
	if mails, err := h.table.mailsTo(t.Context(), ann.Caller.Person); err != nil || len(mails) != 1 || mails[0].Kind != outbox.RequestReceived {
		t.Errorf("the customer gets %+v, %v", mails, err)
	}
}

func TestChoicesAreHeldToTheirVersionAndTheirServices(t *testing.T) {
	h := testHelpdesk(t)
	arne := h.agent("Arne Agent")
	chosen := map[string]ticket.Choice{"printing": {NewRequests: true, Replies: ticket.AllReplies}}
	for range 2 {
		if c, err := h.bench.Choose(t.Context(), arne, chosen, 0); err != nil || c.Version != 1 {
			t.Fatalf("%+v, %v", c, err)
		}
	}
	_, err := h.bench.Choose(t.Context(), arne, map[string]ticket.Choice{}, 0)
	wantError(t, err, ticket.VersionConflict)
	_, err = h.bench.Choose(t.Context(), arne, map[string]ticket.Choice{"nothing": {}}, 1)
	if err == nil {
		t.Error("an unknown service was taken")
	}
	got, err := h.bench.Choices(t.Context(), arne)
	if err != nil || got.Version != 1 || !maps.Equal(got.Services, chosen) {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err = h.bench.Choose(t.Context(), arne, map[string]ticket.Choice{}, 1); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []outbox.RequestKind{outbox.NewRequestNews, outbox.ReplyNews} {
		if n := h.table.rowsAt(t, listenersPartition("printing", kind)); n != 0 {
			t.Errorf("%d listeners stay", n)
		}
	}
}

func TestM6_AsManyServicesAsFitAreChosenAtOnceAndNoMore(t *testing.T) {
	h := testHelpdesk(t)
	arne := h.agent("Arne Agent")
	var services offered
	chosen := map[string]ticket.Choice{}
	for i := range 60 {
		services = append(services, fmt.Sprintf("service-%d", i))
		chosen[services[i]] = ticket.Choice{NewRequests: true, Replies: ticket.AllReplies}
	}
	h.bench.Services = services
	_, err := h.bench.Choose(t.Context(), arne, chosen, 0)
	if p, ok := problem.As(err); !ok || len(p.Fields) != 1 || p.Fields[0].Name != "services" || p.Fields[0].Code != "too_long" {
		t.Fatalf("sixty at once: %v", err)
	}
	first := maps.Clone(chosen)
	for _, service := range services[49:] {
		first[service] = ticket.Usual // as it is, which is no change
	}
	if c, err := h.bench.Choose(t.Context(), arne, first, 0); err != nil || c.Version != 1 {
		t.Fatalf("forty-nine at once: %v", err)
	}
	if c, err := h.bench.Choose(t.Context(), arne, chosen, 1); err != nil || c.Version != 2 {
		t.Fatalf("the others: %v", err)
	}
	if _, err = h.bench.Choose(t.Context(), arne, map[string]ticket.Choice{}, 2); err == nil {
		t.Error("sixty were taken back at once")
	}
}

func TestA2_ACustomersRequestsAreListedForTheTeam(t *testing.T) {
	h := testHelpdesk(t)
	ann, bob, arne := h.asker("Ann Asker"), h.asker("Bob Asker"), h.agent("Arne Agent")
	tickets := h.backdate(ann, ticket.PageSize+3, ticket.Closed)
	h.open(bob, "Another's")
	var got []ticket.ID
	next := ""
	for range 3 {
		page, err := h.bench.RequestsOf(t.Context(), arne, ann.Caller.Person, next)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range page.Tickets {
			got = append(got, item.ID)
		}
		if next = page.Next; next == "" {
			break
		}
		_, err = h.bench.RequestsOf(t.Context(), arne, bob.Caller.Person, next)
		wantError(t, err, cursor.Invalid)
	}
	if len(got) != len(tickets) || slices.Contains(got, "") || got[len(got)-1] != tickets[0].ID && got[len(got)-1] != tickets[1].ID {
		t.Errorf("%d of %d: %v", len(got), len(tickets), got)
	}
	slices.Sort(got)
	if len(slices.Compact(got)) != len(tickets) {
		t.Error("one came twice")
	}
	for _, id := range []person.ID{arne.Caller.Person, "abcdefghijklmnopqrstuvwxyz", "no id"} {
		_, err := h.bench.RequestsOf(t.Context(), arne, id, "")
		wantError(t, err, people.NotFound)
	}
}

func TestA1_ColleaguesAreTheActiveTeamByName(t *testing.T) {
	h := testHelpdesk(t)
	h.asker("Ann Asker")
	arne := h.agent("Arne Agent")
	h.agent("aaron Agent")
	suspended, _ := h.member("Susp Ended", person.Agent)
	late := suspended
	late.State, late.Version = person.Suspended, suspended.Version+1
	h.change(suspended, late)
	team, err := h.bench.Colleagues(t.Context(), arne)
	if err != nil || len(team) != 2 || team[0].Name != "aaron Agent" || team[1].Name != "Arne Agent" {
		t.Errorf("%+v, %v", team, err)
	}
}
