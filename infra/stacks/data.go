package stacks

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/jsii-runtime-go"
)

// Names of the indexes of the table.
const (
	index1 = "GSI1"
	index2 = "GSI2"
	index3 = "GSI3"
	index4 = "GSI4"
)

// data is the stack Portico-Data: everything that people entrusted to us, and the keys.
type data struct {
	stack awscdk.Stack
	table awsdynamodb.TableV2
	// files is the bucket of imports: what is uploaded, and reports. Nothing stays in it for more than a day.
	files awss3.Bucket
	// ARNs of the secrets: keys of proofs and sessions, and what the front shows to the functions.
	proofs, sessions, origin *string
}

func newData(p *portal) *data {
	stack := p.stack("Data", "the table and the keys")
	d := &data{stack: stack, table: table(stack, p.target), files: importFiles(stack, p)}
	d.proofs = d.key(p.target, "ProofKey", "Proofs (links, codes) are derived from this. Replacing it kills every pending link.")
	d.sessions = d.key(p.target, "SessionKey", "Session cookies are derived from this. Replacing it ends every session.")
	d.origin = d.key(p.target, "OriginKey", "The front shows this to the functions, which answer nobody else.")

	output(stack, "TableName", d.table.TableName(), "The table")
	output(stack, "ImportBucketName", d.files.BucketName(), "The files of imports")
	output(stack, "ProofSecretArn", d.proofs, "The key of proofs")
	output(stack, "SessionSecretArn", d.sessions, "The key of sessions")
	output(stack, "OriginSecretArn", d.origin, "What the front shows to the functions")
	return d
}

func table(stack awscdk.Stack, t target) awsdynamodb.TableV2 {
	text := func(name string) *awsdynamodb.Attribute {
		return &awsdynamodb.Attribute{Name: jsii.String(name), Type: awsdynamodb.AttributeType_STRING}
	}
	index := func(name string) *awsdynamodb.GlobalSecondaryIndexPropsV2 {
		return &awsdynamodb.GlobalSecondaryIndexPropsV2{
			IndexName: jsii.String(name), PartitionKey: text(name + "PK"), SortKey: text(name + "SK"),
			ProjectionType: awsdynamodb.ProjectionType_ALL,
		}
	}
	return awsdynamodb.NewTableV2(stack, jsii.String("Table"), &awsdynamodb.TablePropsV2{
		PartitionKey:           text("PK"),
		SortKey:                text("SK"),
		GlobalSecondaryIndexes: &[]*awsdynamodb.GlobalSecondaryIndexPropsV2{index(index1), index(index2), index(index3), index(index4)},
		Billing:                awsdynamodb.Billing_OnDemand(nil),
		Encryption:             awsdynamodb.TableEncryptionV2_AwsManagedKey(),
		TimeToLiveAttribute:    jsii.String("ttl"),
		DynamoStream:           awsdynamodb.StreamViewType_KEYS_ONLY,
		PointInTimeRecoverySpecification: &awsdynamodb.PointInTimeRecoverySpecification{
			PointInTimeRecoveryEnabled: jsii.Bool(true),
		},
		DeletionProtection: jsii.Bool(t.keeps),
		RemovalPolicy:      t.removal(),
	})
}

// importFiles makes the bucket that browsers post files to. The portal's own pages may, by a form that a function has signed, and nobody else.
func importFiles(stack awscdk.Stack, p *portal) awss3.Bucket {
	return awss3.NewBucket(stack, jsii.String("Imports"), &awss3.BucketProps{
		BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ALL(),
		ObjectOwnership:   awss3.ObjectOwnership_BUCKET_OWNER_ENFORCED,
		Encryption:        awss3.BucketEncryption_S3_MANAGED,
		EnforceSSL:        jsii.Bool(true),
		Cors: &[]*awss3.CorsRule{{
			AllowedOrigins: jsii.Strings(p.Config.Address()),
			AllowedMethods: &[]awss3.HttpMethods{awss3.HttpMethods_POST},
			AllowedHeaders: jsii.Strings("Content-Type"),
			MaxAge:         jsii.Number(3600),
		}},
		LifecycleRules: &[]*awss3.LifecycleRule{{
			Expiration:                          awscdk.Duration_Days(jsii.Number(1)),
			AbortIncompleteMultipartUploadAfter: awscdk.Duration_Days(jsii.Number(1)),
		}},
		RemovalPolicy: p.target.removal(),
	})
}

// browsersFind is where browsers reach the bucket, with a slash at its end: the pages' content policy lets them post there.
func (d *data) browsersFind(p *portal) string {
	if p.Config.StorageAddress != "" {
		return p.Config.StorageAddress + "/" + *d.files.BucketName() + "/"
	}
	return "https://" + *d.files.BucketRegionalDomainName() + "/"
}

// key makes a secret of 64 characters and gives its ARN. A key that is deleted with the stack would void retained rows, so it stays too.
//
// The ARN is the attribute Id: AWS documents that one as the ARN, while Ref is the name on some clouds.
func (d *data) key(t target, name, purpose string) *string {
	made := awssecretsmanager.NewCfnSecret(d.stack, jsii.String(name), &awssecretsmanager.CfnSecretProps{
		Description: jsii.String("Portico: " + purpose),
		GenerateSecretString: &awssecretsmanager.CfnSecret_GenerateSecretStringProperty{
			PasswordLength: jsii.Number(64), ExcludePunctuation: jsii.Bool(true),
		},
	})
	made.ApplyRemovalPolicy(t.removal(), nil)
	return made.AttrId()
}
