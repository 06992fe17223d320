package localcloud

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

const (
	// StackPrefix begins the name of each of Portico's stacks.
	StackPrefix = "Portico-"
	// toolkit is the stack that `cdk bootstrap` makes.
	toolkit = "CDKToolkit"
)

// deploy brings the stacks to what was built, with the real CDK command, unless they are there already.
func (c *Cloud) deploy() error {
	c.logTo("stacks", "deploy")
	inputs, err := c.fingerprint()
	if err != nil {
		return err
	}
	stacks, err := c.stacks()
	if err != nil {
		return &PartError{Part: "stacks", Cause: err}
	}
	if c.readStamp() == stamp(inputs, stacks) {
		err = c.step("stacks", "looking at the stacks", func() (string, error) { return "unchanged since the last start", nil })
	} else {
		err = c.deployChanged(inputs, stacks)
	}
	if err != nil {
		return err
	}
	return c.readOutputs()
}

func (c *Cloud) deployChanged(inputs string, stacks []types.Stack) error {
	if !slices.ContainsFunc(stacks, func(s types.Stack) bool { return *s.StackName == toolkit }) {
		c.logTo("bootstrap", "bootstrap")
		err := c.step("bootstrap", "preparing the account for the CDK", func() (string, error) {
			return "cdk bootstrap", c.cdkCommand("bootstrap", "bootstrap", "aws://"+account+"/"+c.config.Region,
				"--output="+c.at.in("cdk.out"))
		})
		if err != nil {
			return err
		}
	}
	return c.step("stacks", "deploying the stacks", func() (string, error) {
		if err := c.at.borrowPackages(); err != nil {
			return "", err
		}
		err := c.cdkCommand("deploy", "deploy", "--all", "--require-approval=never", "--method=direct", "--concurrency=4",
			"--app="+c.at.root+"/dist/infra", "--output="+c.at.in("cdk.out"))
		if err != nil {
			return "", err
		}
		if err := c.at.lendPackages(); err != nil {
			return "", err
		}
		if err := c.checkComplete(); err != nil {
			return "", err
		}
		if stacks, err = c.stacks(); err != nil {
			return "", err
		}
		return "deployed by cdk deploy", c.writeStamp(stamp(inputs, stacks))
	})
}

// cdkCommand runs the CDK's command line against the local cloud.
func (c *Cloud) cdkCommand(log string, args ...string) error {
	env := environment(append(RootEnvironment(c.CloudAddress(), c.config.Region),
		"PORTICO_CONFIG="+c.at.config(),
		"CDK_DEFAULT_ACCOUNT="+account,
		"CDK_DEFAULT_REGION="+c.config.Region,
		"CDK_DISABLE_CLI_TELEMETRY=true",
		"JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION=1",
		"JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=1",
	)...)
	args = append(args, "--no-notices", "--no-color", "--ci", "--progress=events")
	return c.run(log, c.at.root+"/infra", env, c.at.cdk(), args...)
}

// stacks lists the stacks of the local account that exist.
func (c *Cloud) stacks() ([]types.Stack, error) {
	var all []types.Stack
	pages := cloudformation.NewDescribeStacksPaginator(cloudformation.NewFromConfig(c.AWS()), &cloudformation.DescribeStacksInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(c.ctx)
		if err != nil {
			return nil, fmt.Errorf("list the stacks: %w", err)
		}
		all = append(all, page.Stacks...)
	}
	return slices.DeleteFunc(all, func(s types.Stack) bool { return s.StackStatus == types.StackStatusDeleteComplete }), nil
}

func (c *Cloud) readOutputs() error {
	stacks, err := c.stacks()
	if err != nil {
		return &PartError{Part: "stacks", Cause: err}
	}
	c.outputs = Outputs(stacks)
	for _, name := range []string{"ApiEndpoint", "IncomingBucketName", "IncomingTopicArn", "OriginSecretArn", "RegisterFunctionName"} {
		if c.outputs[name] == "" {
			return &PartError{Part: "stacks", Log: c.logOf("stacks"), Cause: fmt.Errorf("no stack has the output %s", name)}
		}
	}
	return nil
}

// Outputs merges the outputs of Portico's stacks.
func Outputs(stacks []types.Stack) map[string]string {
	outputs := map[string]string{}
	for _, s := range stacks {
		if !strings.HasPrefix(*s.StackName, StackPrefix) {
			continue
		}
		for _, output := range s.Outputs {
			outputs[*output.OutputKey] = *output.OutputValue
		}
	}
	return outputs
}

// The stamp tells what was deployed last. It names the stacks' own state as well, because the local cloud may have
// lost it: then a stamp alone would claim what is not there.

func stamp(inputs string, stacks []types.Stack) string {
	lines := []string{inputs}
	for _, s := range stacks {
		line := *s.StackName + " " + *s.StackId + " " + string(s.StackStatus)
		if s.LastUpdatedTime != nil {
			line += " " + s.LastUpdatedTime.UTC().String()
		}
		lines = append(lines, line)
	}
	slices.Sort(lines[1:])
	return strings.Join(lines, "\n") + "\n"
}

func (c *Cloud) readStamp() string {
	text, err := os.ReadFile(c.at.in("deployed"))
	if err != nil {
		return "" // none yet, or as good as none
	}
	return string(text)
}

func (c *Cloud) writeStamp(text string) error {
	if err := os.WriteFile(c.at.in("deployed"), []byte(text), 0o600); err != nil {
		return fmt.Errorf("note what was deployed: %w", err)
	}
	return nil
}

// errNothingBuilt is the cause when the built files are not there.
var errNothingBuilt = errors.New("nothing is built: run make build")
