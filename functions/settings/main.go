// Command settings is the function that shows administrators the portal's settings.
package main

import (
	"context"
	"net/http"
	"time"

	"portico/internal/dynamo"
	"portico/internal/gate"
	"portico/internal/httpapi"
	"portico/internal/setup"
)

func main() { setup.API(routes) }

func routes(env *setup.Environment) []httpapi.Route {
	table := dynamo.Open(env.AWS(), env.Text(setup.Table))
	keeper := gate.Keeper{Recorder: table, Now: time.Now}
	view := viewOf(env.Portal())
	show := func(ctx context.Context, _ *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
		g, err := table.Admission(ctx, v.Caller.Person)
		if err != nil {
			return nil, err
		}
		if err := keeper.Admit(ctx, g, v); err != nil {
			return nil, err
		}
		return &httpapi.Response{Status: http.StatusOK, Body: view}, nil
	}
	return []httpapi.Route{{Pattern: "GET /api/settings", Handle: httpapi.Signed(httpapi.Administrators(), show)}}
}

type settingsView struct {
	Portal   portalView      `json:"portal"`
	Services []setup.Service `json:"services"`
}

type portalView struct {
	Name    string `json:"name"`
	Address string `json:"address"`
	Sender  string `json:"sender"`
}

func viewOf(p setup.Portal) settingsView {
	return settingsView{
		Portal:   portalView{Name: p.Name, Address: p.Address, Sender: p.Sender},
		Services: append([]setup.Service{}, p.Services...),
	}
}
