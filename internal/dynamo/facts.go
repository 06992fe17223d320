package dynamo

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/identity"
	"portico/internal/person"
	"portico/internal/proof"
	"portico/internal/vouch"
)

// Facts reads a proof and whose it is; of a registration that is not completed, who it would make, and whether somebody has the address or it is kept for
// them. The zero Facts where there is no such proof.
func (t *Table) Facts(ctx context.Context, id person.ProofID) (identity.Facts, error) {
	p, err := t.Proof(ctx, id)
	if err != nil {
		return identity.Facts{}, unlessMissing(err)
	}
	if p.Purpose == proof.Registration && p.State != proof.Used {
		r, err := t.reservation(ctx, p.Newcomer.AddressKey)
		return identity.Facts{Proof: p, Standing: toBe(p), Taken: r.Person != "", Kept: r.kept(t.now())}, err
	}
	s, err := t.Standing(ctx, p.Person)
	return identity.Facts{Proof: p, Standing: s}, err
}

// Standing reads somebody with their gate, both strongly consistent, the gate first: every change of address raises its epoch, so a write that is held to that
// epoch cannot go to an address that was given up meanwhile. Zero where there is nobody, with the same calls.
func (t *Table) Standing(ctx context.Context, id person.ID) (s identity.Standing, err error) {
	if s.Gate, err = t.Gate(ctx, id); unlessMissing(err) != nil {
		return s, err
	}
	s.Person, err = t.Person(ctx, id)
	return s, unlessMissing(err)
}

// HolderOf gives who has an address, strongly consistent; empty where nobody does.
func (t *Table) HolderOf(ctx context.Context, address string) (person.ID, error) {
	id, err := t.Owner(ctx, address)
	return id, unlessMissing(err)
}

// ClaimProof claims f's proof for attempt until the time given: an open proof, one whose claim has run out, or one that attempt has already. In the same
// transaction it claims f's gate, which only one proof of a person can have; for a registration, nobody may have the address, and it may be kept for nobody. identity.ErrChanged where
// either cannot be had, and where the gate has another state or epoch than f's.
func (t *Table) ClaimProof(ctx context.Context, f identity.Facts, attempt string, until time.Time) error {
	second := t.claimGate(f, attempt, until)
	if f.Proof.Purpose == proof.Registration {
		second = t.free(f.Proof.Newcomer.AddressKey)
	}
	return t.change(ctx, []types.TransactWriteItem{
		{Update: &types.Update{
			TableName: &t.name, Key: proofKey(f.Proof.ID).item(),
			UpdateExpression: aws.String("SET #state = :claimed, attempt = :attempt, leaseUntil = :until"),
			ConditionExpression: aws.String("generation = :generation AND expiresAt > :now AND " +
				"(#state = :open OR (#state = :claimed AND (attempt = :attempt OR leaseUntil <= :now)))"),
			ExpressionAttributeNames: map[string]string{"#state": "state"},
			ExpressionAttributeValues: map[string]types.AttributeValue{
				":claimed": text(string(proof.Claimed)), ":open": text(string(proof.Open)), ":attempt": text(attempt), ":until": number(millis(until)),
				":generation": number(int64(f.Proof.Generation)), ":now": number(millis(t.now())),
			},
		}},
		second,
	})
}

// claimGate is the item of a transaction that claims f's person for attempt.
func (t *Table) claimGate(f identity.Facts, attempt string, until time.Time) types.TransactWriteItem {
	return types.TransactWriteItem{Update: &types.Update{
		TableName: &t.name, Key: gateKey(f.Gate.Person).item(),
		UpdateExpression: aws.String("SET claim = :claim, claimUntil = :until"),
		ConditionExpression: aws.String("#state = :state AND epoch = :epoch AND " +
			"(attribute_not_exists(claim) OR claim = :claim OR claimUntil <= :now)"),
		ExpressionAttributeNames: map[string]string{"#state": "state"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":claim": text(claimOf(f.Proof, attempt)), ":until": number(millis(until)), ":now": number(millis(t.now())),
			":state": text(string(f.Gate.State)), ":epoch": number(int64(f.Gate.Epoch)),
		},
	}}
}

// claimOf names an attempt's claim on a person. Two links can be tried with one key and one password, so the attempt alone is no name.
func claimOf(p proof.Proof, attempt string) string { return string(p.ID) + "#" + attempt }

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
	return t.PermitSignIn(ctx, v, "", nil)
}

// PermitSignIn writes a vouch where its person is active at its epoch, ends the flow whose code was typed (empty for none), and trusts the device that it was
// typed on, with history (nil for none), all or nothing. identity.ErrNotLive where the gate does not allow it, identity.ErrChanged where the flow has ended.
func (t *Table) PermitSignIn(ctx context.Context, v vouch.Vouch, flow string, trust *identity.Trust) error {
	put, err := t.vouchItem(v)
	if err != nil {
		return err
	}
	items := []types.TransactWriteItem{put, t.liveAt(v.Person, v.Epoch)}
	if flow != "" {
		items = append(items, t.useFlow(flow))
	}
	if trust != nil {
		device, err := t.trustItem(trust.Device)
		if err != nil {
			return err
		}
		history, err := historyItem(trust.History)
		if err != nil {
			return err
		}
		items = append(items, device, t.put(history))
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

// newEpoch is the update of a transaction that makes the gate active with the next epoch and no session, and ends the claim on it; the
// password that was set opens again what a void one did not. It fails where the
// gate is not as it was before, or another attempt has it.
func (t *Table) newEpoch(c identity.Change) *types.Update {
	before := c.Before.Gate
	return &types.Update{
		TableName: &t.name, Key: gateKey(before.Person).item(),
		UpdateExpression:         aws.String("SET #state = :active, epoch = :next, sessions = :none REMOVE claim, claimUntil, passwordVoid"),
		ConditionExpression:      aws.String("#state = :before AND #role = :role AND epoch = :epoch AND claim = :claim"),
		ExpressionAttributeNames: map[string]string{"#state": "state", "#role": "role"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":active": text(string(person.Active)), ":before": text(string(before.State)), ":role": text(string(before.Role)),
			":epoch": number(int64(before.Epoch)), ":next": number(int64(before.Epoch + 1)), ":claim": text(claimOf(c.Before.Proof, c.Attempt)),
			":none": ending(nil),
		},
	}
}
