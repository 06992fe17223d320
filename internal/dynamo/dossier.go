package dynamo

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/outbox"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/settings"
)

// How many mails and lines of history are shown, the newest.
const (
	shownMails   = 20
	shownHistory = 50
)

// Visitor reads a caller's record and gate at the same time, strongly consistent. Both are zero where there is nobody.
func (t *Table) Visitor(ctx context.Context, id person.ID) (person.Person, gate.Gate, error) {
	found, err := t.getMany(ctx, personKey(id), gateKey(id))
	if err != nil {
		return person.Person{}, gate.Gate{}, err
	}
	p, err := readPerson(found[personKey(id)])
	if err != nil {
		return person.Person{}, gate.Gate{}, err
	}
	g, err := gateOf(found[gateKey(id)])
	return p, g, err
}

// Admission reads the gate that a caller stands before, strongly consistent. The zero Gate, which permits nothing, where there is none.
func (t *Table) Admission(ctx context.Context, id person.ID) (gate.Gate, error) {
	found, err := t.getMany(ctx, gateKey(id))
	if err != nil {
		return gate.Gate{}, err
	}
	return gateOf(found[gateKey(id)])
}

// Dossier reads everything that is shown about somebody, and the caller's record and gate, in one parallel round. Records, invitation and gate are
// strongly consistent.
func (t *Table) Dossier(ctx context.Context, subject, caller person.ID) (people.Dossier, error) {
	var d people.Dossier
	err := together(
		func() error { return t.records(ctx, subject, caller, &d) },
		func() (err error) { d.Mails, err = t.mailsTo(ctx, subject); return err },
		func() (err error) { d.History, err = t.historyOf(ctx, subject); return err },
	)
	return d, err
}

func (t *Table) records(ctx context.Context, subject, caller person.ID, d *people.Dossier) error {
	invitation := proofKey(person.InvitationID(subject))
	found, sections, err := t.settingsAnd(ctx, []key{personKey(subject), invitation, personKey(caller), gateKey(caller)}, []settings.Name{settings.OfCompanies})
	if err != nil {
		return err
	}
	if d.Person, err = readPerson(found[personKey(subject)]); err != nil {
		return err
	}
	if d.Invitation, err = readProof(found[invitation]); err != nil {
		return err
	}
	if d.Caller, err = readPerson(found[personKey(caller)]); err != nil {
		return err
	}
	if d.Gate, err = gateOf(found[gateKey(caller)]); err != nil {
		return err
	}
	known, err := settings.Of(sections)
	d.Company = known.Companies.Names()[d.Person.Company]
	return err
}

func (t *Table) mailsTo(ctx context.Context, id person.ID) ([]outbox.Mail, error) {
	out, err := t.db.Query(ctx, &dynamodb.QueryInput{
		TableName: &t.name, IndexName: aws.String("GSI2"), KeyConditionExpression: aws.String("GSI2PK = :mails"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":mails": text(mailsPartition(id))},
		ScanIndexForward:          aws.Bool(false), Limit: aws.Int32(shownMails),
	})
	if err != nil {
		return nil, fmt.Errorf("query mails: %w", err)
	}
	var rows []mailRow
	if err := attributevalue.UnmarshalListOfMaps(out.Items, &rows); err != nil {
		return nil, fmt.Errorf("read OUTBOX rows: %w", err)
	}
	mails := make([]outbox.Mail, len(rows))
	for i, r := range rows {
		mails[i] = r.mail()
	}
	return mails, nil
}

func (t *Table) historyOf(ctx context.Context, id person.ID) ([]audit.Entry, error) {
	out, err := t.db.Query(ctx, &dynamodb.QueryInput{
		TableName: &t.name, KeyConditionExpression: aws.String("PK = :history"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":history": text(historyPartition(id))},
		ScanIndexForward:          aws.Bool(false), Limit: aws.Int32(shownHistory), ConsistentRead: aws.Bool(true),
	})
	if err != nil {
		return nil, fmt.Errorf("query history: %w", err)
	}
	var rows []historyRow
	if err := attributevalue.UnmarshalListOfMaps(out.Items, &rows); err != nil {
		return nil, fmt.Errorf("read history rows: %w", err)
	}
	entries := make([]audit.Entry, len(rows))
	for i, r := range rows {
		entries[i] = r.entry()
	}
	return entries, nil
}

// getMany reads the rows at keys at the same time, strongly consistent. Rows that are not there are not in the answer; a key may be given twice.
func (t *Table) getMany(ctx context.Context, keys ...key) (map[key]map[string]types.AttributeValue, error) {
	slices.SortFunc(keys, func(a, b key) int { return strings.Compare(a.PK+a.SK, b.PK+b.SK) })
	keys = slices.Compact(keys)
	items := make([]map[string]types.AttributeValue, len(keys))
	calls := make([]func() error, len(keys))
	for i, k := range keys {
		calls[i] = func() error {
			got, err := t.db.GetItem(ctx, &dynamodb.GetItemInput{TableName: &t.name, Key: k.item(), ConsistentRead: aws.Bool(true)})
			if err != nil {
				return fmt.Errorf("get %s row: %w", k.SK, err)
			}
			items[i] = got.Item
			return nil
		}
	}
	err := together(calls...)
	found := make(map[key]map[string]types.AttributeValue, len(keys))
	for i, k := range keys {
		if items[i] != nil {
			found[k] = items[i]
		}
	}
	return found, err
}
