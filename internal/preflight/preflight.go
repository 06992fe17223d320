// Package preflight says, before Portico is deployed to an AWS account, what is missing there, each thing with its remedy. It changes nothing.
//
// It was tried against the local cloud and against recorded answers, not on a real account.
package preflight

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/acm"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/ses"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"portico/infra/config"
)

// State is what became of a check.
type State int

const (
	// Good means that nothing is missing.
	Good State = iota
	// Later means that the deployment goes through, but people cannot use the portal, or not fully, before it is mended.
	Later
	// Blocking means that the deployment would fail.
	Blocking
)

// Finding is the result of one check.
type Finding struct {
	// What was looked at.
	What  string
	State State
	// Found is what there is.
	Found string
	// Remedy is what to do, one step a line. Empty where State is Good.
	Remedy []string
}

// Account is what the checks ask AWS. Each method is that of the service's client.
type Account struct {
	Identity interface {
		GetCallerIdentity(context.Context, *sts.GetCallerIdentityInput, ...func(*sts.Options)) (*sts.GetCallerIdentityOutput, error)
	}
	Stacks interface {
		DescribeStacks(context.Context, *cloudformation.DescribeStacksInput, ...func(*cloudformation.Options)) (*cloudformation.DescribeStacksOutput, error)
	}
	Mail interface {
		GetAccount(context.Context, *sesv2.GetAccountInput, ...func(*sesv2.Options)) (*sesv2.GetAccountOutput, error)
		GetEmailIdentity(context.Context, *sesv2.GetEmailIdentityInput, ...func(*sesv2.Options)) (*sesv2.GetEmailIdentityOutput, error)
	}
	Receiving RuleSets
	Functions interface {
		GetAccountSettings(context.Context, *lambda.GetAccountSettingsInput, ...func(*lambda.Options)) (*lambda.GetAccountSettingsOutput, error)
	}
	// Certificates is asked in us-east-1.
	Certificates interface {
		DescribeCertificate(context.Context, *acm.DescribeCertificateInput, ...func(*acm.Options)) (*acm.DescribeCertificateOutput, error)
	}
}

// Names is what the checks ask DNS; *net.Resolver does.
type Names interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
}

// Open gives the account that settings lead to.
func Open(settings aws.Config) Account {
	return Account{
		Identity:  sts.NewFromConfig(settings),
		Stacks:    cloudformation.NewFromConfig(settings),
		Mail:      sesv2.NewFromConfig(settings),
		Receiving: ses.NewFromConfig(settings),
		Functions: lambda.NewFromConfig(settings),
		Certificates: acm.NewFromConfig(settings, func(o *acm.Options) {
			o.Region = "us-east-1"
		}),
	}
}

// Run does all checks. Without credentials it stops after the first, because nothing else could be asked.
func Run(ctx context.Context, cfg *config.Config, account Account, names Names) []Finding {
	c := checks{cfg: cfg, account: account, names: names}
	first := c.credentials(ctx)
	if first.State == Blocking {
		return []Finding{first}
	}
	findings := []Finding{first, c.bootstrap(ctx), c.functions(ctx)}
	if cfg.CertificateARN != "" {
		findings = append(findings, c.certificate(ctx))
	}
	return append(findings, c.mail(ctx)...)
}

// Mail does the checks of mail alone: after the first deployment SES names the DNS records of a new identity.
func Mail(ctx context.Context, cfg *config.Config, account Account, names Names) []Finding {
	c := checks{cfg: cfg, account: account, names: names}
	return c.mail(ctx)
}

// Worst is the worst state among findings.
func Worst(findings []Finding) State {
	worst := Good
	for _, f := range findings {
		worst = max(worst, f.State)
	}
	return worst
}

type checks struct {
	cfg     *config.Config
	account Account
	names   Names
	// number of the account, once it is known.
	number string
}

func good(what, format string, args ...any) Finding {
	return Finding{What: what, Found: fmt.Sprintf(format, args...)}
}

// unknown is the finding where AWS could not be asked.
func unknown(what string, state State, err error) Finding {
	return Finding{What: what, State: state, Found: "could not be asked: " + err.Error(), Remedy: []string{"give the credentials the right to read this, and run `portico preflight` again"}}
}

func (c *checks) credentials(ctx context.Context) Finding {
	const what = "credentials"
	caller, err := c.account.Identity.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return Finding{What: what, State: Blocking, Found: "none that AWS takes: " + err.Error(), Remedy: []string{
			"sign in (`aws sso login`), or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
			"see that `aws sts get-caller-identity` names the account that Portico shall live in",
		}}
	}
	c.number = aws.ToString(caller.Account)
	return good(what, "account %s, region %s, as %s", c.number, c.cfg.Region, aws.ToString(caller.Arn))
}

func (c *checks) bootstrap(ctx context.Context) Finding {
	const what = "CDK bootstrap"
	_, err := c.account.Stacks.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: aws.String("CDKToolkit")})
	if isCode(err, "ValidationError") {
		return Finding{What: what, State: Blocking, Found: "not done in this account and region", Remedy: []string{
			fmt.Sprintf("run `cloud/node_modules/.bin/cdk bootstrap aws://%s/%s`", c.number, c.cfg.Region),
		}}
	}
	if err != nil {
		return unknown(what, Blocking, err)
	}
	return good(what, "done")
}

// leastFunctions is how many functions should be allowed to run at once. New accounts often begin with 10.
const leastFunctions = 100

func (c *checks) functions(ctx context.Context) Finding {
	const what = "functions at once"
	settings, err := c.account.Functions.GetAccountSettings(ctx, &lambda.GetAccountSettingsInput{})
	if err != nil {
		return unknown(what, Later, err)
	}
	if settings.AccountLimit == nil {
		return good(what, "no limit is named")
	}
	limit := settings.AccountLimit.ConcurrentExecutions
	if limit < leastFunctions {
		return Finding{What: what, State: Later, Found: fmt.Sprintf("%d, in the whole account and region", limit), Remedy: []string{
			"ask for more: `aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000 --region " + c.cfg.Region + "`",
		}}
	}
	return good(what, "%d", limit)
}

func (c *checks) certificate(ctx context.Context) Finding {
	const what = "certificate"
	reply, err := c.account.Certificates.DescribeCertificate(ctx, &acm.DescribeCertificateInput{CertificateArn: &c.cfg.CertificateARN})
	if isCode(err, "ResourceNotFoundException") {
		return Finding{What: what, State: Blocking, Found: "there is none with this ARN in us-east-1", Remedy: []string{
			"ask for one: `aws acm request-certificate --region us-east-1 --validation-method DNS --domain-name " + c.cfg.Host() + "`, and write its ARN into certificateArn",
		}}
	}
	if err != nil {
		return unknown(what, Blocking, err)
	}
	certificate := reply.Certificate
	if certificate.Status != "ISSUED" {
		return Finding{What: what, State: Blocking, Found: "it is " + string(certificate.Status), Remedy: []string{
			"put the validation records that ACM names into DNS: `aws acm describe-certificate --region us-east-1 --certificate-arn " + c.cfg.CertificateARN + "`",
		}}
	}
	names := append(certificate.SubjectAlternativeNames, aws.ToString(certificate.DomainName))
	if !slices.ContainsFunc(names, func(name string) bool { return covers(name, c.cfg.Host()) }) {
		return Finding{What: what, State: Blocking, Found: "it is for " + strings.Join(names, ", "), Remedy: []string{
			"take one that is for " + c.cfg.Host(),
		}}
	}
	return good(what, "issued, for %s", c.cfg.Host())
}

// covers tells whether a certificate's name, perhaps with a * as its first label, is good for a host.
func covers(name, host string) bool {
	if rest, ok := strings.CutPrefix(name, "*."); ok {
		_, parent, _ := strings.Cut(host, ".")
		return strings.EqualFold(rest, parent)
	}
	return strings.EqualFold(name, host)
}

// isCode tells whether err is AWS's error with this code.
func isCode(err error, code string) bool {
	var api smithy.APIError
	return errors.As(err, &api) && api.ErrorCode() == code
}
