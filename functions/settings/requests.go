package main

import (
	"encoding/base64"
	"regexp"

	"portico/internal/address"
	"portico/internal/brand"
	"portico/internal/httpapi"
	"portico/internal/policy"
	"portico/internal/settings"
)

// How long texts are at most, in code points.
const (
	maxName    = 60
	maxURL     = 500
	maxAddress = 254
)

// idForm is the form of the ids of companies and services.
var idForm = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)

// versioned reads the version that the caller saw.
type versioned struct{ version int }

func (b *versioned) Read(o *httpapi.Object) { b.version = o.Int("version", 0) }

type registrationRequest struct {
	versioned
	settings.Registration
}

// Read takes a RegistrationRequest of the contract.
func (b *registrationRequest) Read(o *httpapi.Object) {
	b.versioned.Read(o)
	b.Mode = policy.Mode(o.Choice("mode", named(policy.Modes)...))
	for _, way := range o.Texts("ways", 20, maxName) {
		b.Ways = append(b.Ways, policy.Way(way))
	}
	b.CompanyMailboxOnly = o.Bool("companyMailboxOnly")
}

func (b *registrationRequest) section() (settings.Section, int) { return &b.Registration, b.version }

type companiesRequest struct {
	versioned
	settings.Companies
}

// Read takes a CompaniesRequest of the contract.
func (b *companiesRequest) Read(o *httpapi.Object) {
	b.versioned.Read(o)
	o.Rows("companies", settings.MaxCompanies, func(row *httpapi.Object) {
		b.Companies.Companies = append(b.Companies.Companies, settings.Company{
			ID: optional(row, "id"), Name: row.Line("name", maxName), Domains: row.Texts("domains", settings.MaxDomains, maxAddress),
		})
	})
}

func (b *companiesRequest) section() (settings.Section, int) { return &b.Companies, b.version }

type deniedRequest struct {
	versioned
	settings.Denied
}

// Read takes a DeniedRequest of the contract.
func (b *deniedRequest) Read(o *httpapi.Object) {
	b.versioned.Read(o)
	b.Entries = o.Texts("entries", settings.MaxDenied, maxAddress)
}

func (b *deniedRequest) section() (settings.Section, int) { return &b.Denied, b.version }

type signInRequest struct {
	versioned
	settings.SignIn
}

// Read takes a SignInSettingsRequest of the contract.
func (b *signInRequest) Read(o *httpapi.Object) {
	b.versioned.Read(o)
	b.SecondFactor = settings.SecondFactor(o.Choice("secondFactor",
		string(settings.SecondFactorOff), string(settings.SecondFactorOptional), string(settings.SecondFactorRequired)))
	b.TrustedDevices = o.Bool("trustedDevices")
	b.PasswordMinLength = o.Int("passwordMinLength", 1)
}

func (b *signInRequest) section() (settings.Section, int) { return &b.SignIn, b.version }

type portalRequest struct {
	versioned
	settings.Portal
}

// Read takes a PortalRequest of the contract.
func (b *portalRequest) Read(o *httpapi.Object) {
	b.versioned.Read(o)
	b.Called = o.Line("name", maxName)
	for field, into := range map[string]*string{"privacyUrl": &b.PrivacyURL, "termsUrl": &b.TermsURL} {
		if o.Has(field) {
			*into = o.Line(field, maxURL)
		}
	}
	if o.Has("accent") {
		b.Accent = brand.Colour(o.Line("accent", 7))
	}
	if o.Has("logo") {
		b.Logo = brand.LogoID(o.Line("logo", 26))
	}
}

func (b *portalRequest) section() (settings.Section, int) { return &b.Portal, b.version }

type servicesRequest struct {
	versioned
	settings.Services
}

// Read takes a ServicesRequest of the contract.
func (b *servicesRequest) Read(o *httpapi.Object) {
	b.versioned.Read(o)
	o.Rows("services", settings.MaxServices, func(row *httpapi.Object) {
		b.Services.Services = append(b.Services.Services, settings.Service{
			ID: optional(row, "id"), Name: row.Line("name", maxName), Address: row.Line("address", maxAddress),
		})
	})
}

func (b *servicesRequest) section() (settings.Section, int) { return &b.Services, b.version }

type quickLinksRequest struct {
	versioned
	settings.QuickLinks
}

// Read takes a QuickLinksRequest of the contract.
func (b *quickLinksRequest) Read(o *httpapi.Object) {
	b.versioned.Read(o)
	o.Rows("quickLinks", settings.MaxQuickLinks, func(row *httpapi.Object) {
		b.QuickLinks.QuickLinks = append(b.QuickLinks.QuickLinks, settings.QuickLink{Label: row.Line("label", maxName), URL: row.Line("url", maxURL)})
	})
}

func (b *quickLinksRequest) section() (settings.Section, int) { return &b.QuickLinks, b.version }

type logoRequest struct{ image []byte }

// Read takes a LogoRequest of the contract.
func (b *logoRequest) Read(o *httpapi.Object) {
	text := o.Line("image", base64.StdEncoding.EncodedLen(brand.MaxLogo))
	if text == "" {
		return
	}
	var err error
	if b.image, err = base64.StdEncoding.DecodeString(text); err != nil {
		o.Reject("image", httpapi.Invalid, "This is no base64.")
	}
}

type decisionRequest struct {
	way   policy.Way
	email address.Address
}

// Read takes a DecisionRequest of the contract.
func (b *decisionRequest) Read(o *httpapi.Object) {
	b.way = policy.Way(o.Choice("way", append(named(policy.Switches()), string(policy.Invitation))...))
	b.email = o.Email("email")
}

// optional reads the id of what was there before.
func optional(row *httpapi.Object, name string) string {
	if !row.Has(name) {
		return ""
	}
	return row.Match(name, idForm)
}

func named[T ~string](values []T) []string {
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = string(v)
	}
	return names
}
