// Package ses sends messages through Amazon SES.
package ses

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/ses"
	"github.com/aws/aws-sdk-go-v2/service/ses/types"
	"github.com/aws/smithy-go"

	"portico/internal/outbox"
)

// patience is how long SES may take to answer. It is less than a mail's lease.
const patience = 10 * time.Second

// Sender sends from one address by one configuration set.
type Sender struct {
	client           *ses.Client
	source           string
	configurationSet string
}

// New makes a Sender. SES cannot tell a repeat from a new message, so the SDK's own tries are off: who calls Send decides about another one.
func New(cfg aws.Config, source, configurationSet string) *Sender {
	client := ses.NewFromConfig(cfg, func(o *ses.Options) { o.Retryer = aws.NopRetryer{} })
	return &Sender{client: client, source: source, configurationSet: configurationSet}
}

// Send hands one message to SES for one recipient and gives SES's id of it. What the message's own headers say of recipients does not count. The errors
// are outbox.ErrRejected and outbox.ErrNotTaken, or any other where the outcome is not known.
func (s *Sender) Send(ctx context.Context, to string, message []byte) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	out, err := s.client.SendRawEmail(ctx, &ses.SendRawEmailInput{
		Source: &s.source, Destinations: []string{to}, ConfigurationSetName: &s.configurationSet, RawMessage: &types.RawMessage{Data: message},
	})
	if err != nil {
		return "", meaning(err)
	}
	return aws.ToString(out.MessageId), nil
}

// MessageDomain is the part behind the @ of the ids that SES gives messages in a region; it answers with the part before it alone.
// https://docs.aws.amazon.com/ses/latest/dg/header-fields.html
func MessageDomain(region string) string {
	if region == "us-east-1" {
		return "email.amazonses.com"
	}
	return region + ".amazonses.com"
}

// meaning sorts an error. Only an answer of SES, or a connection that never stood, proves that the message did not go out.
func meaning(err error) error {
	if dial, ok := errors.AsType[*net.OpError](err); ok && dial.Op == "dial" {
		return fmt.Errorf("%w: %w", outbox.ErrNotTaken, err)
	}
	answer, ok := errors.AsType[smithy.APIError](err)
	response, answered := errors.AsType[*awshttp.ResponseError](err)
	if !ok || !answered || response.HTTPStatusCode() >= http.StatusInternalServerError {
		return fmt.Errorf("send: %w", err)
	}
	switch answer.ErrorCode() {
	case "MessageRejected":
		if aboutTheAccount(answer.ErrorMessage()) {
			break
		}
		return fmt.Errorf("%w: %w", outbox.ErrRejected, err)
	case "InvalidParameterValue", "InvalidParameter", "ValidationError":
		return fmt.Errorf("%w: %w", outbox.ErrRejected, err)
	}
	return fmt.Errorf("%w: %w", outbox.ErrNotTaken, err)
}

// aboutTheAccount tells whether SES rejects for a reason that is not the message's: an identity that is not, or no longer, verified, an account in the
// sandbox, paused, or over its quota. SES has one code for all of them; what differs is the words
// (https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html). Somebody mends that, and then the mail can go.
func aboutTheAccount(words string) bool {
	words = strings.ToLower(words)
	for _, reason := range []string{"not verified", "paused", "suspended", "quota", "rate exceeded"} {
		if strings.Contains(words, reason) {
			return true
		}
	}
	return false
}
