package stacks

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/jsii-runtime-go"
)

// Runbooks is the folder of the pages that the alarms name, one for each kind of alarm.
const Runbooks = "docs/runbooks"

// authenticationQuota is what Cognito allows of sign-in calls a second, in an account and region that asked for no more.
const authenticationQuota = 120

// alarms is the stack Portico-Alarms.
type alarms struct {
	stack awscdk.Stack
	topic awssns.Topic
}

// alarm is when somebody is woken up.
type alarm struct {
	// name of the alarm, without the prefix.
	name string
	// runbook is the page that says what to do, in Runbooks and without its suffix.
	runbook string
	// means says in one sentence what is wrong.
	means string

	namespace, metric, statistic string
	dimensions                   map[string]*string
	// atLeast raises the alarm, in each of periods stretches of seconds.
	atLeast, seconds, periods float64
	// below raises the alarm below atLeast and where there is no figure, instead of from it.
	below bool
}

func newAlarms(p *portal, i *identity, m *mail, a *api) {
	s := &alarms{stack: p.stack("Alarms", "what wakes somebody")}
	s.makeTopic(p)
	s.forQueues(p, m)
	s.forFunctions(p, m)
	s.forCognito(i)
	s.forMail()
	s.add(alarm{
		name: "api-errors", runbook: "api-errors", means: "The gateway answers with errors of the server's own.",
		namespace: "AWS/ApiGateway", metric: "5xx", statistic: "Sum",
		dimensions: map[string]*string{"ApiId": a.gateway.Ref(), "Stage": jsii.String("$default")},
		atLeast:    5, seconds: 300, periods: 1,
	})
	output(s.stack, "AlarmTopicArn", s.topic.TopicArn(), "Where alarms are announced")
}

// makeTopic makes the topic and its subscriber. What is announced names alarms and no people, so the topic is not encrypted: alarms cannot be
// announced on one that is encrypted with AWS's own key.
func (s *alarms) makeTopic(p *portal) {
	s.topic = awssns.NewTopic(s.stack, jsii.String("Topic"), &awssns.TopicProps{DisplayName: jsii.String("Portico alarms")})
	s.topic.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Sid:        jsii.String("Alarms"),
		Principals: &[]awsiam.IPrincipal{awsiam.NewServicePrincipal(jsii.String("cloudwatch.amazonaws.com"), nil)},
		Actions:    jsii.Strings("sns:Publish"),
		Resources:  &[]*string{s.topic.TopicArn()},
		Conditions: &map[string]any{"StringEquals": map[string]any{"aws:SourceAccount": s.stack.Account()}},
	}))
	if p.Config.AlarmAddress != "" {
		awssns.NewSubscription(s.stack, jsii.String("Mail"), &awssns.SubscriptionProps{
			Topic: s.topic, Protocol: awssns.SubscriptionProtocol_EMAIL, Endpoint: jsii.String(p.Config.AlarmAddress),
		})
	}
}

// add makes one alarm. Its description names its runbook.
func (s *alarms) add(a alarm) {
	var dimensions []any
	for _, name := range slices.Sorted(maps.Keys(a.dimensions)) {
		dimensions = append(dimensions, &awscloudwatch.CfnAlarm_DimensionProperty{Name: jsii.String(name), Value: a.dimensions[name]})
	}
	comparison, missing := "GreaterThanOrEqualToThreshold", "notBreaching"
	if a.below {
		comparison, missing = "LessThanThreshold", "breaching"
	}
	topic := []any{s.topic.TopicArn()}
	awscloudwatch.NewCfnAlarm(s.stack, jsii.String(identifier(a.name)), &awscloudwatch.CfnAlarmProps{
		AlarmName:          jsii.String("portico-" + a.name),
		AlarmDescription:   jsii.String(fmt.Sprintf("%s What to do: %s/%s.md", a.means, Runbooks, a.runbook)),
		Namespace:          jsii.String(a.namespace),
		MetricName:         jsii.String(a.metric),
		Statistic:          jsii.String(a.statistic),
		Dimensions:         dimensions,
		Period:             jsii.Number(a.seconds),
		EvaluationPeriods:  jsii.Number(a.periods),
		Threshold:          jsii.Number(a.atLeast),
		ComparisonOperator: jsii.String(comparison),
		TreatMissingData:   jsii.String(missing),
		AlarmActions:       &topic,
		OkActions:          &topic,
	})
}

func (s *alarms) forQueues(p *portal, m *mail) {
	means := map[string]string{
		"Mail":       "A mail could not be sent.",
		"Decision":   "What somebody asked for (a reset, a fresh link, a code) could not be decided.",
		"Revocation": "The refresh tokens of sessions that have ended could not be revoked; they open nothing here.",
		"Incoming":   "An incoming mail could neither become a request nor be held.",
		"Import":     "An import of customers does not get on.",
		"Change":     "A change of the table could not be handed on; the sweep does it within minutes.",
	}
	for _, d := range p.deadLetters {
		name := strings.ToLower(d.name) + "-dead-letters"
		s.add(alarm{
			name: name, runbook: name, means: means[d.name],
			namespace: "AWS/SQS", metric: "ApproximateNumberOfMessagesVisible", statistic: "Maximum",
			dimensions: map[string]*string{"QueueName": d.queue.QueueName()},
			atLeast:    1, seconds: 60, periods: 1,
		})
	}
	late := func(name, means string, queue *string) alarm {
		return alarm{
			name: name, runbook: "queue-age", means: means,
			namespace: "AWS/SQS", metric: "ApproximateAgeOfOldestMessage", statistic: "Maximum",
			dimensions: map[string]*string{"QueueName": queue},
			atLeast:    300, seconds: 60, periods: 3,
		}
	}
	s.add(late("mail-queue-age", "Mails wait for five minutes or more.", m.mails.QueueName()))
	s.add(late("decision-queue-age", "What people asked for waits for five minutes or more.", m.decisions.QueueName()))
	// An import that waits for SES puts its note off for a quarter of an hour.
	imports := late("import-queue-age", "Imports of customers wait for half an hour or more.", m.imports.QueueName())
	imports.atLeast = 1800
	s.add(imports)
	s.add(late("revocation-queue-age", "The tokens of ended sessions wait for five minutes or more to be revoked.", m.revocations.QueueName()))
	s.add(late("incoming-queue-age", "Incoming mails wait for five minutes or more.", m.incoming.QueueName()))
}

func (s *alarms) forFunctions(p *portal, m *mail) {
	for _, f := range p.functions {
		of := map[string]*string{"FunctionName": jsii.String(f.fullName())}
		// A refusal by the triggers is an error to Lambda, and strangers can cause refusals.
		errors := 3.0
		if f.name == "auth-triggers" {
			errors = 50
		}
		s.add(alarm{
			name: f.name + "-errors", runbook: "function-errors", means: "The function " + f.name + " fails.",
			namespace: "AWS/Lambda", metric: "Errors", statistic: "Sum", dimensions: of, atLeast: errors, seconds: 300, periods: 1,
		})
		s.add(alarm{
			name: f.name + "-throttles", runbook: "function-throttles", means: "The function " + f.name + " is held back: the account's functions are all in use.",
			namespace: "AWS/Lambda", metric: "Throttles", statistic: "Sum", dimensions: of, atLeast: 1, seconds: 300, periods: 1,
		})
	}
	s.add(alarm{
		name: "stream-behind", runbook: "stream-behind", means: "Changes of the table are handed on a minute late or more.",
		namespace: "AWS/Lambda", metric: "IteratorAge", statistic: "Maximum",
		dimensions: map[string]*string{"FunctionName": jsii.String(m.notify.fullName())}, atLeast: 60_000, seconds: 60, periods: 3,
	})
	s.add(alarm{
		name: "sweep-silent", runbook: "sweep-silent", means: "The sweep has not run: mails that were missed stay missed.",
		namespace: "AWS/Lambda", metric: "Invocations", statistic: "Sum",
		dimensions: map[string]*string{"FunctionName": jsii.String(m.sweeper.fullName())}, atLeast: 1, seconds: 900, periods: 2, below: true,
	})
}

func (s *alarms) forCognito(i *identity) {
	client := map[string]*string{"UserPool": i.pool.Ref(), "UserPoolClient": i.client.Ref()}
	for name, metric := range map[string]string{"sign-in-throttled": "SignInThrottles", "refresh-throttled": "TokenRefreshThrottles"} {
		s.add(alarm{
			name: name, runbook: "sign-in-throttled", means: "Cognito turns sign-ins away: its quota is used up.",
			namespace: "AWS/Cognito", metric: metric, statistic: "Sum", dimensions: client, atLeast: 1, seconds: 300, periods: 1,
		})
	}
	// Metric, namespace and dimensions are those of "User pool metrics in CloudWatch", with "Dimensions for Amazon Cognito user pools":
	// https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html. It names the service "Cognito user pool", lists Class
	// among the metric's dimensions and says that Cognito makes no use of it; what such metrics have there is None, by "CloudWatch usage metrics":
	// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Usage-Metrics.html. Not tried on an account: the runbook has the command
	// that shows them. Five minutes hold a count whether Cognito publishes by the minute or every five, of which AWS's pages say both.
	s.add(alarm{
		name: "sign-in-quota", runbook: "sign-in-quota", means: "60 % of what Cognito allows of sign-in calls is in use.",
		namespace: "AWS/Usage", metric: "CallCount", statistic: "Sum",
		dimensions: map[string]*string{
			"Service": jsii.String("Cognito user pool"), "Type": jsii.String("API"),
			"Resource": jsii.String("UserAuthentication"), "Class": jsii.String("None"),
		},
		atLeast: 0.6 * authenticationQuota * 300, seconds: 300, periods: 1,
	})
}

// heldFlood is how many held mails an hour are too many to look through.
const heldFlood = 300

// forMail watches for floods of mail, and what SES itself watches: above 10 % bounces or 0.5 % complaints it stops an account's sending.
func (s *alarms) forMail() {
	for name, reputation := range map[string]struct {
		metric  string
		atLeast float64
	}{"bounces": {"Reputation.BounceRate", 0.05}, "complaints": {"Reputation.ComplaintRate", 0.001}} {
		s.add(alarm{
			name: "mail-" + name, runbook: "mail-reputation", means: "SES sees too many " + name + " and may stop the account's mail.",
			namespace: "AWS/SES", metric: reputation.metric, statistic: "Average", atLeast: reputation.atLeast, seconds: 3600, periods: 1,
		})
	}
	s.add(alarm{
		name: "incoming-flood", runbook: "incoming-flood", means: "Hundreds of incoming mails an hour are held.",
		namespace: ownMetrics, metric: heldMails, statistic: "Sum", atLeast: heldFlood, seconds: 3600, periods: 1,
	})
}
