package identity

import (
	"time"

	"portico/internal/person"
)

// SessionView is a session as the contract shows it.
type SessionView struct {
	AccessToken string    `json:"accessToken"`
	ExpiresAt   time.Time `json:"expiresAt"`
	Person      MeView    `json:"person"`
}

// MeView is somebody as they see themself.
type MeView struct {
	ID       person.ID       `json:"id"`
	Name     string          `json:"name"`
	Email    string          `json:"email"`
	Role     person.Role     `json:"role"`
	Language person.Language `json:"language"`
}

// View is the session as the contract shows it.
func (s *SignedIn) View() SessionView {
	p := s.Person
	return SessionView{
		AccessToken: s.AccessToken, ExpiresAt: s.ExpiresAt,
		Person: MeView{ID: p.ID, Name: p.Name, Email: p.Email, Role: p.Role, Language: p.Language},
	}
}
