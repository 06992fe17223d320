package stacks

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var runbook = regexp.MustCompile(`What to do: (docs/runbooks/[a-z-]+\.md)$`)

func TestEveryAlarmNamesAPageAndEveryPageAnAlarm(t *testing.T) {
	named := map[string]bool{}
	for _, a := range onAWS().all("AWS::CloudWatch::Alarm") {
		match := runbook.FindStringSubmatch(a.get("AlarmDescription").(string))
		if match == nil {
			t.Errorf("%s names no page: %v", a.id, a.get("AlarmDescription"))
			continue
		}
		named[filepath.Base(match[1])] = true
		if a.get("AlarmActions") == nil || !strings.HasPrefix(a.get("AlarmName").(string), "portico-") {
			t.Errorf("%s announces nothing", a.id)
		}
	}
	pages, err := filepath.Glob(filepath.Join(repository, Runbooks, "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	var have []string
	for _, p := range pages {
		have = append(have, filepath.Base(p))
		text, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{"**What it means.**", "**How to look.**", "**What to do.**"} {
			if !strings.Contains(string(text), part) {
				t.Errorf("%s does not say: %s", p, part)
			}
		}
	}
	if want := slices.Sorted(maps.Keys(named)); !slices.Equal(have, want) {
		t.Errorf("pages %v\n want %v", have, want)
	}
}

// watched gives what the alarms watch: metric and dimension's value.
func watched(c cloud) map[string]bool {
	all := map[string]bool{}
	for _, a := range c.all("AWS::CloudWatch::Alarm") {
		what := a.get("MetricName").(string)
		dimensions, _ := a.get("Dimensions").([]any)
		for _, d := range dimensions {
			what += " " + c.text(a.stack, get(d, "Value"))
		}
		all[what] = true
	}
	return all
}

func TestFunctionsDeadLettersSignInAndGatewayAreWatched(t *testing.T) {
	c := onAWS()
	have := watched(c)
	var want []string
	for name := range c.lambdas() {
		want = append(want, "Errors portico-"+name, "Throttles portico-"+name)
	}
	for _, q := range c.all("AWS::SQS::Queue") {
		if strings.HasSuffix(q.id, "DeadLetters") {
			want = append(want, "ApproximateNumberOfMessagesVisible "+q.id+".QueueName")
		} else {
			want = append(want, "ApproximateAgeOfOldestMessage "+q.id+".QueueName")
		}
	}
	want = append(want, "IteratorAge portico-notify", "SignInThrottles Pool PortalClient", "5xx Gateway $default",
		"CallCount None UserAuthentication Cognito user pool API", "HeldMails")
	for _, w := range want {
		if !have[w] {
			t.Errorf("nothing watches: %s", w)
		}
	}
}

func TestTheQuotaAlarmGoesOffAtSixtyPercent(t *testing.T) {
	for _, a := range onAWS().all("AWS::CloudWatch::Alarm") {
		if a.get("MetricName") == "CallCount" && (a.get("Threshold") != 21600.0 || a.get("Period") != 300.0) {
			t.Errorf("%v in %v s, want 0.6 × 120 a second", a.get("Threshold"), a.get("Period"))
		}
	}
}
