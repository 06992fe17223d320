package proof

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"portico/internal/person"
	"portico/internal/secrets"
)

// ErrForged means that a link was not made by this portal, or with a key that is gone.
var ErrForged = errors.New("forged link")

// Keys gives keys for proofs; *secrets.Keyring does.
type Keys interface {
	Current(ctx context.Context) (secrets.Key, error)
	ByID(ctx context.Context, id string) (secrets.Key, error)
}

// Link is what a link's secret part says once its MAC was found right.
type Link struct {
	Purpose    Purpose
	ID         person.ProofID
	Generation int
}

var letters = map[Purpose]string{Activation: "a", Registration: "n", Reset: "r", EmailUndo: "u"}

// Token gives the secret part of p's link: purpose letter, row id, generation, key id and HMAC-SHA256, separated by dots.
func Token(ctx context.Context, keys Keys, p Proof) (string, error) {
	key, err := keys.ByID(ctx, p.KeyID)
	if err != nil {
		return "", fmt.Errorf("key of proof: %w", err)
	}
	link := Link{Purpose: p.Purpose, ID: p.ID, Generation: p.Generation}
	return strings.Join([]string{letters[p.Purpose], string(p.ID), strconv.FormatInt(int64(p.Generation), 36), key.ID,
		base64.RawURLEncoding.EncodeToString(link.mac(key))}, "."), nil
}

// Address gives the whole link, with the secret in the fragment, where no server, log or Referer sees it.
func Address(ctx context.Context, keys Keys, portalAddress string, p Proof) (string, error) {
	token, err := Token(ctx, keys, p)
	if err != nil {
		return "", err
	}
	page := map[Purpose]string{Activation: "/activate#", Registration: "/activate#", Reset: "/reset#", EmailUndo: "/undo#"}[p.Purpose]
	return strings.TrimSuffix(portalAddress, "/") + page + token, nil
}

// Parse checks a token's MAC and gives what it says. ErrForged for anything that this portal did not make.
func Parse(ctx context.Context, keys Keys, token string) (Link, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 5 || !person.ValidID(parts[1]) {
		return Link{}, ErrForged
	}
	generation, err := strconv.ParseInt(parts[2], 36, 32)
	if err != nil || generation < 1 || strconv.FormatInt(generation, 36) != parts[2] {
		return Link{}, ErrForged
	}
	link := Link{ID: person.ProofID(parts[1]), Generation: int(generation)}
	for purpose, letter := range letters {
		if letter == parts[0] {
			link.Purpose = purpose
		}
	}
	given, err := base64.RawURLEncoding.Strict().DecodeString(parts[4])
	if err != nil || link.Purpose == "" {
		return Link{}, ErrForged
	}
	key, err := keys.ByID(ctx, parts[3])
	if errors.Is(err, secrets.ErrUnknownKey) {
		return Link{}, ErrForged
	}
	if err != nil {
		return Link{}, fmt.Errorf("key of link: %w", err)
	}
	if !hmac.Equal(given, link.mac(key)) {
		return Link{}, ErrForged
	}
	return link, nil
}

func (l Link) mac(key secrets.Key) []byte {
	h := hmac.New(sha256.New, key.Derive("link"))
	fmt.Fprintf(h, "%s|%s|%d|%s", key.ID, l.ID, l.Generation, l.Purpose)
	return h.Sum(nil)
}

// Code gives the six digits of p: an HMAC for another purpose, reduced modulo a million. The instant that p was made at is in it, to the millisecond: a row
// whose generations begin anew, because the earlier one has gone, has other codes than that.
func Code(ctx context.Context, keys Keys, p Proof) (string, error) {
	key, err := keys.ByID(ctx, p.KeyID)
	if err != nil {
		return "", fmt.Errorf("key of code: %w", err)
	}
	h := hmac.New(sha256.New, key.Derive("code"))
	fmt.Fprintf(h, "%s|%s|%d|%s|%d", key.ID, p.ID, p.Generation, p.Purpose, p.CreatedAt.UnixMilli())
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(h.Sum(nil))%1_000_000), nil
}
