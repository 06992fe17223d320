package outbox

import "time"

// Claim is a mailer's hold on a mail while it sends it. Nobody else sends before Until.
type Claim struct {
	ID    string // names the attempt; empty where nobody has tried yet
	Until time.Time
	Open  int // attempts whose outcome is not known, this one included; more than one make the mail Repeated
}

// Note is what the queues carry: the id of a mail or a wish. A mailer that could not write down what became of its Claim puts a Note that says
// so: with a MessageID the mail went out, without one nothing was sent.
type Note struct {
	ID        ID     `json:"id"`
	Claim     string `json:"claim,omitempty"`
	MessageID string `json:"messageId,omitempty"`
}
