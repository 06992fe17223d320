package dynamo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/gate"
	"portico/internal/imports"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/sheet"
)

// whoRow is somebody with the name at the time.
type whoRow struct {
	ID   person.ID `dynamodbav:"id"`
	Name string    `dynamodbav:"name"`
}

// importRow is the IMPORT item. Its GSI1 attributes are there while a function is, or should be, at work on it; GSI2's from the moment that its file is there.
type importRow struct {
	ID           imports.ID       `dynamodbav:"id"`
	FileName     string           `dynamodbav:"fileName"`
	Size         int64            `dynamodbav:"size"`
	State        imports.State    `dynamodbav:"state"`
	By           whoRow           `dynamodbav:"by"`
	CreatedAt    int64            `dynamodbav:"createdAt"`
	Version      int              `dynamodbav:"version"`
	Encoding     sheet.Encoding   `dynamodbav:"encoding,omitempty"`
	Separator    sheet.Separator  `dynamodbav:"separator,omitempty"`
	Ignored      []string         `dynamodbav:"ignored,omitempty"`
	Fault        string           `dynamodbav:"fault,omitempty"`
	Columns      []string         `dynamodbav:"columns,omitempty"`
	Lines        int              `dynamodbav:"lines"`
	Denied       int              `dynamodbav:"denied,omitempty"`
	Parts        []imports.Counts `dynamodbav:"parts,omitempty"`
	Check        string           `dynamodbav:"check,omitempty"`
	Invite       bool             `dynamodbav:"invite"`
	StartedBy    *whoRow          `dynamodbav:"startedBy,omitempty"`
	StartedAt    int64            `dynamodbav:"startedAt,omitempty"`
	Network      string           `dynamodbav:"network,omitempty"`
	EndedAt      int64            `dynamodbav:"endedAt,omitempty"`
	StoppedBy    *whoRow          `dynamodbav:"stoppedBy,omitempty"`
	StopReason   string           `dynamodbav:"stopReason,omitempty"`
	Position     int              `dynamodbav:"position"`
	WaitingUntil int64            `dynamodbav:"waitingUntil,omitempty"`
	Claim        string           `dynamodbav:"claim,omitempty"`
	ClaimUntil   int64            `dynamodbav:"claimUntil,omitempty"`
	TTL          int64            `dynamodbav:"ttl"`
	GSI1PK       string           `dynamodbav:"GSI1PK,omitempty"`
	GSI1SK       string           `dynamodbav:"GSI1SK,omitempty"`
	GSI2PK       string           `dynamodbav:"GSI2PK,omitempty"`
	GSI2SK       string           `dynamodbav:"GSI2SK,omitempty"`
}

// importPartRow is some lines of an import.
type importPartRow struct {
	Number int             `dynamodbav:"number"`
	Lines  []importLineRow `dynamodbav:"lines"`
	TTL    int64           `dynamodbav:"ttl"`
}

// importLineRow has short names, because there are thousands of them.
type importLineRow struct {
	Number   int             `dynamodbav:"n"`
	Name     string          `dynamodbav:"a,omitempty"`
	Email    string          `dynamodbav:"e,omitempty"`
	Key      string          `dynamodbav:"k,omitempty"`
	Language person.Language `dynamodbav:"l,omitempty"`
	Level    person.Level    `dynamodbav:"v,omitempty"`
	Services person.Services `dynamodbav:"s,omitempty"`
	Result   imports.Result  `dynamodbav:"r"`
	Reason   string          `dynamodbav:"w,omitempty"`
	Of       int             `dynamodbav:"o,omitempty"`
	Person   person.ID       `dynamodbav:"p,omitempty"`
	Denied   bool            `dynamodbav:"d,omitempty"`
}

func who(w imports.Who) *whoRow {
	if w == (imports.Who{}) {
		return nil
	}
	return &whoRow{w.ID, w.Name}
}

func (w *whoRow) who() imports.Who {
	if w == nil {
		return imports.Who{}
	}
	return imports.Who(*w)
}

// newImportRow is i's row as it is at now, from which the sweep counts.
func newImportRow(i imports.Import, now time.Time) importRow {
	r := importRow{
		ID: i.ID, FileName: i.FileName, Size: i.Size, State: i.State, By: whoRow(i.By), CreatedAt: millis(i.At), Version: i.Version, Encoding: i.Encoding,
		Separator: i.Separator, Ignored: i.Ignored, Fault: i.Fault, Columns: i.Columns, Lines: i.Lines, Denied: i.Denied, Parts: i.Parts, Check: i.Check,
		Invite:    i.Invite,
		StartedBy: who(i.StartedBy), StartedAt: millis(i.StartedAt), Network: i.Network, EndedAt: millis(i.EndedAt), StoppedBy: who(i.StoppedBy),
		StopReason: i.StopReason, Position: i.Position, WaitingUntil: millis(i.WaitingUntil), Claim: i.Claim, ClaimUntil: millis(i.ClaimUntil),
		TTL: i.ExpiresAt().Unix(),
	}
	if i.State.Busy() {
		due := now
		for _, later := range []time.Time{i.ClaimUntil, i.WaitingUntil} {
			if later.After(due) {
				due = later
			}
		}
		r.GSI1PK, r.GSI1SK = undonePartition(shardOf(string(i.ID))), instant(due)+"#"+string(i.ID)
	}
	if i.State != imports.Uploading {
		r.GSI2PK, r.GSI2SK = importsPartition(shardOf(string(i.ID))), instant(fromMillis(r.CreatedAt))+"#"+string(i.ID)
	}
	return r
}

func (r importRow) read() imports.Import {
	return imports.Import{
		ID: r.ID, FileName: r.FileName, Size: r.Size, State: r.State, By: imports.Who(r.By), At: fromMillis(r.CreatedAt), Version: r.Version,
		Encoding: r.Encoding, Separator: r.Separator, Ignored: r.Ignored, Fault: r.Fault, Columns: r.Columns, Lines: r.Lines, Denied: r.Denied, Parts: r.Parts, Check: r.Check,
		Invite: r.Invite, StartedBy: r.StartedBy.who(), StartedAt: fromMillis(r.StartedAt), Network: r.Network, EndedAt: fromMillis(r.EndedAt),
		StoppedBy: r.StoppedBy.who(), StopReason: r.StopReason, Position: r.Position, WaitingUntil: fromMillis(r.WaitingUntil), Claim: r.Claim,
		ClaimUntil: fromMillis(r.ClaimUntil),
	}
}

func importOf(item map[string]types.AttributeValue) (imports.Import, error) {
	if item == nil {
		return imports.Import{}, nil
	}
	var r importRow
	if err := attributevalue.UnmarshalMap(item, &r); err != nil {
		return imports.Import{}, fmt.Errorf("read IMPORT row: %w", err)
	}
	return r.read(), nil
}

// Import reads an import, strongly consistent. The zero Import where there is none.
func (t *Table) Import(ctx context.Context, id imports.ID) (imports.Import, error) {
	found, err := t.getMany(ctx, importKey(id))
	if err != nil {
		return imports.Import{}, err
	}
	return importOf(found[importKey(id)])
}

// ImportFor reads an import with the record and gate of who asks, at the same time and strongly consistent. The zero Import where there is none.
func (t *Table) ImportFor(ctx context.Context, id imports.ID, caller person.ID) (imports.Import, person.Person, gate.Gate, error) {
	var i imports.Import
	var p person.Person
	var g gate.Gate
	err := together(
		func() (err error) { i, err = t.Import(ctx, id); return err },
		func() (err error) { p, g, err = t.Visitor(ctx, caller); return err },
	)
	return i, p, g, err
}

// Imports gives imports whose file has come, newest first, from behind the position after. Next is the position behind them; empty where there is no more.
func (t *Table) Imports(ctx context.Context, after string, limit int) (found []imports.Import, next string, err error) {
	shards := make([][]importRow, Shards)
	calls := make([]func() error, Shards)
	for shard := range shards {
		calls[shard] = func() (err error) { shards[shard], err = t.newestImports(ctx, shard, after, limit+1); return err }
	}
	if err := together(calls...); err != nil {
		return nil, "", err
	}
	rows := slices.Concat(shards...)
	slices.SortFunc(rows, func(a, b importRow) int { return strings.Compare(b.GSI2SK, a.GSI2SK) })
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].GSI2SK
	}
	for _, r := range rows {
		if !expired(r.TTL, t.now()) {
			found = append(found, r.read())
		}
	}
	return found, next, nil
}

func (t *Table) newestImports(ctx context.Context, shard int, after string, limit int) ([]importRow, error) {
	in := &dynamodb.QueryInput{
		TableName: &t.name, IndexName: aws.String("GSI2"), KeyConditionExpression: aws.String("GSI2PK = :imports"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":imports": text(importsPartition(shard))},
		ScanIndexForward:          aws.Bool(false), Limit: aws.Int32(int32(limit)),
	}
	if after != "" {
		in.KeyConditionExpression = aws.String("GSI2PK = :imports AND GSI2SK < :after")
		in.ExpressionAttributeValues[":after"] = text(after)
	}
	out, err := t.db.Query(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("query imports: %w", err)
	}
	var rows []importRow
	if err := attributevalue.UnmarshalListOfMaps(out.Items, &rows); err != nil {
		return nil, fmt.Errorf("read IMPORT rows: %w", err)
	}
	return rows, nil
}

// inParallel is how many rows are read or written at the same time where there are many.
const inParallel = 16

// inTurns runs calls, some of them at a time.
func inTurns(calls []func() error) error {
	for batch := range slices.Chunk(calls, inParallel) {
		if err := together(batch...); err != nil {
			return err
		}
	}
	return nil
}

// ImportParts reads parts of i, strongly consistent, in the order of numbers.
func (t *Table) ImportParts(ctx context.Context, i imports.Import, numbers []int) ([]imports.Part, error) {
	parts := make([]imports.Part, len(numbers))
	calls := make([]func() error, len(numbers))
	for at, number := range numbers {
		calls[at] = func() error {
			var r importPartRow
			if err := t.get(ctx, importPartKey(i.ID, i.Check, number), &r); err != nil {
				return err
			}
			parts[at].Number = number
			for _, l := range r.Lines {
				parts[at].Lines = append(parts[at].Lines, imports.Line(l))
			}
			return nil
		}
	}
	return parts, inTurns(calls)
}

func importPartItem(i imports.Import, p imports.Part) (map[string]types.AttributeValue, error) {
	r := importPartRow{Number: p.Number, TTL: i.ExpiresAt().Unix()}
	for _, l := range p.Lines {
		r.Lines = append(r.Lines, importLineRow(l))
	}
	return row(importPartKey(i.ID, i.Check, p.Number), r)
}

// PutImportParts writes the parts of i's check.
func (t *Table) PutImportParts(ctx context.Context, i imports.Import, parts []imports.Part) error {
	calls := make([]func() error, len(parts))
	for at, part := range parts {
		calls[at] = func() error {
			item, err := importPartItem(i, part)
			if err != nil {
				return err
			}
			if _, err := t.db.PutItem(ctx, &dynamodb.PutItemInput{TableName: &t.name, Item: item}); err != nil {
				return fmt.Errorf("put PART row: %w", err)
			}
			return nil
		}
	}
	return inTurns(calls)
}

// CreateImport writes a new import. The errors are what the caller's gate says, and *imports.Exists where it was made before.
func (t *Table) CreateImport(ctx context.Context, c imports.Change) error {
	item, err := row(importKey(c.After.ID), newImportRow(c.After, t.now()))
	if err != nil {
		return err
	}
	var tx transaction
	t.permit(&tx, people.Author{Caller: c.Caller})
	tx.guard(t.putNew(item), func(old map[string]types.AttributeValue) error {
		made, err := importOf(old)
		if err != nil {
			return err
		}
		return &imports.Exists{Import: made}
	})
	return t.commit(ctx, &tx)
}

// ChangeImport writes the next version of an import with its part and history, and gives or takes the turn to run, all or none. The errors are what the
// caller's gate says, *imports.Changed and *imports.OtherRunning.
func (t *Table) ChangeImport(ctx context.Context, c imports.Change) error {
	item, err := row(importKey(c.After.ID), newImportRow(c.After, t.now()))
	if err != nil {
		return err
	}
	var tx transaction
	t.permit(&tx, people.Author{Caller: c.Caller})
	put := t.put(item)
	put.Put.ConditionExpression = aws.String("version = :before")
	put.Put.ExpressionAttributeValues = map[string]types.AttributeValue{":before": number(int64(c.Before.Version))}
	tx.guard(put, func(map[string]types.AttributeValue) error { return &imports.Changed{} })
	if err := t.turn(&tx, c); err != nil {
		return err
	}
	if c.Part != nil {
		part, err := importPartItem(c.After, *c.Part)
		if err != nil {
			return err
		}
		tx.add(t.put(part))
	}
	for _, entry := range c.History {
		line, err := historyItem(entry)
		if err != nil {
			return err
		}
		tx.add(t.put(line))
	}
	return t.commit(ctx, &tx)
}

// turnRow says which import runs.
type turnRow struct {
	Import imports.ID `dynamodbav:"import"`
}

// turn takes the turn for an import that begins to run, and gives it back for one that does no longer.
func (t *Table) turn(tx *transaction, c imports.Change) error {
	was, is := c.Before.State == imports.Running, c.After.State == imports.Running
	mine := map[string]types.AttributeValue{":import": text(string(c.After.ID))}
	switch {
	case is && !was:
		item, err := row(importTurnKey(), turnRow{Import: c.After.ID})
		if err != nil {
			return err
		}
		put := t.putNew(item)
		tx.guard(put, func(old map[string]types.AttributeValue) error {
			var other turnRow
			if err := attributevalue.UnmarshalMap(old, &other); err != nil {
				return fmt.Errorf("read IMPORTTURN row: %w", err)
			}
			return &imports.OtherRunning{ID: other.Import}
		})
	case was && !is:
		tx.add(types.TransactWriteItem{Delete: &types.Delete{
			TableName: &t.name, Key: importTurnKey().item(), ConditionExpression: aws.String("attribute_not_exists(PK) OR #import = :import"),
			ExpressionAttributeNames: map[string]string{"#import": "import"}, ExpressionAttributeValues: mine,
		}})
	}
	return nil
}

// runs checks that the import of a mandate runs, under the mandate's claim.
func (t *Table) runs(m people.Mandate) types.TransactWriteItem {
	return types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{
		TableName: &t.name, Key: importKey(imports.ID(m.Import)).item(), ConditionExpression: aws.String("#state = :running AND claim = :claim"),
		ExpressionAttributeNames:  map[string]string{"#state": "state"},
		ExpressionAttributeValues: map[string]types.AttributeValue{":running": text(string(imports.Running)), ":claim": text(m.Claim)},
	}}
}

// ofTeam checks that somebody is of the team and active.
func (t *Table) ofTeam(id person.ID) types.TransactWriteItem {
	return types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{
		TableName: &t.name, Key: gateKey(id).item(), ConditionExpression: aws.String("#state = :active AND #role IN (:agent, :administrator)"),
		ExpressionAttributeNames: map[string]string{"#state": "state", "#role": "role"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":active": text(string(person.Active)), ":agent": text(string(person.Agent)), ":administrator": text(string(person.Administrator)),
		},
	}}
}

// batchSize is the most rows that DynamoDB reads at once.
const batchSize = 100

// Holders gives who has each of the addresses that somebody has, or that are kept for somebody, strongly consistent.
func (t *Table) Holders(ctx context.Context, addressKeys []string) (map[string]imports.Holder, error) {
	var calls []func() error
	var found [][]map[string]types.AttributeValue
	batches := slices.Collect(slices.Chunk(addressKeys, batchSize))
	found = make([][]map[string]types.AttributeValue, len(batches))
	for at, batch := range batches {
		calls = append(calls, func() (err error) { found[at], err = t.addresses(ctx, batch); return err })
	}
	if err := inTurns(calls); err != nil {
		return nil, err
	}
	holders := map[string]imports.Holder{}
	for _, item := range slices.Concat(found...) {
		var r struct {
			PK string `dynamodbav:"PK"`
			addressRow
		}
		if err := attributevalue.UnmarshalMap(item, &r); err != nil {
			return nil, fmt.Errorf("read ADDRESS row: %w", err)
		}
		address := strings.TrimPrefix(r.PK, addressKey("").PK)
		if kept := r.kept(t.now()); kept || r.Person != "" {
			holders[address] = imports.Holder{Person: r.Person, Kind: r.Kind, Kept: kept}
		}
	}
	return holders, nil
}

// errThrottled means that DynamoDB left rows of a batch out, again and again.
var errThrottled = errors.New("the table is too busy for a batch")

// addresses reads ADDRESS rows, and those again that DynamoDB left out, after a pause that grows.
func (t *Table) addresses(ctx context.Context, addresses []string) ([]map[string]types.AttributeValue, error) {
	keys := make([]map[string]types.AttributeValue, len(addresses))
	for i, address := range addresses {
		keys[i] = addressKey(address).item()
	}
	var items []map[string]types.AttributeValue
	for attempt := range 6 {
		out, err := t.db.BatchGetItem(ctx, &dynamodb.BatchGetItemInput{
			RequestItems: map[string]types.KeysAndAttributes{t.name: {Keys: keys, ConsistentRead: aws.Bool(true)}},
		})
		if err != nil {
			return nil, fmt.Errorf("get ADDRESS rows: %w", err)
		}
		items = append(items, out.Responses[t.name]...)
		if keys = out.UnprocessedKeys[t.name].Keys; len(keys) == 0 {
			return items, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Duration(50<<attempt) * time.Millisecond):
		}
	}
	return nil, errThrottled
}
