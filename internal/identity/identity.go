// Package identity holds the roads that end in a session: a link with a new password, and a password. Each collects its proofs in the table; one
// transaction consumes them, stores the change and writes a vouch; and only the vouch becomes tokens (see birth.go).
package identity

import (
	"context"
	"errors"
	"time"

	"portico/internal/gate"
	"portico/internal/limit"
	"portico/internal/person"
	"portico/internal/proof"
	"portico/internal/secrets"
)

// Keys gives the current and the previous key of a secret; *secrets.Keyring does.
type Keys interface {
	Current(ctx context.Context) (secrets.Key, error)
	ByID(ctx context.Context, id string) (secrets.Key, error)
}

// Limiter counts tries; *limit.Limiter does.
type Limiter interface {
	Take(ctx context.Context, b limit.Bucket) error
	GiveBack(ctx context.Context, b limit.Bucket) error
}

// Visit is where a request comes from. Device is the value of the device cookie, empty where there is none.
type Visit struct {
	Network   string
	UserAgent string
	Device    string
}

// Standing is somebody as far as a road needs to know. It is zero where there is nobody.
type Standing struct {
	Person person.Person
	Gate   gate.Gate
}

// Facts is what is known about a link: its proof and whose it is. The proof is zero where there is none, or none any more.
//
// Nobody has a registration's link yet: Standing is then who is to exist. Taken tells that somebody else has the address meanwhile, Kept that it is kept for
// whoever gave it up, and Company which company the person joins.
type Facts struct {
	Proof proof.Proof
	Standing
	Taken   bool
	Kept    bool
	Company string
}

// SignedIn is what a road ends in.
type SignedIn struct {
	AccessToken string
	ExpiresAt   time.Time
	Person      person.Person
	Cookies     []string // Set-Cookie lines
}

// What a store or the pool can say that is no failure of theirs.
var (
	// ErrChanged means that a row is no longer as the change was made for; whoever reads again will see why.
	ErrChanged = errors.New("changed meanwhile")
	// ErrNotLive means that the gate does not let this person have a session now.
	ErrNotLive = errors.New("not live")
	// ErrRefused means that the pool says no: a wrong password, no such user, a token that was revoked.
	ErrRefused = errors.New("the pool refuses")
	// ErrBusy means that the pool has too much to do, or that its answer was lost.
	ErrBusy = errors.New("the pool is busy")
)

// Challenge is an authentication at the pool that waits for a vouch.
type Challenge struct {
	Person  person.ID
	Session string
}

// Tokens are what the pool gives for a vouch, or for a refresh token (Refresh is empty then). Claims are those of the access token.
type Tokens struct {
	Access    string
	Refresh   string
	Claims    map[string]string
	ExpiresAt time.Time
}

// together runs fs at once, waits for all of them, and gives the first error in their order.
func together(fs ...func() error) error {
	errs := make([]error, len(fs))
	done := make(chan struct{}, len(fs))
	for i, f := range fs {
		go func() {
			defer func() { done <- struct{}{} }()
			errs[i] = f()
		}()
	}
	for range fs {
		<-done
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
