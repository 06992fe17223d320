package audit

import (
	"time"

	"portico/internal/person"
)

// Query is what is looked for in the log. The zero value is everything.
type Query struct {
	Person person.ID // who did it, or whom it was done to
	Action Action
	From   time.Time // included
	To     time.Time // not included
	After  string    // the position behind which the page begins
	Limit  int
}

// Page is a part of the log, newest first. Next is the position behind it; empty where there is no more.
type Page struct {
	Entries []Entry
	Next    string
}

// Actions are all actions, in the order in which they are offered.
var Actions = []Action{
	SettingsChanged, Created, Registered, Invited, LinkShown, Activated, PasswordReset, RoleChanged, LevelChanged, Suspended, Reinstated, AccessRefused, SessionTheft,
	SignedIn, SignInRefused, DeviceTrusted, DetailsChanged, SessionEnded, SessionsEnded, PasswordChanged, SecondFactorOn, SecondFactorOff, SecondFactorSet, DeviceDistrusted, EmailChanged, EmailRestored,
	ImportUploaded, ImportStarted, ImportStopped, ImportReported,
}
