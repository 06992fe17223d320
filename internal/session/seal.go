package session

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
	"io"

	"portico/internal/secrets"
)

// Sealed is a text under AES-256-GCM, with the nonce in front, and the id of its key.
type Sealed struct {
	KeyID string
	Bytes []byte
}

// ErrSealed means that a sealed text cannot be opened: its key is gone, or it belongs to another session.
var ErrSealed = errors.New("cannot be opened")

// Seal encrypts a refresh token for the session id, and for no other.
func Seal(ctx context.Context, keys Keys, random io.Reader, id, token string) (Sealed, error) {
	if random == nil {
		random = rand.Reader
	}
	key, err := keys.Current(ctx)
	if err != nil {
		return Sealed{}, fmt.Errorf("key of sessions: %w", err)
	}
	gcm, err := cipherOf(key)
	if err != nil {
		return Sealed{}, err
	}
	nonce := make([]byte, gcm.NonceSize())
	if _, err := io.ReadFull(random, nonce); err != nil {
		return Sealed{}, fmt.Errorf("read random bytes: %w", err)
	}
	return Sealed{KeyID: key.ID, Bytes: gcm.Seal(nonce, nonce, []byte(token), []byte(id))}, nil
}

// Unseal gives the refresh token of the session id. ErrSealed where it cannot be opened.
func Unseal(ctx context.Context, keys Keys, id string, s Sealed) (string, error) {
	key, err := keys.ByID(ctx, s.KeyID)
	if errors.Is(err, secrets.ErrUnknownKey) {
		return "", ErrSealed
	}
	if err != nil {
		return "", fmt.Errorf("key of session: %w", err)
	}
	gcm, err := cipherOf(key)
	if err != nil {
		return "", err
	}
	if len(s.Bytes) < gcm.NonceSize() {
		return "", ErrSealed
	}
	token, err := gcm.Open(nil, s.Bytes[:gcm.NonceSize()], s.Bytes[gcm.NonceSize():], []byte(id))
	if err != nil {
		return "", ErrSealed
	}
	return string(token), nil
}

func cipherOf(key secrets.Key) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key.Derive("refresh token"))
	if err != nil {
		return nil, fmt.Errorf("cipher of session: %w", err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("cipher of session: %w", err)
	}
	return gcm, nil
}
