package receiving

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"portico/internal/incoming"
)

// published is a notification in the form that SES's guide shows, shortened.
const published = `{
  "notificationType": "Received",
  "mail": {
    "timestamp": "2026-03-01T12:00:00.123Z", "source": "0000014644fe5ef6@bounce.customer.example", "messageId": "d6iitobk75ur44p8kdnnp7g2n800",
    "destination": ["help@portico.example"], "headersTruncated": false,
    "headers": [{"name": "From", "value": "Ann <ann@customer.example>"}, {"name": "X-SES-Virus-Verdict", "value": "PASS"}],
    "commonHeaders": {"returnPath": "x@bounce.customer.example", "from": ["Ann <ann@customer.example>"], "date": "Sun, 1 Mar 2026 12:00:00 +0000",
      "to": ["help@portico.example"], "messageId": "<1@customer.example>", "subject": "Help"}
  },
  "receipt": {
    "timestamp": "2026-03-01T12:00:01.456Z", "processingTimeMillis": 406, "recipients": ["help@portico.example"],
    "spamVerdict": {"status": "PASS"}, "virusVerdict": {"status": "PASS"}, "spfVerdict": {"status": "PASS"}, "dkimVerdict": {"status": "GRAY"},
    "dmarcVerdict": {"status": "FAIL"}, "dmarcPolicy": "reject",
    "action": {"type": "S3", "topicArn": "arn:aws:sns:eu-west-1:1:t", "bucketName": "mails", "objectKey": "incoming/d6iitobk75ur44p8kdnnp7g2n800"}
  }
}`

func TestANotificationIsReadAsSESPublishesIt(t *testing.T) {
	got, err := Read(published, "mails")
	if err != nil {
		t.Fatal(err)
	}
	want := incoming.Receipt{
		MessageID: "d6iitobk75ur44p8kdnnp7g2n800", Key: "incoming/d6iitobk75ur44p8kdnnp7g2n800", At: time.Date(2026, 3, 1, 12, 0, 1, 456e6, time.UTC),
		Source: "0000014644fe5ef6@bounce.customer.example", Recipients: []string{"help@portico.example"}, From: []string{"Ann <ann@customer.example>"},
		DMARC: incoming.Fail, Virus: incoming.Pass, Spam: incoming.Pass,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestVerdictsInTheMailsOwnHeadersCountForNothing_A06(t *testing.T) {
	forged := strings.Replace(published, `"X-SES-Virus-Verdict", "value": "PASS"`, `"Authentication-Results", "value": "amazonses.com; dmarc=pass"`, 1)
	got, err := Read(forged, "mails")
	if err != nil || got.DMARC != incoming.Fail {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestWhatIsNoNotificationAboutAMailOfOursIsRefused_A88(t *testing.T) {
	for name, c := range map[string]struct{ from, to string }{
		"another bucket":           {`"bucketName": "mails"`, `"bucketName": "others"`},
		"another place":            {`"objectKey": "incoming/`, `"objectKey": "elsewhere/`},
		"another mail's place":     {`"objectKey": "incoming/d6`, `"objectKey": "incoming/e6`},
		"another action":           {`"type": "S3"`, `"type": "SNS"`},
		"a bounce":                 {`"Received"`, `"Bounce"`},
		"no id":                    {`"messageId": "d6iitobk75ur44p8kdnnp7g2n800"`, `"messageId": ""`},
		"an id that is a path":     {`"messageId": "d6iitobk75ur44p8kdnnp7g2n800"`, `"messageId": "../../secrets"`},
		"another form of verdicts": {`"dmarcVerdict": {"status": "FAIL"}`, `"dmarcVerdict": "PASS"`},
	} {
		if _, err := Read(strings.Replace(published, c.from, c.to, 1), "mails"); err == nil || errors.Is(err, ErrNoMail) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, body := range []string{"", "null", "[]", "{}", "not json", `{"Type": "Notification", "Message": "{}"}`, `{"notificationType": "Received"}`} {
		if _, err := Read(body, "mails"); err == nil {
			t.Errorf("%q was taken", body)
		}
	}
	if _, err := Read("Successfully validated SNS topic for Amazon SES event publishing.", "mails"); !errors.Is(err, ErrNoMail) {
		t.Errorf("SES's greeting: %v", err)
	}
}

func TestWithoutAVerdictNothingPassed(t *testing.T) {
	var n map[string]any
	if err := json.Unmarshal([]byte(published), &n); err != nil {
		t.Fatal(err)
	}
	receipt, _ := n["receipt"].(map[string]any)
	delete(receipt, "virusVerdict")
	delete(receipt, "dmarcVerdict")
	body, err := json.Marshal(n)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := Read(string(body), "mails"); err != nil || got.Virus == incoming.Pass || got.DMARC == incoming.Pass {
		t.Errorf("%+v, %v", got, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(published)
	f.Fuzz(func(t *testing.T, body string) {
		if r, err := Read(body, "mails"); err == nil && r.Key != Prefix+r.MessageID {
			t.Errorf("%+v", r)
		}
	})
}
