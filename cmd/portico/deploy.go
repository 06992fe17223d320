package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/ses"

	"portico/internal/operator"
	"portico/internal/preflight"
	"portico/internal/upload"
)

func deployCommand() subcommand {
	return subcommand{
		name: "deploy",
		line: "bring Portico to an AWS account, or bring it up to date there",
		details: `portico deploy [--config FILE] [--yes]

It runs the preflight and stops where the deployment would fail; builds functions for Lambda's machines, and the pages; deploys the
stacks with the CDK; activates SES's receipt rules where no others are active; uploads the pages, assets first; lets CloudFront forget the old ones; prints the addresses, what is still to
be done, and how the first administrator gets in. Running it again is safe.

  --yes    do not ask before rights are widened

` + notTried,
		run: runDeploy,
	}
}

func runDeploy(ctx context.Context, c command, args []string) error {
	flags := flag.NewFlagSet("deploy", flag.ContinueOnError)
	flags.SetOutput(c.err)
	file := flags.String("config", "", "the configuration")
	yes := flags.Bool("yes", false, "do not ask before rights are widened")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return errUsage
	}
	d, err := openDeployment(ctx, c, *file)
	if err != nil {
		return err
	}
	fmt.Fprint(c.out, "Looking at the account\n\n")
	findings := preflight.Run(ctx, d.config, preflight.Open(d.aws), net.DefaultResolver)
	printFindings(c, findings)
	if preflight.Worst(findings) == preflight.Blocking {
		return errors.New("nothing was deployed: mend what is marked ✗ and run this again")
	}
	if err := d.makeStacks(ctx, c, *yes); err != nil {
		return err
	}
	outputs, err := stackOutputs(ctx, d.aws)
	if err != nil {
		return err
	}
	activated, err := preflight.ActivateRules(ctx, d.config, ses.NewFromConfig(d.aws))
	if err != nil {
		return err
	}
	if activated {
		fmt.Fprint(c.out, "\nSES takes mail to the services now\n")
	}
	if err := d.uploadPages(ctx, c, outputs); err != nil {
		return err
	}
	return d.tell(ctx, c, outputs)
}

// makeStacks builds what Lambda's machines run and lets the CDK deploy it.
func (d *deployment) makeStacks(ctx context.Context, c command, yes bool) error {
	fmt.Fprint(c.out, "\nBuilding\n\n")
	if err := d.call(ctx, c, d.root, "make", "--no-print-directory", "build", "ARCH=arm64"); err != nil {
		return err
	}
	if err := d.call(ctx, c, d.root, "make", "--no-print-directory", "cloud/node_modules/.installed"); err != nil {
		return err
	}
	fmt.Fprint(c.out, "\nDeploying the stacks\n\n")
	approval := "broadening"
	if yes {
		approval = "never"
	}
	return d.cdk(ctx, c, "deploy", "--all", "--require-approval="+approval)
}

// cdk calls the CDK's command for this deployment.
func (d *deployment) cdk(ctx context.Context, c command, args ...string) error {
	return d.call(ctx, c, filepath.Join(d.root, "infra"), filepath.Join(d.root, "cloud", "node_modules", ".bin", "cdk"), args...)
}

// call runs a program where a person can see and answer it.
func (d *deployment) call(ctx context.Context, c command, dir, name string, args ...string) error {
	program := exec.CommandContext(ctx, name, args...)
	program.Dir, program.Stdin, program.Stdout, program.Stderr = dir, os.Stdin, c.out, c.err
	program.Env = append(os.Environ(), "PORTICO_CONFIG="+d.file, "AWS_REGION="+d.config.Region, "AWS_DEFAULT_REGION="+d.config.Region,
		"JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION=1", "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=18,20,22")
	program.Cancel = func() error { return program.Process.Signal(syscall.SIGTERM) }
	program.WaitDelay = time.Minute
	if err := program.Run(); err != nil {
		return fmt.Errorf("%s %s: %w", filepath.Base(name), strings.Join(args, " "), err)
	}
	return nil
}

func (d *deployment) uploadPages(ctx context.Context, c command, outputs map[string]string) error {
	bucket, distribution := outputs["WebBucketName"], outputs["DistributionId"]
	if bucket == "" || distribution == "" {
		return errors.New("the stacks have no outputs WebBucketName and DistributionId")
	}
	n, err := upload.Pages(ctx, s3.NewFromConfig(d.aws), bucket, os.DirFS(filepath.Join(d.root, "web", "dist")))
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "\nUploaded %d files\n", n)
	attempt := "portico-" + time.Now().UTC().Format("20060102T150405.000")
	return upload.Refresh(ctx, cloudfront.NewFromConfig(d.aws), distribution, attempt)
}

// tell prints where the portal is, what is still to be done, and how the first administrator gets in.
func (d *deployment) tell(ctx context.Context, c command, outputs map[string]string) error {
	front := outputs["FrontAddress"]
	fmt.Fprint(c.out, "\nPortico is deployed\n\n")
	switch {
	case d.config.PortalAddress == "":
		fmt.Fprintf(c.out, "  CloudFront gives the portal the address %s\n", front)
		fmt.Fprintf(c.out, "  Write it into portalAddress in %s and deploy again: links in mails need it.\n", d.file)
		return nil
	case d.config.CertificateARN == "":
		fmt.Fprintf(c.out, "  portal         %s\n", outputs["PortalAddress"])
		if front != d.config.PortalAddress {
			fmt.Fprintf(c.out, "  CloudFront gives it the address %s: write that into portalAddress and deploy again\n", front)
		}
	default:
		fmt.Fprintf(c.out, "  portal         %s\n", outputs["PortalAddress"])
		fmt.Fprintf(c.out, "  DNS            %s  CNAME  %s (at a domain's top: an alias record)\n", d.config.Host(), strings.TrimPrefix(front, "https://"))
	}
	fmt.Fprintf(c.out, "  alarms         %s (SNS has mailed a link there that must be followed once)\n", d.config.AlarmAddress)
	mail := preflight.Mail(ctx, d.config, preflight.Open(d.aws), net.DefaultResolver)
	if preflight.Worst(mail) != preflight.Good {
		fmt.Fprint(c.out, "\nBefore mails arrive\n\n")
		printFindings(c, mail)
	}
	return d.tellAdministrators(ctx, c, outputs["RegisterFunctionName"])
}

func (d *deployment) tellAdministrators(ctx context.Context, c command, function string) error {
	people := operator.New(d.aws, function)
	all, err := people.Administrators(ctx)
	if err != nil {
		return fmt.Errorf("list the administrators: %w", err)
	}
	if len(all) > 0 {
		fmt.Fprint(c.out, "\nAdministrators\n\n")
		for _, a := range all {
			fmt.Fprintf(c.out, "  %s <%s>, %s\n", a.Name, a.Email, a.State)
		}
		return nil
	}
	fmt.Fprintf(c.out, "\nThe first administrator: this prints an activation link\n\n  AWS_REGION=%s dist/portico administrator create --name NAME --email ADDRESS\n", d.config.Region)
	return nil
}
