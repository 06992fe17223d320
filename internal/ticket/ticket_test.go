package ticket

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"portico/internal/outbox"
	"portico/internal/people"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestReferencesAreReadAsPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]Reference{
		"7KQ4-M2XZ": "7KQ4M2XZ", "7kq4m2xz": "7KQ4M2XZ", " [7KQ4-M2XZ] ": "7KQ4M2XZ", "7KQ4 M2XZ": "7KQ4M2XZ", "OIL0-1234": "01101234",
		"7KQ4-M2X": "", "7KQ4-M2XZ9": "", "7KQ4-M2XU": "", "": "",
	} {
		got, ok := ParseReference(typed)
		if got != want || ok != (want != "") {
			t.Errorf("%q is read as %q", typed, got)
		}
	}
	r, err := NewReference(bytes.NewReader([]byte{0, 31, 32, 255, 1, 2, 3, 4}))
	if err != nil || r.String() != "0Z0Z-1234" {
		t.Errorf("%q, %v", r, err)
	}
	if again, ok := ParseReference(r.String()); !ok || again != r {
		t.Errorf("%q is read as %q", r.String(), again)
	}
}

func FuzzReferences(f *testing.F) {
	f.Add("7KQ4-M2XZ")
	f.Fuzz(func(t *testing.T, typed string) {
		r, ok := ParseReference(typed)
		if again, fine := ParseReference(r.String()); ok && (!fine || again != r) {
			t.Errorf("%q: %q, then %q", typed, r, again)
		}
	})
}

func TestSubjectsAreFoundByTheirLongestWords(t *testing.T) {
	for subject, want := range map[string]string{
		"The printer, THE Printer!": "printer the", "Größe 42": "42 grosse", "a b c": "", "": "",
		strings.Repeat("x", 60): strings.Repeat("x", maxWordLength),
	} {
		if got := strings.Join(Words(subject), " "); got != want {
			t.Errorf("%q: %q", subject, got)
		}
	}
	var many []string
	for i := range 40 {
		many = append(many, fmt.Sprintf("word%d", i))
	}
	if got := Words(strings.Join(many, " ")); len(got) != maxWords || !slices.IsSorted(got) {
		t.Errorf("%d words: %v", len(got), got)
	}
}

func TestAnOpeningHasItsFirstMessageItsMailAndItsNews(t *testing.T) {
	me := Author{Side: Customer, Person: "p", Name: "Ann"}
	o, err := NewOpening(people.Author{}, me, Draft{Service: "s", Subject: "S", Text: "T"}, Mail, noon, nil)
	if err != nil {
		t.Fatal(err)
	}
	if o.Ticket.Last != 1 || o.Ticket.Version != 1 || o.Ticket.Status != Open || o.Message.Number != 1 || o.Message.Via != Mail {
		t.Errorf("%+v %+v", o.Ticket, o.Message)
	}
	if len(o.Mails) != 1 || o.Mails[0].Kind != outbox.RequestReceived || o.Mails[0].Person != "p" || o.Mails[0].Address != "" {
		t.Errorf("%+v", o.Mails)
	}
	if o.Tell == nil || o.Tell.Kind != outbox.NewRequestNews || !o.Tell.Kind.News() || o.Tell.Message != 1 {
		t.Errorf("%+v", o.Tell)
	}
}

func TestM5_TheCustomerIsToldOfChangesThatMatter(t *testing.T) {
	for before, matters := range map[Status][]Status{
		Open: {OnHold, Closed}, InProgress: {OnHold, Closed}, OnHold: {Closed}, Closed: {Open, InProgress, OnHold},
	} {
		for _, after := range Statuses {
			if before == after {
				continue
			}
			old := Ticket{ID: "t", Status: before, Requester: "p", Version: 4}
			moving, event := old.move(after, Author{Side: Team, Person: "a", Name: "Arne"}, noon)
			mail, told := moved(old, moving, noon)
			if told != slices.Contains(matters, after) {
				t.Errorf("%s to %s: told %v", before, after, told)
			}
			if event == nil || event.Version != 5 || told && (mail.Status != string(after) || mail.Person != "p") {
				t.Errorf("%+v %+v", event, mail)
			}
		}
	}
}

func TestTheSameCauseMakesTheSameMail(t *testing.T) {
	old := Ticket{ID: "t", Status: Open, Requester: "p", Version: 4}
	ids := map[outbox.ID]string{}
	for _, number := range []int{1, 2} {
		for _, id := range []outbox.ID{
			answered(old, Message{Number: number, At: noon}).ID,
			NewsMail("a", outbox.Request{Kind: outbox.ReplyNews, Ticket: "t", Message: number}, noon).ID,
			NewsMail("b", outbox.Request{Kind: outbox.ReplyNews, Ticket: "t", Message: number}, noon).ID,
			NewsMail("a", outbox.Request{Kind: outbox.NewRequestNews, Ticket: "t", Message: number}, noon).ID,
		} {
			if other, there := ids[id]; there {
				t.Errorf("%d has the id of %s", number, other)
			}
			ids[id] = fmt.Sprint(number)
		}
		again := answered(old, Message{Number: number, At: noon.Add(time.Hour)})
		if _, there := ids[again.ID]; !there {
			t.Error("a repeat has another id")
		}
	}
}

func TestAClockThatGoesBackDoesNotMoveATicketBack(t *testing.T) {
	before := Ticket{UpdatedAt: noon, Last: 3}
	after, m := before.say(Author{}, "T", Portal, noon.Add(-time.Minute))
	if !after.UpdatedAt.Equal(noon) || m.Number != 4 || before.Last != 3 {
		t.Errorf("%+v %+v", after, m)
	}
}

func TestNamesFollowWhoWrites(t *testing.T) {
	before := Ticket{Requester: "p", RequesterName: "Ann", Assignee: "a", AssigneeName: "Arne"}
	after, _ := before.say(Author{Person: "p", Name: "Ann New"}, "T", Portal, noon)
	after, _ = after.say(Author{Person: "a", Name: "Arne New"}, "T", Portal, noon)
	after, _ = after.say(Author{Person: "b", Name: "Beth"}, "T", Portal, noon)
	if after.RequesterName != "Ann New" || after.AssigneeName != "Arne New" {
		t.Errorf("%+v", after)
	}
}

// numbers are the whole numbers of a query.
type numbers struct {
	values   map[string]int
	rejected []string
}

func (n *numbers) Int(name string, _ int) *int {
	if v, ok := n.values[name]; ok {
		return &v
	}
	return nil
}

func (n *numbers) Reject(name, _, _ string) { n.rejected = append(n.rejected, name) }

func (n *numbers) Err() error {
	if len(n.rejected) > 0 {
		return NotFound
	}
	return nil
}

func TestASliceIsBeforeAfterOrTheNewest(t *testing.T) {
	newest, err := SliceOf(&numbers{})
	if err != nil || newest.Before != 0 || newest.After != nil {
		t.Errorf("%+v, %v", newest, err)
	}
	after, err := SliceOf(&numbers{values: map[string]int{"after": 0}})
	if err != nil || after.After == nil || *after.After != 0 {
		t.Errorf("%+v, %v", after, err)
	}
	if before, err := SliceOf(&numbers{values: map[string]int{"before": 9}}); err != nil || before.Before != 9 {
		t.Errorf("%+v, %v", before, err)
	}
	if _, err := SliceOf(&numbers{values: map[string]int{"before": 9, "after": 1}}); err == nil {
		t.Error("both were taken")
	}
}

func TestNothingAboutNotesIsInWhatACustomerIsShown(t *testing.T) {
	view := fmt.Sprintf("%+v", ConversationViewOf(Reading{Ticket: Ticket{ID: "t", Notes: 4711, Requester: "secret-person"}}))
	if strings.Contains(view, "4711") || strings.Contains(view, "secret-person") {
		t.Error(view)
	}
}
