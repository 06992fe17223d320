package identity

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"portico/internal/audit"
	"portico/internal/factor"
	"portico/internal/gate"
	"portico/internal/limit"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/policy"
	"portico/internal/problem"
	"portico/internal/proof"
	"portico/internal/registration"
	"portico/internal/secrets"
	"portico/internal/session"
	"portico/internal/vouch"
)

// world is the table and the pool in memory. Any call can be made to fail: the one numbered fault does not happen, or happens and its answer is
// lost. The real ones are in the tests of the stores and of the deployed portal.
type world struct {
	mu            sync.Mutex
	now           time.Time
	key           secrets.Key
	calls         []string
	fault         int // the call that fails, from 1; 0 for none
	lost          bool
	owners        map[string]person.ID
	kept          string // an address
	standings     map[person.ID]Standing
	proofs        map[person.ProofID]proof.Proof
	holders       map[person.ID]proof.Proof // the proof in progress, as it was claimed
	vouches       map[string]vouch.Vouch
	sessions      map[string]session.Session
	flows         map[string]Flow
	wishes        map[outbox.ID]outbox.Request
	mails         map[outbox.ID]outbox.Mail
	history       map[string]audit.Entry
	full          map[string]bool // limits that refuse, by their scope, or by it and the subject
	taken         map[string]int  // tries counted and not given back, by scope
	passwords     map[person.ID]string
	logins        int
	policy        policy.Policy
	registrations map[string]registration.Registration
	rule          factor.Rule

	trustedDevices map[string]session.Trusted
}

var errDown = errors.New("down")

func newWorld() *world {
	return &world{
		now: noon, key: secrets.NewKey("a key for tests"), owners: map[string]person.ID{}, standings: map[person.ID]Standing{},
		proofs: map[person.ProofID]proof.Proof{}, holders: map[person.ID]proof.Proof{}, vouches: map[string]vouch.Vouch{}, sessions: map[string]session.Session{}, flows: map[string]Flow{},
		wishes: map[outbox.ID]outbox.Request{}, mails: map[outbox.ID]outbox.Mail{}, history: map[string]audit.Entry{}, full: map[string]bool{},
		taken: map[string]int{}, passwords: map[person.ID]string{}, trustedDevices: map[string]session.Trusted{},
		policy: policy.Policy{Mode: policy.Anyone, Open: []policy.Way{policy.Form}}, registrations: map[string]registration.Registration{},
	}
}

// call counts a call and makes it fail where it is the faulty one.
func (w *world) call(name string, f func() error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls = append(w.calls, name)
	faulty := w.fault == len(w.calls)
	if faulty && !w.lost {
		return fmt.Errorf("%s: %w", name, errDown)
	}
	err := f()
	if faulty {
		return fmt.Errorf("%s, answer lost: %w", name, errDown)
	}
	return err
}

func (w *world) clock() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.now }

// person adds somebody in a state, with a password at the pool where they are not invited.
func (w *world) person(t testing.TB, state person.State, password string) person.Person {
	t.Helper()
	id := person.ID(ident(t))
	email := string(id) + "@example.com"
	p := person.Person{
		ID: id, Name: "Cara Customer", Email: email, AddressKey: email, Role: person.Customer, State: state, Language: "en", Version: 1,
		Activated: state != person.Invited,
	}
	w.owners[email] = id
	w.standings[id] = Standing{Person: p, Gate: gate.Gate{Person: id, State: state, Role: p.Role, Epoch: 1, Sessions: map[string]string{}}}
	if password != "" {
		w.passwords[id] = password
	}
	return p
}

// link makes a proof for p and gives its token.
func (w *world) link(t testing.TB, p person.Person, purpose proof.Purpose) string {
	t.Helper()
	pr := proof.Proof{
		ID: person.ProofID(ident(t)), Purpose: purpose, Person: p.ID, KeyID: w.key.ID, Generation: 1, State: proof.Open,
		Epoch: w.standings[p.ID].Gate.Epoch, CreatedAt: w.now, ExpiresAt: w.now.Add(time.Hour),
	}
	w.proofs[pr.ID] = pr
	token, err := proof.Token(t.Context(), w, pr)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func ident(t testing.TB) string {
	t.Helper()
	id, err := person.RandomText(nil)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// The keys.

func (w *world) Current(context.Context) (secrets.Key, error) { return w.key, nil }

func (w *world) ByID(_ context.Context, id string) (secrets.Key, error) {
	if id != w.key.ID {
		return secrets.Key{}, secrets.ErrUnknownKey
	}
	return w.key, nil
}

// The limits.

func (w *world) Take(_ context.Context, b limit.Bucket) error {
	return w.call("Take", func() error {
		if w.full[b.Rule.Scope] || w.full[b.Rule.Scope+" "+strings.Join(b.Parts, " ")] {
			return limit.Refused.After(time.Minute)
		}
		w.taken[b.Rule.Scope]++
		return nil
	})
}

func (w *world) GiveBack(_ context.Context, b limit.Bucket) error {
	return w.call("GiveBack", func() error { w.taken[b.Rule.Scope]--; return nil })
}

// The table.

func (w *world) Facts(_ context.Context, id person.ProofID) (f Facts, err error) {
	err = w.call("Facts", func() error {
		p, ok := w.proofs[id]
		if ok {
			f = Facts{Proof: p, Standing: w.standing(p.Person)}
			if p.Purpose == proof.Registration && p.State != proof.Used {
				f.Standing, f.Taken, f.Kept = newcomer(p), w.owners[p.Newcomer.AddressKey] != "", w.kept == p.Newcomer.AddressKey
			}
		}
		return nil
	})
	return f, err
}

func (w *world) standing(id person.ID) Standing {
	s := w.standings[id]
	s.Gate.Sessions = maps.Clone(s.Gate.Sessions)
	return s
}

func (w *world) HolderOf(_ context.Context, address string) (id person.ID, err error) {
	err = w.call("HolderOf", func() error { id = w.owners[address]; return nil })
	return id, err
}

func (w *world) Standing(_ context.Context, id person.ID) (s Standing, err error) {
	err = w.call("Standing", func() error { s = w.standing(id); return nil })
	return s, err
}

func (w *world) Invitation(_ context.Context, id person.ID) (p proof.Proof, err error) {
	err = w.call("Invitation", func() error { p = w.proofs[person.InvitationID(id)]; return nil })
	return p, err
}

func (w *world) Person(_ context.Context, id person.ID) (p person.Person, err error) {
	err = w.call("Person", func() error { p = w.standings[id].Person; return nil })
	return p, err
}

func (w *world) ClaimProof(_ context.Context, f Facts, attempt string, until time.Time) error {
	return w.call("ClaimProof", func() error {
		now, gate := w.proofs[f.Proof.ID], w.standings[f.Person.ID].Gate
		free := func(p proof.Proof) bool { return p.Attempt == attempt || !w.now.Before(p.LeaseUntil) }
		if now.State != proof.Open && (now.State != proof.Claimed || !free(now)) || now.Generation != f.Proof.Generation {
			return ErrChanged
		}
		if f.Proof.Purpose == proof.Registration {
			if w.owners[f.Proof.Newcomer.AddressKey] != "" {
				return ErrChanged
			}
			gate = f.Gate
		}
		holder := w.holders[f.Person.ID]
		if holder.ID != "" && (holder.ID != now.ID || !free(holder)) && w.now.Before(holder.LeaseUntil) || gate.Epoch != f.Gate.Epoch || gate.State != f.Gate.State {
			return ErrChanged
		}
		now.State, now.Attempt, now.LeaseUntil = proof.Claimed, attempt, until
		w.proofs[now.ID], w.holders[f.Person.ID] = now, now
		return nil
	})
}

func (w *world) Activate(_ context.Context, c Change) error {
	return w.call("Activate", func() error { return w.change(c) })
}
func (w *world) ResetPassword(_ context.Context, c Change) error {
	return w.call("Reset", func() error { return w.change(c) })
}

func (w *world) Register(_ context.Context, c Change) error {
	return w.call("Register", func() error {
		address := c.After.Person.AddressKey
		if w.owners[address] != "" {
			return ErrChanged
		}
		w.standings[c.Before.Person.ID] = c.Before.Standing
		err := w.change(c)
		if err != nil {
			delete(w.standings, c.Before.Person.ID)
			return err
		}
		w.owners[address] = c.After.Person.ID
		return nil
	})
}

// newcomer is the standing of whoever a registration makes a person of.
func newcomer(p proof.Proof) Standing {
	n := p.Newcomer
	return Standing{
		Person: person.Person{ID: p.Person, Name: n.Name, Email: n.Email, AddressKey: n.AddressKey, Role: person.Customer, State: person.Invited, Language: n.Language},
		Gate:   gate.Gate{Person: p.Person, State: person.Invited, Role: person.Customer},
	}
}

// registers makes the proof of a registration and gives its token.
func (w *world) registers(t testing.TB, email string) string {
	t.Helper()
	pr := proof.Proof{
		ID: person.ProofID(ident(t)), Purpose: proof.Registration, Person: person.ID(ident(t)), KeyID: w.key.ID, Generation: 1, State: proof.Open,
		CreatedAt: w.now, ExpiresAt: w.now.Add(time.Hour), Newcomer: proof.Newcomer{Name: "Typed By Anybody", Email: email, AddressKey: email, Language: "en"},
	}
	w.proofs[pr.ID] = pr
	token, err := proof.Token(t.Context(), w, pr)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func (w *world) change(c Change) error {
	p, s := w.proofs[c.Before.Proof.ID], w.standings[c.Before.Person.ID]
	holder := w.holders[s.Person.ID]
	if p.State != proof.Claimed || p.Attempt != c.Attempt || holder.ID != p.ID || holder.Attempt != c.Attempt || s.Person != c.Before.Person || s.Gate.Epoch != c.Before.Gate.Epoch {
		return ErrChanged
	}
	delete(w.holders, s.Person.ID)
	p.State, p.UsedAt, p.Epoch = proof.Used, c.At, c.After.Gate.Epoch
	w.proofs[p.ID], w.standings[s.Person.ID], w.vouches[c.Vouch.ID], w.history[c.History.ID] = p, c.After, c.Vouch, c.History
	if c.Mail != nil {
		w.mails[c.Mail.ID] = *c.Mail
	}
	return nil
}

func (w *world) PermitVouch(ctx context.Context, v vouch.Vouch) error {
	return w.PermitSignIn(ctx, v, "", nil)
}

func (w *world) SecondFactorRule(context.Context) (factor.Rule, error) {
	var rule factor.Rule
	err := w.call("SecondFactorRule", func() error { rule = w.rule; return nil })
	return rule, err
}

func (w *world) Trusted(_ context.Context, id person.ID, device string) (session.Trusted, error) {
	var found session.Trusted
	err := w.call("Trusted", func() error { found = w.trustedDevices[string(id)+device]; return nil })
	return found, err
}

func (w *world) PermitSignIn(_ context.Context, v vouch.Vouch, flow string, trust *Trust) error {
	return w.call("PermitSignIn", func() error {
		if g := w.standings[v.Person].Gate; g.State != person.Active || g.Epoch != v.Epoch {
			return ErrNotLive
		}
		if f, ok := w.flows[flow]; flow != "" {
			if !ok || f.Used {
				return ErrChanged
			}
			f.Used = true
			w.flows[flow] = f
		}
		if trust != nil {
			w.trustedDevices[string(trust.Device.Person)+trust.Device.ID] = trust.Device
			w.history[trust.History.ID] = trust.History
		}
		w.vouches[v.ID] = v
		return nil
	})
}

func (w *world) StartSession(_ context.Context, s session.Session, seen gate.Gate, history *audit.Entry) error {
	return w.call("StartSession", func() error {
		g := w.standings[s.Person].Gate
		if g.State != person.Active || g.Epoch != seen.Epoch {
			return ErrNotLive
		}
		maps.DeleteFunc(g.Sessions, func(_, id string) bool { return id == s.ID })
		g.Sessions[s.Origin] = s.ID
		w.sessions[s.ID] = s
		if history != nil {
			w.history[history.ID] = *history
		}
		return nil
	})
}

func (w *world) NoteRefusal(_ context.Context, e audit.Entry, day time.Time, nobody bool) error {
	return w.call("NoteRefusal", func() error {
		if !nobody {
			line := fmt.Sprint(e.Subject, day, e.ID)
			if _, there := w.history[line]; !there {
				w.history[line] = e
			}
		}
		return nil
	})
}

func (w *world) Session(_ context.Context, id string) (s session.Session, err error) {
	err = w.call("Session", func() error { s = w.sessions[id]; return nil })
	return s, err
}

func (w *world) KeepSession(_ context.Context, before, s session.Session) error {
	return w.call("KeepSession", func() error {
		if w.sessions[s.ID].Rotation.Current != before.Rotation.Current {
			return ErrChanged
		}
		if w.standings[s.Person].Gate.Sessions[s.Origin] != s.ID {
			return ErrNotLive
		}
		w.sessions[s.ID] = s
		return nil
	})
}

func (w *world) EndSession(_ context.Context, s session.Session, theft *Theft) error {
	return w.call("EndSession", func() error {
		if _, there := w.sessions[s.ID]; !there {
			return nil
		}
		delete(w.sessions, s.ID)
		delete(w.standings[s.Person].Gate.Sessions, s.Origin)
		if theft != nil {
			w.history[theft.Entry.ID], w.mails[theft.Mail.ID] = theft.Entry, theft.Mail
			w.endEverything(s.Person, w.standings[s.Person].Gate.Sessions)
		}
		return nil
	})
}

// endEverything raises the epoch of somebody's gate and leaves the sessions given.
func (w *world) endEverything(id person.ID, left map[string]string) {
	s := w.standings[id]
	s.Gate.Epoch, s.Gate.Sessions = s.Gate.Epoch+1, left
	w.standings[id] = s
}

func (w *world) OpenFlow(_ context.Context, f Flow, wish outbox.Request) error {
	return w.call("OpenFlow", func() error { w.flows[f.ID], w.wishes[wish.ID] = f, wish; return nil })
}

func (w *world) TryFlow(_ context.Context, id, address string, tries int) (f Flow, ok bool, err error) {
	err = w.call("TryFlow", func() error {
		if f = w.flows[id]; f.AddressKey != address {
			f = Flow{}
			return nil
		}
		if ok = !f.Used && f.Tries < tries && w.now.Before(f.ExpiresAt); ok {
			f.Tries++
			w.flows[id] = f
		}
		return nil
	})
	return f, ok, err
}

func (w *world) PutWish(_ context.Context, r outbox.Request) error {
	return w.call("PutWish", func() error { w.wishes[r.ID] = r; return nil })
}

// The pool.

func (w *world) Create(_ context.Context, id person.ID) error {
	return w.call("Create", func() error {
		if _, there := w.passwords[id]; !there {
			w.passwords[id] = "random"
		}
		return nil
	})
}

func (w *world) SetPassword(_ context.Context, id person.ID, password string) error {
	return w.call("SetPassword", func() error { w.passwords[id] = password; return nil })
}

func (w *world) Prove(_ context.Context, id person.ID, password string) (c Challenge, err error) {
	err = w.call("Prove", func() error {
		if known, there := w.passwords[id]; !there || known != password {
			return ErrRefused
		}
		c = w.challenge(id)
		return nil
	})
	return c, err
}

func (w *world) Begin(_ context.Context, id person.ID) (c Challenge, err error) {
	err = w.call("Begin", func() error { c = w.challenge(id); return nil })
	return c, err
}

func (w *world) challenge(id person.ID) Challenge {
	w.logins++
	return Challenge{Person: id, Session: "login " + strconv.Itoa(w.logins)}
}

func (w *world) Redeem(_ context.Context, c Challenge, id, answer string) (t Tokens, err error) {
	err = w.call("Redeem", func() error {
		v, there := w.vouches[id]
		if !there || v.Check(answer, c.Person, "client", w.now) != nil || v.UsedBy != "" && v.UsedBy != c.Session {
			return ErrRefused
		}
		v.UsedBy = c.Session
		w.vouches[id] = v
		t = w.tokens(c.Person, "origin of "+c.Session)
		t.Refresh = "refresh token of " + t.Claims["origin_jti"]
		return nil
	})
	return t, err
}

func (w *world) Refresh(_ context.Context, id person.ID, token string) (t Tokens, err error) {
	err = w.call("Refresh", func() error {
		t = w.tokens(id, token[len("refresh token of "):])
		return nil
	})
	return t, err
}

func (w *world) tokens(id person.ID, origin string) Tokens {
	g := w.standings[id].Gate
	return Tokens{Access: "access", ExpiresAt: w.now.Add(15 * time.Minute), Claims: map[string]string{
		"token_use": "access", "username": string(id), "origin_jti": origin, "scope": gate.Scope, gate.ClaimEpoch: strconv.Itoa(g.Epoch),
		gate.ClaimRole: string(g.Role),
	}}
}

func (w *world) birth() *Birth {
	return &Birth{Pool: w, Store: w, Keys: w, Client: "client", Now: w.clock}
}

func (w *world) links() Links {
	return Links{Store: w, Keys: w, Limiter: w, Now: w.clock, Policy: func(context.Context) (policy.Policy, error) { return w.policy, nil }}
}

// codeOf gives the code of a problem, or what the error says.
func codeOf(err error) string {
	if p, ok := problem.As(err); ok {
		return p.Code
	}
	return fmt.Sprint(err)
}
