package dynamo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/ticket"
)

// referenceRow is the reservation of a reference. It knows whose it is, so that looking up another's costs and tells as much as looking up none.
type referenceRow struct {
	Ticket    ticket.ID `dynamodbav:"ticket"`
	Requester person.ID `dynamodbav:"requester"`
}

// ticketWordRow is one word that a ticket is found by. Words are all of them, sorted.
type ticketWordRow struct {
	Ticket ticket.ID `dynamodbav:"ticket"`
	Word   string    `dynamodbav:"word"`
	Words  []string  `dynamodbav:"words"`
}

// ticketWordItems are the WORD items of a ticket: for its requester, and for the desk. A subject never changes, so neither do they.
func ticketWordItems(t ticket.Ticket) ([]map[string]types.AttributeValue, error) {
	words := ticket.Words(t.Subject)
	var items []map[string]types.AttributeValue
	for _, word := range words {
		for _, partition := range []string{requestWords(t.Requester), ticketWords(word)} {
			k := key{partition, ticketWordSort(word, t.CreatedAt, t.ID)}
			item, err := row(k, ticketWordRow{Ticket: t.ID, Word: word, Words: words})
			if err != nil {
				return nil, err
			}
			items = append(items, item)
		}
	}
	return items, nil
}

// OwnByReference gives somebody's ticket with a reference; the zero Ticket where it is not theirs or there is none.
func (t *Table) OwnByReference(ctx context.Context, requester person.ID, r ticket.Reference) (ticket.Ticket, error) {
	var found referenceRow
	if err := t.get(ctx, referenceKey(r), &found); err != nil || found.Requester != requester {
		return ticket.Ticket{}, unlessMissing(err)
	}
	return t.Head(ctx, found.Ticket)
}

// ByReference gives the ticket with a reference; the zero Ticket where there is none.
func (t *Table) ByReference(ctx context.Context, r ticket.Reference) (ticket.Ticket, error) {
	var found referenceRow
	if err := t.get(ctx, referenceKey(r), &found); err != nil {
		return ticket.Ticket{}, unlessMissing(err)
	}
	return t.Head(ctx, found.Ticket)
}

// FindRequests gives somebody's tickets that have a word beginning with each of words, from behind a position. A page can hold fewer than limit and
// still have a Next.
func (t *Table) FindRequests(ctx context.Context, requester person.ID, words []string, after string, limit int) (ticket.Page, error) {
	return t.findTickets(ctx, requestWords(requester), words, after, limit)
}

// FindTickets gives tickets of everybody that have a word beginning with each of words, from behind a position. A page can hold fewer than limit and
// still have a Next.
func (t *Table) FindTickets(ctx context.Context, words []string, after string, limit int) (ticket.Page, error) {
	return t.findTickets(ctx, ticketWords(words[0]), words, after, limit)
}

// findTickets looks in a partition of words, the ticket that was opened last first among those with one word. What it costs is bounded: with a single
// word by the page, with more by findCalls of findRows, after which the page is what was found so far.
func (t *Table) findTickets(ctx context.Context, partition string, words []string, after string, limit int) (ticket.Page, error) {
	in := &dynamodb.QueryInput{
		TableName: &t.name, KeyConditionExpression: aws.String("PK = :partition AND begins_with(SK, :word)"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":partition": text(partition), ":word": text(words[0])},
		ScanIndexForward:          aws.Bool(false), Limit: aws.Int32(findRows),
	}
	if len(words) == 1 {
		in.Limit = aws.Int32(int32(limit + 1))
	}
	if after != "" {
		in.ExclusiveStartKey = key{partition, after}.item()
	}
	hits := hits{words: words, limit: limit}
	for range findCalls {
		out, err := t.db.Query(ctx, in)
		if err != nil {
			return ticket.Page{}, fmt.Errorf("query words: %w", err)
		}
		full, err := hits.add(out.Items)
		if err != nil {
			return ticket.Page{}, err
		}
		if in.ExclusiveStartKey = out.LastEvaluatedKey; full || in.ExclusiveStartKey == nil {
			return t.page(ctx, hits, full)
		}
	}
	if err := attributevalue.Unmarshal(in.ExclusiveStartKey["SK"], &hits.last); err != nil {
		return ticket.Page{}, fmt.Errorf("read how far was found: %w", err)
	}
	return t.page(ctx, hits, true)
}

// hits are the tickets that a search has found so far, and where the last of them stands.
type hits struct {
	words []string
	limit int
	ids   []ticket.ID
	last  string
}

// add takes over what the items show. It is true when there was one more than the limit.
func (h *hits) add(items []map[string]types.AttributeValue) (bool, error) {
	for _, item := range items {
		var r struct {
			ticketWordRow
			SK string
		}
		if err := attributevalue.UnmarshalMap(item, &r); err != nil {
			return false, fmt.Errorf("read WORD row: %w", err)
		}
		if !people.Found(r.Words, r.Word, h.words) {
			continue
		}
		if len(h.ids) == h.limit {
			return true, nil
		}
		h.ids, h.last = append(h.ids, r.Ticket), r.SK
	}
	return false, nil
}

// page reads the tickets of hits.
func (t *Table) page(ctx context.Context, h hits, more bool) (ticket.Page, error) {
	found, err := t.heads(ctx, h.ids)
	if err != nil || !more {
		return ticket.Page{Tickets: found}, err
	}
	return ticket.Page{Tickets: found, Next: h.last}, nil
}

// errUnread means that DynamoDB had no capacity for a part of a batch, again and again.
var errUnread = errors.New("a part of the batch was not read")

// heads reads tickets in the order of ids.
func (t *Table) heads(ctx context.Context, ids []ticket.ID) ([]ticket.Ticket, error) {
	var keys []map[string]types.AttributeValue
	for _, id := range ids {
		keys = append(keys, ticketKey(id).item())
	}
	byID := map[ticket.ID]ticket.Ticket{}
	for wait := 20 * time.Millisecond; len(keys) > 0; wait *= 2 {
		if wait > time.Second {
			return nil, errUnread
		}
		var err error
		if keys, err = t.readHeads(ctx, keys, byID); err != nil {
			return nil, err
		}
		if len(keys) > 0 {
			time.Sleep(wait)
		}
	}
	var found []ticket.Ticket
	for _, id := range ids {
		if head, ok := byID[id]; ok {
			found = append(found, head)
		}
	}
	return found, nil
}

// readHeads reads a batch of tickets into byID, and gives the keys that there was no capacity for.
func (t *Table) readHeads(ctx context.Context, keys []map[string]types.AttributeValue, byID map[ticket.ID]ticket.Ticket) (
	[]map[string]types.AttributeValue, error) {
	out, err := t.db.BatchGetItem(ctx, &dynamodb.BatchGetItemInput{RequestItems: map[string]types.KeysAndAttributes{t.name: {Keys: keys}}})
	if err != nil {
		return nil, fmt.Errorf("get TICKET rows: %w", err)
	}
	for _, item := range out.Responses[t.name] {
		head, err := readTicket(item)
		if err != nil {
			return nil, err
		}
		byID[head.ID] = head
	}
	return out.UnprocessedKeys[t.name].Keys, nil
}

// sortedServices gives the names of a map's services in order, so that a repeat writes the same.
func sortedServices[T any](services map[string]T) []string {
	names := make([]string, 0, len(services))
	for name := range services {
		names = append(names, name)
	}
	slices.SortFunc(names, strings.Compare)
	return names
}
