package setup

import (
	"encoding/json"
	"fmt"
	"net/mail"
	"strings"
)

// Portal is what an installation says about itself.
type Portal struct {
	Name              string      `json:"name"`
	Address           string      `json:"address"` // https://host, without a slash at its end
	Sender            string      `json:"sender"`  // the address that mails come from
	Services          []Service   `json:"services"`
	QuickLinks        []QuickLink `json:"quickLinks"`
	PrivacyURL        string      `json:"privacyUrl"`
	TermsURL          string      `json:"termsUrl"`
	PasswordMinLength int         `json:"passwordMinLength"` // in code points; DefaultPasswordMinLength where it is 0
}

// Service is a thing that the team supports. Address is its support address.
type Service struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Address string `json:"address"`
}

// ServiceNames gives the names of the services by their ids.
func (p Portal) ServiceNames() map[string]string {
	names := make(map[string]string, len(p.Services))
	for _, s := range p.Services {
		names[s.ID] = s.Name
	}
	return names
}

// ServiceIDs gives the ids of the services, in their order.
func (p Portal) ServiceIDs() []string {
	ids := make([]string, len(p.Services))
	for i, s := range p.Services {
		ids[i] = s.ID
	}
	return ids
}

// QuickLink is a link on the home page.
type QuickLink struct {
	Label string `json:"label"`
	URL   string `json:"url"`
}

// DefaultPasswordMinLength is the shortest password, in code points, where the settings name none.
const DefaultPasswordMinLength = 12

// Portal reads PORTICO_PORTAL.
func (e *Environment) Portal() Portal {
	var p Portal
	text := e.Text(PortalSettings)
	if text == "" {
		return p
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&p); err != nil {
		e.wrong("%s: %v", PortalSettings, err)
		return p
	}
	for _, what := range p.check() {
		e.wrong("%s: %s", PortalSettings, what)
	}
	p.Address = strings.TrimSuffix(p.Address, "/")
	if p.PasswordMinLength == 0 {
		p.PasswordMinLength = DefaultPasswordMinLength
	}
	return p
}

// check names everything that is wrong.
func (p Portal) check() []string {
	var wrong []string
	need := func(ok bool, what string) {
		if !ok {
			wrong = append(wrong, what)
		}
	}
	need(strings.TrimSpace(p.Name) != "", "name is empty")
	need(validURL(p.Address), "address is no http or https address")
	need(validMailbox(p.Sender), "sender is no e-mail address")
	need(p.PasswordMinLength == 0 || p.PasswordMinLength >= 8 && p.PasswordMinLength <= 64, "passwordMinLength is not between 8 and 64")
	need(p.PrivacyURL == "" || validURL(p.PrivacyURL), "privacyUrl is no http or https address")
	need(p.TermsURL == "" || validURL(p.TermsURL), "termsUrl is no http or https address")
	for i, s := range p.Services {
		need(s.ID != "" && s.Name != "", fmt.Sprintf("services[%d] has no id or no name", i))
		need(validMailbox(s.Address), fmt.Sprintf("services[%d].address is no e-mail address", i))
	}
	for i, l := range p.QuickLinks {
		need(strings.TrimSpace(l.Label) != "", fmt.Sprintf("quickLinks[%d].label is empty", i))
		need(validURL(l.URL), fmt.Sprintf("quickLinks[%d].url is no http or https address", i))
	}
	return wrong
}

func validMailbox(s string) bool {
	parsed, err := mail.ParseAddress(s)
	return err == nil && parsed.Address == s
}
