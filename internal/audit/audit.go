// Package audit is who did what to whom, when and from where.
package audit

import (
	"time"

	"portico/internal/person"
)

// Action is what was done.
type Action string

// The actions, as the contract shows them.
const (
	Created       Action = "created"
	Registered    Action = "registered" // by themselves, with a proven address
	Invited       Action = "invited"
	LinkShown     Action = "link_shown"
	Activated     Action = "activated"
	PasswordReset Action = "password_reset"
	Suspended     Action = "suspended"
	Reinstated    Action = "reinstated"
	RoleChanged   Action = "role_changed"
	LevelChanged  Action = "level_changed"
	AccessRefused Action = "access_refused"
	SessionTheft  Action = "session_theft"

	SignedIn      Action = "signed_in"       // by password; the detail is what was proven. By a link, the link's own action says it
	SignInRefused Action = "sign_in_refused" // once or more on that day, the first time then
	DeviceTrusted Action = "device_trusted"

	DetailsChanged  Action = "details_changed" // by the person: name, language
	SessionEnded    Action = "session_ended"   // by the person, elsewhere
	SessionsEnded   Action = "sessions_ended"  // by the person, everywhere else
	PasswordChanged Action = "password_changed"

	SecondFactorOn   Action = "second_factor_on" // by the person's own choice
	SecondFactorOff  Action = "second_factor_off"
	SecondFactorSet  Action = "second_factor_set" // by the team, for one customer
	DeviceDistrusted Action = "device_distrusted"
	EmailChanged     Action = "email_changed"
	EmailRestored    Action = "email_restored" // by the link in the mail to the address that was given up
	SettingsChanged  Action = "settings_changed"

	// Of an import, in the history of the agent; the detail is its id.
	ImportUploaded Action = "import_uploaded"
	ImportStarted  Action = "import_started"
	ImportStopped  Action = "import_stopped"
	ImportReported Action = "import_reported"
)

// ActorKind is who acts: a person, an operator with access to the AWS account, or Portico itself.
type ActorKind string

// The kinds of actor.
const (
	ByPerson   ActorKind = "person"
	ByOperator ActorKind = "operator"
	BySystem   ActorKind = "system"
)

// Actor is who did it. Name is the actor's name at the time.
type Actor struct {
	Kind ActorKind
	ID   person.ID
	Name string
}

// Entry is one line of the history of Subject. ID is unique and, with At, gives the order; a repeat of the same change writes the same entry.
type Entry struct {
	ID      string
	Subject person.ID
	Action  Action
	Actor   Actor
	At      time.Time
	Network string
	Detail  string   // e.g. the new role, the section of settings, or the route that was refused; no address, no secret
	Changes []Change // what is another than before; of a person also name and address, which are in that person's own history
}

// Change is one value that is another than before. Before is empty where it is new, After where it went.
type Change struct {
	Field  string
	Before string
	After  string
}
