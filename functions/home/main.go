// Command home is the function behind the first page after sign-in.
package main

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"portico/internal/dynamo"
	"portico/internal/gate"
	"portico/internal/httpapi"
	"portico/internal/person"
	"portico/internal/setup"
	"portico/internal/ticket"
)

func main() { setup.API(routes) }

func routes(env *setup.Environment) []httpapi.Route {
	table := dynamo.Open(env.AWS(), env.Text(setup.Table))
	keeper := gate.Keeper{Recorder: table, Now: time.Now}
	portal := env.Portal()
	links := append([]setup.QuickLink{}, portal.QuickLinks...)
	show := func(ctx context.Context, _ *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
		p, g, requests, err := look(ctx, table, v.Caller.Person)
		if err != nil {
			return nil, err
		}
		if err := keeper.Admit(ctx, g, v); err != nil {
			return nil, err
		}
		me := meView{ID: p.ID, Name: p.Name, Email: p.Email, Role: p.Role, Language: p.Language}
		return &httpapi.Response{Status: http.StatusOK, Body: homeView{
			Person: me, Requests: ticket.SummaryViewsOf(requests), QuickLinks: links, Services: servicesFor(portal, g),
		}}, nil
	}
	return []httpapi.Route{{Pattern: "GET /api/home", Handle: httpapi.Signed(nil, show)}}
}

// look reads somebody with their gate, and their newest requests that are not closed, at the same time.
func look(ctx context.Context, table *dynamo.Table, id person.ID) (p person.Person, g gate.Gate, requests []ticket.Ticket, err error) {
	var page ticket.Page
	var pageErr error
	var wait sync.WaitGroup
	wait.Go(func() { page, pageErr = table.RequestsOf(ctx, id, ticket.Live, "", shown) })
	p, g, err = table.Visitor(ctx, id)
	wait.Wait()
	return p, g, page.Tickets, errors.Join(err, pageErr)
}

// shown is how many requests stand on the first page.
const shown = 10

type serviceView struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// servicesFor are the services that somebody may open requests for.
func servicesFor(portal setup.Portal, g gate.Gate) []serviceView {
	views := []serviceView{}
	for _, s := range portal.Services {
		if g.Services.Allow(s.ID) {
			views = append(views, serviceView{ID: s.ID, Name: s.Name})
		}
	}
	return views
}

type homeView struct {
	Person     meView               `json:"person"`
	Requests   []ticket.SummaryView `json:"requests"`
	Services   []serviceView        `json:"services"`
	QuickLinks []setup.QuickLink    `json:"quickLinks"`
}

type meView struct {
	ID       person.ID       `json:"id"`
	Name     string          `json:"name"`
	Email    string          `json:"email"`
	Role     person.Role     `json:"role"`
	Language person.Language `json:"language"`
}
