package outbox

import "time"

// Work is what is done behind the stream with a new row. Each kind has its queue.
type Work string

// The kinds of work.
const (
	Mails       Work = "mails"       // to be sent
	Wishes      Work = "wishes"      // to be decided
	Revocations Work = "revocations" // of the tokens of ended sessions
	Imports     Work = "imports"     // of customers from a file; these rows are not new but are worked on in steps
)

// Undone is a row whose work is not done. Due is when somebody should look after it.
type Undone struct {
	ID        ID
	Work      Work
	CreatedAt time.Time
	Due       time.Time
}
