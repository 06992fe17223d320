package stacks

import (
	"runtime"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"

	"portico/infra/config"
)

// target is everything in which the targets differ. No other file asks which target it is.
type target struct {
	// keeps is set where what people entrusted to us outlives the stacks: retained, protected from deletion.
	// A local cloud is thrown away whole.
	keeps bool
	// architecture is that of the machines that run the functions.
	architecture awslambda.Architecture
}

func newTarget(t config.Target) target {
	if t == config.AWS {
		return target{keeps: true, architecture: awslambda.Architecture_ARM_64()}
	}
	// The local cloud runs the binaries as processes of this machine.
	if runtime.GOARCH == "arm64" {
		return target{architecture: awslambda.Architecture_ARM_64()}
	}
	return target{architecture: awslambda.Architecture_X86_64()}
}

// removal is the policy for what holds data.
func (t target) removal() awscdk.RemovalPolicy {
	if t.keeps {
		return awscdk.RemovalPolicy_RETAIN
	}
	return awscdk.RemovalPolicy_DESTROY
}
