package dynamo

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/audit"
	"portico/internal/factor"
	"portico/internal/gate"
	"portico/internal/outbox"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/profile"
	"portico/internal/session"
	"portico/internal/settings"
)

// deviceRow is the DEVICE item: a trusted device.
type deviceRow struct {
	ID      string    `dynamodbav:"id"`
	Person  person.ID `dynamodbav:"person"`
	Epoch   int       `dynamodbav:"epoch"`
	Device  string    `dynamodbav:"device,omitempty"`
	Network string    `dynamodbav:"network,omitempty"`
	Since   int64     `dynamodbav:"since"`
	Until   int64     `dynamodbav:"until"`
	TTL     int64     `dynamodbav:"ttl"`
}

func (r deviceRow) trusted() session.Trusted {
	return session.Trusted{
		ID: r.ID, Person: r.Person, Epoch: r.Epoch, Device: r.Device, Network: r.Network, Since: fromMillis(r.Since), Until: fromMillis(r.Until),
	}
}

// trustItem is the item of a transaction that makes a device a trusted one.
func (t *Table) trustItem(d session.Trusted) (types.TransactWriteItem, error) {
	item, err := row(deviceKey(d.Person, d.ID), deviceRow{
		ID: d.ID, Person: d.Person, Epoch: d.Epoch, Device: d.Device, Network: d.Network, Since: millis(d.Since), Until: millis(d.Until), TTL: d.Until.Unix(),
	})
	return t.put(item), err
}

// Trusted reads a trusted device, strongly consistent. The zero one where it is none.
func (t *Table) Trusted(ctx context.Context, id person.ID, device string) (session.Trusted, error) {
	var r deviceRow
	err := t.get(ctx, deviceKey(id, device), &r)
	return r.trusted(), unlessMissing(err)
}

// TrustedDevices reads somebody's trusted devices, strongly consistent, those that are not good any more among them.
func (t *Table) TrustedDevices(ctx context.Context, id person.ID) ([]session.Trusted, error) {
	var devices []session.Trusted
	pages := dynamodb.NewQueryPaginator(t.db, &dynamodb.QueryInput{
		TableName: &t.name, KeyConditionExpression: aws.String("PK = :devices"), ConsistentRead: aws.Bool(true),
		ExpressionAttributeValues: map[string]types.AttributeValue{":devices": text(devicePartition(id))},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("query devices: %w", err)
		}
		var rows []deviceRow
		if err := attributevalue.UnmarshalListOfMaps(page.Items, &rows); err != nil {
			return nil, fmt.Errorf("read DEVICE rows: %w", err)
		}
		for _, r := range rows {
			devices = append(devices, r.trusted())
		}
	}
	return devices, nil
}

// DistrustDevice ends the trust in one of the caller's devices, with history, both or none. One that is not trusted changes nothing. The errors are what
// the caller's gate says.
func (t *Table) DistrustDevice(ctx context.Context, by gate.Caller, id string, e audit.Entry) error {
	var tx transaction
	t.permit(&tx, people.Author{Caller: &by})
	gone := errors.New("not trusted")
	tx.guard(types.TransactWriteItem{Delete: &types.Delete{
		TableName: &t.name, Key: deviceKey(by.Person, id).item(), ConditionExpression: aws.String("attribute_exists(PK)"),
	}}, func(map[string]types.AttributeValue) error { return gone })
	if err := t.commitWith(ctx, &tx, e); !errors.Is(err, gone) {
		return err
	}
	return nil
}

// SecondFactorRule reads what the administrators have decided, strongly consistent.
func (t *Table) SecondFactorRule(ctx context.Context) (factor.Rule, error) {
	records, err := t.Settings(ctx, settings.OfSignIn)
	if err != nil {
		return factor.Rule{}, err
	}
	return ruleOf(records)
}

func ruleOf(records map[settings.Name]settings.Record) (factor.Rule, error) {
	s, err := settings.Of(records)
	return factor.Rule{Mode: factor.Mode(s.SignIn.SecondFactor), Trust: s.SignIn.TrustedDevices}, err
}

// Account reads a caller's record and gate with the rule about the second factor, strongly consistent and at once.
func (t *Table) Account(ctx context.Context, id person.ID) (profile.Facts, error) {
	var f profile.Facts
	err := together(
		func() error {
			p, g, records, err := t.SettingsFor(ctx, id, settings.OfSignIn)
			if err != nil {
				return err
			}
			f.Person, f.Gate = p, g
			f.Rule, err = ruleOf(records)
			return err
		},
		func() (err error) { f.Code, err = t.ProofOf(ctx, person.EmailChangeID(id)); return err },
	)
	return f, err
}

// ChooseSecondFactor writes the caller's own choice with history and mail (nil for none), all or none. The errors are what the caller's gate says, and
// profile.ErrChanged where the choice was made meanwhile.
func (t *Table) ChooseSecondFactor(ctx context.Context, by gate.Caller, on bool, e audit.Entry, mail *outbox.Mail) error {
	update := t.ownGate(by, "SET secondFactor = :on")
	and(update, "(attribute_not_exists(secondFactor) OR secondFactor <> :on)")
	update.ExpressionAttributeValues[":on"] = &types.AttributeValueMemberBOOL{Value: on}
	var tx transaction
	tx.guardOwn(by, update)
	if mail != nil {
		item, err := mailItem(*mail)
		if err != nil {
			return err
		}
		tx.add(t.put(item))
	}
	return t.commitWith(ctx, &tx, e)
}
