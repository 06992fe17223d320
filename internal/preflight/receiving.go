package preflight

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ses"

	"portico/infra/config"
)

// receiving looks at what incoming mail needs: our rule in the active rule set, and the services' domains leading to SES.
func (c *checks) receiving(ctx context.Context) []Finding {
	if len(c.cfg.Services) == 0 {
		return nil // nothing to receive for
	}
	findings := []Finding{c.ruleSet(ctx)}
	for _, domain := range c.serviceDomains() {
		findings = append(findings, c.inbound(ctx, domain))
	}
	return findings
}

// serviceDomains gives the domains of the services' addresses, each once.
func (c *checks) serviceDomains() []string {
	var domains []string
	for _, s := range c.cfg.Services {
		domains = append(domains, s.Address[strings.LastIndexByte(s.Address, '@')+1:])
	}
	slices.Sort(domains)
	return slices.Compact(domains)
}

// ruleSet looks at SES's rule sets, of which one can be active.
func (c *checks) ruleSet(ctx context.Context) Finding {
	const what = "SES receipt rules"
	active, err := ActiveRuleSet(ctx, c.account.Receiving)
	if err != nil {
		return unknown(what, Later, err)
	}
	own, named := c.cfg.RuleSet(), c.cfg.ReceiptRuleSet != ""
	switch {
	case active == own:
		return good(what, "the set %s is active", own)
	case active == "" && !named:
		return good(what, "no set is active; the deployment makes %s and activates it", own)
	case active == "":
		return Finding{What: what, State: Later, Found: fmt.Sprintf("the set %s is not active: no mail comes in", own), Remedy: []string{
			fmt.Sprintf("activate it: `aws ses set-active-receipt-rule-set --rule-set-name %s --region %s`", own, c.cfg.Region),
		}}
	default:
		return Finding{What: what, State: Later, Found: fmt.Sprintf("the set %s is active, and only one can be: a rule in %s gets no mail", active, own), Remedy: []string{
			fmt.Sprintf(`set "receiptRuleSet": "%s" in the configuration: our rule is then added to it`, active),
		}}
	}
}

// inbound looks where mail to a domain goes.
func (c *checks) inbound(ctx context.Context, domain string) Finding {
	what, want := "MX of "+domain, "inbound-smtp."+c.cfg.Region+".amazonaws.com"
	remedy := []string{
		"either forward the support addresses to addresses on a domain of their own, such as in." + c.cfg.Domain + ", and name those in the configuration,",
		fmt.Sprintf("or put into DNS:  %s  MX  10 %s", domain, want),
		"the second sends ALL mail of " + domain + " to SES, which refuses what is for no service",
	}
	if domain != c.cfg.Domain && !strings.HasSuffix(domain, "."+c.cfg.Domain) {
		remedy = append(remedy, "verify the domain as well: `aws sesv2 create-email-identity --email-identity "+domain+" --region "+c.cfg.Region+"`")
	}
	records, err := c.names.LookupMX(ctx, domain)
	if err != nil {
		return absent(what, err, remedy)
	}
	for _, r := range records {
		if strings.EqualFold(strings.TrimSuffix(r.Host, "."), want) {
			return good(what, "%s", want)
		}
	}
	return Finding{What: what, State: Later, Found: "does not lead to SES: mail to the services does not come in", Remedy: remedy}
}

// RuleSets is what is asked of SES about rule sets; *ses.Client is one.
type RuleSets interface {
	DescribeActiveReceiptRuleSet(context.Context, *ses.DescribeActiveReceiptRuleSetInput, ...func(*ses.Options)) (*ses.DescribeActiveReceiptRuleSetOutput, error)
}

// ActiveRuleSet gives the name of SES's active rule set; empty where none is.
func ActiveRuleSet(ctx context.Context, account RuleSets) (string, error) {
	out, err := account.DescribeActiveReceiptRuleSet(ctx, &ses.DescribeActiveReceiptRuleSetInput{})
	if err != nil {
		return "", fmt.Errorf("ask for the active receipt rule set: %w", err)
	}
	if out.Metadata == nil {
		return "", nil
	}
	return aws.ToString(out.Metadata.Name), nil
}

// Activator makes rule sets active; *ses.Client is one.
type Activator interface {
	RuleSets
	SetActiveReceiptRuleSet(context.Context, *ses.SetActiveReceiptRuleSetInput, ...func(*ses.Options)) (*ses.SetActiveReceiptRuleSetOutput, error)
}

// ActivateRules makes our own rule set active where none is, and tells whether it did. Another's set stays as it is.
func ActivateRules(ctx context.Context, cfg *config.Config, account Activator) (bool, error) {
	if cfg.ReceiptRuleSet != "" || len(cfg.Services) == 0 {
		return false, nil
	}
	active, err := ActiveRuleSet(ctx, account)
	if err != nil || active != "" {
		return false, err
	}
	if _, err := account.SetActiveReceiptRuleSet(ctx, &ses.SetActiveReceiptRuleSetInput{RuleSetName: aws.String(config.OwnRuleSet)}); err != nil {
		return false, fmt.Errorf("activate the receipt rule set: %w", err)
	}
	return true, nil
}

// DeactivateRules makes our own rule set inactive: SES deletes no active one.
func DeactivateRules(ctx context.Context, cfg *config.Config, account Activator) error {
	if cfg.ReceiptRuleSet != "" {
		return nil
	}
	active, err := ActiveRuleSet(ctx, account)
	if err != nil || active != config.OwnRuleSet {
		return err
	}
	if _, err := account.SetActiveReceiptRuleSet(ctx, &ses.SetActiveReceiptRuleSetInput{}); err != nil {
		return fmt.Errorf("deactivate the receipt rule set: %w", err)
	}
	return nil
}
