package stacks

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// wantEnvironment is the variables of each function, without their prefix.
var wantEnvironment = map[string]string{
	"portal":   "ADDRESS ORIGIN_SECRET PORTAL TABLE",
	"verify":   "ADDRESS ORIGIN_SECRET PORTAL PROOF_SECRET TABLE",
	"signup":   "ADDRESS ORIGIN_SECRET PORTAL PROOF_SECRET TABLE",
	"activate": "ADDRESS CLIENT_ID ORIGIN_SECRET PORTAL PROOF_SECRET SESSION_SECRET TABLE USER_POOL",
	"reset":    "ADDRESS CLIENT_ID ORIGIN_SECRET PORTAL PROOF_SECRET SESSION_SECRET TABLE USER_POOL",
	"sessions": "ADDRESS CLIENT_ID ORIGIN_SECRET PORTAL PROOF_SECRET SESSION_SECRET TABLE USER_POOL",
	"home":     "ADDRESS ORIGIN_SECRET PORTAL TABLE",
	"tickets":  "ADDRESS ORIGIN_SECRET PORTAL PROOF_SECRET TABLE",
	"desk":     "ADDRESS ORIGIN_SECRET PORTAL PROOF_SECRET TABLE",
	"profile":  "ADDRESS ORIGIN_SECRET PORTAL SESSION_SECRET TABLE",
	"settings": "ADDRESS ORIGIN_SECRET PORTAL TABLE",
	"audit":    "ADDRESS ORIGIN_SECRET PORTAL PROOF_SECRET TABLE",
	"people":   "ADDRESS ORIGIN_SECRET PORTAL PROOF_SECRET TABLE",
	"imports":  "ADDRESS IMPORT_BUCKET IMPORT_QUEUE ORIGIN_SECRET PORTAL PROOF_SECRET TABLE",
	"register": "ADDRESS ORIGIN_SECRET PORTAL PROOF_SECRET TABLE",

	"credentials":   "ADDRESS CLIENT_ID ORIGIN_SECRET PORTAL PROOF_SECRET SESSION_SECRET TABLE USER_POOL",
	"auth-triggers": "TABLE",
	"notify":        "DECISION_QUEUE MAIL_QUEUE REVOCATION_QUEUE",
	"decide":        "PORTAL PROOF_SECRET TABLE",
	"mailer":        "ADDRESS CONFIGURATION_SET MAIL_QUEUE PORTAL PROOF_SECRET TABLE",
	"revoke":        "CLIENT_ID SESSION_SECRET TABLE USER_POOL",
	"importer":      "ADDRESS IMPORT_BUCKET IMPORT_QUEUE PORTAL PROOF_SECRET TABLE",
	"sweep":         "DECISION_QUEUE IMPORT_QUEUE MAIL_QUEUE REVOCATION_QUEUE TABLE",
	"inbound-email": "INCOMING_BUCKET PORTAL PROOF_SECRET TABLE",
}

func TestEachFunctionIsToldWhatItNeedsAndNoSecret(t *testing.T) {
	c := onAWS()
	for name, lambda := range c.lambdas() {
		variables, _ := lambda.get("Environment", "Variables").(map[string]any)
		var got []string
		for variable, value := range variables {
			got = append(got, strings.TrimPrefix(variable, "PORTICO_"))
			text := c.text(lambda.stack, value)
			if strings.Contains(text, "{{resolve") {
				t.Errorf("%s: %s holds a secret: %s", name, variable, text)
			}
			if strings.HasSuffix(variable, "_SECRET") && !strings.HasSuffix(text, "Key.Id") {
				t.Errorf("%s: %s is not the ARN of a secret: %s", name, variable, text)
			}
		}
		slices.Sort(got)
		if g := strings.Join(got, " "); g != wantEnvironment[name] {
			t.Errorf("%s:\n got %s\nwant %s", name, g, wantEnvironment[name])
		}
	}
}

func TestEachFunctionHasAFolderAndEachFolderAFunction(t *testing.T) {
	entries, err := os.ReadDir(filepath.Join(repository, "functions"))
	if err != nil {
		t.Fatal(err)
	}
	var folders []string
	for _, e := range entries {
		if e.IsDir() {
			folders = append(folders, e.Name())
		}
	}
	if got := slices.Sorted(maps.Keys(onAWS().lambdas())); !slices.Equal(got, folders) {
		t.Errorf("functions %v\n  folders %v", got, folders)
	}
}

func TestFunctionsAreSmallMachinesWithALimitAndALogThatExpires(t *testing.T) {
	c := onAWS()
	logs := map[string]*resource{}
	for _, l := range c.all("AWS::Logs::LogGroup") {
		logs[l.stack+"/"+l.id] = l
		if days := l.get("RetentionInDays"); days != 30.0 {
			t.Errorf("%s/%s is kept %v days, want 30", l.stack, l.id, days)
		}
	}
	for name, lambda := range c.lambdas() {
		if lambda.get("Runtime") != "provided.al2023" || lambda.get("Architectures", 0) != "arm64" || lambda.get("TracingConfig") != nil {
			t.Errorf("%s: %v %v %v", name, lambda.get("Runtime"), lambda.get("Architectures"), lambda.get("TracingConfig"))
		}
		limit := lambda.get("Timeout").(float64)
		switch lambda.stack {
		case "Portico-Identity":
			if limit > 5 {
				t.Errorf("%s may take %v s: Cognito waits 5", name, limit)
			}
		case "Portico-Api":
			if limit > 10 {
				t.Errorf("%s may take %v s: proofs are claimed for 60, the gateway waits 12", name, limit)
			}
		}
		own := c.text(lambda.stack, lambda.get("LoggingConfig", "LogGroup"))
		if l := logs[lambda.stack+"/"+own]; l == nil || l.get("LogGroupName") != "/aws/lambda/portico-"+name {
			t.Errorf("%s logs to %s, not to a log of its own", name, own)
		}
	}
}

func TestQueuesHideAMessageSixTimesAsLongAsItsFunctionMayTake(t *testing.T) {
	c := onAWS()
	queues, lambdas := map[string]*resource{}, c.lambdas()
	for _, q := range c.all("AWS::SQS::Queue") {
		queues[q.id+".Arn"] = q
	}
	polled := map[string]string{}
	for _, m := range c.all("AWS::Lambda::EventSourceMapping") {
		name := c.lambdaOf(c.text(m.stack, m.get("FunctionName")))
		source := c.text(m.stack, m.get("EventSourceArn"))
		polled[source] = name
		if m.get("FunctionResponseTypes", 0) != "ReportBatchItemFailures" {
			t.Errorf("%s: one failure fails the whole batch", name)
		}
		q := queues[source]
		if q == nil {
			continue
		}
		if hidden, limit := q.get("VisibilityTimeout").(float64), lambdas[name].get("Timeout").(float64); hidden < 6*limit {
			t.Errorf("%s: a message is hidden for %v s, %s may take %v", source, hidden, name, limit)
		}
		if q.get("RedrivePolicy", "maxReceiveCount") != 5.0 {
			t.Errorf("%s: tries %v, want 5", source, q.get("RedrivePolicy", "maxReceiveCount"))
		}
	}
	want := map[string]string{
		"MailQueue.Arn": "mailer", "DecisionQueue.Arn": "decide", "RevocationQueue.Arn": "revoke", "ImportQueue.Arn": "importer", "IncomingQueue.Arn": "inbound-email",
		"Table.StreamArn": "notify",
	}
	if !maps.Equal(polled, want) {
		t.Errorf("sources %v, want %v", polled, want)
	}
}

func TestTheStreamHandsOnNewRowsWithWorkAndPutsAsideWhatFails(t *testing.T) {
	c := onAWS()
	for _, m := range c.all("AWS::Lambda::EventSourceMapping") {
		if c.text(m.stack, m.get("EventSourceArn")) != "Table.StreamArn" {
			continue
		}
		want := `{"eventName":["INSERT"],"dynamodb":{"Keys":{"PK":{"S":[{"prefix":"OUTBOX#"},{"prefix":"REQUEST#"},{"prefix":"REVOCATION#"}]}}}}`
		if got := m.get("FilterCriteria", "Filters", 0, "Pattern"); got != want {
			t.Errorf("filter %v", got)
		}
		if m.get("BisectBatchOnFunctionError") != true || m.get("MaximumRetryAttempts") != 10.0 || m.get("MaximumRecordAgeInSeconds") != 3600.0 {
			t.Errorf("a record that fails holds up the stream: %v", m.Properties)
		}
		if got := c.text(m.stack, m.get("DestinationConfig", "OnFailure", "Destination")); got != "ChangeDeadLetters.Arn" {
			t.Errorf("what fails goes to %s", got)
		}
	}
}

func TestTheSweepRunsEveryFiveMinutes(t *testing.T) {
	c := onAWS()
	rule := c.one(t, "AWS::Events::Rule")
	if rule.get("ScheduleExpression") != "rate(5 minutes)" || c.lambdaOf(c.text(rule.stack, rule.get("Targets", 0, "Arn"))) != "sweep" {
		t.Errorf("rule %v", rule.Properties)
	}
}
