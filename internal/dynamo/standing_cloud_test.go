//go:build cloud

package dynamo

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"portico/internal/decision"
	"portico/internal/identity"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/proof"
)

// interleaved is the way to a table on which something happens between the reading of somebody's record and of their gate. The record comes first wherever
// both are read at once.
type interleaved struct {
	next      dynamodb.HTTPClient
	read      chan struct{} // closed once a record was read
	meanwhile func()
	done      func()
}

// between opens the table so that meanwhile happens once.
func (t *Table) between(meanwhile func()) *Table {
	c := &interleaved{read: make(chan struct{}), meanwhile: sync.OnceFunc(meanwhile)}
	c.done = sync.OnceFunc(func() { close(c.read) })
	options := t.db.Options()
	c.next, options.HTTPClient = options.HTTPClient, c
	return &Table{db: dynamodb.New(options), name: t.name, now: t.now}
}

// Do sends a request.
func (c *interleaved) Do(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	record, gate := bytes.Contains(body, []byte(`"SK":{"S":"PERSON"}`)), bytes.Contains(body, []byte(`"SK":{"S":"GATE"}`))
	if !strings.HasSuffix(r.Header.Get("X-Amz-Target"), ".GetItem") || !record && !gate {
		return c.next.Do(r)
	}
	if gate {
		select {
		case <-c.read:
		case <-time.After(300 * time.Millisecond):
		}
	}
	answer, err := c.next.Do(r)
	c.meanwhile()
	if record {
		c.done()
	}
	return answer, err
}

func TestX11_WhatIsHeldToAGateGoesToNoAddressThatWasGivenUpBeforeItsEpoch(t *testing.T) {
	for name, read := range map[string]func(t *testing.T, a *agency, raced *Table, p person.Person) identity.Standing{
		"somebody": func(t *testing.T, _ *agency, raced *Table, p person.Person) identity.Standing {
			s, err := raced.Standing(t.Context(), p.ID)
			if err != nil {
				t.Fatal(err)
			}
			return s
		},
		"a link": func(t *testing.T, a *agency, raced *Table, p person.Person) identity.Standing {
			a.table.seed(t, proof.Proof{ID: "r", Purpose: proof.Reset, Person: p.ID, KeyID: "k", Generation: 1, State: proof.Open, ExpiresAt: time.Now().Add(time.Hour)})
			f, err := raced.Facts(t.Context(), "r")
			if err != nil {
				t.Fatal(err)
			}
			return f.Standing
		},
		"a wish": func(t *testing.T, a *agency, raced *Table, p person.Person) identity.Standing {
			a.table.seed(t, outbox.Request{ID: "w", Kind: outbox.ResetRequest, AddressKey: p.AddressKey, CreatedAt: a.table.now()})
			w, err := raced.Wish(t.Context(), "w")
			if err != nil || w.Person.ID != p.ID {
				t.Fatalf("%+v, %v", w, err)
			}
			mail := &outbox.Mail{ID: "m", Kind: outbox.Reset, Person: p.ID, Address: w.Person.Email, CreatedAt: a.table.now(), State: outbox.Waiting}
			err = a.table.Decide(t.Context(), w, decision.Outcome{Result: decision.Mailed, At: a.table.now(), Mail: mail})
			if !errors.Is(err, decision.ErrChanged) {
				t.Errorf("a link goes to %s: %v", mail.Address, err)
			}
			return identity.Standing{Person: w.Person, Gate: w.Gate}
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := testAgency(t)
			_, agent := a.member("Arne Agent", person.Agent)
			old := a.activate(a.customer(agent, "Mia Mover", "mia@old.example", false))
			var moved person.Person
			var failed error
			raced := a.table.between(func() { moved, failed = a.move(t, old, "mia@new.example") })
			s := read(t, a, raced, old)
			now, err := a.table.Gate(t.Context(), old.ID)
			if err = errors.Join(err, failed); err != nil || moved.AddressKey == old.AddressKey {
				t.Fatalf("the move is %+v, %v", moved, err)
			}
			if s.Person.ID != old.ID || s.Gate.Epoch == now.Epoch && s.Person.AddressKey == old.AddressKey {
				t.Errorf("%s is read at the epoch of %s", s.Person.AddressKey, moved.AddressKey)
			}
		})
	}
}
