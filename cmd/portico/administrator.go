package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"text/tabwriter"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"

	"portico/internal/localcloud"
	"portico/internal/operator"
)

func administratorCommand() subcommand {
	return subcommand{
		name: "administrator",
		line: "create or list administrators, here or on AWS",
		details: `portico administrator create --name NAME --email ADDRESS [--local]
portico administrator list [--local]

It works on the installation that the AWS credentials and region of the environment lead to, or, with --local, on the one
that ` + "`portico run`" + ` has started. Creating prints the activation link; nothing is mailed. It takes the right to read the
stacks' outputs and to invoke the function register.`,
		run: administrator,
	}
}

func administrator(ctx context.Context, c command, args []string) error {
	if len(args) == 0 || (args[0] != "create" && args[0] != "list") {
		fmt.Fprintln(c.err, "portico: say `portico administrator create` or `portico administrator list`")
		return errUsage
	}
	flags := flag.NewFlagSet("administrator "+args[0], flag.ContinueOnError)
	flags.SetOutput(c.err)
	onThisMachine := flags.Bool("local", false, "work on the installation that `portico run` has started")
	name := flags.String("name", "", "the administrator's name")
	email := flags.String("email", "", "the administrator's address")
	if err := flags.Parse(args[1:]); err != nil || flags.NArg() > 0 {
		return errUsage
	}
	if args[0] == "create" && (*name == "" || *email == "") {
		fmt.Fprintln(c.err, "portico: --name and --email are needed")
		return errUsage
	}
	people, err := operatorOf(ctx, c, *onThisMachine)
	if err != nil {
		return err
	}
	if args[0] == "list" {
		return listAdministrators(ctx, c, people)
	}
	link, err := people.CreateAdministrator(ctx, *name, *email)
	if err != nil {
		return fmt.Errorf("create the administrator: %w", err)
	}
	fmt.Fprintln(c.out, link)
	return nil
}

func listAdministrators(ctx context.Context, c command, people *operator.Operator) error {
	administrators, err := people.Administrators(ctx)
	if err != nil {
		return fmt.Errorf("list the administrators: %w", err)
	}
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, a := range administrators {
		fmt.Fprintf(table, "%s\t%s\t%s\n", a.Name, a.Email, a.State)
	}
	return table.Flush()
}

// operatorOf finds the function to invoke by the outputs of the stacks.
func operatorOf(ctx context.Context, c command, onThisMachine bool) (*operator.Operator, error) {
	settings, outputs, err := installation(ctx, c, onThisMachine)
	if err != nil {
		return nil, err
	}
	function := outputs["RegisterFunctionName"]
	if function == "" {
		return nil, errors.New("no stack here has the output RegisterFunctionName: Portico is not deployed in this account and region")
	}
	return operator.New(settings, function), nil
}

func awsConfig(ctx context.Context, c command, onThisMachine bool) (aws.Config, error) {
	if !onThisMachine {
		settings, err := config.LoadDefaultConfig(ctx)
		if err != nil {
			return settings, fmt.Errorf("read the AWS configuration: %w", err)
		}
		return settings, nil
	}
	o, err := local(c)
	if err != nil {
		return aws.Config{}, err
	}
	return localcloud.Running(o)
}

// installation gives the settings of an AWS account, or of this machine's cloud, and the outputs of the stacks in it.
func installation(ctx context.Context, c command, onThisMachine bool) (aws.Config, map[string]string, error) {
	settings, err := awsConfig(ctx, c, onThisMachine)
	if err != nil {
		return settings, nil, err
	}
	outputs, err := stackOutputs(ctx, settings)
	return settings, outputs, err
}

func stackOutputs(ctx context.Context, settings aws.Config) (map[string]string, error) {
	outputs := map[string]string{}
	pages := cloudformation.NewDescribeStacksPaginator(cloudformation.NewFromConfig(settings), &cloudformation.DescribeStacksInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("read the stacks' outputs: %w", err)
		}
		for name, value := range localcloud.Outputs(page.Stacks) {
			outputs[name] = value
		}
	}
	return outputs, nil
}
