// Command decide decides, behind the stream, what becomes of the wishes of people who are not signed in, and which agents are told of news.
package main

import (
	"context"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"portico/internal/decision"
	"portico/internal/dynamo"
	"portico/internal/queue"
	"portico/internal/setup"
	"portico/internal/ticket"
)

func main() { setup.Main(wire) }

func wire(env *setup.Environment) func(context.Context, events.SQSEvent) (events.SQSEventResponse, error) {
	table := dynamo.Open(env.AWS(), env.Text(setup.Table))
	service := &decision.Service{
		Store: table,
		Team:  &ticket.Teller{Store: table},
		Keys:  env.Keyring(setup.ProofSecret),
		Now:   time.Now,
	}
	return queue.Handler(service.Decide, env.Logger)
}
