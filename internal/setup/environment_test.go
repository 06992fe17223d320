package setup

import (
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
)

func testEnvironment(variables map[string]string) *Environment {
	return NewEnvironment(func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	}, slog.New(slog.NewTextHandler(io.Discard, nil)))
}

func TestAGoodConfigurationIsRead(t *testing.T) {
	env := testEnvironment(map[string]string{
		Table: "portico", Address: "https://help.example.com/",
		PortalSettings: `{"name":"Example Help","address":"https://help.example.com/","sender":"help@example.com",
			"services":[{"id":"web","name":"Web","address":"web@example.com"}],"quickLinks":[{"label":"Status","url":"https://status.example.com"}]}`,
	})
	portal := env.Portal()
	if env.Text(Table) != "portico" || env.URL(Address) != "https://help.example.com" || portal.Address != "https://help.example.com" ||
		portal.PasswordMinLength != DefaultPasswordMinLength || portal.Services[0].ID != "web" || portal.QuickLinks[0].Label != "Status" {
		t.Errorf("%+v", portal)
	}
	if err := env.Err(); err != nil {
		t.Error(err)
	}
}

func TestEverythingThatIsWrongIsToldAtOnce(t *testing.T) {
	env := testEnvironment(map[string]string{
		Table: " ", Address: "help.example.com",
		PortalSettings: `{"name":"","address":"x","sender":"Help <help@example.com>","services":[{"id":"web","name":"","address":"web"}],
			"quickLinks":[{"label":"","url":"javascript:alert(1)"}],"privacyUrl":"ftp://x","termsUrl":"/terms","passwordMinLength":3}`,
	})
	env.Text(Table)
	env.Text(MailQueue)
	env.URL(Address)
	env.Portal()
	err := env.Err()
	if err == nil {
		t.Fatal("nothing is wrong")
	}
	for _, part := range []string{
		Table, MailQueue, Address, "name", "address", "sender", "services[0]", "quickLinks[0].label", "quickLinks[0].url", "privacyUrl", "termsUrl", "passwordMinLength",
	} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is not told: %v", part, err)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Error("the report is more than one line")
	}
}

func TestSettingsThatAreNoJSONOrNameWhatNobodyKnowsAreWrong(t *testing.T) {
	for _, text := range []string{"", "{", `{"nmae":"x"}`, `{"name":1}`, "[]"} {
		env := testEnvironment(map[string]string{PortalSettings: text})
		env.Portal()
		if env.Err() == nil {
			t.Errorf("%q is right", text)
		}
	}
}

func TestAFunctionAsksForAllThatItsServerNeeds(t *testing.T) {
	env := testEnvironment(nil)
	env.Server(nil)
	for _, name := range []string{OriginSecret, Address} {
		if !slices.ContainsFunc(env.problems, func(p string) bool { return strings.HasPrefix(p, name) }) {
			t.Errorf("%s is not asked for: %v", name, env.problems)
		}
	}
}

func TestNumbersAndWhatMayBeLeftOut(t *testing.T) {
	env := testEnvironment(map[string]string{InvitationRate: " 2.5 ", StorageAddress: "http://127.0.0.1:1"})
	if env.Number(InvitationRate) != 2.5 || env.Number(Table) != 0 || env.Optional(StorageAddress) != "http://127.0.0.1:1" || env.Optional(Table) != "" || env.Err() != nil {
		t.Errorf("%v", env.problems)
	}
	for _, text := range []string{"-1", "x", "NaN", "Inf"} {
		if env := testEnvironment(map[string]string{InvitationRate: text}); func() error { env.Number(InvitationRate); return env.Err() }() == nil {
			t.Errorf("%q is a number", text)
		}
	}
}
