package cognito

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"portico/internal/identity"
)

// outcome sorts what an operation of the pool ends in: identity.ErrRefused where the pool has looked and says no, identity.ErrBusy where it has not
// looked or its answer was lost, and any other error as it is.
func outcome(operation string, err error) error {
	switch {
	case err == nil:
		return nil
	case refused(err):
		return fmt.Errorf("%s: %w: %w", operation, identity.ErrRefused, err)
	case busy(err):
		return fmt.Errorf("%s: %w: %w", operation, identity.ErrBusy, err)
	default:
		return fmt.Errorf("%s: %w", operation, err)
	}
}

// refused tells whether the pool says no. Its own lockout after many wrong passwords ("Password attempts exceeded") counts as a wrong password. A
// session that is gone does not, for the network may have used it up, nor does a client whose secret has changed.
func refused(err error) bool {
	if denied, ok := errors.AsType[*types.NotAuthorizedException](err); ok {
		message := strings.ToLower(denied.ErrorMessage())
		return !strings.Contains(message, "session") && !strings.Contains(message, "secret hash")
	}
	_, unknown := errors.AsType[*types.UserNotFoundException](err)
	_, unconfirmed := errors.AsType[*types.UserNotConfirmedException](err)
	_, mustReset := errors.AsType[*types.PasswordResetRequiredException](err)
	return unknown || unconfirmed || mustReset
}

// busy tells whether the same may succeed in a moment: too many requests, a failure of the pool's own, of a trigger or of the network.
func busy(err error) bool {
	if errors.Is(err, context.Canceled) {
		return false
	}
	known, answered := errors.AsType[smithy.APIError](err)
	if !answered {
		return true
	}
	switch known.ErrorCode() {
	case "TooManyRequestsException", "LimitExceededException", "InternalErrorException", "UnexpectedLambdaException", "UserLambdaValidationException",
		"NotAuthorizedException":
		return true
	}
	return known.ErrorFault() == smithy.FaultServer
}
