package dynamo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/gate"
	"portico/internal/person"
)

// ErrNotFound means that there is no such row (or that it has expired).
var ErrNotFound = errors.New("no such row")

// Table is Portico's table.
type Table struct {
	db   *dynamodb.Client
	name string
	now  func() time.Time
}

// Open makes the Table named name. Nothing is called before the first use.
func Open(cfg aws.Config, name string) *Table {
	return &Table{db: dynamodb.NewFromConfig(cfg), name: name, now: time.Now}
}

// get reads the row at k, strongly consistent, into out. ErrNotFound where there is none.
func (t *Table) get(ctx context.Context, k key, out any) error {
	got, err := t.db.GetItem(ctx, &dynamodb.GetItemInput{TableName: &t.name, Key: k.item(), ConsistentRead: aws.Bool(true)})
	if err != nil {
		return fmt.Errorf("get %s row: %w", k.SK, err)
	}
	if got.Item == nil {
		return ErrNotFound
	}
	if err := attributevalue.UnmarshalMap(got.Item, out); err != nil {
		return fmt.Errorf("read %s row: %w", k.SK, err)
	}
	return nil
}

// Cancelled says which items of a transaction failed their conditions. Failed[i] belongs to the i-th item.
type Cancelled struct {
	Failed []bool
	// Old[i] is the item that made condition i fail, where ReturnValuesOnConditionCheckFailure asked for it.
	Old []map[string]types.AttributeValue
}

// Error names the failed items by place.
func (c *Cancelled) Error() string { return fmt.Sprintf("transaction cancelled: %v", c.Failed) }

// ErrContention means that a transaction met another one on the same item, again and again; the caller may try once more.
var ErrContention = errors.New("another transaction holds the item")

// transact writes all items or none. A failed condition gives *Cancelled; contention with other transactions is tried again a few times
// and then gives ErrContention. Token, where not empty, makes a repeat of the same transaction within ten minutes succeed without effect.
func (t *Table) transact(ctx context.Context, items []types.TransactWriteItem, token string) error {
	in := &dynamodb.TransactWriteItemsInput{TransactItems: items}
	if token != "" {
		in.ClientRequestToken = &token
	}
	for attempt := 0; ; attempt++ {
		_, err := t.db.TransactWriteItems(ctx, in)
		if err == nil {
			return nil
		}
		cancelled, ok := errors.AsType[*types.TransactionCanceledException](err)
		if !ok {
			return fmt.Errorf("transact: %w", err)
		}
		result, conflict := reasons(cancelled)
		if !conflict {
			return result
		}
		if attempt == 4 {
			return ErrContention
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(20<<attempt) * time.Millisecond):
		}
	}
}

func reasons(e *types.TransactionCanceledException) (*Cancelled, bool) {
	c := &Cancelled{Failed: make([]bool, len(e.CancellationReasons)), Old: make([]map[string]types.AttributeValue, len(e.CancellationReasons))}
	failed, conflict := false, false
	for i, reason := range e.CancellationReasons {
		switch aws.ToString(reason.Code) {
		case "ConditionalCheckFailed":
			c.Failed[i], c.Old[i], failed = true, reason.Item, true
		case "TransactionConflict":
			conflict = true
		}
	}
	return c, conflict && !failed
}

// row is the item of a struct together with its key.
func row(k key, v any) (map[string]types.AttributeValue, error) {
	item, err := attributevalue.MarshalMap(v)
	if err != nil {
		return nil, fmt.Errorf("make %s row: %w", k.SK, err)
	}
	item["PK"], item["SK"] = text(k.PK), text(k.SK)
	return item, nil
}

// permitted is the item of a transaction that holds the write to what c's gate allows at that moment. It fails where the person is no
// longer active, has another role or epoch than c, or the session has ended.
func (t *Table) permitted(c gate.Caller) types.TransactWriteItem {
	return types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{
		TableName:                &t.name,
		Key:                      gateKey(c.Person).item(),
		ConditionExpression:      aws.String("#state = :active AND #role = :role AND epoch = :epoch AND attribute_exists(sessions.#origin)"),
		ExpressionAttributeNames: map[string]string{"#state": "state", "#role": "role", "#origin": c.OriginJTI},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":active": text(string(person.Active)), ":role": text(string(c.Role)), ":epoch": number(int64(c.Epoch)),
		},
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}}
}

// gateRow is the GATE item.
type gateRow struct {
	Person   person.ID         `dynamodbav:"person"`
	State    person.State      `dynamodbav:"state"`
	Role     person.Role       `dynamodbav:"role"`
	Epoch    int               `dynamodbav:"epoch"`
	Sessions map[string]string `dynamodbav:"sessions"`
	Client   string            `dynamodbav:"client,omitempty"`
	Services person.Services   `dynamodbav:"services,omitempty"`

	NoLevel        bool `dynamodbav:"noLevel,omitempty"`
	SecondFactor   bool `dynamodbav:"secondFactor,omitempty"`
	FactorRequired bool `dynamodbav:"factorRequired,omitempty"`
	PasswordVoid   bool `dynamodbav:"passwordVoid,omitempty"`

	Moves []moveRow `dynamodbav:"moves,omitempty"`
}

// moveRow is a change of address that can be taken back.
type moveRow struct {
	Epoch int   `dynamodbav:"epoch"`
	Until int64 `dynamodbav:"until"`
}

func newGateRow(g gate.Gate) gateRow {
	return gateRow{
		Person: g.Person, State: g.State, Role: g.Role, Epoch: g.Epoch, Sessions: g.Sessions, Client: g.Client, Services: g.Services,
		NoLevel: g.NoLevel, SecondFactor: g.SecondFactor, FactorRequired: g.FactorRequired, PasswordVoid: g.PasswordVoid, Moves: newMoveRows(g.Moves),
	}
}

func (r gateRow) gate() gate.Gate {
	g := gate.Gate{
		Person: r.Person, State: r.State, Role: r.Role, Epoch: r.Epoch, Sessions: r.Sessions, Client: r.Client, Services: r.Services,
		NoLevel: r.NoLevel, SecondFactor: r.SecondFactor, FactorRequired: r.FactorRequired, PasswordVoid: r.PasswordVoid,
	}
	for _, m := range r.Moves {
		g.Moves = append(g.Moves, gate.Move{Epoch: m.Epoch, Until: fromMillis(m.Until)})
	}
	return g
}

func newMoveRows(moves []gate.Move) []moveRow {
	rows := make([]moveRow, len(moves))
	for i, m := range moves {
		rows[i] = moveRow{Epoch: m.Epoch, Until: millis(m.Until)}
	}
	return rows
}

// Gate reads somebody's gate, strongly consistent. ErrNotFound where there is no such person.
func (t *Table) Gate(ctx context.Context, id person.ID) (gate.Gate, error) {
	var r gateRow
	if err := t.get(ctx, gateKey(id), &r); err != nil {
		return gate.Gate{}, err
	}
	return r.gate(), nil
}

// refusal is what the gate in item, as it was when it failed to permit c's write, says to c.
func refusal(c gate.Caller, item map[string]types.AttributeValue) error {
	var r gateRow
	if err := attributevalue.UnmarshalMap(item, &r); err != nil {
		return fmt.Errorf("read GATE row: %w", err)
	}
	if err := r.gate().Permit(c); err != nil {
		return err
	}
	return gate.Stale // it changed between the condition and this reading
}
