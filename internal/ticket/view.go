package ticket

import (
	"time"

	"portico/internal/people"
	"portico/internal/person"
)

// SummaryView is a ticket in a list as the contract shows it.
type SummaryView struct {
	ID        ID        `json:"id"`
	Reference string    `json:"reference"`
	Subject   string    `json:"subject"`
	Status    Status    `json:"status"`
	Service   string    `json:"service"`
	UpdatedAt time.Time `json:"updatedAt"`
}

// SummaryViewsOf shows tickets in a list.
func SummaryViewsOf(tickets []Ticket) []SummaryView {
	views := make([]SummaryView, len(tickets))
	for i, t := range tickets {
		views[i] = summaryViewOf(t)
	}
	return views
}

func summaryViewOf(t Ticket) SummaryView {
	return SummaryView{ID: t.ID, Reference: t.Reference.String(), Subject: t.Subject, Status: t.Status, Service: t.Service, UpdatedAt: t.UpdatedAt}
}

// PageView is a page of a customer's requests as the contract shows it.
type PageView struct {
	Items []SummaryView `json:"items"`
	Next  string        `json:"next,omitempty"`
}

// PageViewOf shows a page.
func PageViewOf(p Page) PageView { return PageView{Items: SummaryViewsOf(p.Tickets), Next: p.Next} }

type authorView struct {
	Side Side   `json:"side"`
	Name string `json:"name"`
	Me   bool   `json:"me,omitempty"`
}

func authorViewOf(a Author, reader person.ID) authorView {
	return authorView{Side: a.Side, Name: a.Name, Me: a.Person == reader}
}

type messageView struct {
	Number int        `json:"number"`
	At     time.Time  `json:"at"`
	Author authorView `json:"author"`
	Text   string     `json:"text"`
	Via    Via        `json:"via"`
}

func messageViews(messages []Message, reader person.ID) []messageView {
	views := make([]messageView, len(messages))
	for i, m := range messages {
		views[i] = messageView{Number: m.Number, At: m.At, Author: authorViewOf(m.Author, reader), Text: m.Text, Via: m.Via}
	}
	return views
}

type eventView struct {
	After  int        `json:"after"`
	At     time.Time  `json:"at"`
	Status Status     `json:"status"`
	Author authorView `json:"author"`
}

// ConversationView is a conversation as the contract shows it.
type ConversationView struct {
	SummaryView
	CreatedAt    time.Time     `json:"createdAt"`
	Version      int           `json:"version"`
	Last         int           `json:"last"`
	Assignee     string        `json:"assignee,omitempty"`
	Participants []string      `json:"participants"`
	Messages     []messageView `json:"messages"`
	Events       []eventView   `json:"events"`
	Earlier      bool          `json:"earlier"`
}

// ConversationViewOf shows r to who reads it.
func ConversationViewOf(r Reading) ConversationView {
	t, reader := r.Ticket, r.Gate.Person
	events := make([]eventView, len(r.Events))
	for i, e := range r.Events {
		events[i] = eventView{After: e.After, At: e.At, Status: e.Status, Author: authorViewOf(e.Author, reader)}
	}
	return ConversationView{
		SummaryView: summaryViewOf(t), CreatedAt: t.CreatedAt, Version: t.Version, Last: t.Last, Assignee: t.AssigneeName,
		Participants: []string{t.RequesterName}, Messages: messageViews(r.Messages, reader), Events: events, Earlier: r.Earlier(),
	}
}

type noteView struct {
	ID     string    `json:"id"`
	At     time.Time `json:"at"`
	Author string    `json:"author"`
	Text   string    `json:"text"`
}

// ColleagueView is an agent as colleagues see one.
type ColleagueView struct {
	ID   person.ID `json:"id"`
	Name string    `json:"name"`
}

func assigneeViewOf(t Ticket) *ColleagueView {
	if t.Assignee == "" {
		return nil
	}
	return &ColleagueView{ID: t.Assignee, Name: t.AssigneeName}
}

// ColleagueViewsOf shows the team.
func ColleagueViewsOf(team []person.Person) []ColleagueView {
	views := make([]ColleagueView, len(team))
	for i, p := range team {
		views[i] = ColleagueView{ID: p.ID, Name: p.Name}
	}
	return views
}

// SheetView is a ticket as the contract shows it to the team.
type SheetView struct {
	Conversation ConversationView `json:"conversation"`
	Assignee     *ColleagueView   `json:"assignee,omitempty"`
	Requester    *people.View     `json:"requester,omitempty"`
	Notes        []noteView       `json:"notes"`
	NoteCount    int              `json:"noteCount"`
	EarlierNotes bool             `json:"earlierNotes"`
	Others       []SummaryView    `json:"others"`
}

// SheetViewOf shows s.
func SheetViewOf(s Sheet) SheetView {
	view := SheetView{
		Conversation: ConversationViewOf(s.Reading), Assignee: assigneeViewOf(s.Ticket), Notes: make([]noteView, len(s.Notes)),
		NoteCount: s.Ticket.Notes, EarlierNotes: len(s.Notes) > 0 && s.Ticket.Notes > len(s.Notes), Others: SummaryViewsOf(s.Others),
	}
	if s.Requester.ID != "" {
		requester := people.ViewOf(s.Requester)
		view.Requester = &requester
	}
	for i, n := range s.Notes {
		view.Notes[i] = noteView{ID: n.ID, At: n.At, Author: n.Author.Name, Text: n.Text}
	}
	return view
}

// QueueView is a page of the desk's lists as the contract shows it.
type QueueView struct {
	Items []entryView `json:"items"`
	Next  string      `json:"next,omitempty"`
}

type entryView struct {
	Request   SummaryView    `json:"request"`
	Requester string         `json:"requester"`
	Assignee  *ColleagueView `json:"assignee,omitempty"`
}

// QueueViewOf shows a page to the team.
func QueueViewOf(p Page) QueueView {
	view := QueueView{Items: make([]entryView, len(p.Tickets)), Next: p.Next}
	for i, t := range p.Tickets {
		view.Items[i] = entryView{Request: summaryViewOf(t), Requester: t.RequesterName, Assignee: assigneeViewOf(t)}
	}
	return view
}

// CountsView is Counts as the contract shows it.
type CountsView struct {
	Open       int         `json:"open"`
	Unassigned int         `json:"unassigned"`
	Mine       int         `json:"mine"`
	Held       int         `json:"held"`
	Services   []countView `json:"services"`
}

type countView struct {
	Service string `json:"service"`
	Count   int    `json:"count"`
}

// CountsViewOf shows c.
func CountsViewOf(c Counts) CountsView {
	view := CountsView{Open: c.Open, Unassigned: c.Unassigned, Mine: c.Mine, Held: c.Held, Services: make([]countView, len(c.Services))}
	for i, s := range c.Services {
		view.Services[i] = countView(s)
	}
	return view
}

// ChoicesView is what an agent is told of as the contract shows it.
type ChoicesView struct {
	Services []choiceView `json:"services"`
	Version  int          `json:"version"`
}

type choiceView struct {
	Service     string  `json:"service"`
	NewRequests bool    `json:"newRequests"`
	Replies     Replies `json:"replies"`
}

// ChoicesViewOf shows c for every service of the portal.
func ChoicesViewOf(c Choices) ChoicesView {
	view := ChoicesView{Services: make([]choiceView, len(c.Known)), Version: c.Version}
	for i, service := range c.Known {
		choice := c.Of(service)
		view.Services[i] = choiceView{Service: service, NewRequests: choice.NewRequests, Replies: choice.Replies}
	}
	return view
}
