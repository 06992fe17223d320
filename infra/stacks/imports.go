package stacks

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// storage is what functions are told of the files of imports.
func (d *data) storage(p *portal) environment {
	e := environment{"PORTICO_IMPORT_BUCKET": d.files.BucketName()}
	if p.Config.StorageAddress != "" {
		e["PORTICO_STORAGE_ADDRESS"] = jsii.String(p.Config.StorageAddress)
	}
	return e
}

// importer makes the function that checks files and creates people, one note at a time. One import runs at a time and one note of it is good, so that two
// of the function are enough: one creates, the other may check.
func (m *mail) importer(p *portal, d *data) {
	env := environment{
		"PORTICO_TABLE":         d.table.TableName(),
		"PORTICO_PROOF_SECRET":  d.proofs,
		"PORTICO_ADDRESS":       jsii.String(p.Config.Address()),
		"PORTICO_PORTAL":        jsii.String(p.Config.Portal()),
		"PORTICO_IMPORT_QUEUE":  m.imports.QueueUrl(),
		"PORTICO_IMPORT_BUCKET": d.files.BucketName(),
	}
	if p.Config.InvitationRate > 0 {
		env["PORTICO_INVITATION_RATE"] = jsii.String(strconv.FormatFloat(p.Config.InvitationRate, 'f', -1, 64))
	}
	f := p.function(m.stack, spec{
		name: "importer", purpose: "Checks files of customers and creates them, step by step", memory: 1024, timeout: consumerTimeout, env: env,
		rights: []right{
			d.reads("IMPORT#*", "SETTINGS#denied", "SETTINGS#services"), d.batches("ADDRESS#*"),
			d.deletes("ADDRESS#*", "GATE#*", "HISTORY#*", "IMPORT#*", "IMPORTTURN", "OUTBOX#*", "PERSON#*", "PROOF#*", "WORD#customer#*"),
			secret("ProofKey", d.proofs),
			take(m.imports),
			put(m.imports),
			d.objects("Read", "uploads/", "GetObject", "DeleteObject"),
			// Without it S3 says "forbidden" instead of "not there".
			may("Missing", d.files.BucketArn(), "s3:ListBucket"),
			// The quota is the account's: SES knows no narrower resource for it.
			may("Quota", jsii.String("*"), "ses:GetSendQuota"),
		},
	})
	awslambda.NewCfnEventSourceMapping(m.stack, jsii.String("ImporterFromQueue"), &awslambda.CfnEventSourceMappingProps{
		FunctionName:          f.lambda.FunctionArn(),
		EventSourceArn:        m.imports.QueueArn(),
		BatchSize:             jsii.Number(1),
		FunctionResponseTypes: jsii.Strings("ReportBatchItemFailures"),
		ScalingConfig:         &awslambda.CfnEventSourceMapping_ScalingConfigProperty{MaximumConcurrency: jsii.Number(2)},
	})
}
