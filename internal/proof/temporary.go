package proof

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"

	"portico/internal/crockford"
	"portico/internal/secrets"
)

const (
	// temporaryLength are the letters of a temporary password, of five bits each.
	temporaryLength = 16
	// earlier is how many generations back a temporary password is still told from a wrong one.
	earlier = 4
)

// TemporaryPassword gives the temporary password of an invitation: 80 bits of an HMAC for a purpose of its own, in four groups of four letters. It is
// never stored.
func TemporaryPassword(ctx context.Context, keys Keys, invitation Proof) (string, error) {
	key, err := keys.ByID(ctx, invitation.KeyID)
	if err != nil {
		return "", fmt.Errorf("key of temporary password: %w", err)
	}
	return crockford.Groups(temporary(key, invitation)), nil
}

func temporary(key secrets.Key, p Proof) string {
	h := hmac.New(sha256.New, key.Derive("temporary password"))
	fmt.Fprintf(h, "%s|%s|%d|%s", key.ID, p.ID, p.Generation, p.Purpose)
	return crockford.Text(h.Sum(nil)[:temporaryLength])
}

// LikeTemporary tells whether what somebody typed has the form of a temporary password.
func LikeTemporary(typed string) bool {
	_, ok := crockford.Read(typed, temporaryLength)
	return ok
}

// TypedTemporary gives the generation of an invitation whose temporary password somebody typed, in either case, with dashes or without: the present
// one, or one of those shortly before it, as far as they were made with the same key. Zero where it is none of them. The work is the same for the zero
// Proof, of somebody who has no invitation.
func TypedTemporary(ctx context.Context, keys Keys, invitation Proof, typed string) (int, error) {
	text, ok := crockford.Read(typed, temporaryLength)
	if !ok {
		return 0, nil
	}
	key, err := keys.ByID(ctx, invitation.KeyID)
	if errors.Is(err, secrets.ErrUnknownKey) { // also of the zero Proof
		invitation = Proof{}
		key, err = keys.Current(ctx)
	}
	if err != nil {
		return 0, fmt.Errorf("key of temporary password: %w", err)
	}
	found := 0
	for back := range earlier + 1 {
		p := invitation
		p.Generation -= back
		right := subtle.ConstantTimeCompare([]byte(temporary(key, p)), []byte(text)) == 1
		mailed := back > 0 || p.Form == ByPassword // of the earlier ones nobody could type what was not mailed
		if right && mailed && p.Generation > 0 {
			found = p.Generation
		}
	}
	return found, nil
}
