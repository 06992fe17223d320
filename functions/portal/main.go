// Command portal is the function that tells what a page needs before anybody is signed in. It also answers every unknown path.
package main

import (
	"context"
	"errors"
	"net/http"

	"portico/internal/brand"
	"portico/internal/dynamo"
	"portico/internal/httpapi"
	"portico/internal/password"
	"portico/internal/person"
	"portico/internal/policy"
	"portico/internal/settings"
	"portico/internal/setup"
)

func main() { setup.API(routes) }

func routes(env *setup.Environment) []httpapi.Route {
	table := dynamo.Open(env.AWS(), env.Text(setup.Table))
	book := env.Book(table)
	return []httpapi.Route{
		{Pattern: "GET /api/portal", Handle: func(ctx context.Context, _ *httpapi.Request) (*httpapi.Response, error) {
			s, err := book.Read(ctx, settings.OfRegistration, settings.OfSignIn, settings.OfPortal)
			if err != nil {
				return nil, err
			}
			return &httpapi.Response{Status: http.StatusOK, Body: viewOf(s)}, nil
		}},
		{Pattern: "GET /api/portal/logos/{id}", Handle: func(ctx context.Context, r *httpapi.Request) (*httpapi.Response, error) {
			id := r.Path["id"]
			if !brand.ValidLogoID(id) {
				return nil, settings.LogoNotFound
			}
			image, err := table.Logo(ctx, brand.LogoID(id))
			if errors.Is(err, dynamo.ErrNotFound) {
				return nil, settings.LogoNotFound
			}
			return &httpapi.Response{Status: http.StatusOK, Picture: image}, err
		}},
		{Pattern: "$default", Handle: func(context.Context, *httpapi.Request) (*httpapi.Response, error) {
			return nil, httpapi.NotFound
		}},
	}
}

type portalView struct {
	Name       string            `json:"name"`
	Languages  []person.Language `json:"languages"`
	PrivacyURL string            `json:"privacyUrl,omitempty"`
	TermsURL   string            `json:"termsUrl,omitempty"`
	Password   passwordView      `json:"password"`
	Ways       []policy.Way      `json:"ways"` // of registering, that are open
	Palette    *brand.Palette    `json:"palette,omitempty"`
	Logo       brand.LogoID      `json:"logo,omitempty"`
}

type passwordView struct {
	MinLength int `json:"minLength"`
	MaxLength int `json:"maxLength"`
}

func viewOf(s settings.Settings) portalView {
	view := portalView{
		Name: s.Portal.Called, Languages: person.Languages, PrivacyURL: s.Portal.PrivacyURL, TermsURL: s.Portal.TermsURL,
		Password: passwordView{MinLength: s.SignIn.PasswordMinLength, MaxLength: password.MaxLength}, Ways: []policy.Way{}, Logo: s.Portal.Logo,
	}
	for _, way := range policy.Switches() {
		if policy.Opens(s.Policy(), way) {
			view.Ways = append(view.Ways, way)
		}
	}
	if s.Portal.Accent != "" {
		palette := brand.PaletteOf(s.Portal.Accent)
		view.Palette = &palette
	}
	return view
}
