// Command auth-triggers is the function that Cognito asks whether a sign-in becomes tokens.
package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"portico/internal/dynamo"
	"portico/internal/setup"
	"portico/internal/vouch"
)

func main() {
	setup.Main(func(env *setup.Environment) func(context.Context, json.RawMessage) (any, error) {
		triggers := &vouch.Triggers{Store: dynamo.Open(env.AWS(), env.Text(setup.Table)), Now: time.Now}
		return logged(env.Logger, triggers.Handle)
	})
}

// logged writes one line for each question: which one, about whom, and why it was refused. Answers and metadata stay out of it.
func logged(logger *slog.Logger, handle func(context.Context, json.RawMessage) (any, error)) func(context.Context, json.RawMessage) (any, error) {
	return func(ctx context.Context, event json.RawMessage) (any, error) {
		started := time.Now()
		answer, err := handle(ctx, event)
		var header struct {
			TriggerSource string `json:"triggerSource"`
			UserName      string `json:"userName"`
		}
		_ = json.Unmarshal(event, &header) // handle has said what is wrong with it
		attrs := []slog.Attr{
			slog.String("trigger", header.TriggerSource), slog.String("person", header.UserName), slog.Int64("ms", time.Since(started).Milliseconds()),
		}
		level := slog.LevelInfo
		if err != nil {
			level, attrs = slog.LevelWarn, append(attrs, slog.String("cause", err.Error()))
		}
		logger.LogAttrs(ctx, level, "trigger", attrs...)
		return answer, err
	}
}
