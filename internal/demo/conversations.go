package demo

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"portico/internal/client"
)

// seen is a request as the team sees it.
type seen struct {
	Conversation conversation
	Requester    struct{ Email string }
	Notes        []struct{ Text string }
	EarlierNotes bool
}

// conversation is a request as both sides see it.
type conversation struct {
	ID       string
	Subject  string
	Version  int
	Last     int
	Messages []struct {
		Number int
		Text   string
	}
	Events []struct {
		After  int
		Status string
	}
	Earlier bool
}

// thread is a request of the plan in this portal.
type thread struct {
	request
	now  conversation
	next int // the step that comes next
}

// opens opens the requests that are not there.
func (w *world) opens(ctx context.Context) (string, error) {
	for _, r := range requests {
		t, err := w.open(ctx, r)
		if err != nil {
			return "", err
		}
		w.threads = append(w.threads, t)
	}
	return fmt.Sprintf("%d requests", len(w.threads)), nil
}

// goesOn goes on with each request where it stands, by one step in turn.
func (w *world) goesOn(ctx context.Context) (string, error) {
	count := 0
	for round, left := 0, true; left; round++ {
		left = false
		for _, t := range w.threads {
			if round >= len(t.steps) {
				continue
			}
			left = true
			count++
			if round < t.next {
				continue
			}
			if err := w.step(ctx, t, round); err != nil {
				return "", err
			}
			w.made.Steps++
		}
	}
	return fmt.Sprintf("%d answers, notes and changes", count), nil
}

// open finds a request, or opens it.
func (w *world) open(ctx context.Context, r request) (*thread, error) {
	found, err := w.find(ctx, r)
	if err != nil {
		return nil, err
	}
	if found != nil {
		return &thread{request: r, now: found.Conversation, next: reached(r.steps, found)}, nil
	}
	body := map[string]any{"service": r.service, "subject": r.subject, "text": r.text}
	answer, err := w.post(ctx, w.members[r.by], "/api/requests", r.idempotencyKey(), body)
	if err != nil {
		return nil, err
	}
	w.made.Requests++
	t := &thread{request: r}
	return t, read(answer, "POST /api/requests", w.members[r.by], &t.now)
}

// find gives the requester's request with the subject, whole, or nil.
func (w *world) find(ctx context.Context, r request) (*seen, error) {
	for cursor := ""; ; {
		var page struct {
			Items []struct {
				Request struct{ ID, Subject string }
			}
			Next string
		}
		if err := w.get(ctx, w.members[first], "/api/queue/search", with(url.Values{"query": {r.subject}}, cursor), &page); err != nil {
			return nil, err
		}
		for _, entry := range page.Items {
			if entry.Request.Subject != r.subject {
				continue
			}
			t, err := w.whole(ctx, entry.Request.ID)
			if err != nil || strings.EqualFold(t.Requester.Email, w.members[r.by].email) {
				return t, err
			}
		}
		if cursor = page.Next; cursor == "" {
			return nil, nil
		}
	}
}

// whole reads a request with all its messages, however much people have written since.
func (w *world) whole(ctx context.Context, id string) (*seen, error) {
	var t seen
	path := "/api/tickets/" + id
	if err := w.get(ctx, w.members[first], path, nil, &t); err != nil {
		return nil, err
	}
	for page := t; page.Conversation.Earlier && len(page.Conversation.Messages) > 0; {
		before := strconv.Itoa(page.Conversation.Messages[0].Number)
		page = seen{}
		if err := w.get(ctx, w.members[first], path, url.Values{"before": {before}}, &page); err != nil {
			return nil, err
		}
		t.Conversation.Messages = slices.Concat(page.Conversation.Messages, t.Conversation.Messages)
		t.Conversation.Events = slices.Concat(page.Conversation.Events, t.Conversation.Events)
	}
	return &t, nil
}

// reached gives the number of the first step that is to be done: the one behind the last that was done. What people have done themselves since is no
// step, and is not undone.
func reached(steps []step, t *seen) int {
	messages := 1
	next := 0
	for i, s := range steps {
		if s.done(t, messages) {
			next = i + 1
		}
		if s.isMessage() {
			messages++
		}
	}
	return next
}

// done tells whether the step was done, where it comes behind so many messages of the plan.
func (s step) done(t *seen, messages int) bool {
	switch s.does {
	case takes:
		return t.Conversation.Version > 1
	case notes:
		return t.EarlierNotes || slices.ContainsFunc(t.Notes, func(n struct{ Text string }) bool { return n.Text == s.text })
	case sets:
		for _, e := range t.Conversation.Events {
			if e.Status == s.status && e.After >= messages {
				return true
			}
		}
		return false
	}
	for _, m := range t.Conversation.Messages {
		if m.Text == s.text {
			return true
		}
	}
	return false
}

// step does one step, and once more where somebody was faster, on what is there then.
func (w *world) step(ctx context.Context, t *thread, i int) error {
	answer, err := w.act(ctx, t, i)
	if refused(err, "version_conflict", "messages_unseen") {
		now, readErr := w.whole(ctx, t.now.ID)
		if readErr != nil {
			return readErr
		}
		if reached(t.steps, now) > i {
			t.now = now.Conversation
			return nil
		}
		t.now = now.Conversation
		answer, err = w.act(ctx, t, i)
	}
	if err != nil {
		return err
	}
	m := w.members[t.steps[i].by]
	if !m.inTeam() {
		return read(answer, t.subject, m, &t.now)
	}
	var now seen
	err = read(answer, t.subject, m, &now)
	t.now = now.Conversation
	return err
}

func (w *world) act(ctx context.Context, t *thread, i int) (*client.Answer, error) {
	s, m := t.steps[i], w.members[t.steps[i].by]
	path := "/api/tickets/" + t.now.ID
	if !m.inTeam() {
		path = "/api/requests/" + t.now.ID
	}
	once := key("step", t.idempotencyKey(), strconv.Itoa(i), s.by, s.text, s.status)
	switch s.does {
	case takes:
		return w.post(ctx, m, path+"/assignee", "", map[string]any{"agent": m.known.ID, "version": t.now.Version})
	case answers:
		body := map[string]any{"text": s.text, "seen": t.now.Last}
		if s.status != "" {
			body["status"] = s.status
		}
		return w.post(ctx, m, path+"/answers", once, body)
	case notes:
		return w.post(ctx, m, path+"/notes", once, map[string]any{"text": s.text})
	case replies:
		return w.post(ctx, m, path+"/replies", once, map[string]any{"text": s.text})
	default:
		return w.post(ctx, m, path+"/status", "", map[string]any{"status": s.status, "seen": t.now.Last, "version": t.now.Version})
	}
}
