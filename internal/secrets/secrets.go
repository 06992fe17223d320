// Package secrets reads Portico's keys from Secrets Manager: lazily, and again by age, so that a key that was dropped is dropped in warm functions, too.
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
	checked  time.Time // when the keys were found to be as they are, or could not be read
}

// rereadAfter is how often an unknown key id may cost a call: often enough to notice a rotation, too seldom to be a lever.
const rereadAfter = time.Minute

// maxAge is how long keys are kept before they are read again: the time that the emergency stop takes, dropping a key by rotating twice. Where they
// cannot be read, the old ones go on, and it is tried again after rereadAfter: Secrets Manager being away must not stop the portal.
const maxAge = 5 * time.Minute

// NewKeyring makes the keyring of the secret named id. Nothing is read before the first use.
func NewKeyring(client Getter, id string, now func() time.Time) *Keyring {
	return &Keyring{client: client, id: id, now: now}
}

// Current gives the key that new things are made with. A function that is warm notices a rotation within maxAge; until then its key is the previous
// one, which is good still.
func (r *Keyring) Current(ctx context.Context) (Key, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	err := r.load(ctx)
	return r.current, err
}

// load sees to it that there is a current key, and that the keys are not older than maxAge where they can be read.
func (r *Keyring) load(ctx context.Context) error {
	if r.current.ID == "" {
		current, err := r.stage(ctx, "AWSCURRENT")
		if err != nil {
			return err
		}
		r.current, r.checked = current, r.now()
		return nil
	}
	if r.now().Sub(r.checked) < maxAge {
		return nil
	}
	if err := r.reread(ctx); err != nil {
		r.checked = r.now().Add(rereadAfter - maxAge)
	}
	return nil
}

// ByID gives the key that is named id: the current or the previous one. ErrUnknownKey otherwise.
func (r *Keyring) ByID(ctx context.Context, id string) (Key, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.load(ctx); err != nil {
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
	r.current, r.previous, r.read, r.checked = current, previous, r.now(), r.now()
	return nil
}

func (r *Keyring) stage(ctx context.Context, stage string) (Key, error) {
	out, err := r.client.GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: &r.id, VersionStage: &stage})
	if err != nil {
		return Key{}, fmt.Errorf("read secret (%s): %w", stage, err)
	}
	return NewKey(aws.ToString(out.SecretString)), nil
}
