//go:build cloud

package leaks

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"portico/internal/cognito"
	"portico/internal/crockford"
	"portico/internal/identity"
	"portico/internal/person"
	"portico/internal/proof"
	"portico/internal/registration"
	"portico/internal/secrets"
	"portico/internal/session"
	"portico/tests/stack"
)

// The shapes of what opens a door. A text of another shape is refused before anything is looked up.
var (
	word    = regexp.MustCompile(`[A-Za-z0-9_.~+/=-]+`)
	dotted  = regexp.MustCompile(`^[a-z]\.[a-z2-7]{26}\.[0-9a-z]+\.[0-9a-f]+\.[A-Za-z0-9_-]{20,}$`)  // a link
	cookie  = regexp.MustCompile(`^[A-Za-z0-9_-]+\.[0-9a-z]+\.[0-9a-f]+\.[A-Za-z0-9_-]{20,}$`)       // a session's or a device's
	token   = regexp.MustCompile(`^[A-Za-z0-9_-]{10,}(\.[A-Za-z0-9_-]*){2}(\.[A-Za-z0-9_-]*){0,2}$`) // an access or ID token (3 parts), a refresh token (5)
	secret  = regexp.MustCompile(`^[A-Za-z0-9_.~+/=-]{60,}$`)                                        // anything long: a refresh token of another form
	run     = regexp.MustCompile(`[A-Za-z0-9_-]{40,}`)                                               // as long as the secret part of a link
	digits  = regexp.MustCompile(`\b\d{6}\b`)
	rowID   = regexp.MustCompile(`\b[a-z2-7]{26}\b`)
	sixteen = regexp.MustCompile(`\b[0-9A-Za-z]{4}-?[0-9A-Za-z]{4}-?[0-9A-Za-z]{4}-?[0-9A-Za-z]{4}\b`) // perhaps a temporary password
	derives = regexp.MustCompile(`^row (REGISTRATION|FLOW|PROOF)#([a-z2-7]{26})$`)
)

// mostRefreshes is how many times a text of a session's row is tried as a refresh token, whatever its form.
const mostRefreshes = 200

// hands is how many doors are tried at the same time.
const hands = 8

// thief has everything that is kept, and tries it.
type thief struct {
	*stack.Stack
	keys  *secrets.Keyring
	pool  *cognito.Pool
	mu    sync.Mutex
	tried map[string]int
}

// try counts a try.
func (th *thief) try(what string) int {
	th.mu.Lock()
	defer th.mu.Unlock()
	th.tried[what]++
	return th.tried[what]
}

// each does something with every item, a few at the same time.
func each[T any](items []T, do func(T)) {
	work := make(chan T)
	var wait sync.WaitGroup
	for range hands {
		wait.Go(func() {
			for item := range work {
				do(item)
			}
		})
	}
	for _, item := range items {
		work <- item
	}
	close(work)
	wait.Wait()
}

// TestADumpOfEverythingOpensNoDoor runs after all other tests, when everything that they left is still there.
func TestADumpOfEverythingOpensNoDoor(t *testing.T) {
	s := stack.Open(t)
	th := &thief{
		Stack: s, tried: map[string]int{},
		keys: secrets.NewKeyring(secretsmanager.NewFromConfig(s.AWS), s.Output(t, "ProofSecretArn"), time.Now),
		pool: cognito.Open(s.AWS, s.Output(t, "UserPoolId"), s.Output(t, "PortalClientId"), time.Now, nil),
	}
	live, customer := th.inhabit(t)
	state := os.Getenv("PORTICO_TEST_STATE")
	began := time.Now()
	lap := func(what string) {
		t.Logf("%s took %v", what, time.Since(began).Round(100*time.Millisecond))
		began = time.Now()
	}
	pieces, err := Dump(t.Context(), s.AWS, s.Output(t, "TableName"), filepath.Join(state, "logs"))
	if err != nil {
		t.Fatal(err)
	}
	lap(fmt.Sprintf("the dump of %d pieces", len(pieces)))
	// Whoever looks for nothing finds nothing: with what is good and is kept nowhere among the pieces, each door must be found open.
	for what, text := range live.keys {
		if found := th.opens(t, Piece{Where: "planted", Text: "beside " + text + " something"}); len(found) == 0 {
			t.Errorf("a good %s is not noticed", what)
		}
	}
	th.tried = map[string]int{}
	kinds := map[string]int{}
	for _, piece := range pieces {
		kinds[strings.Fields(piece.Where)[0]]++
	}
	each(pieces, func(piece Piece) {
		for _, door := range th.opens(t, piece) {
			t.Errorf("%s opens a door: %s", piece.Where, door)
		}
		for _, secrets := range []map[string]string{live.keys, live.others} {
			for what, text := range secrets {
				if kept(piece.Text, text) {
					t.Errorf("%s has a good %s", piece.Where, what)
				}
			}
		}
	})
	lap("trying every text at the doors of its form")
	th.derived(t, pieces)
	lap("looking for links and codes")
	th.passwords(t, pieces, customer)
	lap("trying passwords")
	for _, kind := range []string{"row", "object", "log", "file"} {
		if kinds[kind] == 0 {
			t.Errorf("there is no %s in the dump", kind)
		}
	}
	t.Logf("%v; tried: %v", kinds, th.tried)
}

// kept tells whether a text has a secret, as it is or in a usual coding.
func kept(text, secret string) bool {
	for _, form := range []string{
		secret, url.QueryEscape(secret), hex.EncodeToString([]byte(secret)),
		base64.RawStdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)),
	} {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}

// live is what is good while the dump is made: keys open a door by themselves; of the others nothing may be kept either.
type live struct{ keys, others map[string]string }

// inhabit makes one of everything that opens a door, so that some is alive when the dump is made, and gives it with a customer.
func (th *thief) inhabit(t *testing.T) (live, person.ID) {
	t.Helper()
	admin, _ := th.Administrator(t)
	section, _ := admin.Get(t, "/api/settings").Body["registration"].(map[string]any)
	th.post(t, admin, "/api/settings/registration", http.StatusOK, map[string]any{
		"mode": "anyone", "ways": []string{"form"}, "companyMailboxOnly": false, "version": section["version"],
	})
	invited, stranger, next := stack.Address("leda"), stack.Address("nina"), stack.Address("nora")
	th.post(t, admin, "/api/customers", http.StatusCreated, map[string]any{"name": "Leda Leak", "email": invited, "invite": true})
	th.post(t, th.Browser(t), "/api/registrations", http.StatusAccepted, map[string]any{"name": "Nina New", "email": stranger})
	mover, old, _ := th.Customer(t, admin)
	th.post(t, mover, "/api/profile/email", http.StatusAccepted, map[string]any{"email": next})
	th.post(t, mover, "/api/profile/email/confirm", http.StatusNoContent, map[string]any{"code": digits.FindString(th.WaitMails(t, next, 1)[0].Text)})
	mover.Refresh(t)
	th.post(t, mover, "/api/profile/email", http.StatusAccepted, map[string]any{"email": stack.Address("nora")}) // its code stays open
	waiting := stack.Address("tara")
	th.post(t, admin, "/api/customers", http.StatusCreated,
		map[string]any{"name": "Tara Temporary", "email": waiting, "invite": true, "invitation": "temporary_password"})
	temporary := th.WaitMails(t, waiting, 1)[0].TemporaryPassword()
	if temporary == "" {
		t.Fatal("no temporary password came")
	}
	customer, known, id := th.Customer(t, admin)
	th.post(t, th.Browser(t), "/api/resets", http.StatusAccepted, map[string]any{"email": known})
	return live{
		keys: map[string]string{
			"activation link": th.WaitMails(t, invited, 1)[0].Link(t), "registration link": th.WaitMails(t, stranger, 1)[0].Link(t),
			"undo link": th.WaitMails(t, old, 2)[1].Link(t), "reset link": th.WaitMails(t, known, 2)[1].Link(t),
			"access token": customer.Token, "session cookie": customer.Cookie(session.CookieName),
		},
		others: map[string]string{"password": stack.Password, "temporary password": temporary, "device cookie": customer.Cookie(session.DeviceName)},
	}, person.ID(id)
}

// post sends, and wants a status.
func (th *thief) post(t *testing.T, b *stack.Browser, path string, status int, body map[string]any) {
	t.Helper()
	if answer := b.Post(t, path, stack.Key(), body); answer.Status != status {
		t.Fatalf("%s: %s", path, answer)
	}
}

// opens tries every text of a piece at every door whose shape it has, and gives those that it opens.
func (th *thief) opens(t *testing.T, p Piece) []string {
	t.Helper()
	var open []string
	succeeded := func(answer *stack.Answer, err error, door string) {
		if err != nil {
			t.Errorf("%s: %v", p.Where, err)
		} else if answer.Status == http.StatusOK {
			open = append(open, door)
		}
	}
	seen := map[string]bool{}
	for _, raw := range word.FindAllString(p.Text, -1) {
		text := strings.Trim(raw, ".=/+~")
		if seen[text] || len(text) < 16 || len(text) > 4096 {
			continue
		}
		seen[text] = true
		if dotted.MatchString(text) {
			th.try("link")
			if _, err := proof.Parse(t.Context(), th.keys, text); err == nil {
				// A link that was made here. It is good unless it is dead; the door says which.
				answer, err := th.Browser(t).TryPost("/api/verify", "", map[string]any{"link": text})
				succeeded(answer, err, "a good link")
			}
		}
		if cookie.MatchString(text) {
			th.try("cookie")
			thief := th.Browser(t)
			thief.SetCookie(session.CookieName, text)
			answer, err := thief.TryPost("/api/sessions/refresh", "", struct{}{})
			succeeded(answer, err, "a session cookie")
		}
		if token.MatchString(text) && strings.HasPrefix(text, "ey") {
			th.try("token")
			thief := th.Browser(t)
			thief.Token = text
			answer, err := thief.Try(http.MethodGet, "/api/home", http.Header{}, nil)
			succeeded(answer, err, "an access token")
			if th.refreshes(t, p, text) {
				open = append(open, "a refresh token")
			}
		}
		if strings.HasPrefix(p.Where, "row SESSION#") && secret.MatchString(text) && th.refreshes(t, p, text) {
			open = append(open, "a refresh token")
		}
	}
	return open
}

// refreshes tries a text as the refresh token of each person whom its piece names.
func (th *thief) refreshes(t *testing.T, p Piece, text string) bool {
	t.Helper()
	for _, id := range people(p) {
		if th.try("refresh token") > mostRefreshes && !strings.HasPrefix(text, "ey") {
			continue
		}
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

// derived makes the link or the code of every proof, flow and registration that the table has, with the key that no piece has, and looks for it. So nothing
// depends on the form in which somebody may have written it down, nor on whether it is good any more.
func (th *thief) derived(t *testing.T, pieces []Piece) {
	t.Helper()
	runs, by := map[string]bool{}, map[string][]Piece{}
	for _, piece := range pieces {
		for _, text := range sixteen.FindAllString(piece.Text, -1) {
			if read, ok := crockford.Read(text, 16); ok {
				runs[crockford.Groups(read)] = true
			}
		}
		for _, text := range run.FindAllString(piece.Text, -1) {
			runs[text] = true
		}
		for _, id := range slices.Compact(slices.Sorted(slices.Values(rowID.FindAllString(piece.Text, -1)))) {
			by[id] = append(by[id], piece)
		}
	}
	for _, piece := range pieces {
		id, from, err := source(piece)
		if err != nil {
			t.Errorf("%s: %v", piece.Where, err)
		}
		switch from.Purpose {
		case "":
		case proof.SignIn, proof.EmailChange:
			th.codeIn(t, by[id], piece, from)
		case proof.Registration:
			th.linkIn(t, runs, piece, from)
			th.codeIn(t, by[id], piece, from)
		default:
			th.linkIn(t, runs, piece, from)
			th.temporaryIn(t, runs, piece, from)
		}
	}
}

// source gives what a row's link and code are derived from, and the id that those about it have; the zero Proof where it has none.
func source(piece Piece) (string, proof.Proof, error) {
	found := derives.FindStringSubmatch(piece.Where)
	if found == nil {
		return "", proof.Proof{}, nil
	}
	var row struct {
		KeyID      string        `dynamodbav:"keyId"`
		Generation int           `dynamodbav:"generation"`
		Form       proof.Form    `dynamodbav:"form"`
		Purpose    proof.Purpose `dynamodbav:"purpose"`
	}
	if err := attributevalue.UnmarshalMap(piece.Row, &row); err != nil {
		return "", proof.Proof{}, err
	}
	from := proof.Proof{ID: person.ProofID(found[2]), Purpose: row.Purpose, KeyID: row.KeyID, Generation: row.Generation, Form: row.Form}
	switch found[1] {
	case "FLOW":
		from.Purpose = proof.SignIn
	case "REGISTRATION":
		from = registration.Registration{ID: found[2], KeyID: row.KeyID, Generation: row.Generation}.Code()
	}
	return found[2], from, nil
}

// linkIn looks for the secret part of a link.
func (th *thief) linkIn(t *testing.T, runs map[string]bool, piece Piece, from proof.Proof) {
	link, err := proof.Token(t.Context(), th.keys, from)
	if errors.Is(err, secrets.ErrUnknownKey) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	th.try("derived link")
	if runs[link[strings.LastIndexByte(link, '.')+1:]] {
		t.Errorf("the link of %s is kept", piece.Where)
	}
}

// temporaryIn looks for the temporary password of an invitation, however it may have been written down.
func (th *thief) temporaryIn(t *testing.T, runs map[string]bool, piece Piece, from proof.Proof) {
	t.Helper()
	if from.Form != proof.ByPassword {
		return
	}
	temporary, err := proof.TemporaryPassword(t.Context(), th.keys, from)
	if errors.Is(err, secrets.ErrUnknownKey) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	th.try("derived temporary password")
	if runs[temporary] {
		t.Errorf("the temporary password of %s is kept", piece.Where)
	}
}

// codeIn looks for a code in what is about its row.
func (th *thief) codeIn(t *testing.T, about []Piece, piece Piece, from proof.Proof) {
	code, err := proof.Code(t.Context(), th.keys, from)
	if errors.Is(err, secrets.ErrUnknownKey) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	th.try("derived code")
	for _, other := range about {
		if slices.Contains(digits.FindAllString(other.Text, -1), code) {
			t.Errorf("the code of %s stands in %s", piece.Where, other.Where)
		}
	}
}

// passwords tries every text that stands beside a customer as the password, all of it that could be one. The pool is asked directly, past the limits.
func (th *thief) passwords(t *testing.T, pieces []Piece, customer person.ID) {
	t.Helper()
	tried := map[string]bool{}
	for _, piece := range pieces {
		if !strings.Contains(piece.Text, string(customer)) {
			continue
		}
		for line := range strings.Lines(piece.Text) {
			if !strings.HasPrefix(piece.Where, "row ") && !strings.Contains(line, string(customer)) {
				continue // of a log, the customer's lines
			}
			for _, text := range append(word.FindAllString(line, -1), strings.TrimSpace(line)) {
				if len(text) >= 8 && len(text) <= 128 {
					tried[text] = true
				}
			}
		}
	}
	proves := func(text string) bool {
		th.try("password")
		_, err := th.pool.Prove(t.Context(), customer, text)
		if err != nil && !errors.Is(err, identity.ErrRefused) {
			t.Error(err)
		}
		return err == nil
	}
	each(slices.Collect(maps.Keys(tried)), func(text string) {
		if proves(text) {
			t.Errorf("a password is kept: %d characters", len(text))
		}
	})
	if !proves(stack.Password) {
		t.Error("a good password is not noticed")
	}
}
