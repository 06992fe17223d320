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
	// incomingLife is how long it is remembered what became of a mail: longer than the raw mail is kept, so that it cannot become something else.
	incomingLife = 400 * 24 * time.Hour
	// heldLife is how long a held mail is shown: as long as the raw mail is kept. junkLife is the same of spam and viruses.
	heldLife = 365 * 24 * time.Hour
	junkLife = 30 * 24 * time.Hour
	// copyLife is how long a copy of a mail that came another way is known as one.
	copyLife = 7 * 24 * time.Hour
)

// incomingRow is the INCOMING item: what became of a mail, and nothing that stands in it.
type incomingRow struct {
	ID     incoming.ID     `dynamodbav:"id"`
	Key    string          `dynamodbav:"key"`
	At     int64           `dynamodbav:"at"`
	Ticket ticket.ID       `dynamodbav:"ticket,omitempty"`
	CopyOf ticket.ID       `dynamodbav:"copyOf,omitempty"`
	Reason incoming.Reason `dynamodbav:"reason,omitempty"`
	TTL    int64           `dynamodbav:"ttl"`
}

// heldRow is what lists show of a held mail.
type heldRow struct {
	ID         incoming.ID     `dynamodbav:"id"`
	Key        string          `dynamodbav:"key"`
	At         int64           `dynamodbav:"at"`
	Reason     incoming.Reason `dynamodbav:"reason"`
	From       string          `dynamodbav:"from,omitempty"`
	Name       string          `dynamodbav:"name,omitempty"`
	Service    string          `dynamodbav:"service,omitempty"`
	Subject    string          `dynamodbav:"subject,omitempty"`
	Recipients []string        `dynamodbav:"recipients,omitempty"`
	TTL        int64           `dynamodbav:"ttl"`
	GSI2PK     string          `dynamodbav:"GSI2PK"`
	GSI2SK     string          `dynamodbav:"GSI2SK"`
	GSI4PK     string          `dynamodbav:"GSI4PK,omitempty"`
	GSI4SK     string          `dynamodbav:"GSI4SK,omitempty"`
}

// heldTextRow is the text of a held mail.
type heldTextRow struct {
	Text string `dynamodbav:"text"`
	TTL  int64  `dynamodbav:"ttl"`
}

// copyRow says that a mail with this digest became a ticket.
type copyRow struct {
	Ticket ticket.ID `dynamodbav:"ticket"`
	TTL    int64     `dynamodbav:"ttl"`
}

func newHeldRow(r incoming.Record) heldRow {
	made := heldRow{
		ID: r.ID, Key: r.Key, At: millis(r.At), Reason: r.Reason, From: r.From, Name: r.Name, Service: r.Service, Subject: r.Subject,
		Recipients: r.Recipients, TTL: r.At.Add(heldLife).Unix(),
	}
	partition := heldPartition
	if r.Reason.Junk() {
		partition, made.TTL = junkPartition, r.At.Add(junkLife).Unix()
	}
	shard, sortable := shardOf(string(r.ID)), instant(fromMillis(made.At))+"#"+string(r.ID)
	made.GSI2PK, made.GSI2SK = partition(shard), sortable
	if r.Service != "" {
		made.GSI4PK, made.GSI4SK = heldServicePartition(r.Service, shard), sortable
	}
	return made
}

func (r heldRow) position() string { return r.GSI2SK }

func (r heldRow) record() incoming.Record {
	return incoming.Record{
		ID: r.ID, Key: r.Key, At: fromMillis(r.At), Reason: r.Reason, From: r.From, Name: r.Name, Service: r.Service, Subject: r.Subject,
		Recipients: r.Recipients,
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
	made := incomingRow{
		ID: r.ID, Key: r.Key, At: millis(r.At), Ticket: r.Ticket, CopyOf: r.CopyOf, Reason: r.Reason, TTL: t.now().Add(incomingLife).Unix(),
	}
	item, err := row(incomingKey(r.ID), made)
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
	if r.Reason != "" {
		if err := t.shelve(&tx, r); err != nil {
			return err
		}
	}
	err := t.commit(ctx, &tx)
	if errors.Is(err, incoming.ErrTaken) {
		return nil
	}
	return err
}

// shelve adds to tx the rows of a held mail that the team is shown, for as long as it is.
func (t *Table) shelve(tx *transaction, r incoming.Record) error {
	made := newHeldRow(r)
	item, err := row(heldKey(r.ID), made)
	if err != nil {
		return err
	}
	tx.add(t.putNew(item))
	if r.Text == "" {
		return nil
	}
	if item, err = row(heldTextKey(r.ID), heldTextRow{Text: r.Text, TTL: made.TTL}); err != nil {
		return err
	}
	tx.add(t.putNew(item))
	return nil
}

// heldParts gives the partitions of the list of held mails: of a service, or all where it is empty.
func heldParts(service string) []*part {
	if service == "" {
		return append(sharded("GSI2", heldPartition), sharded("GSI2", junkPartition)...)
	}
	return sharded("GSI4", func(shard int) string { return heldServicePartition(service, shard) })
}

// HeldMails gives held mails without their texts, newest first, from behind a position: those to a service, or all where it is empty. A page can have fewer
// than limit where rows that have expired are not deleted yet.
func (t *Table) HeldMails(ctx context.Context, service, after string, limit int) (incoming.Page, error) {
	rows, next, err := merge[heldRow](ctx, t, heldParts(service), after, limit, share(limit+1, Shards))
	page := incoming.Page{Next: next}
	for now := t.now().Unix(); len(rows) > 0; rows = rows[1:] {
		if rows[0].TTL > now {
			page.Mails = append(page.Mails, rows[0].record())
		}
	}
	return page, err
}

// CountHeld counts held mails without spam and viruses, up to most.
func (t *Table) CountHeld(ctx context.Context, most int) (int, error) {
	return t.count(ctx, sharded("GSI2", heldPartition), most)
}

// HeldMail reads a held mail with its text. The zero Record where none with this id is held, or no longer.
func (t *Table) HeldMail(ctx context.Context, id incoming.ID) (incoming.Record, error) {
	found, err := t.getMany(ctx, heldKey(id), heldTextKey(id))
	if err != nil {
		return incoming.Record{}, err
	}
	var head heldRow
	if err := attributevalue.UnmarshalMap(found[heldKey(id)], &head); err != nil {
		return incoming.Record{}, fmt.Errorf("read HELD row: %w", err)
	}
	var said heldTextRow
	if err := attributevalue.UnmarshalMap(found[heldTextKey(id)], &said); err != nil {
		return incoming.Record{}, fmt.Errorf("read TEXT row: %w", err)
	}
	if head.Reason == "" || head.TTL <= t.now().Unix() {
		return incoming.Record{}, nil
	}
	r := head.record()
	r.Text = said.Text
	return r, nil
}
