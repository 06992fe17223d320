//go:build cloud

package dynamo

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"portico/internal/audit"
	"portico/internal/brand"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/settings"
)

func TestA5_OfManyChangesOfOneSectionAtOnceOneIsMade(t *testing.T) {
	a := testAgency(t)
	ada, v := a.member("Ada Admin", person.Administrator)
	by := people.AuthorOf(v, ada)
	change := func(i int) settings.Change {
		at := time.Now().UTC().Truncate(time.Millisecond)
		return settings.Change{
			By:      by,
			After:   settings.Record{Name: settings.OfSignIn, Version: 1, Value: fmt.Appendf(nil, `{"passwordMinLength":%d}`, 10+i), At: at, By: by.Actor},
			History: audit.Entry{ID: fmt.Sprintf("entry%d", i), Subject: settings.Subject, Action: audit.SettingsChanged, Actor: by.Actor, At: at},
		}
	}
	errs := make([]error, 8)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { errs[i] = a.table.ChangeSettings(t.Context(), change(i)) })
	}
	all.Wait()
	won := 0
	for _, err := range errs {
		changed, lost := errors.AsType[*settings.Changed](err)
		switch {
		case err == nil:
			won++
		case errors.Is(err, people.Busy): // it gave way to the others
		case !lost || changed.Now.Version != 1:
			t.Errorf("%v", err)
		}
	}
	history, err := a.table.historyOf(t.Context(), settings.Subject)
	if err != nil || won != 1 || len(history) != 1 {
		t.Errorf("%d won, %d in the history, %v", won, len(history), err)
	}
	p, g, records, err := a.table.SettingsFor(t.Context(), ada.ID, settings.OfSignIn, settings.OfPortal)
	if err != nil || p.ID != ada.ID || g.Person != ada.ID || len(records) != 1 || records[settings.OfSignIn].By.Name != "Ada Admin" {
		t.Errorf("%+v, %+v, %+v, %v", p, g, records, err)
	}
}

func TestA5_ALogoStaysWhileItIsChosen(t *testing.T) {
	a := testAgency(t)
	ada, v := a.member("Ada Admin", person.Administrator)
	by := people.AuthorOf(v, ada)
	logo := func(id string) brand.Logo { return brand.Logo{ID: brand.LogoID(id), Image: []byte(id)} }
	keep := func(id string, until time.Time) {
		t.Helper()
		if err := a.table.KeepLogo(t.Context(), by, logo(id), until); err != nil {
			t.Fatal(err)
		}
	}
	choose := func(version int, chosen, dropped brand.LogoID) error {
		at := time.Now().UTC()
		return a.table.ChangeSettings(t.Context(), settings.Change{
			By: by, Before: version - 1, Chosen: chosen, Dropped: dropped,
			After:   settings.Record{Name: settings.OfPortal, Version: version, Value: []byte(`{"name":"x"}`), At: at, By: by.Actor},
			History: audit.Entry{ID: fmt.Sprintf("choice%d", version), Subject: settings.Subject, Action: audit.SettingsChanged, Actor: by.Actor, At: at},
		})
	}
	past, future := time.Now().Add(-time.Minute), time.Now().Add(time.Hour)
	keep("over", past)
	if _, err := a.table.Logo(t.Context(), "over"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a logo whose time is over: %v", err)
	}
	keep("first", future)
	if err := choose(1, "first", ""); err != nil {
		t.Fatal(err)
	}
	keep("first", past) // uploading it again does not end it
	if image, err := a.table.Logo(t.Context(), "first"); err != nil || string(image) != "first" {
		t.Errorf("%s, %v", image, err)
	}
	if err := choose(2, "nowhere", "first"); !errors.Is(err, settings.LogoNotFound) {
		t.Errorf("a logo that is not there: %v", err)
	}
	keep("second", future)
	if err := choose(2, "second", "first"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.table.Logo(t.Context(), "first"); err != nil {
		t.Errorf("open pages lose the logo: %v", err)
	}
	_, agent := a.member("Arne Agent", person.Agent)
	stale := agent
	stale.Caller.Role = person.Administrator
	if err := a.table.KeepLogo(t.Context(), people.AuthorOf(stale, person.Person{}), logo("foreign"), future); err == nil {
		t.Error("somebody who is no administrator keeps a logo")
	}
}

func TestA6_TheLogIsReadInPagesByPersonActionAndTime(t *testing.T) {
	a := testAgency(t)
	const (
		ada = person.ID("aaaaaaaaaaaaaaaaaaaaaaaaaa")
		bob = person.ID("bbbbbbbbbbbbbbbbbbbbbbbbbb")
	)
	began := time.Date(2026, 1, 2, 3, 0, 0, 0, time.UTC)
	const count = 420 // more than one call looks at
	for i := range count {
		e := audit.Entry{
			ID: fmt.Sprintf("e%03d", i), Subject: ada, Action: audit.LinkShown, Actor: audit.Actor{Kind: audit.ByPerson, ID: bob}, At: began.Add(time.Duration(i/2) * time.Second),
		}
		switch {
		case i%100 == 7:
			e.Action = audit.Suspended
		case i%10 == 3:
			e.Subject, e.Actor.ID = bob, bob // both in bob's own history and among what he did
		}
		if err := a.table.Record(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	for name, test := range map[string]struct {
		query audit.Query
		want  int
	}{
		"everything":                   {audit.Query{}, count},
		"whom it was done to":          {audit.Query{Person: ada}, count - 42},
		"who did it":                   {audit.Query{Person: bob}, count},
		"an action":                    {audit.Query{Action: audit.Suspended}, 5},
		"an action of a person":        {audit.Query{Person: bob, Action: audit.Suspended}, 5},
		"an action to a person":        {audit.Query{Person: ada, Action: audit.Suspended}, 5},
		"an action that was not":       {audit.Query{Action: audit.SessionTheft}, 0},
		"from, included":               {audit.Query{From: began.Add(200 * time.Second)}, 20},
		"to, not included":             {audit.Query{To: began.Add(10 * time.Second)}, 20},
		"between":                      {audit.Query{From: began.Add(10 * time.Second), To: began.Add(20 * time.Second)}, 20},
		"of a person, between":         {audit.Query{Person: bob, From: began.Add(10 * time.Second), To: began.Add(20 * time.Second)}, 20},
		"the wrong way round":          {audit.Query{From: began.Add(20 * time.Second), To: began.Add(10 * time.Second)}, 0},
		"somebody who never was there": {audit.Query{Person: "cccccccccccccccccccccccccc"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			q := test.query
			q.Limit = 7
			seen, last := map[string]bool{}, ""
			for pages := 0; ; pages++ {
				page, err := a.table.AuditLog(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range page.Entries {
					at := auditPosition(e)
					if seen[at] || (last != "" && at >= last) {
						t.Fatalf("%s comes after %s", at, last)
					}
					seen[at], last = true, at
				}
				if q.After = page.Next; q.After == "" {
					break
				}
				if pages > count {
					t.Fatal("no end")
				}
			}
			if len(seen) != test.want {
				t.Errorf("%d entries, want %d", len(seen), test.want)
			}
		})
	}
}
