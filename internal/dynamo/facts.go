package dynamo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/gate"
	"portico/internal/identity"
	"portico/internal/person"
	"portico/internal/proof"
	"portico/internal/vouch"
)

// Facts reads a proof and whose it is. The zero Facts where there is no such proof.
func (t *Table) Facts(ctx context.Context, id person.ProofID) (identity.Facts, error) {
	p, err := t.Proof(ctx, id)
	if err != nil {
		return identity.Facts{}, unlessMissing(err)
	}
	s, err := t.Standing(ctx, p.Person)
	return identity.Facts{Proof: p, Standing: s}, err
}

// Standing reads somebody with their gate, both strongly consistent and at once. Zero where there is nobody.
func (t *Table) Standing(ctx context.Context, id person.ID) (identity.Standing, error) {
	var s identity.Standing
	err := together(
		func() (err error) { s.Person, err = t.Person(ctx, id); return unlessMissing(err) },
		func() (err error) { s.Gate, err = t.Gate(ctx, id); return unlessMissing(err) },
	)
	return s, err
}

// HolderOf gives who has an address, strongly consistent; empty where nobody does.
func (t *Table) HolderOf(ctx context.Context, address string) (person.ID, error) {
	id, err := t.Owner(ctx, address)
	return id, unlessMissing(err)
}

// ClaimProof claims p for attempt until the time given: an open proof, one whose claim has run out, or one that attempt has already.
// identity.ErrChanged for any other.
func (t *Table) ClaimProof(ctx context.Context, p proof.Proof, attempt string, until time.Time) error {
	_, err := t.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &t.name, Key: proofKey(p.ID).item(),
		UpdateExpression: aws.String("SET #state = :claimed, attempt = :attempt, leaseUntil = :until"),
		ConditionExpression: aws.String("generation = :generation AND expiresAt > :now AND " +
			"(#state = :open OR (#state = :claimed AND (attempt = :attempt OR leaseUntil <= :now)))"),
		ExpressionAttributeNames: map[string]string{"#state": "state"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":claimed": text(string(proof.Claimed)), ":open": text(string(proof.Open)), ":attempt": text(attempt), ":until": number(millis(until)),
			":generation": number(int64(p.Generation)), ":now": number(millis(t.now())),
		},
	})
	if _, failed := errors.AsType[*types.ConditionalCheckFailedException](err); failed {
		return identity.ErrChanged
	}
	if err != nil {
		return fmt.Errorf("claim PROOF row: %w", err)
	}
	return nil
}

// useProof is the item of a transaction that consumes the proof that attempt has claimed. The epoch that follows is kept with it: as long as the gate
// has that epoch, nothing has ended what the proof began.
func (t *Table) useProof(c identity.Change) types.TransactWriteItem {
	return types.TransactWriteItem{Update: &types.Update{
		TableName: &t.name, Key: proofKey(c.Before.Proof.ID).item(),
		UpdateExpression:         aws.String("SET #state = :used, usedAt = :at, epoch = :epoch REMOVE leaseUntil"),
		ConditionExpression:      aws.String("#state = :claimed AND attempt = :attempt AND generation = :generation"),
		ExpressionAttributeNames: map[string]string{"#state": "state"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":used": text(string(proof.Used)), ":claimed": text(string(proof.Claimed)), ":attempt": text(c.Attempt), ":at": number(millis(c.At)),
			":epoch": number(int64(c.After.Gate.Epoch)), ":generation": number(int64(c.Before.Proof.Generation)),
		},
	}}
}

// PermitVouch writes a vouch where its person is active at its epoch. identity.ErrNotLive otherwise.
func (t *Table) PermitVouch(ctx context.Context, v vouch.Vouch) error {
	return t.PermitSignIn(ctx, v, "")
}

// PermitSignIn writes a vouch where its person is active at its epoch, and ends the flow whose code was typed, all or nothing. identity.ErrNotLive
// where the gate does not allow it, identity.ErrChanged where the flow has ended.
func (t *Table) PermitSignIn(ctx context.Context, v vouch.Vouch, flow string) error {
	put, err := t.vouchItem(v)
	if err != nil {
		return err
	}
	items := []types.TransactWriteItem{put, t.liveAt(v.Person, v.Epoch)}
	if flow != "" {
		items = append(items, t.useFlow(flow))
	}
	err = t.transact(ctx, items, "")
	cancelled, ok := errors.AsType[*Cancelled](err)
	switch {
	case !ok:
		return contended(err)
	case cancelled.Failed[1]:
		return identity.ErrNotLive
	default:
		return identity.ErrChanged
	}
}

// contended is err, but identity.ErrBusy where other transactions held an item for too long.
func contended(err error) error {
	if errors.Is(err, ErrContention) {
		return identity.ErrBusy
	}
	return err
}

// liveAt is the item of a transaction that holds it to somebody being active at an epoch.
func (t *Table) liveAt(id person.ID, epoch int) types.TransactWriteItem {
	return types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{
		TableName: &t.name, Key: gateKey(id).item(), ConditionExpression: aws.String("#state = :active AND epoch = :epoch"),
		ExpressionAttributeNames:  map[string]string{"#state": "state"},
		ExpressionAttributeValues: map[string]types.AttributeValue{":active": text(string(person.Active)), ":epoch": number(int64(epoch))},
	}}
}

// newEpoch is the item of a transaction that makes before's gate active with the next epoch and no session. It fails where the gate is not as it
// was before.
func (t *Table) newEpoch(before gate.Gate) types.TransactWriteItem {
	return types.TransactWriteItem{Update: &types.Update{
		TableName: &t.name, Key: gateKey(before.Person).item(),
		UpdateExpression:         aws.String("SET #state = :active, epoch = :next, sessions = :none"),
		ConditionExpression:      aws.String("#state = :before AND #role = :role AND epoch = :epoch"),
		ExpressionAttributeNames: map[string]string{"#state": "state", "#role": "role"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":active": text(string(person.Active)), ":before": text(string(before.State)), ":role": text(string(before.Role)),
			":epoch": number(int64(before.Epoch)), ":next": number(int64(before.Epoch + 1)),
			":none": &types.AttributeValueMemberM{Value: map[string]types.AttributeValue{}},
		},
	}}
}
