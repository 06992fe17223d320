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

// ReadRows reads all rows that a chain of ids connects with one of the seeds: an address, say. The ids in others connect nothing; they are those
// of people who took part in many rows.
func ReadRows(ctx context.Context, db *dynamodb.Client, table string, seeds, others []string) (Rows, error) {
	all, err := scan(ctx, db, table)
	if err != nil {
		return nil, err
	}
	var rows Rows
	known := slices.Clone(seeds)
	for grown := true; grown; {
		grown = false
		all = slices.DeleteFunc(all, func(text string) bool {
			if !mentions(text, known) {
				return false
			}
			for _, name := range id.FindAllString(text, -1) {
				if !slices.Contains(known, name) && !slices.Contains(others, name) {
					known = append(known, name)
				}
			}
			rows, grown = append(rows, text), true
			return true
		})
	}
	return rows.blotted(), nil
}

func scan(ctx context.Context, db *dynamodb.Client, table string) ([]string, error) {
	var texts []string
	pages := dynamodb.NewScanPaginator(db, &dynamodb.ScanInput{TableName: &table})
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
			texts = append(texts, string(text))
		}
	}
	return texts, nil
}

func mentions(text string, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return strings.Contains(text, name) })
}

// blots replace what differs from run to run. The order matters.
var blots = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`[a-z]+-[a-z2-7]{12}@[a-z.]+`), "<address>"},
	{regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`), "<instant>"},
	{regexp.MustCompile(`\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`), "<uuid>"},
	{id, "<id>"},
	{regexp.MustCompile(`"messageId":"[^"]+"`), `"messageId":"<given>"`},
	{regexp.MustCompile(`#\d#|#\d"`), "#<shard>"},
	{regexp.MustCompile(`"(\w*(?:At|Until|ttl|lastUsed|absoluteEnd|seen))":[1-9][0-9.e+]{8,}`), `"$1":"<instant>"`},
	{regexp.MustCompile(`"127\.[0-9./]+"`), `"<network>"`},
	{regexp.MustCompile(`\b[A-Z2-7]{26}\b`), "<key>"},
	{regexp.MustCompile(`"[A-Za-z0-9+/_=-]{32,}"`), `"<secret>"`},
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
