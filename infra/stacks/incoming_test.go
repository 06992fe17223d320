package stacks

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"portico/infra/config"
)

func TestSESStoresAndTellsOfTheServicesMailAndOfNoOther(t *testing.T) {
	c := onAWS()
	rule := c.one(t, "AWS::SES::ReceiptRule")
	for path, want := range map[string]any{
		"Enabled": true, "ScanEnabled": true, "Name": "portico", "Actions.S3Action.ObjectKeyPrefix": "incoming/",
	} {
		keys := []any{"Rule"}
		for part := range strings.SplitSeq(path, ".") {
			keys = append(keys, part)
			if part == "Actions" {
				keys = append(keys, 0)
			}
		}
		if got := rule.get(keys...); got != want {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
	action := rule.get("Rule", "Actions", 0, "S3Action")
	if got := c.text(rule.stack, get(action, "BucketName")) + " " + c.text(rule.stack, get(action, "TopicArn")); got != "IncomingMails IncomingTopic" {
		t.Errorf("the rule writes to %s", got)
	}
	if got := fmt.Sprint(rule.get("Rule", "Recipients")); got != "[software@example.com billing@example.com]" {
		t.Errorf("the rule is for %s", got)
	}
	if got := c.text(rule.stack, c.one(t, "AWS::SES::ReceiptRuleSet").get("RuleSetName")); got != "portico" {
		t.Errorf("the rule set is %s", got)
	}
	// SES tries bucket and topic when the rule is made, so their policies come first.
	if waits := fmt.Sprint(rule.DependsOn); !strings.Contains(waits, "IncomingMailsPolicy") || !strings.Contains(waits, "IncomingTopicPolicy") {
		t.Errorf("the rule waits for %s", waits)
	}
}

func TestOnlyOurRuleMayStoreMailsAndOnlyItsTopicMayTellOfThem(t *testing.T) {
	c := onAWS()
	var allowed []string
	for _, kind := range []string{"AWS::S3::BucketPolicy", "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy"} {
		for _, policy := range c.all(kind) {
			if !strings.Contains(policy.id, "Incoming") {
				continue
			}
			for _, s := range policy.get("PolicyDocument", "Statement").([]any) {
				if get(s, "Effect") == "Deny" {
					continue
				}
				source := get(s, "Condition", "StringEquals", "aws:SourceArn")
				if source == nil {
					source = get(s, "Condition", "ArnEquals", "aws:SourceArn")
				}
				allowed = append(allowed, fmt.Sprint(get(s, "Principal", "Service"), " ", get(s, "Action"), " ", c.text(policy.stack, get(s, "Resource")),
					" from ", c.text(policy.stack, source)))
			}
		}
	}
	slices.Sort(allowed)
	rule := "arn:${AWS::Partition}:ses:eu-central-1:${AWS::AccountId}:receipt-rule-set/portico:receipt-rule/portico"
	want := []string{
		"ses.amazonaws.com s3:PutObject IncomingMails.Arn/incoming/* from " + rule,
		"ses.amazonaws.com sns:Publish IncomingTopic from " + rule,
		"sns.amazonaws.com sqs:SendMessage IncomingDeadLetters.Arn from IncomingTopic",
		"sns.amazonaws.com sqs:SendMessage IncomingQueue.Arn from IncomingTopic",
	}
	if !slices.Equal(allowed, want) {
		t.Errorf("allowed:\n%s\nwant\n%s", strings.Join(allowed, "\n"), strings.Join(want, "\n"))
	}
	subscriptions := slices.DeleteFunc(c.all("AWS::SNS::Subscription"), func(r *resource) bool { return r.get("Protocol") != "sqs" })
	if len(subscriptions) != 1 {
		t.Fatalf("%d queues are subscribed", len(subscriptions))
	}
	if subscription := subscriptions[0]; subscription.get("RawMessageDelivery") != true || c.text(subscription.stack, subscription.get("Endpoint")) != "IncomingQueue.Arn" ||
		c.text(subscription.stack, subscription.get("RedrivePolicy", "deadLetterTargetArn")) != "IncomingDeadLetters.Arn" {
		t.Errorf("%v", subscription.Properties)
	}
}

func TestRawMailsAreKeptForAYearTheirNewsForTwoWeeksAndOneIsTakenAtATime(t *testing.T) {
	c := onAWS()
	for _, b := range c.all("AWS::S3::Bucket") {
		if strings.HasPrefix(b.id, "Incoming") && b.get("LifecycleConfiguration", "Rules", 0, "ExpirationInDays") != 365.0 {
			t.Errorf("%v", b.get("LifecycleConfiguration"))
		}
	}
	for _, q := range c.all("AWS::SQS::Queue") {
		if strings.HasPrefix(q.id, "Incoming") && q.get("MessageRetentionPeriod") != 14*24*3600.0 {
			t.Errorf("%s forgets after %v seconds", q.id, q.get("MessageRetentionPeriod"))
		}
	}
	for _, m := range c.all("AWS::Lambda::EventSourceMapping") {
		if c.text(m.stack, m.get("EventSourceArn")) == "IncomingQueue.Arn" && m.get("BatchSize") != 1.0 {
			t.Errorf("%v mails at a time", m.get("BatchSize"))
		}
	}
}

func TestHeldMailsAreCountedByTheirLineInTheLog(t *testing.T) {
	c := onAWS()
	filters := c.all("AWS::Logs::MetricFilter")
	if len(filters) != 1 {
		t.Fatalf("%d filters", len(filters))
	}
	f := filters[0]
	if log := c.text(f.stack, f.get("LogGroupName")); log != "InboundEmailLog" || f.get("FilterPattern") != `{ $.became = "held" }` {
		t.Errorf("of %s: %v", log, f.get("FilterPattern"))
	}
	for _, a := range c.all("AWS::CloudWatch::Alarm") {
		if a.get("MetricName") == "HeldMails" && a.get("Namespace") != f.get("MetricTransformations", 0, "MetricNamespace") {
			t.Errorf("the alarm looks at %v", a.get("Namespace"))
		}
	}
}

func TestOurRuleIsAddedToARuleSetThatIsThereAndNoRuleTakesTheMailOfEverybody(t *testing.T) {
	theirs := synthesize(config.AWS, func(c *config.Config) { c.ReceiptRuleSet = "theirs" })
	if made := theirs.all("AWS::SES::ReceiptRuleSet"); len(made) != 0 {
		t.Errorf("%d rule sets are made beside theirs", len(made))
	}
	if rule := theirs.one(t, "AWS::SES::ReceiptRule"); rule.get("RuleSetName") != "theirs" {
		t.Errorf("the rule is in %v", rule.get("RuleSetName"))
	}
	none := synthesize(config.AWS, func(c *config.Config) { c.Services = nil })
	if made := none.all("AWS::SES::ReceiptRule"); len(made) != 0 {
		t.Errorf("without services there is a rule: %v", made[0].Properties)
	}
}
