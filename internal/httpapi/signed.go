package httpapi

import (
	"context"

	"portico/internal/gate"
	"portico/internal/person"
)

// Team and Administrators are the roles of routes that are not for everybody signed in.
func Team() []person.Role           { return []person.Role{person.Agent, person.Administrator} }
func Administrators() []person.Role { return []person.Role{person.Administrator} }

// Signed makes a Handler of one that needs a caller. The token has been checked by the gateway; what it permits, the gate says: who gets the Visit
// must ask it. Unauthenticated where the claims are not those of an access token of the portal.
func Signed(roles []person.Role, handle func(ctx context.Context, r *Request, v gate.Visit) (*Response, error)) Handler {
	return func(ctx context.Context, r *Request) (*Response, error) {
		caller, err := gate.CallerOf(r.Claims)
		if err != nil {
			return nil, err
		}
		return handle(ctx, r, gate.Visit{Caller: caller, Roles: roles, Route: r.Route, Network: r.Network()})
	}
}
