package identity

import (
	"context"
	"errors"

	"portico/internal/audit"
	"portico/internal/factor"
	"portico/internal/limit"
	"portico/internal/session"
)

// second gives how somebody whose password is right has proven who they are. Where a second factor is due and missing, it opens a flow for its code and
// gives the problem that says so; the code is typed together with the password, so nothing has to remember that the password was right. The tries
// were no guesses and are given back.
func (s *SignIn) second(ctx context.Context, h Standing, rule factor.Rule, a Attempt, taken []limit.Bucket) ([]string, error) {
	if a.Flow != "" {
		return []string{factor.Code, factor.Password}, nil
	}
	if !rule.Due(h.Gate.SecondFactor) {
		return []string{factor.Password}, nil
	}
	trusted, err := s.trusted(ctx, h, rule, a.Visit)
	if err != nil {
		return nil, err
	}
	if trusted {
		return []string{factor.Device, factor.Password}, nil
	}
	if err := s.giveBack(ctx, taken); err != nil {
		return nil, err
	}
	// Whoever knows no password cannot fill this one.
	err = s.Limiter.Take(ctx, limit.SecondCodeByPerson.Of(string(h.Person.ID)))
	if errors.Is(err, limit.Refused) {
		return nil, TooManyCodes.After(waitOf(err))
	}
	if err != nil {
		return nil, err
	}
	return nil, s.openFlow(ctx, a, rule)
}

// giveBack gives back tries that were no guesses.
func (s *SignIn) giveBack(ctx context.Context, taken []limit.Bucket) error {
	for _, bucket := range taken {
		if err := s.Limiter.GiveBack(ctx, bucket); err != nil {
			return err
		}
	}
	return nil
}

// trusted tells whether the person does without the second factor on this device.
func (s *SignIn) trusted(ctx context.Context, h Standing, rule factor.Rule, v Visit) (bool, error) {
	if !rule.Trusts() {
		return false, nil
	}
	known, err := session.KnownDevice(ctx, s.Birth.Keys, v.Device, h.Person.AddressKey)
	if errors.Is(err, session.ErrForged) || err == nil && known.Epoch != h.Gate.Epoch {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	device, err := s.Store.Trusted(ctx, h.Person.ID, known.ID)
	return device.Good(h.Gate.Epoch, s.Now()), err
}

// trust gives the device to be trusted from now on with its line of history, nil where that is not wished or not possible, and settles which device the session begins on.
func (s *SignIn) trust(ctx context.Context, d *delivery, rule factor.Rule, a Attempt) (*Trust, error) {
	if !a.Trust || a.Flow == "" || !rule.Trusts() {
		return nil, nil
	}
	var err error
	if d.device, err = s.Birth.know(ctx, *d); err != nil {
		return nil, err
	}
	entry, err := s.entry(d.standing, audit.DeviceTrusted, a.Visit)
	now := s.Now()
	return &Trust{Device: session.Trusted{
		ID: d.device.ID, Person: d.standing.Person.ID, Epoch: d.standing.Gate.Epoch, Device: session.Device(a.Visit.UserAgent),
		Network: a.Visit.Network, Since: now, Until: now.Add(factor.TrustLife),
	}, History: entry}, err
}
