package stacks

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"portico/infra/config"
	"portico/infra/contract"
)

const repository = "../.."

func TestMain(m *testing.M) {
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

// functions are the names of all functions, which are folders of functions/.
var functions = []string{
	"activate", "audit", "auth-triggers", "credentials", "decide", "desk", "home", "importer", "imports", "inbound-email", "mailer", "notify", "people", "portal", "profile",
	"register", "reset", "revoke", "sessions", "settings", "signup", "sweep", "tickets", "verify",
}

// The templates of a deployment at AWS, and of the same one on the local cloud.
var (
	onAWS   = sync.OnceValue(func() cloud { return synthesize(config.AWS) })
	onLocal = sync.OnceValue(func() cloud { return synthesize(config.Local) })
)

// cloud is the synthesized templates, by the name of the stack.
type cloud map[string]*template

type template struct {
	Resources map[string]*resource
	Outputs   map[string]struct {
		Value  any
		Export *struct{ Name string }
	}
}

type resource struct {
	Type                string
	Properties          map[string]any
	DependsOn           any
	DeletionPolicy      string
	UpdateReplacePolicy string

	stack, id string
}

// synthesize makes the templates without an account, the CDK command or built functions. It panics when it cannot.
func synthesize(target config.Target, changes ...func(*config.Config)) cloud {
	cfg := must(config.Read("../config/example.json"))
	cfg.Target = target
	cfg.WAFARN = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/portico/12345678-1234-1234-1234-123456789012"
	for _, change := range changes {
		change(cfg)
	}
	dir := must(os.MkdirTemp("", "portico-infra-"))
	defer os.RemoveAll(dir)
	for _, name := range functions {
		mustNot(os.MkdirAll(filepath.Join(dir, "dist", name), 0o755))
		mustNot(os.WriteFile(filepath.Join(dir, "dist", name, "bootstrap"), []byte(name), 0o755))
	}
	out := filepath.Join(dir, "out")
	app := must(New(Source{Config: cfg, Root: repository, Dist: filepath.Join(dir, "dist")}, &awscdk.AppProps{Outdir: jsii.String(out)}))
	app.Synth(nil)
	made := cloud{}
	for _, path := range must(filepath.Glob(filepath.Join(out, "*.template.json"))) {
		var t template
		mustNot(json.Unmarshal(must(os.ReadFile(path)), &t))
		name := strings.TrimSuffix(filepath.Base(path), ".template.json")
		made[name] = &t
		for id, r := range t.Resources {
			r.stack, r.id = name, hash.ReplaceAllString(id, "")
		}
	}
	return made
}

func must[T any](value T, err error) T {
	mustNot(err)
	return value
}

func mustNot(err error) {
	if err != nil {
		panic(err)
	}
}

// hash is what the CDK adds to ids.
var hash = regexp.MustCompile(`[0-9A-F]{8}$`)

// all gives the resources of a type, in the order of stacks and ids.
func (c cloud) all(kind string) []*resource {
	var found []*resource
	for _, t := range c {
		for _, r := range t.Resources {
			if r.Type == kind {
				found = append(found, r)
			}
		}
	}
	slices.SortFunc(found, func(a, b *resource) int { return strings.Compare(a.stack+" "+a.id, b.stack+" "+b.id) })
	return found
}

// one gives the only resource of a type.
func (c cloud) one(t *testing.T, kind string) *resource {
	t.Helper()
	found := c.all(kind)
	if len(found) != 1 {
		t.Fatalf("%d resources of type %s, want one", len(found), kind)
	}
	return found[0]
}

// get walks into a value by keys of objects and indexes of lists.
func get(value any, path ...any) any {
	for _, step := range path {
		switch s := step.(type) {
		case string:
			object, _ := value.(map[string]any)
			value = object[s]
		case int:
			list, _ := value.([]any)
			if s >= len(list) {
				return nil
			}
			value = list[s]
		}
	}
	return value
}

func (r *resource) get(path ...any) any { return get(map[string]any(r.Properties), path...) }

// text reads a value with its references written out: Table.Arn/index/GSI1, arn:aws:… Exports of other stacks are followed.
func (c cloud) text(stack string, value any) string {
	switch v := value.(type) {
	case string:
		return v
	case map[string]any:
		if ref, ok := v["Ref"].(string); ok {
			if strings.HasPrefix(ref, "AWS::") {
				return "${" + ref + "}"
			}
			return hash.ReplaceAllString(ref, "")
		}
		if name, ok := v["Fn::ImportValue"].(string); ok {
			return c.exported(name)
		}
		if got, ok := v["Fn::GetAtt"].([]any); ok {
			return hash.ReplaceAllString(got[0].(string), "") + "." + got[1].(string)
		}
		if join, ok := v["Fn::Join"].([]any); ok {
			var parts []string
			for _, part := range join[1].([]any) {
				parts = append(parts, c.text(stack, part))
			}
			return strings.Join(parts, join[0].(string))
		}
	}
	return string(must(json.Marshal(value)))
}

func (c cloud) exported(name string) string {
	for stack, t := range c {
		for _, output := range t.Outputs {
			if output.Export != nil && output.Export.Name == name {
				return c.text(stack, output.Value)
			}
		}
	}
	return "no stack exports " + name
}

// texts reads a list, or a single value as a list of one.
func (c cloud) texts(stack string, value any) []string {
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	var all []string
	for _, v := range list {
		all = append(all, c.text(stack, v))
	}
	return all
}

// lambdas gives the functions by their names in functions/.
func (c cloud) lambdas() map[string]*resource {
	all := map[string]*resource{}
	for _, r := range c.all("AWS::Lambda::Function") {
		all[strings.TrimPrefix(r.get("FunctionName").(string), "portico-")] = r
	}
	return all
}

// lambdaOf gives the name in functions/ of the function that a reference such as Mailer.Arn points to.
func (c cloud) lambdaOf(reference string) string {
	for name := range c.lambdas() {
		if strings.TrimSuffix(reference, ".Arn") == identifier(name) {
			return name
		}
	}
	return "no function " + reference
}

func operations(t *testing.T) []contract.Operation {
	t.Helper()
	all, err := contract.Read(filepath.Join(repository, "api", "openapi.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}
