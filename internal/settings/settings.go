// Package settings is what an administrator decides about the portal. The settings are in sections. Each section is one row with a version of its own:
// it is read where it is needed, changed as a whole, and applies at once. A section that nobody has changed has what the configuration says.
package settings

import (
	"portico/internal/brand"
	"portico/internal/policy"
)

// Name names a section.
type Name string

// The sections.
const (
	OfRegistration Name = "registration"
	OfCompanies    Name = "companies"
	OfDenied       Name = "denied"
	OfSignIn       Name = "sign-in"
	OfPortal       Name = "portal"
	OfServices     Name = "services"
	OfQuickLinks   Name = "quick-links"
)

// Names are all sections, in the order in which they are shown.
var Names = []Name{OfRegistration, OfCompanies, OfDenied, OfSignIn, OfPortal, OfServices, OfQuickLinks}

// Section is one section's values; a pointer to one of the types below.
type Section interface {
	Name() Name
	// normal brings the values into the one form in which they are kept and compared, and reports what is wrong with them.
	normal(*findings)
	// adopt takes the ids of before for what is the same, and makes ids for what is new. These follow from the values and from version, the one that is
	// changed: a repeat of a change makes no other ones, and what was deleted does not come back under its id.
	adopt(before Section, version int)
}

// Registration is who may register by themselves.
type Registration struct {
	Mode               policy.Mode  `json:"mode"`
	Ways               []policy.Way `json:"ways"` // that are open
	CompanyMailboxOnly bool         `json:"companyMailboxOnly"`
}

// Companies are the customer companies whose people may register.
type Companies struct {
	Companies []Company `json:"companies"`
}

// Company is a customer company with the domains that it accepts.
type Company struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Domains []string `json:"domains"`
}

// Names gives the names of the companies by their ids.
func (c Companies) Names() map[string]string {
	names := make(map[string]string, len(c.Companies))
	for _, each := range c.Companies {
		names[each.ID] = each.Name
	}
	return names
}

// Denied is the deny list: addresses and domains.
type Denied struct {
	Entries []string `json:"entries"`
}

// SecondFactor is whether a mailed code follows the password.
type SecondFactor string

// What the second factor can be.
const (
	SecondFactorOff      SecondFactor = "off"
	SecondFactorOptional SecondFactor = "optional" // each person chooses
	SecondFactorRequired SecondFactor = "required"
)

// SignIn is what signing in takes.
type SignIn struct {
	SecondFactor      SecondFactor `json:"secondFactor"`
	TrustedDevices    bool         `json:"trustedDevices"`    // a person may leave the second factor out on a device for 30 days
	PasswordMinLength int          `json:"passwordMinLength"` // in code points, of passwords that are chosen from now on
}

// Portal is what the portal is called and looks like. Everything but the name can be empty.
type Portal struct {
	Called     string       `json:"name"`
	PrivacyURL string       `json:"privacyUrl,omitempty"`
	TermsURL   string       `json:"termsUrl,omitempty"`
	Accent     brand.Colour `json:"accent,omitempty"`
	Logo       brand.LogoID `json:"logo,omitempty"`
}

// Services are the things that the team supports.
type Services struct {
	Services []Service `json:"services"`
}

// Service is a thing that the team supports. Address is its support address; ID stays when the name changes.
type Service struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Address string `json:"address"`
}

// Names gives the names of the services by their ids.
func (s Services) Names() map[string]string {
	names := make(map[string]string, len(s.Services))
	for _, each := range s.Services {
		names[each.ID] = each.Name
	}
	return names
}

// IDs gives the ids of the services, in their order.
func (s Services) IDs() []string {
	ids := make([]string, len(s.Services))
	for i, each := range s.Services {
		ids[i] = each.ID
	}
	return ids
}

// QuickLinks are the links on the home page.
type QuickLinks struct {
	QuickLinks []QuickLink `json:"quickLinks"`
}

// QuickLink is a link on the home page.
type QuickLink struct {
	Label string `json:"label"`
	URL   string `json:"url"`
}

// Name names the section.
func (*Registration) Name() Name { return OfRegistration }

// Name names the section.
func (*Companies) Name() Name { return OfCompanies }

// Name names the section.
func (*Denied) Name() Name { return OfDenied }

// Name names the section.
func (*SignIn) Name() Name { return OfSignIn }

// Name names the section.
func (*Portal) Name() Name { return OfPortal }

// Name names the section.
func (*Services) Name() Name { return OfServices }

// Name names the section.
func (*QuickLinks) Name() Name { return OfQuickLinks }

// Settings are all sections.
type Settings struct {
	Registration Registration
	Companies    Companies
	Denied       Denied
	SignIn       SignIn
	Portal       Portal
	Services     Services
	QuickLinks   QuickLinks
}

// section gives the section of a name in s, to be read into.
func (s *Settings) section(name Name) Section {
	switch name {
	case OfRegistration:
		return &s.Registration
	case OfCompanies:
		return &s.Companies
	case OfDenied:
		return &s.Denied
	case OfSignIn:
		return &s.SignIn
	case OfPortal:
		return &s.Portal
	case OfServices:
		return &s.Services
	case OfQuickLinks:
		return &s.QuickLinks
	}
	return nil
}

// Policy is the policy that s makes.
func (s Settings) Policy() policy.Policy {
	p := policy.Policy{
		Mode: s.Registration.Mode, Open: s.Registration.Ways, CompanyMailboxOnly: s.Registration.CompanyMailboxOnly, Denied: s.Denied.Entries,
	}
	for _, c := range s.Companies.Companies {
		p.Companies = append(p.Companies, policy.Company(c))
	}
	return p
}

// First completes what a configuration says into the settings of a portal that nobody has changed yet: nobody registers by themselves.
func First(configured Settings) Settings {
	configured.Registration = Registration{Mode: policy.Nobody, Ways: []policy.Way{}}
	configured.Companies.Companies, configured.Denied.Entries = []Company{}, []string{}
	configured.SignIn.SecondFactor = SecondFactorOff
	if configured.Services.Services == nil {
		configured.Services.Services = []Service{}
	}
	if configured.QuickLinks.QuickLinks == nil {
		configured.QuickLinks.QuickLinks = []QuickLink{}
	}
	return configured
}
