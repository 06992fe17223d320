// Package secrets reads Portico's keys from Secrets Manager: lazily, once, and kept for the life of the function.
package secrets

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
)

// ErrUnknownKey means that a proof or cookie names a key that is neither the current one nor the one before it.
var ErrUnknownKey = errors.New("unknown key id")

// Getter is what Keyring needs of Secrets Manager.
type Getter interface {
	GetSecretValue(context.Context, *secretsmanager.GetSecretValueInput, ...func(*secretsmanager.Options)) (*secretsmanager.GetSecretValueOutput, error)
}

// Key is one secret. ID names it without telling it.
type Key struct {
	ID     string
	secret []byte
}

// NewKey makes a Key of a secret text.
func NewKey(secret string) Key {
	sum := sha256.Sum256([]byte("portico key id\x00" + secret))
	return Key{ID: hex.EncodeToString(sum[:4]), secret: []byte(secret)}
}

// Derive gives 32 bytes for one purpose (HKDF-SHA256, RFC 5869). Different purposes give unrelated bytes.
func (k Key) Derive(purpose string) []byte {
	derived, err := hkdf.Key(sha256.New, k.secret, nil, "portico/"+purpose, 32)
	if err != nil {
		panic(fmt.Sprintf("hkdf with a constant length: %v", err)) // only a length over 255 hashes fails
	}
	return derived
}

// Keyring gives the current key of a secret, and the one before it for what was made with that.
type Keyring struct {
	client Getter
	id     string
	mu     sync.Mutex
	stages map[string]Key
}

// NewKeyring makes the keyring of the secret named id. Nothing is read before the first use.
func NewKeyring(client Getter, id string) *Keyring {
	return &Keyring{client: client, id: id, stages: map[string]Key{}}
}

// Current gives the key that new things are made with.
func (r *Keyring) Current(ctx context.Context) (Key, error) {
	return r.stage(ctx, "AWSCURRENT")
}

// ByID gives the key that is named id: the current or the previous one. ErrUnknownKey otherwise.
func (r *Keyring) ByID(ctx context.Context, id string) (Key, error) {
	current, err := r.Current(ctx)
	if err != nil {
		return Key{}, err
	}
	if current.ID == id {
		return current, nil
	}
	previous, err := r.stage(ctx, "AWSPREVIOUS")
	if _, missing := errors.AsType[*types.ResourceNotFoundException](err); missing {
		return Key{}, ErrUnknownKey
	}
	if err != nil {
		return Key{}, err
	}
	if previous.ID == id {
		return previous, nil
	}
	return Key{}, ErrUnknownKey
}

func (r *Keyring) stage(ctx context.Context, stage string) (Key, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if key, ok := r.stages[stage]; ok {
		return key, nil
	}
	out, err := r.client.GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: &r.id, VersionStage: aws.String(stage)})
	if err != nil {
		return Key{}, fmt.Errorf("read secret (%s): %w", stage, err)
	}
	key := NewKey(aws.ToString(out.SecretString))
	r.stages[stage] = key
	return key, nil
}
