// Package vouch is the one way in: what proves who somebody is writes a vouch, in the transaction that consumes the proof, and only a vouch becomes
// tokens. It holds both sides: New for the functions that prove, and Triggers for the function that Cognito asks.
package vouch

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"time"

	"portico/internal/person"
)

// Life is how long a vouch is good.
const Life = time.Minute

// Vouch is one row. The answer itself is in the memory of the function that made it, and nowhere else.
type Vouch struct {
	ID        string
	Hash      [sha256.Size]byte // of the answer
	Person    person.ID
	Client    string // the app client that may turn it into tokens
	Epoch     int    // of the person's gate; a vouch of another epoch is dead
	Session   string // the session that it is for
	Proven    []string
	ExpiresAt time.Time
	UsedBy    string // the nonce of the authentication that used it
}

// Claim is what a vouch is to say.
type Claim struct {
	Person  person.ID
	Client  string
	Epoch   int
	Session string
	Proven  []string
}

// New makes a vouch and its answer, 256 random bits in base64url. A nil random is crypto/rand's.
func New(random io.Reader, now time.Time, c Claim) (Vouch, string, error) {
	if random == nil {
		random = rand.Reader
	}
	id, err := person.RandomText(random)
	if err != nil {
		return Vouch{}, "", err
	}
	var b [32]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return Vouch{}, "", fmt.Errorf("read random bytes: %w", err)
	}
	answer := base64.RawURLEncoding.EncodeToString(b[:])
	return Vouch{
		ID: id, Hash: sha256.Sum256([]byte(answer)), Person: c.Person, Client: c.Client, Epoch: c.Epoch, Session: c.Session, Proven: c.Proven,
		ExpiresAt: now.Add(Life),
	}, answer, nil
}

// ErrRefused means that a vouch is not good for what is asked of it. It says no more, because whoever sees it should know no more.
var ErrRefused = errors.New("the vouch is not good for this")

// Check tells whether answer is the right one for person at client, now. ErrRefused where it is not. The answers' hashes are compared in constant
// time.
func (v Vouch) Check(answer string, who person.ID, client string, now time.Time) error {
	given := sha256.Sum256([]byte(answer))
	right := subtle.ConstantTimeCompare(given[:], v.Hash[:]) == 1
	if !right || v.Person != who || v.Client != client || !now.Before(v.ExpiresAt) {
		return ErrRefused
	}
	return nil
}
