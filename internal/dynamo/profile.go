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
	"portico/internal/profile"
	"portico/internal/session"
)

// Self reads a caller with their gate and the claim on it, and what the request with their Idempotency-Key (empty for none) asked for when it was
// done, all strongly consistent and at once.
func (t *Table) Self(ctx context.Context, id person.ID, key string) (profile.Self, error) {
	found, err := t.getMany(ctx, personKey(id), gateKey(id), idempotencyKey(id, key))
	if err != nil {
		return profile.Self{}, err
	}
	var self profile.Self
	if self.Person, err = readPerson(found[personKey(id)]); err != nil {
		return profile.Self{}, err
	}
	if self.Gate, err = gateOf(found[gateKey(id)]); err != nil {
		return profile.Self{}, err
	}
	var claim struct {
		Claim string `dynamodbav:"claim"`
	}
	if err := attributevalue.UnmarshalMap(found[gateKey(id)], &claim); err != nil {
		return profile.Self{}, fmt.Errorf("read GATE row: %w", err)
	}
	self.Claim = claim.Claim
	var done idempotencyRow
	if err := attributevalue.UnmarshalMap(found[idempotencyKey(id, key)], &done); err != nil {
		return profile.Self{}, fmt.Errorf("read IDEMPOTENCY row: %w", err)
	}
	if !expired(done.TTL, t.now()) {
		self.Done = done.Hash
	}
	return self, nil
}

// Sessions reads the rows of sessions, strongly consistent and at once. Those that are gone are not in the answer.
func (t *Table) Sessions(ctx context.Context, ids []string) ([]session.Session, error) {
	keys := make([]key, len(ids))
	for i, id := range ids {
		keys[i] = sessionKey(id)
	}
	found, err := t.getMany(ctx, keys...)
	if err != nil {
		return nil, err
	}
	var sessions []session.Session
	for _, item := range found {
		var r sessionRow
		if err := attributevalue.UnmarshalMap(item, &r); err != nil {
			return nil, fmt.Errorf("read SESSION row: %w", err)
		}
		if !expired(r.TTL, t.now()) {
			sessions = append(sessions, r.session())
		}
	}
	return sessions, nil
}

// ownGate is an update of the caller's own gate, held to what it permits.
func (t *Table) ownGate(by gate.Caller, expression string) *types.Update {
	check := t.permitted(by).ConditionCheck
	return &types.Update{
		TableName: check.TableName, Key: check.Key, UpdateExpression: &expression, ConditionExpression: check.ConditionExpression,
		ExpressionAttributeNames: check.ExpressionAttributeNames, ExpressionAttributeValues: check.ExpressionAttributeValues,
		ReturnValuesOnConditionCheckFailure: check.ReturnValuesOnConditionCheckFailure,
	}
}

// and adds a condition to an update.
func and(update *types.Update, condition string) {
	update.ConditionExpression = aws.String(*update.ConditionExpression + " AND " + condition)
}

// guardOwn adds an update of the caller's own gate to tx. Where it fails the gate speaks; where the gate has nothing against it, it has changed.
func (tx *transaction) guardOwn(by gate.Caller, update *types.Update) {
	tx.guard(types.TransactWriteItem{Update: update}, func(old map[string]types.AttributeValue) error {
		if err := refusal(by, old); !errors.Is(err, gate.Stale) {
			return err
		}
		now, err := gateOf(old)
		if err != nil {
			return err
		}
		if err := now.Permit(by); err != nil {
			return err
		}
		return profile.ErrChanged
	})
}

// ending makes the update of the gate and the order of revocation that an Ending is. The update begins with SET.
func (t *Table) ending(e profile.Ending) (*types.Update, types.TransactWriteItem, error) {
	id, put, err := t.order(e.By.Person)
	left := map[string]string{}
	for origin, session := range e.Seen.Sessions {
		if e.Ended[origin] == "" {
			left[origin] = session
		}
	}
	update := t.ownGate(e.By, "SET #ended = :ended, sessions = :left, epoch = :next")
	and(update, "sessions = :seen")
	update.ExpressionAttributeNames["#ended"] = endedAs(id)
	update.ExpressionAttributeValues[":ended"], update.ExpressionAttributeValues[":left"] = ending(e.Ended), ending(left)
	update.ExpressionAttributeValues[":seen"], update.ExpressionAttributeValues[":next"] = ending(e.Seen.Sessions), number(int64(e.Epoch))
	return update, put, err
}

// EndSessions ends some of the caller's own sessions and the trust in devices, with history and the order to revoke their tokens, all or nothing. The errors are what the
// caller's gate says, and profile.ErrChanged where it has other sessions by now.
func (t *Table) EndSessions(ctx context.Context, e profile.Ending) error {
	update, revocation, err := t.ending(e)
	if err != nil {
		return err
	}
	var tx transaction
	tx.guardOwn(e.By, update)
	tx.add(revocation)
	for _, device := range e.Distrusted {
		tx.add(types.TransactWriteItem{Delete: &types.Delete{TableName: &t.name, Key: deviceKey(e.By.Person, device).item()}})
	}
	return t.commitWith(ctx, &tx, e.History)
}

// ClaimSelf claims the caller's own gate for an attempt until the time given, as a proof of theirs would. The errors are what the gate says, and
// profile.ErrChanged where another attempt has it.
func (t *Table) ClaimSelf(ctx context.Context, by gate.Caller, claim string, until time.Time) error {
	update := t.ownGate(by, "SET claim = :claim, claimUntil = :until")
	and(update, "(attribute_not_exists(claim) OR claim = :claim OR claimUntil <= :now)")
	update.ExpressionAttributeValues[":claim"], update.ExpressionAttributeValues[":until"] = text(claim), number(millis(until))
	update.ExpressionAttributeValues[":now"] = number(millis(t.now()))
	var tx transaction
	tx.guardOwn(by, update)
	return t.commit(ctx, &tx)
}

// ChangePassword writes down that the caller's password was changed by the attempt that has the gate: other sessions end, the caller's own is proven,
// history, notice and the mark of the request are written, all or nothing. The errors are what the gate says, and profile.ErrChanged where it has
// other sessions by now, or another attempt has it.
func (t *Table) ChangePassword(ctx context.Context, c profile.PasswordChange) error {
	update, revocation, err := t.ending(c.Ending)
	if err != nil {
		return err
	}
	and(update, "claim = :claim")
	update.UpdateExpression = aws.String(*update.UpdateExpression + " REMOVE claim, claimUntil")
	update.ExpressionAttributeValues[":claim"] = text(c.Claim)
	mail, err := mailItem(c.Mail)
	if err != nil {
		return err
	}
	var tx transaction
	tx.guardOwn(c.By, update)
	if err := t.once(&tx, people.Author{Caller: &c.By}, c.Repeat, c.By.Person); err != nil {
		return err
	}
	tx.add(revocation, t.put(mail), t.proven(c.By, c.Session, c.History.At))
	err = t.commitWith(ctx, &tx, c.History)
	if _, repeated := errors.AsType[*people.Repeated](err); repeated {
		return profile.ErrChanged
	}
	return err
}

// proven is the item of a transaction that writes down when a session was proven last.
func (t *Table) proven(by gate.Caller, id string, at time.Time) types.TransactWriteItem {
	return types.TransactWriteItem{Update: &types.Update{
		TableName: &t.name, Key: sessionKey(id).item(), UpdateExpression: aws.String("SET provenAt = :at"),
		ConditionExpression:       aws.String("origin = :origin"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":at": number(millis(at)), ":origin": text(by.OriginJTI)},
	}}
}

// ProveSession writes down that the caller's session has just been proven. The errors are what the gate says.
func (t *Table) ProveSession(ctx context.Context, by gate.Caller, id string, at time.Time) error {
	var tx transaction
	t.permit(&tx, people.Author{Caller: &by})
	tx.add(t.proven(by, id, at))
	return t.commit(ctx, &tx)
}
