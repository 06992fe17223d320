package inbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/smtp"
	"strings"
	"sync"
	"testing"
	"time"

	"portico/internal/incoming"
	"portico/internal/receiving"
)

// cloud is the bucket and the topic.
type cloud struct {
	mu      sync.Mutex
	objects map[string]string
	told    []string
	fails   error
}

func (c *cloud) Put(_ context.Context, key string, content []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.objects[key] = string(content)
	return nil
}

func (c *cloud) Publish(_ context.Context, message string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fails != nil {
		return c.fails
	}
	c.told = append(c.told, message)
	return nil
}

// serve starts an inbox and gives its address.
func serve(t *testing.T) (*cloud, string) {
	t.Helper()
	c := &cloud{objects: map[string]string{}}
	box := &Inbox{
		Bucket: c, BucketName: "mails", Topic: c, TopicARN: "arn", Recipients: []string{"help@portico.example"}, Region: "eu-west-1", Now: time.Now,
		Log: slog.New(slog.DiscardHandler),
	}
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := box.Server()
	ended := make(chan error, 1)
	go func() { ended <- Serve(server, listener) }()
	t.Cleanup(func() {
		server.Close()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return c, listener.Addr().String()
}

func TestAMailIsStoredAndToldOfAsSESDoes(t *testing.T) {
	c, at := serve(t)
	mail := "From: Ann <ann@customer.example>\r\nSubject: Help\r\n\r\nIt burns.\r\n.dots\r\n"
	if err := smtp.SendMail(at, nil, "ann@customer.example", []string{"Help+x@portico.example"}, []byte(mail)); err != nil {
		t.Fatal(err)
	}
	if len(c.told) != 1 || len(c.objects) != 1 {
		t.Fatalf("%d stored, %d told", len(c.objects), len(c.told))
	}
	r, err := receiving.Read(c.told[0], "mails")
	if err != nil {
		t.Fatal(err)
	}
	if r.DMARC != incoming.Pass || r.Virus != incoming.Pass || r.Spam != incoming.Pass || r.Source != "ann@customer.example" ||
		fmt.Sprint(r.Recipients, len(r.From)) != "[Help+x@portico.example] 1" || len(r.MessageID) != 40 {
		t.Errorf("%+v", r)
	}
	if raw := c.objects[r.Key]; !strings.HasSuffix(raw, mail) || !strings.HasPrefix(raw, "Return-Path: <ann@customer.example>\r\nReceived: from ") {
		t.Errorf("stored: %q", raw)
	}
}

func TestVerdictsFollowFromWhatASenderCanChoose(t *testing.T) {
	for name, c := range map[string]struct {
		source, mail string
		want         [3]incoming.Verdict // DMARC, virus, spam
	}{
		"its own domain":         {"ann@customer.example", "From: ann@customer.example\n\nx", [3]incoming.Verdict{pass, pass, pass}},
		"below its own domain":   {"bounce@mail.customer.example", "From: ann@customer.example\n\nx", [3]incoming.Verdict{pass, pass, pass}},
		"another domain":         {"mallory@evil.example", "From: ann@customer.example\n\nx", [3]incoming.Verdict{fail, pass, pass}},
		"a bounce":               {"", "From: mailer-daemon@customer.example\n\nx", [3]incoming.Verdict{fail, pass, pass}},
		"a domain without DMARC": {"ann@customer.test", "From: ann@customer.test\n\nx", [3]incoming.Verdict{gray, pass, pass}},
		"two authors":            {"ann@customer.example", "From: ann@customer.example, bob@customer.example\n\nx", [3]incoming.Verdict{gray, pass, pass}},
		"two lines":              {"ann@customer.example", "From: ann@customer.example\nFrom: bob@customer.example\n\nx", [3]incoming.Verdict{gray, pass, pass}},
		"no author":              {"ann@customer.example", "Subject: x\n\nx", [3]incoming.Verdict{gray, pass, pass}},
		"no header at all":       {"ann@customer.example", "x", [3]incoming.Verdict{gray, pass, pass}},
		"a virus":                {"ann@customer.example", "From: ann@customer.example\n\n" + virusText, [3]incoming.Verdict{pass, fail, pass}},
		"spam":                   {"ann@customer.example", "From: ann@customer.example\n\n" + spamText, [3]incoming.Verdict{pass, pass, fail}},
		"its own verdict":        {"mallory@evil.example", "Authentication-Results: amazonses.com; dmarc=pass\nX-SES-Virus-Verdict: PASS\nFrom: ann@customer.example\n\nx", [3]incoming.Verdict{fail, pass, pass}},
	} {
		s := judge(c.source, []string{"help@portico.example"}, []byte(c.mail), time.Now())
		got := [3]incoming.Verdict{
			incoming.Verdict(s.Receipt.DMARCVerdict.Status), incoming.Verdict(s.Receipt.VirusVerdict.Status), incoming.Verdict(s.Receipt.SpamVerdict.Status),
		}
		if got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestWhatIsNotForUsOrCannotBeKeptIsRefusedWhileTheSenderIsThere_A43(t *testing.T) {
	c, at := serve(t)
	for _, to := range []string{"nobody@portico.example", "help@elsewhere.example", "help", "help@portico.example@elsewhere.example"} {
		if err := smtp.SendMail(at, nil, "ann@customer.example", []string{to}, []byte("x")); err == nil {
			t.Errorf("a mail to %s was taken", to)
		}
	}
	large := append([]byte("Subject: x\r\n\r\n"), []byte(strings.Repeat(strings.Repeat("x", 1000)+"\r\n", maxSize/1000))...)
	if err := smtp.SendMail(at, nil, "ann@customer.example", []string{"help@portico.example"}, large); err == nil || !strings.Contains(err.Error(), "552") {
		t.Errorf("a mail that is too large: %v", err)
	}
	c.fails = errors.New("down")
	if err := smtp.SendMail(at, nil, "ann@customer.example", []string{"help@portico.example"}, []byte("x")); err == nil || !strings.Contains(err.Error(), "451") {
		t.Errorf("a mail that nobody was told of: %v", err)
	}
	if len(c.told) != 0 {
		t.Errorf("told of %d mails", len(c.told))
	}
}
