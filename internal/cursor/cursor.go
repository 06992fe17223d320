// Package cursor makes positions in lists into cursors that tell nothing and work for nobody but those whom they were made for.
package cursor

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"portico/internal/problem"
	"portico/internal/proof"
	"portico/internal/secrets"
)

// Invalid is the problem of a cursor that was not made for what it is used for.
var Invalid = problem.New(problem.Malformed, "invalid_cursor", "This is no cursor of yours. Start the list again.")

// Bound joins what a cursor is bound to: the caller, the list, the words that were asked for.
func Bound(parts ...string) string { return strings.Join(parts, "\x00") }

// Seal makes a cursor of a position: key id, position and HMAC, the last over what it is bound to as well. Of none, where a list has ended, it makes none.
func Seal(ctx context.Context, keys proof.Keys, bound, position string) (string, error) {
	if position == "" {
		return "", nil
	}
	key, err := keys.Current(ctx)
	if err != nil {
		return "", fmt.Errorf("key of cursor: %w", err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	return strings.Join([]string{key.ID, encode([]byte(position)), encode(mac(key, bound, position))}, "."), nil
}

// Open gives the position of a cursor, and none for no cursor. Invalid where this portal did not make it for what it is bound to.
func Open(ctx context.Context, keys proof.Keys, bound, cursor string) (string, error) {
	if cursor == "" {
		return "", nil
	}
	parts := strings.Split(cursor, ".")
	if len(parts) != 3 {
		return "", Invalid
	}
	position, positionErr := base64.RawURLEncoding.DecodeString(parts[1])
	given, givenErr := base64.RawURLEncoding.DecodeString(parts[2])
	if positionErr != nil || givenErr != nil {
		return "", Invalid
	}
	key, err := keys.ByID(ctx, parts[0])
	if errors.Is(err, secrets.ErrUnknownKey) {
		return "", Invalid
	}
	if err != nil {
		return "", fmt.Errorf("key of cursor: %w", err)
	}
	if !hmac.Equal(given, mac(key, bound, string(position))) {
		return "", Invalid
	}
	return string(position), nil
}

func mac(key secrets.Key, bound, position string) []byte {
	h := hmac.New(sha256.New, key.Derive("cursor"))
	fmt.Fprintf(h, "%d|%s|%s", len(bound), bound, position)
	return h.Sum(nil)
}
