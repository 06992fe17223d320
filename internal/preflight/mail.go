package preflight

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"

	"portico/infra/config"
)

func (c *checks) mail(ctx context.Context) []Finding {
	identity, found := c.identity(ctx)
	findings := []Finding{c.sending(ctx), found}
	from := config.ReturnPath + "." + c.cfg.Domain
	if identity != nil && c.cfg.ExistingIdentity {
		from = ""
		if identity.MailFromAttributes != nil {
			from = aws.ToString(identity.MailFromAttributes.MailFromDomain)
		}
	}
	if from == "" {
		findings = append(findings, good("return path", "SES's own; SPF does not align with %s, DKIM does", c.cfg.Domain))
	} else {
		findings = append(findings, c.returnPath(ctx, from), c.spf(ctx, from))
	}
	findings = append(findings, c.dmarc(ctx))
	return append(findings, c.receiving(ctx)...)
}

// sending looks at the account's right to send.
func (c *checks) sending(ctx context.Context) Finding {
	const what = "SES sending"
	account, err := c.account.Mail.GetAccount(ctx, &sesv2.GetAccountInput{})
	if err != nil {
		return unknown(what, Later, err)
	}
	switch {
	case !account.SendingEnabled:
		return Finding{What: what, State: Later, Found: "is paused for this account", Remedy: []string{
			"answer SES's case in the console: it says why it was paused",
		}}
	case !account.ProductionAccessEnabled:
		return Finding{What: what, State: Later, Found: "the account is in the sandbox: mail reaches verified addresses only", Remedy: []string{
			"ask for production access: `aws sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url " +
				c.cfg.Address() + " --use-case-description \"Invitations and password resets of our customer portal\" --region " + c.cfg.Region + "`",
			"until then verify the addresses you try it with: `aws sesv2 create-email-identity --email-identity ADDRESS`",
		}}
	case account.SendQuota != nil && account.SendQuota.MaxSendRate > 0:
		return good(what, "allowed, %.0f a second, %.0f a day", account.SendQuota.MaxSendRate, account.SendQuota.Max24HourSend)
	}
	return good(what, "allowed")
}

// identity looks at SES's identity of the domain. It is nil where there is none.
func (c *checks) identity(ctx context.Context) (*sesv2.GetEmailIdentityOutput, Finding) {
	what := "SES identity of " + c.cfg.Domain
	identity, err := c.account.Mail.GetEmailIdentity(ctx, &sesv2.GetEmailIdentityInput{EmailIdentity: &c.cfg.Domain})
	if isCode(err, "NotFoundException") {
		if c.cfg.ExistingIdentity {
			return nil, Finding{What: what, State: Blocking, Found: "there is none, though existingIdentity is set", Remedy: []string{
				"leave existingIdentity out: the deployment then makes it",
			}}
		}
		return nil, Finding{What: what, State: Later, Found: "there is none yet; the deployment makes it", Remedy: []string{
			"after the deployment put its three DKIM records into DNS: `portico preflight` then names them",
		}}
	}
	if err != nil {
		return nil, unknown(what, Later, err)
	}
	if !c.cfg.ExistingIdentity && !c.ours(ctx) {
		return identity, Finding{What: what, State: Blocking, Found: "there is one that Portico did not make", Remedy: []string{
			`set "existingIdentity": true in the configuration: it is then used, not made`,
		}}
	}
	if !identity.VerifiedForSendingStatus {
		return identity, Finding{What: what, State: Later, Found: "is not verified: its DKIM records are not in DNS, or SES has not looked yet", Remedy: dkim(c.cfg.Domain, identity)}
	}
	return identity, good(what, "verified, mails are signed (DKIM)")
}

// ours tells whether Portico's own stack is there, which then made the identity.
func (c *checks) ours(ctx context.Context) bool {
	_, err := c.account.Stacks.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: aws.String("Portico-Mail")})
	return err == nil
}

// dkim is the records that SES wants to see.
func dkim(domain string, identity *sesv2.GetEmailIdentityOutput) []string {
	if identity.DkimAttributes == nil || len(identity.DkimAttributes.Tokens) == 0 {
		return []string{"see the identity in SES's console: it names the records"}
	}
	lines := []string{"put into DNS:"}
	for _, token := range identity.DkimAttributes.Tokens {
		lines = append(lines, fmt.Sprintf("  %s._domainkey.%s  CNAME  %s.dkim.amazonses.com", token, domain, token))
	}
	return lines
}

func (c *checks) returnPath(ctx context.Context, from string) Finding {
	what, want := "MX of "+from, "feedback-smtp."+c.cfg.Region+".amazonses.com"
	remedy := []string{"put into DNS:", fmt.Sprintf("  %s  MX  10 %s", from, want)}
	records, err := c.names.LookupMX(ctx, from)
	if err != nil {
		return absent(what, err, remedy)
	}
	if len(records) != 1 || !strings.EqualFold(strings.TrimSuffix(records[0].Host, "."), want) {
		return Finding{What: what, State: Later, Found: "is not the one record that SES wants", Remedy: remedy}
	}
	return good(what, "%s", want)
}

func (c *checks) spf(ctx context.Context, from string) Finding {
	what := "SPF of " + from
	remedy := []string{"put into DNS:", fmt.Sprintf(`  %s  TXT  "v=spf1 include:amazonses.com -all"`, from)}
	records, err := c.names.LookupTXT(ctx, from)
	if err != nil {
		return absent(what, err, remedy)
	}
	for _, r := range records {
		if strings.HasPrefix(strings.ToLower(r), "v=spf1") && strings.Contains(strings.ToLower(r), "include:amazonses.com") {
			return good(what, "%s", r)
		}
	}
	return Finding{What: what, State: Later, Found: "does not name SES", Remedy: remedy}
}

// dmarc looks at the policy of the domain, or of one above it, which then counts.
func (c *checks) dmarc(ctx context.Context) Finding {
	what := "DMARC of " + c.cfg.Domain
	remedy := []string{"put into DNS:", fmt.Sprintf(`  _dmarc.%s  TXT  "v=DMARC1; p=quarantine; rua=mailto:%s"`, c.cfg.Domain, c.cfg.AlarmAddress)}
	var failed error
	for domain := c.cfg.Domain; strings.Contains(domain, "."); _, domain, _ = strings.Cut(domain, ".") {
		records, err := c.names.LookupTXT(ctx, "_dmarc."+domain)
		if err != nil {
			failed = err
			continue
		}
		for _, r := range records {
			if strings.HasPrefix(r, "v=DMARC1") {
				return good(what, "%s", r)
			}
		}
	}
	return absent(what, failed, remedy)
}

// absent is the finding where DNS has no record, or does not answer.
func absent(what string, err error, remedy []string) Finding {
	var dns *net.DNSError
	if err == nil || errors.As(err, &dns) && dns.IsNotFound {
		return Finding{What: what, State: Later, Found: "there is none", Remedy: remedy}
	}
	return Finding{What: what, State: Later, Found: "DNS does not answer: " + err.Error(), Remedy: remedy}
}
