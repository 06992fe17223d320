package identity

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"portico/internal/audit"
	"portico/internal/factor"
	"portico/internal/limit"
	"portico/internal/person"
	"portico/internal/proof"
	"portico/internal/session"
	"portico/internal/vouch"
)

// SignInStore is what sign-ins need.
type SignInStore interface {
	FlowStore
	// HolderOf gives who has an address; empty where nobody does.
	HolderOf(ctx context.Context, addressKey string) (person.ID, error)
	// Standing reads somebody with their gate; zero where there is nobody.
	Standing(ctx context.Context, id person.ID) (Standing, error)
	// PermitSignIn writes a vouch where its person is active at its epoch, ends the flow whose code was typed (empty for none), and trusts the device
	// that it was typed on, with history (nil for none). ErrNotLive where the gate does not allow it, ErrChanged where the flow has ended.
	PermitSignIn(ctx context.Context, v vouch.Vouch, flow string, trust *Trust) error
	// NoteRefusal writes one line of history for a day, the first. It goes by itself after some months; one of nobody's is in no list.
	NoteRefusal(ctx context.Context, e audit.Entry, day time.Time, nobody bool) error
	// SecondFactorRule reads what the administrators have decided.
	SecondFactorRule(ctx context.Context) (factor.Rule, error)
	// Invitation reads somebody's invitation; zero where there is none.
	Invitation(ctx context.Context, id person.ID) (proof.Proof, error)
	// Trusted reads a trusted device; zero where it is none.
	Trusted(ctx context.Context, id person.ID, device string) (session.Trusted, error)
}

// ProvePool proves passwords.
type ProvePool interface {
	// Prove gives an authentication that waits for a vouch, where the password is right; ErrRefused where it is not, or there is no such user.
	Prove(ctx context.Context, id person.ID, password string) (Challenge, error)
}

// Trust is a device that is trusted from now on, with the line of history that says so.
type Trust struct {
	Device  session.Trusted
	History audit.Entry
}

// SignIn is the road by e-mail address and password.
type SignIn struct {
	Store   SignInStore
	Pool    ProvePool
	Keys    Keys // of proofs
	Limiter Limiter
	Birth   *Birth
	Now     func() time.Time
	Sleep   func(ctx context.Context, d time.Duration)
}

// Attempt is one try. Flow and Code are empty where no code was typed.
type Attempt struct {
	AddressKey string
	Password   string
	Flow       string
	Code       string
	Trust      bool // the device, where that is possible
	Visit      Visit
}

// Every refused sign-in is answered on one grid of time, so that how long it took does not tell why.
const (
	gridStart = 600 * time.Millisecond
	gridStep  = 250 * time.Millisecond
)

// In signs in. Unknown, invited, suspended and passwordless addresses and wrong passwords make the same calls and get the same answer at the same
// time; so does a password from before a change of address was taken back. Only to a right password the state is told: PersonSuspended and NoAccess; to a right temporary password PasswordChangeRequired with the link to
// go on by, TemporaryPasswordUsed, TemporaryPasswordReplaced and TemporaryPasswordExpired, the last two with the link to ask for a new one by. The other
// errors are SignInFailed, the code problems, limit.Refused and Busy.
func (s *SignIn) In(ctx context.Context, a Attempt) (*SignedIn, error) {
	started := s.Now()
	signed, err := s.in(ctx, a)
	if errors.Is(err, SignInFailed) {
		s.Sleep(ctx, untilStep(s.Now().Sub(started)))
	}
	return signed, err
}

// untilStep is how long to wait from elapsed to the next step of the grid.
func untilStep(elapsed time.Duration) time.Duration {
	if elapsed <= gridStart {
		return gridStart - elapsed
	}
	return (gridStep - (elapsed-gridStart)%gridStep) % gridStep
}

func (s *SignIn) in(ctx context.Context, a Attempt) (*SignedIn, error) {
	o, taken, err := s.receive(ctx, a)
	if err != nil {
		return nil, err
	}
	challenge, standing, rule, err := s.prove(ctx, o, a.Password)
	if errors.Is(err, SignInFailed) {
		if noteErr := s.note(ctx, standing, a); noteErr != nil {
			return nil, noteErr
		}
	}
	if told(err) {
		err = errors.Join(err, s.giveBack(ctx, taken))
	}
	if err != nil {
		return nil, err
	}
	proven, err := s.second(ctx, standing, rule, a, taken)
	if err != nil {
		return nil, err
	}
	d, err := s.permit(ctx, standing, rule, a, proven)
	if errors.Is(err, limit.Refused) { // the password was right, so it counts for no other limit
		err = errors.Join(err, s.giveBack(ctx, taken))
	}
	if err != nil {
		return nil, err
	}
	d.challenge = challenge
	return s.finish(ctx, d, taken)
}

// nobody gives a user name that is nobody's, the same each time for one address, of the form that names have.
func (s *SignIn) nobody(ctx context.Context, addressKey string) (person.ID, error) {
	id, err := deriveID(ctx, s.Keys, "nobody", addressKey)
	return person.ID(id), err
}

// prove lets the pool check the password, and reads whose it is and what second factor they owe meanwhile. A standing from before is good enough, for permit holds the vouch to its
// epoch.
func (s *SignIn) prove(ctx context.Context, o owner, password string) (Challenge, Standing, factor.Rule, error) {
	var c Challenge
	var h Standing
	var rule factor.Rule
	var invitation proof.Proof
	err := together(
		func() (err error) {
			if o.standing != nil {
				h = *o.standing
				return nil
			}
			h, err = s.Store.Standing(ctx, o.id)
			return err
		},
		func() (err error) { rule, err = s.Store.SecondFactorRule(ctx); return err },
		func() (err error) { invitation, err = s.invitation(ctx, o.id, password); return err },
		func() (err error) { c, err = s.Pool.Prove(ctx, o.id, password); return err }, // last: a refusal counts where all else was read
	)
	switch {
	case errors.Is(err, ErrRefused):
		err = s.temporary(ctx, h, invitation, password)
		if err == nil {
			err = SignInFailed.Because(ErrRefused)
		}
		return c, h, rule, err
	case err != nil:
		return c, h, rule, afterAll(err)
	case h.Gate.PasswordVoid: // before the state, which a void password is not told
		return c, h, rule, SignInFailed.Because(errors.New("a password from before a change of address was taken back"))
	case h.Gate.State == person.Suspended:
		return c, h, rule, closed(h)
	case h.Gate.State != person.Active:
		return c, h, rule, SignInFailed.Because(fmt.Errorf("the right password of somebody who is %q", h.Gate.State))
	}
	return c, h, rule.For(h.Gate.FactorRequired), nil
}

// permit writes the vouch, held to the gate.
func (s *SignIn) permit(ctx context.Context, h Standing, rule factor.Rule, a Attempt, proven []string) (delivery, error) {
	id, err := session.NewID(s.Now(), s.Birth.Random)
	if err != nil {
		return delivery{}, err
	}
	d, err := s.Birth.vouchFor(h, id, proven...)
	if err != nil {
		return delivery{}, err
	}
	d.visit = a.Visit
	signed, err := s.entry(h, audit.SignedIn, a.Visit)
	if err != nil {
		return delivery{}, err
	}
	signed.Detail = strings.Join(proven, " ")
	d.history = &signed
	if err := s.Limiter.Take(ctx, limit.SignInByPerson.Of(string(h.Person.ID))); err != nil {
		return delivery{}, err
	}
	trust, err := s.trust(ctx, &d, rule, a)
	if err != nil {
		return delivery{}, err
	}
	err = s.Store.PermitSignIn(ctx, d.vouch, a.Flow, trust)
	switch {
	case errors.Is(err, ErrNotLive):
		err = SignInFailed.Because(err)
	case errors.Is(err, ErrChanged):
		err = CodeExpired.Because(err)
	}
	return d, err
}

// entry makes a line of the history of whoever signs in.
func (s *SignIn) entry(h Standing, action audit.Action, v Visit) (audit.Entry, error) {
	id, err := person.RandomText(s.Birth.Random)
	return audit.Entry{
		ID: id, Subject: h.Person.ID, Action: action, Actor: audit.Actor{Kind: audit.ByPerson, ID: h.Person.ID, Name: h.Person.Name},
		At: s.Now().UTC().Truncate(time.Millisecond), Network: v.Network,
	}, err
}

// refusals is the time of which one line of history tells, however many sign-ins were refused in it: strangers cause these lines, and must not push others out.
const refusals = 24 * time.Hour

// note writes into a person's history that a sign-in was refused. For an address that nobody can sign in with, known or not, it writes a row of the same kind
// in the same way, which is nobody's: neither calls nor time tell the two from each other.
func (s *SignIn) note(ctx context.Context, h Standing, a Attempt) error {
	subject, err := s.nobody(ctx, a.AddressKey)
	if err != nil {
		return err
	}
	nobody := h.Gate.State != person.Active
	if !nobody {
		subject = h.Person.ID
	}
	day := s.Now().UTC().Truncate(refusals)
	id, err := deriveID(ctx, s.Keys, "sign-in refused", string(subject), day.Format(time.RFC3339))
	if err != nil {
		return err
	}
	return s.Store.NoteRefusal(ctx, audit.Entry{
		ID: id, Subject: subject, Action: audit.SignInRefused, Actor: audit.Actor{Kind: audit.BySystem}, At: s.Now().UTC().Truncate(time.Millisecond), Network: a.Visit.Network,
	}, day, nobody)
}

// finish turns the vouch into a session and gives back the tries that were no guesses.
func (s *SignIn) finish(ctx context.Context, d delivery, taken []limit.Bucket) (*SignedIn, error) {
	var signed *SignedIn
	steps := []func() error{func() (err error) { signed, err = s.Birth.deliver(ctx, d); return err }}
	for _, bucket := range taken {
		steps = append(steps, func() error { return s.Limiter.GiveBack(ctx, bucket) })
	}
	err := together(steps...)
	if signed != nil {
		return signed, nil // a try that was not given back is no reason to fail
	}
	return nil, err
}
