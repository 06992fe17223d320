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
	"time"

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
	now    func() time.Time

	mu       sync.Mutex
	current  Key
	previous Key       // without an ID where the secret was never rotated
	read     time.Time // when both were read last
}

// rereadAfter is how often an unknown key id may cost a call: often enough to notice a rotation, too seldom to be a lever.
const rereadAfter = time.Minute

// NewKeyring makes the keyring of the secret named id. Nothing is read before the first use.
func NewKeyring(client Getter, id string, now func() time.Time) *Keyring {
	return &Keyring{client: client, id: id, now: now}
}

// Current gives the key that new things are made with. A function that is warm keeps it after a rotation: it is the previous key then, which
// is good still.
func (r *Keyring) Current(ctx context.Context) (Key, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.currentKey(ctx)
}

func (r *Keyring) currentKey(ctx context.Context) (Key, error) {
	if r.current.ID == "" {
		current, err := r.stage(ctx, "AWSCURRENT")
		if err != nil {
			return Key{}, err
		}
		r.current = current
	}
	return r.current, nil
}

// ByID gives the key that is named id: the current or the previous one. ErrUnknownKey otherwise.
func (r *Keyring) ByID(ctx context.Context, id string) (Key, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, err := r.currentKey(ctx); err != nil {
		return Key{}, err
	}
	if key, ok := r.known(id); ok {
		return key, nil
	}
	if !r.read.IsZero() && r.now().Sub(r.read) < rereadAfter {
		return Key{}, ErrUnknownKey
	}
	if err := r.reread(ctx); err != nil {
		return Key{}, err
	}
	if key, ok := r.known(id); ok {
		return key, nil
	}
	return Key{}, ErrUnknownKey
}

func (r *Keyring) known(id string) (Key, bool) {
	for _, key := range []Key{r.current, r.previous} {
		if key.ID == id && id != "" {
			return key, true
		}
	}
	return Key{}, false
}

// reread reads both keys.
func (r *Keyring) reread(ctx context.Context) error {
	current, err := r.stage(ctx, "AWSCURRENT")
	if err != nil {
		return err
	}
	previous, err := r.stage(ctx, "AWSPREVIOUS")
	if _, missing := errors.AsType[*types.ResourceNotFoundException](err); err != nil && !missing {
		return err
	}
	r.current, r.previous, r.read = current, previous, r.now()
	return nil
}

func (r *Keyring) stage(ctx context.Context, stage string) (Key, error) {
	out, err := r.client.GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: &r.id, VersionStage: &stage})
	if err != nil {
		return Key{}, fmt.Errorf("read secret (%s): %w", stage, err)
	}
	return NewKey(aws.ToString(out.SecretString)), nil
}
