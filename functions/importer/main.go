// Command importer works on imports behind their queue: it checks files and creates people, one step after the other.
package main

import (
	"context"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"portico/internal/dynamo"
	"portico/internal/imports"
	"portico/internal/people"
	"portico/internal/queue"
	"portico/internal/ses"
	"portico/internal/setup"
	"portico/internal/storage"
)

func main() { setup.Main(wire) }

func wire(env *setup.Environment) func(context.Context, events.SQSEvent) (events.SQSEventResponse, error) {
	table := dynamo.Open(env.AWS(), env.Text(setup.Table))
	office := people.Office{Keys: env.Keyring(setup.ProofSecret), Address: env.URL(setup.Address), Now: time.Now}
	worker := &imports.Worker{
		Store:     table,
		Storage:   storage.Open(env.AWS(), env.Text(setup.ImportBucket), ""),
		Registrar: &people.Registrar{Office: office, Store: table},
		Pace:      ses.NewQuota(env.AWS(), env.Number(setup.InvitationRate)),
		Queue:     queue.Open(env.AWS(), env.URL(setup.ImportQueue)),
		Now:       time.Now,
		Sleep:     sleep,
		Services:  env.Book(table).ServiceNames,
		DenyList:  env.Book(table).DenyList,
	}
	return queue.Handler(worker.Work, env.Logger)
}

// sleep waits for d, or until the function's time is up.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
