//go:build cloud

package bench

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"portico/internal/sheet"
	"portico/tests/stack"
)

// BenchmarkImport prints how long a file of 10,000 people takes, once: until its lines are checked, and until they are created without invitations.
func BenchmarkImport(b *testing.B) {
	s := stack.Open(b)
	admin, _ := s.Administrator(b)
	word := strings.TrimSuffix(stack.Address("bench"), "@customer.example")
	var file strings.Builder
	var once sync.Once
	file.WriteString("name,email\n")
	for n := range sheet.MaxLines {
		fmt.Fprintf(&file, "Person %d,%s-%d@customer.example\n", n, word, n)
	}
	once.Do(func() {
		began := time.Now()
		checked := s.Import(b, admin, file.String())
		b.ReportMetric(time.Since(began).Seconds(), "s-to-check")
		id, _ := checked["id"].(string)
		if checked["state"] != "ready" || checked["lines"] != float64(sheet.MaxLines) {
			b.Fatalf("checked as %v", checked)
		}
		admin.Refresh(b) // access tokens last a quarter of an hour
		began = time.Now()
		if answer := admin.Post(b, "/api/imports/"+id+"/start", "", map[string]any{"invite": false}); answer.Status != http.StatusOK {
			b.Fatalf("not started: %s", answer)
		}
		done := s.WaitImport(b, admin, id, 14*time.Minute)
		b.ReportMetric(time.Since(began).Seconds(), "s-to-create")
		if counts, _ := done["counts"].(map[string]any); done["state"] != "done" || counts["created"] != float64(sheet.MaxLines) && counts["known"] != float64(sheet.MaxLines) {
			b.Fatalf("done as %v", done)
		}
	}) // a second time there would be nobody to create
}
