//go:build cloud

package flows

import (
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"portico/tests/stack"
)

// counts gives the counts of an import as text.
func counts(i map[string]any) string {
	c, _ := i["counts"].(map[string]any)
	return fmt.Sprint(c["new"], " new, ", c["created"], " created, ", c["known"], " known, ", c["refused"], " refused")
}

// lines gives all lines of an import with a result, page by page.
func lines(t *testing.T, b *stack.Browser, id, result string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for cursor := ""; ; {
		path := "/api/imports/" + id + "/lines?cursor=" + cursor
		if result != "" {
			path += "&result=" + result
		}
		page := b.Get(t, path)
		items, ok := page.Body["items"].([]any)
		if page.Status != http.StatusOK || !ok {
			t.Fatalf("no lines: %s", page)
		}
		for _, item := range items {
			line, _ := item.(map[string]any)
			all = append(all, line)
		}
		if cursor, _ = page.Body["next"].(string); cursor == "" {
			return all
		}
	}
}

func start(t *testing.T, s *stack.Stack, b *stack.Browser, i map[string]any, invite bool) map[string]any {
	t.Helper()
	id, _ := i["id"].(string)
	want(t, b.Post(t, "/api/imports/"+id+"/start", "", map[string]any{"invite": invite}), http.StatusOK, "")
	return s.WaitImport(t, b, id, 2*time.Minute)
}

func TestX1_AFileIsCheckedStartedAndReportedAndTwiceIsTheSameAsOnce(t *testing.T) {
	s := stack.Open(t)
	admin, team := s.Administrator(t)
	known, knownID := invite(t, admin, false)
	anna, bob := stack.Address("anna"), stack.Address("bob")
	file := "Name;E-Mail;Sprache;Telefon\r\nAnna Ash;" + anna + ";de;1\r\n=Known;" + known + ";;\r\nAda;" + team + ";;\r\n" +
		"Twice;" + strings.ToUpper(anna) + ";;\r\n\"Broken;x@y.example;;\r\nBob;" + bob + ";en;2\r\n"
	checked := s.Import(t, admin, file)
	if checked["state"] != "ready" || counts(checked) != "2 new, 0 created, 1 known, 3 refused" || checked["separator"] != "semicolon" || checked["encoding"] != "utf-8" {
		t.Fatalf("checked as %v", checked)
	}
	id, _ := checked["id"].(string)
	if refused := lines(t, admin, id, "refused"); len(refused) != 3 || refused[0]["reason"] != "taken" || refused[0]["personId"] != nil ||
		refused[1]["reason"] != "duplicate" || refused[1]["of"] != 2.0 || refused[2]["reason"] != "quotes" {
		t.Errorf("refused: %v", refused)
	}
	if found := lines(t, admin, id, "known"); len(found) != 1 || found[0]["personId"] != knownID {
		t.Errorf("known: %v", found)
	}
	if mails := s.Mails(t, anna); len(mails) != 0 {
		t.Error("checking invites")
	}
	done := start(t, s, admin, checked, true)
	if done["state"] != "done" || counts(done) != "0 new, 2 created, 1 known, 3 refused" {
		t.Fatalf("done as %v", done)
	}
	if mail := s.WaitMails(t, anna, 1)[0]; !strings.Contains(mail.Subject, "Einladung") && !strings.Contains(mail.Subject, "Konto") {
		t.Errorf("the invitation is not in the line's language: %q", mail.Subject)
	}
	s.WaitMails(t, bob, 1)
	created := lines(t, admin, id, "created")
	annaID, _ := created[0]["personId"].(string)
	detail := admin.Get(t, "/api/customers/"+annaID)
	if person, _ := detail.Body["person"].(map[string]any); person["name"] != "Anna Ash" || person["email"] != anna || detail.Body["pending"] == nil ||
		!strings.Contains(string(detail.Raw), id) || !strings.Contains(string(detail.Raw), `"Ada Admin"`) {
		t.Errorf("the customer, or who made them, is not as it should be: %s", detail)
	}
	report(t, s, admin, id, "Known", "'=Known", "created", "already there", "The address stands further up in the file. (line 2)")

	again := start(t, s, admin, s.Import(t, admin, file), true)
	if counts(again) != "0 new, 0 created, 3 known, 3 refused" {
		t.Errorf("twice is not the same as once: %v", again)
	}
	s.Browser(t).Activate(t, s.Mails(t, anna)[0].Link(t), "Anna Ash")
	time.Sleep(time.Second)
	if mails := s.Mails(t, anna); len(mails) != 1 {
		t.Errorf("%d invitations", len(mails))
	}
	if mails := s.Mails(t, known); len(mails) != 0 {
		t.Error("a known customer was invited")
	}
}

// report downloads the report of an import and looks for texts in it.
func report(t *testing.T, s *stack.Stack, b *stack.Browser, id string, texts ...string) {
	t.Helper()
	answer := b.Post(t, "/api/imports/"+id+"/report", "", map[string]any{"language": "en"})
	url, _ := answer.Body["url"].(string)
	response, err := http.Get(url)
	if err != nil {
		t.Fatalf("%s: %v", answer, err)
	}
	content, err := io.ReadAll(response.Body)
	if closeErr := response.Body.Close(); err != nil || closeErr != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%d, %v, %v: %s", response.StatusCode, err, closeErr, content)
	}
	if disposition := response.Header.Get("Content-Disposition"); disposition != `attachment; filename="people-report.csv"` {
		t.Errorf("the browser is told %q", disposition)
	}
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(content), "\ufeff")))
	reader.Comma = ';'
	if rows, err := reader.ReadAll(); err != nil || len(rows) < 2 {
		t.Errorf("the report is no CSV: %v", err)
	}
	for _, text := range texts {
		if !strings.Contains(string(content), text) {
			t.Errorf("the report has no %q:\n%s", text, content)
		}
	}
	if response, err = http.Get(strings.Replace(url, id, strings.Repeat("a", 26), 1)); err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil || response.StatusCode < 400 {
		t.Errorf("the address opens another report: %d, %v", response.StatusCode, err)
	}
}

func TestX1_StorageTakesOneFileOfTheRightSizeAndKindFromThePortalAlone(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	form := func() map[string]any {
		made := admin.Post(t, "/api/imports", stack.Key(), map[string]any{"fileName": "people.csv", "size": 10})
		upload, _ := made.Body["upload"].(map[string]any)
		if upload == nil {
			t.Fatalf("no form: %s", made)
		}
		return upload
	}
	fields := func(upload map[string]any) map[string]any { return upload["fields"].(map[string]any) }
	for name, spoil := range map[string]func(upload map[string]any) []byte{
		"too large":    func(map[string]any) []byte { return make([]byte, 5<<20+1) },
		"empty":        func(map[string]any) []byte { return nil },
		"another name": func(u map[string]any) []byte { fields(u)["key"] = "uploads/other.csv"; return []byte("x") },
		"a report": func(u map[string]any) []byte {
			fields(u)["key"] = "reports/" + strings.Repeat("a", 26) + ".csv"
			return []byte("x")
		},
		"another kind":  func(u map[string]any) []byte { fields(u)["Content-Type"] = "text/html"; return []byte("x") },
		"no kind":       func(u map[string]any) []byte { delete(fields(u), "Content-Type"); return []byte("x") },
		"a longer life": func(u map[string]any) []byte { fields(u)["policy"] = "e30="; return []byte("x") },
		"no signature":  func(u map[string]any) []byte { delete(fields(u), "X-Amz-Signature"); return []byte("x") },
	} {
		upload := form()
		if status := s.Form(t, upload, spoil(upload)); status < 400 {
			t.Errorf("%s: taken with %d", name, status)
		}
	}
	upload := form()
	url, _ := upload["url"].(string)
	for origin, want := range map[string]bool{s.Portal: true, "https://evil.example": false} {
		request, err := http.NewRequest(http.MethodOptions, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Origin", origin)
		request.Header.Set("Access-Control-Request-Method", http.MethodPost)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		if err := response.Body.Close(); err != nil {
			t.Fatal(err)
		}
		if allowed := response.Header.Get("Access-Control-Allow-Origin") == origin; allowed != want {
			t.Errorf("%s may post: %v (%d)", origin, allowed, response.StatusCode)
		}
	}
	page, err := http.Get(s.Portal + "/")
	if err != nil {
		t.Fatal(err)
	}
	if err := page.Body.Close(); err != nil {
		t.Fatal(err)
	}
	if policy := page.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "connect-src 'self' "+url+";") {
		t.Errorf("the pages may not post to %s: %s", url, policy)
	}
	answer := admin.Post(t, "/api/imports", stack.Key(), map[string]any{"fileName": "people.csv", "size": 5<<20 + 1})
	want(t, answer, http.StatusUnprocessableEntity, "invalid_fields")
}

// crowd is a file of n people that nobody knows, and the part that their addresses share.
func crowd(n int) (file, word string) {
	word = strings.TrimSuffix(stack.Address("crowd"), "@customer.example")
	var b strings.Builder
	b.WriteString("name,email\n")
	for i := range n {
		fmt.Fprintf(&b, "Person %d,%s-%d@customer.example\n", i, word, i)
	}
	return b.String(), word
}

func TestX1_HundredsAreCreatedWhoeverLooksAndTwoAgentsAtOnceCreateNobodyTwice(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	other, _ := s.Administrator(t)
	file, _ := crowd(300)
	one, two := s.Import(t, admin, file), s.Import(t, other, file)
	if counts(one) != "300 new, 0 created, 0 known, 0 refused" || counts(two) != counts(one) {
		t.Fatalf("%v\n%v", one, two)
	}
	answers := make([]*stack.Answer, 2)
	var both sync.WaitGroup
	for n, b := range []*stack.Browser{admin, other} {
		both.Go(func() {
			id, _ := []map[string]any{one, two}[n]["id"].(string)
			answers[n] = b.Post(t, "/api/imports/"+id+"/start", "", map[string]any{"invite": false})
		})
	}
	both.Wait()
	first, second := 0, 1
	if answers[0].Status != http.StatusOK {
		first, second = 1, 0
	}
	ids := []string{one["id"].(string), two["id"].(string)}
	want(t, answers[first], http.StatusOK, "")
	want(t, answers[second], http.StatusConflict, "import_running")
	if answers[second].Body["importId"] != ids[first] {
		t.Errorf("the import that runs is not named: %s", answers[second])
	}
	listed := other.Get(t, "/api/imports")
	if !strings.Contains(string(listed.Raw), ids[first]) || !strings.Contains(string(listed.Raw), ids[second]) {
		t.Errorf("the imports are not in the other agent's list: %s", listed)
	}
	if done := s.WaitImport(t, other, ids[first], 2*time.Minute); counts(done) != "0 new, 300 created, 0 known, 0 refused" {
		t.Fatalf("%v", done)
	}
	if done := start(t, s, other, map[string]any{"id": ids[second]}, false); counts(done) != "0 new, 0 created, 300 known, 0 refused" {
		t.Errorf("%v", done)
	}
	if all := lines(t, admin, ids[first], ""); len(all) != 300 || all[0]["number"] != 2.0 || all[299]["number"] != 301.0 {
		t.Errorf("%d lines", len(all))
	}
}

func TestX1_AnyAgentStopsAnImportNobodyIsCreatedAfterwardsAndItCanGoOn(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	other, _ := s.Administrator(t)
	file, word := crowd(60)
	checked := s.Import(t, admin, file)
	id, _ := checked["id"].(string)
	want(t, admin.Post(t, "/api/imports/"+id+"/start", "", map[string]any{"invite": true}), http.StatusOK, "")
	for deadline := time.Now().Add(time.Minute); !strings.Contains(counts(admin.Get(t, "/api/imports/"+id).Body), "60 new"); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it never began")
		}
	}
	stopped := other.Post(t, "/api/imports/"+id+"/stop", "", struct{}{})
	want(t, stopped, http.StatusOK, "")
	created := func() int { return len(admin.Get(t, "/api/customers?query="+word).Body["items"].([]any)) }
	now := created()
	time.Sleep(3 * time.Second)
	if later := created(); later != now {
		t.Errorf("%d were created before it was stopped, %d afterwards", now, later)
	}
	if who, _ := stopped.Body["stoppedBy"].(map[string]any); who["name"] != "Ada Admin" || stopped.Body["state"] != "stopped" {
		t.Errorf("%s", stopped)
	}
	if done := start(t, s, other, checked, true); done["state"] != "done" || counts(done) != "0 new, 60 created, 0 known, 0 refused" {
		t.Errorf("it does not go on: %v", done)
	}
}

func TestX1_AnImportEndsWithItsStartersAccess(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	other, email := s.Administrator(t)
	file, _ := crowd(150)
	checked := s.Import(t, other, file)
	id, _ := checked["id"].(string)
	me, _ := other.Get(t, "/api/home").Body["person"].(map[string]any)
	otherID, _ := me["id"].(string)
	record, _ := admin.Get(t, "/api/agents/"+otherID).Body["person"].(map[string]any)
	want(t, other.Post(t, "/api/imports/"+id+"/start", "", map[string]any{"invite": true}), http.StatusOK, "")
	want(t, admin.Post(t, "/api/agents/"+otherID+"/access", "", map[string]any{"suspended": true, "version": record["version"]}), http.StatusOK, "")
	ended := s.WaitImport(t, admin, id, time.Minute)
	if ended["state"] != "stopped" || ended["stopReason"] != "access" {
		t.Errorf("%s is suspended, and the import is %v", email, ended)
	}
}

func TestX1_CustomersSeeNoImport(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	customer, _, _ := s.Customer(t, admin)
	file, _ := crowd(1)
	id, _ := s.Import(t, admin, file)["id"].(string)
	for _, path := range []string{"/api/imports", "/api/imports/" + id, "/api/imports/" + id + "/lines"} {
		want(t, customer.Get(t, path), http.StatusForbidden, "forbidden")
	}
	want(t, customer.Post(t, "/api/imports/"+id+"/start", "", map[string]any{"invite": true}), http.StatusForbidden, "forbidden")
	want(t, admin.Get(t, "/api/imports/"+strings.Repeat("a", 26)), http.StatusNotFound, "import_not_found")
}
