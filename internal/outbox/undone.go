package outbox

import "time"

// Undone is a mail, or a wish, that is not done. Due is when somebody should look after it.
type Undone struct {
	ID        ID
	Wish      bool
	CreatedAt time.Time
	Due       time.Time
}
