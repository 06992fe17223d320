package session

import (
	"time"

	"portico/internal/person"
)

// Trusted is a device on which its person does without the second factor. It is a known device (see Known) with the same id, and like that only as long
// as the gate has its epoch.
type Trusted struct {
	ID      string
	Person  person.ID
	Epoch   int
	Device  string // e.g. "Firefox on Linux"
	Network string // where it was trusted from, as coarse as /24 or /56
	Since   time.Time
	Until   time.Time
}

// Good tells whether the device is trusted at now, where the gate has that epoch.
func (t Trusted) Good(epoch int, now time.Time) bool {
	return t.ID != "" && t.Epoch == epoch && now.Before(t.Until)
}
