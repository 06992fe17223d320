// Command inbound-email takes the mails that SES has received: each becomes a request or is held with a reason.
package main

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"portico/internal/address"
	"portico/internal/bucket"
	"portico/internal/dynamo"
	"portico/internal/incoming"
	"portico/internal/limit"
	"portico/internal/queue"
	"portico/internal/rawmail/apart"
	"portico/internal/receiving"
	"portico/internal/settings"
	"portico/internal/setup"
)

func main() { setup.Main(wire) }

func wire(env *setup.Environment) func(context.Context, events.SQSEvent) (events.SQSEventResponse, error) {
	table, name := dynamo.Open(env.AWS(), env.Text(setup.Table)), env.Text(setup.IncomingBucket)
	desk := &incoming.Desk{
		Store: table, Bucket: bucket.Open(env.AWS(), name), Reader: apart.Reader{Program: "read-mail"},
		Addresses: addresses(env.Book(table), env.Portal().Sender),
		Limits:    &limit.Limiter{Store: table, Keys: env.Keyring(setup.ProofSecret)}, Now: time.Now, Logger: env.Logger,
	}
	return queue.Bodies(func(ctx context.Context, body string) (string, error) {
		receipt, err := receiving.Read(body, name)
		if errors.Is(err, receiving.ErrNoMail) {
			return "", nil
		}
		if err != nil {
			return "", err
		}
		return string(incoming.IDOf(receipt.MessageID)), desk.Take(ctx, receipt)
	}, env.Logger)
}

// addresses gives the portal's own addresses by their keys, and the deny list, as they are now. They were checked before they were saved or deployed.
func addresses(book *settings.Book, sender string) func(context.Context) (incoming.Addresses, error) {
	return func(ctx context.Context) (incoming.Addresses, error) {
		now, err := book.Read(ctx, settings.OfServices, settings.OfDenied)
		all := incoming.Addresses{Services: map[string]string{}, Denied: now.Policy()}
		for _, s := range now.Services.Services {
			if parsed, err := address.Parse(s.Address); err == nil {
				all.Services[parsed.Key] = s.ID
			}
		}
		if parsed, err := address.Parse(sender); err == nil {
			all.Sender = parsed.Key
		}
		return all, err
	}
}
