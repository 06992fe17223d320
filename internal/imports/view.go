package imports

import (
	"time"

	"portico/internal/person"
	"portico/internal/sheet"
)

// View is an import as the contract shows it.
type View struct {
	ID           ID         `json:"id"`
	FileName     string     `json:"fileName"`
	State        State      `json:"state"`
	CreatedAt    time.Time  `json:"createdAt"`
	CreatedBy    whoView    `json:"createdBy"`
	Lines        int        `json:"lines"`
	Counts       countsView `json:"counts"`
	Denied       int        `json:"denied"`
	Encoding     string     `json:"encoding,omitempty"`
	Separator    string     `json:"separator,omitempty"`
	Ignored      []string   `json:"ignored"`
	Fault        string     `json:"fault,omitempty"`
	Columns      []string   `json:"columns"`
	Invite       *bool      `json:"invite,omitempty"`
	StartedAt    *time.Time `json:"startedAt,omitempty"`
	StartedBy    *whoView   `json:"startedBy,omitempty"`
	EndedAt      *time.Time `json:"endedAt,omitempty"`
	StoppedBy    *whoView   `json:"stoppedBy,omitempty"`
	StopReason   string     `json:"stopReason,omitempty"`
	WaitingUntil *time.Time `json:"waitingUntil,omitempty"`
	ExpiresAt    time.Time  `json:"expiresAt"`
}

type whoView struct {
	ID   person.ID `json:"id"`
	Name string    `json:"name"`
}

type countsView struct {
	New     int `json:"new"`
	Created int `json:"created"`
	Known   int `json:"known"`
	Refused int `json:"refused"`
}

var separators = map[sheet.Separator]string{sheet.Comma: "comma", sheet.Semicolon: "semicolon", sheet.Tab: "tab"}

// ViewOf shows i.
func ViewOf(i Import) View {
	counts := i.Counts()
	v := View{
		ID: i.ID, FileName: i.FileName, State: i.State, CreatedAt: i.At, CreatedBy: whoView(i.By), Lines: i.Lines,
		Counts:   countsView{New: counts[New], Created: counts[Created], Known: counts[Known], Refused: counts[Refused]},
		Denied:   i.Denied,
		Encoding: string(i.Encoding), Separator: separators[i.Separator], Ignored: nonNil(i.Ignored), Fault: i.Fault, Columns: nonNil(i.Columns),
		StartedAt: instant(i.StartedAt), StartedBy: whoOf(i.StartedBy), EndedAt: instant(i.EndedAt), StoppedBy: whoOf(i.StoppedBy),
		StopReason: i.StopReason, WaitingUntil: instant(i.WaitingUntil), ExpiresAt: i.ExpiresAt(),
	}
	if !i.StartedAt.IsZero() {
		v.Invite = &i.Invite
	}
	return v
}

// UploadView is an import with what its file is uploaded with, while it waits for it.
type UploadView struct {
	Import View      `json:"import"`
	Upload *formView `json:"upload,omitempty"`
}

type formView struct {
	URL     string            `json:"url"`
	Fields  map[string]string `json:"fields"`
	MaxSize int               `json:"maxSize"`
}

// UploadViewOf shows an import and its form.
func UploadViewOf(i Import, f Form) UploadView {
	v := UploadView{Import: ViewOf(i)}
	if f.URL != "" {
		v.Upload = &formView{URL: f.URL, Fields: f.Fields, MaxSize: MaxSize}
	}
	return v
}

// PageView is a page of the list.
type PageView struct {
	Items []View `json:"items"`
	Next  string `json:"next,omitempty"`
}

// PageViewOf shows imports.
func PageViewOf(found []Import, next string) PageView {
	view := PageView{Items: make([]View, len(found)), Next: next}
	for n, i := range found {
		view.Items[n] = ViewOf(i)
	}
	return view
}

// LinesView is a page of lines.
type LinesView struct {
	Items []lineView `json:"items"`
	Next  string     `json:"next,omitempty"`
}

type lineView struct {
	Number   int       `json:"number"`
	Name     string    `json:"name"`
	Email    string    `json:"email"`
	Result   Result    `json:"result"`
	Reason   string    `json:"reason,omitempty"`
	Of       int       `json:"of,omitempty"`
	PersonID person.ID `json:"personId,omitempty"`
	Denied   bool      `json:"denied,omitempty"`
}

// LinesViewOf shows lines.
func LinesViewOf(lines []Line, next string) LinesView {
	view := LinesView{Items: make([]lineView, len(lines)), Next: next}
	for n, l := range lines {
		view.Items[n] = lineView{Number: l.Number, Name: l.Name, Email: l.Email, Result: l.Result, Reason: l.Reason, Of: l.Of, PersonID: l.Person, Denied: l.Denied}
	}
	return view
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func whoOf(w Who) *whoView {
	if w == (Who{}) {
		return nil
	}
	v := whoView(w)
	return &v
}
