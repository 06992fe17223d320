package stacks

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestTheTableIsEncryptedBackedUpAndKept(t *testing.T) {
	table := onAWS().one(t, "AWS::DynamoDB::GlobalTable")
	replica := table.get("Replicas", 0)
	for what, got := range map[string]any{
		"encryption":          table.get("SSESpecification", "SSEEnabled"),
		"recovery":            get(replica, "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"),
		"deletion protection": get(replica, "DeletionProtectionEnabled"),
		"time to live":        table.get("TimeToLiveSpecification", "Enabled"),
	} {
		if got != true {
			t.Errorf("%s: %v", what, got)
		}
	}
	if table.get("BillingMode") != "PAY_PER_REQUEST" || table.get("StreamSpecification", "StreamViewType") != "KEYS_ONLY" ||
		table.get("TimeToLiveSpecification", "AttributeName") != "ttl" {
		t.Errorf("table %v", table.Properties)
	}
	var indexes []any
	for _, i := range table.get("GlobalSecondaryIndexes").([]any) {
		indexes = append(indexes, get(i, "IndexName"), get(i, "Projection", "ProjectionType"), get(i, "KeySchema", 0, "AttributeName"), get(i, "KeySchema", 1, "AttributeName"))
	}
	if want := []any{"GSI1", "ALL", "GSI1PK", "GSI1SK", "GSI2", "ALL", "GSI2PK", "GSI2SK",
		"GSI3", "ALL", "GSI3PK", "GSI3SK", "GSI4", "ALL", "GSI4PK", "GSI4SK"}; !slices.Equal(indexes, want) {
		t.Errorf("indexes %v, want %v", indexes, want)
	}
}

func TestWhatPeopleEntrustedToUsOutlivesTheStacks(t *testing.T) {
	for _, kind := range []string{
		"AWS::DynamoDB::GlobalTable", "AWS::SecretsManager::Secret", "AWS::Cognito::UserPool", "AWS::Cognito::UserPoolResourceServer",
		"AWS::S3::Bucket", "AWS::SES::EmailIdentity",
	} {
		for _, r := range onAWS().all(kind) {
			if r.DeletionPolicy != "Retain" || r.UpdateReplacePolicy != "Retain" {
				t.Errorf("%s/%s goes with its stack (%s, %s)", r.stack, r.id, r.DeletionPolicy, r.UpdateReplacePolicy)
			}
		}
	}
}

func TestQueuesAndBucketsAreEncryptedAndAskForTLS(t *testing.T) {
	c := onAWS()
	for _, q := range c.all("AWS::SQS::Queue") {
		if q.get("SqsManagedSseEnabled") != true {
			t.Errorf("%s is not encrypted", q.id)
		}
	}
	buckets := c.all("AWS::S3::Bucket")
	for _, bucket := range buckets {
		if bucket.get("BucketEncryption", "ServerSideEncryptionConfiguration", 0) == nil {
			t.Errorf("%s is not encrypted", bucket.id)
		}
		if bucket.get("LifecycleConfiguration", "Rules", 0, "Status") != "Enabled" {
			t.Errorf("%s keeps everything for ever", bucket.id)
		}
		for _, what := range []string{"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"} {
			if bucket.get("PublicAccessBlockConfiguration", what) != true {
				t.Errorf("%s does not %s", bucket.id, what)
			}
		}
	}
	refusing := 0
	for _, kind := range []string{"AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy"} {
		for _, p := range c.all(kind) {
			if strings.Contains(string(must(json.Marshal(p.Properties))), `"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"`) {
				refusing++
			}
		}
	}
	if want := len(buckets) + len(c.all("AWS::SQS::Queue")); refusing != want {
		t.Errorf("%d policies refuse plain HTTP, want %d", refusing, want)
	}
}

func TestSecretsAreGeneratedAndOnlyTheFrontGetsOneFromATemplate(t *testing.T) {
	c := onAWS()
	var names []string
	for _, s := range c.all("AWS::SecretsManager::Secret") {
		names = append(names, s.id)
		if s.get("SecretString") != nil || s.get("GenerateSecretString", "PasswordLength") != 64.0 || s.get("GenerateSecretString", "ExcludePunctuation") != true {
			t.Errorf("%s: %v", s.id, s.Properties)
		}
	}
	if want := []string{"OriginKey", "ProofKey", "SessionKey"}; !slices.Equal(names, want) {
		t.Errorf("secrets %v, want %v", names, want)
	}
	for name, template := range c {
		for id, r := range template.Resources {
			if strings.Contains(string(must(json.Marshal(r))), "{{resolve:") && r.Type != "AWS::CloudFront::Distribution" {
				t.Errorf("%s/%s is given a secret", name, id)
			}
		}
	}
}

// outputs is the contract with the commands.
var outputs = map[string][]string{
	"Portico-Data":     {"ImportBucketName", "OriginSecretArn", "ProofSecretArn", "SessionSecretArn", "TableName"},
	"Portico-Identity": {"PortalClientId", "UserPoolId"},
	"Portico-Mail": {
		"ChangeDeadLetterUrl", "ConfigurationSetName", "DecisionDeadLetterUrl", "DecisionQueueUrl", "ImportDeadLetterUrl", "ImportQueueUrl",
		"IncomingBucketName", "IncomingDeadLetterUrl", "IncomingQueueUrl", "IncomingTopicArn", "MailDeadLetterUrl", "MailQueueUrl", "ReceiptRuleSetName",
		"RevocationDeadLetterUrl", "RevocationQueueUrl", "SweepFunctionName",
	},
	"Portico-Api":    {"ApiEndpoint", "ApiId", "RegisterFunctionName"},
	"Portico-Web":    {"DistributionId", "FrontAddress", "PortalAddress", "WebBucketName"},
	"Portico-Alarms": {"AlarmTopicArn"},
}

func TestStacksHaveTheOutputsThatTheCommandsRead(t *testing.T) {
	c := onAWS()
	if len(c) != len(outputs) {
		t.Errorf("%d stacks, want %d", len(c), len(outputs))
	}
	for stack, want := range outputs {
		var got []string
		for name, output := range c[stack].Outputs {
			if output.Export == nil {
				got = append(got, name)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: outputs %v, want %v", stack, got, want)
		}
	}
}

func TestX1_FilesOfImportsArePostedByThePortalsPagesAndGoWithinADay(t *testing.T) {
	var files *resource
	for _, b := range onAWS().all("AWS::S3::Bucket") {
		if b.stack == "Portico-Data" {
			files = b
		}
	}
	if files == nil {
		t.Fatal("there is no bucket for files")
	}
	cors := files.get("CorsConfiguration", "CorsRules").([]any)
	if len(cors) != 1 || get(cors[0], "AllowedOrigins", 0) != "https://help.example.com" || len(get(cors[0], "AllowedOrigins").([]any)) != 1 ||
		get(cors[0], "AllowedMethods", 0) != "POST" || len(get(cors[0], "AllowedMethods").([]any)) != 1 {
		t.Errorf("others may post, or post otherwise: %v", cors)
	}
	if rules := files.get("LifecycleConfiguration", "Rules").([]any); len(rules) != 1 || get(rules[0], "ExpirationInDays") != 1.0 || get(rules[0], "Status") != "Enabled" {
		t.Errorf("files stay: %v", rules)
	}
	if files.get("VersioningConfiguration") != nil {
		t.Error("what is deleted stays as a version")
	}
}
