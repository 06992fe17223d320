package dynamo

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/audit"
	"portico/internal/person"
)

// What looking in a partition costs at most where an action is looked for in it: so many calls of so many rows.
const (
	auditCalls = 4
	auditRows  = 200
)

// auditPosition is where an entry stands in every list of the log. The subject is in it, because entries about two people can have one id.
func auditPosition(e audit.Entry) string {
	return instant(e.At) + "#" + e.ID + "#" + string(e.Subject)
}

// stretch is what one partition has of a page: entries, newest first, and how far it was looked through. To is empty where it was to its end.
type stretch struct {
	rows []historyRow
	to   string
}

// AuditLog gives entries of the log, newest first, from behind the position q.After. A page can hold fewer than q.Limit and still have a Next.
func (t *Table) AuditLog(ctx context.Context, q audit.Query) (audit.Page, error) {
	partitions := auditPartitions(q)
	stretches := make([]stretch, len(partitions))
	calls := make([]func() error, len(partitions))
	for i, p := range partitions {
		calls[i] = func() (err error) { stretches[i], err = t.stretch(ctx, p, q); return err }
	}
	if err := together(calls...); err != nil {
		return audit.Page{}, err
	}
	return merge(stretches, q.Limit), nil
}

// partition is one partition of an index, or of the table where index is empty.
type partition struct{ index, key string }

// auditPartitions are where the answers to q are: of a person, their own history and what they did; else everything, or everything of one action.
func auditPartitions(q audit.Query) []partition {
	if q.Person != "" {
		return []partition{{"", historyPartition(q.Person)}, {"GSI3", actorPartition(q.Person)}}
	}
	var all []partition
	for shard := range Shards {
		if q.Action != "" {
			all = append(all, partition{"GSI2", actionPartition(q.Action, shard)})
		} else {
			all = append(all, partition{"GSI1", auditPartition(shard)})
		}
	}
	return all
}

// stretch reads one partition until it has one entry more than the page, or has cost enough.
func (t *Table) stretch(ctx context.Context, p partition, q audit.Query) (stretch, error) {
	in := auditInput(t.name, p, q)
	var s stretch
	for range auditCalls {
		out, err := t.db.Query(ctx, in)
		if err != nil {
			return stretch{}, fmt.Errorf("query the audit log: %w", err)
		}
		var rows []historyRow
		if err := attributevalue.UnmarshalListOfMaps(out.Items, &rows); err != nil {
			return stretch{}, fmt.Errorf("read history rows: %w", err)
		}
		for _, r := range rows {
			if q.After == "" || r.GSI1SK < q.After {
				s.rows = append(s.rows, r)
			}
		}
		if in.ExclusiveStartKey = out.LastEvaluatedKey; in.ExclusiveStartKey == nil {
			return s, nil
		}
		if len(s.rows) > q.Limit {
			s.to = s.rows[len(s.rows)-1].GSI1SK
			return s, nil
		}
	}
	// The last row that was looked at can be one that was not looked for, so the table's own key says how far it went.
	var last struct{ PK, SK string }
	if err := attributevalue.UnmarshalMap(in.ExclusiveStartKey, &last); err != nil {
		return stretch{}, fmt.Errorf("read where the query ended: %w", err)
	}
	s.to = last.SK + "#" + strings.TrimPrefix(last.PK, historyPartition(""))
	return s, nil
}

// auditInput is the query of one partition: within q's time, up to q's position, of q's action. What stands at the position itself comes again.
func auditInput(table string, p partition, q audit.Query) *dynamodb.QueryInput {
	from, to := "0", "9"
	if !q.From.IsZero() {
		from = instant(q.From)
	}
	if !q.To.IsZero() {
		to = instant(q.To)
	}
	if q.After != "" {
		to = min(to, q.After)
	}
	in := &dynamodb.QueryInput{
		TableName: &table, KeyConditionExpression: aws.String(p.index + "PK = :partition AND " + p.index + "SK BETWEEN :from AND :to"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":partition": text(p.key), ":from": text(min(from, to)), ":to": text(to)},
		ScanIndexForward:          aws.Bool(false), Limit: aws.Int32(int32(q.Limit + 2)),
	}
	if p.index != "" {
		in.IndexName = aws.String(p.index)
	}
	if q.Person != "" && q.Action != "" {
		in.FilterExpression, in.Limit = aws.String("#action = :action"), aws.Int32(auditRows)
		in.ExpressionAttributeNames = map[string]string{"#action": "action"}
		in.ExpressionAttributeValues[":action"] = text(string(q.Action))
	}
	return in
}

// merge makes a page of what the partitions have. What one of them may still have between its own end and another's entries is left to the next page.
func merge(stretches []stretch, limit int) audit.Page {
	floor := ""
	var rows []historyRow
	for _, s := range stretches {
		rows = append(rows, s.rows...)
		floor = max(floor, s.to)
	}
	slices.SortFunc(rows, func(a, b historyRow) int { return strings.Compare(b.GSI1SK, a.GSI1SK) })
	rows = slices.CompactFunc(rows, func(a, b historyRow) bool { return a.GSI1SK == b.GSI1SK })
	rows = slices.DeleteFunc(rows, func(r historyRow) bool { return r.GSI1SK < floor })
	page := audit.Page{Next: floor}
	if len(rows) > limit {
		rows = rows[:limit]
		page.Next = rows[limit-1].GSI1SK
	}
	for _, r := range rows {
		page.Entries = append(page.Entries, r.entry())
	}
	return page
}

// NamesOf gives the records of people, those of whom there are any, for a log that names only ids.
func (t *Table) NamesOf(ctx context.Context, ids []person.ID) (map[person.ID]person.Person, error) {
	keys := make([]key, len(ids))
	for i, id := range ids {
		keys[i] = personKey(id)
	}
	found, err := t.getMany(ctx, keys...)
	if err != nil {
		return nil, err
	}
	people := map[person.ID]person.Person{}
	for _, id := range ids {
		if item, ok := found[personKey(id)]; ok {
			if people[id], err = readPerson(item); err != nil {
				return nil, err
			}
		}
	}
	return people, nil
}
