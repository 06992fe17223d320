package dynamo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/incoming"
	"portico/internal/ticket"
)

const (
	// incomingLife is how long it is remembered that a mail became a request: longer than the raw mail is kept, so that it cannot become another one.
	incomingLife = 400 * 24 * time.Hour
	// copyLife is how long a copy of a mail that came another way is known as one.
	copyLife = 7 * 24 * time.Hour
)

// incomingRow is the INCOMING item: what became of a mail. Only one that is held is in the indexes, and stays.
type incomingRow struct {
	ID         incoming.ID     `dynamodbav:"id"`
	Key        string          `dynamodbav:"key"`
	At         int64           `dynamodbav:"at"`
	Ticket     ticket.ID       `dynamodbav:"ticket,omitempty"`
	CopyOf     ticket.ID       `dynamodbav:"copyOf,omitempty"`
	Reason     incoming.Reason `dynamodbav:"reason,omitempty"`
	From       string          `dynamodbav:"from,omitempty"`
	Service    string          `dynamodbav:"service,omitempty"`
	Subject    string          `dynamodbav:"subject,omitempty"`
	Recipients []string        `dynamodbav:"recipients,omitempty"`
	TTL        int64           `dynamodbav:"ttl,omitempty"`
	GSI2PK     string          `dynamodbav:"GSI2PK,omitempty"`
	GSI2SK     string          `dynamodbav:"GSI2SK,omitempty"`
	GSI4PK     string          `dynamodbav:"GSI4PK,omitempty"`
	GSI4SK     string          `dynamodbav:"GSI4SK,omitempty"`
}

// heldTextRow is the text of a held mail.
type heldTextRow struct {
	Text string `dynamodbav:"text"`
}

// copyRow says that a mail with this digest became a ticket.
type copyRow struct {
	Ticket ticket.ID `dynamodbav:"ticket"`
	TTL    int64     `dynamodbav:"ttl"`
}

func newIncomingRow(r incoming.Record, now time.Time) incomingRow {
	made := incomingRow{
		ID: r.ID, Key: r.Key, At: millis(r.At), Ticket: r.Ticket, CopyOf: r.CopyOf, Reason: r.Reason, From: r.From, Service: r.Service,
		Subject: r.Subject, Recipients: r.Recipients,
	}
	if r.Reason == "" {
		made.TTL = now.Add(incomingLife).Unix()
		return made
	}
	shard, sortable := shardOf(string(r.ID)), instant(fromMillis(made.At))+"#"+string(r.ID)
	made.GSI2PK, made.GSI2SK = heldPartition(shard), sortable
	if r.Service != "" {
		made.GSI4PK, made.GSI4SK = heldServicePartition(r.Service, shard), sortable
	}
	return made
}

func (r incomingRow) position() string { return r.GSI2SK }

func (r incomingRow) record() incoming.Record {
	return incoming.Record{
		ID: r.ID, Key: r.Key, At: fromMillis(r.At), Ticket: r.Ticket, CopyOf: r.CopyOf, Reason: r.Reason, From: r.From, Service: r.Service,
		Subject: r.Subject, Recipients: r.Recipients,
	}
}

// Taken tells whether it is written already what became of a mail, strongly consistent.
func (t *Table) Taken(ctx context.Context, id incoming.ID) (bool, error) {
	var r incomingRow
	err := t.get(ctx, incomingKey(id), &r)
	return err == nil, unlessMissing(err)
}

// take adds to tx the row of what became of a mail. Where there is one, the transaction fails with incoming.ErrTaken.
func (t *Table) take(tx *transaction, r incoming.Record) error {
	item, err := row(incomingKey(r.ID), newIncomingRow(r, t.now()))
	if err != nil {
		return err
	}
	tx.guard(t.putNew(item), func(map[string]types.AttributeValue) error { return incoming.ErrTaken })
	return nil
}

// OpenFromMail writes a ticket as OpenTicket does, and that the mail of r became it, all or none. The errors are those of OpenTicket, incoming.ErrTaken, and
// *incoming.Copy where a mail with the same digest became a ticket within the last week.
func (t *Table) OpenFromMail(ctx context.Context, o ticket.Opening, r incoming.Record, digest string) error {
	var tx transaction
	if err := t.take(&tx, r); err != nil {
		return err
	}
	now := t.now()
	item, err := row(copyKey(digest), copyRow{Ticket: o.Ticket.ID, TTL: now.Add(copyLife).Unix()})
	if err != nil {
		return err
	}
	put := t.putNew(item)
	put.Put.ConditionExpression = aws.String("attribute_not_exists(PK) OR #ttl <= :now")
	put.Put.ExpressionAttributeNames = map[string]string{"#ttl": "ttl"}
	put.Put.ExpressionAttributeValues = map[string]types.AttributeValue{":now": number(now.Unix())}
	tx.guard(put, func(old map[string]types.AttributeValue) error {
		var first copyRow
		if err := attributevalue.UnmarshalMap(old, &first); err != nil {
			return fmt.Errorf("read COPY row: %w", err)
		}
		return &incoming.Copy{Of: first.Ticket}
	})
	if err := t.opening(&tx, o); err != nil {
		return err
	}
	return t.commit(ctx, &tx)
}

// Settle writes what became of a mail that became no ticket. What is written already stays.
func (t *Table) Settle(ctx context.Context, r incoming.Record) error {
	var tx transaction
	if err := t.take(&tx, r); err != nil {
		return err
	}
	if r.Text != "" {
		item, err := row(heldTextKey(r.ID), heldTextRow{Text: r.Text})
		if err != nil {
			return err
		}
		tx.add(t.putNew(item))
	}
	err := t.commit(ctx, &tx)
	if errors.Is(err, incoming.ErrTaken) {
		return nil
	}
	return err
}

// heldParts gives the partitions of the list of held mails: of a service, or all where it is empty.
func heldParts(service string) []*part {
	if service == "" {
		return sharded("GSI2", heldPartition)
	}
	return sharded("GSI4", func(shard int) string { return heldServicePartition(service, shard) })
}

// HeldMails gives held mails without their texts, newest first, from behind a position: those to a service, or all where it is empty.
func (t *Table) HeldMails(ctx context.Context, service, after string, limit int) (incoming.Page, error) {
	rows, next, err := merge[incomingRow](ctx, t, heldParts(service), after, limit, share(limit+1, Shards))
	page := incoming.Page{Next: next}
	for _, r := range rows {
		page.Mails = append(page.Mails, r.record())
	}
	return page, err
}

// CountHeld counts held mails, up to most.
func (t *Table) CountHeld(ctx context.Context, most int) (int, error) {
	return t.count(ctx, heldParts(""), most)
}

// HeldMail reads a held mail with its text. The zero Record where none with this id is held.
func (t *Table) HeldMail(ctx context.Context, id incoming.ID) (incoming.Record, error) {
	found, err := t.getMany(ctx, incomingKey(id), heldTextKey(id))
	if err != nil {
		return incoming.Record{}, err
	}
	var head incomingRow
	if err := attributevalue.UnmarshalMap(found[incomingKey(id)], &head); err != nil {
		return incoming.Record{}, fmt.Errorf("read INCOMING row: %w", err)
	}
	var said heldTextRow
	if err := attributevalue.UnmarshalMap(found[heldTextKey(id)], &said); err != nil {
		return incoming.Record{}, fmt.Errorf("read TEXT row: %w", err)
	}
	if head.Reason == "" {
		return incoming.Record{}, nil
	}
	r := head.record()
	r.Text = said.Text
	return r, nil
}
