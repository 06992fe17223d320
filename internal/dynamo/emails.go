package dynamo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/gate"
	"portico/internal/identity"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/profile"
	"portico/internal/proof"
)

// keptFor is for how long an address that was given up is kept for who had it.
const keptFor = 30 * 24 * time.Hour

// ProofOf reads a proof, strongly consistent. The zero one where there is none, or none any more.
func (t *Table) ProofOf(ctx context.Context, id person.ProofID) (proof.Proof, error) {
	p, err := t.Proof(ctx, id)
	return p, unlessMissing(err)
}

// WishAddress writes the next generation of a code for another address, the wish that it be mailed, and the mark of the request, all or nothing. The errors
// are what the gate says, *people.Repeated, people.IdempotencyMismatch, and profile.ErrChanged where the code has another generation by now.
func (t *Table) WishAddress(ctx context.Context, w profile.AddressWish) error {
	var tx transaction
	t.permit(&tx, w.By)
	if err := t.once(&tx, w.By, w.Repeat, w.By.Caller.Person); err != nil {
		return err
	}
	item, err := proofItem(w.Code)
	if err != nil {
		return err
	}
	put := t.put(item)
	// A row that is not there any more for who reads it can still be there: DynamoDB deletes days late.
	put.Put.ConditionExpression = aws.String("attribute_not_exists(PK) OR generation = :before OR #ttl <= :now")
	put.Put.ExpressionAttributeNames = map[string]string{"#ttl": "ttl"}
	put.Put.ExpressionAttributeValues = map[string]types.AttributeValue{":before": number(int64(w.Before)), ":now": number(t.now().Unix())}
	tx.guard(put, func(map[string]types.AttributeValue) error { return profile.ErrChanged })
	wish, err := t.requestItem(w.Wish)
	if err != nil {
		return err
	}
	tx.add(wish)
	return t.commit(ctx, &tx)
}

// TryCode counts one try of a code, right or wrong; false where no more are allowed, or it is used or of another generation by now.
func (t *Table) TryCode(ctx context.Context, p proof.Proof, tries int) (bool, error) {
	_, err := t.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &t.name, Key: proofKey(p.ID).item(), UpdateExpression: aws.String("ADD tries :one"),
		ConditionExpression:      aws.String("#state = :open AND generation = :generation AND (attribute_not_exists(tries) OR tries < :most)"),
		ExpressionAttributeNames: map[string]string{"#state": "state"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":one": number(1), ":open": text(string(proof.Open)), ":generation": number(int64(p.Generation)), ":most": number(int64(tries)),
		},
	})
	if _, refused := errors.AsType[*types.ConditionalCheckFailedException](err); refused {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("update PROOF row: %w", err)
	}
	return true, nil
}

// CancelAddress ends the open code of a change of address. The errors are what the gate says, and profile.ErrChanged where it is not open any more.
func (t *Table) CancelAddress(ctx context.Context, by gate.Caller, p proof.Proof) error {
	var tx transaction
	t.permit(&tx, people.Author{Caller: &by})
	tx.guard(types.TransactWriteItem{Update: &types.Update{
		TableName: &t.name, Key: proofKey(p.ID).item(), UpdateExpression: aws.String("SET #state = :dead"),
		ConditionExpression:      aws.String("#state = :open AND generation = :generation"),
		ExpressionAttributeNames: map[string]string{"#state": "state"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":dead": text(string(proof.Dead)), ":open": text(string(proof.Open)), ":generation": number(int64(p.Generation)),
		},
	}}, func(map[string]types.AttributeValue) error { return profile.ErrChanged })
	return t.commit(ctx, &tx)
}

// useOpen is the item of a transaction that uses up an open proof.
func (t *Table) useOpen(p proof.Proof, at time.Time) types.TransactWriteItem {
	return types.TransactWriteItem{Update: &types.Update{
		TableName: &t.name, Key: proofKey(p.ID).item(), UpdateExpression: aws.String("SET #state = :used, usedAt = :at"),
		ConditionExpression:      aws.String("#state = :open AND generation = :generation"),
		ExpressionAttributeNames: map[string]string{"#state": "state"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":used": text(string(proof.Used)), ":open": text(string(proof.Open)), ":at": number(millis(at)), ":generation": number(int64(p.Generation)),
		},
	}}
}

// takeAddress is the item of a transaction that gives an address to p: one that nobody has, or that is kept for p, or is kept no longer.
func (t *Table) takeAddress(p person.Person, at time.Time) (types.TransactWriteItem, error) {
	item, err := row(addressKey(p.AddressKey), addressRow{Person: p.ID, Kind: people.KindOf(p.Role)})
	put := t.put(item)
	put.Put.ConditionExpression = aws.String(unreserved + " OR former = :me")
	put.Put.ExpressionAttributeValues = map[string]types.AttributeValue{":me": text(string(p.ID)), ":now": number(millis(at))}
	return put, err
}

// giveUp is the item of a transaction with which p no longer has an address; for a while nobody else gets it.
func (t *Table) giveUp(p person.Person, at time.Time) (types.TransactWriteItem, error) {
	until := at.Add(keptFor)
	item, err := row(addressKey(p.AddressKey), addressRow{Kind: people.KindOf(p.Role), Former: p.ID, Until: millis(until), TTL: until.Unix()})
	put := t.put(item)
	put.Put.ConditionExpression = aws.String("person = :me")
	put.Put.ExpressionAttributeValues = map[string]types.AttributeValue{":me": text(string(p.ID))}
	return put, err
}

// ChangeAddress makes an AddressChange, all or nothing. The errors are what the gate says, people.AddressTaken where somebody else has the address, or had
// it lately, and profile.ErrChanged.
func (t *Table) ChangeAddress(ctx context.Context, c profile.AddressChange) error {
	update, revocation, err := t.ending(c.Ending)
	if err != nil {
		return err
	}
	moves, err := attributevalue.Marshal(newMoveRows(c.Moves))
	if err != nil {
		return fmt.Errorf("make the moves of a GATE row: %w", err)
	}
	update.UpdateExpression = aws.String(*update.UpdateExpression + ", moves = :moves")
	update.ExpressionAttributeValues[":moves"] = moves
	var tx transaction
	tx.guardOwn(c.By, update)
	changed := func(map[string]types.AttributeValue) error { return profile.ErrChanged }
	tx.guard(t.useOpen(c.Code, c.History.At), changed)
	taken, err := t.takeAddress(c.After, c.History.At)
	if err != nil {
		return err
	}
	tx.guard(taken, func(map[string]types.AttributeValue) error { return people.AddressTaken })
	given, err := t.giveUp(c.Before, c.History.At)
	if err != nil {
		return err
	}
	tx.guard(given, changed)
	items, err := t.replacePerson(c.Before, c.After)
	if err != nil {
		return err
	}
	tx.guard(items[0], changed)
	tx.add(items[1:]...)
	if err := t.once(&tx, people.Author{Caller: &c.By}, c.Repeat, c.By.Person); err != nil {
		return err
	}
	undo, err := proofItem(c.Undo)
	if err != nil {
		return err
	}
	mail, err := mailItem(c.Mail)
	if err != nil {
		return err
	}
	tx.add(revocation, t.putNew(undo), t.put(mail))
	err = t.commitWith(ctx, &tx, c.History)
	if _, repeated := errors.AsType[*people.Repeated](err); repeated {
		return profile.ErrChanged
	}
	return err
}

// RestoreAddress makes a Restoration, all or nothing: the address that was given up is its person's again, if it is not already, every session ends, the
// password opens nothing until a link sets another, and what was changed since is undone for good. identity.ErrChanged where anything is not as it was before.
func (t *Table) RestoreAddress(ctx context.Context, r identity.Restoration) error {
	before, at := r.Before, r.History.At
	moves, err := attributevalue.Marshal(newMoveRows(r.Moves))
	if err != nil {
		return fmt.Errorf("make the moves of a GATE row: %w", err)
	}
	gate := &types.Update{
		TableName: &t.name, Key: gateKey(before.Person.ID).item(),
		UpdateExpression:         aws.String("SET epoch = :next, sessions = :none, moves = :moves, passwordVoid = :void"),
		ConditionExpression:      aws.String("epoch = :epoch AND #state = :active"),
		ExpressionAttributeNames: map[string]string{"#state": "state"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":next": number(int64(before.Gate.Epoch + 1)), ":none": ending(nil), ":moves": moves, ":epoch": number(int64(before.Gate.Epoch)),
			":active": text(string(person.Active)), ":void": &types.AttributeValueMemberBOOL{Value: true},
		},
	}
	revocation, err := t.endAll(before.Person.ID, gate)
	if err != nil {
		return err
	}
	addresses, err := t.exchange(before.Person, r.After, at)
	if err != nil {
		return err
	}
	record, err := t.replacePerson(before.Person, r.After)
	if err != nil {
		return err
	}
	entry, err := historyItem(r.History)
	if err != nil {
		return err
	}
	reset, err := proofItem(r.Reset)
	if err != nil {
		return err
	}
	mail, err := mailItem(r.Mail)
	if err != nil {
		return err
	}
	items := []types.TransactWriteItem{{Update: gate}, t.useOpen(before.Proof, at), revocation, t.put(entry), t.putNew(reset), t.put(mail)}
	return t.change(ctx, slices.Concat(items, addresses, record))
}

// exchange are the items of a transaction that give after's address to them and give up before's. There are none where it is the same, which they have.
func (t *Table) exchange(before, after person.Person, at time.Time) ([]types.TransactWriteItem, error) {
	if before.AddressKey == after.AddressKey {
		return nil, nil
	}
	taken, err := t.takeAddress(after, at)
	if err != nil {
		return nil, err
	}
	given, err := t.giveUp(before, at)
	return []types.TransactWriteItem{taken, given}, err
}
