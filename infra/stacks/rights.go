package stacks

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
)

// right is one statement of a function's role: one purpose, exact actions, exact resources.
type right struct {
	// purpose becomes the statement's Sid.
	purpose   string
	actions   []string
	resources []*string
	// keys, if any, are the partition keys that may be touched, with * at the end.
	keys []string
}

// statement is the right as IAM reads it.
func (r right) statement() awsiam.PolicyStatement {
	props := &awsiam.PolicyStatementProps{
		Sid:       jsii.String(r.purpose),
		Actions:   jsii.Strings(r.actions...),
		Resources: &r.resources,
	}
	if len(r.keys) > 0 {
		props.Conditions = &map[string]any{
			"ForAllValues:StringLike": map[string]any{"dynamodb:LeadingKeys": r.keys},
		}
	}
	return awsiam.NewPolicyStatement(props)
}

// may is a right on one resource.
func may(purpose string, resource *string, actions ...string) right {
	return right{purpose: purpose, actions: actions, resources: []*string{resource}}
}

// only limits a right on the table to partition keys.
func (r right) only(keys ...string) right {
	r.keys = keys
	return r
}

// items is the right to touch single rows of the table. A transaction needs the rights of its parts:
// GetItem, PutItem, UpdateItem, DeleteItem, ConditionCheckItem.
func (d *data) items(actions ...string) right {
	return may("Rows", d.table.TableArn(), prefixed("dynamodb:", actions)...)
}

// query is the right to query the indexes, and the table itself where named so.
func (d *data) query(sources ...string) right {
	r := right{purpose: "Lists", actions: []string{"dynamodb:Query"}}
	for _, s := range sources {
		resource := d.table.TableArn()
		if s != tableItself {
			resource = jsii.String(*resource + "/index/" + s)
		}
		r.resources = append(r.resources, resource)
	}
	return r
}

// secret is the right to read one secret.
func secret(purpose string, arn *string) right {
	return may(purpose, arn, "secretsmanager:GetSecretValue")
}

func prefixed(prefix string, names []string) []string {
	all := make([]string, len(names))
	for i, n := range names {
		all[i] = prefix + n
	}
	return all
}
