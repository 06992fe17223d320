package dynamo

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/person"
	"portico/internal/ticket"
)

// messageRow is a message of a ticket.
type messageRow struct {
	Number int         `dynamodbav:"number"`
	At     int64       `dynamodbav:"at"`
	Side   ticket.Side `dynamodbav:"side"`
	Person person.ID   `dynamodbav:"person"`
	Name   string      `dynamodbav:"name"`
	Text   string      `dynamodbav:"text"`
	Via    ticket.Via  `dynamodbav:"via"`
}

func messageItem(id ticket.ID, m ticket.Message) (map[string]types.AttributeValue, error) {
	return row(messageKey(id, m.Number), messageRow{
		Number: m.Number, At: millis(m.At), Side: m.Author.Side, Person: m.Author.Person, Name: m.Author.Name, Text: m.Text, Via: m.Via,
	})
}

func (r messageRow) message() ticket.Message {
	author := ticket.Author{Side: r.Side, Person: r.Person, Name: r.Name}
	return ticket.Message{Number: r.Number, At: fromMillis(r.At), Author: author, Text: r.Text, Via: r.Via}
}

// eventRow is a change of a ticket's status.
type eventRow struct {
	After   int           `dynamodbav:"after"`
	Version int           `dynamodbav:"version"`
	At      int64         `dynamodbav:"at"`
	Status  ticket.Status `dynamodbav:"status"`
	Side    ticket.Side   `dynamodbav:"side"`
	Person  person.ID     `dynamodbav:"person"`
	Name    string        `dynamodbav:"name"`
}

func eventItem(id ticket.ID, e ticket.Event) (map[string]types.AttributeValue, error) {
	return row(eventKey(id, e.After, e.Version), eventRow{
		After: e.After, Version: e.Version, At: millis(e.At), Status: e.Status, Side: e.Author.Side, Person: e.Author.Person, Name: e.Author.Name,
	})
}

func (r eventRow) event() ticket.Event {
	author := ticket.Author{Side: r.Side, Person: r.Person, Name: r.Name}
	return ticket.Event{After: r.After, Version: r.Version, At: fromMillis(r.At), Status: r.Status, Author: author}
}

// span is a range of message numbers, both ends included, of which the highest are read, or, from the start on, the lowest.
type span struct {
	from, to  int
	fromStart bool
}

// lastNumber is higher than that of any message.
const lastNumber = 9_999_999_999

func spanOf(s ticket.Slice) span {
	switch {
	case s.After != nil:
		return span{from: *s.After + 1, to: lastNumber, fromStart: true}
	case s.Before > 0: // without gaps between the numbers, these are the ones
		return span{from: max(1, s.Before-ticket.Window), to: s.Before - 1}
	default:
		return span{from: 1, to: lastNumber}
	}
}

// Conversation reads a slice of a conversation together with its reader and what the key was used for, in one round, each strongly consistent. With
// Slice.After it reads only the ticket and the gate, unless there is something new. What is not there is zero.
func (t *Table) Conversation(ctx context.Context, id ticket.ID, s ticket.Slice, caller person.ID, idempotency string) (ticket.Reading, error) {
	var r ticket.Reading
	if s.After != nil {
		err := t.readingHead(ctx, &r, id, caller)
		if err != nil || r.Ticket.Last <= *s.After {
			return r, err
		}
		return r, t.readSpan(ctx, id, spanOf(s), &r)
	}
	more := []key{personKey(caller)}
	if idempotency != "" {
		more = append(more, idempotencyKey(caller, idempotency))
	}
	err := together(
		func() error { return t.readingHead(ctx, &r, id, caller, more...) },
		func() error { return t.readSpan(ctx, id, spanOf(s), &r) },
	)
	r.Events = between(r.Events, r.Messages, s.Before > 0)
	return r, err
}

// readingHead reads the ticket and the reader's gate, and of the reader's record and mark those whose keys are in more.
func (t *Table) readingHead(ctx context.Context, r *ticket.Reading, id ticket.ID, caller person.ID, more ...key) error {
	found, err := t.getMany(ctx, append(more, ticketKey(id), gateKey(caller))...)
	if err != nil {
		return err
	}
	if r.Ticket, err = readTicket(found[ticketKey(id)]); err != nil {
		return err
	}
	if r.Gate, err = gateOf(found[gateKey(caller)]); err != nil {
		return err
	}
	if r.Caller, err = readPerson(found[personKey(caller)]); err != nil {
		return err
	}
	r.Done, err = t.markOf(found)
	return err
}

// Mark gives what somebody's Idempotency-Key was used for, strongly consistent; nil where it was not.
func (t *Table) Mark(ctx context.Context, caller person.ID, key string) (*ticket.Mark, error) {
	found, err := t.getMany(ctx, idempotencyKey(caller, key))
	if err != nil {
		return nil, err
	}
	return t.markOf(found)
}

// markOf gives the mark among rows that were read; nil where there is none.
func (t *Table) markOf(found map[key]map[string]types.AttributeValue) (*ticket.Mark, error) {
	for k, item := range found {
		if k.SK != "IDEMPOTENCY" {
			continue
		}
		var done idempotencyRow
		if err := attributevalue.UnmarshalMap(item, &done); err != nil {
			return nil, fmt.Errorf("read IDEMPOTENCY row: %w", err)
		}
		if !expired(done.TTL, t.now()) {
			return &ticket.Mark{Hash: done.Hash, About: done.About}, nil
		}
	}
	return nil, nil
}

// readSpan reads messages and the events among them at the same time.
func (t *Table) readSpan(ctx context.Context, id ticket.ID, s span, r *ticket.Reading) error {
	var messages []messageRow
	var events []eventRow
	if s.to < s.from {
		return nil
	}
	err := together(
		func() error { return t.readRange(ctx, id, s, messageSort(s.from), messageSort(s.to), &messages) },
		func() error { return t.readRange(ctx, id, s, eventSort(s.from-1), eventSort(s.to)+"~", &events) },
	)
	if err != nil {
		return err
	}
	if !s.fromStart {
		slices.Reverse(messages)
		slices.Reverse(events)
	}
	for _, m := range messages {
		r.Messages = append(r.Messages, m.message())
	}
	for _, e := range events {
		r.Events = append(r.Events, e.event())
	}
	return nil
}

// readRange reads up to a window of rows of a ticket's partition.
func (t *Table) readRange(ctx context.Context, id ticket.ID, s span, from, to string, rows any) error {
	out, err := t.db.Query(ctx, &dynamodb.QueryInput{
		TableName: &t.name, KeyConditionExpression: aws.String("PK = :ticket AND SK BETWEEN :from AND :to"), ConsistentRead: aws.Bool(true),
		ExpressionAttributeValues: map[string]types.AttributeValue{":ticket": text(ticketPartition(id)), ":from": text(from), ":to": text(to)},
		ScanIndexForward:          aws.Bool(s.fromStart), Limit: aws.Int32(ticket.Window),
	})
	if err != nil {
		return fmt.Errorf("query a conversation: %w", err)
	}
	if err := attributevalue.UnmarshalListOfMaps(out.Items, rows); err != nil {
		return fmt.Errorf("read rows of a conversation: %w", err)
	}
	return nil
}

// between gives the events that belong to a slice: from the one after its first message on, and, where later messages follow, up to its last but one.
func between(events []ticket.Event, messages []ticket.Message, followed bool) []ticket.Event {
	if len(messages) == 0 {
		return nil
	}
	first, last := messages[0].Number, messages[len(messages)-1].Number
	return slices.DeleteFunc(events, func(e ticket.Event) bool { return e.After < first || followed && e.After > last })
}
