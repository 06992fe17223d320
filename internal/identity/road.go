package identity

import (
	"context"
	"errors"
	"io"
	"time"

	"portico/internal/audit"
	"portico/internal/outbox"
	"portico/internal/password"
	"portico/internal/person"
	"portico/internal/problem"
	"portico/internal/proof"
	"portico/internal/session"
	"portico/internal/vouch"
)

// Completion is a request that completes a link: the link, a password, and what names the attempt. Name and Language are an activation's;
// Language is empty where none was sent.
type Completion struct {
	Token    string
	Password string
	Key      string // the Idempotency-Key
	Name     string
	Language person.Language
	Visit    Visit
}

// Change is everything that the one transaction of a road writes: it consumes the proof, stores what changes, and writes the vouch. It happens only
// if the proof and the person are still claimed by Attempt and the person and the gate are as in Before. It ends the claim.
type Change struct {
	Attempt string
	At      time.Time
	Before  Facts
	After   Standing
	Vouch   vouch.Vouch
	History audit.Entry
	Mail    *outbox.Mail // nil where none goes out
}

// RoadStore is what every road by a link needs.
type RoadStore interface {
	FactStore
	// ClaimProof claims f's proof, and its person, for attempt until the time given: of several links of one person only one can be in progress.
	// ErrChanged where the proof is not open, not f's generation, or another attempt has it; where another proof of the person is claimed; and
	// where the gate has another state or epoch than f's.
	ClaimProof(ctx context.Context, f Facts, attempt string, until time.Time) error
	// PermitVouch writes a vouch where its person is active at its epoch; ErrNotLive otherwise.
	PermitVouch(ctx context.Context, v vouch.Vouch) error
}

// PasswordPool keeps passwords.
type PasswordPool interface {
	// Create makes somebody's user with a password that nobody knows. It succeeds where there is one.
	Create(ctx context.Context, id person.ID) error
	// SetPassword sets a password for good.
	SetPassword(ctx context.Context, id person.ID, password string) error
}

// Rules says what a new password must keep to now.
type Rules interface {
	PasswordRule(ctx context.Context) (password.Rule, error)
}

// road is what activation and reset have in common: claim the proof and the person, so that of two people with one link, or with two links of one
// person, only one sets a password; set it; change everything else in one transaction; and be signed in.
type road struct {
	Links
	Store  RoadStore
	Pool   PasswordPool
	Rules  Rules
	Birth  *Birth
	Random io.Reader // crypto/rand's where nil

	purpose proof.Purpose
	create  bool // whether the pool's user may not be there yet
	change  func(Completion, *Change) error
	write   func(context.Context, Change) error
}

// complete walks the road. Repeated with the same link, key and password within ten minutes it ends in the same session; with others it does not.
func (r *road) complete(ctx context.Context, in Completion) (*SignedIn, error) {
	attempt, err := attemptOf(ctx, r.Keys, in.Key, in.Password)
	if err != nil {
		return nil, err
	}
	var facts Facts
	var rule password.Rule
	err = together(
		func() (err error) { _, facts, err = r.open(ctx, in.Token, attempt, in.Visit, r.purpose); return err },
		func() (err error) { rule, err = r.Rules.PasswordRule(ctx); return err },
	)
	if err != nil {
		return nil, err
	}
	if facts.Proof.State == proof.Used {
		return r.again(ctx, in, attempt, facts)
	}
	if err := rule.Check(in.Password, facts.Person.Name, facts.Person.Email, in.Name); err != nil {
		return nil, err
	}
	if err := r.own(ctx, facts.Proof, in.Password); err != nil {
		return nil, err
	}
	if err := r.Store.ClaimProof(ctx, facts, attempt, r.Now().Add(lease)); err != nil {
		return r.lost(ctx, in, attempt, err)
	}
	if err := r.setPassword(ctx, facts.Person.ID, in.Password); err != nil {
		return nil, afterAll(err)
	}
	change, d, err := r.prepare(ctx, in, attempt, facts)
	if err != nil {
		return nil, err
	}
	if err := r.write(ctx, change); err != nil {
		return r.lost(ctx, in, attempt, err)
	}
	return r.Birth.deliver(ctx, d)
}

// own refuses the temporary password of an invitation as the password that takes its place.
func (r *road) own(ctx context.Context, p proof.Proof, typed string) error {
	if p.Purpose != proof.Activation {
		return nil
	}
	generation, err := proof.TypedTemporary(ctx, r.Keys, p, typed)
	if err != nil || generation == 0 {
		return err
	}
	return problem.InvalidFields(problem.Field{Name: "password", Code: "temporary", Detail: "This is the temporary password. Choose one of your own."})
}

func (r *road) setPassword(ctx context.Context, id person.ID, password string) error {
	if r.create {
		if err := r.Pool.Create(ctx, id); err != nil {
			return err
		}
	}
	return r.Pool.SetPassword(ctx, id, password)
}

// prepare makes the road's change, with a vouch for the session that this attempt ends in however often it is repeated.
func (r *road) prepare(ctx context.Context, in Completion, attempt string, before Facts) (Change, delivery, error) {
	at := r.Now().Truncate(time.Millisecond)
	entry, err := person.RandomText(r.Random)
	if err != nil {
		return Change{}, delivery{}, err
	}
	c := Change{Attempt: attempt, At: at, Before: before, After: before.Standing}
	c.After.Gate.State, c.After.Gate.Epoch, c.After.Gate.Sessions = person.Active, before.Gate.Epoch+1, map[string]string{}
	c.After.Gate.PasswordVoid = false
	c.History = audit.Entry{ID: entry, Subject: before.Person.ID, At: at, Network: in.Visit.Network}
	if err := r.change(in, &c); err != nil {
		return Change{}, delivery{}, err
	}
	c.History.Actor = audit.Actor{Kind: audit.ByPerson, ID: c.After.Person.ID, Name: c.After.Person.Name}
	d, err := r.vouchFor(ctx, c.After, before.Proof.ID, attempt, at)
	d.visit, c.Vouch = in.Visit, d.vouch
	return c, d, err
}

func (r *road) vouchFor(ctx context.Context, h Standing, id person.ProofID, attempt string, at time.Time) (delivery, error) {
	sessionID, err := session.DeriveID(ctx, r.Birth.Keys, at, string(id)+"|"+attempt)
	if err != nil {
		return delivery{}, err
	}
	return r.Birth.vouchFor(h, sessionID, "link", "password")
}

// again signs in the attempt that used the proof, whose first answer was lost on the way. Nothing is changed a second time.
func (r *road) again(ctx context.Context, in Completion, attempt string, facts Facts) (*SignedIn, error) {
	d, err := r.vouchFor(ctx, facts.Standing, facts.Proof.ID, attempt, facts.Proof.UsedAt)
	if err != nil {
		return nil, err
	}
	d.visit = in.Visit
	if err := r.Store.PermitVouch(ctx, d.vouch); err != nil {
		return nil, afterAll(err)
	}
	return r.Birth.deliver(ctx, d)
}

// lost finds out why a claim or a change was not to be: mostly somebody else was faster, or this attempt itself runs twice.
func (r *road) lost(ctx context.Context, in Completion, attempt string, cause error) (*SignedIn, error) {
	if !errors.Is(cause, ErrChanged) {
		return nil, cause
	}
	link, err := r.parse(ctx, in.Token, r.purpose)
	if err != nil {
		return nil, err
	}
	facts, err := r.Store.Facts(ctx, link.ID)
	if err != nil {
		return nil, err
	}
	if err := judge(link, facts, attempt, r.Now()); err != nil {
		return nil, err
	}
	if facts.Proof.State == proof.Used {
		return r.again(ctx, in, attempt, facts)
	}
	return nil, Busy.Because(cause)
}
