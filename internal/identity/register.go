package identity

import (
	"context"
	"crypto/subtle"
	"errors"
	"time"

	"portico/internal/address"
	"portico/internal/limit"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/proof"
	"portico/internal/registration"
	"portico/internal/secrets"
)

// RegistrationStore keeps registrations.
type RegistrationStore interface {
	// OpenRegistration writes a registration and the wish for its mail, both or none. Writing the same again succeeds.
	OpenRegistration(ctx context.Context, r registration.Registration, wish outbox.Request) error
	// AskAgain counts one more asking for a registration's mail, gives its code fresh tries and time, and writes the wish, all or none. Asking with the
	// same wish again succeeds. ErrRanOut where the address has no such registration that can be completed, ErrTooOften past registration.MaxMails.
	AskAgain(ctx context.Context, r registration.Registration, wish outbox.Request) error
	// TryRegistration counts one try of a registration's code and gives the registration with it; false where no more are allowed, and zero where there
	// is none.
	TryRegistration(ctx context.Context, id string) (registration.Registration, bool, error)
	// ConfirmRegistration notes the attempt that typed the right code; ErrChanged where another attempt has.
	ConfirmRegistration(ctx context.Context, id, attempt string) error
	// RegistrationProof reads the proof of a registration's link; zero where there is none.
	RegistrationProof(ctx context.Context, id person.ProofID) (proof.Proof, error)
}

// What a store can say about a registration.
var (
	ErrRanOut   = errors.New("no such registration any more")
	ErrTooOften = errors.New("asked too often")
)

// Registrations takes what people ask for who want an account. Whether the address has one, or may, is decided behind the stream: the same is done here,
// and answered, for everybody.
type Registrations struct {
	Store   RegistrationStore
	Keys    Keys // of proofs
	Limiter Limiter
	Now     func() time.Time
}

// Applicant is who asks for an account, as they say.
type Applicant struct {
	Name     string
	Email    address.Address
	Language person.Language
}

// Open takes the wish for an account and gives the id of the flow that the mailed code belongs to. A repeat gives the same. The errors are TooManyCodes,
// and limit.Refused for a network that asks too often.
func (s *Registrations) Open(ctx context.Context, a Applicant, idempotencyKey string, v Visit) (string, error) {
	if err := s.admit(ctx, a.Email.Key, v); err != nil {
		return "", err
	}
	key, err := s.Keys.Current(ctx)
	if err != nil {
		return "", err
	}
	id, err := deriveID(ctx, s.Keys, "registration", a.Email.Key, a.Name, idempotencyKey)
	if err != nil {
		return "", err
	}
	now := s.Now()
	r := registration.Registration{
		ID: id, Name: a.Name, Email: a.Email.Stored, AddressKey: a.Email.Key, Language: a.Language, KeyID: key.ID, Asked: 1,
		CreatedAt: now, CodeUntil: now.Add(proof.CodeLife), ExpiresAt: now.Add(proof.RegistrationLife),
	}
	return id, s.Store.OpenRegistration(ctx, r, s.wish(r, outbox.ID(id), v))
}

// Again takes the wish for the mail of a registration once more. The code that is out stays good until a newer one is mailed. The errors are
// RegistrationExpired, TooManyCodes, and limit.Refused for a network that asks too often.
func (s *Registrations) Again(ctx context.Context, id, addressKey, idempotencyKey string, v Visit) error {
	if err := s.admit(ctx, addressKey, v); err != nil {
		return err
	}
	wish, err := deriveID(ctx, s.Keys, "registration again", id, idempotencyKey)
	if err != nil {
		return err
	}
	r := registration.Registration{ID: id, AddressKey: addressKey, CodeUntil: s.Now().Add(proof.CodeLife)}
	err = s.Store.AskAgain(ctx, r, s.wish(r, outbox.ID(wish), v))
	switch {
	case errors.Is(err, ErrRanOut):
		return RegistrationExpired
	case errors.Is(err, ErrTooOften):
		return TooManyCodes
	}
	return err
}

// admit counts a wish against the limits, alike for every address. One network is counted for the mailbox; all of them for the very address, so that nobody
// uses up what others have by other spellings of it.
func (s *Registrations) admit(ctx context.Context, addressKey string, v Visit) error {
	if err := s.Limiter.Take(ctx, limit.RegistrationByNetwork.Of(v.Network)); err != nil {
		return err
	}
	err := together(
		func() error {
			return s.Limiter.Take(ctx, limit.RegistrationByAddressAndNetwork.Of(address.Mailbox(addressKey), v.Network))
		},
		func() error { return s.Limiter.Take(ctx, limit.RegistrationByAddress.Of(addressKey)) },
	)
	if errors.Is(err, limit.Refused) {
		return TooManyCodes.After(waitOf(err))
	}
	return err
}

func (s *Registrations) wish(r registration.Registration, id outbox.ID, v Visit) outbox.Request {
	return outbox.Request{
		ID: id, Kind: outbox.RegistrationRequest, AddressKey: r.AddressKey, Proof: r.ProofID(), Language: r.Language, Network: v.Network, CreatedAt: s.Now(),
	}
}

// Confirm takes the code of a registration and gives the link that stands in the same mail. Who typed it once can repeat that with the same key; nobody else
// can. The try is counted before anything is compared, and a code that was never mailed is wrong, whatever its digits. The errors are the code problems,
// and limit.Refused.
func (s *Registrations) Confirm(ctx context.Context, id, code, idempotencyKey string, v Visit) (string, error) {
	typed := limit.CodeTryByNetwork.Of(v.Network)
	if err := s.Limiter.Take(ctx, typed); err != nil {
		return "", err
	}
	attempt, err := attemptOf(ctx, s.Keys, idempotencyKey, code)
	if err != nil {
		return "", err
	}
	r, counted, err := s.Store.TryRegistration(ctx, id)
	switch {
	case err != nil:
		return "", err
	case r.ID == "" || !s.Now().Before(r.CodeUntil):
		return "", CodeExpired
	case !counted:
		return "", CodeExhausted
	}
	want, err := proof.Code(ctx, s.Keys, r.Code())
	if errors.Is(err, secrets.ErrUnknownKey) { // its key was dropped: no code of it is good any more
		return "", CodeExpired
	}
	if err != nil {
		return "", err
	}
	if subtle.ConstantTimeCompare([]byte(want), []byte(code)) != 1 {
		return "", CodeWrong
	}
	token, err := s.confirmed(ctx, r, attempt)
	if err != nil {
		return "", err
	}
	return token, s.Limiter.GiveBack(ctx, typed)
}

// confirmed is what follows from the right code.
func (s *Registrations) confirmed(ctx context.Context, r registration.Registration, attempt string) (string, error) {
	p, err := s.Store.RegistrationProof(ctx, r.ProofID())
	switch {
	case err != nil:
		return "", err
	case p.ID == "" || r.Generation == 0:
		return "", CodeWrong
	case p.State == proof.Used:
		return "", CodeUsed
	}
	err = s.Store.ConfirmRegistration(ctx, r.ID, attempt)
	if errors.Is(err, ErrChanged) {
		return "", CodeUsed
	}
	if err != nil {
		return "", err
	}
	return proof.Token(ctx, s.Keys, p)
}
