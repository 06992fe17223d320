package dynamo

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/gate"
	"portico/internal/identity"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/proof"
	"portico/internal/registration"
)

// registrationRow is the REGISTRATION item. It is the same for an address that is known or refused.
type registrationRow struct {
	ID          string          `dynamodbav:"id"`
	Name        string          `dynamodbav:"name"`
	Email       string          `dynamodbav:"email"`
	AddressKey  string          `dynamodbav:"addressKey"`
	Language    person.Language `dynamodbav:"language"`
	KeyID       string          `dynamodbav:"keyId"`
	Generation  int             `dynamodbav:"generation"`
	Tries       int             `dynamodbav:"tries"`
	Asked       int             `dynamodbav:"asked"`
	ConfirmedBy string          `dynamodbav:"confirmedBy,omitempty"`
	CreatedAt   int64           `dynamodbav:"createdAt"`
	CodeUntil   int64           `dynamodbav:"codeUntil"`
	ExpiresAt   int64           `dynamodbav:"expiresAt"`
	TTL         int64           `dynamodbav:"ttl"`
}

func (r registrationRow) registration() registration.Registration {
	return registration.Registration{
		ID: r.ID, Name: r.Name, Email: r.Email, AddressKey: r.AddressKey, Language: r.Language, KeyID: r.KeyID, Generation: r.Generation,
		Tries: r.Tries, Asked: r.Asked, ConfirmedBy: r.ConfirmedBy, CreatedAt: fromMillis(r.CreatedAt), CodeUntil: fromMillis(r.CodeUntil),
		ExpiresAt: fromMillis(r.ExpiresAt),
	}
}

// Registration reads a registration, strongly consistent. ErrNotFound where there is none, or none any more.
func (t *Table) Registration(ctx context.Context, id string) (registration.Registration, error) {
	var r registrationRow
	if err := t.get(ctx, registrationKey(id), &r); err != nil {
		return registration.Registration{}, err
	}
	if expired(r.TTL, t.now()) {
		return registration.Registration{}, ErrNotFound
	}
	return r.registration(), nil
}

// OpenRegistration writes a registration and the wish for its mail, both or none. Writing the same again succeeds.
func (t *Table) OpenRegistration(ctx context.Context, r registration.Registration, wish outbox.Request) error {
	item, err := row(registrationKey(r.ID), registrationRow{
		ID: r.ID, Name: r.Name, Email: r.Email, AddressKey: r.AddressKey, Language: r.Language, KeyID: r.KeyID, Asked: r.Asked,
		CreatedAt: millis(r.CreatedAt), CodeUntil: millis(r.CodeUntil), ExpiresAt: millis(r.ExpiresAt), TTL: r.ExpiresAt.Unix(),
	})
	if err != nil {
		return err
	}
	request, err := t.requestItem(wish)
	if err != nil {
		return err
	}
	err = t.transact(ctx, []types.TransactWriteItem{t.putNew(item), request}, "")
	if _, there := errors.AsType[*Cancelled](err); there {
		return nil
	}
	return contended(err)
}

// AskAgain counts one more asking for a registration's mail, gives its code fresh tries and time, and writes the wish, all or none. Asking with the same
// wish again succeeds. identity.ErrRanOut where the address has no such registration that can be completed, identity.ErrTooOften past registration.MaxMails.
func (t *Table) AskAgain(ctx context.Context, r registration.Registration, wish outbox.Request) error {
	request, err := t.requestItem(wish)
	if err != nil {
		return err
	}
	err = t.transact(ctx, []types.TransactWriteItem{request, {Update: &types.Update{
		TableName: &t.name, Key: registrationKey(r.ID).item(), UpdateExpression: aws.String("SET asked = asked + :one, tries = :none, codeUntil = :until"),
		ConditionExpression: aws.String("addressKey = :address AND asked < :most AND expiresAt > :now AND attribute_not_exists(confirmedBy)"),
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":one": number(1), ":none": number(0), ":until": number(millis(r.CodeUntil)), ":address": text(r.AddressKey),
			":most": number(registration.MaxMails), ":now": number(millis(t.now())),
		},
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}}}, "")
	cancelled, ok := errors.AsType[*Cancelled](err)
	if !ok {
		return contended(err)
	}
	if cancelled.Failed[0] {
		return nil
	}
	var old registrationRow
	if err := attributevalue.UnmarshalMap(cancelled.Old[1], &old); err != nil {
		return fmt.Errorf("read REGISTRATION row: %w", err)
	}
	if old.AddressKey != r.AddressKey || old.ConfirmedBy != "" || old.ExpiresAt <= millis(t.now()) {
		return identity.ErrRanOut
	}
	return identity.ErrTooOften
}

// TryRegistration counts one try of a registration's code, right or wrong, and gives the registration with that try. Where no more are allowed it gives the
// registration as it is and false; where there is none, zero and false.
func (t *Table) TryRegistration(ctx context.Context, id string) (registration.Registration, bool, error) {
	out, err := t.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &t.name, Key: registrationKey(id).item(), UpdateExpression: aws.String("SET tries = tries + :one"),
		ConditionExpression: aws.String("tries < :most AND codeUntil > :now"),
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":one": number(1), ":most": number(registration.MaxTries), ":now": number(millis(t.now())),
		},
		ReturnValues:                        types.ReturnValueAllNew,
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	})
	failed, refused := errors.AsType[*types.ConditionalCheckFailedException](err)
	if err != nil && !refused {
		return registration.Registration{}, false, fmt.Errorf("update REGISTRATION row: %w", err)
	}
	var item map[string]types.AttributeValue
	if refused {
		item = failed.Item
	} else {
		item = out.Attributes
	}
	var r registrationRow
	if err := attributevalue.UnmarshalMap(item, &r); err != nil {
		return registration.Registration{}, false, fmt.Errorf("read REGISTRATION row: %w", err)
	}
	return r.registration(), !refused, nil
}

// ConfirmRegistration notes the attempt that typed the right code. identity.ErrChanged where another attempt has.
func (t *Table) ConfirmRegistration(ctx context.Context, id, attempt string) error {
	_, err := t.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &t.name, Key: registrationKey(id).item(), UpdateExpression: aws.String("SET confirmedBy = :attempt"),
		ConditionExpression:       aws.String("attribute_exists(PK) AND (attribute_not_exists(confirmedBy) OR confirmedBy = :attempt)"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":attempt": text(attempt)},
	})
	if _, taken := errors.AsType[*types.ConditionalCheckFailedException](err); taken {
		return identity.ErrChanged
	}
	if err != nil {
		return fmt.Errorf("update REGISTRATION row: %w", err)
	}
	return nil
}

// RegistrationProof reads the proof of a registration's link. Zero where there is none, or none any more.
func (t *Table) RegistrationProof(ctx context.Context, id person.ProofID) (proof.Proof, error) {
	p, err := t.Proof(ctx, id)
	return p, unlessMissing(err)
}

// Register makes the change of a registration: proof, person with words, gate, address, history and vouch, all or nothing. identity.ErrChanged where the proof
// is not as it was before, or somebody has the address or it is kept for them.
func (t *Table) Register(ctx context.Context, c identity.Change) error {
	put, err := t.vouchItem(c.Vouch)
	if err != nil {
		return err
	}
	p := c.After.Person
	items := []types.TransactWriteItem{t.useProof(c), put}
	add := func(item map[string]types.AttributeValue, e error) {
		items, err = append(items, t.putNew(item)), errors.Join(err, e)
	}
	add(personItem(p))
	add(row(gateKey(p.ID), newGateRow(c.After.Gate)))
	add(historyItem(c.History))
	words, wrong := wordItems(p)
	for _, item := range words {
		add(item, wrong)
	}
	taken, e := t.takeAddress(p, t.now())
	if err = errors.Join(err, wrong, e); err != nil {
		return err
	}
	return t.change(ctx, append(items, taken))
}

// toBe is the standing of whoever a registration makes a person of.
func toBe(p proof.Proof) identity.Standing {
	n := p.Newcomer
	return identity.Standing{
		Person: person.Person{
			ID: p.Person, Name: n.Name, Email: n.Email, AddressKey: n.AddressKey, Role: person.Customer, State: person.Invited, Language: n.Language,
			Level: person.Standard,
		},
		Gate: gate.Gate{Person: p.Person, State: person.Invited, Role: person.Customer, Sessions: map[string]string{}},
	}
}

// free is the item of a transaction that holds it to nobody having an address, and its being kept for nobody.
func (t *Table) free(address string) types.TransactWriteItem {
	return types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{
		TableName: &t.name, Key: addressKey(address).item(), ConditionExpression: aws.String(unreserved),
		ExpressionAttributeValues: map[string]types.AttributeValue{":now": number(millis(t.now()))},
	}}
}

// mailed is the item of a transaction that brings the code of a registration to the generation that is mailed, where it is still the one that was read.
func (t *Table) mailed(r registration.Registration) types.TransactWriteItem {
	return types.TransactWriteItem{Update: &types.Update{
		TableName: &t.name, Key: registrationKey(r.ID).item(), UpdateExpression: aws.String("SET generation = :next"),
		ConditionExpression: aws.String("generation = :before AND attribute_not_exists(confirmedBy)"),
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":next": number(int64(r.Generation + 1)), ":before": number(int64(r.Generation)),
		},
	}}
}
