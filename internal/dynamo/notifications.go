package dynamo

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/outbox"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/ticket"
)

// choicesRow is what an agent chose to be told of.
type choicesRow struct {
	Agent    person.ID            `dynamodbav:"agent"`
	Version  int                  `dynamodbav:"version"`
	Services map[string]choiceRow `dynamodbav:"services"`
}

type choiceRow struct {
	NewRequests bool           `dynamodbav:"newRequests"`
	Replies     ticket.Replies `dynamodbav:"replies"`
}

// listenerRow is an agent who is told of all news of a kind of a service.
type listenerRow struct {
	Agent person.ID `dynamodbav:"agent"`
}

// Choices reads what an agent chose, strongly consistent.
func (t *Table) Choices(ctx context.Context, agent person.ID) (ticket.Choices, error) {
	var r choicesRow
	if err := t.get(ctx, choicesKey(agent), &r); unlessMissing(err) != nil {
		return ticket.Choices{}, err
	}
	c := ticket.Choices{Agent: agent, Version: r.Version, Services: map[string]ticket.Choice{}}
	for service, choice := range r.Services {
		c.Services[service] = ticket.Choice(choice)
	}
	return c, nil
}

// Choose replaces an agent's choices and brings the lists of those who are told to them, all or none. The errors are what the author's gate says, and
// ticket.ErrChanged where before is not what is there.
func (t *Table) Choose(ctx context.Context, by people.Author, before, after ticket.Choices) error {
	r := choicesRow{Agent: after.Agent, Version: after.Version, Services: map[string]choiceRow{}}
	for service, choice := range after.Services {
		r.Services[service] = choiceRow(choice)
	}
	item, err := row(choicesKey(after.Agent), r)
	if err != nil {
		return err
	}
	put := t.putNew(item)
	if before.Version > 0 {
		put.Put.ConditionExpression = aws.String("version = :before")
		put.Put.ExpressionAttributeValues = map[string]types.AttributeValue{":before": number(int64(before.Version))}
	}
	var tx transaction
	t.permit(&tx, by)
	tx.guard(put, func(map[string]types.AttributeValue) error { return ticket.ErrChanged })
	for _, kind := range []outbox.RequestKind{outbox.NewRequestNews, outbox.ReplyNews} {
		if err := t.listen(&tx, before, after, kind); err != nil {
			return err
		}
	}
	return t.commit(ctx, &tx)
}

// listen puts and deletes the rows of an agent who is told of all news of a kind.
func (t *Table) listen(tx *transaction, before, after ticket.Choices, kind outbox.RequestKind) error {
	all := map[string]bool{}
	for _, services := range []map[string]ticket.Choice{before.Services, after.Services} {
		for service := range services {
			all[service] = true
		}
	}
	for _, service := range sortedServices(all) {
		k, listens := listenerKey(service, kind, after.Agent), after.Of(service).Tells(kind)
		if before.Of(service).Tells(kind) == listens {
			continue
		}
		if !listens {
			tx.add(types.TransactWriteItem{Delete: &types.Delete{TableName: &t.name, Key: k.item()}})
			continue
		}
		item, err := row(k, listenerRow{Agent: after.Agent})
		if err != nil {
			return err
		}
		tx.add(t.put(item))
	}
	return nil
}

// Listeners gives a page of the agents who are told of all news of a kind of a service, from behind a position.
func (t *Table) Listeners(ctx context.Context, service string, kind outbox.RequestKind, after string, limit int) ([]person.ID, string, error) {
	in := &dynamodb.QueryInput{
		TableName: &t.name, KeyConditionExpression: aws.String("PK = :listeners"), Limit: aws.Int32(int32(limit)),
		ExpressionAttributeValues: map[string]types.AttributeValue{":listeners": text(listenersPartition(service, kind))},
	}
	if after != "" {
		in.ExclusiveStartKey = key{listenersPartition(service, kind), after}.item()
	}
	out, err := t.db.Query(ctx, in)
	if err != nil {
		return nil, "", fmt.Errorf("query listeners: %w", err)
	}
	var rows []listenerRow
	if err := attributevalue.UnmarshalListOfMaps(out.Items, &rows); err != nil {
		return nil, "", fmt.Errorf("read listeners: %w", err)
	}
	agents := make([]person.ID, len(rows))
	for i, r := range rows {
		agents[i] = r.Agent
	}
	if out.LastEvaluatedKey == nil {
		return agents, "", nil
	}
	return agents, string(agents[len(agents)-1]), nil
}

// Tell writes mails that are not there yet; one that is stays as it is, however far it is.
func (t *Table) Tell(ctx context.Context, mails []outbox.Mail) error {
	calls := make([]func() error, len(mails))
	for i, m := range mails {
		calls[i] = func() error { return t.putMail(ctx, m) }
	}
	return together(calls...)
}

func (t *Table) putMail(ctx context.Context, m outbox.Mail) error {
	item, err := mailItem(m)
	if err != nil {
		return err
	}
	_, err = t.db.PutItem(ctx, &dynamodb.PutItemInput{TableName: &t.name, Item: item, ConditionExpression: aws.String("attribute_not_exists(PK)")})
	if _, there := errors.AsType[*types.ConditionalCheckFailedException](err); there {
		return nil
	}
	if err != nil {
		return fmt.Errorf("put OUTBOX row: %w", err)
	}
	return nil
}

// Told marks news as told to so many agents.
func (t *Table) Told(ctx context.Context, id outbox.ID, mails int) error {
	_, err := t.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &t.name, Key: requestKey(id).item(), UpdateExpression: aws.String("SET decision = :told, decidedAt = :at REMOVE GSI1PK, GSI1SK"),
		ConditionExpression:       aws.String("attribute_exists(PK)"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":told": text(fmt.Sprintf("told:%d", mails)), ":at": number(millis(t.now()))},
	})
	if _, gone := errors.AsType[*types.ConditionalCheckFailedException](err); gone {
		return nil
	}
	if err != nil {
		return fmt.Errorf("mark news as told: %w", err)
	}
	return nil
}
