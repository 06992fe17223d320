package localcloud

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/google/go-cmp/cmp"
)

// repository is a folder with everything that the fingerprint looks at.
func repository(t *testing.T) *Cloud {
	t.Helper()
	root := t.TempDir()
	c := &Cloud{o: Options{Root: root}, at: layout{root, filepath.Join(root, ".portico")}}
	for _, name := range []string{
		"dist/register/bootstrap", "dist/infra", "infra/cdk.json", "api/openapi.yaml", "web/edge/route.js", "cloud/package-lock.json", ".portico/config.json",
	} {
		write(t, c, name, "one")
	}
	return c
}

func write(t *testing.T, c *Cloud, name, text string) {
	t.Helper()
	path := filepath.Join(c.o.Root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTheFingerprintChangesWithEveryInputAndWithNothingElse(t *testing.T) {
	c := repository(t)
	before, err := c.fingerprint()
	if err != nil {
		t.Fatal(err)
	}
	write(t, c, "dist/portico", "this command")
	write(t, c, "README.md", "words")
	if again, err := c.fingerprint(); err != nil || again != before {
		t.Errorf("it changed with nothing: %v", err)
	}
	for _, name := range []string{"dist/register/bootstrap", "dist/verify/bootstrap", "dist/verify/helper", "dist/infra", "api/openapi.yaml", "web/edge/route.js", ".portico/config.json"} {
		write(t, c, name, "two")
		after, err := c.fingerprint()
		if err != nil || after == before {
			t.Errorf("it did not change with %s: %v", name, err)
		}
		before = after
	}
}

func TestNothingBuiltIsAnErrorThatSaysSo(t *testing.T) {
	c := repository(t)
	if err := os.Remove(filepath.Join(c.o.Root, "dist", "infra")); err != nil {
		t.Fatal(err)
	}
	if _, err := c.fingerprint(); !errors.Is(err, errNothingBuilt) {
		t.Errorf("%v", err)
	}
}

func TestTheStampDiffersWhenTheCloudHasLostAStackOrAnUpdate(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	stack := func(name, id string, updated *time.Time) types.Stack {
		return types.Stack{StackName: &name, StackId: &id, StackStatus: types.StackStatusUpdateComplete, LastUpdatedTime: updated}
	}
	full := stamp("inputs", []types.Stack{stack("A", "1", &at), stack("B", "2", nil)})
	if other := stamp("inputs", []types.Stack{stack("B", "2", nil), stack("A", "1", &at)}); other != full {
		t.Error("the order matters")
	}
	for name, stacks := range map[string][]types.Stack{
		"a stack is gone": {stack("B", "2", nil)}, "a stack was made anew": {stack("A", "3", &at), stack("B", "2", nil)},
		"an update is lost": {stack("A", "1", nil), stack("B", "2", nil)},
	} {
		if stamp("inputs", stacks) == full {
			t.Error(name)
		}
	}
}

func TestOutputsOfOtherStacksAreLeftOut(t *testing.T) {
	got := Outputs([]types.Stack{
		{StackName: aws.String("Portico-Api"), Outputs: []types.Output{{OutputKey: aws.String("ApiId"), OutputValue: aws.String("a")}}},
		{StackName: aws.String("CDKToolkit"), Outputs: []types.Output{{OutputKey: aws.String("BucketName"), OutputValue: aws.String("b")}}},
	})
	if diff := cmp.Diff(map[string]string{"ApiId": "a"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestResourcesThatExistInNameOnlyAreFound(t *testing.T) {
	resource := func(kind, id string) types.StackResourceSummary {
		return types.StackResourceSummary{ResourceType: &kind, PhysicalResourceId: &id}
	}
	got := notMade([]types.StackResourceSummary{resource("AWS::SQS::Queue", "q"), resource("AWS::Cognito::UserPool", "unknown"), {ResourceType: aws.String("AWS::SES::EmailIdentity")}})
	if diff := cmp.Diff([]string{"AWS::Cognito::UserPool", "AWS::SES::EmailIdentity"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheApisHostIsTheOneInItsAddress(t *testing.T) {
	for address, want := range map[string]string{
		"http://abc.execute-api.localhost:4566":                         "abc.execute-api.localhost",
		"https://abc.execute-api.localhost.localstack.cloud:4566/stage": "abc.execute-api.localhost.localstack.cloud",
	} {
		if got := APIHost(map[string]string{"ApiEndpoint": address}); got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
}

func TestTheConfigurationNamesThePortalsAddressOfThisStart(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "local.json"), filepath.Join(dir, "config.json")
	if err := os.WriteFile(from, []byte(`{"region":"us-east-1","portalAddress":"http://localhost:8080","sender":"a@b.example"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	config, err := writeConfig(from, to, "http://localhost:1234", "http://127.0.0.1:4566")
	if err != nil || config.Region != "us-east-1" {
		t.Fatalf("%v, %v", config, err)
	}
	text, err := os.ReadFile(to)
	want := "{\n  \"portalAddress\": \"http://localhost:1234\",\n  \"region\": \"us-east-1\",\n  \"sender\": \"a@b.example\",\n  \"storageAddress\": \"http://127.0.0.1:4566\"\n}\n"
	if err != nil || string(text) != want {
		t.Errorf("%v, %s", err, text)
	}
}
