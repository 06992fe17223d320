// Command notify hands the ids of new rows with work to do from the table's stream to their queues, and does nothing else: what it cannot do holds
// up the stream.
package main

import (
	"context"

	"github.com/aws/aws-lambda-go/events"

	"portico/internal/outbox"
	"portico/internal/queue"
	"portico/internal/setup"
)

func main() { setup.Main(wire) }

func wire(env *setup.Environment) func(context.Context, events.DynamoDBEvent) (events.DynamoDBEventResponse, error) {
	n := notifier{
		queues: map[outbox.Work]notes{
			outbox.Mails:       queue.Open(env.AWS(), env.URL(setup.MailQueue)),
			outbox.Wishes:      queue.Open(env.AWS(), env.URL(setup.DecisionQueue)),
			outbox.Revocations: queue.Open(env.AWS(), env.URL(setup.RevocationQueue)),
		},
		logger: env.Logger,
	}
	return n.handle
}
