package settings

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"portico/internal/address"
	"portico/internal/audit"
	"portico/internal/brand"
	"portico/internal/gate"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/policy"
	"portico/internal/problem"
)

const (
	ada = person.ID("aaaaaaaaaaaaaaaaaaaaaaaaaa")
	bob = person.ID("bbbbbbbbbbbbbbbbbbbbbbbbbb")
)

// shelf is a store in memory that keeps to the store's contract.
type shelf struct {
	records map[Name]Record
	changes []Change
	before  func() // done once, between reading and writing
	lost    error  // what the next write answers after it was done
}

func (s *shelf) Record(context.Context, audit.Entry) error { return nil }

func (s *shelf) Settings(_ context.Context, names ...Name) (map[Name]Record, error) {
	found := map[Name]Record{}
	for _, name := range names {
		if r, ok := s.records[name]; ok {
			found[name] = r
		}
	}
	return found, nil
}

func (s *shelf) SettingsFor(ctx context.Context, caller person.ID, names ...Name) (person.Person, gate.Gate, map[Name]Record, error) {
	found, err := s.Settings(ctx, names...)
	role := person.Administrator
	g := gate.Gate{Person: caller, State: person.Active, Role: role, Sessions: map[string]string{"jti": "s"}}
	return person.Person{ID: caller, Name: "Name of " + string(caller[:1])}, g, found, err
}

func (s *shelf) ChangeSettings(_ context.Context, c Change) error {
	if s.before != nil {
		between := s.before
		s.before = nil
		between()
	}
	if now := s.records[c.After.Name]; now.Version != c.Before {
		return &Changed{Now: now}
	}
	s.records[c.After.Name] = c.After
	s.changes = append(s.changes, c)
	err := s.lost
	s.lost = nil
	return err
}

func (s *shelf) KeepLogo(context.Context, people.Author, brand.Logo, time.Time) error { return nil }

func newOffice() (*Office, *shelf) {
	s := &shelf{records: map[Name]Record{}}
	return &Office{Store: s, First: First(Settings{
		SignIn: SignIn{PasswordMinLength: 12}, Portal: Portal{Called: "Help"},
		Services: Services{Services: []Service{{ID: "main", Name: "Support", Address: "support@in.example.com"}}},
	}), Now: func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }}, s
}

func visit(id person.ID) gate.Visit {
	return gate.Visit{
		Caller: gate.Caller{Person: id, Role: person.Administrator, OriginJTI: "jti"}, Roles: []person.Role{person.Administrator}, Network: "192.0.2.0/24",
	}
}

func anyone() *Registration {
	return &Registration{Mode: policy.Anyone, Ways: []policy.Way{policy.Form}}
}

func TestA5_WhatNobodyHasChangedIsWhatTheConfigurationSays(t *testing.T) {
	o, s := newOffice()
	book := &Book{Store: s, First: o.First}
	first, err := book.Read(t.Context(), Names...)
	if err != nil || first.Portal.Called != "Help" || first.SignIn.PasswordMinLength != 12 || first.Registration.Mode != policy.Nobody {
		t.Fatalf("%+v, %v", first, err)
	}
	if _, err := o.Change(t.Context(), visit(ada), &Portal{Called: "Support"}, 0); err != nil {
		t.Fatal(err)
	}
	now, err := book.Begin(t.Context(), OfPortal, OfRegistration)()
	if err != nil || now.Portal.Called != "Support" || now.Registration.Mode != policy.Nobody || first.Portal.Called != "Help" {
		t.Errorf("%+v, %v", now, err)
	}
	sheet, err := o.Show(t.Context(), visit(ada))
	if err != nil || len(sheet) != len(Names) || sheet[OfPortal].Version != 1 || sheet[OfServices].Version != 0 {
		t.Errorf("%+v, %v", sheet, err)
	}
}

func TestA5_TheSecondOfTwoAdministratorsIsToldWhatTheFirstChanged(t *testing.T) {
	o, s := newOffice()
	if _, err := o.Change(t.Context(), visit(ada), anyone(), 0); err != nil {
		t.Fatal(err)
	}
	_, err := o.Change(t.Context(), visit(bob), &Registration{Mode: policy.Companies}, 0)
	e, ok := problem.As(err)
	if !ok || !errors.Is(err, VersionConflict) {
		t.Fatal(err)
	}
	text, err := json.Marshal(e.Current)
	if err != nil || !strings.Contains(string(text), `"mode":"anyone"`) || !strings.Contains(string(text), `"changedBy":"Name of a"`) {
		t.Errorf("%s, %v", text, err)
	}
	// The same at the same moment: both read version 1.
	s.before = func() {
		s.records[OfRegistration] = Record{Name: OfRegistration, Version: 2, Value: []byte(`{"mode":"nobody","ways":[],"companyMailboxOnly":false}`), By: audit.Actor{ID: ada}}
	}
	if _, err := o.Change(t.Context(), visit(bob), &Registration{Mode: policy.Companies}, 1); !errors.Is(err, VersionConflict) {
		t.Errorf("at the same moment: %v", err)
	}
	if len(s.changes) != 1 {
		t.Errorf("%d changes", len(s.changes))
	}
}

func TestA5_ARepeatOfAChangeWhoseAnswerWasLostIsThatChange(t *testing.T) {
	o, s := newOffice()
	wanted := func() Section {
		return &Companies{Companies: []Company{{Name: "Acme", Domains: []string{"ACME.example"}}}}
	}
	s.lost = errors.New("connection closed")
	if _, err := o.Change(t.Context(), visit(ada), wanted(), 0); err == nil {
		t.Fatal("nothing was lost")
	}
	again, err := o.Change(t.Context(), visit(ada), wanted(), 0)
	if err != nil || again.Version != 1 || !strings.Contains(string(again.Value), `"id":"acme-`) ||
		!bytes.Equal(again.Value, s.changes[0].After.Value) || !strings.Contains(string(again.Value), "acme.example") {
		t.Errorf("%s, %v", again.Value, err)
	}
	if same, err := o.Change(t.Context(), visit(bob), wanted(), 1); err != nil || same.Version != 1 || len(s.changes) != 1 {
		t.Errorf("what is so already is written: %+v, %v", same, err)
	}
	if _, err := o.Change(t.Context(), visit(bob), wanted(), 0); !errors.Is(err, VersionConflict) {
		t.Errorf("somebody else's repeat: %v", err)
	}
}

func TestA6_AChangeOfSettingsIsInTheLogWithWhatWasBeforeAndAfter(t *testing.T) {
	o, s := newOffice()
	if _, err := o.Change(t.Context(), visit(ada), anyone(), 0); err != nil {
		t.Fatal(err)
	}
	entry := s.changes[0].History
	want := []audit.Change{{Field: "mode", Before: "nobody", After: "anyone"}, {Field: "ways", After: "form"}}
	if !slices.Equal(entry.Changes, want) || entry.Action != audit.SettingsChanged || entry.Subject != Subject || entry.Detail != "registration" ||
		entry.Actor.ID != ada || entry.Network != "192.0.2.0/24" || entry.At.IsZero() {
		t.Errorf("%+v", entry)
	}
	services := &Services{Services: []Service{
		{ID: "main", Name: "Support", Address: "help@in.example.com"}, {Name: "Billing & Más", Address: "billing@in.example.com"},
	}}
	if _, err := o.Change(t.Context(), visit(ada), services, 0); err != nil {
		t.Fatal(err)
	}
	want = []audit.Change{
		{Field: "services.Billing & Más.address", After: "billing@in.example.com"}, {Field: "services.Billing & Más.name", After: "Billing & Más"},
		{Field: "services.Support.address", Before: "support@in.example.com", After: "help@in.example.com"},
	}
	if got := s.changes[1].History.Changes; !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if id := services.Services[1].ID; !regexp.MustCompile(`^billing-mas-[a-z2-7]{8}$`).MatchString(id) {
		t.Errorf("the new service's id is %q", id)
	}
}

func TestA5_WhatIsWrongIsNamedByItsFieldAndNothingIsWritten(t *testing.T) {
	o, s := newOffice()
	for _, test := range []struct {
		name   string
		wanted Section
		fields []string
	}{
		{"mode and way", &Registration{Mode: "everybody", Ways: []policy.Way{"google"}}, []string{"mode", "ways"}},
		{"the team's way has no switch", &Registration{Mode: policy.Anyone, Ways: []policy.Way{policy.Invitation}}, []string{"ways"}},
		{"no domain", &Companies{Companies: []Company{{Name: "A", Domains: []string{"a.example", "localhost", "https://user@b.example"}}}}, []string{"companies[0].domains[1]", "companies[0].domains[2]"}},
		{"a public provider", &Companies{Companies: []Company{{Name: "A", Domains: []string{"a.example"}}, {Name: "B", Domains: []string{"Gmail.com"}}}}, []string{"companies[1].domains[0]"}},
		{"one domain twice", &Companies{Companies: []Company{{Name: "A", Domains: []string{"a.example"}}, {Name: "B", Domains: []string{"A.EXAMPLE."}}}}, []string{"companies[1].domains[0]"}},
		{"one name twice", &Companies{Companies: []Company{{Name: "A"}, {Name: "a"}}}, []string{"companies[1].name"}},
		{"neither address nor domain", &Denied{Entries: []string{"a@b.example", "käthe@b.example", `"x y"@b.example`, "b"}}, []string{"entries[1]", "entries[2]", "entries[3]"}},
		{"sign-in", &SignIn{SecondFactor: "always", PasswordMinLength: 7}, []string{"secondFactor", "passwordMinLength"}},
		{"a colour that cannot be read", &Portal{Called: "x", Accent: "#ffd700"}, []string{"accent"}},
		{"no colour", &Portal{Called: "x", Accent: "blue"}, []string{"accent"}},
		{"a script for a page", &Portal{Called: "x", PrivacyURL: "javascript:alert(1)"}, []string{"privacyUrl"}},
		{"a name before the host", &Portal{Called: "x", TermsURL: "https://bank.example@evil.example/"}, []string{"termsUrl"}},
		{"no logo", &Portal{Called: "x", Logo: "../../etc"}, []string{"logo"}},
		{"services", &Services{Services: []Service{{Name: "A", Address: "a"}, {Name: "a", Address: "b@b.example"}, {Name: "c", Address: "B@B.example"}}},
			[]string{"services[0].address", "services[1].name", "services[2].address"}},
		{"a link", &QuickLinks{QuickLinks: []QuickLink{{Label: "x", URL: "data:text/html,x"}}}, []string{"quickLinks[0].url"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := o.Change(t.Context(), visit(ada), test.wanted, 0)
			e, ok := problem.As(err)
			if !ok || e.Code != "invalid_fields" {
				t.Fatalf("got %v", err)
			}
			var fields []string
			for _, f := range e.Fields {
				fields = append(fields, f.Name)
			}
			if !slices.Equal(fields, test.fields) {
				t.Errorf("got %v, want %v: %+v", fields, test.fields, e.Fields)
			}
		})
	}
	if len(s.changes) != 0 {
		t.Errorf("%d changes", len(s.changes))
	}
}

func TestG3_EntriesAreKeptInTheFormInWhichTheyAreCompared(t *testing.T) {
	o, s := newOffice()
	if _, err := o.Change(t.Context(), visit(ada), &Denied{Entries: []string{" Mallory@EVIL.example. ", "@böse.example", "evil.example", "EVIL.example"}}, 0); err != nil {
		t.Fatal(err)
	}
	if got, want := string(s.records[OfDenied].Value), `{"entries":["evil.example","mallory@evil.example","xn--bse-sna.example"]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAnEmptyListIsAListInJSON(t *testing.T) {
	o, s := newOffice()
	for _, section := range []Section{&Companies{}, &Denied{}, &Services{}, &QuickLinks{}, &Registration{Mode: policy.Anyone}} {
		if _, err := o.Change(t.Context(), visit(ada), section, 0); err != nil {
			t.Fatal(err)
		}
	}
	for name, r := range s.records {
		if strings.Contains(string(r.Value), "null") {
			t.Errorf("%s is kept as %s", name, r.Value)
		}
	}
	if len(s.records) != 2 {
		t.Errorf("%d sections are written: what is so already stays so", len(s.records))
	}
}

func TestG5_AnAdministratorIsToldWhatThePolicyDecidesAndWhy(t *testing.T) {
	o, _ := newOffice()
	email, err := address.Parse("ada@acme.example")
	if err != nil {
		t.Fatal(err)
	}
	if d, _, err := o.Try(t.Context(), visit(ada), policy.Form, email); err != nil || d.Reason != policy.ModeNobody {
		t.Errorf("%+v, %v", d, err)
	}
	for _, change := range []Section{&Registration{Mode: policy.Companies, Ways: []policy.Way{policy.Form}}, &Companies{Companies: []Company{{Name: "Acme", Domains: []string{"acme.example"}}}}} {
		if _, err := o.Change(t.Context(), visit(ada), change, 0); err != nil {
			t.Fatal(err)
		}
	}
	if d, company, err := o.Try(t.Context(), visit(ada), policy.Form, email); err != nil || !d.Allowed || company != "Acme" {
		t.Errorf("%+v, %q, %v", d, company, err)
	}
}

func TestOnlyAdministratorsPassTheOffice(t *testing.T) {
	o, s := newOffice()
	v := visit(ada)
	v.Caller.Role = person.Agent // the gate's role is another: the token is stale
	if _, err := o.Show(t.Context(), v); !errors.Is(err, gate.Stale) {
		t.Errorf("show: %v", err)
	}
	if _, err := o.Change(t.Context(), v, &Registration{Mode: "wrong"}, 0); !errors.Is(err, gate.Stale) {
		t.Errorf("change: %v", err)
	}
	if _, err := o.Upload(t.Context(), v, nil); !errors.Is(err, gate.Stale) {
		t.Errorf("upload: %v", err)
	}
	if _, _, err := o.Try(t.Context(), v, policy.Form, address.Address{}); !errors.Is(err, gate.Stale) {
		t.Errorf("try: %v", err)
	}
	if len(s.changes) != 0 {
		t.Error("something was written")
	}
}

func TestA5_IDsStayWhereNamesChangeAndNewOnesAreMadeOfNameAndVersion(t *testing.T) {
	before := &Companies{Companies: []Company{{ID: "acme", Name: "Acme"}, {ID: "acme-2", Name: "ACME!"}}}
	adopted := func(version int) []string {
		now := &Companies{Companies: []Company{
			{ID: "acme", Name: "Acme Ltd"}, {ID: "acme", Name: "Twice"}, {Name: "ACME!"}, {ID: "made-up", Name: "日本"}, {Name: strings.Repeat("Long ", 40)},
		}}
		now.adopt(before, version)
		var ids []string
		for _, c := range now.Companies {
			ids = append(ids, c.ID)
		}
		return ids
	}
	ids := adopted(3)
	for i, form := range []string{`^acme$`, `^twice-[a-z2-7]{8}$`, `^acme-2$`, `^new-[a-z2-7]{8}$`, `^[a-z-]{31}[a-z]?-[a-z2-7]{8}$`} {
		if !regexp.MustCompile(form).MatchString(ids[i]) || len(ids[i]) > 40 {
			t.Errorf("id %d is %q, not %s", i, ids[i], form)
		}
	}
	if again := adopted(3); !slices.Equal(again, ids) {
		t.Errorf("a repeat makes other ids: %v, %v", again, ids)
	}
	if later := adopted(4); later[1] == ids[1] || later[3] == ids[3] || later[0] != ids[0] {
		t.Errorf("another version makes the same ids: %v, %v", later, ids)
	}
}

func TestA5_G36_AnIDIsNeverUsedForWhatComesAfterADeletion(t *testing.T) {
	o, _ := newOffice()
	seen, version := map[string]string{}, 0
	change := func(names ...string) {
		t.Helper()
		wanted := &Services{Services: []Service{{ID: "main", Name: "Support", Address: "support@in.example.com"}}}
		for i, name := range names {
			wanted.Services = append(wanted.Services, Service{Name: name, Address: fmt.Sprintf("s%d@in.example.com", i)})
		}
		now, err := o.Change(t.Context(), visit(ada), wanted, version)
		if err != nil {
			t.Fatal(err)
		}
		version = now.Version
		for _, each := range wanted.Services[1:] {
			if by, taken := seen[each.ID]; taken {
				t.Errorf("version %d: %s gets the id %s of %s", version, each.Name, each.ID, by)
			}
			seen[each.ID] = fmt.Sprintf("%s of version %d", each.Name, version)
		}
	}
	change("日本", "Billing")
	change()
	change("العربية", "billing!") // names of other letters, and one that reads alike
	change()
	change("日本", "Billing") // the very names of before
	if len(seen) != 6 {
		t.Errorf("%d ids for six services", len(seen))
	}
}
