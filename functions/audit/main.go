// Command audit is the function where administrators look up who did what.
package main

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"portico/internal/audit"
	"portico/internal/auditlog"
	"portico/internal/dynamo"
	"portico/internal/gate"
	"portico/internal/httpapi"
	"portico/internal/problem"
	"portico/internal/setup"
)

func main() { setup.API(routes) }

func routes(env *setup.Environment) []httpapi.Route {
	desk := &auditlog.Desk{Store: dynamo.Open(env.AWS(), env.Text(setup.Table)), Keys: env.Keyring(setup.ProofSecret), Now: time.Now}
	return []httpapi.Route{{Pattern: "GET /api/audit", Handle: httpapi.Signed(httpapi.Administrators(), list(desk))}}
}

func list(desk *auditlog.Desk) func(context.Context, *httpapi.Request, gate.Visit) (*httpapi.Response, error) {
	return func(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
		search, err := read(r.Query)
		if err != nil {
			return nil, err
		}
		found, err := desk.List(ctx, v, search)
		if err != nil {
			return nil, err
		}
		return &httpapi.Response{Status: http.StatusOK, Body: auditlog.ViewOf(found)}, nil
	}
}

// read takes the parameters of listAudit.
func read(query map[string]string) (auditlog.Search, error) {
	s := auditlog.Search{Person: strings.TrimSpace(query["person"]), Action: audit.Action(query["action"]), Cursor: query["cursor"]}
	var wrong []problem.Field
	if utf8.RuneCountInString(s.Person) > 254 {
		wrong = append(wrong, problem.Field{Name: "person", Code: httpapi.TooLong, Detail: "This is longer than 254 characters."})
	}
	if s.Action != "" && !slices.Contains(audit.Actions, s.Action) {
		wrong = append(wrong, problem.Field{Name: "action", Code: httpapi.Unsupported, Detail: "There is no such action."})
	}
	for name, into := range map[string]*time.Time{"from": &s.From, "to": &s.To} {
		text, ok := query[name]
		if !ok {
			continue
		}
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			wrong = append(wrong, problem.Field{Name: name, Code: httpapi.Invalid, Detail: "This is no instant, such as 2026-01-02T15:04:05Z."})
		}
		*into = at
	}
	if len(wrong) > 0 {
		return auditlog.Search{}, problem.InvalidFields(wrong...)
	}
	return s, nil
}
