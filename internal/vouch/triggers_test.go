package vouch

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"portico/internal/factor"
	"portico/internal/gate"
	"portico/internal/person"
)

const (
	alice  = person.ID("aliceaaaaaaaaaaaaaaaaaaaaa")
	bob    = person.ID("bobbbbbbbbbbbbbbbbbbbbbbbb")
	portal = "the portal client"
)

// memory is a Store that can be made to fail.
type memory struct {
	vouches map[string]Vouch
	gates   map[person.ID]gate.Gate
	broken  error
	rule    factor.Rule
}

func (m *memory) Vouch(_ context.Context, id string) (Vouch, error) {
	v, ok := m.vouches[id]
	if !ok {
		return v, ErrRefused
	}
	return v, m.broken
}

func (m *memory) UseVouch(_ context.Context, id, nonce string) error {
	v, ok := m.vouches[id]
	if !ok || v.UsedBy != "" && v.UsedBy != nonce {
		return ErrRefused
	}
	v.UsedBy = nonce
	m.vouches[id] = v
	return m.broken
}

func (m *memory) LiveGate(_ context.Context, id person.ID) (gate.Gate, error) {
	g, ok := m.gates[id]
	if !ok {
		return g, ErrRefused
	}
	return g, m.broken
}

func (m *memory) SecondFactorRule(context.Context) (factor.Rule, error) { return m.rule, m.broken }

// bench is Triggers with a vouch for alice.
type bench struct {
	*Triggers
	store  *memory
	vouch  Vouch
	answer string
	now    time.Time
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	var err error
	b.vouch, b.answer, err = New(nil, b.now, Claim{Person: alice, Client: portal, Epoch: 3, Session: "s"})
	if err != nil {
		t.Fatal(err)
	}
	b.store = &memory{
		vouches: map[string]Vouch{b.vouch.ID: b.vouch},
		gates: map[person.ID]gate.Gate{
			alice: {Person: alice, State: person.Active, Role: person.Agent, Epoch: 3, Client: portal},
			bob:   {Person: bob, State: person.Active, Role: person.Customer, Epoch: 3, Client: portal},
		},
	}
	b.Triggers = &Triggers{Store: b.store, Now: func() time.Time { return b.now }}
	return b
}

// ask sends an event through its JSON form, as Cognito does.
func ask[E any](t *testing.T, b *bench, event E) (E, error) {
	t.Helper()
	raw, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	out, err := b.Handle(t.Context(), raw)
	if err != nil {
		return event, err
	}
	return out.(E), nil
}

func header(source string, who person.ID, client string) events.CognitoEventUserPoolsHeader {
	return events.CognitoEventUserPoolsHeader{TriggerSource: source, UserName: string(who), CallerContext: events.CognitoEventUserPoolsCallerContext{ClientID: client}}
}

func (b *bench) verifyAs(t *testing.T, who person.ID, client, answer, nonce string) bool {
	t.Helper()
	e := events.CognitoEventUserPoolsVerifyAuthChallenge{CognitoEventUserPoolsHeader: header("VerifyAuthChallengeResponse_Authentication", who, client)}
	e.Request.ChallengeAnswer, e.Request.ClientMetadata = answer, map[string]string{MetadataKey: b.vouch.ID}
	e.Request.PrivateChallengeParameters = map[string]string{"nonce": nonce}
	out, err := ask(t, b, e)
	if err != nil {
		t.Fatal(err)
	}
	return out.Response.AnswerCorrect
}

func TestIdentity03_AVouchIsGoodOnceForItsPersonAndClientAndARetryPasses(t *testing.T) {
	for what, refused := range map[string]func(b *bench) bool{
		"another person": func(b *bench) bool { return b.verifyAs(t, bob, portal, b.answer, "n1") },
		"another client": func(b *bench) bool { return b.verifyAs(t, alice, "other", b.answer, "n1") },
		"a wrong answer": func(b *bench) bool { return b.verifyAs(t, alice, portal, b.answer+"x", "n1") },
		"no answer":      func(b *bench) bool { return b.verifyAs(t, alice, portal, "", "n1") },
		"no nonce":       func(b *bench) bool { return b.verifyAs(t, alice, portal, b.answer, "") },
		"expired":        func(b *bench) bool { b.now = b.now.Add(Life); return b.verifyAs(t, alice, portal, b.answer, "n1") },
		"unknown":        func(b *bench) bool { clear(b.store.vouches); return b.verifyAs(t, alice, portal, b.answer, "n1") },
	} {
		if refused(newBench(t)) {
			t.Errorf("%s was taken", what)
		}
	}
	b := newBench(t)
	for i := range 3 {
		if !b.verifyAs(t, alice, portal, b.answer, "n1") {
			t.Errorf("the vouch was refused when the trigger was asked for the time %d", i+1)
		}
	}
	if b.verifyAs(t, alice, portal, b.answer, "n2") {
		t.Error("a replay in a second authentication was taken")
	}
}

func TestAnOutageOfTheTableIsNoWrongAnswer(t *testing.T) {
	b := newBench(t)
	b.store.broken = errors.New("down")
	e := events.CognitoEventUserPoolsVerifyAuthChallenge{CognitoEventUserPoolsHeader: header("VerifyAuthChallengeResponse_Authentication", alice, portal)}
	e.Request.ChallengeAnswer, e.Request.ClientMetadata = b.answer, map[string]string{MetadataKey: b.vouch.ID}
	e.Request.PrivateChallengeParameters = map[string]string{"nonce": "n"}
	if _, err := ask(t, b, e); err == nil {
		t.Error("no error, so Cognito would not ask again")
	}
}

func TestDefineAcceptsTwoWaysAndNothingElse(t *testing.T) {
	b := newBench(t)
	for _, c := range []struct {
		steps   string
		wrong   bool
		unknown bool
		want    string
	}{
		{steps: "", want: customChallenge},
		{steps: "C", want: "tokens"},
		{steps: "A", want: passwordVerifier},
		{steps: "AP", want: customChallenge},
		{steps: "APC", want: "tokens"},
		{steps: "A", unknown: true, want: passwordVerifier},
		{steps: "", unknown: true, want: "fail"},
		{steps: "AP", unknown: true, want: "fail"},
		{steps: "APC", unknown: true, want: "fail"},
		{steps: "C", wrong: true, want: "fail"},
		{steps: "APC", wrong: true, want: "fail"},
		{steps: "P", want: "fail"},
		{steps: "PC", want: "fail"},
		{steps: "CC", want: "fail"},
		{steps: "AC", want: "fail"},
		{steps: "APP", want: "fail"},
		{steps: "APCC", want: "fail"},
		{steps: "X", want: "fail"},
	} {
		e := events.CognitoEventUserPoolsDefineAuthChallenge{CognitoEventUserPoolsHeader: header("DefineAuthChallenge_Authentication", alice, portal)}
		e.Request.UserNotFound = c.unknown
		names := map[rune]string{'A': srpA, 'P': passwordVerifier, 'C': customChallenge, 'X': "SMS_MFA"}
		for i, letter := range c.steps {
			result := !(c.wrong && i == len(c.steps)-1)
			e.Request.Session = append(e.Request.Session, &events.CognitoEventUserPoolsChallengeResult{ChallengeName: names[letter], ChallengeResult: result})
		}
		out, err := ask(t, b, e)
		if err != nil {
			t.Fatal(err)
		}
		got := out.Response.ChallengeName
		if out.Response.IssueTokens {
			got += "tokens"
		}
		if out.Response.FailAuthentication {
			got += "fail"
		}
		if got != c.want {
			t.Errorf("%q (wrong %v, unknown %v): %s, want %s", c.steps, c.wrong, c.unknown, got, c.want)
		}
	}
}

func (b *bench) tokensFor(t *testing.T, source string, who person.ID, client string, metadata map[string]string) (events.AccessTokenGenerationV2_0, error) {
	t.Helper()
	e := events.CognitoEventUserPoolsPreTokenGenV2_0{CognitoEventUserPoolsHeader: header(source, who, client)}
	e.Request.ClientMetadata = metadata
	out, err := ask(t, b, e)
	return out.Response.ClaimsAndScopeOverrideDetails.AccessTokenGeneration, err
}

func TestIdentity04_ThePreTokenTriggerDeniesByDefault(t *testing.T) {
	const first, refresh = "TokenGeneration_Authentication", "TokenGeneration_RefreshTokens"
	used := func(b *bench) map[string]string {
		b.verifyAs(t, alice, portal, b.answer, "n")
		return map[string]string{MetadataKey: b.vouch.ID}
	}
	set := func(b *bench, change func(*gate.Gate)) {
		g := b.store.gates[alice]
		change(&g)
		b.store.gates[alice] = g
	}
	suspended := func(b *bench) { set(b, func(g *gate.Gate) { g.State = person.Suspended }) }
	void := func(b *bench) { set(b, func(g *gate.Gate) { g.PasswordVoid = true }) }
	for _, c := range []struct {
		what   string
		source string
		who    person.ID
		client string
		bare   bool // without a vouch
		after  func(b *bench)
	}{
		{what: "no vouch", source: first, who: alice, client: portal, bare: true},
		{what: "somebody else's vouch", source: first, who: bob, client: portal},
		{what: "another client", source: first, who: alice, client: "other"},
		{what: "an expired vouch", source: first, who: alice, client: portal, after: func(b *bench) { b.now = b.now.Add(Life) }},
		{what: "another epoch", source: first, who: alice, client: portal, after: func(b *bench) { set(b, func(g *gate.Gate) { g.Epoch++ }) }},
		{what: "suspended", source: first, who: alice, client: portal, after: suspended},
		{what: "an undone change, refresh", source: refresh, who: alice, client: portal, bare: true, after: void},
		{what: "an undone change", source: first, who: alice, client: portal, after: void},
		{what: "a stranger", source: first, who: "strangeraaaaaaaaaaaaaaaaaa", client: portal},
		{what: "refresh, suspended", source: refresh, who: alice, client: portal, bare: true, after: suspended},
		{what: "refresh, another client", source: refresh, who: alice, client: "other", bare: true},
		{what: "refresh, no client", source: refresh, who: alice, bare: true, after: func(b *bench) { set(b, func(g *gate.Gate) { g.Client = "" }) }},
		{what: "hosted sign-in", source: "TokenGeneration_HostedAuth", who: alice, client: portal},
		{what: "a new password", source: "TokenGeneration_NewPasswordChallenge", who: alice, client: portal},
		{what: "client credentials", source: "TokenGeneration_ClientCredentials", who: alice, client: portal},
		{what: "a sign-up", source: "PreSignUp_SignUp", who: alice, client: portal},
		{what: "an outage of ours", source: first, who: alice, client: portal, after: func(b *bench) { b.store.broken = errors.New("down") }},
	} {
		b := newBench(t)
		var metadata map[string]string
		if !c.bare {
			metadata = used(b)
		}
		if c.after != nil {
			c.after(b)
		}
		if _, err := b.tokensFor(t, c.source, c.who, c.client, metadata); err == nil {
			t.Errorf("%s got tokens", c.what)
		}
	}
	fresh := newBench(t)
	if _, err := fresh.tokensFor(t, first, alice, portal, map[string]string{MetadataKey: fresh.vouch.ID}); err == nil {
		t.Error("a vouch that nobody used got tokens")
	}
	b := newBench(t)
	for _, source := range []string{first, refresh} {
		got, err := b.tokensFor(t, source, alice, portal, used(b))
		if err != nil {
			t.Fatalf("%s: %v", source, err)
		}
		if got.ClaimsToAddOrOverride[gate.ClaimEpoch] != "3" || got.ClaimsToAddOrOverride[gate.ClaimRole] != "agent" ||
			got.ScopesToAdd[0] != gate.Scope || got.ScopesToSuppress[0] != UserScope {
			t.Errorf("%s: %+v", source, got)
		}
	}
}

func TestB9_WithoutTheSecondFactorThereIsNoTokenWhoeverVouches(t *testing.T) {
	for _, c := range []struct {
		rule   factor.Rule
		chosen bool
		proven []string
		want   bool
		of     bool // required of this person
	}{
		{rule: factor.Rule{}, of: true, proven: []string{factor.Password}},
		{rule: factor.Rule{Mode: factor.Off}, of: true, proven: []string{factor.Password}},
		{rule: factor.Rule{Mode: factor.Optional}, of: true, proven: []string{factor.Password}},
		{rule: factor.Rule{Mode: factor.Off}, of: true, proven: []string{factor.Code, factor.Password}, want: true},
		{factor.Rule{}, true, []string{factor.Password}, true, false},
		{factor.Rule{Mode: factor.Off}, true, []string{factor.Password}, true, false},
		{factor.Rule{Mode: factor.Optional}, false, []string{factor.Password}, true, false},
		{factor.Rule{Mode: factor.Optional}, true, []string{factor.Password}, false, false},
		{factor.Rule{Mode: factor.Required}, false, []string{factor.Password}, false, false},
		{factor.Rule{Mode: factor.Required}, false, nil, false, false},
		{factor.Rule{Mode: factor.Required}, false, []string{factor.Code, factor.Password}, true, false},
		{factor.Rule{Mode: factor.Required}, false, []string{factor.Link, factor.Password}, true, false},
		{factor.Rule{Mode: factor.Required}, false, []string{factor.Device, factor.Password}, true, false},
	} {
		b := newBench(t)
		b.store.rule = c.rule
		g := b.store.gates[alice]
		g.SecondFactor, g.FactorRequired = c.chosen, c.of
		b.store.gates[alice] = g
		v := b.vouch
		v.Proven, v.UsedBy = c.proven, "nonce"
		b.store.vouches[v.ID] = v
		event := events.CognitoEventUserPoolsPreTokenGenV2_0{}
		event.TriggerSource, event.UserName, event.CallerContext.ClientID = "TokenGeneration_Authentication", string(alice), portal
		event.Request.ClientMetadata = map[string]string{MetadataKey: v.ID}
		err := b.preToken(t.Context(), &event)
		if (err == nil) != c.want || err != nil && !errors.Is(err, ErrRefused) {
			t.Errorf("%+v, chosen %v, required %v, proven %v: %v", c.rule, c.chosen, c.of, c.proven, err)
		}
	}
}
