package session

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"time"
)

// DeriveID gives the id of the session that a repeatable road ends in, so that a repeat of the road after a crash ends in the same session and not
// in a second one. began is the time of the road's one change and cause names the attempt.
func DeriveID(ctx context.Context, keys Keys, began time.Time, cause string) (string, error) {
	key, err := keys.Current(ctx)
	if err != nil {
		return "", fmt.Errorf("key of sessions: %w", err)
	}
	h := hmac.New(sha256.New, key.Derive("session id"))
	h.Write([]byte(cause))
	return formID(began, [10]byte(h.Sum(nil))), nil
}
