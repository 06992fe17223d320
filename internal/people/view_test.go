package people

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"portico/internal/audit"
)

func TestA2_TheHistoryOnAPersonsPageSaysWhatChanged(t *testing.T) {
	d := Dossier{History: []audit.Entry{
		{ID: "moved", Action: audit.EmailChanged, Changes: []audit.Change{{Field: "email", Before: "ann@old.example", After: "ann@new.example"}}},
		{ID: "in", Action: audit.SignedIn},
	}}
	shown, err := json.Marshal(DetailViewOf(d, time.Now()))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"changes":[{"field":"email","before":"ann@old.example","after":"ann@new.example"}]`, `"changes":[]`, `"mails":[]`} {
		if !strings.Contains(string(shown), want) {
			t.Errorf("%s is missing in %s", want, shown)
		}
	}
}
