// Package inbox plays SES's receiving on one machine: an SMTP server that stores each mail in the bucket and tells the topic of it, as SES does with our
// receipt rule. What stands behind the topic is the real thing.
//
// Nobody signs or publishes policies on one machine, so the verdicts follow from what a sender can choose there: see judge.
package inbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-smtp"

	"portico/internal/address"
	"portico/internal/receiving"
)

// The limits, which are about those of SES.
const (
	maxRecipients = 50
	maxSize       = 40 << 20
	maxLine       = 100_000
	timeout       = 30 * time.Second
)

// Bucket stores mails; *bucket.Bucket does.
type Bucket interface {
	Put(ctx context.Context, key string, content []byte) error
}

// Topic tells of them.
type Topic interface {
	Publish(ctx context.Context, message string) error
}

// Inbox takes mails to some addresses.
type Inbox struct {
	Bucket     Bucket
	BucketName string
	Topic      Topic
	TopicARN   string
	Recipients []string // the addresses that our rule is for
	Region     string
	Now        func() time.Time
	Log        *slog.Logger
}

// Server makes the SMTP server. It must listen on loopback alone: whoever can reach it can send as anybody.
func (b *Inbox) Server() *smtp.Server {
	s := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{inbox: b, hello: c.Hostname(), from: c.Conn().RemoteAddr()}, nil
	}))
	s.Domain = "inbound-smtp." + b.Region + ".localhost"
	s.MaxRecipients, s.MaxMessageBytes, s.MaxLineLength = maxRecipients, maxSize, maxLine
	s.ReadTimeout, s.WriteTimeout = timeout, timeout
	s.ErrorLog = slog.NewLogLogger(b.Log.Handler(), slog.LevelDebug)
	return s
}

// Serve serves until the server is closed, which is no error.
func Serve(s *smtp.Server, l net.Listener) error {
	if err := s.Serve(l); !errors.Is(err, smtp.ErrServerClosed) {
		return err
	}
	return nil
}

// session is one connection, with the mail that is being sent on it.
type session struct {
	inbox  *Inbox
	hello  string
	from   net.Addr
	source string
	to     []string
}

// Reset forgets the mail.
func (s *session) Reset() { s.source, s.to = "", nil }

// Logout ends the session.
func (s *session) Logout() error { return nil }

// Mail takes the envelope's sender, which is empty for a bounce.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.source = from
	return nil
}

// Rcpt takes a recipient that our rule is for. SES refuses all others while the sender is there to be told.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if !s.inbox.takes(to) {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "Requested action not taken: mailbox unavailable"}
	}
	s.to = append(s.to, to)
	return nil
}

func (b *Inbox) takes(recipient string) bool {
	parsed, err := address.Parse(recipient)
	if err != nil {
		return false
	}
	local, domain, _ := strings.Cut(parsed.Key, "@")
	local, _, _ = strings.Cut(local, "+")
	return slices.ContainsFunc(b.Recipients, func(own string) bool { return strings.EqualFold(own, local+"@"+domain) })
}

// Data takes the mail itself. It is accepted when the topic was told of it, and not before.
func (s *session) Data(r io.Reader) error {
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	if err := s.inbox.receive(ctx, s, content); err != nil {
		s.inbox.Log.Error("an incoming mail was not taken", "error", err)
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Requested action aborted: try again"}
	}
	return nil
}

func (b *Inbox) receive(ctx context.Context, s *session, content []byte) error {
	at := b.Now().UTC()
	service := judge(s.source, s.to, content, at)
	raw := append(b.stamp(s, service, at), content...)
	if err := b.Bucket.Put(ctx, receiving.Prefix+service.Mail.MessageID, raw); err != nil {
		return fmt.Errorf("store the mail: %w", err)
	}
	message, err := json.Marshal(receiving.New(b.BucketName, b.TopicARN, service))
	if err != nil {
		return fmt.Errorf("write the notification: %w", err)
	}
	if err := b.Topic.Publish(ctx, string(message)); err != nil {
		return fmt.Errorf("tell of the mail: %w", err)
	}
	return nil
}
