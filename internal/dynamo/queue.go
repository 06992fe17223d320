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

// RequestsOf gives somebody's tickets of some statuses, last updated first, from behind a position. A ticket that nobody changes meanwhile comes in
// exactly one page.
func (t *Table) RequestsOf(ctx context.Context, requester person.ID, statuses []ticket.Status, after string, limit int) (ticket.Page, error) {
	var streams []*stream
	for _, status := range statuses {
		streams = append(streams, &stream{index: "GSI1", partition: requestsPartition(requester, status)})
	}
	return t.merge(ctx, streams, after, limit, limit+1)
}

// Queue gives a list's tickets, last updated first, from behind a position. A ticket that nobody changes meanwhile comes in exactly one page.
func (t *Table) Queue(ctx context.Context, l ticket.List, after string, limit int) (ticket.Page, error) {
	streams := streamsOf(l)
	return t.merge(ctx, streams, after, limit, share(limit+1, len(streams)))
}

// share is how much is read of each of n shards at first: half as much again as its part and a few more, which is mostly enough.
func share(limit, n int) int {
	if n == 1 {
		return limit
	}
	return min(limit, limit*3/(2*n)+4)
}

// stream is a partition of an index on its way through a merge.
type stream struct {
	index, partition string
	rows             []ticketRow // read and not taken yet
	position         string      // of the last that was read
	ended            bool
}

// streamsOf gives the partitions that hold a list.
func streamsOf(l ticket.List) []*stream {
	sharded := func(index string, partition func(shard int) string) []*stream {
		streams := make([]*stream, Shards)
		for i := range streams {
			streams[i] = &stream{index: index, partition: partition(i)}
		}
		return streams
	}
	switch l.View {
	case ticket.UnassignedView:
		return sharded("GSI3", unassignedPartition)
	case ticket.MineView:
		return []*stream{{index: "GSI3", partition: assigneePartition(l.Agent)}}
	case ticket.ServiceView:
		return sharded("GSI4", func(shard int) string { return servicePartition(l.Service, shard) })
	case ticket.ClosedView:
		return sharded("GSI2", closedPartition)
	default:
		return sharded("GSI2", queuePartition)
	}
}

// merge takes limit tickets of streams, last updated first. It reads a part of each stream at the same time, and more only of those that ran dry
// before the page was full.
func (t *Table) merge(ctx context.Context, streams []*stream, after string, limit, part int) (ticket.Page, error) {
	for _, s := range streams {
		s.position = after
	}
	var page ticket.Page
	for last := ""; ; {
		if err := t.refill(ctx, streams, part); err != nil {
			return ticket.Page{}, err
		}
		r, ok := take(streams, len(page.Tickets) < limit)
		if !ok {
			return page, nil
		}
		if len(page.Tickets) == limit {
			page.Next = last
			return page, nil
		}
		page.Tickets, last = append(page.Tickets, r.ticket()), r.GSI1SK
	}
}

// refill reads on where a stream ran dry.
func (t *Table) refill(ctx context.Context, streams []*stream, part int) error {
	var calls []func() error
	for _, s := range streams {
		if len(s.rows) == 0 && !s.ended {
			calls = append(calls, func() error { return t.readOn(ctx, s, part) })
		}
	}
	if len(calls) == 0 {
		return nil
	}
	return together(calls...)
}

// take gives the ticket that was updated last of what was read. It leaves it there where remove is false.
func take(streams []*stream, remove bool) (ticketRow, bool) {
	var newest *stream
	for _, s := range streams {
		if len(s.rows) > 0 && (newest == nil || s.rows[0].GSI1SK > newest.rows[0].GSI1SK) {
			newest = s
		}
	}
	if newest == nil {
		return ticketRow{}, false
	}
	r := newest.rows[0]
	if remove {
		newest.rows = newest.rows[1:]
	}
	return r, true
}

// readOn reads the next rows of a stream.
func (t *Table) readOn(ctx context.Context, s *stream, limit int) error {
	out, err := t.db.Query(ctx, t.queryOf(s, limit))
	if err != nil {
		return fmt.Errorf("query tickets: %w", err)
	}
	s.rows = nil
	if err := attributevalue.UnmarshalListOfMaps(out.Items, &s.rows); err != nil {
		return fmt.Errorf("read TICKET rows: %w", err)
	}
	if s.ended = out.LastEvaluatedKey == nil; len(s.rows) > 0 {
		s.position = s.rows[len(s.rows)-1].GSI1SK
	}
	return nil
}

func (t *Table) queryOf(s *stream, limit int) *dynamodb.QueryInput {
	in := &dynamodb.QueryInput{
		TableName: &t.name, IndexName: &s.index, KeyConditionExpression: aws.String(s.index + "PK = :partition"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":partition": text(s.partition)},
		ScanIndexForward:          aws.Bool(false), Limit: aws.Int32(int32(limit)),
	}
	if s.position != "" {
		in.KeyConditionExpression = aws.String(*in.KeyConditionExpression + " AND " + s.index + "SK < :position")
		in.ExpressionAttributeValues[":position"] = text(s.position)
	}
	return in
}

// CountQueue counts a list's tickets, up to most. Every shard is asked for its part of most at the same time; only where that does not settle it, those
// that may have more are asked once more.
func (t *Table) CountQueue(ctx context.Context, l ticket.List, most int) (int, error) {
	streams := streamsOf(l)
	total, part := 0, (most+len(streams)-1)/len(streams)
	for len(streams) > 0 && total < most {
		counts := make([]int, len(streams))
		calls := make([]func() error, len(streams))
		for i, s := range streams {
			calls[i] = func() (err error) { counts[i], err = t.countOn(ctx, s, part); return err }
		}
		if err := together(calls...); err != nil {
			return 0, err
		}
		for _, n := range counts {
			total += n
		}
		streams = slices.DeleteFunc(streams, func(s *stream) bool { return s.ended })
		part = most
	}
	return min(total, most), nil
}

// countOn counts the next rows of a stream.
func (t *Table) countOn(ctx context.Context, s *stream, limit int) (int, error) {
	in := t.queryOf(s, limit)
	in.Select = types.SelectCount
	out, err := t.db.Query(ctx, in)
	if err != nil {
		return 0, fmt.Errorf("count tickets: %w", err)
	}
	if s.ended = out.LastEvaluatedKey == nil; !s.ended {
		if err := attributevalue.Unmarshal(out.LastEvaluatedKey[s.index+"SK"], &s.position); err != nil {
			return 0, fmt.Errorf("read how far was counted: %w", err)
		}
	}
	return int(out.Count), nil
}
