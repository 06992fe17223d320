package demo

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"portico/internal/client"
	"portico/internal/mailbox"
)

// delivery is how long a mail may take.
const delivery = time.Minute

// member is somebody of the plan in this portal.
type member struct {
	somebody
	client *client.Client
	known  known
}

// known is what the portal knows of a person.
type known struct {
	ID      string
	Email   string
	State   string
	Version int
}

// team makes the administrator as operators do, who then invites the others.
func (w *world) team(ctx context.Context) (string, error) {
	if err := w.administrator(ctx); err != nil {
		return "", err
	}
	if err := w.services(ctx); err != nil {
		return "", err
	}
	there, err := w.everybody(ctx, "/api/agents", nil)
	if err != nil {
		return "", err
	}
	count, err := w.welcome(ctx, "/api/agents", func(p somebody) bool { return p.inTeam() }, func(p somebody) (known, error) {
		return there[strings.ToLower(p.email)], nil
	})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d people", count), w.listen(ctx)
}

// customers invites customers, or makes them without an invitation.
func (w *world) customers(ctx context.Context) (string, error) {
	count, err := w.welcome(ctx, "/api/customers", func(p somebody) bool { return !p.inTeam() }, func(p somebody) (known, error) {
		found, err := w.everybody(ctx, "/api/customers", url.Values{"query": {p.email}})
		return found[strings.ToLower(p.email)], err
	})
	return fmt.Sprintf("%d people", count), err
}

// welcome makes those of the plan whom find does not know, then activates those who are to get in; it gives how many there are. All mails are on
// their way before the first is waited for.
func (w *world) welcome(ctx context.Context, path string, which func(somebody) bool, find func(somebody) (known, error)) (count int, err error) {
	var group []*member
	for _, p := range people {
		if which(p) {
			group = append(group, w.members[p.key])
		}
	}
	for _, m := range group {
		if m.known, err = find(m.somebody); err != nil {
			return 0, err
		}
		if m.known.ID != "" {
			continue
		}
		if err := w.create(ctx, path, m); err != nil {
			return 0, err
		}
	}
	for _, m := range group {
		if m.known.State == "invited" && m.getsIn() {
			if err := w.activate(ctx, path, m); err != nil {
				return 0, err
			}
		}
	}
	return len(group), nil
}

func (w *world) create(ctx context.Context, path string, m *member) error {
	body := map[string]any{"name": m.name, "email": m.email, "language": m.language}
	if m.inTeam() {
		body["role"] = m.role
	} else {
		body["invite"] = m.stage != created
		if m.services != nil {
			body["services"] = m.services
		}
	}
	answer, err := w.post(ctx, w.members[first], path, m.idempotencyKey(), body)
	if err != nil {
		return err
	}
	w.made.People++
	return read(answer, "POST "+path, m, &m.known)
}

// activate goes the way of the mail. Where the mail is not there any more, or its link is no longer good, a new one is sent.
func (w *world) activate(ctx context.Context, path string, m *member) error {
	mails, err := w.portal.Mailbox.Wait(ctx, m.email, delivery, func(mails []mailbox.Mail) bool { return secret(mails) != "" })
	if err != nil {
		return err
	}
	if link := secret(mails); link != "" {
		err := w.follow(ctx, m, link)
		if !refused(err, "link_forged", "link_used", "link_replaced", "link_expired") {
			return err
		}
	}
	again := len(mails)
	if _, err := w.post(ctx, w.members[first], path+"/"+m.known.ID+"/invitation", key("again", m.email, time.Now().String()), struct{}{}); err != nil {
		return err
	}
	mails, err = w.portal.Mailbox.Wait(ctx, m.email, delivery, func(mails []mailbox.Mail) bool { return len(mails) > again })
	if err != nil {
		return err
	}
	if len(mails) <= again {
		return fmt.Errorf("no invitation came for %s within %s", m.email, delivery)
	}
	return w.follow(ctx, m, secret(mails))
}

// secret gives that of the newest mail that has one, or empty.
func secret(mails []mailbox.Mail) string {
	for i := len(mails) - 1; i >= 0; i-- {
		if found := mails[i].Secret(); found != "" {
			return found
		}
	}
	return ""
}

// follow activates by a link's secret.
func (w *world) follow(ctx context.Context, m *member, link string) error {
	body := map[string]any{"link": link, "name": m.name, "password": Password, "language": m.language}
	answer, err := w.send(ctx, m, "/api/activate", key("activate", m.email, link), body)
	if err != nil {
		return err
	}
	if !m.client.Keep(answer) {
		return &refusal{what: "activation", who: m.email, answer: answer}
	}
	m.known.State = "active"
	return nil
}

// signIn signs m in unless they are.
func (w *world) signIn(ctx context.Context, m *member) error {
	if m.client.Token != "" {
		return nil
	}
	answer, err := w.send(ctx, m, "/api/sessions", "", map[string]any{"email": m.email, "password": Password})
	if err != nil {
		return fmt.Errorf("%s, of the demo, cannot sign in with the demo's password any more; `make fresh` removes everything (%w)", m.name, err)
	}
	if !m.client.Keep(answer) {
		return &refusal{what: "sign-in", who: m.email, answer: answer}
	}
	return nil
}

// administrator makes the first of the team, unless they are there.
func (w *world) administrator(ctx context.Context) error {
	m := w.members[first]
	there, err := w.portal.Operator.Administrators(ctx)
	if err != nil {
		return fmt.Errorf("list the administrators: %w", err)
	}
	for _, a := range there {
		if strings.EqualFold(a.Email, m.email) && a.Active() {
			return w.signIn(ctx, m)
		}
	}
	address, err := w.portal.Operator.CreateAdministrator(ctx, m.name, m.email)
	if err != nil {
		return fmt.Errorf("create the administrator %s: %w", m.email, err)
	}
	_, link, found := strings.Cut(address, "#")
	if !found { // they had activated before, and have access again
		return w.signIn(ctx, m)
	}
	w.made.People++
	return w.follow(ctx, m, link)
}

// services looks whether the portal has those of the plan.
func (w *world) services(ctx context.Context) error {
	var settings struct {
		Services struct{ Services []struct{ ID string } }
	}
	if err := w.get(ctx, w.members[first], "/api/settings", nil, &settings); err != nil {
		return err
	}
	has := map[string]bool{}
	for _, s := range settings.Services.Services {
		has[s.ID] = true
	}
	for _, needed := range []string{software, billing} {
		if !has[needed] {
			return fmt.Errorf("the demo needs the service %q, which infra/config/local.json does not have", needed)
		}
	}
	return nil
}

// everybody gives the people of a list, by their addresses in small letters.
func (w *world) everybody(ctx context.Context, path string, query url.Values) (map[string]known, error) {
	found := map[string]known{}
	for cursor := ""; ; {
		var page struct {
			Items []known
			Next  string
		}
		if err := w.get(ctx, w.members[first], path, with(query, cursor), &page); err != nil {
			return nil, err
		}
		for _, one := range page.Items {
			found[strings.ToLower(one.Email)] = one
		}
		if cursor = page.Next; cursor == "" {
			return found, nil
		}
	}
}

// with adds a cursor, where there is one, to a copy of query.
func with(query url.Values, cursor string) url.Values {
	all := url.Values{}
	for name, values := range query {
		all[name] = values
	}
	if cursor != "" {
		all.Set("cursor", cursor)
	}
	return all
}

// suspend suspends m, once: whom somebody gave access back keeps it.
func (w *world) suspend(ctx context.Context, m *member) error {
	path := "/api/customers/" + m.known.ID
	var now struct {
		Person  known
		History []struct{ Action string }
	}
	if err := w.get(ctx, w.members[first], path, nil, &now); err != nil {
		return err
	}
	for _, entry := range now.History {
		if entry.Action == "suspended" {
			return nil
		}
	}
	_, err := w.post(ctx, w.members[first], path+"/access", "", map[string]any{"suspended": true, "version": now.Person.Version})
	return err
}

// listen chooses what agents are told of, where they have not chosen yet.
func (w *world) listen(ctx context.Context) error {
	for _, l := range listeners {
		m := w.members[l.by]
		if m.client.Token == "" { // was there before
			continue
		}
		var chosen struct{ Version int }
		if err := w.get(ctx, m, "/api/notifications", nil, &chosen); err != nil {
			return err
		}
		if chosen.Version > 0 {
			continue
		}
		body := map[string]any{"version": 0, "services": []any{map[string]any{"service": l.service, "newRequests": true, "replies": l.replies}}}
		if _, err := w.post(ctx, m, "/api/notifications", "", body); err != nil {
			return err
		}
	}
	return nil
}
