package identity

import (
	"errors"
	"time"

	"portico/internal/problem"
)

// The problems that the roads tell.
var (
	LinkForged      = problem.New(problem.NotFound, "link_forged", "This link is not one of ours. Perhaps a part of it was lost.")
	LinkUsed        = problem.New(problem.Gone, "link_used", "This link has been used.")
	LinkReplaced    = problem.New(problem.Gone, "link_replaced", "There is a newer link. Look for the latest mail.")
	LinkExpired     = problem.New(problem.Gone, "link_expired", "This link has expired.")
	PersonSuspended = problem.New(problem.Forbidden, "person_suspended", "Access has been taken away. Ask the support team.")
	NoAccess        = problem.New(problem.Forbidden, "no_access", "This account has no access to anything here now. Ask the support team.")

	AlreadyRegistered   = problem.New(problem.Conflict, "already_registered", "There is an account for this address. Sign in, or choose a new password.")
	RegistrationClosed  = problem.New(problem.Forbidden, "registration_closed", "This address cannot register here any more. Ask the support team.")
	RegistrationExpired = problem.New(problem.Gone, "registration_expired", "This registration has run out. Create the account anew.")

	SignInFailed              = problem.New(problem.Unauthenticated, "sign_in_failed", "The e-mail address and the password do not open the portal.")
	PasswordChangeRequired    = problem.New(problem.Forbidden, "password_change_required", "Choose a password of your own to go on.")
	TemporaryPasswordUsed     = problem.New(problem.Gone, "temporary_password_used", "This temporary password has been used. Sign in with the password that was chosen then.")
	TemporaryPasswordReplaced = problem.New(problem.Gone, "temporary_password_replaced", "There is a newer temporary password or link. Look for the latest mail.")
	TemporaryPasswordExpired  = problem.New(problem.Gone, "temporary_password_expired", "This temporary password has expired.")

	CodeRequired  = problem.New(problem.Forbidden, "code_required", "Type the code that was mailed to this address.")
	CodeWrong     = problem.New(problem.Forbidden, "code_wrong", "The code is not right.")
	CodeUsed      = problem.New(problem.Gone, "code_used", "This code has been used.")
	CodeExpired   = problem.New(problem.Gone, "code_expired", "The code has expired. Ask for a new one.")
	CodeExhausted = problem.New(problem.Gone, "code_exhausted", "The code was tried too often. Ask for a new one.")
	TooManyCodes  = problem.New(problem.TooMany, "too_many_codes", "Too many codes were asked for. Use the latest mail, or wait a little.")

	Busy = problem.New(problem.Unavailable, "busy", "The portal is busy. Try again in a moment.").After(2 * time.Second)
)

// afterAll gives the problem that err is, Busy for what will pass, and err itself for anything else.
func afterAll(err error) error {
	if errors.Is(err, ErrBusy) || errors.Is(err, ErrChanged) || errors.Is(err, ErrNotLive) {
		return Busy.Because(err)
	}
	return err
}

// waitOf gives how long a problem tells the caller to wait.
func waitOf(err error) time.Duration {
	p, ok := problem.As(err)
	if !ok {
		return 0
	}
	return p.RetryAfter
}
