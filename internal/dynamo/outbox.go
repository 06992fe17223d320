package dynamo

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/outbox"
	"portico/internal/person"
)

// mailRow is the OUTBOX item. GSI1 holds it while it waits, GSI2 for good. It stays as long as the person does, but for mails to addresses that nobody has
// proven: those are strangers', and go after unprovenKept.
type mailRow struct {
	ID         outbox.ID       `dynamodbav:"id"`
	Kind       outbox.Kind     `dynamodbav:"kind"`
	Person     person.ID       `dynamodbav:"person"`
	Address    string          `dynamodbav:"address"`
	Name       string          `dynamodbav:"name"`
	Language   person.Language `dynamodbav:"language"`
	Proof      person.ProofID  `dynamodbav:"proof,omitempty"`
	Generation int             `dynamodbav:"generation,omitempty"`
	Ticket     string          `dynamodbav:"ticket,omitempty"`
	Message    int             `dynamodbav:"message,omitempty"`
	Status     string          `dynamodbav:"ticketStatus,omitempty"`
	CreatedAt  int64           `dynamodbav:"createdAt"`
	State      outbox.State    `dynamodbav:"state"`
	Reason     string          `dynamodbav:"reason,omitempty"`
	MessageID  string          `dynamodbav:"messageId,omitempty"`
	SentAt     int64           `dynamodbav:"sentAt,omitempty"`
	GSI1PK     string          `dynamodbav:"GSI1PK,omitempty"`
	GSI1SK     string          `dynamodbav:"GSI1SK,omitempty"`
	GSI2PK     string          `dynamodbav:"GSI2PK"`
	GSI2SK     string          `dynamodbav:"GSI2SK"`
	TTL        int64           `dynamodbav:"ttl,omitempty"`
}

// unprovenKept is how long it is known that a mail went to an address that nobody had proven.
const unprovenKept = 30 * 24 * time.Hour

func newMailRow(m outbox.Mail) mailRow {
	sortable := instant(fromMillis(millis(m.CreatedAt))) + "#" + string(m.ID) // the same when the row is written again
	r := mailRow{
		ID: m.ID, Kind: m.Kind, Person: m.Person, Address: m.Address, Name: m.Name, Language: m.Language, Proof: m.Proof,
		Generation: m.Generation, Ticket: m.Ticket, Message: m.Message, Status: m.Status, CreatedAt: millis(m.CreatedAt), State: m.State, Reason: m.Reason, MessageID: m.MessageID,
		SentAt: millis(m.SentAt), GSI2PK: mailsPartition(m.Person), GSI2SK: sortable,
	}
	if m.Kind == outbox.Confirmation || m.Kind == outbox.EmailChange {
		r.TTL = m.CreatedAt.Add(unprovenKept).Unix()
	}
	if m.State == outbox.Waiting {
		r.GSI1PK, r.GSI1SK = undonePartition(shardOf(string(m.ID))), sortable
	}
	return r
}

func (r mailRow) mail() outbox.Mail {
	return outbox.Mail{
		ID: r.ID, Kind: r.Kind, Person: r.Person, Address: r.Address, Name: r.Name, Language: r.Language, Proof: r.Proof,
		Generation: r.Generation, Ticket: r.Ticket, Message: r.Message, Status: r.Status, CreatedAt: fromMillis(r.CreatedAt), State: r.State, Reason: r.Reason, MessageID: r.MessageID,
		SentAt: fromMillis(r.SentAt),
	}
}

// mailItem is m's whole item, for a put in the transaction that causes the mail.
func mailItem(m outbox.Mail) (map[string]types.AttributeValue, error) {
	return row(outboxKey(m.ID), newMailRow(m))
}

// Mail reads a mail, strongly consistent. ErrNotFound where there is none.
func (t *Table) Mail(ctx context.Context, id outbox.ID) (outbox.Mail, error) {
	var r mailRow
	if err := t.get(ctx, outboxKey(id), &r); err != nil {
		return outbox.Mail{}, err
	}
	return r.mail(), nil
}
