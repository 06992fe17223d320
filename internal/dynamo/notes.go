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

// noteRow is an internal note.
type noteRow struct {
	ID     string    `dynamodbav:"id"`
	At     int64     `dynamodbav:"at"`
	Person person.ID `dynamodbav:"person"`
	Name   string    `dynamodbav:"name"`
	Text   string    `dynamodbav:"text"`
}

func noteItem(id ticket.ID, n ticket.Note) (map[string]types.AttributeValue, error) {
	return row(noteKey(id, n.At, n.ID), noteRow{ID: n.ID, At: millis(n.At), Person: n.Author.Person, Name: n.Author.Name, Text: n.Text})
}

func (r noteRow) note() ticket.Note {
	return ticket.Note{ID: r.ID, At: fromMillis(r.At), Author: ticket.Author{Side: ticket.Team, Person: r.Person, Name: r.Name}, Text: r.Text}
}

// Panel reads what stands beside a conversation: who asks, their other requests, and the newest notes, in one parallel round.
func (t *Table) Panel(ctx context.Context, about ticket.Ticket, notes int) (ticket.Panel, error) {
	var p ticket.Panel
	var others ticket.Page
	err := together(
		func() (err error) { p.Requester, err = t.Somebody(ctx, about.Requester); return err },
		func() (err error) {
			others, err = t.RequestsOf(ctx, about.Requester, ticket.Statuses, "", ticket.ShownOthers+1)
			return err
		},
		func() (err error) { p.Notes, err = t.notesOf(ctx, about.ID, notes); return err },
	)
	p.Others = slices.DeleteFunc(others.Tickets, func(other ticket.Ticket) bool { return other.ID == about.ID })
	p.Others = p.Others[:min(len(p.Others), ticket.ShownOthers)]
	return p, err
}

// Somebody reads a person, strongly consistent; zero where there is none.
func (t *Table) Somebody(ctx context.Context, id person.ID) (person.Person, error) {
	p, err := t.Person(ctx, id)
	return p, unlessMissing(err)
}

// notesOf reads the newest notes, in order.
func (t *Table) notesOf(ctx context.Context, id ticket.ID, limit int) ([]ticket.Note, error) {
	if limit == 0 {
		return nil, nil
	}
	out, err := t.db.Query(ctx, &dynamodb.QueryInput{
		TableName: &t.name, KeyConditionExpression: aws.String("PK = :notes"), ConsistentRead: aws.Bool(true),
		ExpressionAttributeValues: map[string]types.AttributeValue{":notes": text(notesPartition(id))},
		ScanIndexForward:          aws.Bool(false), Limit: aws.Int32(int32(limit)),
	})
	if err != nil {
		return nil, fmt.Errorf("query notes: %w", err)
	}
	var rows []noteRow
	if err := attributevalue.UnmarshalListOfMaps(out.Items, &rows); err != nil {
		return nil, fmt.Errorf("read notes: %w", err)
	}
	notes := make([]ticket.Note, len(rows))
	for i, r := range rows {
		notes[len(rows)-1-i] = r.note()
	}
	return notes, nil
}
