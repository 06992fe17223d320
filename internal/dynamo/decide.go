package dynamo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/decision"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/proof"
)

// Wish reads a wish with what decides about it, each row strongly consistent. The zero Wish where there is none.
func (t *Table) Wish(ctx context.Context, id outbox.ID) (decision.Wish, error) {
	request, decided, err := t.Request(ctx, id)
	if err != nil {
		return decision.Wish{}, unlessMissing(err)
	}
	w := decision.Wish{Request: request, Decided: decided}
	if decided || request.Kind.News() {
		return w, nil
	}
	owner, err := t.owner(ctx, &w)
	if err != nil || owner == "" {
		return w, err
	}
	standing, err := t.Standing(ctx, owner)
	if err != nil || standing.Person.ID == "" || standing.Gate.Person == "" {
		return w, err
	}
	w.Person, w.Gate = standing.Person, standing.Gate
	if w.Person.Invitation != "" {
		w.Pending, err = t.Proof(ctx, w.Person.Invitation)
	}
	return w, unlessMissing(err)
}

// owner finds whom the wish is about, and reads the proof that it names. The empty id where that is nobody.
func (t *Table) owner(ctx context.Context, w *decision.Wish) (person.ID, error) {
	var err error
	switch w.Request.Kind {
	case outbox.RenewalRequest, outbox.EmailChangeRequest:
		w.Proof, err = t.Proof(ctx, w.Request.Proof)
		return w.Proof.Person, unlessMissing(err)
	case outbox.RegistrationRequest:
		if w.Registration, err = t.Registration(ctx, string(w.Request.Proof)); err != nil {
			return "", unlessMissing(err)
		}
		if w.Proof, err = t.Proof(ctx, w.Request.Proof); unlessMissing(err) != nil {
			return "", err
		}
	case outbox.CodeRequest:
		if w.Proof, err = t.CodeOfFlow(ctx, w.Request.Proof); unlessMissing(err) != nil {
			return "", err
		}
	}
	r, err := t.reservation(ctx, w.Request.AddressKey)
	w.Kept = r.kept(t.now())
	return r.Person, err
}

// sentRow counts mails from self-service to an unproven mailbox.
type sentRow struct {
	Sent  []int64 `dynamodbav:"sent"`
	Aside []int64 `dynamodbav:"aside"` // of Sent
	TTL   int64   `dynamodbav:"ttl"`
}

// sentScope is the scope of sentRow among the limits.
const sentScope = "unproven-mail"

// SentTo reads when mails from self-service went to an unproven mailbox.
func (t *Table) SentTo(ctx context.Context, subject string) (decision.Tally, error) {
	var r sentRow
	if err := t.get(ctx, rateKey(sentScope, subject), &r); err != nil {
		return decision.Tally{}, unlessMissing(err)
	}
	return decision.Tally{All: fromInstants(r.Sent), Aside: fromInstants(r.Aside)}, nil
}

// Decide writes what follows from a wish and marks the wish as decided, in one transaction that stands on the gate, proof and count as read.
// decision.ErrChanged where one of them has changed. Where the wish has been decided before, nothing is written and there is no error. A wish whose mail was
// written although it is not decided is one that was, long ago: whoever asks again with the same Idempotency-Key after its row has gone makes it anew. It
// is decided for nothing, for otherwise it could never be.
func (t *Table) Decide(ctx context.Context, w decision.Wish, o decision.Outcome) error {
	items, err := t.outcomeItems(w, o)
	if err != nil {
		return err
	}
	err = t.transact(ctx, items, "")
	if cancelled, ok := errors.AsType[*Cancelled](err); ok {
		switch {
		case cancelled.Failed[0]:
			return nil
		case o.Mail != nil && cancelled.Failed[mailPlace]:
			return t.Decide(ctx, w, decision.Outcome{Result: decision.Nothing, At: o.At})
		}
		return decision.ErrChanged
	}
	if errors.Is(err, ErrContention) {
		return decision.ErrChanged
	}
	return err
}

// mailPlace is where the mail stands among outcomeItems.
const mailPlace = 2

// outcomeItems are the items of Decide's transaction: the wish's own, and where there is a mail, what holds it to its reader, the mail, and the rest.
func (t *Table) outcomeItems(w decision.Wish, o decision.Outcome) (items []types.TransactWriteItem, err error) {
	items = []types.TransactWriteItem{t.decided(w.Request.ID, o)}
	if o.Mail == nil {
		return items, nil
	}
	if w.Person.ID != "" {
		items = append(items, t.gateAsRead(w))
	} else {
		items = append(items, t.free(w.Request.AddressKey))
	}
	add := func(item types.TransactWriteItem, e error) {
		items, err = append(items, item), errors.Join(err, e)
	}
	add(t.newItem(mailItem(*o.Mail)))
	if o.New != nil {
		add(t.newItem(proofItem(*o.New)))
	}
	if o.Code {
		add(t.mailed(w.Registration), nil)
	}
	if o.Marked {
		add(t.codeMailed(w.Proof), nil)
	}
	if o.Renewed != nil {
		add(t.nextGeneration(w, o))
	}
	if o.Entry != nil {
		add(t.newItem(historyItem(*o.Entry)))
	}
	if o.Sent != nil {
		add(t.counted(*o.Sent, o.At), nil)
	}
	return items, err
}

// newItem puts a row that was just made and must not be there yet.
func (t *Table) newItem(item map[string]types.AttributeValue, err error) (types.TransactWriteItem, error) {
	return t.putNew(item), err
}

// decided marks a wish, where it has not been decided.
func (t *Table) decided(id outbox.ID, o decision.Outcome) types.TransactWriteItem {
	return types.TransactWriteItem{Update: &types.Update{
		TableName: &t.name, Key: requestKey(id).item(),
		UpdateExpression:          aws.String("SET decision = :result, decidedAt = :at REMOVE GSI1PK, GSI1SK"),
		ConditionExpression:       aws.String("attribute_exists(PK) AND attribute_not_exists(decision)"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":result": text(string(o.Result)), ":at": number(millis(o.At))},
	}}
}

// gateAsRead holds the outcome to the state and epoch of the person's gate.
func (t *Table) gateAsRead(w decision.Wish) types.TransactWriteItem {
	return types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{
		TableName: &t.name, Key: gateKey(w.Gate.Person).item(),
		ConditionExpression:      aws.String("#state = :state AND epoch = :epoch"),
		ExpressionAttributeNames: map[string]string{"#state": "state"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":state": text(string(w.Gate.State)), ":epoch": number(int64(w.Gate.Epoch)),
		},
	}}
}

// codeMailed marks the code of a change of address as mailed, where it is open and of the generation that was read.
func (t *Table) codeMailed(p proof.Proof) types.TransactWriteItem {
	return types.TransactWriteItem{Update: &types.Update{
		TableName: &t.name, Key: proofKey(p.ID).item(), UpdateExpression: aws.String("SET mailed = :mailed"),
		ConditionExpression:      aws.String("#state = :open AND generation = :generation"),
		ExpressionAttributeNames: map[string]string{"#state": "state"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":mailed": &types.AttributeValueMemberBOOL{Value: true}, ":open": text(string(proof.Open)), ":generation": number(int64(p.Generation)),
		},
	}}
}

// nextGeneration writes the renewed invitation over the one that was read.
func (t *Table) nextGeneration(w decision.Wish, o decision.Outcome) (types.TransactWriteItem, error) {
	item, err := proofItem(*o.Renewed)
	if err != nil {
		return types.TransactWriteItem{}, fmt.Errorf("renew the invitation: %w", err)
	}
	return types.TransactWriteItem{Put: &types.Put{
		TableName: &t.name, Item: item,
		ConditionExpression:      aws.String("generation = :generation AND #state = :state"),
		ExpressionAttributeNames: map[string]string{"#state": "state"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":generation": number(int64(w.Pending.Generation)), ":state": text(string(w.Pending.State)),
		},
	}}, nil
}

// counted writes the tally of mails to an unproven mailbox, where it is still the one that was read. Each mail is in the list of all.
func (t *Table) counted(s decision.Sent, at time.Time) types.TransactWriteItem {
	values := map[string]types.AttributeValue{
		":after": instants(s.After.All), ":aside": instants(s.After.Aside), ":ttl": number(at.Add(25 * time.Hour).Unix()),
	}
	condition := "attribute_not_exists(sent)"
	if len(s.Before.All) > 0 {
		condition, values[":before"] = "sent = :before", instants(s.Before.All)
	}
	return types.TransactWriteItem{Update: &types.Update{
		TableName: &t.name, Key: rateKey(sentScope, s.Subject).item(), UpdateExpression: aws.String("SET sent = :after, aside = :aside, #ttl = :ttl"),
		ConditionExpression: &condition, ExpressionAttributeNames: map[string]string{"#ttl": "ttl"}, ExpressionAttributeValues: values,
	}}
}

// instants is a list of instants as it stands in a row.
func instants(list []time.Time) types.AttributeValue {
	values := make([]types.AttributeValue, len(list))
	for i, at := range list {
		values[i] = number(millis(at))
	}
	return &types.AttributeValueMemberL{Value: values}
}

// fromInstants reads what instants wrote.
func fromInstants(list []int64) []time.Time {
	read := make([]time.Time, len(list))
	for i, ms := range list {
		read[i] = fromMillis(ms)
	}
	return read
}
