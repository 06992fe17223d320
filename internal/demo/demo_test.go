package demo

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"portico/internal/address"
	"portico/internal/password"
	"portico/internal/ticket"
)

func TestEverybodyOfTheDemoCouldBeCreatedAndNobodyTwice(t *testing.T) {
	keys, addresses, names := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, p := range people {
		parsed, err := address.Parse(p.email)
		if err != nil {
			t.Errorf("%s: %v", p.email, err)
		}
		if !strings.HasSuffix(p.email, ".example") {
			t.Errorf("%s could be somebody's", p.email)
		}
		if keys[p.key] || addresses[parsed.Key] || names[p.name] {
			t.Errorf("%s is there twice", p.name)
		}
		keys[p.key], addresses[parsed.Key], names[p.name] = true, true, true
		if n := utf8.RuneCountInString(p.name); n < 1 || n > 100 || strings.TrimSpace(p.name) != p.name {
			t.Errorf("the name %q", p.name)
		}
		rule := password.Rule{MinLength: 12, Portal: "Portico"}
		if err := rule.Check(Password, p.name, p.email); err != nil {
			t.Errorf("the password, of %s: %v", p.name, err)
		}
	}
	if p := people[0]; p.key != first || p.role != administrator || p.stage != active {
		t.Errorf("the first is %+v", p)
	}
}

func TestEveryConversationOfTheDemoIsOneThatPeopleCouldHave(t *testing.T) {
	who := map[string]somebody{}
	for _, p := range people {
		who[p.key] = p
	}
	said := map[string]bool{}
	says := func(text string) {
		t.Helper()
		if text == "" || utf8.RuneCountInString(text) > 20_000 || strings.TrimSpace(text) != text || strings.Contains(text, "\r") {
			t.Errorf("nobody could write %q", text)
		}
		if said[text] {
			t.Errorf("twice, so that a second run could not tell them apart: %q", text)
		}
		said[text] = true
	}
	opened := map[string]int{}
	for _, r := range requests {
		by := who[r.by]
		if !by.getsIn() || by.inTeam() || (by.services != nil && !strings.Contains(fmt.Sprint(by.services), r.service)) {
			t.Errorf("%q cannot open %q", r.by, r.subject)
		}
		if n := utf8.RuneCountInString(r.subject); n < 1 || n > 100 {
			t.Errorf("the subject %q is not a search that finds it", r.subject)
		}
		if words := ticket.Words(r.subject); len(words) >= 12 {
			t.Errorf("%q has more words than a request is found by", r.subject)
		}
		opened[r.by]++
		says(r.text)
		now := open
		for i, s := range r.steps {
			by, isRequester := who[s.by], s.by == r.by
			if !by.getsIn() || by.inTeam() == isRequester {
				t.Errorf("%q, step %d: %q is no part of it", r.subject, i, s.by)
			}
			if s.does == takes && i != 0 {
				t.Errorf("%q, step %d: who takes it takes it first", r.subject, i)
			}
			if (s.does == replies) != (isRequester && s.does != sets) {
				t.Errorf("%q, step %d: not what %q can do", r.subject, i, s.by)
			}
			if s.does != takes && s.does != sets {
				says(s.text)
			}
			if s.does == sets && s.status == now {
				t.Errorf("%q, step %d: it is %s already", r.subject, i, now)
			}
			if s.does == replies && now == closed {
				now = open
			}
			if s.status != "" {
				now = s.status
			}
		}
	}
	for by, count := range opened {
		if count > 30 {
			t.Errorf("%s opens %d requests, more than the portal takes in an hour", by, count)
		}
	}
}

func TestTheDemoShowsEveryStateAndEverybodysLastWord(t *testing.T) {
	states, last := map[string]int{}, map[deed]int{}
	for _, r := range requests {
		now := open
		for _, s := range r.steps {
			if s.does == replies && now == closed {
				now = open
			}
			if s.status != "" {
				now = s.status
			}
		}
		states[now]++
		if len(r.steps) > 0 {
			last[r.steps[len(r.steps)-1].does]++
		} else {
			last[replies]++
		}
	}
	for _, state := range []string{open, inProgress, onHold, closed} {
		if states[state] < 2 {
			t.Errorf("%d requests are %s", states[state], state)
		}
	}
	if last[answers] < 3 || last[replies] < 3 {
		t.Errorf("who spoke last: %v", last)
	}
	stages := map[stage]int{}
	for _, p := range people {
		stages[p.stage]++
	}
	if stages[created] == 0 || stages[invited] < 2 || stages[suspended] == 0 {
		t.Errorf("how far people get: %v", stages)
	}
}

func TestARunTakesUpWhereAnotherEnded(t *testing.T) {
	steps := []step{take("a"), answer("a", "first").and(closed), reply("c", "second"), note("a", "third"), set("a", closed)}
	message := func(texts ...string) (all []struct {
		Number int
		Text   string
	}) {
		for i, text := range texts {
			all = append(all, struct {
				Number int
				Text   string
			}{i + 1, text})
		}
		return all
	}
	type event = struct {
		After  int
		Status string
	}
	for _, test := range []struct {
		name string
		now  seen
		want int
	}{
		{"just opened", seen{Conversation: conversation{Version: 1, Messages: message("opening")}}, 0},
		{"taken", seen{Conversation: conversation{Version: 2, Messages: message("opening")}}, 1},
		{"answered, and closed by that", seen{Conversation: conversation{Version: 3, Messages: message("opening", "first"), Events: []event{{2, closed}}}}, 2},
		{"replied", seen{Conversation: conversation{Version: 4, Messages: message("opening", "first", "second"), Events: []event{{2, closed}}}}, 3},
		{"noted", seen{Conversation: conversation{Version: 4, Messages: message("opening", "first", "second"), Events: []event{{2, closed}}},
			Notes: []struct{ Text string }{{"third"}}}, 4},
		{"all of it", seen{Conversation: conversation{Version: 5, Messages: message("opening", "first", "second"), Events: []event{{2, closed}, {3, closed}}}}, 5},
		{"all of it, and reopened by somebody", seen{Conversation: conversation{Version: 6, Messages: message("opening", "first", "second", "mine"),
			Events: []event{{2, closed}, {3, closed}, {3, open}}}}, 5},
	} {
		if got := reached(steps, &test.now); got != test.want {
			t.Errorf("%s: goes on at %d, want %d", test.name, got, test.want)
		}
	}
}
