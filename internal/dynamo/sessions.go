package dynamo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/identity"
	"portico/internal/person"
	"portico/internal/session"
)

// sessionRow is the SESSION item. Its ttl is the end of the longest life that a session can have.
type sessionRow struct {
	ID         string    `dynamodbav:"id"`
	Person     person.ID `dynamodbav:"person"`
	Origin     string    `dynamodbav:"origin"`
	Generation int       `dynamodbav:"generation"`
	Seen       []seenRow `dynamodbav:"seen"`
	Proven     []string  `dynamodbav:"proven"`
	ProvenAt   int64     `dynamodbav:"provenAt"`
	KeyID      string    `dynamodbav:"keyId"`
	Sealed     []byte    `dynamodbav:"sealed"`
	Device     string    `dynamodbav:"device,omitempty"`
	DeviceID   string    `dynamodbav:"deviceId,omitempty"`
	Network    string    `dynamodbav:"network,omitempty"`
	CreatedAt  int64     `dynamodbav:"createdAt"`
	LastUsed   int64     `dynamodbav:"lastUsed"`
	TTL        int64     `dynamodbav:"ttl"`
}

type seenRow struct {
	Generation int   `dynamodbav:"generation"`
	At         int64 `dynamodbav:"at"`
}

func newSessionRow(s session.Session) sessionRow {
	r := sessionRow{
		ID: s.ID, Person: s.Person, Origin: s.Origin, Generation: s.Rotation.Current, Proven: s.Proven, ProvenAt: millis(s.ProvenAt),
		KeyID: s.Sealed.KeyID, Sealed: s.Sealed.Bytes, Device: s.Device, DeviceID: s.DeviceID, Network: s.Network, CreatedAt: millis(s.CreatedAt),
		LastUsed: millis(s.LastUsed), TTL: s.CreatedAt.Add(session.Life).Unix(),
	}
	for _, seen := range s.Rotation.Seen {
		r.Seen = append(r.Seen, seenRow{Generation: seen.Generation, At: millis(seen.At)})
	}
	return r
}

func (r sessionRow) session() session.Session {
	s := session.Session{
		ID: r.ID, Person: r.Person, Origin: r.Origin, Rotation: session.Rotation{Current: r.Generation}, Proven: r.Proven,
		ProvenAt: fromMillis(r.ProvenAt), Sealed: session.Sealed{KeyID: r.KeyID, Bytes: r.Sealed}, Device: r.Device, DeviceID: r.DeviceID, Network: r.Network,
		CreatedAt: fromMillis(r.CreatedAt), LastUsed: fromMillis(r.LastUsed),
	}
	for _, seen := range r.Seen {
		s.Rotation.Seen = append(s.Rotation.Seen, session.Seen{Generation: seen.Generation, At: fromMillis(seen.At)})
	}
	return s
}

// Session reads a session, strongly consistent. Zero where there is none, or none any more.
func (t *Table) Session(ctx context.Context, id string) (session.Session, error) {
	var r sessionRow
	if err := t.get(ctx, sessionKey(id), &r); err != nil || expired(r.TTL, t.now()) {
		return session.Session{}, unlessMissing(err)
	}
	return r.session(), nil
}

// StartSession writes a session, with history (nil for none), and enters it in its person's gate, all or none. What the gate then holds beyond gate.MaxSessions ends, the oldest
// first, and its tokens are to be revoked. An earlier session with the same id is written over: nobody has its refresh token any more. seen is the gate as the caller knows it; where it has changed, the next try takes it as
// it is. identity.ErrNotLive where the person is no longer active at seen's epoch.
func (t *Table) StartSession(ctx context.Context, s session.Session, seen gate.Gate, history *audit.Entry) error {
	epoch, client := seen.Epoch, seen.Client
	var told []types.TransactWriteItem
	if history != nil {
		item, err := historyItem(*history)
		if err != nil {
			return err
		}
		told = append(told, t.put(item))
	}
	for range 10 {
		items, err := t.startItems(s, seen)
		if err != nil {
			return err
		}
		items = append(items, told...)
		err = t.transact(ctx, items, "")
		cancelled, ok := errors.AsType[*Cancelled](err)
		if !ok {
			return contended(err)
		}
		var r gateRow
		if err := attributevalue.UnmarshalMap(cancelled.Old[0], &r); err != nil {
			return fmt.Errorf("read GATE row: %w", err)
		}
		if r.State != person.Active || r.Epoch != epoch {
			return identity.ErrNotLive
		}
		seen = r.gate()
		seen.Client = client
	}
	return identity.ErrBusy
}

// startItems are the items of the transaction: the gate first, held to what it was made for.
func (t *Table) startItems(s session.Session, seen gate.Gate) ([]types.TransactWriteItem, error) {
	item, err := row(sessionKey(s.ID), newSessionRow(s))
	if err != nil {
		return nil, err
	}
	update := &types.Update{
		TableName: &t.name, Key: gateKey(s.Person).item(), UpdateExpression: aws.String("SET sessions.#origin = :id, client = :client"),
		ConditionExpression:      aws.String("#state = :active AND epoch = :epoch AND size(sessions) <= :most"),
		ExpressionAttributeNames: map[string]string{"#origin": s.Origin, "#state": "state"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":id": text(s.ID), ":client": text(seen.Client), ":active": text(string(person.Active)), ":epoch": number(int64(seen.Epoch)),
			":most": number(int64(max(len(seen.Sessions), gate.MaxSessions-1))),
		},
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}
	items := []types.TransactWriteItem{{Update: update}, t.put(item)}
	var remove []string
	ended := map[string]string{}
	for i, origin := range leaving(seen.Sessions, s.ID) {
		name := "#leaving" + strconv.Itoa(i)
		update.ExpressionAttributeNames[name] = origin
		remove = append(remove, "sessions."+name)
		if id := seen.Sessions[origin]; id != s.ID {
			ended[origin] = id
		}
	}
	if len(ended) > 0 {
		order, put, err := t.order(s.Person)
		if err != nil {
			return nil, err
		}
		update.UpdateExpression = aws.String(*update.UpdateExpression + ", #ended = :ended")
		update.ExpressionAttributeNames["#ended"], update.ExpressionAttributeValues[":ended"] = endedAs(order), ending(ended)
		items = append(items, put)
	}
	if len(remove) > 0 {
		update.UpdateExpression = aws.String(*update.UpdateExpression + " REMOVE " + strings.Join(remove, ", "))
	}
	return items, nil
}

// leaving gives the origins of what ends when one more session, with the id given, begins.
func leaving(sessions map[string]string, id string) []string {
	var origins, same []string
	for origin, other := range sessions {
		if other == id {
			same = append(same, origin)
		} else {
			origins = append(origins, origin)
		}
	}
	slices.SortFunc(origins, func(a, b string) int { return session.Compare(sessions[a], sessions[b]) })
	return append(same, origins[:max(0, len(origins)-(gate.MaxSessions-1))]...)
}

// KeepSession stores after where the row is still at before's generation and use, and the gate lets the session live. identity.ErrChanged where
// another request was faster, identity.ErrNotLive where the session has ended.
func (t *Table) KeepSession(ctx context.Context, before, after session.Session) error {
	item, err := row(sessionKey(after.ID), newSessionRow(after))
	if err != nil {
		return err
	}
	err = t.transact(ctx, []types.TransactWriteItem{
		{Put: &types.Put{
			TableName: &t.name, Item: item, ConditionExpression: aws.String("generation = :generation AND lastUsed = :used AND origin = :origin"),
			ExpressionAttributeValues: map[string]types.AttributeValue{
				":generation": number(int64(before.Rotation.Current)), ":used": number(millis(before.LastUsed)), ":origin": text(before.Origin),
			},
		}},
		t.inGate(before),
	}, "")
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

// inGate is the item of a transaction that holds it to the gate letting a session live.
func (t *Table) inGate(s session.Session) types.TransactWriteItem {
	return types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{
		TableName: &t.name, Key: gateKey(s.Person).item(), ConditionExpression: aws.String("#state = :active AND sessions.#origin = :id"),
		ExpressionAttributeNames:  map[string]string{"#state": "state", "#origin": s.Origin},
		ExpressionAttributeValues: map[string]types.AttributeValue{":active": text(string(person.Active)), ":id": text(s.ID)},
	}}
}

// EndSession takes a session out of the gate and orders its tokens to be revoked, and its row to be deleted then; with a theft (nil for none) it raises
// the gate's epoch and writes the theft's line of history and mail, all or nothing. Where the session has ended already it writes nothing and succeeds.
func (t *Table) EndSession(ctx context.Context, s session.Session, theft *identity.Theft) error {
	order, put, err := t.order(s.Person)
	if err != nil {
		return err
	}
	gate := &types.Update{
		TableName: &t.name, Key: gateKey(s.Person).item(), UpdateExpression: aws.String("REMOVE sessions.#origin SET #ended = :ended"),
		ConditionExpression:      aws.String("sessions.#origin = :id"),
		ExpressionAttributeNames: map[string]string{"#origin": s.Origin, "#ended": endedAs(order)},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":id": text(s.ID), ":ended": ending(map[string]string{s.Origin: s.ID}),
		},
	}
	items := []types.TransactWriteItem{{Update: gate}, put}
	if theft != nil {
		gate.UpdateExpression = aws.String(*gate.UpdateExpression + ", epoch = epoch + :next")
		gate.ExpressionAttributeValues[":next"] = number(1)
		entry, err := historyItem(theft.Entry)
		if err != nil {
			return err
		}
		mail, err := mailItem(theft.Mail)
		if err != nil {
			return err
		}
		items = append(items, t.put(entry), t.put(mail))
	}
	err = t.transact(ctx, items, "")
	if _, ended := errors.AsType[*Cancelled](err); ended {
		return nil
	}
	return contended(err)
}
