package identity

import (
	"context"
	"errors"
	"time"

	"portico/internal/limit"
	"portico/internal/outbox"
	"portico/internal/proof"
)

// WishStore writes wishes.
type WishStore interface {
	// PutWish writes a wish. Writing the same again succeeds.
	PutWish(ctx context.Context, r outbox.Request) error
}

// Wishes takes what people ask for who are not signed in. What becomes of it is decided behind the stream: the same is done here, and answered, for
// everybody.
type Wishes struct {
	Store   WishStore
	Keys    Keys // of proofs
	Limiter Limiter
	Now     func() time.Time
}

// Reset takes the wish for a link to choose a new password. Past the limit of an address, known or not, nothing is written and nothing is told:
// the links that were sent before are still good. The error is limit.Refused for a network that asks too often.
func (w *Wishes) Reset(ctx context.Context, addressKey, idempotencyKey string, v Visit) error {
	if err := w.Limiter.Take(ctx, limit.ResetByNetwork.Of(v.Network)); err != nil {
		return err
	}
	r := outbox.Request{Kind: outbox.ResetRequest, AddressKey: addressKey, Network: v.Network}
	return w.write(ctx, limit.ResetByAddress.Of(addressKey), r, "reset", addressKey, idempotencyKey)
}

// Renew takes the wish for a fresh link in place of token's. The errors are LinkForged, and limit.Refused for a network that asks too often.
func (w *Wishes) Renew(ctx context.Context, token, idempotencyKey string, v Visit) error {
	links := Links{Keys: w.Keys}
	link, err := links.parse(ctx, token, proof.Activation, proof.Reset)
	if err != nil {
		return err
	}
	if err := w.Limiter.Take(ctx, limit.RenewalByNetwork.Of(v.Network)); err != nil {
		return err
	}
	r := outbox.Request{Kind: outbox.RenewalRequest, Proof: link.ID, Network: v.Network}
	return w.write(ctx, limit.RenewalByProof.Of(string(link.ID)), r, "renewal", string(link.ID), idempotencyKey)
}

// write writes r under an id that a repeat of the request finds again, unless bucket is full.
func (w *Wishes) write(ctx context.Context, bucket limit.Bucket, r outbox.Request, cause ...string) error {
	err := w.Limiter.Take(ctx, bucket)
	if errors.Is(err, limit.Refused) {
		return nil
	}
	if err != nil {
		return err
	}
	id, err := deriveID(ctx, w.Keys, "wish", cause...)
	if err != nil {
		return err
	}
	r.ID, r.CreatedAt = outbox.ID(id), w.Now()
	return w.Store.PutWish(ctx, r)
}
