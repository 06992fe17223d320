//go:build cloud

package dynamo

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go/middleware"

	"portico/internal/gate"
	"portico/internal/person"
	"portico/internal/ticket"
)

// BenchmarkRequests shows that what a person does costs the same however much there is: time, calls and consumed capacity, with so many requests of
// one customer, so many of everybody, and so many messages in one conversation. PORTICO_BENCH_ITEMS says how many, "10,10000" where it is not set.
// Capacity is what the table says that it consumed; a cloud that does not say shows 0. `make bench-capacity` asks DynamoDB Local, which says.
func BenchmarkRequests(b *testing.B) {
	sizes := os.Getenv("PORTICO_BENCH_ITEMS")
	if sizes == "" {
		sizes = "10,10000"
	}
	for _, size := range strings.Split(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			b.Fatal(err)
		}
		b.Run("items="+size, func(b *testing.B) { benchmarkRequests(b, n) })
	}
}

func benchmarkRequests(b *testing.B, n int) {
	h := testHelpdesk(b)
	meter := &meter{}
	h.table.db = dynamodb.New(h.table.db.Options(), meter.fit)
	ann, arne := h.asker("Ann Asker"), h.agent("Arne Agent")
	started := time.Now()
	first := h.fill(ann.Caller.Person, n)
	b.Logf("%d requests and %d messages written in %v", n, n, time.Since(started).Round(time.Second))

	ctx, after, key := b.Context(), n, 0
	fresh := func() string { key++; return fmt.Sprintf("a-bench-key-%d-%d", n, key) }
	for _, act := range []struct {
		name string
		do   func() error
	}{
		{"list", func() error { _, err := h.counter.List(ctx, ann, ticket.Statuses, "", ""); return err }},
		{"list-open", func() error { _, err := h.counter.List(ctx, ann, []ticket.Status{ticket.Open}, "", ""); return err }},
		{"search", func() error { _, err := h.counter.List(ctx, ann, ticket.Statuses, "printer", ""); return err }},
		{"view", func() error { _, err := h.counter.Read(ctx, ann, first, ticket.Slice{}); return err }},
		{"view-nothing-new", func() error { _, err := h.counter.Read(ctx, ann, first, ticket.Slice{After: &after}); return err }},
		{"queue", func() error { _, err := h.bench.Queue(ctx, arne, ticket.List{View: ticket.OpenView}, ""); return err }},
		{"queue-service", func() error {
			_, err := h.bench.Queue(ctx, arne, ticket.List{View: ticket.ServiceView, Service: "printing"}, "")
			return err
		}},
		{"counts", func() error { _, err := h.bench.Count(ctx, arne); return err }},
		{"desk-search", func() error { _, err := h.bench.Search(ctx, arne, "printer", ""); return err }},
		{"desk-view", func() error { _, err := h.bench.Read(ctx, arne, first, ticket.Slice{}); return err }},
		{"open", func() error {
			_, err := h.counter.Open(ctx, ann, fresh(), ticket.Draft{Service: "printing", Subject: "The printer burns again", Text: "T"})
			return err
		}},
		{"reply", func() error { _, err := h.counter.Reply(ctx, ann, fresh(), first, "More."); return err }},
		{"note", func() error { _, err := h.bench.Note(ctx, arne, fresh(), first, "Noted."); return err }},
	} {
		b.Run(act.name, func(b *testing.B) {
			meter.reset()
			for b.Loop() {
				if err := act.do(); err != nil {
					b.Fatal(err)
				}
			}
			meter.report(b)
		})
	}
}

// fill writes n tickets of somebody with a word each, and n messages into the first of them.
func (h *helpdesk) fill(requester person.ID, n int) ticket.ID {
	h.Helper()
	at := time.Now().UTC().Add(-time.Duration(n) * time.Second)
	author := ticket.Author{Side: ticket.Customer, Person: requester, Name: "Ann"}
	var first ticket.ID
	batches := make(chan []types.WriteRequest, 8)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for batch := range batches {
				if err := h.writeBatch(batch); err != nil {
					h.Error(err)
				}
			}
		})
	}
	var batch []types.WriteRequest
	put := func(item map[string]types.AttributeValue, err error) {
		if err != nil {
			h.Fatal(err)
		}
		batch = append(batch, types.WriteRequest{PutRequest: &types.PutRequest{Item: item}})
		if len(batch) == 25 {
			batches <- batch
			batch = nil
		}
	}
	for i := range n {
		draft := ticket.Draft{Service: "printing", Subject: "Printer", Text: "It does not print."}
		o, err := ticket.NewOpening(authorOf(gate.Visit{}), author, draft, ticket.Portal, at.Add(time.Duration(i)*time.Second), nil)
		if err != nil {
			h.Fatal(err)
		}
		if i == 0 {
			first, o.Ticket.Last = o.Ticket.ID, n
		}
		o.Ticket.Status = ticket.Statuses[i%len(ticket.Statuses)]
		put(row(ticketKey(o.Ticket.ID), newTicketRow(o.Ticket)))
		words, err := ticketWordItems(o.Ticket)
		for _, item := range words {
			put(item, err)
		}
		put(messageItem(first, ticket.Message{Number: i + 1, At: at, Author: author, Text: strings.Repeat("Some words. ", 20), Via: ticket.Portal}))
	}
	if len(batch) > 0 {
		batches <- batch
	}
	close(batches)
	wait.Wait()
	return first
}

func (h *helpdesk) writeBatch(batch []types.WriteRequest) error {
	for len(batch) > 0 {
		out, err := h.table.db.BatchWriteItem(h.Context(), &dynamodb.BatchWriteItemInput{RequestItems: map[string][]types.WriteRequest{h.table.name: batch}})
		if err != nil {
			return err
		}
		batch = out.UnprocessedItems[h.table.name]
	}
	return nil
}

// meter counts the calls of a client and what they consume.
type meter struct {
	lock                sync.Mutex
	calls, read, writes float64
}

// fit lets a client ask for what each call consumes, and counts it.
func (m *meter) fit(o *dynamodb.Options) {
	o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
		return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("meter", m.measure), middleware.Before)
	})
}

func (m *meter) measure(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (
	middleware.InitializeOutput, middleware.Metadata, error) {
	ask := reflect.ValueOf(in.Parameters).Elem().FieldByName("ReturnConsumedCapacity")
	if ask.IsValid() {
		ask.SetString(string(types.ReturnConsumedCapacityTotal))
	}
	out, metadata, err := next.HandleInitialize(ctx, in)
	if err != nil {
		return out, metadata, err
	}
	m.lock.Lock()
	defer m.lock.Unlock()
	m.calls++
	_, transact := in.Parameters.(*dynamodb.TransactWriteItemsInput)
	switch used := reflect.ValueOf(out.Result).Elem().FieldByName("ConsumedCapacity"); {
	case !used.IsValid() || used.IsNil():
	case used.Kind() == reflect.Slice:
		for _, c := range used.Interface().([]types.ConsumedCapacity) {
			m.count(c, transact)
		}
	default:
		m.count(*used.Interface().(*types.ConsumedCapacity), transact)
	}
	return out, metadata, err
}

func (m *meter) count(c types.ConsumedCapacity, written bool) {
	if c.CapacityUnits == nil {
		return
	}
	if written {
		m.writes += *c.CapacityUnits
		return
	}
	m.read += *c.CapacityUnits
}

func (m *meter) reset() { m.calls, m.read, m.writes = 0, 0, 0 }

func (m *meter) report(b *testing.B) {
	n := float64(b.N)
	b.ReportMetric(m.calls/n, "calls/op")
	b.ReportMetric(m.read/n, "RCU/op")
	b.ReportMetric(m.writes/n, "WCU/op")
	b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/n, "ms/op")
	b.ReportMetric(0, "ns/op")
}
