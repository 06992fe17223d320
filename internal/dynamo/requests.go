package dynamo

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/outbox"
	"portico/internal/person"
)

// requestLife is how long a wish is remembered: what was not decided within a day is of no use any more, and a repeat of the request that
// wrote it comes within a day or not at all.
const requestLife = 24 * time.Hour

// requestRow is the REQUEST item. Decision is empty until the wish was decided; then the GSI1 attributes go.
type requestRow struct {
	ID         outbox.ID          `dynamodbav:"id"`
	Kind       outbox.RequestKind `dynamodbav:"kind"`
	AddressKey string             `dynamodbav:"addressKey,omitempty"`
	Proof      person.ProofID     `dynamodbav:"proof,omitempty"`
	Ticket     string             `dynamodbav:"ticket,omitempty"`
	Message    int                `dynamodbav:"message,omitempty"`
	Language   person.Language    `dynamodbav:"language"`
	Network    string             `dynamodbav:"network"`
	CreatedAt  int64              `dynamodbav:"createdAt"`
	Decision   string             `dynamodbav:"decision,omitempty"`
	DecidedAt  int64              `dynamodbav:"decidedAt,omitempty"`
	TTL        int64              `dynamodbav:"ttl"`
	GSI1PK     string             `dynamodbav:"GSI1PK,omitempty"`
	GSI1SK     string             `dynamodbav:"GSI1SK,omitempty"`
}

// requestItem is the item of a transaction that writes r. It fails where the row is there already: then the same wish was written before.
func (t *Table) requestItem(r outbox.Request) (types.TransactWriteItem, error) {
	return t.newItem(row(requestKey(r.ID), requestRow{
		ID: r.ID, Kind: r.Kind, AddressKey: r.AddressKey, Proof: r.Proof, Ticket: r.Ticket, Message: r.Message, Language: r.Language,
		Network: r.Network, CreatedAt: millis(r.CreatedAt), TTL: r.CreatedAt.Add(requestLife).Unix(),
		GSI1PK: undonePartition(shardOf(string(r.ID))), GSI1SK: instant(r.CreatedAt) + "#" + string(r.ID),
	}))
}

// Request reads a wish and whether it was decided. ErrNotFound where there is none, or it is too old to be decided.
func (t *Table) Request(ctx context.Context, id outbox.ID) (outbox.Request, bool, error) {
	var r requestRow
	if err := t.get(ctx, requestKey(id), &r); err != nil {
		return outbox.Request{}, false, err
	}
	if expired(r.TTL, t.now()) {
		return outbox.Request{}, false, ErrNotFound
	}
	return outbox.Request{
		ID: r.ID, Kind: r.Kind, AddressKey: r.AddressKey, Proof: r.Proof, Ticket: r.Ticket, Message: r.Message, Language: r.Language,
		Network: r.Network, CreatedAt: fromMillis(r.CreatedAt),
	}, r.Decision != "", nil
}
