//go:build cloud

package faults

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// importRoads are those of imports.
func importRoads() []road {
	return []road{
		{name: "an agent begins an import", prepare: newcomer, do: beginImport, functions: []string{"imports"}},
		{name: "an agent has a file checked", prepare: posted, do: checkImport, functions: []string{"imports"}},
		{name: "a file is checked", prepare: posted, do: checkImport, functions: []string{"importer"}},
		{name: "an agent starts an import", prepare: checked, do: startImport, functions: []string{"imports"}},
		{name: "an import creates a customer", prepare: checked, do: startImport, functions: []string{"importer"}},
		{name: "an agent stops an import", prepare: standing, do: stopImport, functions: []string{"imports"}, late: true},
		{name: "an agent downloads a report", prepare: checked, do: reportImport, functions: []string{"imports"}},
		{name: "the sweep finds a forgotten import", prepare: abandoned, do: runSweep, functions: []string{"sweep"}, late: true},
	}
}

// file is a file with the subject on its one line.
func (s *subject) file() string { return "name,email\nNina New," + s.email + "\n" }

// posted is an import whose file is in storage.
func posted(t *testing.T, w *world) *subject {
	t.Helper()
	s := newcomer(t, w)
	w.forgetImports(t)
	made := w.admin.Post(t, "/api/imports", s.key, map[string]any{"fileName": "people.csv", "size": len(s.file())})
	upload, _ := made.Body["upload"].(map[string]any)
	record, _ := made.Body["import"].(map[string]any)
	if upload == nil {
		t.Fatalf("no form: %s", made)
	}
	if status := w.Form(t, upload, []byte(s.file())); status >= 300 {
		t.Fatalf("the file was refused with %d", status)
	}
	s.id, _ = record["id"].(string)
	return s
}

// importCount is the key of the row that counts the administrator's imports; none before the first.
type importCount struct {
	sync.Mutex
	row map[string]types.AttributeValue
}

// forgetImports lets the administrator begin imports as if there had been none: more are prepared than an hour allows.
func (w *world) forgetImports(t *testing.T) {
	t.Helper()
	w.imports.Lock()
	defer w.imports.Unlock()
	pages := dynamodb.NewScanPaginator(w.db, &dynamodb.ScanInput{
		TableName: &w.table, ProjectionExpression: aws.String("PK, SK"), FilterExpression: aws.String("begins_with(PK, :limit)"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":limit": &types.AttributeValueMemberS{Value: "RATE#import-person#"}},
	})
	for w.imports.row == nil && pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Items) > 0 {
			w.imports.row = page.Items[0]
		}
	}
	if w.imports.row == nil {
		return
	}
	if _, err := w.db.DeleteItem(t.Context(), &dynamodb.DeleteItemInput{TableName: &w.table, Key: w.imports.row}); err != nil {
		t.Fatal(err)
	}
}

// checked is an import that can be started.
func checked(t *testing.T, w *world) *subject {
	t.Helper()
	s := posted(t, w)
	if done, answer := checkImport(t, w, s); !done {
		t.Fatalf("not checked: %s", answer)
	}
	if i := w.WaitImport(t, w.admin, s.id, time.Minute); i["state"] != "ready" {
		t.Fatalf("checked as %v", i)
	}
	return s
}

// running makes a checked import one that runs and that no note is there for; due is when the sweep should look after it, and empty for never.
func (w *world) running(t *testing.T, s *subject, due string) {
	t.Helper()
	text := func(value string) types.AttributeValue { return &types.AttributeValueMemberS{Value: value} }
	number := func(n int64) types.AttributeValue { return &types.AttributeValueMemberN{Value: fmt.Sprint(n)} }
	update := "SET #state = :running, startedAt = :now, startedBy = #by, version = version + :one, claim = :claim"
	values := map[string]types.AttributeValue{":running": text("running"), ":now": number(time.Now().UnixMilli()), ":one": number(1), ":claim": text(s.id)}
	if due != "" {
		update += ", GSI1PK = :shard, GSI1SK = :due"
		values[":shard"], values[":due"] = text("UNDONE#0"), text(due+"#"+s.id)
	}
	_, err := w.db.UpdateItem(t.Context(), &dynamodb.UpdateItemInput{
		TableName: &w.table, Key: map[string]types.AttributeValue{"PK": text("IMPORT#" + s.id), "SK": text("IMPORT")}, UpdateExpression: &update,
		ExpressionAttributeNames: map[string]string{"#state": "state", "#by": "by"}, ExpressionAttributeValues: values,
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.db.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &w.table, ConditionExpression: aws.String("attribute_not_exists(PK)"),
		Item: map[string]types.AttributeValue{"PK": text("IMPORTTURN"), "SK": text("IMPORTTURN"), "import": text(s.id)}})
	if err != nil {
		t.Fatal(err)
	}
}

// standing is an import that runs, and at which nobody is.
func standing(t *testing.T, w *world) *subject {
	t.Helper()
	s := checked(t, w)
	w.running(t, s, "")
	return s
}

// abandoned is the same, long enough ago for the sweep.
func abandoned(t *testing.T, w *world) *subject {
	t.Helper()
	s := checked(t, w)
	w.running(t, s, time.Now().Add(-5*time.Minute).UTC().Format("2006-01-02T15:04:05.000000000Z"))
	return s
}

func beginImport(_ *testing.T, w *world, s *subject) (bool, string) {
	// The row knows the subject by the file's name alone.
	return answered(w.send(w.admin, "/api/imports", s.key, map[string]any{"fileName": s.email, "size": 10}), http.StatusCreated)
}

func checkImport(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(w.admin, "/api/imports/"+s.id+"/check", "", struct{}{}), http.StatusOK)
}

// startImport waits for its turn: one import runs at a time.
func startImport(_ *testing.T, w *world, s *subject) (bool, string) {
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		a := w.send(w.admin, "/api/imports/"+s.id+"/start", "", map[string]any{"invite": true})
		if a.Code() != "import_running" || time.Now().After(deadline) {
			return answered(a, http.StatusOK)
		}
	}
}

func stopImport(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(w.admin, "/api/imports/"+s.id+"/stop", "", struct{}{}), http.StatusOK)
}

func reportImport(_ *testing.T, w *world, s *subject) (bool, string) {
	return answered(w.send(w.admin, "/api/imports/"+s.id+"/report", "", struct{}{}), http.StatusOK)
}
