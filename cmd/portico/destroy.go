package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/ses"

	"portico/internal/preflight"
)

func destroyCommand() subcommand {
	return subcommand{
		name: "destroy",
		line: "remove Portico from an AWS account, but for what people entrusted to it",
		details: `portico destroy [--config FILE] [--yes]

It asks for the portal's name, removes the stacks, and says what it leaves: the table, the user pool, the keys, the buckets and
SES's identity are protected and stay, with the commands that remove each for good.

  --yes    do not ask

` + notTried,
		run: runDestroy,
	}
}

func runDestroy(ctx context.Context, c command, args []string) error {
	flags := flag.NewFlagSet("destroy", flag.ContinueOnError)
	flags.SetOutput(c.err)
	file := flags.String("config", "", "the configuration")
	yes := flags.Bool("yes", false, "do not ask")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return errUsage
	}
	d, err := openDeployment(ctx, c, *file)
	if err != nil {
		return err
	}
	outputs, err := stackOutputs(ctx, d.aws)
	if err != nil {
		return err
	}
	if outputs["TableName"] == "" {
		return fmt.Errorf("this account has no Portico in %s", d.config.Region)
	}
	if !*yes {
		if err := confirm(c, os.Stdin, d.config.PortalName); err != nil {
			return err
		}
	}
	if err := d.call(ctx, c, d.root, "make", "--no-print-directory", "build-functions", "ARCH=arm64"); err != nil {
		return err
	}
	if err := d.call(ctx, c, d.root, "make", "--no-print-directory", "cloud/node_modules/.installed"); err != nil {
		return err
	}
	if err := preflight.DeactivateRules(ctx, d.config, ses.NewFromConfig(d.aws)); err != nil {
		return err
	}
	if err := d.cdk(ctx, c, "destroy", "--all", "--force"); err != nil {
		return err
	}
	d.tellRest(c, outputs)
	return nil
}

// confirm asks for the portal's name.
func confirm(c command, from io.Reader, name string) error {
	fmt.Fprintf(c.out, "This takes %q out of service for everybody. Type its name to go on: ", name)
	line, err := bufio.NewReader(from).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read the answer: %w", err)
	}
	if strings.TrimSpace(line) != name {
		return errors.New("that is not its name: nothing was removed")
	}
	return nil
}

// tellRest says what is left, and how to remove it for good.
func (d *deployment) tellRest(c command, outputs map[string]string) {
	fmt.Fprint(c.out, "\nThe stacks are gone. These stay, with everything in them, and may cost a little:\n")
	left := func(what, name string, commands ...string) {
		if name == "" {
			return
		}
		fmt.Fprintf(c.out, "\n  %s %s\n", what, name)
		for _, command := range commands {
			fmt.Fprintf(c.out, "      aws --region %s %s\n", d.config.Region, command)
		}
	}
	table, pool, bucket := outputs["TableName"], outputs["UserPoolId"], outputs["WebBucketName"]
	left("people and what belongs to them: table", table,
		"dynamodb update-table --table-name "+table+" --no-deletion-protection-enabled", "dynamodb delete-table --table-name "+table)
	left("passwords: user pool", pool,
		"cognito-idp update-user-pool --user-pool-id "+pool+" --deletion-protection INACTIVE", "cognito-idp delete-user-pool --user-pool-id "+pool)
	for _, key := range []string{"ProofSecretArn", "SessionSecretArn", "OriginSecretArn"} {
		left("key", outputs[key], "secretsmanager delete-secret --secret-id "+outputs[key])
	}
	if mails := outputs["IncomingBucketName"]; mails != "" {
		left("incoming mails: bucket", mails, "s3 rm --recursive s3://"+mails, "s3api delete-bucket --bucket "+mails)
	}
	left("pages, all versions: bucket", bucket, "s3api list-object-versions --bucket "+bucket+"   # empty it in the console, then", "s3api delete-bucket --bucket "+bucket)
	if !d.config.ExistingIdentity {
		left("SES identity", d.config.Domain, "sesv2 delete-email-identity --email-identity "+d.config.Domain)
	}
	fmt.Fprint(c.out, `
  DNS records, the certificate and the CDK's own stack (CDKToolkit) were not made by Portico's stacks and stay as well.
  A new deployment makes a new table and a new pool; it does not take these up again. SES's identity must be deleted
  before it, or "existingIdentity" set to true.
`)
}
