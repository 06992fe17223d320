package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"

	"portico/infra/config"
	"portico/internal/preflight"
)

// notTried is said wherever a command works on AWS: it was written from AWS's documentation and tried against the local cloud.
const notTried = "It was tried against the local cloud, not on a real AWS account."

func preflightCommand() subcommand {
	return subcommand{
		name: "preflight",
		line: "say what an AWS account lacks before Portico is deployed to it",
		details: `portico preflight [--config FILE]

It names each missing thing with its remedy and changes nothing: credentials, the CDK's bootstrap, the certificate, how many
functions may run at once, SES's sandbox, and the DNS records for DKIM, SPF, MX and DMARC. The configuration is FILE, or
what PORTICO_CONFIG names; infra/config/example.json is one to start from. ` + notTried,
		run: runPreflight,
	}
}

func runPreflight(ctx context.Context, c command, args []string) error {
	flags := flag.NewFlagSet("preflight", flag.ContinueOnError)
	flags.SetOutput(c.err)
	file := flags.String("config", "", "the configuration")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return errUsage
	}
	d, err := openDeployment(ctx, c, *file)
	if err != nil {
		return err
	}
	findings := preflight.Run(ctx, d.config, preflight.Open(d.aws), net.DefaultResolver)
	printFindings(c, findings)
	if preflight.Worst(findings) == preflight.Blocking {
		return status(1)
	}
	return nil
}

// printFindings prints a line for each finding, and its remedy below it.
func printFindings(c command, findings []preflight.Finding) {
	marks := map[preflight.State]string{preflight.Good: "✓", preflight.Later: "!", preflight.Blocking: "✗"}
	for _, f := range findings {
		fmt.Fprintf(c.out, "  %s %s: %s\n", marks[f.State], f.What, f.Found)
		for _, line := range f.Remedy {
			fmt.Fprintf(c.out, "      %s\n", line)
		}
	}
	fmt.Fprintln(c.out, "\n  ✗ keeps Portico from being deployed, ! from being of use to people")
}

// deployment is an installation at AWS, as its configuration describes it.
type deployment struct {
	root, file string
	config     *config.Config
	aws        aws.Config
}

// openDeployment reads and checks the configuration and finds credentials.
func openDeployment(ctx context.Context, c command, file string) (*deployment, error) {
	at, err := root()
	if err != nil {
		return nil, err
	}
	if file == "" {
		file = c.getenv(config.Env)
	}
	if file == "" {
		return nil, fmt.Errorf("which configuration? Say --config FILE or set %s; start from infra/config/example.json", config.Env)
	}
	if file, err = filepath.Abs(file); err != nil {
		return nil, fmt.Errorf("find the configuration: %w", err)
	}
	cfg, err := config.Read(file)
	if err != nil {
		return nil, err
	}
	if cfg.Target != config.AWS {
		return nil, errors.New(`this configuration is for the local cloud, which ` + "`portico run`" + ` deploys to; for AWS its target must be "aws"`)
	}
	settings, err := awsconfig.LoadDefaultConfig(ctx, awsconfig.WithRegion(cfg.Region))
	if err != nil {
		return nil, fmt.Errorf("read the AWS configuration: %w", err)
	}
	return &deployment{root: at, file: file, config: cfg, aws: settings}, nil
}
