package policy

import (
	_ "embed"

	"portico/internal/lines"
)

// providers holds one domain a line, sorted by bytes. See providers.LICENSE.txt for where it comes from; `npm run mail-providers` in web/ writes it.
//
//go:embed providers.txt
var providers string

// PublicProvider tells whether a domain, an A-label, or one above it is a public mail provider's, where anybody gets an address.
func PublicProvider(domain string) bool {
	return anyAbove(domain, func(d string) bool { return lines.Contains(providers, d) })
}
