package httpapi

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambdacontext"

	"portico/internal/awstime"
	"portico/internal/gate"
	"portico/internal/problem"
	"portico/internal/secrets"
)

// Secret gives the secret that the front adds to every request; *secrets.Keyring does.
type Secret interface {
	ByID(ctx context.Context, id string) (secrets.Key, error)
}

// Options is what a Server needs beside its routes.
type Options struct {
	Origin  Secret           // proves that a request came through the front
	Address string           // the portal's address, which state-changing requests name as their Origin
	Logger  *slog.Logger     // gets one line per request
	Now     func() time.Time // time.Now where nil
}

// Server answers the events of one function.
type Server struct {
	routes  map[string]Route
	options Options
}

// New makes the Server for routes.
func New(routes []Route, options Options) *Server {
	if options.Now == nil {
		options.Now = time.Now
	}
	s := &Server{routes: make(map[string]Route, len(routes)), options: options}
	for _, route := range routes {
		s.routes[route.Pattern] = route
	}
	return s
}

// Patterns gives the patterns of the server's routes.
func (s *Server) Patterns() []string {
	patterns := make([]string, 0, len(s.routes))
	for pattern := range s.routes {
		patterns = append(patterns, pattern)
	}
	return patterns
}

// Handle answers one event. The error is always nil: every failure is a problem document.
func (s *Server) Handle(ctx context.Context, event events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	started := s.options.Now()
	in := newIncoming(event)
	ctx, clock := awstime.With(ctx)
	response, cause := s.answer(ctx, in)
	calls, waited := clock.Read()
	s.log(ctx, in, response.StatusCode, cause, slog.Float64("ms", milliseconds(s.options.Now().Sub(started))),
		slog.Int("awsCalls", calls), slog.Float64("awsMs", milliseconds(waited)))
	return response, nil
}

// answer gives the response, and the error for the log where there was one.
func (s *Server) answer(ctx context.Context, in *incoming) (events.APIGatewayV2HTTPResponse, error) {
	response, err := s.call(ctx, in)
	if err == nil {
		rendered, renderErr := render(response)
		if renderErr == nil {
			return rendered, nil
		}
		err = renderErr
	}
	return renderProblem(err, in.request.ID), err
}

// call checks the request and gives it to its handler. A panic becomes an error.
func (s *Server) call(ctx context.Context, in *incoming) (response *Response, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &panicError{value: p, stack: debug.Stack()}
		}
	}()
	if err := s.throughFront(ctx, in); err != nil {
		return nil, err
	}
	route, ok := s.routes[in.event.RouteKey]
	if !ok || route.Handle == nil {
		return nil, NotFound
	}
	if err := s.check(in, route); err != nil {
		return nil, err
	}
	return route.Handle(ctx, in.request)
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// log writes the request's one line: what was asked, what came of it, never what was in it; and what it took.
func (s *Server) log(ctx context.Context, in *incoming, status int, cause error, took ...slog.Attr) {
	attrs := []slog.Attr{
		slog.String("request", in.request.ID),
		slog.String("route", in.event.RouteKey),
		slog.Int("status", status),
		slog.String("network", in.request.Network()),
	}
	attrs = append(attrs, took...)
	if caller, err := gate.CallerOf(in.request.Claims); err == nil {
		attrs = append(attrs, slog.String("person", string(caller.Person)))
	}
	if invocation, ok := lambdacontext.FromContext(ctx); ok {
		attrs = append(attrs, slog.String("requestId", invocation.AwsRequestID))
	}
	level := slog.LevelInfo
	if cause != nil {
		attrs = append(attrs, slog.String("cause", cause.Error()))
		if known, ok := problem.As(cause); ok {
			attrs = append(attrs, slog.String("code", known.Code))
		}
	}
	if panicked, ok := errors.AsType[*panicError](cause); ok {
		attrs = append(attrs, slog.String("stack", string(panicked.stack)))
	}
	if status >= 500 {
		level = slog.LevelError
	}
	s.options.Logger.LogAttrs(ctx, level, "request", attrs...)
}

// panicError is a handler's panic. The value is for the log.
type panicError struct {
	value any
	stack []byte
}

// Error gives the panic's value.
func (e *panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }
