package decision

import (
	"context"
	"fmt"

	"portico/internal/address"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/policy"
	"portico/internal/proof"
)

// registration decides about somebody who wants an account. Whoever has one is told by mail, whoever is invited gets the invitation once more, and a stranger
// gets a link and a code if the policy has it. All these mails are counted for the address that they go to (M3).
func (s *Service) registration(ctx context.Context, w Wish) (Outcome, error) {
	r := w.Registration
	switch {
	case r.ID == "" || r.ConfirmedBy != "" || !s.Now().Before(r.ExpiresAt):
		return s.nothing(), nil
	case w.Person.ID != "":
		return s.registersAgain(ctx, w)
	case w.Kept:
		return Outcome{Result: Kept, At: s.Now()}, nil
	}
	may, err := s.allowed(ctx, r.Email)
	if err != nil {
		return Outcome{}, err
	}
	if !may {
		return Outcome{Result: Refused, At: s.Now()}, nil
	}
	return s.confirmation(ctx, w)
}

// registersAgain is for somebody who is a person already. The policy is no matter here: they are no stranger.
func (s *Service) registersAgain(ctx context.Context, w Wish) (Outcome, error) {
	switch {
	case w.Gate.State == person.Invited && w.Pending.ID != "":
		return s.invitation(ctx, w)
	case w.Gate.State == person.Active:
		return s.counted(ctx, w, w.Request.AddressKey, func(string) Outcome { return s.mailed(w, outbox.AccountExists, proof.Proof{}) })
	}
	return s.nothing(), nil
}

// allowed asks the policy.
func (s *Service) allowed(ctx context.Context, email string) (bool, error) {
	a, err := address.Parse(email)
	if err != nil {
		return false, fmt.Errorf("address of a registration: %w", err)
	}
	p, err := s.Policy(ctx)
	if err != nil {
		return false, fmt.Errorf("read the policy: %w", err)
	}
	return policy.Decide(p, policy.Form, a).Allowed, nil
}

// confirmation mails the link of a registration, the same each time, and its code in the next generation.
func (s *Service) confirmation(ctx context.Context, w Wish) (Outcome, error) {
	return s.counted(ctx, w, w.Request.AddressKey, func(keyID string) Outcome {
		r, p := w.Registration, w.Proof
		fresh := p.ID == ""
		if fresh {
			p = proof.Proof{
				ID: r.ProofID(), Purpose: proof.Registration, Person: person.ID(derived("person", outbox.ID(r.ID))), KeyID: keyID, Generation: 1,
				State: proof.Open, CreatedAt: s.Now(), ExpiresAt: r.ExpiresAt,
				Newcomer: proof.Newcomer{Name: r.Name, Email: r.Email, AddressKey: r.AddressKey, Language: r.Language},
			}
		}
		o := s.mailed(w, outbox.Confirmation, p)
		o.Code, o.Mail.Generation = true, r.Generation+1
		// Nothing but the language and the address itself is what a stranger said.
		o.Mail.Person, o.Mail.Address, o.Mail.Language = p.Person, r.Email, r.Language
		if fresh {
			o.New = &p
		}
		return o
	})
}

// counted is the outcome that mail makes with the id of the current key, unless too many mails went to the address already.
func (s *Service) counted(ctx context.Context, w Wish, addressKey string, mail func(keyID string) Outcome) (Outcome, error) {
	key, err := s.Keys.Current(ctx)
	if err != nil {
		return Outcome{}, fmt.Errorf("key of proofs: %w", err)
	}
	sent, ok, err := s.count(ctx, key, w.Request.Kind, addressKey)
	if err != nil {
		return Outcome{}, err
	}
	if !ok {
		return Outcome{Result: Limited, At: s.Now()}, nil
	}
	o := mail(key.ID)
	o.Sent = &sent
	return o, nil
}
