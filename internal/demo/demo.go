// Package demo fills a local portal with people and requests that could be real, so that a newcomer sees a portal that lives. It works as people do:
// by the API, the mails and the operator's command. What is there already is recognised and left as it is, so that it can run again at any time.
package demo

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"portico/internal/client"
	"portico/internal/mailbox"
	"portico/internal/operator"
)

// atMost is how long it may all take.
const atMost = 5 * time.Minute

// Operator makes the first administrator; *operator.Operator does.
type Operator interface {
	Administrators(ctx context.Context) ([]operator.Administrator, error)
	CreateAdministrator(ctx context.Context, name, email string) (link string, err error)
}

// Report hears what is going on; localcloud.Report is one.
type Report interface {
	Start(part, what string)
	Done(part, what string, took time.Duration)
}

// Portal is a portal on this machine.
type Portal struct {
	Address  string // such as http://localhost:8080
	Mailbox  mailbox.Mailbox
	Operator Operator
	Report   Report
}

// Made counts what was not there before.
type Made struct {
	People, Requests, Steps int
}

// SignIn is somebody who can sign in with Password.
type SignIn struct {
	Name, Email, Role string
}

// SignIns are those whom the demo can sign in as, the team first.
func SignIns() []SignIn {
	var all []SignIn
	for _, p := range people {
		if p.stage == active {
			all = append(all, SignIn{p.name, p.email, p.role})
		}
	}
	return all
}

// Customers are the addresses of all customers of the demo, also of those who cannot sign in.
func Customers() []string {
	var all []string
	for _, p := range people {
		if !p.inTeam() {
			all = append(all, p.email)
		}
	}
	return all
}

// Fill makes what is missing and gives what that was. It waits where the portal asks it to wait, and ends after five minutes at the latest; what was
// made by then stays, and another run goes on from there.
func (p Portal) Fill(ctx context.Context) (Made, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, atMost, fmt.Errorf("it took longer than %s; run it again to go on", atMost))
	defer cancel()
	w := &world{portal: p, members: map[string]*member{}}
	for _, one := range people {
		c, err := client.New(p.Address, nil)
		if err != nil {
			return w.made, err
		}
		w.members[one.key] = &member{somebody: one, client: c}
	}
	err := w.fill(ctx)
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	return w.made, err
}

// world is one run.
type world struct {
	portal  Portal
	members map[string]*member
	threads []*thread
	made    Made
}

func (w *world) fill(ctx context.Context) error {
	parts := []struct {
		name, what string
		do         func(context.Context) (string, error)
	}{
		{"team", "inviting the team", w.team},
		{"customers", "inviting customers", w.customers},
		{"requests", "opening requests", w.opens},
		{"answers", "answering them", w.goesOn},
		{"sign-out", "signing everybody out", w.endings},
	}
	for _, part := range parts {
		began := time.Now()
		w.portal.Report.Start(part.name, part.what)
		result, err := part.do(ctx)
		if err != nil {
			return err
		}
		w.portal.Report.Done(part.name, result, time.Since(began))
	}
	return nil
}

// endings suspends whom the plan says, and ends every session that this run began.
func (w *world) endings(ctx context.Context) (string, error) {
	for _, one := range people {
		if one.stage == suspended {
			if err := w.suspend(ctx, w.members[one.key]); err != nil {
				return "", err
			}
		}
	}
	for _, m := range w.members {
		if m.client.Token == "" || m.stage == suspended {
			continue
		}
		if _, err := w.post(ctx, m, "/api/sessions/end", "", struct{}{}); err != nil {
			return "", err
		}
	}
	return "everybody", nil
}

// get reads path as m, who is signed in for it where they are not yet, into what answer points to.
func (w *world) get(ctx context.Context, m *member, path string, query url.Values, into any) error {
	if err := w.signIn(ctx, m); err != nil {
		return err
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	answer, err := patiently(ctx, func() (*client.Answer, error) { return m.client.Get(ctx, path) })
	if err != nil {
		return fmt.Errorf("GET %s as %s: %w", path, m.email, err)
	}
	return read(answer, "GET "+path, m, into)
}

// post sends as m, who is signed in for it where they are not yet. The error is a *refusal where the portal refuses.
func (w *world) post(ctx context.Context, m *member, path, key string, body any) (*client.Answer, error) {
	if err := w.signIn(ctx, m); err != nil {
		return nil, err
	}
	return w.send(ctx, m, path, key, body)
}

// send is post for those who are not signed in.
func (w *world) send(ctx context.Context, m *member, path, key string, body any) (*client.Answer, error) {
	answer, err := patiently(ctx, func() (*client.Answer, error) { return m.client.Post(ctx, path, key, body) })
	if err != nil {
		return nil, fmt.Errorf("POST %s as %s: %w", path, m.email, err)
	}
	if answer.Status >= 300 {
		return nil, &refusal{what: "POST " + path, who: m.email, answer: answer}
	}
	return answer, nil
}

// refusal is an answer of the portal that is none that was hoped for.
type refusal struct {
	what, who string
	answer    *client.Answer
}

// Error says what was refused to whom, and how.
func (r *refusal) Error() string { return fmt.Sprintf("%s as %s: %s", r.what, r.who, r.answer) }

// refused tells whether err is a refusal with one of the codes.
func refused(err error, codes ...string) bool {
	r, is := errors.AsType[*refusal](err)
	if !is {
		return false
	}
	for _, code := range codes {
		if r.answer.Code() == code {
			return true
		}
	}
	return false
}

// key derives an Idempotency-Key, so that a run that takes up where another ended asks for the same thing again, not for another one.
func key(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return "demo-" + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:20]))
}
