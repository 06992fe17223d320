//go:build cloud

package identity

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"portico/internal/identity"
	"portico/internal/person"
	"portico/internal/session"
	"portico/tests/stack"
)

// held is a session as somebody has it who has stolen the table, the key and the client's secret.
type held struct {
	id    string
	who   person.ID
	token string
}

// steal opens the refresh token of the browser's session.
func (v *vault) steal(t *testing.T, b *stack.Browser) held {
	t.Helper()
	id, _, _ := strings.Cut(b.Cookie(session.CookieName), ".")
	s, err := v.table.Session(t.Context(), id)
	if err != nil || s.ID == "" {
		t.Fatalf("no session %s: %v", id, err)
	}
	token, err := session.Unseal(t.Context(), v.keys(t, "SessionSecretArn"), s.ID, s.Sealed)
	if err != nil {
		t.Fatal(err)
	}
	return held{s.ID, s.Person, token}
}

// forgotten waits until the row of a session is gone.
func (v *vault) forgotten(t *testing.T, h held) {
	t.Helper()
	for deadline := time.Now().Add(45 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		s, err := v.table.Session(t.Context(), h.id)
		if err != nil {
			t.Fatal(err)
		}
		if s.ID == "" {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the row of an ended session stays")
		}
	}
}

func TestTheRefreshTokensOfEndedSessionsAreRevokedAtThePoolAndOthersAreNot(t *testing.T) {
	v := openVault(t)
	admin, _, _ := v.member(t)
	access := func(t *testing.T, id person.ID, suspended bool) {
		t.Helper()
		record, _ := admin.Get(t, "/api/agents/"+string(id)).Body["person"].(map[string]any)
		want(t, admin.Post(t, "/api/agents/"+string(id)+"/access", "", map[string]any{"suspended": suspended, "version": record["version"]}), http.StatusOK, "")
	}
	for what, end := range map[string]func(t *testing.T, b *stack.Browser, email string, id person.ID){
		"signing out": func(t *testing.T, b *stack.Browser, _ string, _ person.ID) {
			want(t, b.Post(t, "/api/sessions/end", "", struct{}{}), http.StatusNoContent, "")
		},
		"a reset": func(t *testing.T, _ *stack.Browser, email string, _ person.ID) { v.resetFromAnywhere(t, email) },
		"a suspension that is over": func(t *testing.T, _ *stack.Browser, _ string, id person.ID) {
			access(t, id, true)
			access(t, id, false)
		},
	} {
		t.Run(what, func(t *testing.T) {
			b, email, id := v.member(t)
			h := v.steal(t, b)
			if _, err := v.pool.Refresh(t.Context(), id, h.token); err != nil {
				t.Fatalf("before: %v", err)
			}
			end(t, b, email, id)
			v.forgotten(t, h)
			if _, err := v.pool.Refresh(t.Context(), id, h.token); !errors.Is(err, identity.ErrRefused) {
				t.Errorf("the token is good still: %v", err)
			}
			for _, left := range v.gateOf(t, id).Sessions {
				if left == h.id {
					t.Error("the session is in the gate still")
				}
			}
		})
	}
	kept := v.steal(t, admin)
	if _, err := v.pool.Refresh(t.Context(), kept.who, kept.token); err != nil {
		t.Errorf("a session that goes on: %v", err)
	}
}

func TestTheSessionThatAResetBeginsIsNotAmongThoseThatItRevokes(t *testing.T) {
	v := openVault(t)
	old, email, _ := v.member(t)
	b := v.Browser(t)
	before := v.steal(t, old)
	want(t, b.Post(t, "/api/resets", stack.Key(), map[string]any{"email": email}), http.StatusAccepted, "")
	link := v.WaitMails(t, email, 1)[0].Link(t)
	b.Signed(t, b.Post(t, "/api/resets/complete", stack.Key(), map[string]any{"link": link, "password": "another quiet harbour 8"}))
	v.forgotten(t, before)
	b.Refresh(t)
	want(t, b.Get(t, "/api/home"), http.StatusOK, "")
}
