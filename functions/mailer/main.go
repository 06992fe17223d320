// Command mailer sends mails: it claims, writes, sends and records them.
package main

import (
	"context"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"portico/internal/delivery"
	"portico/internal/dynamo"
	"portico/internal/mail"
	"portico/internal/queue"
	"portico/internal/ses"
	"portico/internal/setup"
)

func main() { setup.Main(wire) }

func wire(env *setup.Environment) func(context.Context, events.SQSEvent) (events.SQSEventResponse, error) {
	portal := env.Portal()
	mailer := &delivery.Mailer{
		Store:  dynamo.Open(env.AWS(), env.Text(setup.Table)),
		Sender: ses.New(env.AWS(), portal.Sender, env.Text(setup.ConfigurationSet)),
		Notes:  queue.Open(env.AWS(), env.URL(setup.MailQueue)),
		Keys:   env.Keyring(setup.ProofSecret),
		Portal: mail.Portal{Name: portal.Name, Address: env.URL(setup.Address), Sender: portal.Sender, Services: portal.ServiceNames()},
		Domain: ses.MessageDomain(env.AWS().Region),
		Now:    time.Now,
	}
	return queue.Handler(mailer.Deliver, env.Logger)
}
