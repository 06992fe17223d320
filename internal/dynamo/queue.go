package dynamo

import (
	"context"

	"portico/internal/person"
	"portico/internal/ticket"
)

// RequestsOf gives somebody's tickets of some statuses, last updated first, from behind a position. A ticket that nobody changes meanwhile comes in
// exactly one page.
func (t *Table) RequestsOf(ctx context.Context, requester person.ID, statuses []ticket.Status, after string, limit int) (ticket.Page, error) {
	var parts []*part
	for _, status := range statuses {
		parts = append(parts, &part{index: "GSI1", partition: requestsPartition(requester, status)})
	}
	return t.tickets(ctx, parts, after, limit, limit+1)
}

// Queue gives a list's tickets, last updated first, from behind a position. A ticket that nobody changes meanwhile comes in exactly one page.
func (t *Table) Queue(ctx context.Context, l ticket.List, after string, limit int) (ticket.Page, error) {
	parts := partsOf(l)
	return t.tickets(ctx, parts, after, limit, share(limit+1, len(parts)))
}

func (t *Table) tickets(ctx context.Context, parts []*part, after string, limit, first int) (ticket.Page, error) {
	rows, next, err := merge[ticketRow](ctx, t, parts, after, limit, first)
	page := ticket.Page{Next: next}
	for _, r := range rows {
		page.Tickets = append(page.Tickets, r.ticket())
	}
	return page, err
}

// partsOf gives the partitions that hold a list.
func partsOf(l ticket.List) []*part {
	switch l.View {
	case ticket.UnassignedView:
		return sharded("GSI3", unassignedPartition)
	case ticket.MineView:
		return []*part{{index: "GSI3", partition: assigneePartition(l.Agent)}}
	case ticket.ServiceView:
		return sharded("GSI4", func(shard int) string { return servicePartition(l.Service, shard) })
	case ticket.ClosedView:
		return sharded("GSI2", closedPartition)
	default:
		return sharded("GSI2", queuePartition)
	}
}

// CountQueue counts a list's tickets, up to most.
func (t *Table) CountQueue(ctx context.Context, l ticket.List, most int) (int, error) {
	return t.count(ctx, partsOf(l), most)
}
