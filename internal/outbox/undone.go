package outbox

import "time"

// Undone is a mail, a wish or an import that is not done. Due is when somebody should look after it.
type Undone struct {
	ID        ID
	Wish      bool
	Import    bool
	CreatedAt time.Time
	Due       time.Time
}
