package stacks

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsses"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/jsii-runtime-go"

	"portico/infra/config"
)

// consumerTimeout is the time limit in seconds of the functions behind the queues. A message stays hidden for six times as long, as AWS advises,
// so that a throttled function does not use up its tries.
const consumerTimeout = 30

// tries is how often a message is delivered before it goes to the dead letters.
const tries = 5

// mail is the stack Portico-Mail: everything behind the table's stream, and the mail that comes in.
type mail struct {
	stack                         awscdk.Stack
	mails, decisions, revocations awssqs.Queue
	imports, incoming             awssqs.Queue
	notify, sweeper               *function
	identityArn, configSet        *string
}

// deadLetter is a queue that should be empty.
type deadLetter struct {
	name  string
	queue awssqs.Queue
}

func newMail(p *portal, d *data, i *identity) *mail {
	m := &mail{stack: p.stack("Mail", "queues, the sending of mails and the taking of those that come")}
	m.sending(p)
	var lostMails, lostDecisions, lostRevocations, lostImports, lostChanges awssqs.Queue
	m.mails, lostMails = m.queue(p, "Mail", 4)
	m.decisions, lostDecisions = m.queue(p, "Decision", 4)
	m.revocations, lostRevocations = m.queue(p, "Revocation", 4)
	m.imports, lostImports = m.queue(p, "Import", 4)
	lostChanges = m.deadLetters(p, "Change")

	m.stream(p, d, lostChanges)
	m.decide(p, d)
	m.mailer(p, d)
	m.revoke(p, d, i)
	m.importer(p, d)
	m.sweep(p, d)
	m.receive(p, d)

	output(m.stack, "MailQueueUrl", m.mails.QueueUrl(), "Mails to be sent")
	output(m.stack, "MailDeadLetterUrl", lostMails.QueueUrl(), "Mails that could not be sent")
	output(m.stack, "DecisionQueueUrl", m.decisions.QueueUrl(), "Wishes to be decided")
	output(m.stack, "DecisionDeadLetterUrl", lostDecisions.QueueUrl(), "Wishes that could not be decided")
	output(m.stack, "RevocationQueueUrl", m.revocations.QueueUrl(), "Tokens to be revoked")
	output(m.stack, "RevocationDeadLetterUrl", lostRevocations.QueueUrl(), "Tokens that could not be revoked")
	output(m.stack, "ImportQueueUrl", m.imports.QueueUrl(), "Imports to be worked on")
	output(m.stack, "ImportDeadLetterUrl", lostImports.QueueUrl(), "Imports that could not be worked on")
	output(m.stack, "ChangeDeadLetterUrl", lostChanges.QueueUrl(), "Changes of the table that could not be handed on")
	output(m.stack, "ConfigurationSetName", m.configSet, "SES's configuration set")
	return m
}

// sending makes what SES sends with: the identity of the domain, with a return path of its own so that SPF aligns, and a configuration set.
func (m *mail) sending(p *portal) {
	set := awsses.NewCfnConfigurationSet(m.stack, jsii.String("ConfigurationSet"), &awsses.CfnConfigurationSetProps{
		Name:               jsii.String("portico"),
		ReputationOptions:  &awsses.CfnConfigurationSet_ReputationOptionsProperty{ReputationMetricsEnabled: jsii.Bool(true)},
		SuppressionOptions: &awsses.CfnConfigurationSet_SuppressionOptionsProperty{SuppressedReasons: jsii.Strings("BOUNCE", "COMPLAINT")},
	})
	m.configSet = set.Ref()
	m.identityArn = arn(m.stack, "ses", "identity/"+p.Config.Domain)
	if p.Config.ExistingIdentity {
		return
	}
	identity := awsses.NewCfnEmailIdentity(m.stack, jsii.String("Identity"), &awsses.CfnEmailIdentityProps{
		EmailIdentity: jsii.String(p.Config.Domain),
		MailFromAttributes: &awsses.CfnEmailIdentity_MailFromAttributesProperty{
			MailFromDomain: jsii.String(config.ReturnPath + "." + p.Config.Domain), BehaviorOnMxFailure: jsii.String("USE_DEFAULT_VALUE"),
		},
	})
	// Its DKIM records stand in DNS; a new identity would want new ones.
	identity.ApplyRemovalPolicy(p.target.removal(), nil)
}

// queue makes a queue for one of the functions, which keeps messages for so many days, and the one for what it could not do.
func (m *mail) queue(p *portal, name string, days float64) (work, dead awssqs.Queue) {
	dead = m.deadLetters(p, name)
	work = awssqs.NewQueue(m.stack, jsii.String(name+"Queue"), &awssqs.QueueProps{
		Encryption:        awssqs.QueueEncryption_SQS_MANAGED,
		EnforceSSL:        jsii.Bool(true),
		VisibilityTimeout: awscdk.Duration_Seconds(jsii.Number(6 * consumerTimeout)),
		RetentionPeriod:   awscdk.Duration_Days(jsii.Number(days)),
		DeadLetterQueue:   &awssqs.DeadLetterQueue{Queue: dead, MaxReceiveCount: jsii.Number(tries)},
	})
	return work, dead
}

// deadLetters makes a queue whose content waits 14 days for somebody.
func (m *mail) deadLetters(p *portal, name string) awssqs.Queue {
	made := awssqs.NewQueue(m.stack, jsii.String(name+"DeadLetters"), &awssqs.QueueProps{
		Encryption:      awssqs.QueueEncryption_SQS_MANAGED,
		EnforceSSL:      jsii.Bool(true),
		RetentionPeriod: awscdk.Duration_Days(jsii.Number(14)),
	})
	p.deadLetters = append(p.deadLetters, deadLetter{name, made})
	return made
}

// put is the right to put messages into queues.
func put(queues ...awssqs.Queue) right {
	r := right{purpose: "HandOn", actions: []string{"sqs:SendMessage"}}
	for _, q := range queues {
		r.resources = append(r.resources, q.QueueArn())
	}
	return r
}

// take is the right that Lambda needs to poll a queue in the function's name.
func take(q awssqs.Queue) right {
	return may("Poll", q.QueueArn(), "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
}

// queueAddresses is where notify and the sweep put notes.
func (m *mail) queueAddresses() environment {
	return environment{
		"PORTICO_MAIL_QUEUE": m.mails.QueueUrl(), "PORTICO_DECISION_QUEUE": m.decisions.QueueUrl(), "PORTICO_REVOCATION_QUEUE": m.revocations.QueueUrl(),
	}
}

// stream makes notify and lets the table's stream call it: new rows with work to do, nothing else. It does one thing that hardly fails,
// because what it cannot do holds up the stream; the sweep finds what it lost all the same.
func (m *mail) stream(p *portal, d *data, lost awssqs.Queue) {
	m.notify = p.function(m.stack, spec{
		name: "notify", purpose: "Hands new rows with work to do from the table's stream to their queues", memory: 256, timeout: 30,
		env: m.queueAddresses(),
		rights: []right{
			may("Stream", d.table.TableStreamArn(), "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
			put(m.mails, m.decisions, m.revocations),
			right{purpose: "Lost", actions: []string{"sqs:SendMessage"}, resources: []*string{lost.QueueArn()}},
		},
	})
	awslambda.NewCfnEventSourceMapping(m.stack, jsii.String("NotifyFromStream"), &awslambda.CfnEventSourceMappingProps{
		FunctionName:               m.notify.lambda.FunctionArn(),
		EventSourceArn:             d.table.TableStreamArn(),
		StartingPosition:           jsii.String("TRIM_HORIZON"),
		BatchSize:                  jsii.Number(100),
		BisectBatchOnFunctionError: jsii.Bool(true),
		MaximumRetryAttempts:       jsii.Number(10),
		MaximumRecordAgeInSeconds:  jsii.Number(3600),
		FunctionResponseTypes:      jsii.Strings("ReportBatchItemFailures"),
		DestinationConfig: &awslambda.CfnEventSourceMapping_DestinationConfigProperty{
			OnFailure: &awslambda.CfnEventSourceMapping_OnFailureProperty{Destination: lost.QueueArn()},
		},
		FilterCriteria: &awslambda.CfnEventSourceMapping_FilterCriteriaProperty{Filters: []any{
			&awslambda.CfnEventSourceMapping_FilterProperty{Pattern: jsii.String(
				`{"eventName":["INSERT"],"dynamodb":{"Keys":{"PK":{"S":[{"prefix":"OUTBOX#"},{"prefix":"REQUEST#"},{"prefix":"REVOCATION#"}]}}}}`)},
		}},
	})
}

// decide makes the function that decides wishes where nobody who asked can see how.
func (m *mail) decide(p *portal, d *data) {
	f := p.function(m.stack, spec{
		name: "decide", purpose: "Decides what strangers asked for: whether a link or code is due", memory: 512, timeout: consumerTimeout,
		env: environment{
			"PORTICO_TABLE": d.table.TableName(), "PORTICO_PROOF_SECRET": d.proofs, "PORTICO_PORTAL": jsii.String(p.Config.Portal()),
		},
		rights: []right{
			d.reads("ADDRESS#*", "CHOICES#*", "FLOW#*", "GATE#*", "PERSON#*", "PROOF#*", "RATE#*", "REGISTRATION#*", "REQUEST#*", "SETTINGS#companies", "SETTINGS#denied",
				"SETTINGS#registration", "TICKET#*"),
			d.items("PutItem", "UpdateItem", "ConditionCheckItem").only("ADDRESS#*", "GATE#*", "HISTORY#*", "OUTBOX#*", "PROOF#*", "RATE#*", "REGISTRATION#*", "REQUEST#*"),
			d.lists("LISTENERS#*"),
			secret("ProofKey", d.proofs),
			take(m.decisions),
		},
	})
	m.poll("DecideFromQueue", f, m.decisions, 10)
}

// mailer makes the function that sends. Nobody else may.
func (m *mail) mailer(p *portal, d *data) {
	f := p.function(m.stack, spec{
		name: "mailer", purpose: "Renders and sends mails and records what was sent", memory: 512, timeout: consumerTimeout,
		env: environment{
			"PORTICO_TABLE":             d.table.TableName(),
			"PORTICO_PROOF_SECRET":      d.proofs,
			"PORTICO_ADDRESS":           jsii.String(p.Config.Address()),
			"PORTICO_PORTAL":            jsii.String(p.Config.Portal()),
			"PORTICO_CONFIGURATION_SET": m.configSet,
			"PORTICO_MAIL_QUEUE":        m.mails.QueueUrl(),
		},
		rights: []right{
			d.reads("FLOW#*", "GATE#*", "OUTBOX#*", "PERSON#*", "PROOF#*", "REGISTRATION#*", "SETTINGS#portal", "SETTINGS#services", "THREAD#*", "TICKET#*"),
			d.items("UpdateItem").only("OUTBOX#*", "THREAD#*"),
			secret("ProofKey", d.proofs),
			take(m.mails),
			// What it could not write down, it tells itself.
			put(m.mails),
			right{
				purpose: "Send", actions: []string{"ses:SendRawEmail"},
				resources: []*string{m.identityArn, arn(m.stack, "ses", "configuration-set/"+*m.configSet)},
			},
		},
	})
	m.poll("MailerFromQueue", f, m.mails, 10)
}

// revoke makes the function that revokes the tokens of ended sessions. Revoking itself needs no right, but the client's secret.
func (m *mail) revoke(p *portal, d *data, i *identity) {
	f := p.function(m.stack, spec{
		name: "revoke", purpose: "Revokes the refresh tokens of sessions that have ended", memory: 256, timeout: consumerTimeout,
		env: environment{
			"PORTICO_TABLE": d.table.TableName(), "PORTICO_SESSION_SECRET": d.sessions,
			"PORTICO_USER_POOL": i.pool.Ref(), "PORTICO_CLIENT_ID": i.client.Ref(),
		},
		rights: []right{
			d.reads("GATE#*", "REVOCATION#*", "SESSION#*"),
			d.items("UpdateItem").only("GATE#*"),
			d.items("DeleteItem").only("REVOCATION#*", "SESSION#*"),
			secret("SessionKey", d.sessions),
			may("Client", i.pool.AttrArn(), "cognito-idp:DescribeUserPoolClient"),
			take(m.revocations),
		},
	})
	m.poll("RevokeFromQueue", f, m.revocations, 10)
}

// poll lets a queue call a function with so many messages at once. A batch's parts fail one by one.
func (m *mail) poll(id string, f *function, q awssqs.Queue, batch float64) {
	awslambda.NewCfnEventSourceMapping(m.stack, jsii.String(id), &awslambda.CfnEventSourceMappingProps{
		FunctionName:          f.lambda.FunctionArn(),
		EventSourceArn:        q.QueueArn(),
		BatchSize:             jsii.Number(batch),
		FunctionResponseTypes: jsii.Strings("ReportBatchItemFailures"),
		// A burst must take neither SES's rate nor the account's functions from the people on the pages.
		ScalingConfig: &awslambda.CfnEventSourceMapping_ScalingConfigProperty{MaximumConcurrency: jsii.Number(5)},
	})
}

// sweep makes the function that finds, every five minutes, what was not done: streams forget after 24 hours.
func (m *mail) sweep(p *portal, d *data) {
	env := m.queueAddresses()
	env["PORTICO_TABLE"], env["PORTICO_IMPORT_QUEUE"] = d.table.TableName(), m.imports.QueueUrl()
	m.sweeper = p.function(m.stack, spec{
		name: "sweep", purpose: "Finds rows whose work was not done and hands them on again", memory: 256, timeout: 30, env: env,
		rights: []right{
			d.items("UpdateItem").only("IMPORT#*", "OUTBOX#*", "REQUEST#*", "REVOCATION#*"), d.indexes(index1).only("UNDONE#*"),
			put(m.mails, m.decisions, m.revocations, m.imports),
		},
	})
	rule := awsevents.NewCfnRule(m.stack, jsii.String("SweepSchedule"), &awsevents.CfnRuleProps{
		Description:        jsii.String("Starts Portico's sweep"),
		ScheduleExpression: jsii.String("rate(5 minutes)"),
		State:              jsii.String("ENABLED"),
		Targets: []any{&awsevents.CfnRule_TargetProperty{
			Id: jsii.String("sweep"), Arn: m.sweeper.lambda.FunctionArn(),
			// The next run is due in five minutes anyway.
			RetryPolicy: &awsevents.CfnRule_RetryPolicyProperty{MaximumRetryAttempts: jsii.Number(0), MaximumEventAgeInSeconds: jsii.Number(60)},
		}},
	})
	m.sweeper.lambda.AddPermission(jsii.String("FromSchedule"), &awslambda.Permission{
		Principal: awsiam.NewServicePrincipal(jsii.String("events.amazonaws.com"), nil),
		SourceArn: rule.AttrArn(),
	})
	output(m.stack, "SweepFunctionName", m.sweeper.lambda.FunctionName(), "The function that finds what was not done")
}
