// Command portal is the function that tells what a page needs before anybody is signed in. It also answers every unknown path.
package main

import (
	"context"
	"net/http"

	"portico/internal/httpapi"
	"portico/internal/password"
	"portico/internal/person"
	"portico/internal/setup"
)

func main() { setup.API(routes) }

func routes(env *setup.Environment) []httpapi.Route {
	portal := env.Portal()
	return []httpapi.Route{
		{Pattern: "GET /api/portal", Handle: func(context.Context, *httpapi.Request) (*httpapi.Response, error) {
			return &httpapi.Response{Status: http.StatusOK, Body: viewOf(portal)}, nil
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
}

type passwordView struct {
	MinLength int `json:"minLength"`
	MaxLength int `json:"maxLength"`
}

func viewOf(p setup.Portal) portalView {
	return portalView{
		Name: p.Name, Languages: person.Languages, PrivacyURL: p.PrivacyURL, TermsURL: p.TermsURL,
		Password: passwordView{MinLength: p.PasswordMinLength, MaxLength: password.MaxLength},
	}
}
