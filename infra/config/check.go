package config

import (
	"encoding/json"
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxPortal keeps PORTICO_PORTAL well inside the 4 KB that Lambda allows for all of a function's variables.
const maxPortal = 2500

// Problem is one thing wrong with one field.
type Problem struct {
	// Field is the JSON name, with an index for lists: services[1].address.
	Field string
	// What says what is wrong and what to write instead.
	What string
}

// Invalid is the error for a configuration with problems.
type Invalid struct {
	Problems []Problem
}

// Error lists every problem, one a line.
func (e *Invalid) Error() string {
	lines := []string{"the configuration has problems:"}
	for _, p := range e.Problems {
		lines = append(lines, "  "+p.Field+": "+p.What)
	}
	return strings.Join(lines, "\n")
}

var (
	regionForm      = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-[0-9]$`)
	labelForm       = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
	idForm          = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)
	ruleSetForm     = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	certificateForm = regexp.MustCompile(`^arn:aws:acm:us-east-1:[0-9]{12}:certificate/[0-9a-f-]+$`)
	wafForm         = regexp.MustCompile(`^arn:aws:wafv2:us-east-1:[0-9]{12}:global/webacl/[A-Za-z0-9_-]+/[0-9a-f-]+$`)
)

// checker collects problems.
type checker struct{ problems []Problem }

func (k *checker) add(field, format string, args ...any) {
	k.problems = append(k.problems, Problem{field, fmt.Sprintf(format, args...)})
}

// check returns every problem of the configuration, in the order of its fields.
func (c *Config) check() []Problem {
	k := &checker{}
	if c.Target != AWS && c.Target != Local {
		k.add("target", `must be "aws" or "local"`)
	}
	if !regionForm.MatchString(c.Region) {
		k.add("region", "must be the name of a region, such as eu-central-1")
	}
	k.text("portalName", c.PortalName, 60)
	k.portalAddress(c)
	if !isDomain(c.Domain) {
		k.add("domain", "must be a domain in lower case, such as example.com")
	}
	k.sender(c)
	if c.ReceiptRuleSet != "" && !ruleSetForm.MatchString(c.ReceiptRuleSet) {
		k.add("receiptRuleSet", "must be the name of SES's active rule set: letters, digits, _ and -, at most 64")
	}
	k.services(c.Services)
	k.links(c)
	k.arns(c)
	if c.AlarmAddress == "" && c.Target == AWS {
		k.add("alarmAddress", "is missing: somebody must learn of alarms")
	} else if c.AlarmAddress != "" && !isAddress(c.AlarmAddress) {
		k.add("alarmAddress", "must be one e-mail address without a name")
	}
	if u, err := url.Parse(c.StorageAddress); c.StorageAddress != "" && (c.Target != Local || err != nil || u.Host == "" || u.Scheme+"://"+u.Host != c.StorageAddress) {
		k.add("storageAddress", "must be the origin of a local cloud's S3; leave it out for AWS")
	}
	if c.InvitationRate < 0 || c.InvitationRate > 1000 {
		k.add("invitationRate", "must be from 0 to 1000 invitations a second; 0 for what SES allows")
	}
	if c.PasswordMinLength < 8 || c.PasswordMinLength > 64 {
		k.add("passwordMinLength", "must be from 8 to 64")
	}
	if size := len(c.Portal()); size > maxPortal {
		k.add("services", "services and quickLinks are too long together: %d bytes, at most %d fit into a function's environment", size, maxPortal)
	}
	return k.problems
}

func (k *checker) text(field, value string, most int) {
	switch {
	case strings.TrimSpace(value) == "":
		k.add(field, "is missing")
	case value != strings.TrimSpace(value):
		k.add(field, "must not begin or end with a space")
	case utf8.RuneCountInString(value) > most:
		k.add(field, "must have at most %d characters", most)
	case strings.ContainsFunc(value, unicode.IsControl):
		k.add(field, "must not have control characters")
	}
}

func (k *checker) portalAddress(c *Config) {
	const field = "portalAddress"
	if c.PortalAddress == "" {
		if c.Target != AWS || c.CertificateARN != "" {
			k.add(field, "is missing: the origin of the pages, such as https://help.example.com")
		}
		return
	}
	u, err := url.Parse(c.PortalAddress)
	if err != nil || u.Host == "" || u.Scheme+"://"+u.Host != c.PortalAddress {
		k.add(field, "must be an origin, such as https://help.example.com: no path, no slash at the end")
		return
	}
	if c.Target == Local {
		if u.Scheme != "http" && u.Scheme != "https" {
			k.add(field, "must begin with http:// or https://")
		}
		return
	}
	if u.Scheme != "https" || u.Port() != "" || !isDomain(u.Host) {
		k.add(field, "must be https:// and a host name in lower case, without a port")
		return
	}
	if c.CertificateARN == "" && !strings.HasSuffix(u.Host, ".cloudfront.net") {
		k.add(field, "needs a certificateArn; without one it is the address that CloudFront gives: leave it out, deploy, write the printed address here, deploy again")
	}
}

func (k *checker) sender(c *Config) {
	if !isAddress(c.Sender) {
		k.add("sender", "must be one e-mail address without a name")
		return
	}
	_, domain, _ := strings.Cut(c.Sender, "@")
	if isDomain(c.Domain) && domain != c.Domain && !strings.HasSuffix(domain, "."+c.Domain) {
		k.add("sender", "must be on the domain %q or below it: SES sends for no other", c.Domain)
	}
}

func (k *checker) services(services []Service) {
	ids, addresses := map[string]bool{}, map[string]bool{}
	for i, s := range services {
		field := fmt.Sprintf("services[%d]", i)
		switch {
		case !idForm.MatchString(s.ID):
			k.add(field+".id", "must be lower-case letters, digits and hyphens, beginning with a letter, at most 32")
		case ids[s.ID]:
			k.add(field+".id", "%q is taken by another service", s.ID)
		}
		k.text(field+".name", s.Name, 60)
		switch {
		case !isAddress(s.Address):
			k.add(field+".address", "must be one e-mail address without a name")
		case addresses[s.Address]:
			k.add(field+".address", "%q is taken by another service", s.Address)
		}
		ids[s.ID], addresses[s.Address] = true, true
	}
}

func (k *checker) links(c *Config) {
	for i, l := range c.QuickLinks {
		field := fmt.Sprintf("quickLinks[%d]", i)
		k.text(field+".label", l.Label, 60)
		k.link(field+".url", l.URL)
	}
	if c.PrivacyURL != "" {
		k.link("privacyUrl", c.PrivacyURL)
	}
	if c.TermsURL != "" {
		k.link("termsUrl", c.TermsURL)
	}
}

func (k *checker) link(field, value string) {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		k.add(field, "must be a whole address that begins with https://")
	}
}

func (k *checker) arns(c *Config) {
	if c.CertificateARN != "" && !certificateForm.MatchString(c.CertificateARN) {
		k.add("certificateArn", "must be the ARN of an ACM certificate in us-east-1: CloudFront takes no other")
	}
	if c.WAFARN != "" && !wafForm.MatchString(c.WAFARN) {
		k.add("wafArn", "must be the ARN of a WAFv2 web ACL of scope CLOUDFRONT, which lives in us-east-1")
	}
}

// isAddress tells whether s is one bare ASCII address with a lower-case domain.
func isAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || a.Name != "" {
		return false
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII || r == '"' }) {
		return false
	}
	_, domain, _ := strings.Cut(s, "@")
	return len(s) <= 254 && isDomain(domain)
}

// isDomain tells whether s is a host name of two or more labels in lower case.
func isDomain(s string) bool {
	labels := strings.Split(s, ".")
	for _, l := range labels {
		if !labelForm.MatchString(l) {
			return false
		}
	}
	return len(labels) > 1 && len(s) <= 253
}

// String is the configuration as JSON, for people: it holds no secret.
func (c *Config) String() string {
	text, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		panic(err) // Strings and numbers only: cannot happen.
	}
	return string(text)
}
