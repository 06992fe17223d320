// Command sweep runs on a schedule and hands on what was forgotten.
package main

import (
	"context"
	"encoding/json"
	"time"

	"portico/internal/dynamo"
	"portico/internal/outbox"
	"portico/internal/queue"
	"portico/internal/setup"
	"portico/internal/sweep"
)

func main() { setup.Main(wire) }

func wire(env *setup.Environment) func(context.Context, json.RawMessage) (struct{}, error) {
	s := &sweep.Sweep{
		Store:  dynamo.Open(env.AWS(), env.Text(setup.Table)),
		Shards: dynamo.Shards,
		Queues: map[outbox.Work]sweep.Queue{
			outbox.Mails:       queue.Open(env.AWS(), env.URL(setup.MailQueue)),
			outbox.Wishes:      queue.Open(env.AWS(), env.URL(setup.DecisionQueue)),
			outbox.Imports:     queue.Open(env.AWS(), env.URL(setup.ImportQueue)),
			outbox.Revocations: queue.Open(env.AWS(), env.URL(setup.RevocationQueue)),
		},
		Now:    time.Now,
		Logger: env.Logger,
	}
	return func(ctx context.Context, _ json.RawMessage) (struct{}, error) { return struct{}{}, s.Run(ctx) }
}
