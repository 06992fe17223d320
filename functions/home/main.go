// Command home is the function behind the first page after sign-in.
package main

import (
	"context"
	"errors"
	"net/http"
	"time"

	"portico/internal/dynamo"
	"portico/internal/gate"
	"portico/internal/httpapi"
	"portico/internal/person"
	"portico/internal/settings"
	"portico/internal/setup"
)

func main() { setup.API(routes) }

func routes(env *setup.Environment) []httpapi.Route {
	table := dynamo.Open(env.AWS(), env.Text(setup.Table))
	keeper := gate.Keeper{Recorder: table, Now: time.Now}
	book := env.Book(table)
	show := func(ctx context.Context, _ *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
		now := book.Begin(ctx, settings.OfQuickLinks)
		p, g, err := table.Visitor(ctx, v.Caller.Person)
		portal, readErr := now()
		if err := errors.Join(err, readErr); err != nil {
			return nil, err
		}
		if err := keeper.Admit(ctx, g, v); err != nil {
			return nil, err
		}
		me := meView{ID: p.ID, Name: p.Name, Email: p.Email, Role: p.Role, Language: p.Language}
		return &httpapi.Response{Status: http.StatusOK, Body: homeView{Person: me, QuickLinks: portal.QuickLinks.QuickLinks}}, nil
	}
	return []httpapi.Route{{Pattern: "GET /api/home", Handle: httpapi.Signed(nil, show)}}
}

type homeView struct {
	Person     meView               `json:"person"`
	QuickLinks []settings.QuickLink `json:"quickLinks"`
}

type meView struct {
	ID       person.ID       `json:"id"`
	Name     string          `json:"name"`
	Email    string          `json:"email"`
	Role     person.Role     `json:"role"`
	Language person.Language `json:"language"`
}
