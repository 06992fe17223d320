package dynamo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/people"
	"portico/internal/person"
)

// personRow is the PERSON item. A WORD item carries it too, without the attributes of GSI1.
type personRow struct {
	ID         person.ID       `dynamodbav:"id"`
	Name       string          `dynamodbav:"name"`
	Email      string          `dynamodbav:"email"`
	AddressKey string          `dynamodbav:"addressKey"`
	Role       person.Role     `dynamodbav:"role"`
	State      person.State    `dynamodbav:"state"`
	Activated  bool            `dynamodbav:"activated"`
	Language   person.Language `dynamodbav:"language"`
	Level      person.Level    `dynamodbav:"level,omitempty"`
	Services   person.Services `dynamodbav:"services,omitempty"`
	Invitation person.ProofID  `dynamodbav:"invitation,omitempty"`
	Company    string          `dynamodbav:"company,omitempty"`
	Factor     bool            `dynamodbav:"factorRequired,omitempty"`
	CreatedAt  int64           `dynamodbav:"createdAt"`
	Version    int             `dynamodbav:"version"`
	GSI1PK     string          `dynamodbav:"GSI1PK,omitempty"`
	GSI1SK     string          `dynamodbav:"GSI1SK,omitempty"`
}

// addressRow is the reservation of an address.
type addressRow struct {
	Person person.ID   `dynamodbav:"person"` // empty where it was given up
	Kind   people.Kind `dynamodbav:"kind"`
	Former person.ID   `dynamodbav:"former,omitempty"` // who gave it up; nobody else gets it before Until
	Until  int64       `dynamodbav:"keptUntil,omitempty"`
	TTL    int64       `dynamodbav:"ttl,omitempty"`
}

// kept tells whether the address was given up and nobody but its former owner gets it yet. The row itself can be there for longer: DynamoDB deletes
// what has run out when it comes to it.
func (r addressRow) kept(now time.Time) bool {
	return r.Person == "" && r.Former != "" && now.Before(fromMillis(r.Until))
}

// unreserved is the condition, on an ADDRESS item, that nobody has the address and that it is kept for nobody at :now.
const unreserved = "attribute_not_exists(PK) OR keptUntil <= :now"

// wordRow is one word that somebody is found by. Words are all of them, sorted.
type wordRow struct {
	personRow
	Words []string `dynamodbav:"words"`
}

func newPersonRow(p person.Person) personRow {
	return personRow{
		ID: p.ID, Name: p.Name, Email: p.Email, AddressKey: p.AddressKey, Role: p.Role, State: p.State, Activated: p.Activated,
		Language: p.Language, Level: p.Level, Services: p.Services, Invitation: p.Invitation, Company: p.Company, Factor: p.FactorRequired,
		CreatedAt: millis(p.CreatedAt), Version: p.Version,
	}
}

func (r personRow) person() person.Person {
	return person.Person{
		ID: r.ID, Name: r.Name, Email: r.Email, AddressKey: r.AddressKey, Role: r.Role, State: r.State, Activated: r.Activated,
		Language: r.Language, Level: r.Level, Services: r.Services, Invitation: r.Invitation, Company: r.Company, CreatedAt: fromMillis(r.CreatedAt),
		Version: r.Version, FactorRequired: r.Factor,
	}
}

// personItem is p's whole PERSON item.
func personItem(p person.Person) (map[string]types.AttributeValue, error) {
	r := newPersonRow(p)
	r.GSI1PK, r.GSI1SK = peoplePartition(people.KindOf(p.Role), shardOf(string(p.ID))), instant(fromMillis(r.CreatedAt))+"#"+string(p.ID)
	return row(personKey(p.ID), r)
}

// readPerson gives the person of a PERSON item.
func readPerson(item map[string]types.AttributeValue) (person.Person, error) {
	var r personRow
	if err := attributevalue.UnmarshalMap(item, &r); err != nil {
		return person.Person{}, fmt.Errorf("read PERSON row: %w", err)
	}
	return r.person(), nil
}

// Person reads a person, strongly consistent. ErrNotFound where there is none.
func (t *Table) Person(ctx context.Context, id person.ID) (person.Person, error) {
	var r personRow
	if err := t.get(ctx, personKey(id), &r); err != nil {
		return person.Person{}, err
	}
	return r.person(), nil
}

// reservation reads who has an address, or for whom it is kept, strongly consistent; zero where nobody does.
func (t *Table) reservation(ctx context.Context, address string) (addressRow, error) {
	var r addressRow
	err := t.get(ctx, addressKey(address), &r)
	return r, unlessMissing(err)
}

// Owner gives who has an address, strongly consistent. ErrNotFound where nobody does.
func (t *Table) Owner(ctx context.Context, address string) (person.ID, error) {
	r, err := t.reservation(ctx, address)
	if err == nil && r.Person == "" {
		return "", ErrNotFound
	}
	return r.Person, err
}

// Holder gives who has an address, strongly consistent; empty where nobody does.
func (t *Table) Holder(ctx context.Context, address string) (person.ID, error) {
	id, err := t.Owner(ctx, address)
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	return id, err
}

// replacePerson gives the items of a transaction that make before into after: the PERSON item first, which fails with the item as it is now where
// its version is not before's, and the WORD items.
func (t *Table) replacePerson(before, after person.Person) ([]types.TransactWriteItem, error) {
	item, err := personItem(after)
	if err != nil {
		return nil, err
	}
	items := []types.TransactWriteItem{{Put: &types.Put{
		TableName: &t.name, Item: item, ConditionExpression: aws.String("version = :before"),
		ExpressionAttributeValues:           map[string]types.AttributeValue{":before": number(int64(before.Version))},
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}}}
	words, err := t.replaceWords(before, after)
	return append(items, words...), err
}

// replaceWords deletes the WORD items that after is no longer found by, and puts the others.
func (t *Table) replaceWords(before, after person.Person) ([]types.TransactWriteItem, error) {
	rows, err := wordItems(after)
	if err != nil {
		return nil, err
	}
	kept := map[key]bool{}
	var items []types.TransactWriteItem
	for k, item := range rows {
		kept[k] = true
		items = append(items, t.put(item))
	}
	for _, word := range people.Words(before) {
		if k := wordKey(people.KindOf(before.Role), word, before.ID); !kept[k] {
			items = append(items, types.TransactWriteItem{Delete: &types.Delete{TableName: &t.name, Key: k.item()}})
		}
	}
	return items, nil
}

// wordItems are the WORD items of p.
func wordItems(p person.Person) (map[key]map[string]types.AttributeValue, error) {
	items := map[key]map[string]types.AttributeValue{}
	words := people.Words(p)
	for _, word := range words {
		k := wordKey(people.KindOf(p.Role), word, p.ID)
		item, err := row(k, wordRow{personRow: newPersonRow(p), Words: words})
		if err != nil {
			return nil, err
		}
		items[k] = item
	}
	return items, nil
}
