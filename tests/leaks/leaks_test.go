//go:build cloud

package leaks

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"portico/internal/cognito"
	"portico/internal/crockford"
	"portico/internal/dynamo"
	"portico/internal/identity"
	"portico/internal/person"
	"portico/internal/proof"
	"portico/internal/secrets"
	"portico/tests/stack"
)

// The shapes of what opens a door. A text of another shape is refused before anything is looked up.
var (
	word    = regexp.MustCompile(`[A-Za-z0-9_.~+/=-]+`)
	dotted  = regexp.MustCompile(`^[a-z]\.[a-z2-7]{26}\.[0-9a-z]+\.[0-9a-f]+\.[A-Za-z0-9_-]{20,}$`)  // a link
	cookie  = regexp.MustCompile(`^[A-Za-z0-9_-]+\.[0-9a-z]+\.[0-9a-f]+\.[A-Za-z0-9_-]{20,}$`)       // a session's or a device's
	token   = regexp.MustCompile(`^[A-Za-z0-9_-]{10,}(\.[A-Za-z0-9_-]*){2}(\.[A-Za-z0-9_-]*){0,2}$`) // an access or ID token (3 parts), a refresh token (5)
	secret  = regexp.MustCompile(`^[A-Za-z0-9_.~+/=-]{60,}$`)                                        // anything long: a refresh token of another form
	grouped = regexp.MustCompile(`^([0-9A-Za-z]{4}-){3}[0-9A-Za-z]{4}$`)                             // a temporary password
	sixteen = regexp.MustCompile(`\b[0-9A-Za-z]{4}-?[0-9A-Za-z]{4}-?[0-9A-Za-z]{4}-?[0-9A-Za-z]{4}\b`)
	run     = regexp.MustCompile(`[A-Za-z0-9_-]{40,}`) // as long as the secret part of a link
	digits  = regexp.MustCompile(`\b\d{6}\b`)
	rowID   = regexp.MustCompile(`\b[a-z2-7]{26}\b`)
	isFlow  = regexp.MustCompile(`^row (REGISTRATION|FLOW)#([a-z2-7]{26})$`)
	isProof = regexp.MustCompile(`^row PROOF#([a-z2-7]{26})$`)
)

// mostRefreshes is how many times a text of a session's row is tried as a refresh token, whatever its form.
const mostRefreshes = 200

// mostPasswords is how many texts are tried as a password of the person whom they stand beside.
const mostPasswords = 60

// thief has everything that is kept, and tries it.
type thief struct {
	*stack.Stack
	table *dynamo.Table
	keys  *secrets.Keyring
	pool  *cognito.Pool
	b     *stack.Browser
	tried map[string]int
	// invited is an address whose invitation carries a temporary password.
	invited string
}

// TestADumpOfEverythingOpensNoDoor runs after all other tests, when everything that they left is still there.
func TestADumpOfEverythingOpensNoDoor(t *testing.T) {
	s := stack.Open(t)
	th := &thief{
		Stack: s, table: dynamo.Open(s.AWS, s.Output(t, "TableName")), b: s.Browser(t), tried: map[string]int{},
		keys: secrets.NewKeyring(secretsmanager.NewFromConfig(s.AWS), s.Output(t, "ProofSecretArn"), time.Now),
		pool: cognito.Open(s.AWS, s.Output(t, "UserPoolId"), s.Output(t, "PortalClientId"), time.Now, nil),
	}
	live := th.inhabit(t)
	state := os.Getenv("PORTICO_TEST_STATE")
	pieces, err := Dump(t.Context(), s.AWS, s.Output(t, "TableName"), filepath.Join(state, "logs"))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d pieces", len(pieces))
	// Whoever looks for nothing finds nothing: with what is good and is kept nowhere among the pieces, each door must be found open.
	for what, text := range live {
		if found := th.opens(t, Piece{"planted", "beside " + text + " something"}); len(found) == 0 {
			t.Errorf("a good %s is not noticed", what)
		}
	}
	th.tried = map[string]int{}
	kinds := map[string]int{}
	for _, piece := range pieces {
		kinds[strings.Fields(piece.Where)[0]]++
		for _, door := range th.opens(t, piece) {
			t.Errorf("%s opens a door: %s", piece.Where, door)
		}
		for what, text := range live {
			if strings.Contains(piece.Text, text) {
				t.Errorf("%s has a good %s", piece.Where, what)
			}
		}
		if strings.Contains(piece.Text, stack.Password) {
			t.Errorf("%s has a password", piece.Where)
		}
	}
	th.derived(t, pieces)
	th.passwords(t, pieces)
	for _, kind := range []string{"row", "object", "log", "file"} {
		if kinds[kind] == 0 {
			t.Errorf("there is no %s in the dump", kind)
		}
	}
	t.Logf("%v; tried: %v", kinds, th.tried)
}

// inhabit makes one of everything that opens a door, so that some is alive when the dump is made, and gives it.
func (th *thief) inhabit(t *testing.T) map[string]string {
	t.Helper()
	admin, _ := th.Administrator(t)
	email := stack.Address("leda")
	created := admin.Post(t, "/api/customers", stack.Key(), map[string]any{"name": "Leda Leak", "email": email, "invite": true})
	if created.Status != http.StatusCreated {
		t.Fatalf("not created: %s", created)
	}
	link := th.WaitMails(t, email, 1)[0].Link(t)
	th.invited = stack.Address("tara")
	created = admin.Post(t, "/api/customers", stack.Key(),
		map[string]any{"name": "Tara Temporary", "email": th.invited, "invite": true, "invitation": "temporary_password"})
	if created.Status != http.StatusCreated {
		t.Fatalf("not created: %s", created)
	}
	temporary := th.WaitMails(t, th.invited, 1)[0].TemporaryPassword()
	if temporary == "" {
		t.Fatal("no temporary password came")
	}
	customer, known, _ := th.Customer(t, admin)
	if reset := th.Browser(t).Post(t, "/api/resets", stack.Key(), map[string]any{"email": known}); reset.Status != http.StatusAccepted {
		t.Fatalf("no reset: %s", reset)
	}
	return map[string]string{
		"activation link": link, "reset link": th.WaitMails(t, known, 2)[1].Link(t), "access token": customer.Token,
		"session cookie": customer.Cookie("__Host-portico"), "temporary password": temporary,
	}
}

// opens tries every text of a piece at every door whose shape it has, and gives those that it opens.
func (th *thief) opens(t *testing.T, p Piece) []string {
	t.Helper()
	var open []string
	seen := map[string]bool{}
	for _, raw := range word.FindAllString(p.Text, -1) {
		text := strings.Trim(raw, ".=/+~")
		if seen[text] || len(text) < 16 || len(text) > 4096 {
			continue
		}
		seen[text] = true
		if dotted.MatchString(text) {
			th.tried["link"]++
			if _, err := proof.Parse(t.Context(), th.keys, text); err == nil {
				// A link that was made here. It is good unless it is dead; the door says which.
				if answer := th.Browser(t).Post(t, "/api/verify", "", map[string]any{"link": text}); answer.Status == http.StatusOK {
					open = append(open, "a good link")
				}
			}
		}
		if grouped.MatchString(text) && th.tried["temporary password"] < mostPasswords {
			th.tried["temporary password"]++
			answer := th.Browser(t).Post(t, "/api/sessions", "", map[string]any{"email": th.invited, "password": text})
			if answer.Code() == "password_change_required" {
				open = append(open, "a temporary password")
			}
		}
		if cookie.MatchString(text) {
			th.tried["cookie"]++
			thief := th.Browser(t)
			thief.SetCookie("__Host-portico", text)
			if answer := thief.Post(t, "/api/sessions/refresh", "", struct{}{}); answer.Status == http.StatusOK {
				open = append(open, "a session cookie")
			}
		}
		if token.MatchString(text) && strings.HasPrefix(text, "ey") {
			th.tried["token"]++
			thief := th.Browser(t)
			thief.Token = text
			if answer := thief.Get(t, "/api/home"); answer.Status == http.StatusOK {
				open = append(open, "an access token")
			}
			if th.refreshes(t, p, text) {
				open = append(open, "a refresh token")
			}
		}
		if strings.HasPrefix(p.Where, "row SESSION#") && secret.MatchString(text) && th.tried["refresh token"] < mostRefreshes && th.refreshes(t, p, text) {
			open = append(open, "a refresh token")
		}
	}
	return open
}

// refreshes tries a text as the refresh token of each person whom its piece names.
func (th *thief) refreshes(t *testing.T, p Piece, text string) bool {
	t.Helper()
	for _, id := range people(p) {
		th.tried["refresh token"]++
		if _, err := th.pool.Refresh(t.Context(), id, text); err == nil {
			return true
		}
	}
	return false
}

// people are the ids in a piece, each once, few.
func people(p Piece) []person.ID {
	ids := slices.Compact(slices.Sorted(slices.Values(rowID.FindAllString(p.Text, -1))))
	var all []person.ID
	for _, id := range ids[:min(len(ids), 4)] {
		all = append(all, person.ID(id))
	}
	return all
}

// derived makes the link and the code of every proof, flow and registration that the table has, with the key that no piece has, and looks for them. So nothing
// depends on the form in which somebody may have written them down.
func (th *thief) derived(t *testing.T, pieces []Piece) {
	t.Helper()
	runs, by := map[string]bool{}, map[string][]Piece{}
	for _, piece := range pieces {
		for _, text := range sixteen.FindAllString(piece.Text, -1) {
			if read, ok := crockford.Read(text, 16); ok {
				runs[crockford.Groups(read)] = true
			}
		}
	}
	for _, piece := range pieces {
		for _, text := range run.FindAllString(piece.Text, -1) {
			runs[text] = true
		}
		for _, id := range slices.Compact(slices.Sorted(slices.Values(rowID.FindAllString(piece.Text, -1)))) {
			by[id] = append(by[id], piece)
		}
	}
	for _, piece := range pieces {
		if found := isProof.FindStringSubmatch(piece.Where); found != nil {
			th.search(t, runs, person.ProofID(found[1]))
		}
		found := isFlow.FindStringSubmatch(piece.Where)
		if found == nil {
			continue
		}
		th.tried["code"]++
		code := th.code(t, found[1], found[2])
		for _, other := range by[found[2]] {
			if code != "" && slices.Contains(digits.FindAllString(other.Text, -1), code) {
				t.Errorf("the code of %s stands in %s", piece.Where, other.Where)
			}
		}
	}
}

// search looks for the secret part of a proof's link, and for the temporary password of an invitation.
func (th *thief) search(t *testing.T, runs map[string]bool, id person.ProofID) {
	t.Helper()
	p, err := th.table.Proof(t.Context(), id)
	if errors.Is(err, dynamo.ErrNotFound) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	link, err := proof.Token(t.Context(), th.keys, p)
	if errors.Is(err, secrets.ErrUnknownKey) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	th.tried["derived link"]++
	if runs[link[strings.LastIndexByte(link, '.')+1:]] {
		t.Errorf("the link of proof %s is kept", id)
	}
	if p.Form != proof.ByPassword {
		return
	}
	temporary, err := proof.TemporaryPassword(t.Context(), th.keys, p)
	if err != nil {
		t.Fatal(err)
	}
	th.tried["derived temporary password"]++
	if runs[temporary] {
		t.Errorf("the temporary password of proof %s is kept", id)
	}
}

// code gives the code of a flow or a registration; empty where it has none any more.
func (th *thief) code(t *testing.T, kind, id string) string {
	t.Helper()
	var from proof.Proof
	var err error
	if kind == "FLOW" {
		from, err = th.table.CodeOfFlow(t.Context(), person.ProofID(id))
	} else {
		r, e := th.table.Registration(t.Context(), id)
		from, err = r.Code(), e
	}
	if errors.Is(err, dynamo.ErrNotFound) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	code, err := proof.Code(t.Context(), th.keys, from)
	if err != nil && !errors.Is(err, secrets.ErrUnknownKey) {
		t.Fatal(err)
	}
	return code
}

// passwords tries texts as the password of the person whom they stand beside. The pool is asked directly, past the limits.
func (th *thief) passwords(t *testing.T, pieces []Piece) {
	t.Helper()
	tried := map[string]bool{}
	for _, piece := range pieces {
		if !strings.HasPrefix(piece.Where, "row PERSON#") && !strings.HasPrefix(piece.Where, "row SESSION#") && !strings.HasPrefix(piece.Where, "row VOUCH#") &&
			!strings.HasPrefix(piece.Where, "row PROOF#") && !strings.HasPrefix(piece.Where, "log ") {
			continue
		}
		for _, id := range people(piece) {
			for _, text := range word.FindAllString(piece.Text, -1) {
				if len(text) < 12 || len(text) > 128 || tried[string(id)+text] || len(tried) >= mostPasswords {
					continue
				}
				tried[string(id)+text] = true
				th.tried["password"]++
				if _, err := th.pool.Prove(t.Context(), id, text); err == nil {
					t.Errorf("%s has a password", piece.Where)
				} else if !errors.Is(err, identity.ErrRefused) && !errors.Is(err, identity.ErrBusy) {
					t.Fatal(err)
				}
			}
		}
	}
}
