package dynamo

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/outbox"
	"portico/internal/ticket"
)

// threadRow is the first mail about a ticket to somebody.
type threadRow struct {
	MessageID string `dynamodbav:"messageId"`
}

// matter reads what a mail about a ticket tells of, and where it goes to, at the same time. What is not there stays zero.
func (t *Table) matter(ctx context.Context, d *outbox.Draft) error {
	id := ticket.ID(d.Mail.Ticket)
	head, words, reader, first := ticketKey(id), messageKey(id, d.Mail.Message), personKey(d.Mail.Person), threadKey(d.Mail.Ticket, d.Mail.Person)
	found, err := t.getMany(ctx, head, words, reader, first)
	if err != nil {
		return err
	}
	p, err := readPerson(found[reader])
	if err != nil {
		return err
	}
	d.Mail.Address, d.Mail.Name, d.Mail.Language = p.Email, p.Name, p.Language
	about, err := readTicket(found[head])
	if err != nil {
		return err
	}
	var message messageRow
	if err := attributevalue.UnmarshalMap(found[words], &message); err != nil {
		return fmt.Errorf("read a message: %w", err)
	}
	var thread threadRow
	if err := attributevalue.UnmarshalMap(found[first], &thread); err != nil {
		return fmt.Errorf("read THREAD row: %w", err)
	}
	d.Matter = outbox.Matter{
		Ticket: string(about.ID), Reference: about.Reference.String(), Subject: about.Subject, Service: about.Service, Requester: about.RequesterName,
		Author: message.Name, Text: message.Text, Thread: thread.MessageID,
	}
	return nil
}

// startThread is the item of a transaction that keeps the id of a mail that went out, where it is the first about its ticket to its reader.
func (t *Table) startThread(m outbox.Mail) types.TransactWriteItem {
	return types.TransactWriteItem{Update: &types.Update{
		TableName: &t.name, Key: threadKey(m.Ticket, m.Person).item(),
		UpdateExpression:          aws.String("SET messageId = if_not_exists(messageId, :id)"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":id": text(m.MessageID)},
	}}
}
