package preflight

import (
	"context"
	"net"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/acm"
	acmtypes "github.com/aws/aws-sdk-go-v2/service/acm/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/ses"
	receipttypes "github.com/aws/aws-sdk-go-v2/service/ses/types"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	sestypes "github.com/aws/aws-sdk-go-v2/service/sesv2/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"portico/infra/config"
)

// fake is an account and its DNS in a certain state. A real account cannot be put into these states on demand.
type fake struct {
	signedOut   bool
	stacks      string
	concurrency int32
	certificate *acmtypes.CertificateDetail
	account     sesv2.GetAccountOutput
	identity    *sesv2.GetEmailIdentityOutput
	txt         map[string]string
	mx          map[string]string
	ruleSet     string
	activated   []string
}

func (f *fake) DescribeActiveReceiptRuleSet(context.Context, *ses.DescribeActiveReceiptRuleSetInput, ...func(*ses.Options)) (*ses.DescribeActiveReceiptRuleSetOutput, error) {
	if f.ruleSet == "" {
		return &ses.DescribeActiveReceiptRuleSetOutput{}, nil
	}
	return &ses.DescribeActiveReceiptRuleSetOutput{Metadata: &receipttypes.ReceiptRuleSetMetadata{Name: &f.ruleSet}}, nil
}

func (f *fake) SetActiveReceiptRuleSet(_ context.Context, in *ses.SetActiveReceiptRuleSetInput, _ ...func(*ses.Options)) (*ses.SetActiveReceiptRuleSetOutput, error) {
	f.ruleSet = aws.ToString(in.RuleSetName)
	f.activated = append(f.activated, f.ruleSet)
	return &ses.SetActiveReceiptRuleSetOutput{}, nil
}

func refusal(code string) error { return &smithy.GenericAPIError{Code: code, Message: "refused"} }

func (f *fake) GetCallerIdentity(context.Context, *sts.GetCallerIdentityInput, ...func(*sts.Options)) (*sts.GetCallerIdentityOutput, error) {
	if f.signedOut {
		return nil, refusal("ExpiredToken")
	}
	return &sts.GetCallerIdentityOutput{Account: aws.String("123456789012"), Arn: aws.String("arn:aws:iam::123456789012:user/op")}, nil
}

func (f *fake) DescribeStacks(_ context.Context, in *cloudformation.DescribeStacksInput, _ ...func(*cloudformation.Options)) (*cloudformation.DescribeStacksOutput, error) {
	if !strings.Contains(f.stacks, *in.StackName) {
		return nil, refusal("ValidationError")
	}
	return &cloudformation.DescribeStacksOutput{}, nil
}

func (f *fake) GetAccount(context.Context, *sesv2.GetAccountInput, ...func(*sesv2.Options)) (*sesv2.GetAccountOutput, error) {
	return &f.account, nil
}

func (f *fake) GetEmailIdentity(context.Context, *sesv2.GetEmailIdentityInput, ...func(*sesv2.Options)) (*sesv2.GetEmailIdentityOutput, error) {
	if f.identity == nil {
		return nil, refusal("NotFoundException")
	}
	return f.identity, nil
}

func (f *fake) GetAccountSettings(context.Context, *lambda.GetAccountSettingsInput, ...func(*lambda.Options)) (*lambda.GetAccountSettingsOutput, error) {
	return &lambda.GetAccountSettingsOutput{AccountLimit: &lambdatypes.AccountLimit{ConcurrentExecutions: f.concurrency}}, nil
}

func (f *fake) DescribeCertificate(context.Context, *acm.DescribeCertificateInput, ...func(*acm.Options)) (*acm.DescribeCertificateOutput, error) {
	if f.certificate == nil {
		return nil, refusal("ResourceNotFoundException")
	}
	return &acm.DescribeCertificateOutput{Certificate: f.certificate}, nil
}

func (f *fake) LookupTXT(_ context.Context, name string) ([]string, error) {
	if f.txt[name] == "" {
		return nil, &net.DNSError{IsNotFound: true}
	}
	return []string{"unrelated", f.txt[name]}, nil
}

func (f *fake) LookupMX(_ context.Context, name string) ([]*net.MX, error) {
	if f.mx[name] == "" {
		return nil, &net.DNSError{IsNotFound: true}
	}
	return []*net.MX{{Host: f.mx[name], Pref: 10}}, nil
}

// ready is an account in which nothing is missing.
func ready() *fake {
	return &fake{
		stacks: "CDKToolkit Portico-Mail", concurrency: 1000,
		certificate: &acmtypes.CertificateDetail{Status: "ISSUED", DomainName: aws.String("*.example.com")},
		account:     sesv2.GetAccountOutput{SendingEnabled: true, ProductionAccessEnabled: true},
		identity: &sesv2.GetEmailIdentityOutput{
			VerifiedForSendingStatus: true, DkimAttributes: &sestypes.DkimAttributes{Tokens: []string{"abc", "def"}},
		},
		txt: map[string]string{"bounce.example.com": "v=spf1 include:amazonses.com -all", "_dmarc.example.com": "v=DMARC1; p=reject"},
		mx: map[string]string{
			"bounce.example.com": "feedback-smtp.eu-central-1.amazonses.com.", "in.example.com": "inbound-smtp.eu-central-1.amazonaws.com.",
		},
	}
}

func example() *config.Config {
	return &config.Config{
		Target: config.AWS, Region: "eu-central-1", PortalAddress: "https://help.example.com", Domain: "example.com",
		CertificateARN: "arn:aws:acm:us-east-1:123456789012:certificate/1", AlarmAddress: "ops@example.com",
		Services: []config.Service{{ID: "help", Name: "Help", Address: "help@in.example.com"}, {ID: "web", Name: "Web", Address: "web@in.example.com"}},
	}
}

func run(f *fake, cfg *config.Config) []Finding {
	return Run(context.Background(), cfg, Account{f, f, f, f, f, f}, f)
}

func TestNothingIsMissingInAnAccountThatIsReady(t *testing.T) {
	for _, f := range run(ready(), example()) {
		if f.State != Good || f.Remedy != nil {
			t.Errorf("%+v", f)
		}
	}
}

func TestEachMissingThingIsNamedWithItsRemedy(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*fake, *config.Config)
		what   string
		state  State
		remedy string
	}{
		{"signed out", func(f *fake, _ *config.Config) { f.signedOut = true }, "credentials", Blocking, "aws sso login"},
		{"no bootstrap", func(f *fake, _ *config.Config) { f.stacks = "Portico-Mail" }, "CDK bootstrap", Blocking, "cdk bootstrap aws://123456789012/eu-central-1"},
		{"new account", func(f *fake, _ *config.Config) { f.concurrency = 10 }, "functions at once", Later, "request-service-quota-increase"},
		{"no certificate", func(f *fake, _ *config.Config) { f.certificate = nil }, "certificate", Blocking, "--region us-east-1"},
		{"certificate pending", func(f *fake, _ *config.Config) { f.certificate.Status = "PENDING_VALIDATION" }, "certificate", Blocking, "validation records"},
		{"certificate for others", func(f *fake, _ *config.Config) { f.certificate.DomainName = aws.String("*.help.example.com") }, "certificate", Blocking, "help.example.com"},
		{"sandbox", func(f *fake, _ *config.Config) { f.account.ProductionAccessEnabled = false }, "SES sending", Later, "--production-access-enabled"},
		{"paused", func(f *fake, _ *config.Config) { f.account.SendingEnabled = false }, "SES sending", Later, "console"},
		{"no identity", func(f *fake, _ *config.Config) { f.identity = nil }, "SES identity of example.com", Later, "after the deployment"},
		{"no identity, though said so", func(f *fake, c *config.Config) { f.identity, c.ExistingIdentity = nil, true }, "SES identity of example.com", Blocking, "leave existingIdentity out"},
		{"somebody else's identity", func(f *fake, _ *config.Config) { f.stacks = "CDKToolkit" }, "SES identity of example.com", Blocking, `"existingIdentity": true`},
		{"not verified", func(f *fake, _ *config.Config) { f.identity.VerifiedForSendingStatus = false }, "SES identity of example.com", Later, "abc._domainkey.example.com  CNAME  abc.dkim.amazonses.com"},
		{"no MX", func(f *fake, _ *config.Config) { delete(f.mx, "bounce.example.com") }, "MX of bounce.example.com", Later, "10 feedback-smtp.eu-central-1.amazonses.com"},
		{"other MX", func(f *fake, _ *config.Config) { f.mx["bounce.example.com"] = "mail.example.com." }, "MX of bounce.example.com", Later, "10 feedback-smtp"},
		{"no SPF", func(f *fake, _ *config.Config) { delete(f.txt, "bounce.example.com") }, "SPF of bounce.example.com", Later, "v=spf1 include:amazonses.com"},
		{"no DMARC", func(f *fake, _ *config.Config) { delete(f.txt, "_dmarc.example.com") }, "DMARC of example.com", Later, "_dmarc.example.com  TXT"},
	} {
		t.Run(c.name, func(t *testing.T) {
			account, cfg := ready(), example()
			c.change(account, cfg)
			findings := run(account, cfg)
			var missing []Finding
			for _, f := range findings {
				if f.State != Good {
					missing = append(missing, f)
				}
			}
			if len(missing) != 1 || missing[0].What != c.what || missing[0].State != c.state || Worst(findings) != c.state {
				t.Fatalf("missing %+v, want %s (%d)", missing, c.what, c.state)
			}
			if remedy := strings.Join(missing[0].Remedy, "\n"); !strings.Contains(remedy, c.remedy) {
				t.Errorf("remedy %q does not say %q", remedy, c.remedy)
			}
		})
	}
}

func TestADMARCPolicyAboveTheDomainCounts(t *testing.T) {
	account, cfg := ready(), example()
	cfg.Domain = "help.example.com"
	for _, f := range run(account, cfg) {
		if strings.HasPrefix(f.What, "DMARC") && f.State != Good {
			t.Errorf("%+v", f)
		}
	}
}

func TestAnIdentityOfOthersIsTakenWithItsOwnReturnPath(t *testing.T) {
	account, cfg := ready(), example()
	cfg.ExistingIdentity = true
	delete(account.mx, "bounce.example.com")
	account.stacks, account.txt = "CDKToolkit", map[string]string{"_dmarc.example.com": "v=DMARC1; p=none"}
	if findings := run(account, cfg); Worst(findings) != Good {
		t.Errorf("%+v", findings)
	}
}
