package settings

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"portico/internal/audit"
	"portico/internal/password"
	"portico/internal/policy"
)

// Record is a section as it is kept. Version counts its changes; 0 is what the configuration says.
type Record struct {
	Name    Name
	Version int
	Value   []byte // the section's JSON
	At      time.Time
	By      audit.Actor
}

// Reader reads sections; those that nobody has changed are not in the answer.
type Reader interface {
	Settings(ctx context.Context, names ...Name) (map[Name]Record, error)
}

// Book reads settings for those who go by them. It keeps nothing: a change holds from the next request on, in every function.
type Book struct {
	Store Reader
	First Settings // what holds where nobody has changed anything
}

// Read reads sections, strongly consistent, all at once. Those not named have their first values.
func (b *Book) Read(ctx context.Context, names ...Name) (Settings, error) {
	records, err := b.Store.Settings(ctx, names...)
	if err != nil {
		return Settings{}, err
	}
	return b.First.with(records)
}

// Begin reads as Read does, beside what its caller reads meanwhile. The caller must wait for the answer by calling what it gives.
func (b *Book) Begin(ctx context.Context, names ...Name) func() (Settings, error) {
	var s Settings
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		s, err = b.Read(ctx, names...)
	}()
	return func() (Settings, error) { <-done; return s, err }
}

// RegistrationPolicy gives who may register at this moment.
func (b *Book) RegistrationPolicy(ctx context.Context) (policy.Policy, error) {
	s, err := b.Read(ctx, OfRegistration, OfCompanies, OfDenied)
	return s.Policy(), err
}

// DenyList gives the policy with its deny list alone, for those who ask it what it denies.
func (b *Book) DenyList(ctx context.Context) (policy.Policy, error) {
	s, err := b.Read(ctx, OfDenied)
	return policy.Policy{Denied: s.Denied.Entries}, err
}

// PasswordRule gives what a new password must keep to.
func (b *Book) PasswordRule(ctx context.Context) (password.Rule, error) {
	s, err := b.Read(ctx, OfSignIn, OfPortal)
	return password.Rule{MinLength: s.SignIn.PasswordMinLength, Portal: s.Portal.Called}, err
}

// ServiceIDs gives the ids of the services that there are now.
func (b *Book) ServiceIDs(ctx context.Context) ([]string, error) {
	s, err := b.Read(ctx, OfServices)
	return s.Services.IDs(), err
}

// Of gives the settings that records hold. A section without a record has its zero values.
func Of(records map[Name]Record) (Settings, error) { return Settings{}.with(records) }

// ServiceNames gives the names of the services that there are now, by their ids.
func (b *Book) ServiceNames(ctx context.Context) (map[string]string, error) {
	s, err := b.Read(ctx, OfServices)
	return s.Services.Names(), err
}

// with gives s with what the records hold. The lists of s are replaced, never written into.
func (s Settings) with(records map[Name]Record) (Settings, error) {
	for name, r := range records {
		section := fresh(name)
		if section == nil {
			continue
		}
		if err := json.Unmarshal(r.Value, section); err != nil {
			return Settings{}, fmt.Errorf("read the settings of %s: %w", name, err)
		}
		s.set(section)
	}
	return s, nil
}

// fresh gives an empty section of a name, nil where there is none.
func fresh(name Name) Section { return (&Settings{}).section(name) }

// set puts a section into s.
func (s *Settings) set(section Section) {
	switch v := section.(type) {
	case *Registration:
		s.Registration = *v
	case *Companies:
		s.Companies = *v
	case *Denied:
		s.Denied = *v
	case *SignIn:
		s.SignIn = *v
	case *Portal:
		s.Portal = *v
	case *Services:
		s.Services = *v
	case *QuickLinks:
		s.QuickLinks = *v
	}
}
