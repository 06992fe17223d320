package config

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestTheFilesOfThisFolderAreGood(t *testing.T) {
	for name, target := range map[string]Target{"local.json": Local, "example.json": AWS} {
		c, err := Read(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if c.Target != target || c.PasswordMinLength != 12 {
			t.Errorf("%s: %v", name, c)
		}
	}
}

func TestTheExampleShowsEveryField(t *testing.T) {
	text, err := os.ReadFile("example.json")
	if err != nil {
		t.Fatal(err)
	}
	var shown map[string]any
	if err := json.Unmarshal(text, &shown); err != nil {
		t.Fatal(err)
	}
	full := Config{
		PortalAddress: "x", PrivacyURL: "x", TermsURL: "x", CertificateARN: "x", WAFARN: "x", AlarmAddress: "x", PasswordMinLength: 1, ExistingIdentity: true,
	}
	var fields map[string]any
	if err := json.Unmarshal([]byte(full.String()), &fields); err != nil {
		t.Fatal(err)
	}
	for name := range fields {
		if _, ok := shown[name]; !ok {
			t.Errorf("example.json does not show %s", name)
		}
	}
}

// change gives the example with one field replaced; a nil value removes it.
func change(t *testing.T, fields map[string]any) []byte {
	t.Helper()
	text, err := os.ReadFile("example.json")
	if err != nil {
		t.Fatal(err)
	}
	var object map[string]any
	if err := json.Unmarshal(text, &object); err != nil {
		t.Fatal(err)
	}
	for name, value := range fields {
		if value == nil {
			delete(object, name)
		} else {
			object[name] = value
		}
	}
	if text, err = json.Marshal(object); err != nil {
		t.Fatal(err)
	}
	return text
}

func TestEachWrongFieldIsNamed(t *testing.T) {
	type object = map[string]any
	long := strings.Repeat("x", 61)
	for _, c := range []struct {
		fields object
		want   string
	}{
		{object{"target": "azure"}, "target"},
		{object{"target": nil}, "target"},
		{object{"region": "Frankfurt"}, "region"},
		{object{"portalName": " "}, "portalName"},
		{object{"portalName": long}, "portalName"},
		{object{"portalName": "a\nb"}, "portalName"},
		{object{"portalAddress": nil}, "portalAddress"},
		{object{"portalAddress": "https://help.example.com/"}, "portalAddress"},
		{object{"portalAddress": "http://help.example.com"}, "portalAddress"},
		{object{"portalAddress": "https://help.example.com:8443"}, "portalAddress"},
		{object{"portalAddress": "help.example.com"}, "portalAddress"},
		{object{"certificateArn": nil}, "portalAddress"},
		{object{"domain": "Example.com"}, "domain"},
		{object{"domain": "example"}, "domain"},
		{object{"sender": "Support <support@example.com>"}, "sender"},
		{object{"sender": "support@notexample.com"}, "sender"},
		{object{"receiptRuleSet": "our rules"}, "receiptRuleSet"},
		{object{"services": []object{{"id": "A", "name": "a", "address": "a@example.com"}}}, "services[0].id"},
		{object{"services": []object{{"id": "a", "name": "", "address": "a@example.com"}}}, "services[0].name"},
		{object{"services": []object{{"id": "a", "name": "a", "address": "a"}}}, "services[0].address"},
		{object{"services": []object{{"id": "a", "name": "a", "address": "a@example.com"}, {"id": "a", "name": "b", "address": "b@example.com"}}}, "services[1].id"},
		{object{"services": []object{{"id": "a", "name": "a", "address": "a@example.com"}, {"id": "b", "name": "b", "address": "a@example.com"}}}, "services[1].address"},
		{object{"quickLinks": []object{{"label": "a", "url": "javascript:alert(1)"}}}, "quickLinks[0].url"},
		{object{"quickLinks": []object{{"label": "", "url": "https://example.com"}}}, "quickLinks[0].label"},
		{object{"privacyUrl": "http://example.com/privacy"}, "privacyUrl"},
		{object{"termsUrl": "/terms"}, "termsUrl"},
		{object{"certificateArn": "arn:aws:acm:eu-central-1:123456789012:certificate/1234"}, "certificateArn"},
		{object{"wafArn": "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/a/1"}, "wafArn"},
		{object{"alarmAddress": nil}, "alarmAddress"},
		{object{"alarmAddress": "nobody"}, "alarmAddress"},
		{object{"passwordMinLength": 7}, "passwordMinLength"},
		{object{"passwordMinLength": 65}, "passwordMinLength"},
	} {
		_, err := Parse(change(t, c.fields))
		var invalid *Invalid
		if !errors.As(err, &invalid) {
			t.Errorf("%v: %v, want a problem with %s", c.fields, err, c.want)
			continue
		}
		var named []string
		for _, p := range invalid.Problems {
			named = append(named, p.Field)
		}
		if !slices.Equal(named, []string{c.want}) {
			t.Errorf("%v: problems with %v, want %s", c.fields, named, c.want)
		}
	}
}

func TestAllProblemsAreReportedAtOnce(t *testing.T) {
	_, err := Parse([]byte(`{"target":"aws","services":[{"id":"-"}]}`))
	if err == nil {
		t.Fatal("an empty configuration is good")
	}
	for _, field := range []string{"region", "portalName", "domain", "sender", "services[0].id", "services[0].name", "services[0].address", "alarmAddress"} {
		if !strings.Contains(err.Error(), "\n  "+field+": ") {
			t.Errorf("%s is not named in: %v", field, err)
		}
	}
}

func TestWhatIsNoConfigurationIsRefused(t *testing.T) {
	for _, text := range []string{``, `[]`, `{"unknown":1}`, `{"region":1}`, string(change(t, nil)) + `{}`} {
		if _, err := Parse([]byte(text)); err == nil {
			t.Errorf("%.40q is taken", text)
		}
	}
}

func TestWithoutACertificateTheAddressMayWaitForCloudFront(t *testing.T) {
	c, err := Parse(change(t, map[string]any{"certificateArn": nil, "portalAddress": nil}))
	if err != nil || c.Address() != PendingAddress {
		t.Errorf("%v %v", c, err)
	}
	c, err = Parse(change(t, map[string]any{"certificateArn": nil, "portalAddress": "https://d111111abcdef8.cloudfront.net"}))
	if err != nil || c.Host() != "d111111abcdef8.cloudfront.net" {
		t.Errorf("%v %v", c, err)
	}
}

func TestWhatFunctionsReadFitsIntoTheirEnvironment(t *testing.T) {
	var many []map[string]any
	for range 60 {
		many = append(many, map[string]any{"label": strings.Repeat("x", 60), "url": "https://example.com/"})
	}
	if _, err := Parse(change(t, map[string]any{"quickLinks": many})); err == nil {
		t.Error("more than fits is taken")
	}
}

func TestLoadNeedsAFile(t *testing.T) {
	if _, err := Load(func(string) string { return "" }); err == nil || !strings.Contains(err.Error(), Env) {
		t.Errorf("without %s: %v", Env, err)
	}
	missing := filepath.Join(t.TempDir(), "none.json")
	if _, err := Load(func(string) string { return missing }); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("without the file: %v", err)
	}
}
