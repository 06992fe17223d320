package stacks

import (
	"encoding/json"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"testing"
)

// differences is everything in which the templates of the local cloud differ from those of AWS: type, property, AWS's value, local value.
func differences() []string {
	keeps := func(kind string) []string {
		return []string{kind + " DeletionPolicy Retain Delete", kind + " UpdateReplacePolicy Retain Delete"}
	}
	list := slices.Concat(
		keeps("AWS::DynamoDB::GlobalTable"), keeps("AWS::SecretsManager::Secret"), keeps("AWS::Cognito::UserPool"),
		keeps("AWS::Cognito::UserPoolResourceServer"), keeps("AWS::S3::Bucket"), keeps("AWS::SES::EmailIdentity"),
		[]string{
			"AWS::DynamoDB::GlobalTable Replicas[0].DeletionProtectionEnabled true false",
			"AWS::Cognito::UserPool DeletionProtection ACTIVE INACTIVE",
		},
	)
	if runtime.GOARCH == "amd64" {
		list = append(list, "AWS::Lambda::Function Architectures[0] arm64 x86_64")
	}
	slices.Sort(list)
	return list
}

func TestTargetsDifferInTheListedThingsOnly(t *testing.T) {
	aws, local := onAWS(), onLocal()
	found := map[string]bool{}
	note := func(kind, path string, a, b any) {
		found[fmt.Sprint(kind, " ", path, " ", plain(a), " ", plain(b))] = true
	}
	for name, template := range aws {
		other := local[name]
		if other == nil {
			t.Fatalf("the local cloud has no %s", name)
		}
		if !reflect.DeepEqual(template.Outputs, other.Outputs) {
			t.Errorf("%s: outputs differ", name)
		}
		for id, a := range template.Resources {
			b := other.Resources[id]
			if b == nil {
				t.Errorf("%s: the local cloud has no %s", name, id)
				continue
			}
			if a.DeletionPolicy != b.DeletionPolicy {
				note(a.Type, "DeletionPolicy", a.DeletionPolicy, b.DeletionPolicy)
			}
			if a.UpdateReplacePolicy != b.UpdateReplacePolicy {
				note(a.Type, "UpdateReplacePolicy", a.UpdateReplacePolicy, b.UpdateReplacePolicy)
			}
			compare("", a.Properties, b.Properties, func(path string, x, y any) { note(a.Type, path, x, y) })
		}
		if len(template.Resources) != len(other.Resources) {
			t.Errorf("%s: %d resources, locally %d", name, len(template.Resources), len(other.Resources))
		}
	}
	var got []string
	for f := range found {
		got = append(got, f)
	}
	slices.Sort(got)
	if want := differences(); !slices.Equal(got, want) {
		t.Errorf("differences\n got %q\nwant %q", got, want)
	}
}

// compare calls note for each leaf in which two values differ.
func compare(path string, a, b any, note func(path string, a, b any)) {
	switch x := a.(type) {
	case map[string]any:
		if y, ok := b.(map[string]any); ok {
			keys := map[string]bool{}
			for k := range x {
				keys[k] = true
			}
			for k := range y {
				keys[k] = true
			}
			for k := range keys {
				compare(dot(path)+k, x[k], y[k], note)
			}
			return
		}
	case []any:
		if y, ok := b.([]any); ok && len(x) == len(y) {
			for i := range x {
				compare(fmt.Sprintf("%s[%d]", path, i), x[i], y[i], note)
			}
			return
		}
	}
	if !reflect.DeepEqual(a, b) {
		note(path, a, b)
	}
}

func dot(path string) string {
	if path == "" {
		return ""
	}
	return path + "."
}

func plain(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return string(must(json.Marshal(v)))
}
