// Command revoke revokes, behind the stream, the refresh tokens of sessions that have ended.
package main

import (
	"context"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"portico/internal/cognito"
	"portico/internal/dynamo"
	"portico/internal/queue"
	"portico/internal/revocation"
	"portico/internal/setup"
)

func main() { setup.Main(wire) }

func wire(env *setup.Environment) func(context.Context, events.SQSEvent) (events.SQSEventResponse, error) {
	service := &revocation.Service{
		Store: dynamo.Open(env.AWS(), env.Text(setup.Table)),
		Pool:  cognito.Open(env.AWS(), env.Text(setup.UserPool), env.Text(setup.ClientID), time.Now, nil),
		Keys:  env.Keyring(setup.SessionSecret),
	}
	return queue.Handler(service.Revoke, env.Logger)
}
