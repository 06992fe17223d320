//go:build cloud

package flows

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"portico/tests/stack"
)

// alone keeps the tests that change the settings of the one portal apart from each other.
var alone sync.Mutex

// with changes sections of the settings for one test, and brings them back after it. What another test does meanwhile must not depend on them.
func with(t *testing.T, admin *stack.Browser) func(section string, fields map[string]any) *stack.Answer {
	t.Helper()
	alone.Lock()
	t.Cleanup(alone.Unlock)
	before := admin.Get(t, "/api/settings")
	changed := map[string]bool{}
	set := func(section string, fields map[string]any) *stack.Answer {
		changed[section] = true
		body := map[string]any{"version": sectionOf(admin.Get(t, "/api/settings"), section)["version"]}
		for name, value := range fields {
			body[name] = value
		}
		return admin.Post(t, "/api/settings/"+section, "", body)
	}
	t.Cleanup(func() {
		for section := range changed {
			fields := sectionOf(before, section)
			for _, name := range []string{"version", "changedAt", "changedBy"} {
				delete(fields, name)
			}
			if back := set(section, fields); back.Status != http.StatusOK {
				t.Errorf("%s is not as before: %s", section, back)
			}
		}
	})
	return set
}

// sectionOf gives a section of an answer of GET /api/settings.
func sectionOf(answer *stack.Answer, section string) map[string]any {
	name := map[string]string{"sign-in": "signIn", "quick-links": "quickLinks"}[section]
	if name == "" {
		name = section
	}
	fields, _ := answer.Body[name].(map[string]any)
	return fields
}

func TestG1_G2_G3_G4_G5_TheRunningPortalDecidesAsThePolicySays(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	set := with(t, admin)
	want(t, set("companies", map[string]any{"companies": []any{map[string]any{"name": "Acme", "domains": []string{"@ACME.example", "https://bücher.example/shop?a=1", "kiwi.example"}}}}), http.StatusOK, "")
	addresses := []struct {
		email                   string
		company, public, denied bool
	}{
		{"ada@acme.example", true, false, false}, {"Ada@ACME.Example", true, false, false}, {"ada+x@acme.example", true, false, false},
		{"ada@acme.example.", true, false, false}, {"ada@BÜCHER.example", true, false, false}, {"ada@xn--bcher-kva.example", true, false, false},
		{"ada@\u212aiwi.example", true, false, false}, {"ada@mail.acme.example", false, false, false}, {"ada@аcme.example", false, false, false},
		{"sam@stranger.example", false, false, false}, {"ada@GMail.com", false, true, false}, {"mallory+1@acme.example", true, false, true},
		{"eve@a.EVIL.example", false, false, true},
	}
	for _, mode := range []string{"nobody", "companies", "anyone"} {
		for _, open := range []bool{false, true} {
			for _, mailbox := range []bool{false, true} {
				ways := []string{}
				if open {
					ways = append(ways, "form")
				}
				want(t, set("registration", map[string]any{"mode": mode, "ways": ways, "companyMailboxOnly": mailbox}), http.StatusOK, "")
				shown, _ := s.Browser(t).Get(t, "/api/portal").Body["ways"].([]any)
				if (len(shown) == 1) != (open && mode != "nobody") {
					t.Errorf("%s, open %v: the pages are told %v", mode, open, shown)
				}
				for _, list := range []bool{false, true} {
					entries := []string{}
					if list {
						entries = append(entries, "Mallory@acme.example", "evil.example")
					}
					want(t, set("denied", map[string]any{"entries": entries}), http.StatusOK, "")
					for _, a := range addresses {
						reason := ""
						switch {
						case a.denied && list:
							reason = "denied"
						case mode == "nobody":
							reason = "mode_nobody"
						case !open:
							reason = "way_closed"
						case mailbox && a.public:
							reason = "public_mailbox"
						case mode == "companies" && !a.company:
							reason = "no_company"
						}
						name := fmt.Sprintf("%s, open %v, mailbox %v, list %v, %s", mode, open, mailbox, list, a.email)
						tried := admin.Post(t, "/api/settings/decisions", "", map[string]any{"way": "form", "email": a.email})
						got, _ := tried.Body["reason"].(string)
						if tried.Status != http.StatusOK || got != reason || tried.Body["allowed"] != (reason == "") {
							t.Errorf("%s: want %q, got %s", name, reason, tried)
						}
						if invited := admin.Post(t, "/api/settings/decisions", "", map[string]any{"way": "invitation", "email": a.email}); invited.Body["allowed"] != true {
							t.Errorf("%s: the team cannot invite: %s", name, invited)
						}
					}
				}
			}
		}
	}
	for _, email := range []string{`"ada x"@acme.example`, "\u212aate@acme.example", "käthe@acme.example"} {
		want(t, admin.Post(t, "/api/settings/decisions", "", map[string]any{"way": "form", "email": email}), http.StatusUnprocessableEntity, "invalid_fields")
	}
	want(t, admin.Post(t, "/api/settings/decisions", "", map[string]any{"way": "google", "email": "ada@acme.example"}), http.StatusUnprocessableEntity, "invalid_fields")
}

func TestG1_G3_TheTeamInvitesWhomeverItWantsInEveryMode(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	set := with(t, admin)
	email := stack.Address("denied")
	want(t, set("registration", map[string]any{"mode": "nobody", "ways": []string{}, "companyMailboxOnly": true}), http.StatusOK, "")
	want(t, set("denied", map[string]any{"entries": []string{email}}), http.StatusOK, "")
	want(t, admin.Post(t, "/api/customers", stack.Key(), map[string]any{"name": "Dina Denied", "email": email, "invite": true}), http.StatusCreated, "")
	b := s.Browser(t)
	b.Activate(t, s.WaitMails(t, email, 1)[0].Link(t), "Dina Denied")
	want(t, b.Get(t, "/api/home"), http.StatusOK, "")
}

func TestG6_GoingToNobodyHidesRegistrationAtOnceAndLeavesPeopleWorking(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	customer, email, _ := s.Customer(t, admin)
	set := with(t, admin)
	visitor := s.Browser(t)
	ways := func() int {
		shown, _ := visitor.Get(t, "/api/portal").Body["ways"].([]any)
		return len(shown)
	}
	want(t, set("registration", map[string]any{"mode": "anyone", "ways": []string{"form"}, "companyMailboxOnly": false}), http.StatusOK, "")
	if ways() != 1 {
		t.Error("the open way is not shown at once")
	}
	want(t, set("registration", map[string]any{"mode": "nobody", "ways": []string{"form"}, "companyMailboxOnly": false}), http.StatusOK, "")
	if ways() != 0 {
		t.Error("the closed way is still shown")
	}
	want(t, customer.Get(t, "/api/home"), http.StatusOK, "")
	want(t, s.Browser(t).Post(t, "/api/sessions", "", map[string]any{"email": email, "password": stack.Password}), http.StatusOK, "")
}

func TestA5_SettingsHoldFromTheNextRequestOnInEveryFunction(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	customer, email, _ := s.Customer(t, admin)
	set := with(t, admin)
	want(t, set("portal", map[string]any{"name": "Renamed Help", "accent": "#0b5cbf", "privacyUrl": "https://example.com/privacy"}), http.StatusOK, "")
	portal := s.Browser(t).Get(t, "/api/portal")
	palette, _ := portal.Body["palette"].(map[string]any)
	if portal.Body["name"] != "Renamed Help" || portal.Body["privacyUrl"] != "https://example.com/privacy" || palette["dark"] == nil || portal.Body["termsUrl"] != nil {
		t.Errorf("the pages are told %s", portal)
	}
	want(t, set("quick-links", map[string]any{"quickLinks": []any{map[string]any{"label": "Status", "url": "https://status.example.com"}}}), http.StatusOK, "")
	if home := customer.Get(t, "/api/home"); !bytes.Contains(home.Raw, []byte("https://status.example.com")) {
		t.Errorf("the home page has %s", home)
	}
	want(t, set("sign-in", map[string]any{"secondFactor": "off", "trustedDevices": false, "passwordMinLength": 8}), http.StatusOK, "")
	want(t, s.Browser(t).Post(t, "/api/resets", stack.Key(), map[string]any{"email": email}), http.StatusAccepted, "")
	mail := s.WaitMails(t, email, 2)[1]
	if !bytes.Contains([]byte(mail.Text), []byte("Renamed Help")) {
		t.Errorf("the mail calls the portal something else:\n%s", mail.Text)
	}
	const short = "dq7 vbmel" // nine characters; the configuration asks for twelve
	completed := s.Browser(t).Post(t, "/api/resets/complete", stack.Key(), map[string]any{"link": mail.Link(t), "password": short})
	want(t, completed, http.StatusOK, "")
}

func TestA5_OfTwoAdministratorsTheSecondIsToldWhatTheFirstChanged(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	second, _ := s.Administrator(t)
	set := with(t, admin)
	seen := sectionOf(second.Get(t, "/api/settings"), "portal")["version"]
	want(t, set("portal", map[string]any{"name": "First Name"}), http.StatusOK, "")
	late := second.Post(t, "/api/settings/portal", "", map[string]any{"name": "Second Name", "version": seen})
	want(t, late, http.StatusConflict, "version_conflict")
	current, _ := late.Body["current"].(map[string]any)
	if current["name"] != "First Name" || current["changedBy"] != "Ada Admin" {
		t.Errorf("the second is told %s", late)
	}
	again := second.Post(t, "/api/settings/portal", "", map[string]any{"name": "Second Name", "version": current["version"]})
	want(t, again, http.StatusOK, "")

	// Ten at the same moment: one wins.
	body := map[string]any{"mode": "anyone", "ways": []string{}, "companyMailboxOnly": true}
	body["version"] = sectionOf(admin.Get(t, "/api/settings"), "registration")["version"]
	want(t, set("registration", map[string]any{"mode": "companies", "ways": []string{}, "companyMailboxOnly": false}), http.StatusOK, "")
	body["version"] = sectionOf(admin.Get(t, "/api/settings"), "registration")["version"]
	var won sync.WaitGroup
	statuses := make([]int, 10)
	for i := range statuses {
		won.Go(func() {
			mine := map[string]any{"mode": []string{"anyone", "nobody"}[i%2], "ways": []string{"form"}[:i%2], "companyMailboxOnly": i%4 < 2, "version": body["version"]}
			writer := []*stack.Browser{admin, second}[i/5]
			statuses[i] = writer.Post(t, "/api/settings/registration", "", mine).Status
		})
	}
	won.Wait()
	now := sectionOf(admin.Get(t, "/api/settings"), "registration")
	if now["version"] != body["version"].(float64)+1 {
		t.Errorf("ten writers of version %v made version %v: %v", body["version"], now["version"], statuses)
	}
}

func TestA5_ALogoIsUploadedChosenAndShownToEverybody(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	set := with(t, admin)
	picture := image.NewNRGBA(image.Rect(0, 0, 120, 40))
	picture.Set(int(time.Now().UnixNano()%120), 3, color.NRGBA{R: 200, G: 10, A: 255})
	var file bytes.Buffer
	if err := png.Encode(&file, picture); err != nil {
		t.Fatal(err)
	}
	file.WriteString("<script>alert(1)</script>")
	uploaded := admin.Post(t, "/api/settings/logo", "", map[string]any{"image": base64.StdEncoding.EncodeToString(file.Bytes())})
	want(t, uploaded, http.StatusOK, "")
	logo, _ := uploaded.Body["logo"].(string)
	want(t, set("portal", map[string]any{"name": "Help", "logo": logo}), http.StatusOK, "")
	visitor := s.Browser(t)
	if shown := visitor.Get(t, "/api/portal").Body["logo"]; shown != logo {
		t.Errorf("the pages are told %v", shown)
	}
	answer := visitor.Get(t, "/api/portal/logos/"+logo)
	got, err := png.Decode(bytes.NewReader(answer.Raw))
	if err != nil || got.Bounds() != picture.Bounds() || bytes.Contains(answer.Raw, []byte("script")) {
		t.Errorf("not the picture: %v, %d bytes, status %d", err, len(answer.Raw), answer.Status)
	}
	if kind := answer.Header.Get("Content-Type"); kind != "image/png" || answer.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("it comes as %q", kind)
	}
	missing := "aaaaaaaaaaaaaaaaaaaaaaaaaa"
	want(t, set("portal", map[string]any{"name": "Help", "logo": missing}), http.StatusNotFound, "logo_not_found")
	want(t, visitor.Get(t, "/api/portal/logos/"+missing), http.StatusNotFound, "logo_not_found")
	svg := base64.StdEncoding.EncodeToString([]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`))
	want(t, admin.Post(t, "/api/settings/logo", "", map[string]any{"image": svg}), http.StatusUnprocessableEntity, "invalid_fields")
}

func TestA5_NobodyButAdministratorsTouchesTheSettings(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	b, _, _ := agent(t, s, admin, "agent")
	customer, _, _ := s.Customer(t, admin)
	for _, who := range []*stack.Browser{b, customer} {
		want(t, who.Get(t, "/api/settings"), http.StatusForbidden, "forbidden")
		want(t, who.Get(t, "/api/audit"), http.StatusForbidden, "forbidden")
		want(t, who.Post(t, "/api/settings/registration", "", map[string]any{"mode": "anyone", "ways": []string{"form"}, "companyMailboxOnly": false, "version": 0}), http.StatusForbidden, "forbidden")
		want(t, who.Post(t, "/api/settings/decisions", "", map[string]any{"way": "form", "email": "x@acme.example"}), http.StatusForbidden, "forbidden")
	}
}

// entries gives the entries of the log for a search, every page of it.
func entries(t *testing.T, admin *stack.Browser, search url.Values) []map[string]any {
	t.Helper()
	var all []map[string]any
	for {
		page := admin.Get(t, "/api/audit?"+search.Encode())
		want(t, page, http.StatusOK, "")
		items, _ := page.Body["items"].([]any)
		for _, item := range items {
			all = append(all, item.(map[string]any))
		}
		next, more := page.Body["next"].(string)
		if !more {
			return all
		}
		search.Set("cursor", next)
	}
}

func TestA6_WhatAdministratorsDoIsInTheLogAndIsFound(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	set := with(t, admin)
	began := time.Now().UTC().Add(-time.Second)
	marker := stack.Address("marker")
	want(t, set("denied", map[string]any{"entries": []string{marker}}), http.StatusOK, "")
	_, email, id := s.Customer(t, admin)
	suspend(t, admin, "/api/customers/"+id)

	since := url.Values{"action": {"settings_changed"}, "from": {began.Format(time.RFC3339)}}
	found := eventually(t, func() map[string]any {
		for _, e := range entries(t, admin, clone(since)) {
			changes, _ := e["changes"].([]any)
			for _, c := range changes {
				if c.(map[string]any)["after"] == marker {
					return e
				}
			}
		}
		return nil
	})
	actor, _ := found["actor"].(map[string]any)
	if found["detail"] != "denied" || actor["name"] != "Ada Admin" || found["network"] == "" || found["subject"] != nil {
		t.Errorf("the change is in the log as %v", found)
	}

	byAddress := eventually(t, func() map[string]any {
		for _, e := range entries(t, admin, url.Values{"person": {email}, "action": {"suspended"}}) {
			return e
		}
		return nil
	})
	subject, _ := byAddress["subject"].(map[string]any)
	changes, _ := byAddress["changes"].([]any)
	if subject["id"] != id || subject["name"] != "Cara Customer" || len(changes) != 1 || changes[0].(map[string]any)["after"] != "suspended" {
		t.Errorf("found by address: %v", byAddress)
	}
	if all := entries(t, admin, url.Values{"person": {id}}); len(all) < 4 {
		t.Errorf("%d entries about a customer who was created, invited, activated and suspended", len(all))
	}
	if none := entries(t, admin, url.Values{"person": {stack.Address("nobody")}}); len(none) != 0 {
		t.Errorf("found for nobody: %v", none)
	}
	if none := entries(t, admin, url.Values{"to": {"2020-01-01T00:00:00Z"}}); len(none) != 0 {
		t.Errorf("found before there was anything: %v", none)
	}
	want(t, admin.Get(t, "/api/audit?action=nonsense"), http.StatusUnprocessableEntity, "invalid_fields")
	want(t, admin.Get(t, "/api/audit?from=yesterday"), http.StatusUnprocessableEntity, "invalid_fields")
	want(t, admin.Get(t, "/api/audit?cursor=x"), http.StatusBadRequest, "invalid_cursor")
}

// instant gives when an entry of the log was written.
func instant(t *testing.T, entry any) time.Time {
	t.Helper()
	object, _ := entry.(map[string]any)
	at, err := time.Parse(time.RFC3339, fmt.Sprint(object["at"]))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestA6_ThePagesOfTheLogHoldEveryEntryOnceWhileNewOnesCome(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	set := with(t, admin)
	began := time.Now().UTC().Add(-time.Second)
	const changes = 30
	for i := range changes {
		want(t, set("quick-links", map[string]any{"quickLinks": []any{map[string]any{"label": "Status", "url": fmt.Sprintf("https://status.example.com/%d", i)}}}), http.StatusOK, "")
	}
	search := url.Values{"action": {"settings_changed"}, "from": {began.Format(time.RFC3339)}}
	first := admin.Get(t, "/api/audit?"+search.Encode())
	next, _ := first.Body["next"].(string)
	if next == "" {
		t.Fatalf("one page: %s", first)
	}
	other, _ := s.Administrator(t)
	want(t, other.Get(t, "/api/audit?"+search.Encode()+"&cursor="+url.QueryEscape(next)), http.StatusBadRequest, "invalid_cursor")
	want(t, set("quick-links", map[string]any{"quickLinks": []any{}}), http.StatusOK, "")
	search.Set("cursor", next)
	items, _ := first.Body["items"].([]any)
	seen := map[any]int{}
	for _, item := range items {
		seen[item.(map[string]any)["id"]]++
	}
	last := instant(t, items[len(items)-1])
	for _, e := range entries(t, admin, search) {
		seen[e["id"]]++
		if instant(t, e).After(last) {
			t.Errorf("%v is newer than the page before", e)
		}
	}
	if len(seen) < changes {
		t.Errorf("%d entries, want %d and more", len(seen), changes)
	}
	for id, times := range seen {
		if times != 1 {
			t.Errorf("%v comes %d times", id, times)
		}
	}
}

func clone(v url.Values) url.Values {
	c := url.Values{}
	for name, values := range v {
		c[name] = values
	}
	return c
}

// eventually asks until there is an answer: indexes follow the table.
func eventually(t *testing.T, ask func() map[string]any) map[string]any {
	t.Helper()
	for deadline := time.Now().Add(45 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if found := ask(); found != nil {
			return found
		}
		if time.Now().After(deadline) {
			t.Fatal("nothing is found")
		}
	}
}
