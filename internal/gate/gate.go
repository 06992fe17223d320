// Package gate decides whether a caller may do something now. A token says who somebody is; the GATE item, one per person, says what is allowed
// at this moment, so suspending, a change of role and signing out act at the next request.
package gate

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"portico/internal/person"
	"portico/internal/problem"
)

// MaxSessions is how many sessions a person can have at once; a new one beyond that ends the oldest.
const MaxSessions = 20

// Gate is the item. Sessions maps the origin_jti of a session's tokens to the session's id.
type Gate struct {
	Person   person.ID
	State    person.State
	Role     person.Role
	Epoch    int // raised to end everything at once
	Sessions map[string]string
	Client   string          // the app client that the sessions' tokens are of; a refresh by any other gets no token
	Services person.Services // that requests may be opened for

	NoLevel        bool // Suspended for want of an access level alone
	SecondFactor   bool // the person's own choice, where they have one
	FactorRequired bool // by the team, whatever the portal asks of everybody
	PasswordVoid   bool // a change of address was undone, and whoever made it may know the password: it opens nothing until a link sets another

	Moves []Move // the changes of address that can be taken back, the earliest first
}

// MaxMoves is how many changes of address can be open to being taken back at once; until one of them is not any more, no other can be made.
const MaxMoves = 20

// Move is a change of address that can be taken back. The link that does so is good only as long as its Move is in the gate.
type Move struct {
	Epoch int       // the one that followed the change
	Until time.Time // when its link ends
}

// CanTakeBack tells whether the change of address that epoch followed can be taken back.
func (g Gate) CanTakeBack(epoch int) bool {
	return slices.ContainsFunc(g.Moves, func(m Move) bool { return m.Epoch == epoch })
}

// OpenMoves gives the changes of address whose links have not ended at now, the earliest first.
func (g Gate) OpenMoves(now time.Time) []Move {
	return slices.DeleteFunc(slices.Clone(g.Moves), func(m Move) bool { return !now.Before(m.Until) })
}

// TakenBack gives Moves without the change that epoch followed, and without all that came after it: none of them can be taken back any more.
// Those before it stay, so that no link to a later address ends one to an earlier.
func (g Gate) TakenBack(epoch int) []Move {
	return slices.DeleteFunc(slices.Clone(g.Moves), func(m Move) bool { return m.Epoch >= epoch })
}

// Caller is who a token speaks for.
type Caller struct {
	Person    person.ID
	Role      person.Role
	Epoch     int
	OriginJTI string
}

// The claims that the pre-token trigger adds to an access token, beside Cognito's username, origin_jti and scope.
const (
	ClaimEpoch = "portico_epoch"
	ClaimRole  = "portico_role"
	Scope      = "portico/api"
)

// The refusals. Stale means that a fresh access token will help; SessionEnded that only signing in will; Suspended and NoAccess that neither will.
var (
	Unauthenticated = problem.New(problem.Unauthenticated, "unauthenticated", "Sign in to go on.")
	Stale           = problem.New(problem.Unauthenticated, "stale", "Your access has changed. Get a fresh token and try again.")
	SessionEnded    = problem.New(problem.Unauthenticated, "session_ended", "This session has ended. Sign in again.")
	Suspended       = problem.New(problem.Unauthenticated, "person_suspended", "Access has been taken away. Ask the support team.")
	NoAccess        = problem.New(problem.Unauthenticated, "no_access", "This account has no access to anything here now. Ask the support team.")
	Forbidden       = problem.New(problem.Forbidden, "forbidden", "You do not have access to this.")
)

// CallerOf reads the caller from the claims of an access token that the gateway's authorizer has checked. Unauthenticated where they are not
// those of such a token: an ID token, a token without our scope.
func CallerOf(claims map[string]string) (Caller, error) {
	epoch, err := strconv.Atoi(claims[ClaimEpoch])
	if err != nil || claims["token_use"] != "access" || !hasScope(claims["scope"]) ||
		!person.ValidID(claims["username"]) || claims["origin_jti"] == "" {
		return Caller{}, Unauthenticated
	}
	return Caller{Person: person.ID(claims["username"]), Role: person.Role(claims[ClaimRole]), Epoch: epoch, OriginJTI: claims["origin_jti"]}, nil
}

// Permit checks the caller against the gate and the roles that a route allows (none means any). The errors are SessionEnded, Suspended,
// NoAccess, Stale, Forbidden. Whoever has a token had a session, so they are told why it ended.
func (g Gate) Permit(c Caller, roles ...person.Role) error {
	if g.Person == c.Person && g.State == person.Suspended {
		if g.NoLevel {
			return NoAccess
		}
		return Suspended
	}
	if g.Person != c.Person || g.State != person.Active || g.Sessions[c.OriginJTI] == "" {
		return SessionEnded
	}
	if g.Epoch != c.Epoch || g.Role != c.Role {
		return Stale
	}
	if len(roles) > 0 && !slices.Contains(roles, g.Role) {
		return Forbidden
	}
	return nil
}

func hasScope(scopes string) bool {
	return slices.Contains(strings.Fields(scopes), Scope)
}
