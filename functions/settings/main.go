// Command settings is the function where administrators look at the portal's settings and change them.
package main

import (
	"time"

	"portico/internal/dynamo"
	"portico/internal/httpapi"
	"portico/internal/settings"
	"portico/internal/setup"
)

func main() { setup.API(routes) }

func routes(env *setup.Environment) []httpapi.Route {
	portal := env.Portal()
	h := handlers{
		office:  &settings.Office{Store: dynamo.Open(env.AWS(), env.Text(setup.Table)), First: portal.Settings(), Now: time.Now},
		address: env.URL(setup.Address), sender: portal.Sender,
	}
	administrators := httpapi.Administrators()
	return []httpapi.Route{
		{Pattern: "GET /api/settings", Handle: httpapi.Signed(administrators, h.show)},
		{Pattern: "POST /api/settings/registration", Handle: httpapi.Signed(administrators, change[registrationRequest](h))},
		{Pattern: "POST /api/settings/companies", Handle: httpapi.Signed(administrators, change[companiesRequest](h))},
		{Pattern: "POST /api/settings/denied", Handle: httpapi.Signed(administrators, change[deniedRequest](h))},
		{Pattern: "POST /api/settings/sign-in", Handle: httpapi.Signed(administrators, change[signInRequest](h))},
		{Pattern: "POST /api/settings/portal", Handle: httpapi.Signed(administrators, change[portalRequest](h))},
		{Pattern: "POST /api/settings/services", Handle: httpapi.Signed(administrators, change[servicesRequest](h))},
		{Pattern: "POST /api/settings/quick-links", Handle: httpapi.Signed(administrators, change[quickLinksRequest](h))},
		{Pattern: "POST /api/settings/logo", Handle: httpapi.Signed(administrators, h.upload)},
		{Pattern: "POST /api/settings/decisions", Handle: httpapi.Signed(administrators, h.try)},
	}
}
