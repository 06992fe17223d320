package identity

import (
	"context"
	"errors"

	"portico/internal/person"
	"portico/internal/problem"
	"portico/internal/proof"
)

// ofTemporary are the problems of links as a temporary password has them.
var ofTemporary = map[*problem.Error]*problem.Error{
	LinkUsed: TemporaryPasswordUsed, LinkReplaced: TemporaryPasswordReplaced, LinkExpired: TemporaryPasswordExpired,
}

// invitation reads the invitation of somebody, or of nobody, where what was typed can be a temporary password.
func (s *SignIn) invitation(ctx context.Context, id person.ID, typed string) (proof.Proof, error) {
	if !proof.LikeTemporary(typed) {
		return proof.Proof{}, nil
	}
	return s.Store.Invitation(ctx, id)
}

// temporary tells what follows where somebody typed the temporary password of an invitation: PasswordChangeRequired with the link that they go on by,
// or why it is good no more, as for the link, with the link that a new one can be asked for by. Nothing where it is none. It changes nothing.
func (s *SignIn) temporary(ctx context.Context, h Standing, invitation proof.Proof, typed string) error {
	generation, err := proof.TypedTemporary(ctx, s.Keys, invitation, typed)
	if err != nil || generation == 0 {
		return err
	}
	link := proof.Link{Purpose: proof.Activation, ID: invitation.ID, Generation: generation}
	why := judge(link, Facts{Proof: invitation, Standing: h}, "", s.Now())
	answer := PasswordChangeRequired
	if p, ok := problem.As(why); ok {
		answer = p
		if own, ok := ofTemporary[p]; ok {
			answer = own
		}
	}
	answer = answer.Because(why)
	if !errors.Is(answer, PersonSuspended) && !errors.Is(answer, NoAccess) {
		invitation.Generation = generation
		answer.Link, err = proof.Token(ctx, s.Keys, invitation)
	}
	if err != nil {
		return err
	}
	return answer
}

// told tells whether err is one that only somebody with a right password sees, who has guessed nothing.
func told(err error) bool {
	for _, known := range []error{
		PasswordChangeRequired, TemporaryPasswordUsed, TemporaryPasswordReplaced, TemporaryPasswordExpired, PersonSuspended, NoAccess,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}
