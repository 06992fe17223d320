package dynamo

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/proof"
)

// claimedRow is the OUTBOX item as the mailer sees it, with its hold on it.
type claimedRow struct {
	mailRow
	Claim      string `dynamodbav:"claim,omitempty"`
	ClaimUntil int64  `dynamodbav:"claimUntil,omitempty"`
	ClaimOpen  int    `dynamodbav:"claimOpen,omitempty"`
}

// Draft reads a mail with its reader's gate and its proof, each strongly consistent. The zero Draft where there is no such mail; a gate or proof
// that is not there stays zero.
func (t *Table) Draft(ctx context.Context, id outbox.ID) (outbox.Draft, error) {
	var r claimedRow
	if err := t.get(ctx, outboxKey(id), &r); err != nil {
		return outbox.Draft{}, unlessMissing(err)
	}
	d := outbox.Draft{Mail: r.mail(), Claim: outbox.Claim{ID: r.Claim, Until: fromMillis(r.ClaimUntil), Open: r.ClaimOpen}}
	if d.Mail.State != outbox.Waiting {
		return d, nil
	}
	var err error
	if d.Gate, err = t.Gate(ctx, d.Mail.Person); unlessMissing(err) != nil {
		return outbox.Draft{}, err
	}
	if d.Mail.Kind.OfTicket() {
		return d, t.matter(ctx, &d)
	}
	if d.Proof, err = t.proofOf(ctx, d.Mail); unlessMissing(err) != nil {
		return outbox.Draft{}, err
	}
	return d, nil
}

// proofOf reads what the mail's link or code is derived from.
func (t *Table) proofOf(ctx context.Context, m outbox.Mail) (proof.Proof, error) {
	switch {
	case m.Proof == "":
		return proof.Proof{}, nil
	case m.Kind == outbox.SignInCode:
		return t.CodeOfFlow(ctx, m.Proof)
	}
	return t.Proof(ctx, m.Proof)
}

// CodeOfFlow reads the proof that a sign-in flow's code is derived from. ErrNotFound where there is no such flow, or none any more.
func (t *Table) CodeOfFlow(ctx context.Context, id person.ProofID) (proof.Proof, error) {
	var r proofRow
	if err := t.get(ctx, flowKey(string(id)), &r); err != nil {
		return proof.Proof{}, err
	}
	if expired(r.TTL, t.now()) {
		return proof.Proof{}, ErrNotFound
	}
	p := r.proof()
	p.ID, p.Purpose = id, proof.SignIn
	return p, nil
}

// ClaimMail replaces the claim before by claim, where the mail waits and that is still its claim; outbox.ErrTaken otherwise.
func (t *Table) ClaimMail(ctx context.Context, id outbox.ID, before, claim outbox.Claim) error {
	values := map[string]types.AttributeValue{
		":claim": text(claim.ID), ":until": number(millis(claim.Until)), ":open": number(int64(claim.Open)),
	}
	condition := "(" + heldBy(before.ID, values) + " OR claim = :claim)" // the SDK may have to send it twice
	return t.updateMail(ctx, id, "SET claim = :claim, claimUntil = :until, claimOpen = :open", condition, values)
}

// ReleaseMail lets the mail be claimed at once, where claim still holds it. claim.Open is what the next one counts on from.
func (t *Table) ReleaseMail(ctx context.Context, id outbox.ID, claim outbox.Claim) error {
	values := map[string]types.AttributeValue{":open": number(int64(claim.Open))}
	return t.updateMail(ctx, id, "SET claimOpen = :open REMOVE claimUntil", heldBy(claim.ID, values), values)
}

// FinishMail records the mail's end and takes it off the list of what is not done, where the claim with that id holds it (none, where it is
// empty); of a mail about a ticket it keeps the first id of the thread as well, both or none. Recording the same end again succeeds; outbox.ErrTaken
// otherwise.
func (t *Table) FinishMail(ctx context.Context, m outbox.Mail, claim string) error {
	values := map[string]types.AttributeValue{
		":end": text(string(m.State)), ":reason": text(m.Reason), ":message": text(m.MessageID), ":sent": number(millis(m.SentAt)),
	}
	update := t.mailUpdate(m.ID, "SET #state = :end, reason = :reason, messageId = :message, sentAt = :sent REMOVE claimUntil, GSI1PK, GSI1SK",
		heldBy(claim, values), values)
	err := t.finish(ctx, m, update)
	taken, ok := errors.AsType[*takenError](err)
	if ok && taken.by.Claim == claim && taken.by.State == m.State && taken.by.MessageID == m.MessageID {
		return nil // the answer to the first recording was lost
	}
	return err
}

func (t *Table) finish(ctx context.Context, m outbox.Mail, update *types.Update) error {
	if m.Ticket == "" || m.MessageID == "" {
		return t.doUpdate(ctx, update)
	}
	var tx transaction
	tx.guard(types.TransactWriteItem{Update: update}, takenBy)
	tx.add(t.startThread(m))
	return t.commit(ctx, &tx)
}

// heldBy is the condition that the claim with that id, or none where it is empty, is the mail's. It adds its value to values.
func heldBy(claim string, values map[string]types.AttributeValue) string {
	if claim == "" {
		return "attribute_not_exists(claim)"
	}
	values[":holder"] = text(claim)
	return "claim = :holder"
}

// takenError is outbox.ErrTaken with the row as it is.
type takenError struct{ by claimedRow }

// Error tells who has the mail.
func (e *takenError) Error() string { return fmt.Sprintf("%v: %s", outbox.ErrTaken, e.by.State) }

// Is makes it outbox.ErrTaken.
func (e *takenError) Is(target error) bool { return target == outbox.ErrTaken }

// updateMail changes a mail that waits, on one more condition. takenError where it fails.
func (t *Table) updateMail(ctx context.Context, id outbox.ID, update, condition string, values map[string]types.AttributeValue) error {
	return t.doUpdate(ctx, t.mailUpdate(id, update, condition, values))
}

func (t *Table) mailUpdate(id outbox.ID, update, condition string, values map[string]types.AttributeValue) *types.Update {
	values[":waiting"] = text(string(outbox.Waiting))
	return &types.Update{
		TableName: &t.name, Key: outboxKey(id).item(), UpdateExpression: &update,
		ConditionExpression:      aws.String("#state = :waiting AND " + condition),
		ExpressionAttributeNames: map[string]string{"#state": "state"}, ExpressionAttributeValues: values,
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}
}

func (t *Table) doUpdate(ctx context.Context, u *types.Update) error {
	_, err := t.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: u.TableName, Key: u.Key, UpdateExpression: u.UpdateExpression, ConditionExpression: u.ConditionExpression,
		ExpressionAttributeNames: u.ExpressionAttributeNames, ExpressionAttributeValues: u.ExpressionAttributeValues,
		ReturnValuesOnConditionCheckFailure: u.ReturnValuesOnConditionCheckFailure,
	})
	if failed, ok := errors.AsType[*types.ConditionalCheckFailedException](err); ok {
		return takenBy(failed.Item)
	}
	if err != nil {
		return fmt.Errorf("update OUTBOX row: %w", err)
	}
	return nil
}

// takenBy is takenError with the row as it was when the condition failed.
func takenBy(item map[string]types.AttributeValue) error {
	taken := &takenError{}
	if err := attributevalue.UnmarshalMap(item, &taken.by); err != nil {
		return fmt.Errorf("read OUTBOX row: %w", err)
	}
	return taken
}

// unlessMissing is err, and nil for ErrNotFound.
func unlessMissing(err error) error {
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}
