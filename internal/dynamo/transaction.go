package dynamo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/gate"
	"portico/internal/people"
	"portico/internal/person"
)

// transaction collects the items of a write and what a failed condition means. Of several that fail, the first that was added speaks.
type transaction struct {
	items []types.TransactWriteItem
	fails map[int]failure
}

// failure makes an error of the item as it was when its condition failed; nil where there was none.
type failure func(old map[string]types.AttributeValue) error

func (tx *transaction) add(items ...types.TransactWriteItem) {
	tx.items = append(tx.items, items...)
}

func (tx *transaction) guard(item types.TransactWriteItem, fails failure) {
	if tx.fails == nil {
		tx.fails = map[int]failure{}
	}
	tx.fails[len(tx.items)] = fails
	tx.items = append(tx.items, item)
}

// commit writes tx. The errors are those of its failures; Busy where other transactions held an item for too long.
func (t *Table) commit(ctx context.Context, tx *transaction) error {
	err := t.transact(ctx, tx.items, "")
	if errors.Is(err, ErrContention) {
		return people.Busy.Because(err)
	}
	cancelled, ok := errors.AsType[*Cancelled](err)
	if !ok {
		return err
	}
	for i := range tx.items {
		if fails := tx.fails[i]; fails != nil && cancelled.Failed[i] {
			return fails(cancelled.Old[i])
		}
	}
	return fmt.Errorf("commit: %w", cancelled)
}

// permit holds tx to what the author's gate allows. An operator has none.
func (t *Table) permit(tx *transaction, by people.Author) {
	if c := by.Caller; c != nil {
		tx.guard(t.permitted(*c), func(old map[string]types.AttributeValue) error { return refusal(*c, old) })
	}
	if m := by.Mandate; m != nil {
		tx.guard(t.runs(*m), func(map[string]types.AttributeValue) error { return people.ErrMandateOver })
		tx.guard(t.ofTeam(m.Giver), func(map[string]types.AttributeValue) error { return people.ErrMandateVoid })
	}
}

// repeatLife is how long a repeat of a request is known as one.
const repeatLife = 24 * time.Hour

// idempotencyRow is the mark of a request that was done. Hash says what it asked for, About whom or what it was about.
type idempotencyRow struct {
	Hash  string `dynamodbav:"hash"`
	About string `dynamodbav:"person"`
	TTL   int64  `dynamodbav:"ttl"`
}

// once holds tx to being done once: a repeat gives *people.Repeated, another request with the key IdempotencyMismatch.
func (t *Table) once(tx *transaction, by people.Author, r people.Repeat, about person.ID) error {
	return t.onceFor(tx, by, r, string(about), func(about string) error { return &people.Repeated{Person: person.ID(about)} })
}

// onceFor is once for a request about anything. A repeat gives what done makes of that.
func (t *Table) onceFor(tx *transaction, by people.Author, r people.Repeat, about string, done func(about string) error) error {
	if r.Key == "" || by.Caller == nil {
		return nil
	}
	item, err := row(idempotencyKey(by.Caller.Person, r.Key), idempotencyRow{Hash: r.Hash, About: about, TTL: r.Now.Add(repeatLife).Unix()})
	if err != nil {
		return err
	}
	put := t.putNew(item)
	put.Put.ConditionExpression = aws.String("attribute_not_exists(PK) OR #ttl <= :now")
	put.Put.ExpressionAttributeNames = map[string]string{"#ttl": "ttl"}
	put.Put.ExpressionAttributeValues = map[string]types.AttributeValue{":now": number(r.Now.Unix())}
	tx.guard(put, func(old map[string]types.AttributeValue) error {
		var mark idempotencyRow
		if err := attributevalue.UnmarshalMap(old, &mark); err != nil {
			return fmt.Errorf("read IDEMPOTENCY row: %w", err)
		}
		if mark.Hash != r.Hash {
			return people.IdempotencyMismatch
		}
		return done(mark.About)
	})
	return nil
}

// changed is the failure of an item that holds a person's version.
func changed(old map[string]types.AttributeValue) error {
	now, err := readPerson(old)
	if err != nil {
		return err
	}
	return &people.Changed{Now: now}
}

// unchanged checks that p's record is of p's version still.
func (t *Table) unchanged(tx *transaction, p person.Person) {
	tx.guard(types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{
		TableName: &t.name, Key: personKey(p.ID).item(), ConditionExpression: aws.String("version = :version"),
		ExpressionAttributeValues:           map[string]types.AttributeValue{":version": number(int64(p.Version))},
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}}, changed)
}

// gateOf gives the gate of an item, and the zero Gate, which permits nothing, where there is no item.
func gateOf(item map[string]types.AttributeValue) (gate.Gate, error) {
	var r gateRow
	if err := attributevalue.UnmarshalMap(item, &r); err != nil {
		return gate.Gate{}, fmt.Errorf("read GATE row: %w", err)
	}
	return r.gate(), nil
}
