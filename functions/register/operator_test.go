package main

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"portico/internal/httpapi"
	"portico/internal/secrets"
)

func TestAnEventOfTheAPIIsNeverAnOrder(t *testing.T) {
	var event events.APIGatewayV2HTTPRequest
	event.Body = `{"operator":{"action":"list-administrators"}}`
	event.Headers = map[string]string{"operator": "x"}
	event.QueryStringParameters = map[string]string{"operator": "x"}
	sent, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		string(sent), `{}`, `null`, `[]`, `{"body":"{\"operator\":{}}"}`, `{"operator":{"action":"x"},"requestContext":{}}`,
		`{"operator":{"action":"x"},"version":"2.0"}`, `{"Operator":{"action":"x"}}`,
	} {
		if _, ok := orderIn(json.RawMessage(text)); ok {
			t.Errorf("%s is taken for an order", text)
		}
	}
}

func TestAnOrderIsReadStrictly(t *testing.T) {
	got, ok := orderIn(json.RawMessage(`{"operator":{"action":"create-administrator","name":"Ada","email":"ada@example.com"}}`))
	if want := (order{"create-administrator", "Ada", "ada@example.com"}); !ok || got != want {
		t.Errorf("%+v, %v", got, ok)
	}
	for _, text := range []string{`{"operator":null}`, `{"operator":[]}`, `{"operator":{"action":"x","role":"y"}}`, `{"operator":"x"}`} {
		if got, ok := orderIn(json.RawMessage(text)); !ok || got != (order{}) {
			t.Errorf("%s: %+v, %v", text, got, ok)
		}
	}
}

type noSecret struct{}

func (noSecret) ByID(context.Context, string) (secrets.Key, error) {
	return secrets.NewKey("front"), nil
}

func TestOrdersAndRequestsGoTheirOwnWays(t *testing.T) {
	var log bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&log, nil))
	handle := either(operatorDesk{logger: logger}, httpapi.New(nil, httpapi.Options{Origin: noSecret{}, Logger: logger}))
	for text, want := range map[string]string{
		`{"operator":{"action":"dance"}}`:                    "unknown_order",
		`{"operator":null}`:                                  "unknown_order",
		`{"operator":{"action":"pending-link","email":"x"}}`: "invalid_email",
		`{"operator":{"action":"create-administrator","name":" ","email":"a@b.example"}}`:            "invalid_name",
		`{"operator":{"action":"create-administrator","name":"Ann\u202ennA","email":"a@b.example"}}`: "invalid_name",
		`{"operator":{"action":"create-administrator","name":"\u3164","email":"a@b.example"}}`:       "invalid_name",
	} {
		reply, err := handle(t.Context(), json.RawMessage(text))
		if got, ok := reply.(answer); err != nil || !ok || got.Error == nil || got.Error.Code != want || got.Error.Message == "" {
			t.Errorf("%s: %+v, %v", text, reply, err)
		}
	}
	reply, err := handle(t.Context(), json.RawMessage(`{"version":"2.0","routeKey":"POST /api/customers"}`))
	if got, ok := reply.(events.APIGatewayV2HTTPResponse); err != nil || !ok || got.StatusCode != 403 {
		t.Errorf("%+v, %v", reply, err)
	}
	if bytes.Contains(log.Bytes(), []byte("a@b.example")) {
		t.Errorf("the log tells an address: %s", log.String())
	}
	if reply, err := json.Marshal(answer{Administrators: administrators(nil)}); err != nil || string(reply) != `{"administrators":[]}` {
		t.Errorf("%s, %v", reply, err)
	}
}
