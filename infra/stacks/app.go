// Package stacks is Portico in the cloud: one file per stack, one place for what a target cannot take (target.go), one for how a
// function is made (function.go) and one for how its rights are written (rights.go).
//
//	Portico-Data      table, files and secrets
//	Portico-Identity  user pool, its client, the function behind its triggers
//	Portico-Mail      sending identity, queues, the functions behind the stream and the queues
//	Portico-Api       gateway, routes of the contract, the functions behind them
//	Portico-Web       bucket and distribution
//	Portico-Alarms    what wakes somebody
package stacks

import (
	"fmt"
	"path/filepath"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"portico/infra/config"
	"portico/infra/contract"
)

// Source is what the stacks are made from.
type Source struct {
	Config *config.Config
	// Root is the repository: the contract and the edge's files are read from there.
	Root string
	// Dist holds <function>/bootstrap for each function.
	Dist string
}

// portal is what the stacks share while they are made.
type portal struct {
	Source
	target     target
	app        awscdk.App
	operations []contract.Operation
	// functions and queues in the order they were made; the alarms watch them all.
	functions   []*function
	deadLetters []deadLetter
}

// New makes the app with all stacks. Props may be nil.
func New(src Source, props *awscdk.AppProps) (awscdk.App, error) {
	operations, err := contract.Read(filepath.Join(src.Root, "api", "openapi.yaml"))
	if err != nil {
		return nil, err
	}
	edge, err := readEdge(filepath.Join(src.Root, "web", "edge"))
	if err != nil {
		return nil, err
	}
	if props == nil {
		props = &awscdk.AppProps{}
	}
	props.AnalyticsReporting = jsii.Bool(false)
	p := &portal{Source: src, target: newTarget(src.Config.Target), app: awscdk.NewApp(props), operations: operations}
	awscdk.Tags_Of(p.app).Add(jsii.String("application"), jsii.String("portico"), nil)

	data := newData(p)
	identity := newIdentity(p, data)
	mail := newMail(p, data, identity)
	api, err := newAPI(p, data, identity, mail)
	if err != nil {
		return nil, err
	}
	newWeb(p, data, api, edge)
	newAlarms(p, identity, mail, api)
	return p.app, nil
}

// stack makes one of the stacks.
func (p *portal) stack(name, description string) awscdk.Stack {
	return awscdk.NewStack(p.app, jsii.String("Portico-"+name), &awscdk.StackProps{
		Description: jsii.String("Portico: " + description),
		Env:         &awscdk.Environment{Region: jsii.String(p.Config.Region)},
	})
}

// output gives a stack an output whose name is part of the contract with the commands.
func output(stack awscdk.Stack, name string, value *string, description string) {
	awscdk.NewCfnOutput(stack, jsii.String(name), &awscdk.CfnOutputProps{Value: value, Description: jsii.String(description)})
}

// arn is an ARN in the stack's own region and account.
func arn(stack awscdk.Stack, service, resource string) *string {
	return jsii.String(fmt.Sprintf("arn:%s:%s:%s:%s:%s", *stack.Partition(), service, *stack.Region(), *stack.Account(), resource))
}
