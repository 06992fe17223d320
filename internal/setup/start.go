package setup

import (
	"context"
	"log/slog"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"portico/internal/httpapi"
	"portico/internal/secrets"
)

// Main is the main of a function. wire reads the environment, makes the clients once and gives the handler; it must not use what it read where
// the environment's Err is set. Anything wrong is logged in one line, and the process ends.
func Main[In, Out any](wire func(*Environment) func(context.Context, In) (Out, error)) {
	logger := slog.New(slog.NewJSONHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: lambdacontext.ReplaceAttr}))
	env := NewEnvironment(os.LookupEnv, logger)
	handler := wire(env)
	if err := env.Err(); err != nil {
		logger.Error("cannot start", slog.String("cause", err.Error()))
		os.Exit(1)
	}
	lambda.StartHandlerFunc(handler)
}

// API is the main of a function that only answers the API: a page of wiring that ends in routes.
//
//	func main() { setup.API(routes) }
//
//	func routes(env *setup.Environment) []httpapi.Route {
//		table := dynamo.Open(env.AWS(), env.Text(setup.Table))
//		...
//	}
func API(routes func(*Environment) []httpapi.Route) {
	Main(func(env *Environment) func(context.Context, events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
		return env.Server(routes(env)).Handle
	})
}

// Server makes the server of routes.
func (e *Environment) Server(routes []httpapi.Route) *httpapi.Server {
	return httpapi.New(routes, httpapi.Options{Origin: e.Keyring(OriginSecret), Address: e.URL(Address), Logger: e.Logger})
}

// Keyring gives the keyring of the secret whose id the variable name holds.
func (e *Environment) Keyring(name string) *secrets.Keyring {
	return secrets.NewKeyring(secretsmanager.NewFromConfig(e.AWS()), e.Text(name), time.Now)
}
