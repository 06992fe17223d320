// Package config is the one typed configuration of a Portico deployment: what cannot be known from the code.
//
// It is a JSON file, named by the environment variable PORTICO_CONFIG. example.json beside this file is a
// complete one for AWS, local.json is the one of the local cloud.
package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// Env is the environment variable that names the configuration file.
const Env = "PORTICO_CONFIG"

// Target is the kind of cloud that the stacks are deployed to. It is the only setting that says what a target
// cannot take; what follows from it is in one place, stacks/target.go.
type Target string

const (
	// AWS is an account at AWS.
	AWS Target = "aws"
	// Local is a cloud on this machine that speaks AWS's protocols.
	Local Target = "local"
)

// PendingAddress stands in for the portal's address on the first deployment without a certificate, when
// CloudFront has not yet named the distribution.
const PendingAddress = "https://pending.invalid"

// ReturnPath is the label below the domain that bounces come back to. Its MX and SPF records must be in DNS.
const ReturnPath = "bounce"

// Config is the configuration as it stands in the file.
type Config struct {
	// Target is "aws" or "local".
	Target Target `json:"target"`
	// Region is where everything lives, CloudFront aside.
	Region string `json:"region"`
	// PortalName is what people read on the pages and in mails, at most 60 characters.
	PortalName string `json:"portalName"`
	// PortalAddress is the origin of the pages, such as https://help.example.com: no path, no slash at the end.
	// It may be left out until CloudFront has named the distribution, if there is no certificate.
	PortalAddress string `json:"portalAddress,omitempty"`
	// Domain is the domain that SES sends for. Its DKIM records must be in DNS.
	Domain string `json:"domain"`
	// ExistingIdentity is set when the account's SES has the identity of Domain already, made by somebody else: it is then used, not made.
	ExistingIdentity bool `json:"existingIdentity,omitempty"`
	// Sender is the address that Portico's own mails come from, on Domain or below it.
	Sender string `json:"sender"`
	// ReceiptRuleSet is SES's active rule set, if the account has one already: our rule for incoming mail is added to it. Only one set can be active in
	// an account and region. Left out, Portico makes a set named "portico", and the deployment makes it active where none is.
	ReceiptRuleSet string `json:"receiptRuleSet,omitempty"`
	// Services are what the team supports.
	Services []Service `json:"services"`
	// QuickLinks are shown on the first page after sign-in.
	QuickLinks []QuickLink `json:"quickLinks"`
	// PrivacyURL is the address of the privacy notice, if there is one.
	PrivacyURL string `json:"privacyUrl,omitempty"`
	// TermsURL is the address of the terms of use, if there are any.
	TermsURL string `json:"termsUrl,omitempty"`
	// CertificateARN is a certificate for PortalAddress in us-east-1, where CloudFront looks for it.
	// Without one the portal lives at the address that CloudFront gives it.
	CertificateARN string `json:"certificateArn,omitempty"`
	// WAFARN is a web ACL of scope CLOUDFRONT to put before the portal, if there is one.
	WAFARN string `json:"wafArn,omitempty"`
	// AlarmAddress gets a mail when an alarm goes off. Optional on the local cloud.
	AlarmAddress string `json:"alarmAddress,omitempty"`
	// StorageAddress is where browsers reach S3 on a local cloud. At AWS it is AWS's own address.
	StorageAddress string `json:"storageAddress,omitempty"`
	// InvitationRate is the most invitations a second that an import sends; SES's quota bounds it in any case. 0 is what SES allows.
	InvitationRate float64 `json:"invitationRate,omitempty"`
	// PasswordMinLength is the least number of characters of a password, 8 to 64; 12 if left out.
	PasswordMinLength int `json:"passwordMinLength,omitempty"`
}

// Service is a thing the team supports, with the address that people write to.
type Service struct {
	// ID names the service in data and addresses: lower-case letters, digits and hyphens.
	ID string `json:"id"`
	// Name is what people read.
	Name string `json:"name"`
	// Address is the service's own support address.
	Address string `json:"address"`
}

// QuickLink is a link on the first page after sign-in.
type QuickLink struct {
	// Label is what people read.
	Label string `json:"label"`
	// URL is where it goes.
	URL string `json:"url"`
}

// Address is the portal's origin: PortalAddress, or PendingAddress while CloudFront has not named it yet.
func (c *Config) Address() string {
	if c.PortalAddress == "" {
		return PendingAddress
	}
	return c.PortalAddress
}

// OwnRuleSet is the name of the rule set that Portico makes where it is given none.
const OwnRuleSet = "portico"

// RuleSet is the name of SES's rule set that has our rule: ReceiptRuleSet, or OwnRuleSet.
func (c *Config) RuleSet() string {
	if c.ReceiptRuleSet == "" {
		return OwnRuleSet
	}
	return c.ReceiptRuleSet
}

// Host is the host name of Address, without a port.
func (c *Config) Host() string {
	host := strings.TrimPrefix(strings.TrimPrefix(c.Address(), "https://"), "http://")
	host, _, _ = strings.Cut(host, ":")
	return host
}

// Portal is the part of the configuration that the functions read, as the JSON of PORTICO_PORTAL.
func (c *Config) Portal() string {
	text, err := json.Marshal(struct {
		Name              string      `json:"name"`
		Address           string      `json:"address"`
		Sender            string      `json:"sender"`
		Services          []Service   `json:"services"`
		QuickLinks        []QuickLink `json:"quickLinks"`
		PrivacyURL        string      `json:"privacyUrl"`
		TermsURL          string      `json:"termsUrl"`
		PasswordMinLength int         `json:"passwordMinLength"`
	}{c.PortalName, c.Address(), c.Sender, c.Services, c.QuickLinks, c.PrivacyURL, c.TermsURL, c.PasswordMinLength})
	if err != nil {
		panic(err) // Strings and numbers only: cannot happen.
	}
	return string(text)
}

// Load reads and checks the file that PORTICO_CONFIG names. The error lists every problem.
func Load(getenv func(string) string) (*Config, error) {
	path := getenv(Env)
	if path == "" {
		return nil, fmt.Errorf("%s is not set: it names the configuration file; start from infra/config/example.json", Env)
	}
	return Read(path)
}

// Read reads and checks the file at path. The error lists every problem.
func Read(path string) (*Config, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	c, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

// Parse decodes and checks one JSON object: unknown fields are refused, defaults filled in. The error lists every problem.
func Parse(text []byte) (*Config, error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	var c Config
	if err := dec.Decode(&c); err != nil {
		return nil, fmt.Errorf("not a configuration: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("not a configuration: more than one JSON value")
	}
	if c.PasswordMinLength == 0 {
		c.PasswordMinLength = 12
	}
	if c.Services == nil {
		c.Services = []Service{}
	}
	if c.QuickLinks == nil {
		c.QuickLinks = []QuickLink{}
	}
	if problems := c.check(); len(problems) > 0 {
		return nil, &Invalid{Problems: problems}
	}
	return &c, nil
}
