//go:build cloud

package flows

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"portico/tests/stack"
)

// command runs the operator's command as it was built, and gives what it says. It ends the test where the command fails.
func command(t *testing.T, args ...string) string {
	t.Helper()
	out, err := commandSays(t, args...)
	if err != nil {
		t.Fatalf("portico %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

// commandSays is command for commands that may fail.
func commandSays(t *testing.T, args ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "../../dist/portico", args...)
	cmd.Env = os.Environ() // test-cloud's: the local account's root
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// hurry makes what fails come back to a queue after a second instead of minutes, until the test ends.
func hurry(t *testing.T, s *stack.Stack, queue string) {
	t.Helper()
	client := sqs.NewFromConfig(s.AWS)
	set := func(seconds string) {
		_, err := client.SetQueueAttributes(context.WithoutCancel(t.Context()), &sqs.SetQueueAttributesInput{QueueUrl: &queue, Attributes: map[string]string{"VisibilityTimeout": seconds}})
		if err != nil {
			t.Errorf("set the queue: %v", err)
		}
	}
	set("1")
	t.Cleanup(func() { set("180") })
}

func TestE5_AMailThatCannotBeTakenIsPutAsideAndReplayedAndOthersPass_A88_A89(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	customer, mail, _ := s.Customer(t, admin)
	_, address := support(t, admin)
	hurry(t, s, s.Output(t, "IncomingQueueUrl"))

	// SES tells of a mail that is not there yet, and somebody tells of something that is no mail at all.
	id := stack.MailID()
	for _, message := range []string{s.Received(t, id, mail, address, "PASS"), "no mail " + id} {
		if err := s.Publish(t, message); err != nil {
			t.Fatal(err)
		}
	}
	send(t, stack.Post{Source: mail, To: []string{address}, Headers: []string{"Subject: In between"}, Body: "x"})
	until(t, "the mail in between is a request", func() bool { return len(subjects(t, customer)) == 1 })

	shown := ""
	for deadline := time.Now().Add(45 * time.Second); strings.Count(shown, id) < 3; time.Sleep(time.Second) { // twice in the mail's, once in the other
		if time.Now().After(deadline) {
			t.Fatalf("not put aside: %s", shown)
		}
		shown = command(t, "dead-letters", "show", "incoming", "--most", "100")
	}
	if list := command(t, "dead-letters", "list"); !strings.Contains(list, "incoming  ") || !strings.Contains(list, "mail") || !strings.Contains(list, "change") {
		t.Errorf("the list: %s", list)
	}
	if said, err := commandSays(t, "incoming-mail", "take", "--older-than", "0s"); err == nil || !strings.Contains(said, "dead letters") {
		t.Errorf("mails that are under way are taken: %s", said)
	}
	s.StoreMail(t, id, "From: "+mail+"\r\nSubject: Late\r\n\r\nAt last.\r\n")
	for range 2 { // once too often: what became of the mail is written once
		if said := command(t, "dead-letters", "replay", "incoming"); !strings.Contains(said, "put back to work") {
			t.Errorf("replayed: %s", said)
		}
		until(t, "the late mail is a request", func() bool { return len(subjects(t, customer)) == 2 })
	}
}

func TestDeadLettersOfOtherQueuesAreReplayedToo(t *testing.T) {
	s := stack.Open(t)
	client := sqs.NewFromConfig(s.AWS)
	for name, letter := range map[string]struct{ output, body string }{
		"mail": {"MailDeadLetterUrl", `{"id":"nobodys"}`}, "decision": {"DecisionDeadLetterUrl", `{"id":"nobodys"}`},
		"change": {"ChangeDeadLetterUrl", `{"requestContext":{"condition":"RetryAttemptsExhausted"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // a queue is empty only when it has been silent for seconds
			url := s.Output(t, letter.output)
			if _, err := client.SendMessage(t.Context(), &sqs.SendMessageInput{QueueUrl: &url, MessageBody: &letter.body}); err != nil {
				t.Fatal(err)
			}
			if shown := command(t, "dead-letters", "show", name); !strings.Contains(shown, letter.body) {
				t.Errorf("%s shows %s", name, shown)
			}
			if said := command(t, "dead-letters", "replay", name); strings.HasPrefix(said, "0 ") {
				t.Errorf("%s: %s", name, said)
			}
			if shown := command(t, "dead-letters", "show", name); strings.Contains(shown, letter.body) {
				t.Errorf("%s still has %s", name, shown)
			}
		})
	}
}

func TestE5_AMailThatNobodyWasToldOfIsFoundAndHeld(t *testing.T) {
	s := stack.Open(t)
	admin, _ := s.Administrator(t)
	customer, mail, _ := s.Customer(t, admin)
	id, subject := stack.MailID(), "Lost "+stack.Key()
	s.StoreMail(t, id, "From: "+mail+"\r\nSubject: "+subject+"\r\n\r\nIs anybody there?\r\n")
	if said := command(t, "incoming-mail", "lost"); strings.Contains(said, id) {
		t.Errorf("a mail that may be under way is lost: %s", said)
	}
	if said := command(t, "incoming-mail", "lost", "--older-than", "0s"); !strings.Contains(said, id) {
		t.Errorf("lost: %s", said)
	}
	if said := command(t, "incoming-mail", "take", "--older-than", "0s", "--anyway"); !strings.Contains(said, id) {
		t.Errorf("taken: %s", said)
	}
	if summary := held(t, admin, "", subject); summary["reason"] != "not_checked" || summary["from"] != mail {
		t.Errorf("held as %v", summary)
	}
	if said := command(t, "incoming-mail", "lost", "--older-than", "0s"); strings.Contains(said, id) {
		t.Errorf("still lost: %s", said)
	}
	if got := subjects(t, customer); len(got) != 0 {
		t.Errorf("requests were made: %q", got)
	}
}
