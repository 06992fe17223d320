package ticket

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"portico/internal/gate"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/problem"
)

// Replies is which of the customers' replies an agent is told of.
type Replies string

// The choices. Mine are those to tickets that are assigned to the agent.
const (
	NoReplies   Replies = "none"
	MyReplies   Replies = "mine"
	AllReplies  Replies = "all"
	usualChoice         = MyReplies
)

// Choice is what an agent is told of about one service.
type Choice struct {
	NewRequests bool
	Replies     Replies
}

// Usual is what somebody is told of who has chosen nothing: replies to what is theirs.
var Usual = Choice{Replies: usualChoice}

// Choices is what an agent is told of. Version counts their changes; 0 where nothing was ever chosen.
type Choices struct {
	Agent    person.ID
	Version  int
	Services map[string]Choice
	Known    []string // the portal's services, in their order
}

// Of gives the choice about a service.
func (c Choices) Of(service string) Choice {
	if choice, ok := c.Services[service]; ok {
		return choice
	}
	return Usual
}

// Tells tells whether the agent chose to be told of a kind of news about every ticket of a service.
func (c Choice) Tells(kind outbox.RequestKind) bool {
	if kind == outbox.NewRequestNews {
		return c.NewRequests
	}
	return c.Replies == AllReplies
}

// Choices gives what the caller is told of. The errors are those of the gate.
func (d *Desk) Choices(ctx context.Context, v gate.Visit) (Choices, error) {
	return gate.Admitted(ctx, d.Store, d.Now, v, func() (Choices, error) {
		services := servicesNow(ctx, d.Services)
		c, err := d.Store.Choices(ctx, v.Caller.Person)
		known, readErr := services()
		c.Known = known
		return c, errors.Join(err, readErr)
	})
}

// mostChanged is for how many services somebody can choose anew at once: each is two rows at most, and a transaction takes a hundred with the choices
// themselves and the gate.
const mostChanged = 49

// tooMany is nil where the change from before to after fits into one transaction, and an Invalid problem about the services otherwise.
func tooMany(before, after Choices) error {
	changed := 0
	for service := range after.Services {
		if before.Of(service) != after.Of(service) {
			changed++
		}
	}
	for service, choice := range before.Services {
		if _, there := after.Services[service]; !there && choice != Usual {
			changed++
		}
	}
	if changed <= mostChanged {
		return nil
	}
	detail := fmt.Sprintf("Choose anew for %d services at most at once.", mostChanged)
	return problem.InvalidFields(problem.Field{Name: "services", Code: "too_long", Detail: detail})
}

// Choose replaces what the caller is told of. Version is the one that the caller saw; what is so already stays so. The errors are those of the gate,
// an Invalid problem about the services, also where they are too many that change at once, and VersionConflict with what is so now.
func (d *Desk) Choose(ctx context.Context, v gate.Visit, services map[string]Choice, version int) (Choices, error) {
	return again(ctx, func() (Choices, error) {
		before, err := d.Choices(ctx, v)
		if err != nil {
			return Choices{}, err
		}
		for service := range services {
			if !slices.Contains(before.Known, service) {
				return Choices{}, problem.InvalidFields(problem.Field{Name: "services", Code: "unsupported", Detail: "There is no such service."})
			}
		}
		if maps.Equal(before.Services, services) && (version == before.Version || version == before.Version-1) {
			return before, nil
		}
		if before.Version != version {
			return Choices{}, conflict(VersionConflict, ChoicesViewOf(before))
		}
		after := Choices{Agent: v.Caller.Person, Version: version + 1, Services: services, Known: before.Known}
		if err := tooMany(before, after); err != nil {
			return Choices{}, err
		}
		return after, d.Store.Choose(ctx, author(v, person.Person{ID: v.Caller.Person}), before, after)
	})
}

// Listener is what telling the team needs of the table.
type Listener interface {
	// Head reads a ticket; zero where there is none.
	Head(ctx context.Context, id ID) (Ticket, error)
	// Listeners gives a page of the agents who chose to be told of a kind of news of a service, from behind a position.
	Listeners(ctx context.Context, service string, kind outbox.RequestKind, after string, limit int) (agents []person.ID, next string, err error)
	// Choices reads what an agent chose to be told of.
	Choices(ctx context.Context, agent person.ID) (Choices, error)
	// Tell writes mails that are not there yet.
	Tell(ctx context.Context, mails []outbox.Mail) error
	// Told marks news as told.
	Told(ctx context.Context, id outbox.ID, mails int) error
}

// Teller tells the team of news.
type Teller struct{ Store Listener }

// listenersPage is how many agents are told at once.
const listenersPage = 25

// Tell makes one mail for each agent who chose to be told of r, page by page. A repeat makes the same mails, which are not written twice.
func (t *Teller) Tell(ctx context.Context, r outbox.Request) error {
	about, err := t.Store.Head(ctx, ID(r.Ticket))
	if err != nil {
		return err
	}
	if about.ID == "" {
		return t.Store.Told(ctx, r.ID, 0)
	}
	told := 0
	if about.Assignee != "" && r.Kind == outbox.ReplyNews {
		n, err := t.assignee(ctx, r, about)
		if err != nil {
			return err
		}
		told += n
	}
	for after := ""; ; {
		agents, next, err := t.Store.Listeners(ctx, about.Service, r.Kind, after, listenersPage)
		if err != nil {
			return err
		}
		n, err := t.mail(ctx, r, about, agents...)
		if err != nil {
			return err
		}
		told += n
		if after = next; after == "" {
			return t.Store.Told(ctx, r.ID, told)
		}
	}
}

// assignee tells the agent who has the ticket, unless they chose otherwise or are told anyway.
func (t *Teller) assignee(ctx context.Context, r outbox.Request, about Ticket) (int, error) {
	choices, err := t.Store.Choices(ctx, about.Assignee)
	if err != nil || choices.Of(about.Service).Replies != MyReplies {
		return 0, err
	}
	return t.mail(ctx, r, about, about.Assignee)
}

// mail writes the mails to some agents. Who wrote the message is not told of it.
func (t *Teller) mail(ctx context.Context, r outbox.Request, about Ticket, agents ...person.ID) (int, error) {
	var mails []outbox.Mail
	for _, agent := range agents {
		if agent != about.Requester {
			mails = append(mails, NewsMail(agent, r, r.CreatedAt))
		}
	}
	return len(mails), t.Store.Tell(ctx, mails)
}
