package stacks

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsses"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/jsii-runtime-go"
)

const (
	// incomingPrefix is where SES puts raw mails; internal/receiving has the same.
	incomingPrefix = "incoming/"
	// incomingDays is how long they are kept; internal/dynamo shows held mail as long.
	incomingDays = 365
	// receiptRule names our rule in its rule set.
	receiptRule = "portico"
)

// receive makes the way of incoming mail: SES's rule stores the raw mail and tells a topic, the topic a queue, the queue a function. With an existing rule set
// ours is added to that; a set that we make has to be made active, which CloudFormation cannot: `portico deploy` does it where none is active.
func (m *mail) receive(p *portal, d *data) {
	var lost awssqs.Queue
	m.incoming, lost = m.queue(p, "Incoming", 14) // the most there is: nothing else looks for mails that nobody is told of, but an operator
	bucket := m.incomingBucket(p)
	topic := awssns.NewTopic(m.stack, jsii.String("IncomingTopic"), &awssns.TopicProps{DisplayName: jsii.String("Portico incoming mail")})
	m.subscribe(topic, m.incoming, lost)
	m.rule(p, bucket, topic)

	f := p.function(m.stack, spec{
		name: "inbound-email", purpose: "Makes requests of incoming mails or holds them with a reason", memory: 512, timeout: consumerTimeout,
		env: environment{
			"PORTICO_TABLE":           d.table.TableName(),
			"PORTICO_PORTAL":          jsii.String(p.Config.Portal()),
			"PORTICO_PROOF_SECRET":    d.proofs,
			"PORTICO_INCOMING_BUCKET": bucket.BucketName(),
		},
		rights: []right{
			d.reads("ADDRESS#*", "GATE#*", "INCOMING#*", "PERSON#*", "SETTINGS#denied", "SETTINGS#services"),
			d.items("PutItem", "UpdateItem", "ConditionCheckItem").only("COPY#*", "GATE#*", "INCOMING#*", "RATE#*", "REFERENCE#*", "REQUEST#*", "TICKET#*",
				"WORD#REQUESTS#*", "WORD#TICKETS#*"),
			may("RawMail", jsii.String(*bucket.BucketArn()+"/"+incomingPrefix+"*"), "s3:GetObject"),
			secret("LimitKey", d.proofs), // senders are counted under a name that this key hides
			take(m.incoming),
		},
	})
	m.countHeld(f)
	// One mail can take most of the function's time.
	m.poll("InboundEmailFromQueue", f, m.incoming, 1)

	output(m.stack, "IncomingBucketName", bucket.BucketName(), "Raw incoming mails")
	output(m.stack, "IncomingTopicArn", topic.TopicArn(), "Where SES tells of them")
	output(m.stack, "IncomingQueueUrl", m.incoming.QueueUrl(), "Incoming mails to be taken")
	output(m.stack, "IncomingDeadLetterUrl", lost.QueueUrl(), "Incoming mails that could not be taken")
	output(m.stack, "ReceiptRuleSetName", jsii.String(p.Config.RuleSet()), "SES's rule set with our rule")
}

// heldMails is the metric of mails that are held, in a namespace of ours.
const heldMails, ownMetrics = "HeldMails", "Portico"

// countHeld makes a metric of the lines in which f says that it holds a mail.
func (m *mail) countHeld(f *function) {
	awslogs.NewMetricFilter(m.stack, jsii.String(heldMails), &awslogs.MetricFilterProps{
		LogGroup:        f.log,
		FilterPattern:   awslogs.FilterPattern_StringValue(jsii.String("$.became"), jsii.String("="), jsii.String("held")),
		MetricNamespace: jsii.String(ownMetrics), MetricName: jsii.String(heldMails), MetricValue: jsii.String("1"),
	})
}

// incomingBucket makes the bucket that SES stores mails in.
func (m *mail) incomingBucket(p *portal) awss3.Bucket {
	bucket := awss3.NewBucket(m.stack, jsii.String("IncomingMails"), &awss3.BucketProps{
		BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ALL(),
		ObjectOwnership:   awss3.ObjectOwnership_BUCKET_OWNER_ENFORCED,
		Encryption:        awss3.BucketEncryption_S3_MANAGED,
		EnforceSSL:        jsii.Bool(true),
		LifecycleRules: &[]*awss3.LifecycleRule{{
			Expiration:                          awscdk.Duration_Days(jsii.Number(incomingDays)),
			AbortIncompleteMultipartUploadAfter: awscdk.Duration_Days(jsii.Number(1)),
		}},
		RemovalPolicy: p.target.removal(),
	})
	bucket.AddToResourcePolicy(m.fromRule(p, "Receive", "s3:PutObject", jsii.String(*bucket.BucketArn()+"/"+incomingPrefix+"*")))
	return bucket
}

// fromRule allows SES one thing, in the name of our rule alone.
func (m *mail) fromRule(p *portal, name, action string, resource *string) awsiam.PolicyStatement {
	return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Sid:        jsii.String(name),
		Principals: &[]awsiam.IPrincipal{awsiam.NewServicePrincipal(jsii.String("ses.amazonaws.com"), nil)},
		Actions:    jsii.Strings(action),
		Resources:  &[]*string{resource},
		Conditions: &map[string]any{"StringEquals": map[string]any{
			"aws:SourceAccount": m.stack.Account(),
			"aws:SourceArn":     arn(m.stack, "ses", "receipt-rule-set/"+p.Config.RuleSet()+":receipt-rule/"+receiptRule),
		}},
	})
}

// subscribe lets the topic put what SES tells into the queue, as it is, and aside where that fails for good. Nobody else may write into the queue.
func (m *mail) subscribe(topic awssns.Topic, work, lost awssqs.Queue) {
	for _, queue := range []awssqs.Queue{work, lost} {
		queue.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
			Sid:        jsii.String("Topic"),
			Principals: &[]awsiam.IPrincipal{awsiam.NewServicePrincipal(jsii.String("sns.amazonaws.com"), nil)},
			Actions:    jsii.Strings("sqs:SendMessage"),
			Resources:  &[]*string{queue.QueueArn()},
			Conditions: &map[string]any{"ArnEquals": map[string]any{"aws:SourceArn": topic.TopicArn()}},
		}))
	}
	awssns.NewCfnSubscription(m.stack, jsii.String("IncomingSubscription"), &awssns.CfnSubscriptionProps{
		TopicArn: topic.TopicArn(), Protocol: jsii.String("sqs"), Endpoint: work.QueueArn(), RawMessageDelivery: jsii.Bool(true),
		RedrivePolicy: map[string]any{"deadLetterTargetArn": lost.QueueArn()},
	})
}

// rule makes SES's rule for the services' addresses. Without services there is none: a rule without recipients takes all mail of the account.
func (m *mail) rule(p *portal, bucket awss3.Bucket, topic awssns.Topic) {
	topic.AddToResourcePolicy(m.fromRule(p, "Receive", "sns:Publish", topic.TopicArn()))
	if len(p.Config.Services) == 0 {
		return
	}
	var recipients []*string
	for _, s := range p.Config.Services {
		recipients = append(recipients, jsii.String(s.Address))
	}
	rule := awsses.NewCfnReceiptRule(m.stack, jsii.String("ReceiptRule"), &awsses.CfnReceiptRuleProps{
		RuleSetName: jsii.String(p.Config.RuleSet()),
		Rule: &awsses.CfnReceiptRule_RuleProperty{
			Name: jsii.String(receiptRule), Enabled: jsii.Bool(true), ScanEnabled: jsii.Bool(true), TlsPolicy: jsii.String("Optional"),
			Recipients: &recipients,
			Actions: []any{&awsses.CfnReceiptRule_ActionProperty{S3Action: &awsses.CfnReceiptRule_S3ActionProperty{
				BucketName: bucket.BucketName(), ObjectKeyPrefix: jsii.String(incomingPrefix), TopicArn: topic.TopicArn(),
			}}},
		},
	})
	// SES tries both when the rule is made.
	rule.Node().AddDependency(bucket.Policy())
	if policy := topic.Node().TryFindChild(jsii.String("Policy")); policy != nil {
		rule.Node().AddDependency(policy)
	}
	if p.Config.ReceiptRuleSet == "" {
		set := awsses.NewCfnReceiptRuleSet(m.stack, jsii.String("ReceiptRuleSet"), &awsses.CfnReceiptRuleSetProps{RuleSetName: jsii.String(p.Config.RuleSet())})
		rule.Node().AddDependency(set)
	}
}
