package preflight

import (
	"slices"
	"strings"
	"testing"

	"portico/infra/config"
)

func TestTheWayOfIncomingMailIsLookedAt(t *testing.T) {
	for name, c := range map[string]struct {
		change func(f *fake, cfg *config.Config)
		what   string
		state  State
		says   string
	}{
		"no set is active":          {func(*fake, *config.Config) {}, "SES receipt rules", Good, "activates it"},
		"ours is active":            {func(f *fake, _ *config.Config) { f.ruleSet = "portico" }, "SES receipt rules", Good, "portico is active"},
		"another's is active":       {func(f *fake, _ *config.Config) { f.ruleSet = "theirs" }, "SES receipt rules", Later, `"receiptRuleSet": "theirs"`},
		"the named one is active":   {func(f *fake, cfg *config.Config) { f.ruleSet, cfg.ReceiptRuleSet = "theirs", "theirs" }, "SES receipt rules", Good, "theirs is active"},
		"the named one is not":      {func(_ *fake, cfg *config.Config) { cfg.ReceiptRuleSet = "theirs" }, "SES receipt rules", Later, "set-active-receipt-rule-set"},
		"mail goes elsewhere":       {func(f *fake, _ *config.Config) { f.mx["in.example.com"] = "mx.other.example." }, "MX of in.example.com", Later, "ALL mail"},
		"mail goes nowhere":         {func(f *fake, _ *config.Config) { delete(f.mx, "in.example.com") }, "MX of in.example.com", Later, "MX  10 inbound-smtp"},
		"a domain that is not ours": {func(_ *fake, cfg *config.Config) { cfg.Services[0].Address = "help@other.example" }, "MX of other.example", Later, "create-email-identity"},
	} {
		t.Run(name, func(t *testing.T) {
			f, cfg := ready(), example()
			c.change(f, cfg)
			findings := run(f, cfg)
			i := slices.IndexFunc(findings, func(f Finding) bool { return f.What == c.what })
			if i < 0 || findings[i].State != c.state || !strings.Contains(findings[i].Found+strings.Join(findings[i].Remedy, " "), c.says) {
				t.Errorf("%+v", findings)
			}
		})
	}
}

func TestOurRuleSetIsMadeActiveOnlyWhereNoneIs(t *testing.T) {
	for _, c := range []struct {
		active, named string
		services      int
		want          string
	}{
		{"", "", 2, "portico"}, {"theirs", "", 2, "theirs"}, {"", "theirs", 2, ""}, {"portico", "", 2, "portico"}, {"", "", 0, ""},
	} {
		f, cfg := ready(), example()
		f.ruleSet, cfg.ReceiptRuleSet, cfg.Services = c.active, c.named, cfg.Services[:c.services]
		did, err := ActivateRules(t.Context(), cfg, f)
		if err != nil || f.ruleSet != c.want || did != (len(f.activated) == 1) || len(f.activated) > 1 {
			t.Errorf("%+v: %q is active, %v, %v", c, f.ruleSet, did, err)
		}
	}
	for active, want := range map[string]string{"portico": "", "theirs": "theirs", "": ""} {
		f := ready()
		f.ruleSet = active
		if err := DeactivateRules(t.Context(), example(), f); err != nil || f.ruleSet != want {
			t.Errorf("%q: %q is active, %v", active, f.ruleSet, err)
		}
	}
}
