package ses_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"portico/internal/outbox"
	"portico/internal/ses"
)

// sender gives a Sender whose SES answers by answer, and counts the calls.
func sender(t *testing.T, answer http.HandlerFunc) (*ses.Sender, *int) {
	t.Helper()
	calls := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls++
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	cfg := aws.Config{Region: "eu-west-1", BaseEndpoint: &server.URL, Credentials: credentials.NewStaticCredentialsProvider("id", "secret", "")}
	return ses.New(cfg, "help@example.com", "mails"), &calls
}

func refusal(status int, code string) http.HandlerFunc { return refusalSaying(status, code, "no") }

func refusalSaying(status int, code, words string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		w.WriteHeader(status)
		fmt.Fprintf(w, `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>r</RequestId></ErrorResponse>`, code, words)
	}
}

func TestAMessageGoesToItsOneRecipientFromTheSender(t *testing.T) {
	var form url.Values
	s, _ := sender(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		form, _ = url.ParseQuery(string(body))
		w.Header().Set("Content-Type", "text/xml")
		io.WriteString(w, `<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>0100-1</MessageId></SendRawEmailResult></SendRawEmailResponse>`)
	})
	id, err := s.Send(t.Context(), "ann@customer.example", []byte("To: eve@evil.example\r\n\r\nhello"))
	if err != nil || id != "0100-1" {
		t.Fatalf("got %q, %v", id, err)
	}
	for name, want := range map[string]string{
		"Action": "SendRawEmail", "Source": "help@example.com", "ConfigurationSetName": "mails",
		"Destinations.member.1": "ann@customer.example", "Destinations.member.2": "",
	} {
		if got := form.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestWhatSESAnswersDecidesWhetherTheOutcomeIsKnown(t *testing.T) {
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   error // nil: the outcome is open
	}{
		"rejected": {refusal(400, "MessageRejected"), outbox.ErrRejected},
		"in the sandbox": {refusalSaying(400, "MessageRejected", "Email address is not verified. The following identities failed the check in region EU-WEST-1: ann@customer.example"),
			outbox.ErrNotTaken},
		"account paused":                {refusalSaying(400, "MessageRejected", "Sending paused for this account."), outbox.ErrNotTaken},
		"over the quota":                {refusalSaying(400, "MessageRejected", "Daily message quota exceeded"), outbox.ErrNotTaken},
		"a virus":                       {refusalSaying(400, "MessageRejected", "Message contained a virus"), outbox.ErrRejected},
		"invalid":                       {refusal(400, "InvalidParameterValue"), outbox.ErrRejected},
		"throttled":                     {refusal(400, "Throttling"), outbox.ErrNotTaken},
		"paused":                        {refusal(400, "ConfigurationSetSendingPausedException"), outbox.ErrNotTaken},
		"not allowed":                   {refusal(403, "AccessDenied"), outbox.ErrNotTaken},
		"sender not verified":           {refusal(400, "MailFromDomainNotVerifiedException"), outbox.ErrNotTaken},
		"server error":                  {refusal(500, "InternalFailure"), nil},
		"unavailable":                   {refusal(503, "ServiceUnavailable"), nil},
		"an answer that makes no sense": {func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<") }, nil},
		"connection closed": {func(w http.ResponseWriter, _ *http.Request) {
			c, _, _ := w.(http.Hijacker).Hijack()
			c.Close()
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s, calls := sender(t, c.answer)
			_, err := s.Send(t.Context(), "ann@customer.example", []byte("hello"))
			if err == nil {
				t.Fatal("no error")
			}
			for _, known := range []error{outbox.ErrRejected, outbox.ErrNotTaken} {
				if errors.Is(err, known) != (c.want == known) {
					t.Errorf("got %v, want %v", err, c.want)
				}
			}
			if *calls != 1 {
				t.Errorf("SES was called %d times", *calls)
			}
		})
	}
}

func TestWhereSESCannotBeReachedNothingWasSent(t *testing.T) {
	cfg := aws.Config{Region: "eu-west-1", BaseEndpoint: aws.String("http://127.0.0.1:1"), Credentials: credentials.NewStaticCredentialsProvider("id", "secret", "")}
	if _, err := ses.New(cfg, "help@example.com", "mails").Send(t.Context(), "ann@customer.example", []byte("hello")); !errors.Is(err, outbox.ErrNotTaken) {
		t.Errorf("got %v", err)
	}
}
