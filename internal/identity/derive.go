package identity

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"

	"portico/internal/person"
)

// deriveID gives 128 bits of an HMAC of parts for one purpose, in the form of an id.
func deriveID(ctx context.Context, keys Keys, purpose string, parts ...string) (string, error) {
	key, err := keys.Current(ctx)
	if err != nil {
		return "", fmt.Errorf("key for %s: %w", purpose, err)
	}
	h := hmac.New(sha256.New, key.Derive(purpose))
	fmt.Fprintf(h, "%q", parts)
	return person.RandomText(bytes.NewReader(h.Sum(nil)))
}
