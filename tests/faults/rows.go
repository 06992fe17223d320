package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

// Rows are the rows of a table that belong together, each as one line in which what differs from run to run is blotted out.
type Rows []string

// id is what people, proofs, mails and the like are named by; a hyphen or a sign beside it is no letter of it.
var id = regexp.MustCompile(`\b[a-z2-7]{26}\b`)

// transient are rows that say how often something was tried, and proofs for a minute: they do not last and nothing follows from more of them.
var transient = []string{"RATE#", "VOUCH#"}

// Table is every row of a table at one moment, found by the ids and addresses in it.
type Table struct {
	rows []string
	by   map[string][]int
}

// address is one that these tests make.
var address = regexp.MustCompile(`[a-z]+-[a-z2-7]{12}@[a-z.]+`)

// ReadTable reads the whole table.
func ReadTable(ctx context.Context, db *dynamodb.Client, name string) (*Table, error) {
	t := &Table{by: map[string][]int{}}
	pages := dynamodb.NewScanPaginator(db, &dynamodb.ScanInput{TableName: &name})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("scan the table: %w", err)
		}
		for _, item := range page.Items {
			row := map[string]any{}
			if err := attributevalue.UnmarshalMap(item, &row); err != nil {
				return nil, fmt.Errorf("read a row: %w", err)
			}
			text, err := json.Marshal(row)
			if err != nil {
				return nil, fmt.Errorf("write a row: %w", err)
			}
			t.add(string(text))
		}
	}
	return t, nil
}

func (t *Table) add(row string) {
	for _, name := range names(row) {
		t.by[name] = append(t.by[name], len(t.rows))
	}
	t.rows = append(t.rows, row)
}

// names are the ids and addresses in a row, each once.
func names(row string) []string {
	found := append(id.FindAllString(row, -1), address.FindAllString(row, -1)...)
	slices.Sort(found)
	return slices.Compact(found)
}

// reference is what a request is named by to people.
var reference = regexp.MustCompile(`\b[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4}\b`)

// administrators begins the one row that all of them share.
const administrators = `"PK":"ADMINISTRATORS"`

// section begins the row of a section of settings, which every change of it writes. That a change is made once, its history says.
const section = `"PK":"SETTINGS#`

// About gives all rows that a chain of ids connects with an address. The ids in others connect nothing; they are those of people who took part in
// many rows.
func (t *Table) About(email string, others ...string) Rows {
	var rows Rows
	taken, known := map[int]bool{}, []string{email}
	for i := 0; i < len(known); i++ {
		for _, at := range t.by[known[i]] {
			if taken[at] {
				continue
			}
			taken[at] = true
			if strings.Contains(t.rows[at], section) {
				continue
			}
			if strings.Contains(t.rows[at], administrators) {
				rows = append(rows, "{"+administrators+"}") // it names the address's person, and everybody else's
				continue
			}
			rows = append(rows, t.rows[at])
			for _, name := range names(t.rows[at]) {
				if !slices.Contains(known, name) && !slices.Contains(others, name) {
					known = append(known, name)
				}
			}
		}
	}
	return rows.blotted()
}

// blots replace what differs from run to run. The order matters.
var blots = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{address, "<address>"},
	{regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`), "<instant>"},
	{regexp.MustCompile(`\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`), "<uuid>"},
	{regexp.MustCompile(`"[A-Za-z0-9+/_=-]{32,}"`), `"<secret>"`},
	{id, "<id>"},
	{regexp.MustCompile(`"tries":\d`), `"tries":"<counted>"`}, // a request that is sent again is another try
	{regexp.MustCompile(`"sealed":"[^"]+"`), `"sealed":"<secret>"`},
	{reference, "<reference>"},
	{regexp.MustCompile(`"messageId":"[^"]+"`), `"messageId":"<given>"`},
	{regexp.MustCompile(`#\d#|#\d"`), "#<shard>"},
	{regexp.MustCompile(`"(\w+)":[1-9][0-9.e+]{9,}`), `"$1":"<instant>"`},
	{regexp.MustCompile(`("SK":"IMPORT",.*"version":)\d+`), `$1"<of steps>"`}, // a step that is taken up again is one more
	{regexp.MustCompile(`(WORD#\w+)#[a-z2-7]{2}"`), `$1#<letters>"`},
	{regexp.MustCompile(`"words":\[[^]]*\]`), `"words":"<sorted>"`},
	{regexp.MustCompile(`\b[a-z2-7]{12}\b`), "<word>"},
	{regexp.MustCompile(`"127\.[0-9./]+"`), `"<network>"`},
	{regexp.MustCompile(`\b[A-Z2-7]{26}\b`), "<key>"},
	{regexp.MustCompile(`\b[0-9a-f]{32,}\b`), "<hash>"},
}

// blotted gives the rows that last, blotted and sorted.
func (r Rows) blotted() Rows {
	var lines Rows
	for _, text := range r {
		if slices.ContainsFunc(transient, func(prefix string) bool { return strings.Contains(text, `"PK":"`+prefix) }) {
			continue
		}
		for _, b := range blots {
			text = b.pattern.ReplaceAllString(text, b.with)
		}
		lines = append(lines, text)
	}
	slices.Sort(lines)
	return lines
}
