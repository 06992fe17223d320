package dynamo

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// part is a partition of an index on its way through a list.
type part struct {
	index, partition string
	position         string // of the last row that was read
	ended            bool
}

// sharded gives the parts of a list that is spread over an index.
func sharded(index string, partition func(shard int) string) []*part {
	parts := make([]*part, Shards)
	for i := range parts {
		parts[i] = &part{index: index, partition: partition(i)}
	}
	return parts
}

// share is how much is read of each of n shards at first: half as much again as its part and a few more, which is mostly enough.
func share(limit, n int) int {
	if n == 1 {
		return limit
	}
	return min(limit, limit*3/(2*n)+4)
}

// positioned is a row of a list. Its position is its sort key in every index that it is in.
type positioned interface{ position() string }

// stream is a part with the rows that were read and not taken yet.
type stream[R positioned] struct {
	*part
	rows []R
}

// merge takes limit rows of parts, the highest position first, and gives the position behind them where there are more. It reads first rows of each part
// at the same time, and more only of those that ran dry before the page was full.
func merge[R positioned](ctx context.Context, t *Table, parts []*part, after string, limit, first int) (page []R, next string, err error) {
	streams := make([]*stream[R], len(parts))
	for i, p := range parts {
		p.position = after
		streams[i] = &stream[R]{part: p}
	}
	for last := ""; ; {
		if err := refill(ctx, t, streams, first); err != nil {
			return nil, "", err
		}
		r, ok := take(streams, len(page) < limit)
		if !ok {
			return page, "", nil
		}
		if len(page) == limit {
			return page, last, nil
		}
		page, last = append(page, r), r.position()
	}
}

// refill reads on where a stream ran dry.
func refill[R positioned](ctx context.Context, t *Table, streams []*stream[R], limit int) error {
	var calls []func() error
	for _, s := range streams {
		if len(s.rows) == 0 && !s.ended {
			calls = append(calls, func() error { return readOn(ctx, t, s, limit) })
		}
	}
	if len(calls) == 0 {
		return nil
	}
	return together(calls...)
}

// take gives the row with the highest position of what was read. It leaves it there where remove is false.
func take[R positioned](streams []*stream[R], remove bool) (R, bool) {
	var newest *stream[R]
	for _, s := range streams {
		if len(s.rows) > 0 && (newest == nil || s.rows[0].position() > newest.rows[0].position()) {
			newest = s
		}
	}
	if newest == nil {
		var none R
		return none, false
	}
	r := newest.rows[0]
	if remove {
		newest.rows = newest.rows[1:]
	}
	return r, true
}

// readOn reads the next rows of a stream.
func readOn[R positioned](ctx context.Context, t *Table, s *stream[R], limit int) error {
	out, err := t.db.Query(ctx, t.queryOf(s.part, limit))
	if err != nil {
		return fmt.Errorf("query %s: %w", s.index, err)
	}
	s.rows = nil
	if err := attributevalue.UnmarshalListOfMaps(out.Items, &s.rows); err != nil {
		return fmt.Errorf("read rows of %s: %w", s.index, err)
	}
	if s.ended = out.LastEvaluatedKey == nil; len(s.rows) > 0 {
		s.part.position = s.rows[len(s.rows)-1].position()
	}
	return nil
}

func (t *Table) queryOf(p *part, limit int) *dynamodb.QueryInput {
	in := &dynamodb.QueryInput{
		TableName: &t.name, IndexName: &p.index, KeyConditionExpression: aws.String(p.index + "PK = :partition"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":partition": text(p.partition)},
		ScanIndexForward:          aws.Bool(false), Limit: aws.Int32(int32(limit)),
	}
	if p.position != "" {
		in.KeyConditionExpression = aws.String(*in.KeyConditionExpression + " AND " + p.index + "SK < :position")
		in.ExpressionAttributeValues[":position"] = text(p.position)
	}
	return in
}

// count counts the rows of parts, up to most. Every part is asked for its share of most at the same time; only where that does not settle it, those that
// may have more are asked once more.
func (t *Table) count(ctx context.Context, parts []*part, most int) (int, error) {
	total, share := 0, (most+len(parts)-1)/len(parts)
	for len(parts) > 0 && total < most {
		counts := make([]int, len(parts))
		calls := make([]func() error, len(parts))
		for i, p := range parts {
			calls[i] = func() (err error) { counts[i], err = t.countOn(ctx, p, share); return err }
		}
		if err := together(calls...); err != nil {
			return 0, err
		}
		for _, n := range counts {
			total += n
		}
		parts = slices.DeleteFunc(parts, func(p *part) bool { return p.ended })
		share = most
	}
	return min(total, most), nil
}

// countOn counts the next rows of a part.
func (t *Table) countOn(ctx context.Context, p *part, limit int) (int, error) {
	in := t.queryOf(p, limit)
	in.Select = types.SelectCount
	out, err := t.db.Query(ctx, in)
	if err != nil {
		return 0, fmt.Errorf("count %s: %w", p.index, err)
	}
	if p.ended = out.LastEvaluatedKey == nil; !p.ended {
		if err := attributevalue.Unmarshal(out.LastEvaluatedKey[p.index+"SK"], &p.position); err != nil {
			return 0, fmt.Errorf("read how far was counted: %w", err)
		}
	}
	return int(out.Count), nil
}
