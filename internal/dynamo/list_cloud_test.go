//go:build cloud

package dynamo

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"portico/internal/cursor"
	"portico/internal/people"
	"portico/internal/person"
)

func TestA2_AListShowsEverybodyOnceWhileOthersAreAdded(t *testing.T) {
	a := testAgency(t)
	_, v := a.member("Arne Agent", person.Agent)
	var want []person.ID
	for i := range 57 {
		p := a.create(people.Newcomer{Name: "C", Email: a.email(fmt.Sprintf("c%d@example.org", i)), Role: person.Customer, Language: "en"})
		want = append([]person.ID{p.ID}, want...)
	}
	var got []person.ID
	cursor := ""
	for pages := 0; pages == 0 || cursor != ""; pages++ {
		page, err := a.desk.List(t.Context(), v, people.Customers, "", cursor)
		if err != nil || len(page.People) > people.PageSize {
			t.Fatalf("%d people, %v", len(page.People), err)
		}
		for _, p := range page.People {
			got = append(got, p.ID)
		}
		cursor = page.Next
		a.create(people.Newcomer{Name: "N", Email: a.email(fmt.Sprintf("n%d@example.org", pages)), Role: person.Customer, Language: "en"})
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%d shown, %d there", len(got), len(want))
	}
}

func TestA2_PeopleAreFoundByTheBeginningsOfTheirWords(t *testing.T) {
	a := testAgency(t)
	_, v := a.member("Arne Agent", person.Agent)
	for name, mail := range map[string]string{
		"Zoë Müller":    "zoe.mueller@firm.example.org",
		"Anna Anders":   "anna@anders.example.org",
		"Łukasz Strauß": "l.s@other.example.org",
		"李 明":           "ming@other.example.org",
	} {
		a.customer(v, name, mail, false)
	}
	for query, want := range map[string]string{
		"muller": "Zoë Müller", "MÜLL": "Zoë Müller", "zo mül": "Zoë Müller", "muell": "Zoë Müller", "zoe xavier": "",
		"an": "Anna Anders", "anna and": "Anna Anders", "lukasz": "Łukasz Strauß", "strauss": "Łukasz Strauß",
		"other": "Łukasz Strauß 李 明", "ming@other.example.org": "李 明", "L.S@Oth": "Łukasz Strauß", "李": "李 明", "arne": "", "example": "Anna Anders Zoë Müller Łukasz Strauß 李 明",
	} {
		page, err := a.desk.List(t.Context(), v, people.Customers, query, "")
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, p := range page.People {
			names = append(names, p.Name)
		}
		slices.Sort(names)
		if got := strings.Join(names, " "); got != want || page.Next != "" {
			t.Errorf("%q: got %q, want %q", query, got, want)
		}
	}
}

func TestWhatIsFoundIsPagedAndFollowsTheRecord(t *testing.T) {
	a := testAgency(t)
	_, v := a.member("Arne Agent", person.Agent)
	for i := range 30 {
		a.create(people.Newcomer{
			Name: fmt.Sprintf("Same Sam %d", i), Email: a.email(fmt.Sprintf("sam%d@same.example.org", i)), Role: person.Customer, Language: "en",
		})
	}
	seen := map[person.ID]int{}
	cursor := ""
	for pages := 0; pages == 0 || cursor != ""; pages++ {
		page, err := a.desk.List(t.Context(), v, people.Customers, "sam", cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range page.People {
			seen[p.ID]++
		}
		cursor = page.Next
	}
	if len(seen) != 30 {
		t.Errorf("%d found", len(seen))
	}
	for id, times := range seen {
		if times != 1 {
			t.Errorf("%s found %d times", id, times)
		}
	}
	before := a.customer(v, "Old Name", "old@example.org", false)
	after := a.activate(before)
	renamed := after
	renamed.Name, renamed.Version = "New Name", 3
	if err := a.table.ChangePerson(t.Context(), people.Change{Before: after, After: renamed}); err != nil {
		t.Fatal(err)
	}
	found, err := a.desk.List(t.Context(), v, people.Customers, "new", "")
	if err != nil || len(found.People) != 1 || found.People[0] != renamed {
		t.Errorf("%+v, %v", found, err)
	}
	if gone := a.table.rowsAt(t, "WORD#customer#ol"); gone != 2 { // what is left are "old" and the whole address, of the address
		t.Errorf("%d words are left", gone)
	}
}

func TestACursorWorksForItsCallerAndQueryOnly(t *testing.T) {
	a := testAgency(t)
	_, v := a.member("Arne Agent", person.Agent)
	_, other := a.member("Anna Agent", person.Agent)
	for i := range 26 {
		a.create(people.Newcomer{Name: "C", Email: a.email(fmt.Sprintf("c%d@example.org", i)), Role: person.Customer, Language: "en"})
	}
	page, err := a.desk.List(t.Context(), v, people.Customers, "", "")
	if err != nil || page.Next == "" {
		t.Fatalf("%v", err)
	}
	if strings.Contains(page.Next, string(page.People[24].ID)) {
		t.Error("the cursor is not opaque")
	}
	if _, err := a.desk.List(t.Context(), v, people.Customers, "", page.Next); err != nil {
		t.Error(err)
	}
	_, err = a.desk.List(t.Context(), other, people.Customers, "", page.Next)
	wantError(t, err, cursor.Invalid)
	_, err = a.desk.List(t.Context(), v, people.Customers, "c", page.Next)
	wantError(t, err, cursor.Invalid)
	for _, forged := range []string{"x", "a.b.c", page.Next + "A", strings.ToUpper(page.Next)} {
		_, err = a.desk.List(t.Context(), v, people.Customers, "", forged)
		wantError(t, err, cursor.Invalid)
	}
}
