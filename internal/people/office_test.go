package people

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"portico/internal/address"
	"portico/internal/audit"
	"portico/internal/person"
	"portico/internal/proof"
	"portico/internal/secrets"
)

// ring has one key.
type ring struct{ secrets.Key }

func (r ring) Current(context.Context) (secrets.Key, error) { return r.Key, nil }

func (r ring) ByID(_ context.Context, id string) (secrets.Key, error) {
	if id != r.ID {
		return secrets.Key{}, secrets.ErrUnknownKey
	}
	return r.Key, nil
}

func TestALinkThatRanOutOrWhoseKeyWasDroppedIsExpired(t *testing.T) {
	now := time.Now()
	o := Office{Keys: ring{secrets.NewKey("a key for tests")}, Address: "https://help.example.com", Now: func() time.Time { return now }}
	invitation, err := o.invitation(t.Context(), "aaaaaaaaaaaaaaaaaaaaaaaaaa", 0, proof.ByLink)
	if err != nil {
		t.Fatal(err)
	}
	if link, err := o.address(t.Context(), invitation); err != nil || !strings.HasPrefix(link, "https://help.example.com/activate#a.") {
		t.Errorf("%q, %v", link, err)
	}
	for what, change := range map[string]func(*proof.Proof){
		"ran out":     func(p *proof.Proof) { p.ExpiresAt = now.Truncate(time.Millisecond) },
		"dropped key": func(p *proof.Proof) { p.KeyID = "gone" },
	} {
		dead := invitation
		change(&dead)
		if link, err := o.address(t.Context(), dead); !errors.Is(err, LinkExpired) || link != "" {
			t.Errorf("%s: %q, %v", what, link, err)
		}
	}
}

func TestA6_WhatIsWrittenTogetherHasAnOrder(t *testing.T) {
	email, err := address.Parse("nora@example.com")
	if err != nil {
		t.Fatal(err)
	}
	r := Registrar{Office: Office{Keys: ring{secrets.NewKey("a key for tests")}, Now: time.Now}}
	c, err := r.creation(t.Context(), Author{}, Newcomer{Name: "Nora", Email: email, Role: person.Customer, Invite: true})
	if err != nil || len(c.History) != 2 || c.History[0].Action != audit.Created || !c.History[0].At.Equal(c.Person.CreatedAt) || !c.History[1].At.After(c.History[0].At) {
		t.Errorf("%+v, %v", c.History, err)
	}
}
