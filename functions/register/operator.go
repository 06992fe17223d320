package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/aws/aws-lambda-go/events"

	"portico/internal/address"
	"portico/internal/httpapi"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/problem"
)

// order is what an operator asks for by invoking the function directly, which takes the right to do so in the AWS account.
type order struct {
	Action string `json:"action"`
	Name   string `json:"name"`
	Email  string `json:"email"`
}

// answer is what an operator gets.
type answer struct {
	Link           string          `json:"link,omitempty"`
	Administrators []administrator `json:"administrators,omitzero"`
	Error          *refusal        `json:"error,omitempty"`
}

type administrator struct {
	Name  string       `json:"name"`
	Email string       `json:"email"`
	State person.State `json:"state"`
}

type refusal struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// operatorDesk takes orders.
type operatorDesk struct {
	operator *people.Operator
	logger   *slog.Logger
}

// either gives the function's handler: orders to desk, everything else to server.
func either(desk operatorDesk, server *httpapi.Server) func(context.Context, json.RawMessage) (any, error) {
	return func(ctx context.Context, event json.RawMessage) (any, error) {
		if what, ok := orderIn(event); ok {
			return desk.take(ctx, what), nil
		}
		var request events.APIGatewayV2HTTPRequest
		if err := json.Unmarshal(event, &request); err != nil {
			return nil, fmt.Errorf("read event: %w", err)
		}
		return server.Handle(ctx, request)
	}
}

// orderIn tells whether an event is an order: an object with the one field "operator" and nothing else. An event of the API never is, because the
// gateway writes its own fields beside whatever a caller sends, and what a caller sends is text inside them.
func orderIn(event json.RawMessage) (order, bool) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(event, &fields); err != nil || len(fields) != 1 || fields["operator"] == nil {
		return order{}, false
	}
	decoder := json.NewDecoder(bytes.NewReader(fields["operator"]))
	decoder.DisallowUnknownFields()
	var what *order
	if err := decoder.Decode(&what); err != nil || what == nil {
		return order{}, true // an order that nobody understands is refused as one
	}
	_, err := decoder.Token()
	return *what, err == io.EOF
}

// take carries out an order and logs it in one line.
func (d operatorDesk) take(ctx context.Context, what order) answer {
	reply, err := d.carryOut(ctx, what)
	attrs := []slog.Attr{slog.String("action", what.Action)}
	if err != nil {
		reply = answer{Error: refusalOf(err)}
		attrs = append(attrs, slog.String("cause", err.Error()))
	}
	d.logger.LogAttrs(ctx, slog.LevelInfo, "order", attrs...)
	return reply
}

func (d operatorDesk) carryOut(ctx context.Context, what order) (answer, error) {
	switch what.Action {
	case "list-administrators":
		found, err := d.operator.Administrators(ctx)
		return answer{Administrators: administrators(found)}, err
	case "pending-link":
		email, err := mailbox(what.Email)
		if err != nil {
			return answer{}, err
		}
		link, err := d.operator.PendingLink(ctx, email)
		return answer{Link: link}, err
	case "create-administrator":
		email, err := mailbox(what.Email)
		if err != nil {
			return answer{}, err
		}
		name, wrong := httpapi.LineOf(what.Name, 100)
		if wrong != "" {
			return answer{}, problem.New(problem.Invalid, "invalid_name", "The name must have 1 to 100 characters, and none that cannot be shown.")
		}
		_, link, err := d.operator.CreateAdministrator(ctx, name, email)
		return answer{Link: link}, err
	default:
		return answer{}, problem.New(problem.Malformed, "unknown_order",
			"The action must be create-administrator, list-administrators or pending-link.")
	}
}

func mailbox(text string) (address.Address, error) {
	email, err := address.Parse(strings.TrimSpace(text))
	if err != nil {
		return address.Address{}, problem.New(problem.Invalid, "invalid_email", "The e-mail address cannot be used: "+err.Error()+".")
	}
	return email, nil
}

func administrators(found []person.Person) []administrator {
	list := make([]administrator, len(found))
	for i, p := range found {
		list[i] = administrator{Name: p.Name, Email: p.Email, State: p.State}
	}
	return list
}

func refusalOf(err error) *refusal {
	if e, ok := problem.As(err); ok {
		return &refusal{Code: e.Code, Message: e.Detail}
	}
	return &refusal{Code: "internal", Message: "Something went wrong; the function's log says what."}
}
