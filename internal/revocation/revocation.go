// Package revocation revokes, behind the stream, the refresh tokens of sessions that have ended, and deletes the sessions' rows.
//
// It is housekeeping: an ended session is out of its person's gate, so whatever its tokens are good for at the pool, they open nothing here. A
// session's end is written down in the transaction that ends it, and done as often as it takes: revoking a token twice is revoking it once.
package revocation

import (
	"context"
	"errors"
	"fmt"

	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/session"
)

// Order is what is to be revoked: sessions of one person that ended together. Sessions maps the origin_jti of a session's tokens to the session's id, as the
// gate did; of a session that has begun anew under its old id, with another origin, nothing is revoked.
type Order struct {
	ID       outbox.ID
	Person   person.ID
	Sessions map[string]string
}

// Store keeps orders and sessions.
type Store interface {
	// Revocation reads an order; the zero one where it is done.
	Revocation(ctx context.Context, id outbox.ID) (Order, error)
	// Session reads a session; zero where there is none any more.
	Session(ctx context.Context, id string) (session.Session, error)
	// ForgetSession deletes the row of a session where it has s's origin. Doing it again succeeds.
	ForgetSession(ctx context.Context, s session.Session) error
	// FinishRevocation deletes an order. Doing it again succeeds.
	FinishRevocation(ctx context.Context, o Order) error
}

// Pool revokes; *cognito.Pool does.
type Pool interface {
	// Revoke makes a refresh token, and the access tokens that came of it, worthless at the pool. Doing it again succeeds.
	Revoke(ctx context.Context, refreshToken string) error
}

// Service carries orders out.
type Service struct {
	Store Store
	Pool  Pool
	Keys  session.Keys
}

// Revoke carries out the order of a note. It may be called with the same note again, also at the same time.
func (s *Service) Revoke(ctx context.Context, note outbox.Note) error {
	order, err := s.Store.Revocation(ctx, note.ID)
	if err != nil {
		return fmt.Errorf("read the order: %w", err)
	}
	if order.ID == "" {
		return nil
	}
	for origin, id := range order.Sessions {
		if err := s.end(ctx, origin, id); err != nil {
			return err
		}
	}
	if err := s.Store.FinishRevocation(ctx, order); err != nil {
		return fmt.Errorf("finish the order: %w", err)
	}
	return nil
}

// end revokes the token of one session and then deletes its row, in which the token is. A token whose key was dropped cannot be read by anybody, so its row
// goes without; the token runs out by itself.
func (s *Service) end(ctx context.Context, origin, id string) error {
	ended, err := s.Store.Session(ctx, id)
	if err != nil {
		return fmt.Errorf("read the session: %w", err)
	}
	if ended.ID == "" || ended.Origin != origin {
		return nil
	}
	token, err := session.Unseal(ctx, s.Keys, ended.ID, ended.Sealed)
	if err == nil {
		err = s.Pool.Revoke(ctx, token)
	}
	if err != nil && !errors.Is(err, session.ErrSealed) {
		return fmt.Errorf("revoke the refresh token: %w", err)
	}
	if err := s.Store.ForgetSession(ctx, ended); err != nil {
		return fmt.Errorf("forget the session: %w", err)
	}
	return nil
}
