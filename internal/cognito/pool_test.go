package cognito

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"portico/internal/identity"
)

const cara = "caraaaaaaaaaaaaaaaaaaaaaaa"

// broken is a pool that answers as it is told, because the real one cannot be made to fail on demand. It knows its client's secret.
type broken struct {
	mu      sync.Mutex
	calls   []string
	answers map[string]func(w http.ResponseWriter)
}

func (b *broken) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	b.mu.Lock()
	b.calls = append(b.calls, operation)
	b.mu.Unlock()
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if operation == "DescribeUserPoolClient" {
		reply(w, map[string]any{"UserPoolClient": map[string]any{"ClientSecret": "secret"}})
		return
	}
	b.answers[operation](w)
}

func (b *broken) count(operation string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := 0
	for _, call := range b.calls {
		if call == operation {
			n++
		}
	}
	return n
}

func reply(w http.ResponseWriter, body map[string]any) {
	_ = json.NewEncoder(w).Encode(body) // a test's client is there
}

func failure(status int, kind, message string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		w.WriteHeader(status)
		reply(w, map[string]any{"__type": kind, "message": message})
	}
}

func hangUp(http.ResponseWriter) { panic(http.ErrAbortHandler) }

func open(t *testing.T, answers map[string]func(http.ResponseWriter)) (*Pool, *broken) {
	t.Helper()
	b := &broken{answers: answers}
	server := httptest.NewServer(b)
	t.Cleanup(server.Close)
	cfg := aws.Config{Region: "eu-central-1", BaseEndpoint: &server.URL, Credentials: credentials.NewStaticCredentialsProvider("id", "secret", "")}
	return Open(cfg, "eu-central-1_pool", "client", time.Now, nil), b
}

const (
	initiate = "AdminInitiateAuth"
	respond  = "AdminRespondToAuthChallenge"
)

var refusal = failure(400, "NotAuthorizedException", "Incorrect username or password.")

// challenge is what the pool asks of a user who is there.
func challenge(w http.ResponseWriter) {
	reply(w, map[string]any{"ChallengeName": "PASSWORD_VERIFIER", "Session": strings.Repeat("s", 30), "ChallengeParameters": map[string]string{
		"USERNAME": cara, "USER_ID_FOR_SRP": cara, "SALT": "ab12", "SRP_B": "cd34", "SECRET_BLOCK": "c2VjcmV0",
	}})
}

func TestX3_AStrangerCostsTheSameCallsAsAWrongPassword(t *testing.T) {
	for what, first := range map[string]func(http.ResponseWriter){
		"a wrong password":           challenge,
		"no such user":               failure(400, "UserNotFoundException", "User does not exist."),
		"the pool ends it":           refusal,
		"the pool's own lockout":     failure(400, "NotAuthorizedException", "Password attempts exceeded"),
		"a user who is not finished": failure(400, "UserNotConfirmedException", "User is not confirmed."),
	} {
		pool, b := open(t, map[string]func(http.ResponseWriter){initiate: first, respond: refusal})
		if _, err := pool.Prove(t.Context(), cara, "a password"); !errors.Is(err, identity.ErrRefused) {
			t.Errorf("%s: %v", what, err)
		}
		if b.count(initiate) != 1 || b.count(respond) != 1 {
			t.Errorf("%s: %v", what, b.calls)
		}
	}
}

func TestWhatIsNoAnswerAboutThePasswordIsNoRefusal(t *testing.T) {
	for what, second := range map[string]func(http.ResponseWriter){
		"too many requests":        failure(400, "TooManyRequestsException", "Rate exceeded"),
		"a failure of the pool":    failure(500, "InternalErrorException", "Something"),
		"a trigger that throws":    failure(400, "UserLambdaValidationException", "PreTokenGeneration failed"),
		"a lost answer":            hangUp,
		"a session that is used":   failure(400, "NotAuthorizedException", "Invalid session for the user, session can only be used once."),
		"a client that is changed": failure(400, "NotAuthorizedException", "Unable to verify secret hash for client client"),
	} {
		pool, b := open(t, map[string]func(http.ResponseWriter){initiate: challenge, respond: second})
		if _, err := pool.Prove(t.Context(), cara, "a password"); !errors.Is(err, identity.ErrBusy) || errors.Is(err, identity.ErrRefused) {
			t.Errorf("%s: %v", what, err)
		}
		if want := map[bool]int{true: 3, false: 1}[what == "too many requests"]; b.count(respond) != want {
			t.Errorf("%s: answered %d times, want %d", what, b.count(respond), want)
		}
	}
}

func TestAPasswordThatGivesTokensAtOnceIsAnError(t *testing.T) {
	for what, second := range map[string]map[string]any{
		"tokens":            {"AuthenticationResult": map[string]any{"AccessToken": "a.b.c"}},
		"another challenge": {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": strings.Repeat("s", 30)},
	} {
		pool, _ := open(t, map[string]func(http.ResponseWriter){initiate: challenge, respond: func(w http.ResponseWriter) { reply(w, second) }})
		if c, err := pool.Prove(t.Context(), cara, "a password"); err == nil || c.Session != "" {
			t.Errorf("%s: %+v, %v", what, c, err)
		}
	}
}

func TestMakingAUserTwiceIsMakingItOnce(t *testing.T) {
	pool, _ := open(t, map[string]func(http.ResponseWriter){"AdminCreateUser": failure(400, "UsernameExistsException", "User account already exists.")})
	if err := pool.Create(t.Context(), cara); err != nil {
		t.Error(err)
	}
}

func TestAPasswordIsStoredByItsLettersWhateverTheyAre(t *testing.T) {
	if Stored("Caf\u00e9 am Hafen") != Stored("Cafe\u0301 am Hafen") {
		t.Error("the same letters in another form are another password")
	}
	seen := map[string]string{}
	for _, password := range []string{"a", "A", " a", "a ", "a\n", strings.Repeat("\U0001F600", 128), ""} {
		stored := Stored(password)
		if len(stored) != 47 || strings.ContainsAny(stored, " \n") || seen[stored] != "" {
			t.Errorf("%q is stored as %q", password, stored)
		}
		seen[stored] = password + "."
	}
}

func TestATokenIsReadAsTheGatewayReadsIt(t *testing.T) {
	claims, err := claimsOf("e30.eyJzdWIiOiJhIiwiZXhwIjoxNzAwMDAwMDAwLCJncm91cHMiOlsiYSJdfQ.sig")
	if err != nil || claims["sub"] != "a" || claims["exp"] != "1700000000" || claims["groups"] != `["a"]` {
		t.Errorf("%v, %v", claims, err)
	}
	for _, token := range []string{"", "a.b", "a.!.c", "a.bm90IGpzb24.c"} {
		if _, err := claimsOf(token); !errors.Is(err, errToken) {
			t.Errorf("%q: %v", token, err)
		}
	}
}
