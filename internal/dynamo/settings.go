package dynamo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/audit"
	"portico/internal/brand"
	"portico/internal/gate"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/settings"
)

// settingsRow is the SETTINGS item: one section.
type settingsRow struct {
	Name    settings.Name   `dynamodbav:"name"`
	Version int             `dynamodbav:"version"`
	Value   string          `dynamodbav:"value"`
	At      int64           `dynamodbav:"at"`
	ByKind  audit.ActorKind `dynamodbav:"byKind"`
	ByID    person.ID       `dynamodbav:"byId,omitempty"`
	ByName  string          `dynamodbav:"byName,omitempty"`
}

func readSettings(item map[string]types.AttributeValue) (settings.Record, error) {
	var r settingsRow
	if err := attributevalue.UnmarshalMap(item, &r); err != nil {
		return settings.Record{}, fmt.Errorf("read SETTINGS row: %w", err)
	}
	return settings.Record{
		Name: r.Name, Version: r.Version, Value: []byte(r.Value), At: fromMillis(r.At), By: audit.Actor{Kind: r.ByKind, ID: r.ByID, Name: r.ByName},
	}, nil
}

// Settings reads sections, strongly consistent and at the same time. Those that nobody has changed are not in the answer.
func (t *Table) Settings(ctx context.Context, names ...settings.Name) (map[settings.Name]settings.Record, error) {
	_, records, err := t.settingsAnd(ctx, nil, names)
	return records, err
}

// SettingsFor reads sections together with somebody's record and gate, strongly consistent and at the same time. Record and gate are zero where there
// is nobody.
func (t *Table) SettingsFor(ctx context.Context, caller person.ID, names ...settings.Name) (person.Person, gate.Gate, map[settings.Name]settings.Record, error) {
	found, records, err := t.settingsAnd(ctx, []key{personKey(caller), gateKey(caller)}, names)
	if err != nil {
		return person.Person{}, gate.Gate{}, nil, err
	}
	p, err := readPerson(found[personKey(caller)])
	if err != nil {
		return person.Person{}, gate.Gate{}, nil, err
	}
	g, err := gateOf(found[gateKey(caller)])
	return p, g, records, err
}

// settingsAnd reads sections and what is beside them in one round.
func (t *Table) settingsAnd(ctx context.Context, keys []key, names []settings.Name) (map[key]map[string]types.AttributeValue, map[settings.Name]settings.Record, error) {
	for _, name := range names {
		keys = append(keys, settingsKey(name))
	}
	found, err := t.getMany(ctx, keys...)
	if err != nil {
		return nil, nil, err
	}
	records := map[settings.Name]settings.Record{}
	for _, name := range names {
		item, ok := found[settingsKey(name)]
		if !ok {
			continue
		}
		if records[name], err = readSettings(item); err != nil {
			return nil, nil, err
		}
	}
	return found, records, nil
}

// ChangeSettings writes a section with its history, and lets the chosen logo stay and the dropped one go in time, all or none. The errors are what the
// author's gate says, *settings.Changed and settings.LogoNotFound.
func (t *Table) ChangeSettings(ctx context.Context, c settings.Change) error {
	var tx transaction
	t.permit(&tx, c.By)
	item, err := row(settingsKey(c.After.Name), settingsRow{
		Name: c.After.Name, Version: c.After.Version, Value: string(c.After.Value), At: millis(c.After.At),
		ByKind: c.After.By.Kind, ByID: c.After.By.ID, ByName: c.After.By.Name,
	})
	if err != nil {
		return err
	}
	put := t.putNew(item)
	if c.Before > 0 {
		put.Put.ConditionExpression = aws.String("version = :before")
		put.Put.ExpressionAttributeValues = map[string]types.AttributeValue{":before": number(int64(c.Before))}
	}
	tx.guard(put, func(old map[string]types.AttributeValue) error {
		now, err := readSettings(old)
		if err != nil {
			return err
		}
		return &settings.Changed{Now: now}
	})
	if c.Chosen != "" {
		tx.guard(t.logoUpdate(c.Chosen, "REMOVE #ttl", nil), func(map[string]types.AttributeValue) error { return settings.LogoNotFound })
	}
	if c.Dropped != "" {
		tx.add(t.logoUpdate(c.Dropped, "SET #ttl = :until", number(c.After.At.Add(settings.LogoLife).Unix())))
	}
	return t.commitWith(ctx, &tx, c.History)
}

// logoUpdate changes until when a logo is kept. It fails where there is no such logo.
func (t *Table) logoUpdate(id brand.LogoID, expression string, until types.AttributeValue) types.TransactWriteItem {
	update := &types.Update{
		TableName: &t.name, Key: logoKey(id).item(), UpdateExpression: aws.String(expression), ConditionExpression: aws.String("attribute_exists(PK)"),
		ExpressionAttributeNames: map[string]string{"#ttl": "ttl"},
	}
	if until != nil {
		update.ExpressionAttributeValues = map[string]types.AttributeValue{":until": until}
	}
	return types.TransactWriteItem{Update: update}
}

// logoRow is the LOGO item. It has a ttl while nobody has chosen it, and again when it is no longer shown.
type logoRow struct {
	Image []byte `dynamodbav:"image"`
	TTL   int64  `dynamodbav:"ttl,omitempty"`
}

// KeepLogo writes a logo that waits for being chosen, until the time given, if the author may. One that is kept already stays as it is.
func (t *Table) KeepLogo(ctx context.Context, by people.Author, l brand.Logo, until time.Time) error {
	var tx transaction
	t.permit(&tx, by)
	item, err := row(logoKey(l.ID), logoRow{Image: l.Image, TTL: until.Unix()})
	if err != nil {
		return err
	}
	put := t.put(item)
	put.Put.ConditionExpression = aws.String("attribute_not_exists(PK) OR attribute_exists(#ttl)")
	put.Put.ExpressionAttributeNames = map[string]string{"#ttl": "ttl"}
	kept := errors.New("the logo is kept already")
	tx.guard(put, func(map[string]types.AttributeValue) error { return kept })
	if err := t.commit(ctx, &tx); !errors.Is(err, kept) {
		return err
	}
	return nil
}

// Logo reads a logo. ErrNotFound where there is none, or none any more.
func (t *Table) Logo(ctx context.Context, id brand.LogoID) ([]byte, error) {
	var r logoRow
	if err := t.get(ctx, logoKey(id), &r); err != nil {
		return nil, err
	}
	if r.TTL != 0 && expired(r.TTL, t.now()) {
		return nil, ErrNotFound
	}
	return r.Image, nil
}
