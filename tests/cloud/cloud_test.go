//go:build cloud

// Package cloud proves what the other tests lean on: that the local AWS refuses what AWS refuses. Were it laxer, every
// test of least privilege and of sign-in would pass for nothing.
package cloud

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	cognitotypes "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	dynamodbtypes "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/ses"
	sestypes "github.com/aws/aws-sdk-go-v2/service/ses/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"portico/tests/stack"
)

// probe is a stack with a role that may do little, and with two user pools.
const probe = `{
  "Resources": {
    "Mine": {"Type": "AWS::DynamoDB::Table", "Properties": {
      "TableName": "probe-mine", "BillingMode": "PAY_PER_REQUEST",
      "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}, {"AttributeName": "list", "AttributeType": "S"}],
      "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "GlobalSecondaryIndexes": [
        {"IndexName": "lists", "KeySchema": [{"AttributeName": "list", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}]}},
    "Theirs": {"Type": "AWS::DynamoDB::Table", "Properties": {
      "TableName": "probe-theirs", "BillingMode": "PAY_PER_REQUEST",
      "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}], "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}},
    "Identity": {"Type": "AWS::SES::EmailIdentity", "Properties": {"EmailIdentity": "probe.example"}},
    "OtherIdentity": {"Type": "AWS::SES::EmailIdentity", "Properties": {"EmailIdentity": "other-probe.example"}},
    "Set": {"Type": "AWS::SES::ConfigurationSet", "Properties": {"Name": "probe-set"}},
    "OtherSet": {"Type": "AWS::SES::ConfigurationSet", "Properties": {"Name": "other-probe-set"}},
    "Role": {"Type": "AWS::IAM::Role", "Properties": {
      "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}}}]},
      "Policies": [{"PolicyName": "little", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": {"Fn::GetAtt": ["Mine", "Arn"]}},
        {"Effect": "Allow", "Action": ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchGetItem", "dynamodb:Query"],
          "Resource": [{"Fn::GetAtt": ["Mine", "Arn"]}, {"Fn::Sub": "${Mine.Arn}/index/lists"}],
          "Condition": {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["GOOD#*", "ONE"]}}},
        {"Effect": "Allow", "Action": "ses:SendRawEmail", "Resource": [
          {"Fn::Sub": "arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/probe.example"},
          {"Fn::Sub": "arn:aws:ses:${AWS::Region}:${AWS::AccountId}:configuration-set/probe-set"}]}]}}]}},
    "Open": {"Type": "AWS::Cognito::UserPool", "Properties": {"UserPoolName": "probe-open"}},
    "OpenClient": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {
      "UserPoolId": {"Ref": "Open"}, "ExplicitAuthFlows": ["ALLOW_ADMIN_USER_PASSWORD_AUTH"]}},
    "Refusing": {"Type": "AWS::Cognito::UserPool", "Properties": {"UserPoolName": "probe-refusing",
      "LambdaConfig": {"PreTokenGeneration": {"Fn::Sub": "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:there-is-none"}}}},
    "RefusingClient": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {
      "UserPoolId": {"Ref": "Refusing"}, "ExplicitAuthFlows": ["ALLOW_ADMIN_USER_PASSWORD_AUTH"]}}
  },
  "Outputs": {
    "Role": {"Value": {"Fn::GetAtt": ["Role", "Arn"]}},
    "Open": {"Value": {"Ref": "Open"}}, "OpenClient": {"Value": {"Ref": "OpenClient"}},
    "Refusing": {"Value": {"Ref": "Refusing"}}, "RefusingClient": {"Value": {"Ref": "RefusingClient"}}
  }
}`

// deployed creates the probe stack, and removes it when the test ends.
func deployed(t *testing.T, config aws.Config) map[string]string {
	t.Helper()
	client := cloudformation.NewFromConfig(config)
	name := aws.String("Probe" + strings.ReplaceAll(t.Name(), "/", ""))
	_, err := client.CreateStack(t.Context(), &cloudformation.CreateStackInput{
		StackName: name, TemplateBody: aws.String(probe), Capabilities: []types.Capability{types.CapabilityCapabilityIam},
	})
	if err != nil {
		t.Fatalf("create the probe stack: %v", err)
	}
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		if _, err := client.DeleteStack(ctx, &cloudformation.DeleteStackInput{StackName: name}); err != nil {
			t.Errorf("delete the probe stack: %v", err)
		}
		wait := cloudformation.NewStackDeleteCompleteWaiter(client, func(o *cloudformation.StackDeleteCompleteWaiterOptions) { o.MinDelay = time.Second })
		if err := wait.Wait(ctx, &cloudformation.DescribeStacksInput{StackName: name}, time.Minute); err != nil {
			t.Errorf("delete the probe stack: %v", err)
		}
	})
	wait := cloudformation.NewStackCreateCompleteWaiter(client, func(o *cloudformation.StackCreateCompleteWaiterOptions) { o.MinDelay = time.Second })
	out, err := wait.WaitForOutput(t.Context(), &cloudformation.DescribeStacksInput{StackName: name}, time.Minute)
	if err != nil {
		t.Fatalf("create the probe stack: %v", err)
	}
	outputs := map[string]string{}
	for _, output := range out.Stacks[0].Outputs {
		outputs[*output.OutputKey] = *output.OutputValue
	}
	return outputs
}

// code is the AWS error code of an error; empty for none.
func code(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// put, putAtOnce, getAtOnce, query and queryIndex touch rows of the probe's table by their partition keys.
func put(tables *dynamodb.Client, id string) error {
	_, err := tables.PutItem(context.Background(), &dynamodb.PutItemInput{TableName: aws.String("probe-mine"), Item: rowOf(id)})
	return err
}

func putAtOnce(tables *dynamodb.Client, ids ...string) error {
	in := &dynamodb.TransactWriteItemsInput{}
	for _, id := range ids {
		in.TransactItems = append(in.TransactItems, dynamodbtypes.TransactWriteItem{Put: &dynamodbtypes.Put{TableName: aws.String("probe-mine"), Item: rowOf(id)}})
	}
	_, err := tables.TransactWriteItems(context.Background(), in)
	return err
}

func getAtOnce(tables *dynamodb.Client, ids ...string) error {
	var keys []map[string]dynamodbtypes.AttributeValue
	for _, id := range ids {
		keys = append(keys, rowOf(id))
	}
	_, err := tables.BatchGetItem(context.Background(), &dynamodb.BatchGetItemInput{RequestItems: map[string]dynamodbtypes.KeysAndAttributes{"probe-mine": {Keys: keys}}})
	return err
}

func query(tables *dynamodb.Client, id string) error { return queryBy(tables, nil, "id", id) }

func queryIndex(tables *dynamodb.Client, list string) error {
	return queryBy(tables, aws.String("lists"), "list", list)
}

func queryBy(tables *dynamodb.Client, index *string, name, value string) error {
	_, err := tables.Query(context.Background(), &dynamodb.QueryInput{
		TableName: aws.String("probe-mine"), IndexName: index, KeyConditionExpression: aws.String("#key = :key"),
		ExpressionAttributeNames:  map[string]string{"#key": name},
		ExpressionAttributeValues: map[string]dynamodbtypes.AttributeValue{":key": &dynamodbtypes.AttributeValueMemberS{Value: value}},
	})
	return err
}

func rowOf(id string) map[string]dynamodbtypes.AttributeValue {
	return map[string]dynamodbtypes.AttributeValue{"id": &dynamodbtypes.AttributeValueMemberS{Value: id}}
}

func TestACallOutsideARoleIsRefused(t *testing.T) {
	config := stack.Open(t).AWS
	outputs := deployed(t, config)
	role, err := sts.NewFromConfig(config).AssumeRole(t.Context(), &sts.AssumeRoleInput{RoleArn: aws.String(outputs["Role"]), RoleSessionName: aws.String("probe")})
	if err != nil {
		t.Fatalf("assume the probe's role: %v", err)
	}
	config.Credentials = credentials.NewStaticCredentialsProvider(*role.Credentials.AccessKeyId, *role.Credentials.SecretAccessKey, *role.Credentials.SessionToken)
	// The local refusals carry no checksum, which the SDK would remark on.
	tables := dynamodb.NewFromConfig(config, func(o *dynamodb.Options) { o.DisableValidateResponseChecksum = true })
	mails := ses.NewFromConfig(config)
	key := map[string]dynamodbtypes.AttributeValue{"id": &dynamodbtypes.AttributeValueMemberS{Value: "1"}}
	send := func(from, set string) error {
		raw := "From: " + from + "\r\nTo: someone@probe.example\r\nSubject: probe\r\n\r\nhello\r\n"
		_, err := mails.SendRawEmail(t.Context(), &ses.SendRawEmailInput{
			RawMessage: &sestypes.RawMessage{Data: []byte(raw)}, Destinations: []string{"someone@probe.example"}, ConfigurationSetName: aws.String(set),
		})
		return err
	}
	for _, c := range []struct {
		what string
		want string
		call func() error
	}{
		{"reading what the role names", "", func() error {
			_, err := tables.GetItem(t.Context(), &dynamodb.GetItemInput{TableName: aws.String("probe-mine"), Key: key})
			return err
		}},
		{"another action on the same table", "AccessDeniedException", func() error {
			_, err := tables.DeleteItem(t.Context(), &dynamodb.DeleteItemInput{TableName: aws.String("probe-mine"), Key: key})
			return err
		}},
		{"the same action on another table", "AccessDeniedException", func() error {
			_, err := tables.GetItem(t.Context(), &dynamodb.GetItemInput{TableName: aws.String("probe-theirs"), Key: key})
			return err
		}},
		{"a write hidden in a transaction", "AccessDeniedException", func() error {
			_, err := tables.TransactWriteItems(t.Context(), &dynamodb.TransactWriteItemsInput{TransactItems: []dynamodbtypes.TransactWriteItem{
				{Delete: &dynamodbtypes.Delete{TableName: aws.String("probe-mine"), Key: key}},
			}})
			return err
		}},
		{"writing a row whose key the role names", "", func() error { return put(tables, "GOOD#1") }},
		{"writing a row whose key is another", "AccessDeniedException", func() error { return put(tables, "BAD#1") }},
		{"writing a row whose key only begins like one", "AccessDeniedException", func() error { return put(tables, "ONE#1") }},
		{"a transaction of keys that the role names", "", func() error { return putAtOnce(tables, "GOOD#1", "ONE") }},
		{"another key hidden in a transaction", "AccessDeniedException", func() error { return putAtOnce(tables, "GOOD#1", "BAD#1") }},
		{"a query of a key that the role names", "", func() error { return query(tables, "GOOD#1") }},
		{"a query of another key", "AccessDeniedException", func() error { return query(tables, "BAD#1") }},
		{"a query of an index by a key that the role names", "", func() error { return queryIndex(tables, "GOOD#1") }},
		{"a query of an index by another key", "AccessDeniedException", func() error { return queryIndex(tables, "BAD#1") }},
		{"a batch of keys that the role names", "", func() error { return getAtOnce(tables, "GOOD#1", "ONE") }},
		{"another key hidden in a batch", "AccessDeniedException", func() error { return getAtOnce(tables, "GOOD#1", "BAD#1") }},
		{"sending from the named identity through the named set", "", func() error { return send("a@probe.example", "probe-set") }},
		{"sending from another identity", "AccessDenied", func() error { return send("a@other-probe.example", "probe-set") }},
		{"sending through another set", "AccessDenied", func() error { return send("a@probe.example", "other-probe-set") }},
	} {
		if got := code(c.call()); got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, got, c.want)
		}
	}
	config.Credentials = credentials.NewStaticCredentialsProvider(*role.Credentials.AccessKeyId, "wrong", *role.Credentials.SessionToken)
	_, err = sts.NewFromConfig(config).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	if got := code(err); got != "SignatureDoesNotMatch" {
		t.Errorf("a signature with a wrong secret: got %q", got)
	}
}

func TestAPreTokenTriggerThatFailsMeansNoToken(t *testing.T) {
	config := stack.Open(t).AWS
	outputs := deployed(t, config)
	client := cognito.NewFromConfig(config, func(o *cognito.Options) { o.RetryMaxAttempts = 1 })
	signIn := func(pool, app string) (*cognito.AdminInitiateAuthOutput, error) {
		user, password := aws.String("somebody"), aws.String("Correct-horse-1")
		if _, err := client.AdminCreateUser(t.Context(), &cognito.AdminCreateUserInput{UserPoolId: &pool, Username: user, MessageAction: cognitotypes.MessageActionTypeSuppress}); err != nil {
			t.Fatalf("create the user: %v", err)
		}
		if _, err := client.AdminSetUserPassword(t.Context(), &cognito.AdminSetUserPasswordInput{UserPoolId: &pool, Username: user, Password: password, Permanent: true}); err != nil {
			t.Fatalf("set the password: %v", err)
		}
		return client.AdminInitiateAuth(t.Context(), &cognito.AdminInitiateAuthInput{
			UserPoolId: &pool, ClientId: &app, AuthFlow: cognitotypes.AuthFlowTypeAdminUserPasswordAuth,
			AuthParameters: map[string]string{"USERNAME": *user, "PASSWORD": *password},
		})
	}
	out, err := signIn(outputs["Open"], outputs["OpenClient"])
	if err != nil || out.AuthenticationResult == nil {
		t.Fatalf("without a trigger: %v, no tokens", err)
	}
	out, err = signIn(outputs["Refusing"], outputs["RefusingClient"])
	if got := code(err); got != "UserLambdaValidationException" {
		t.Errorf("with a trigger that fails: got %q and %+v", got, out)
	}
}
