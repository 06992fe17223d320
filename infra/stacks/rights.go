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
	// keys, if any, are the partition keys that may be touched; * stands for anything.
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

// items is the right to touch single rows of the table: GetItem, PutItem, UpdateItem, DeleteItem, ConditionCheckItem. A transaction needs the rights
// of its parts. That AWS looks at each part of a transaction with that part's key alone is not documented; so that it does not matter, functions
// whose transactions have several parts write by one right, whose keys are those of all parts.
func (d *data) items(actions ...string) right {
	purpose := "Write"
	if len(actions) == 1 {
		purpose = actions[0]
	}
	return may(purpose, d.table.TableArn(), prefixed("dynamodb:", actions)...)
}

// reads is the right to read rows.
func (d *data) reads(keys ...string) right { return d.items("GetItem").only(keys...) }

// batches is the right to read rows many at a time.
func (d *data) batches(keys ...string) right { return d.items("BatchGetItem").only(keys...) }

// writes is the right to all that a transaction may do but to delete.
func (d *data) writes(keys ...string) right {
	return d.items("PutItem", "UpdateItem", "ConditionCheckItem").only(keys...)
}

// deletes is the right of writes, and to delete: for functions that take words, devices, choices or turns away.
func (d *data) deletes(keys ...string) right {
	return d.items("PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem").only(keys...)
}

// lists is the right to query partitions of the table.
func (d *data) lists(keys ...string) right { return d.items("Query").only(keys...) }

// indexes is the right to query indexes.
func (d *data) indexes(names ...string) right {
	r := right{purpose: "Indexes", actions: []string{"dynamodb:Query"}}
	for _, name := range names {
		r.resources = append(r.resources, jsii.String(*d.table.TableArn()+"/index/"+name))
	}
	return r
}

// secret is the right to read one secret.
func secret(purpose string, arn *string) right {
	return may(purpose, arn, "secretsmanager:GetSecretValue")
}

// objects is a right on the files of imports under a prefix.
func (d *data) objects(purpose, prefix string, actions ...string) right {
	return may(purpose, d.files.ArnForObjects(jsii.String(prefix+"*")), prefixed("s3:", actions)...)
}

func prefixed(prefix string, names []string) []string {
	all := make([]string, len(names))
	for i, n := range names {
		all[i] = prefix + n
	}
	return all
}
