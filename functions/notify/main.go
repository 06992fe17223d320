// Command notify hands the ids of new mails and wishes from the table's stream to their queues, and does nothing else: what it cannot do holds
// up the stream.
package main

import (
	"context"

	"github.com/aws/aws-lambda-go/events"

	"portico/internal/queue"
	"portico/internal/setup"
)

func main() { setup.Main(wire) }

func wire(env *setup.Environment) func(context.Context, events.DynamoDBEvent) (events.DynamoDBEventResponse, error) {
	n := notifier{
		mails:  queue.Open(env.AWS(), env.URL(setup.MailQueue)),
		wishes: queue.Open(env.AWS(), env.URL(setup.DecisionQueue)),
		logger: env.Logger,
	}
	return n.handle
}
