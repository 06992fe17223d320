package identity

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"portico/internal/address"
	"portico/internal/limit"
	"portico/internal/person"
	"portico/internal/policy"
	"portico/internal/proof"
)

// A claim on a proof holds for lease, longer than a function runs. Whoever used a proof can repeat that for repeatable.
const (
	lease      = time.Minute
	repeatable = 10 * time.Minute
)

// FactStore reads what is known about a link.
type FactStore interface {
	Facts(ctx context.Context, id person.ProofID) (Facts, error)
}

// Links says whether links are good.
type Links struct {
	Store   FactStore
	Keys    Keys // of proofs
	Limiter Limiter
	Now     func() time.Time
	Policy  func(ctx context.Context) (policy.Policy, error) // who may register, asked of registrations alone
}

// Look gives the facts of a link that is good now. It changes nothing. The errors are the link problems, and limit.Refused.
func (l *Links) Look(ctx context.Context, token string, v Visit) (Facts, error) {
	_, facts, err := l.open(ctx, token, "", v, proof.Activation, proof.Registration, proof.Reset, proof.EmailUndo)
	return facts, err
}

// open reads a link's facts and judges them, for attempt. The MAC comes before any call.
func (l *Links) open(ctx context.Context, token, attempt string, v Visit, purposes ...proof.Purpose) (proof.Link, Facts, error) {
	link, err := l.parse(ctx, token, purposes...)
	if err != nil {
		return link, Facts{}, err
	}
	var facts Facts
	err = together(
		func() error { return l.Limiter.Take(ctx, limit.LinkByNetwork.Of(v.Network)) },
		func() (err error) { facts, err = l.Store.Facts(ctx, link.ID); return err },
	)
	if err == nil {
		err = judge(link, facts, attempt, l.Now())
	}
	if err == nil && facts.Proof.Purpose == proof.Registration && facts.Proof.State != proof.Used {
		facts.Company, err = l.allowed(ctx, facts.Proof.Newcomer.Email)
	}
	return link, facts, err
}

// allowed asks the policy of this moment whether the owner of an address may register, and gives the company that they join.
func (l *Links) allowed(ctx context.Context, email string) (string, error) {
	a, err := address.Parse(email)
	if err != nil {
		return "", fmt.Errorf("address of a registration: %w", err)
	}
	p, err := l.Policy(ctx)
	if err != nil {
		return "", err
	}
	d := policy.Decide(p, policy.Form, a)
	if !d.Allowed {
		return "", RegistrationClosed.Because(errors.New(string(d.Reason)))
	}
	return d.Company, nil
}

func (l *Links) parse(ctx context.Context, token string, purposes ...proof.Purpose) (proof.Link, error) {
	link, err := proof.Parse(ctx, l.Keys, token)
	if errors.Is(err, proof.ErrForged) || err == nil && !slices.Contains(purposes, link.Purpose) {
		return link, LinkForged
	}
	return link, err
}

// judge says what is wrong with a link whose MAC is right. A proof that is gone was made so long ago that it has expired. For the attempt that
// used it, a proof stays good as long as its use can be repeated.
func judge(link proof.Link, f Facts, attempt string, now time.Time) error {
	p := f.Proof
	switch {
	case p.ID == "" || f.Person.ID == "":
		return LinkExpired
	case link.Generation < p.Generation:
		return LinkReplaced
	case link.Generation > p.Generation || link.Purpose != p.Purpose:
		return LinkForged
	case f.Gate.State == person.Suspended:
		return closed(f.Standing)
	case p.State == proof.Used && repeats(f, attempt, now):
		return nil
	case p.State == proof.Used || p.Purpose == proof.Activation && f.Gate.State != person.Invited:
		return LinkUsed
	case f.Taken:
		return AlreadyRegistered
	case f.Kept:
		return RegistrationClosed
	case p.State == proof.Dead || p.Purpose == proof.Reset && (p.Epoch != f.Gate.Epoch || f.Gate.State != person.Active):
		return LinkReplaced
	case !now.Before(p.ExpiresAt):
		return LinkExpired
	case p.Purpose == proof.EmailUndo && (f.Gate.State != person.Active || !f.Gate.CanTakeBack(p.Epoch)):
		return LinkReplaced
	case p.State == proof.Claimed && attempt != "" && p.Attempt != attempt && now.Before(p.LeaseUntil):
		return Busy.After(p.LeaseUntil.Sub(now))
	}
	return nil
}

// closed says why somebody who has proven who they are has no access.
func closed(s Standing) error {
	if s.Gate.NoLevel {
		return NoAccess
	}
	return PersonSuspended
}

// repeats tells whether attempt is the one that used the proof, a short while ago and with nothing that ended sessions since.
func repeats(f Facts, attempt string, now time.Time) bool {
	return attempt != "" && f.Proof.Attempt == attempt && now.Before(f.Proof.UsedAt.Add(repeatable)) &&
		f.Gate.State == person.Active && f.Gate.Epoch == f.Proof.Epoch
}

// attemptOf names an attempt by its Idempotency-Key and its password, without telling either.
func attemptOf(ctx context.Context, keys Keys, idempotencyKey, password string) (string, error) {
	return deriveID(ctx, keys, "attempt", idempotencyKey, password)
}
