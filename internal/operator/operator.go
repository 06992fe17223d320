// Package operator gives the orders that only the people who run a Portico installation can give: they invoke the
// function `register` directly, which takes the right to invoke it. The same orders work locally and on AWS.
package operator

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
)

// Operator gives orders to one installation.
type Operator struct {
	lambda   *lambda.Client
	function string
}

// New returns an operator for the installation whose function `register` has the given name.
func New(config aws.Config, function string) *Operator {
	return &Operator{lambda: lambda.NewFromConfig(config), function: function}
}

// Administrator is a person with all rights.
type Administrator struct {
	Name  string `json:"name"`
	Email string `json:"email"`
	State string `json:"state"`
}

// Active tells whether the administrator has activated and may sign in.
func (a Administrator) Active() bool { return a.State == "active" }

// Error is the function's refusal of an order.
type Error struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Error is the message, which is meant for people.
func (e *Error) Error() string { return fmt.Sprintf("%s (%s)", e.Message, e.Code) }

type order struct {
	Action string `json:"action"`
	Name   string `json:"name,omitempty"`
	Email  string `json:"email,omitempty"`
}

type answer struct {
	Link           string          `json:"link"`
	Administrators []Administrator `json:"administrators"`
	Error          *Error          `json:"error"`
}

// CreateAdministrator creates an administrator and returns the activation link. A refusal is an *Error.
func (o *Operator) CreateAdministrator(ctx context.Context, name, email string) (link string, err error) {
	reply, err := o.give(ctx, order{Action: "create-administrator", Name: name, Email: email})
	return reply.Link, err
}

// PendingLink returns the activation link of somebody who has not activated yet. A refusal is an *Error.
func (o *Operator) PendingLink(ctx context.Context, email string) (link string, err error) {
	reply, err := o.give(ctx, order{Action: "pending-link", Email: email})
	return reply.Link, err
}

// Administrators lists the administrators. A refusal is an *Error.
func (o *Operator) Administrators(ctx context.Context) ([]Administrator, error) {
	reply, err := o.give(ctx, order{Action: "list-administrators"})
	return reply.Administrators, err
}

func (o *Operator) give(ctx context.Context, what order) (answer, error) {
	payload, err := json.Marshal(map[string]order{"operator": what})
	if err != nil {
		return answer{}, fmt.Errorf("write the order %s: %w", what.Action, err)
	}
	out, err := o.lambda.Invoke(ctx, &lambda.InvokeInput{FunctionName: &o.function, Payload: payload})
	if err != nil {
		return answer{}, fmt.Errorf("invoke the function %s: %w", o.function, err)
	}
	if out.FunctionError != nil {
		return answer{}, fmt.Errorf("the function %s failed: %s", o.function, out.Payload)
	}
	var reply answer
	if err := json.Unmarshal(out.Payload, &reply); err != nil {
		return answer{}, fmt.Errorf("read the answer to %s: %w", what.Action, err)
	}
	if reply.Error != nil {
		return answer{}, reply.Error
	}
	return reply, nil
}
