package dynamo

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/people"
	"portico/internal/person"
)

// CreatePerson writes a new person with gate, reserved address, words, invitation, history and mail, all or none. The errors are what the author's
// gate says, *people.Repeated, people.IdempotencyMismatch and *people.Taken.
func (t *Table) CreatePerson(ctx context.Context, c people.Creation) error {
	var tx transaction
	t.permit(&tx, c.By)
	if err := t.once(&tx, c.By, c.Repeat, c.Person.ID); err != nil {
		return err
	}
	if err := t.reserve(&tx, c.Person); err != nil {
		return err
	}
	rows, err := newcomer(c)
	if err != nil {
		return err
	}
	for _, item := range rows {
		tx.add(t.putNew(item))
	}
	return t.commit(ctx, &tx)
}

// reserve gives p's address to p, or fails with *people.Taken.
func (t *Table) reserve(tx *transaction, p person.Person) error {
	item, err := row(addressKey(p.AddressKey), addressRow{Person: p.ID, Kind: people.KindOf(p.Role)})
	if err != nil {
		return err
	}
	put := t.putNew(item)
	put.Put.ConditionExpression = aws.String(unreserved)
	put.Put.ExpressionAttributeValues = map[string]types.AttributeValue{":now": number(millis(t.now()))}
	tx.guard(put, func(old map[string]types.AttributeValue) error {
		var taken addressRow
		if err := attributevalue.UnmarshalMap(old, &taken); err != nil {
			return fmt.Errorf("read ADDRESS row: %w", err)
		}
		if taken.kept(t.now()) {
			return &people.Taken{Owner: taken.Former, Kind: taken.Kind, KeptUntil: fromMillis(taken.Until)}
		}
		return &people.Taken{Owner: taken.Person, Kind: taken.Kind}
	})
	return nil
}

// newcomer gives the items that only a new person has.
func newcomer(c people.Creation) ([]map[string]types.AttributeValue, error) {
	var items []map[string]types.AttributeValue
	var failed error
	add := func(item map[string]types.AttributeValue, err error) {
		if err != nil {
			failed = err
		}
		items = append(items, item)
	}
	add(personItem(c.Person))
	add(row(gateKey(c.Person.ID), gateRow{
		Person: c.Person.ID, State: c.Person.Access(), Role: c.Person.Role, Epoch: 1, Sessions: map[string]string{}, Services: c.Person.Services, NoLevel: c.Person.WithoutLevel(),
	}))
	add(proofItem(c.Invitation))
	for _, entry := range c.History {
		add(historyItem(entry))
	}
	if c.Mail != nil {
		add(mailItem(*c.Mail))
	}
	words, err := wordItems(c.Person)
	for _, item := range words {
		add(item, err)
	}
	return items, failed
}
