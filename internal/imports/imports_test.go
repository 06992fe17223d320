package imports

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"portico/internal/limit"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/problem"
)

// crowd is a file of n people.
func crowd(n int) string {
	var b strings.Builder
	b.WriteString("name,email\n")
	for i := range n {
		fmt.Fprintf(&b, "Person %d,p%d@x.example\n", i, i)
	}
	return b.String()
}

const mixed = "name,email\nAnna,anna@x.example\nKnown,known@x.example\nAda,ada@x.example\nAnna,ANNA@x.example\n,nobody@x.example\nBob,bob@x.example\n"

func mixedWorld(t *testing.T) *world {
	w := newWorld(t)
	w.people["known@x.example"], w.team["ada@x.example"] = "known", true
	return w
}

func TestX1_AFileIsCheckedLineByLineBeforeAnybodyIsCreated(t *testing.T) {
	w := mixedWorld(t)
	id := w.checked("key-1", mixed)
	want := []string{"2 new", "3 known", "4 refused taken", "5 refused duplicate", "6 refused name_missing", "7 new"}
	if diff := cmp.Diff(want, w.told(id)); diff != "" {
		t.Error(diff)
	}
	i := w.imports[id]
	if i.State != Ready || i.Lines != 6 || cmp.Diff(Counts{New: 2, Known: 1, Refused: 3}, i.Counts()) != "" || len(w.people) != 1 || w.files[id] != nil {
		t.Errorf("%+v, %v, file %v", i, w.people, w.files[id])
	}
}

func TestX1_G3_WhoIsOnTheDenyListIsMarkedAndCountedAndCreatedAllTheSame(t *testing.T) {
	w := mixedWorld(t)
	w.denied.Denied = []string{"bob@x.example", "known@x.example", "ada@x.example"}
	id := w.checked("key-1", mixed)
	if i := w.imports[id]; i.Denied != 1 || ViewOf(i).Denied != 1 {
		t.Errorf("%d are counted", i.Denied)
	}
	w.start(id, false)
	w.drain()
	var marked []string
	for _, l := range LinesViewOf(w.lines(id), "").Items {
		if l.Denied {
			marked = append(marked, fmt.Sprint(l.Email, " ", l.Result))
		}
	}
	if diff := cmp.Diff([]string{"bob@x.example created"}, marked); diff != "" {
		t.Error(diff)
	}
	if _, err := w.desk().Report(t.Context(), w.visit(), id, "en"); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(w.reported), "Warning: this address is on the deny list."); n != 1 || !strings.Contains(string(w.reported), "bob@x.example,created,Warning") {
		t.Errorf("the report says %s", w.reported)
	}
}

func TestX1_AnAddressThatIsKeptForWhoGaveItUpIsRefusedWithItsReason(t *testing.T) {
	w := mixedWorld(t)
	w.kept = map[string]bool{"bob@x.example": true}
	id := w.checked("key-1", mixed)
	w.kept["anna@x.example"] = true // given up after the check
	w.start(id, true)
	w.drain()
	want := []string{"2 refused kept", "3 known", "4 refused taken", "5 refused duplicate", "6 refused name_missing", "7 refused kept"}
	if diff := cmp.Diff(want, w.told(id)); diff != "" {
		t.Error(diff)
	}
}

func TestX1_WhatIsNewIsCreatedAndTheSameFileTwiceIsTheSameAsOnce(t *testing.T) {
	w := mixedWorld(t)
	first := w.checked("key-1", mixed)
	w.start(first, true)
	w.drain()
	want := []string{"2 created", "3 known", "4 refused taken", "5 refused duplicate", "6 refused name_missing", "7 created"}
	if diff := cmp.Diff(want, w.told(first)); diff != "" {
		t.Error(diff)
	}
	if i := w.imports[first]; i.State != Done || i.EndedAt.IsZero() || len(w.invited) != 2 || w.turn != "" {
		t.Errorf("%+v, %d invited", i, len(w.invited))
	}
	second := w.checked("key-2", mixed)
	w.start(second, true)
	w.drain()
	if want := (Counts{Known: 3, Refused: 3}); cmp.Diff(want, w.imports[second].Counts()) != "" || len(w.invited) != 2 {
		t.Errorf("%v, %d invited", w.imports[second].Counts(), len(w.invited))
	}
}

func TestX1_AFileThatCannotBeReadOrNeverCameSaysSo(t *testing.T) {
	w := newWorld(t)
	if i := w.imports[w.checked("key-1", "Anna;anna@x.example\n")]; i.State != Unreadable || i.Fault != "missing_columns" || cmp.Diff([]string{"name", "email"}, i.Columns) != "" {
		t.Errorf("%+v", i)
	}
	id := w.uploaded("key-2", "")
	delete(w.files, id)
	if _, err := w.desk().Check(t.Context(), w.visit(), id); err != nil {
		t.Fatal(err)
	}
	w.drain()
	if i := w.imports[id]; i.State != Unreadable || i.Fault != FaultNoFile {
		t.Errorf("%+v", i)
	}
}

func TestX1_InvitationsKeepThePaceAndOtherCreationsDoNot(t *testing.T) {
	w := newWorld(t)
	w.rate = 4
	id := w.checked("key-1", crowd(220))
	began := w.now
	w.start(id, true)
	w.drain()
	if i := w.imports[id]; i.State != Done || len(w.invited) != 220 {
		t.Fatalf("%+v, %d invited", i, len(w.invited))
	}
	for n := 8; n < len(w.invited); n++ {
		if within := w.invited[n].Sub(w.invited[n-8]); within < 1500*time.Millisecond {
			t.Fatalf("nine mails within %v at 4 a second", within)
		}
	}
	if took := w.now.Sub(began); took < 50*time.Second || took > 80*time.Second {
		t.Errorf("it took %v", took)
	}
	quiet := w.checked("key-2", strings.ReplaceAll(crowd(220), "@x", "@y"))
	began = w.now
	w.start(quiet, false)
	w.drain()
	if took := w.now.Sub(began); took > 5*time.Second || len(w.invited) != 220 {
		t.Errorf("without invitations it took %v, %d invited", took, len(w.invited))
	}
}

func TestX1_WhereTheDaysMailsAreUsedUpItWaitsAndGoesOn(t *testing.T) {
	w := newWorld(t)
	w.today = 30
	id := w.checked("key-1", crowd(40))
	w.start(id, true)
	for len(w.invited) < 30 || w.imports[id].WaitingUntil.IsZero() {
		note := w.notes[0]
		w.notes, w.delays = w.notes[1:], w.delays[1:]
		if err := w.worker().Work(t.Context(), note); err != nil {
			t.Fatal(err)
		}
	}
	if w.delays[0] != 15*time.Minute || w.imports[id].State != Running {
		t.Errorf("it waits %v as %+v", w.delays[0], w.imports[id])
	}
	w.today = 100
	w.drain()
	if i := w.imports[id]; i.State != Done || len(w.invited) != 40 || !i.WaitingUntil.IsZero() {
		t.Errorf("%+v, %d invited", i, len(w.invited))
	}
}

func TestX1_AfterStoppingNobodyIsCreatedAndStartingAgainGoesOn(t *testing.T) {
	w := newWorld(t)
	id := w.checked("key-1", crowd(120))
	w.start(id, true)
	w.onEnrol = func() {
		if len(w.invited) == 60 {
			if _, err := w.desk().Stop(t.Context(), w.visit(), id); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.drain()
	if i := w.imports[id]; i.State != Stopped || i.StoppedBy.Name != "Ada" || len(w.invited) != 60 || w.turn != "" || i.Counts()[Created] != 60 {
		t.Fatalf("%+v, %d invited", i, len(w.invited))
	}
	w.start(id, true)
	w.drain()
	if i := w.imports[id]; i.State != Done || len(w.invited) != 120 || i.Counts()[Created] != 120 {
		t.Errorf("%+v, %d invited", i, len(w.invited))
	}
}

func TestX1_ItEndsWhereWhoeverStartedItIsNoLongerOfTheTeam(t *testing.T) {
	w := newWorld(t)
	id := w.checked("key-1", crowd(20))
	w.start(id, false)
	w.onEnrol = func() { w.void = len(w.people) == 7 }
	w.drain()
	if i := w.imports[id]; i.State != Stopped || i.StopReason != StopAccess || i.Counts()[Created] != 7 || w.turn != "" {
		t.Errorf("%+v", i)
	}
}

func TestX1_OneImportRunsAtATimeAndTheOtherIsNamed(t *testing.T) {
	w := newWorld(t)
	one, two := w.checked("key-1", crowd(3)), w.checked("key-2", strings.ReplaceAll(crowd(3), "@x", "@y"))
	w.start(one, false)
	_, err := w.desk().Start(t.Context(), w.visit(), two, false)
	if p, ok := problem.As(err); !ok || !errors.Is(err, OtherRuns) || p.ImportID != string(one) {
		t.Fatalf("%v", err)
	}
	w.drain()
	w.start(two, false)
	w.drain()
	if w.imports[two].State != Done || len(w.people) != 6 {
		t.Errorf("%+v", w.imports[two])
	}
}

func TestX1_E5_WhateverFailsNobodyIsCreatedTwiceAndEveryLineHasItsEnd(t *testing.T) {
	undisturbed := newWorld(t)
	id := undisturbed.checked("key", crowd(70))
	undisturbed.start(id, true)
	undisturbed.drain()
	for name, count := range undisturbed.calls {
		for nth := 1; nth <= count; nth++ {
			w := newWorld(t)
			w.fails[name] = nth
			id := w.uploaded("key", crowd(70))
			for range 2 { // as a client does whose first request failed
				if _, err := w.desk().Check(t.Context(), w.visit(), id); err != nil && !errors.Is(err, errSpoiled) {
					t.Fatal(err)
				}
			}
			w.drain()
			for range 2 {
				if _, err := w.desk().Start(t.Context(), w.visit(), id, true); err != nil && !errors.Is(err, errSpoiled) {
					t.Fatalf("%s %d: %v", name, nth, err)
				}
			}
			w.drain()
			if i := w.imports[id]; i.State != Done || i.Counts()[Created] != 70 || len(w.invited) != 70 || w.turn != "" {
				t.Errorf("%s %d: %s, %v, %d invited", name, nth, i.State, i.Counts(), len(w.invited))
			}
		}
	}
}

func TestX1_NotesThatComeTwiceOrLateDoNothing(t *testing.T) {
	w := newWorld(t)
	id := w.checked("key-1", crowd(10))
	w.start(id, true)
	old := w.notes[0]
	var during error
	w.onEnrol = func() {
		if len(w.invited) == 5 {
			during = w.worker().Work(t.Context(), old)
			if err := w.worker().Work(t.Context(), outbox.Note{ID: outbox.ID(id)}); err != nil {
				t.Errorf("the sweep's note: %v", err)
			}
		}
	}
	w.drain()
	if !errors.Is(during, outbox.ErrBusy) {
		t.Errorf("a second copy of the note: %v", during)
	}
	for _, note := range []outbox.Note{old, {ID: outbox.ID(id)}, {ID: "unknown"}, {ID: outbox.ID(id), Claim: "other"}} {
		if err := w.worker().Work(t.Context(), note); err != nil {
			t.Errorf("%+v: %v", note, err)
		}
	}
	if len(w.invited) != 10 || w.imports[id].State != Done {
		t.Errorf("%d invited, %+v", len(w.invited), w.imports[id])
	}
}

func TestX1_TheSweepsNoteTakesUpWhatNobodyIsAt(t *testing.T) {
	w := newWorld(t)
	id := w.checked("key-1", crowd(10))
	w.start(id, false)
	w.notes, w.delays = nil, nil // lost
	if err := w.Put(t.Context(), 0, outbox.Note{ID: outbox.ID(id)}); err != nil {
		t.Fatal(err)
	}
	w.drain()
	if w.imports[id].State != Done {
		t.Errorf("%+v", w.imports[id])
	}
}

func TestX1_ARepeatedUploadIsOneImportAndAnotherOneWithTheKeyIsRefused(t *testing.T) {
	w := newWorld(t)
	one, two := w.uploaded("key-1", crowd(1)), w.uploaded("key-1", crowd(1))
	if one != two || len(w.imports) != 1 {
		t.Errorf("%s, %s", one, two)
	}
	if _, _, err := w.desk().Upload(t.Context(), w.visit(), "key-1", "other.csv", 3); !errors.Is(err, Mismatch) {
		t.Error(err)
	}
	if _, err := w.desk().Start(t.Context(), w.visit(), one, false); !errors.Is(err, WrongState) {
		t.Errorf("an import without a file starts: %v", err)
	}
	if _, err := w.desk().Show(t.Context(), w.visit(), "../../x"); !errors.Is(err, NotFound) {
		t.Error(err)
	}
	w.now = w.now.Add(Remembered)
	if _, err := w.desk().Show(t.Context(), w.visit(), one); !errors.Is(err, NotFound) {
		t.Error(err)
	}
}

func TestX1_AnAgentBeginsSoManyImportsAnHourAndARepeatIsNoneMore(t *testing.T) {
	w := newWorld(t)
	upload := func(n int) error {
		_, _, err := w.desk().Upload(t.Context(), w.visit(), fmt.Sprint("key-", n), "people.csv", 10)
		return err
	}
	most := limit.ImportByPerson.Tries
	for n := range most {
		if err := errors.Join(upload(n), upload(n)); err != nil {
			t.Fatalf("import %d: %v", n, err)
		}
	}
	if p, ok := problem.As(upload(most)); !ok || p.Code != limit.Refused.Code || p.RetryAfter <= 0 {
		t.Errorf("one more: %+v", p)
	}
	if err := upload(0); err != nil || len(w.imports) != most {
		t.Errorf("a repeat past the limit: %v, %d imports", err, len(w.imports))
	}
}

func TestX1_PagesOfLinesReadThePartsThatTheyNeed(t *testing.T) {
	i := Import{}
	for n := range 40 {
		c := Counts{New: PartSize}
		if n%10 == 3 {
			c = Counts{New: PartSize - 20, Refused: 20}
		}
		i.Parts = append(i.Parts, c)
	}
	for _, test := range []struct {
		result Result
		from   int
		want   []int
	}{
		{"", 0, []int{0, 1}}, {"", 50, []int{1, 2}}, {"", 1999, []int{39}}, {Refused, 0, []int{3, 13, 23}}, {Refused, 3*PartSize + 10, []int{3, 13, 23, 33}},
		{Refused, 1700, nil}, {Known, 0, nil},
	} {
		if diff := cmp.Diff(test.want, wanted(i, test.result, test.from)); diff != "" {
			t.Errorf("%q from %d: %s", test.result, test.from, diff)
		}
	}
	var parts []Part
	for n := range 3 {
		part := Part{Number: n}
		for at := range PartSize {
			part.Lines = append(part.Lines, Line{Number: n*PartSize + at + 2, Result: []Result{New, Refused}[at%2]})
		}
		parts = append(parts, part)
	}
	var got []int
	for from := 0; ; {
		lines, next := pick(parts, Refused, from)
		for _, l := range lines {
			got = append(got, l.Number)
		}
		if from = next; from == 0 {
			break
		}
	}
	if len(got) != 75 || got[0] != 3 || got[74] != 151 {
		t.Errorf("%v", got)
	}
}

func TestX1_TheReportNamesEveryLineAndHoldsNoFormula(t *testing.T) {
	w := newWorld(t)
	id := w.checked("key-1", "name;email\n=HYPERLINK(1);a@x.example\n+1;b@x.example\nC;=c@x.example\n@D;\n\u00a0-E;e@x.example\nF;f@x.example\n\u3000\uff1dG;g@x.example\n")
	url, err := w.desk().Report(t.Context(), w.visit(), id, "de")
	if err != nil || url != "https://s3.example/people-report.csv" {
		t.Fatal(url, err)
	}
	want := "\ufeffZeile;Name;E-Mail;Ergebnis;Grund\r\n" +
		"2;'=HYPERLINK(1);a@x.example;noch nicht angelegt;\r\n3;'+1;b@x.example;noch nicht angelegt;\r\n4;C;'=c@x.example;noch nicht angelegt;\r\n" +
		"5;'@D;;abgelehnt;Die E-Mail-Adresse fehlt.\r\n6;'-E;e@x.example;noch nicht angelegt;\r\n7;F;f@x.example;noch nicht angelegt;\r\n" +
		"8;'＝G;g@x.example;noch nicht angelegt;\r\n"
	if diff := cmp.Diff(want, string(w.reported)); diff != "" {
		t.Error(diff)
	}
	if last := w.history[len(w.history)-1]; last.Action != "import_reported" || last.Subject != agentID || last.Detail != string(id) {
		t.Errorf("%+v", last)
	}
	for name, want := range map[string]string{
		"people.csv": "people-report.csv", "../../a\"b\r\n.CSV": "a-b-report.csv", "": "import-report.csv", "Kunden März ŁÓDŹ.csv": "kunden-marz-lodz-report.csv", "顧客": "import-report.csv",
		strings.Repeat("x", 300): strings.Repeat("x", 60) + "-report.csv",
	} {
		if got := reportName(Import{FileName: name}); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	for _, language := range person.Languages {
		words := reportWords[language]
		if len(words.result) != len(Results) || !maps.EqualFunc(words.reason, english.reason, func(here, there string) bool { return here != "" && there != "" }) {
			t.Errorf("reports in %s have other words than those in English", language)
		}
		if language != "en" && (words.denied == english.denied || words.reason[ReasonKept] == english.reason[ReasonKept]) {
			t.Errorf("reports in %s are in English", language)
		}
	}
}

func FuzzHarmless(f *testing.F) {
	for _, seed := range []string{"=1+1", " \t=x", "Anna", "'=x", "\r@", "", "Nora,=cmd|'/C calc'!A0,x", "a;\" +1", ",\t=x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, field string) {
		got := harmless(field)
		if unmarked := strings.NewReplacer("'", ""); unmarked.Replace(got) != unmarked.Replace(field) {
			t.Fatalf("%q became %q", field, got)
		}
		for _, separators := range []string{"", ",", ";", "\t", "\r\n"} {
			for part := range strings.FieldsFuncSeq(got, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
				if begun := strings.Trim(part, " \t\r\n\""); begun != "" && strings.ContainsRune("=+-@|%", rune(begun[0])) {
					t.Fatalf("%q has a formula still, between %q: %q", field, separators, got)
				}
			}
		}
	})
}
