package identity

import (
	"context"
	"crypto/subtle"
	"errors"

	"portico/internal/factor"
	"portico/internal/limit"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/proof"
	"portico/internal/session"
)

// FlowStore keeps flows.
type FlowStore interface {
	// OpenFlow writes a flow and the wish for its code, both or none. Writing the same again succeeds.
	OpenFlow(ctx context.Context, f Flow, wish outbox.Request) error
	// TryFlow counts one try and gives the flow with it; false where no more are allowed, and the zero Flow where the address has no such flow.
	TryFlow(ctx context.Context, id, addressKey string, tries int) (Flow, bool, error)
}

// errAddressFull means that an address was tried too often, over all networks.
var errAddressFull = errors.New("the address was tried too often")

// owner is whose address somebody types: the id, which is nobody's for an address that nobody has, and the standing, where it was read already.
type owner struct {
	id       person.ID
	standing *Standing
}

// receive finds whose address it is and decides whether the password may be tried; it gives the buckets that the try was taken from. The two go on
// at once, unless a device cookie of ours says that its device is known for the address. Whether it still is, is in the gate: what raises the epoch (a
// reset, a theft, a suspension) voids such cookies. That takes longer, for somebody who knows the address to be one of ours by the cookie itself.
func (s *SignIn) receive(ctx context.Context, a Attempt) (owner, []limit.Bucket, error) {
	known, err := session.KnownDevice(ctx, s.Birth.Keys, a.Visit.Device, a.AddressKey)
	if err != nil && !errors.Is(err, session.ErrForged) {
		return owner{}, nil, err
	}
	var o owner
	var taken []limit.Bucket
	if err != nil {
		err = together(
			func() (err error) { taken, err = s.admit(ctx, a, false); return err },
			func() (err error) { o.id, err = s.Store.HolderOf(ctx, a.AddressKey); return err },
		)
	} else {
		o, taken, err = s.recognise(ctx, a, known)
	}
	full := errors.Is(err, errAddressFull)
	if (err == nil || full) && o.id == "" {
		id, failed := s.nobody(ctx, a.AddressKey)
		if failed != nil {
			return owner{}, nil, failed
		}
		o.id = id
	}
	if full {
		return o, nil, s.pastAddress(ctx, o.id, a, taken)
	}
	return o, taken, err
}

// pastAddress is what becomes of a try past the limit of its address over all networks, which anybody can fill: a code is asked for first. Somebody who
// has not activated gets no code; but a temporary password is too long to be guessed, so it needs none.
func (s *SignIn) pastAddress(ctx context.Context, id person.ID, a Attempt, taken []limit.Bucket) error {
	if proof.LikeTemporary(a.Password) {
		var h Standing
		var invitation proof.Proof
		err := together(
			func() (err error) { h, err = s.Store.Standing(ctx, id); return err },
			func() (err error) { invitation, err = s.invitation(ctx, id, a.Password); return err },
		)
		if err == nil {
			err = s.temporary(ctx, h, invitation, a.Password)
		}
		if told(err) {
			return errors.Join(err, s.giveBack(ctx, taken))
		}
		if err != nil {
			return err
		}
	}
	return s.askForCode(ctx, a)
}

// recognise looks whether a device is known for the address at the epoch that the gate has now, and admits the try accordingly.
func (s *SignIn) recognise(ctx context.Context, a Attempt, known session.Known) (o owner, taken []limit.Bucket, err error) {
	if o.id, err = s.Store.HolderOf(ctx, a.AddressKey); err != nil {
		return o, nil, err
	}
	still := false
	if o.id != "" {
		found, err := s.Store.Standing(ctx, o.id)
		if err != nil {
			return o, nil, err
		}
		o.standing, still = &found, found.Gate.Epoch == known.Epoch
	}
	if still && a.Flow == "" {
		taken, err = s.admitDevice(ctx, a, known.ID)
	} else {
		taken, err = s.admit(ctx, a, still)
	}
	return o, taken, err
}

// admitDevice is admit for a password on a known device: a bucket of its own, which no stranger can fill, and then one for all known devices of the address,
// which many stolen or bought cookies share. One device alone cannot fill that. The limit of the network is not among them: a stranger in the same office
// could fill it.
func (s *SignIn) admitDevice(ctx context.Context, a Attempt, device string) ([]limit.Bucket, error) {
	own, all := limit.PasswordByDevice.Of(device, a.AddressKey), limit.PasswordByDevices.Of(a.AddressKey)
	if err := s.Limiter.Take(ctx, own); err != nil { // first: what it refuses counts for nothing else
		return nil, err
	}
	return []limit.Bucket{own, all}, s.Limiter.Take(ctx, all)
}

// admit decides whether the password may be tried, and gives the buckets that the try was taken from. Codes that are typed on the known devices of an
// address have a bucket together, which no stranger can fill. For anybody else there are limits; past the one for the address over all networks the error
// is errAddressFull. Whoever names a flow is counted by network before the flow is read, for a flow can be made up.
func (s *SignIn) admit(ctx context.Context, a Attempt, known bool) ([]limit.Bucket, error) {
	if a.Flow != "" {
		typed := limit.CodeTryByNetwork.Of(a.Visit.Network)
		if err := s.Limiter.Take(ctx, typed); err != nil {
			return nil, err
		}
		guessed := limit.CodeTryByAddress.Of(a.AddressKey)
		if known {
			guessed = limit.CodeTryByDevices.Of(a.AddressKey)
		}
		return []limit.Bucket{typed, guessed}, s.checkCode(ctx, a, guessed)
	}
	near, around, all := limit.PasswordByAddressAndNetwork.Of(a.AddressKey, a.Visit.Network), limit.PasswordByNetwork.Of(a.Visit.Network),
		limit.PasswordByAddress.Of(a.AddressKey)
	if err := together(
		func() error { return s.Limiter.Take(ctx, near) },
		func() error { return s.Limiter.Take(ctx, around) },
	); err != nil {
		return nil, err
	}
	err := s.Limiter.Take(ctx, all)
	if errors.Is(err, limit.Refused) {
		return []limit.Bucket{near, around}, errAddressFull
	}
	return []limit.Bucket{near, around, all}, err
}

// checkCode counts the try, for the flow and, where its code can be guessed, in the bucket; then it compares in constant time.
func (s *SignIn) checkCode(ctx context.Context, a Attempt, guessed limit.Bucket) error {
	flow, counted, err := s.Store.TryFlow(ctx, a.Flow, a.AddressKey, MaxTries)
	switch {
	case err != nil:
		return err
	case flow.ID == "" || flow.Used || !s.Now().Before(flow.ExpiresAt):
		return CodeExpired
	case !counted:
		return CodeExhausted
	}
	if err := s.Limiter.Take(ctx, guessed); err != nil {
		return err
	}
	want, err := proof.Code(ctx, s.Keys, flow.Proof())
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare([]byte(want), []byte(a.Code)) == 1 {
		return nil
	}
	wrong := *CodeWrong
	wrong.Flow = flow.ID
	return &wrong
}

// askForCode opens a flow and wishes for its code, for known and unknown addresses alike, and gives the problem that says so.
func (s *SignIn) askForCode(ctx context.Context, a Attempt) error {
	err := together(
		func() error {
			return s.Limiter.Take(ctx, limit.CodeByAddressAndNetwork.Of(a.AddressKey, a.Visit.Network))
		},
		func() error { return s.Limiter.Take(ctx, limit.CodeByNetwork.Of(a.Visit.Network)) },
	)
	if err == nil {
		err = s.Limiter.Take(ctx, limit.CodeByAddress.Of(a.AddressKey))
	}
	if errors.Is(err, limit.Refused) {
		return TooManyCodes.After(waitOf(err))
	}
	if err != nil {
		return err
	}
	rule, err := s.Store.SecondFactorRule(ctx)
	if err != nil {
		return err
	}
	return s.openFlow(ctx, a, rule)
}

// openFlow opens a flow, wishes for its code, and gives the problem that says so.
func (s *SignIn) openFlow(ctx context.Context, a Attempt, rule factor.Rule) error {
	key, err := s.Keys.Current(ctx)
	if err != nil {
		return err
	}
	id, err := person.RandomText(s.Birth.Random)
	if err != nil {
		return err
	}
	now := s.Now()
	flow := Flow{ID: id, AddressKey: a.AddressKey, KeyID: key.ID, CreatedAt: now, ExpiresAt: now.Add(proof.CodeLife)}
	wish := outbox.Request{
		ID: outbox.ID(id), Kind: outbox.CodeRequest, AddressKey: a.AddressKey, Proof: person.ProofID(id), Network: a.Visit.Network, CreatedAt: now,
	}
	if err := s.Store.OpenFlow(ctx, flow, wish); err != nil {
		return err
	}
	required := *CodeRequired
	required.Flow, required.Trust = id, rule.Trusts()
	return &required
}
