package stacks

import (
	"path/filepath"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"
)

// spec is what makes a function differ from the others.
type spec struct {
	// name is its folder in functions/.
	name    string
	purpose string
	// memory in MB; processor time comes with it.
	memory float64
	// timeout in seconds. It stays below the 60 s for which a proof is claimed.
	timeout float64
	env     map[string]*string
	rights  []right
}

// function is a deployed function.
type function struct {
	spec
	lambda awslambda.Function
	log    awslogs.LogGroup
}

// fullName is the name it has in the account. Other stacks use this text, which ties no stack to another's outputs.
func (s spec) fullName() string { return "portico-" + s.name }

// environment of a function, by the name of the variable.
type environment = map[string]*string

// function makes a function with a role of its own, which may do what spec says and write to its own log, and nothing else.
func (p *portal) function(stack awscdk.Stack, s spec) *function {
	id := identifier(s.name)
	full := s.fullName()
	logs := awslogs.NewLogGroup(stack, jsii.String(id+"Log"), &awslogs.LogGroupProps{
		LogGroupName:  jsii.String("/aws/lambda/" + full),
		Retention:     awslogs.RetentionDays_ONE_MONTH,
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	})
	statements := []awsiam.PolicyStatement{may("Log", logs.LogGroupArn(), "logs:CreateLogStream", "logs:PutLogEvents").statement()}
	for _, r := range s.rights {
		statements = append(statements, r.statement())
	}
	role := awsiam.NewRole(stack, jsii.String(id+"Role"), &awsiam.RoleProps{
		AssumedBy:   awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil),
		Description: jsii.String("What the function " + full + " may do"),
		InlinePolicies: &map[string]awsiam.PolicyDocument{
			"rights": awsiam.NewPolicyDocument(&awsiam.PolicyDocumentProps{Statements: &statements, Minimize: jsii.Bool(false)}),
		},
	})
	made := &function{spec: s, log: logs, lambda: awslambda.NewFunction(stack, jsii.String(id), &awslambda.FunctionProps{
		FunctionName: jsii.String(full),
		Description:  jsii.String(s.purpose),
		Runtime:      awslambda.Runtime_PROVIDED_AL2023(),
		Architecture: p.target.architecture,
		Handler:      jsii.String("bootstrap"),
		Code:         awslambda.Code_FromAsset(jsii.String(filepath.Join(p.Dist, s.name)), nil),
		MemorySize:   jsii.Number(s.memory),
		Timeout:      awscdk.Duration_Seconds(jsii.Number(s.timeout)),
		Environment:  &s.env,
		Role:         role,
		LogGroup:     logs,
		Tracing:      awslambda.Tracing_DISABLED,
	})}
	p.functions = append(p.functions, made)
	return made
}

// identifier makes a name with hyphens or lower case into the id of a construct: auth-triggers, AuthTriggers.
func identifier(name string) string {
	var id []byte
	upper := true
	for _, c := range []byte(name) {
		switch {
		case c == '-':
			upper = true
		case upper && c >= 'a' && c <= 'z':
			id, upper = append(id, c-'a'+'A'), false
		default:
			id, upper = append(id, c), false
		}
	}
	return string(id)
}
