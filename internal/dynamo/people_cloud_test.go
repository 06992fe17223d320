//go:build cloud

package dynamo

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/address"
	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/secrets"
)

// proofKeys are the keys of proofs of a test.
type proofKeys struct{ key secrets.Key }

func (k proofKeys) Current(context.Context) (secrets.Key, error) { return k.key, nil }

func (k proofKeys) ByID(_ context.Context, id string) (secrets.Key, error) {
	if id != k.key.ID {
		return secrets.Key{}, secrets.ErrUnknownKey
	}
	return k.key, nil
}

// agency is a table with the desks that work on it.
type agency struct {
	testing.TB
	table     *Table
	registrar *people.Registrar
	desk      *people.Desk
	operator  *people.Operator
	keys      int
}

func testAgency(t testing.TB) *agency {
	table := testTable(t)
	office := people.Office{Keys: proofKeys{secrets.NewKey("a test's secret")}, Address: "https://help.example.com", Now: time.Now}
	return &agency{
		TB: t, table: table, registrar: &people.Registrar{Office: office, Store: table}, desk: &people.Desk{Office: office, Store: table},
		operator: people.NewOperator(office, table),
	}
}

func (a *agency) email(text string) address.Address {
	a.Helper()
	email, err := address.Parse(text)
	if err != nil {
		a.Fatal(err)
	}
	return email
}

// key gives a fresh Idempotency-Key.
func (a *agency) key() string {
	a.keys++
	return fmt.Sprintf("key-of-this-test-%d", a.keys)
}

// member makes somebody active with one session, and gives their visit.
func (a *agency) member(name string, role person.Role) (person.Person, gate.Visit) {
	a.Helper()
	mail := strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@example.com"
	newcomer := people.Newcomer{Name: name, Email: a.email(mail), Role: role, Language: "en"}
	p := a.create(newcomer)
	p = a.activate(p)
	return p, a.session(p, "origin-"+string(p.ID))
}

// create makes somebody as an operator would.
func (a *agency) create(n people.Newcomer) person.Person {
	a.Helper()
	id, err := person.NewID(nil)
	if err != nil {
		a.Fatal(err)
	}
	now := time.Now().UTC().Truncate(time.Millisecond)
	p := person.Person{
		ID: id, Name: n.Name, Email: n.Email.Stored, AddressKey: n.Email.Key, Role: n.Role, State: person.Invited, Language: n.Language,
		Invitation: person.InvitationID(id), CreatedAt: now, Version: 1,
	}
	if err := a.table.CreatePerson(a.Context(), people.Creation{Person: p, Invitation: invitationOf(p, now)}); err != nil {
		a.Fatal(err)
	}
	return p
}

func (a *agency) activate(p person.Person) person.Person {
	a.Helper()
	after := p
	after.State, after.Activated, after.Invitation, after.Version = person.Active, true, "", p.Version+1
	err := a.table.ChangePerson(a.Context(), people.Change{
		Before: p, After: after, History: audit.Entry{ID: "activated", Subject: p.ID, Action: audit.Activated, At: time.Now()},
	})
	if err != nil {
		a.Fatal(err)
	}
	return after
}

// session writes a session into somebody's gate, and gives a visit of its caller.
func (a *agency) session(p person.Person, origin string) gate.Visit {
	a.Helper()
	_, err := a.table.db.UpdateItem(a.Context(), &dynamodb.UpdateItemInput{
		TableName: &a.table.name, Key: gateKey(p.ID).item(), UpdateExpression: aws.String("SET sessions.#origin = :session"),
		ExpressionAttributeNames:  map[string]string{"#origin": origin},
		ExpressionAttributeValues: map[string]types.AttributeValue{":session": text("session")},
	})
	if err != nil {
		a.Fatal(err)
	}
	return a.visit(p, origin)
}

func (a *agency) visit(p person.Person, origin string) gate.Visit {
	a.Helper()
	g, err := a.table.Gate(a.Context(), p.ID)
	if err != nil {
		a.Fatal(err)
	}
	return gate.Visit{
		Caller:  gate.Caller{Person: p.ID, Role: p.Role, Epoch: g.Epoch, OriginJTI: origin},
		Roles:   []person.Role{person.Agent, person.Administrator},
		Route:   "POST /api/customers",
		Network: "192.0.2.0/24",
	}
}

func (a *agency) customer(v gate.Visit, name, mail string, invite bool) person.Person {
	a.Helper()
	p, err := a.registrar.Create(a.Context(), v, a.key(), people.Newcomer{
		Name: name, Email: a.email(mail), Role: person.Customer, Language: "de", Invite: invite,
	})
	if err != nil {
		a.Fatal(err)
	}
	return p
}

func (a *agency) show(v gate.Visit, p person.Person) people.Dossier {
	a.Helper()
	d, err := a.desk.Show(a.Context(), v, people.KindOf(p.Role), p.ID)
	if err != nil {
		a.Fatal(err)
	}
	return d
}

func actions(d people.Dossier) string {
	var names []string
	for _, e := range d.History {
		names = append(names, string(e.Action))
	}
	return strings.Join(names, " ")
}

func wantError(t *testing.T, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
