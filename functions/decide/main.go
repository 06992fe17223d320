// Command decide decides, behind the stream, what becomes of the wishes of people who are not signed in.
package main

import (
	"context"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"portico/internal/decision"
	"portico/internal/dynamo"
	"portico/internal/queue"
	"portico/internal/setup"
)

func main() { setup.Main(wire) }

func wire(env *setup.Environment) func(context.Context, events.SQSEvent) (events.SQSEventResponse, error) {
	service := &decision.Service{
		Store: dynamo.Open(env.AWS(), env.Text(setup.Table)),
		Keys:  env.Keyring(setup.ProofSecret),
		Now:   time.Now,
	}
	return queue.Handler(service.Decide, env.Logger)
}
