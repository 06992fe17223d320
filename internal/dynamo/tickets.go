package dynamo

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/gate"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/ticket"
)

// ticketRow is the TICKET item. It stays small: every change of it is written to four indexes as well.
type ticketRow struct {
	ID            ticket.ID        `dynamodbav:"id"`
	Reference     ticket.Reference `dynamodbav:"reference"`
	Subject       string           `dynamodbav:"subject"`
	Status        ticket.Status    `dynamodbav:"status"`
	Service       string           `dynamodbav:"service"`
	Requester     person.ID        `dynamodbav:"requester"`
	RequesterName string           `dynamodbav:"requesterName"`
	Assignee      person.ID        `dynamodbav:"assignee"`
	AssigneeName  string           `dynamodbav:"assigneeName"`
	CreatedAt     int64            `dynamodbav:"createdAt"`
	UpdatedAt     int64            `dynamodbav:"updatedAt"`
	Version       int              `dynamodbav:"version"`
	Last          int              `dynamodbav:"last"`
	Notes         int              `dynamodbav:"notes"`
	GSI1PK        string           `dynamodbav:"GSI1PK"`
	GSI1SK        string           `dynamodbav:"GSI1SK"`
	GSI2PK        string           `dynamodbav:"GSI2PK"`
	GSI2SK        string           `dynamodbav:"GSI2SK"`
	GSI3PK        string           `dynamodbav:"GSI3PK,omitempty"`
	GSI3SK        string           `dynamodbav:"GSI3SK,omitempty"`
	GSI4PK        string           `dynamodbav:"GSI4PK,omitempty"`
	GSI4SK        string           `dynamodbav:"GSI4SK,omitempty"`
}

func newTicketRow(t ticket.Ticket) ticketRow {
	sortable, shard := instant(fromMillis(millis(t.UpdatedAt)))+"#"+string(t.ID), shardOf(string(t.ID))
	r := ticketRow{
		ID: t.ID, Reference: t.Reference, Subject: t.Subject, Status: t.Status, Service: t.Service, Requester: t.Requester,
		RequesterName: t.RequesterName, Assignee: t.Assignee, AssigneeName: t.AssigneeName, CreatedAt: millis(t.CreatedAt),
		UpdatedAt: millis(t.UpdatedAt), Version: t.Version, Last: t.Last, Notes: t.Notes,
		GSI1PK: requestsPartition(t.Requester, t.Status), GSI1SK: sortable, GSI2PK: queuePartition(shard), GSI2SK: sortable,
	}
	if t.Status == ticket.Closed {
		r.GSI2PK = closedPartition(shard)
		return r
	}
	r.GSI3PK, r.GSI3SK = unassignedPartition(shard), sortable
	if t.Assignee != "" {
		r.GSI3PK = assigneePartition(t.Assignee)
	}
	r.GSI4PK, r.GSI4SK = servicePartition(t.Service, shard), sortable
	return r
}

func (r ticketRow) ticket() ticket.Ticket {
	return ticket.Ticket{
		ID: r.ID, Reference: r.Reference, Subject: r.Subject, Status: r.Status, Service: r.Service, Requester: r.Requester,
		RequesterName: r.RequesterName, Assignee: r.Assignee, AssigneeName: r.AssigneeName, CreatedAt: fromMillis(r.CreatedAt),
		UpdatedAt: fromMillis(r.UpdatedAt), Version: r.Version, Last: r.Last, Notes: r.Notes,
	}
}

// readTicket gives the ticket of a TICKET item, and the zero Ticket where there is no item.
func readTicket(item map[string]types.AttributeValue) (ticket.Ticket, error) {
	var r ticketRow
	if err := attributevalue.UnmarshalMap(item, &r); err != nil {
		return ticket.Ticket{}, fmt.Errorf("read TICKET row: %w", err)
	}
	return r.ticket(), nil
}

// Head reads a ticket, strongly consistent. Zero where there is none.
func (t *Table) Head(ctx context.Context, id ticket.ID) (ticket.Ticket, error) {
	var r ticketRow
	err := t.get(ctx, ticketKey(id), &r)
	return r.ticket(), unlessMissing(err)
}

// OpenTicket writes a new ticket with its first message, reference, words, mails and news, all or none. The errors are what the author's gate says,
// ticket.ServiceNotAllowed where the services have changed, *ticket.Done, people.IdempotencyMismatch and ticket.ErrReferenceTaken.
func (t *Table) OpenTicket(ctx context.Context, o ticket.Opening) error {
	var tx transaction
	if err := t.opening(&tx, o); err != nil {
		return err
	}
	return t.commit(ctx, &tx)
}

// opening adds to tx what OpenTicket writes.
func (t *Table) opening(tx *transaction, o ticket.Opening) error {
	t.mayOpen(tx, o)
	done := func(about string) error { return &ticket.Done{Ticket: ticket.ID(about)} }
	if err := t.onceFor(tx, o.By, o.Repeat, string(o.Ticket.ID), done); err != nil {
		return err
	}
	reference, err := row(referenceKey(o.Ticket.Reference), referenceRow{Ticket: o.Ticket.ID, Requester: o.Ticket.Requester})
	if err != nil {
		return err
	}
	tx.guard(t.putNew(reference), func(map[string]types.AttributeValue) error { return ticket.ErrReferenceTaken })
	items, err := ticketItems(o)
	if err != nil {
		return err
	}
	for _, item := range items {
		tx.add(t.putNew(item))
	}
	return t.tell(tx, o.Mails, o.Tell)
}

// ticketItems are the rows that only a new ticket has.
func ticketItems(o ticket.Opening) ([]map[string]types.AttributeValue, error) {
	head, err := row(ticketKey(o.Ticket.ID), newTicketRow(o.Ticket))
	if err != nil {
		return nil, err
	}
	message, err := messageItem(o.Ticket.ID, o.Message)
	if err != nil {
		return nil, err
	}
	words, err := ticketWordItems(o.Ticket)
	return append(words, head, message), err
}

// mayOpen holds tx to the requester's gate: to what it permits the author's caller, and to the services as they were read.
func (t *Table) mayOpen(tx *transaction, o ticket.Opening) {
	caller := gate.Caller{Person: o.Ticket.Requester}
	check := &types.ConditionCheck{
		TableName: &t.name, Key: gateKey(o.Ticket.Requester).item(), ConditionExpression: aws.String("#state = :state"),
		ExpressionAttributeNames:            map[string]string{"#state": "state"},
		ExpressionAttributeValues:           map[string]types.AttributeValue{":state": text(string(o.Gate.State))},
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}
	if o.By.Caller != nil {
		caller = *o.By.Caller
		check = t.permitted(caller).ConditionCheck
	}
	condition := " AND services = :services"
	if o.Gate.Services == "" {
		condition = " AND (attribute_not_exists(services) OR services = :services)"
	}
	check.ConditionExpression = aws.String(*check.ConditionExpression + condition)
	check.ExpressionAttributeValues[":services"] = text(string(o.Gate.Services))
	tx.guard(types.TransactWriteItem{ConditionCheck: check}, func(old map[string]types.AttributeValue) error {
		now, err := gateOf(old)
		if err != nil {
			return err
		}
		if !now.Services.Allow(o.Ticket.Service) {
			return ticket.ServiceNotAllowed
		}
		return refusal(caller, old)
	})
}

// tell adds mails and news to tx. A mail that is there already stays as it is: its id says that it is the same one.
func (t *Table) tell(tx *transaction, mails []outbox.Mail, news *outbox.Request) error {
	for _, m := range mails {
		item, err := t.newItem(mailItem(m))
		if err != nil {
			return err
		}
		tx.add(item)
	}
	if news == nil {
		return nil
	}
	item, err := t.requestItem(*news)
	tx.add(item)
	return err
}
