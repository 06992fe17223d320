package vouch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"portico/internal/factor"
	"portico/internal/gate"
	"portico/internal/person"
)

// MetadataKey is the name under which the id of the vouch travels in the client metadata of AdminRespondToAuthChallenge, which reaches the verify
// and the pre-token trigger (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html).
const MetadataKey = "vouch"

// Store is what the triggers read and update: VOUCH and GATE, and of the settings those of the second factor.
type Store interface {
	// Vouch reads a vouch; ErrRefused where there is none.
	Vouch(ctx context.Context, id string) (Vouch, error)
	// UseVouch marks it as used by nonce; ErrRefused where another nonce has used it.
	UseVouch(ctx context.Context, id, nonce string) error
	// LiveGate reads somebody's gate; ErrRefused where there is none.
	LiveGate(ctx context.Context, id person.ID) (gate.Gate, error)
	// SecondFactorRule reads what the administrators have decided.
	SecondFactorRule(ctx context.Context) (factor.Rule, error)
}

// Triggers answers Cognito's questions during an authentication. Cognito gives each 5 seconds and asks up to three times, so every answer can be
// given again.
type Triggers struct {
	Store  Store
	Now    func() time.Time
	Random io.Reader // crypto/rand's where nil
}

// Handle answers one trigger event. A trigger that is not known here is an error, and so is a refused sign-up or token: Cognito then refuses.
func (t *Triggers) Handle(ctx context.Context, event json.RawMessage) (any, error) {
	var header events.CognitoEventUserPoolsHeader
	if err := json.Unmarshal(event, &header); err != nil {
		return nil, fmt.Errorf("read event: %w", err)
	}
	switch header.TriggerSource {
	case "DefineAuthChallenge_Authentication":
		return answer(event, func(e *events.CognitoEventUserPoolsDefineAuthChallenge) error { define(e); return nil })
	case "CreateAuthChallenge_Authentication":
		return answer(event, t.create)
	case "VerifyAuthChallengeResponse_Authentication":
		return answer(event, func(e *events.CognitoEventUserPoolsVerifyAuthChallenge) error { return t.verify(ctx, e) })
	case "TokenGeneration_Authentication", "TokenGeneration_RefreshTokens":
		return answer(event, func(e *events.CognitoEventUserPoolsPreTokenGenV2_0) error { return t.preToken(ctx, e) })
	case "PreSignUp_AdminCreateUser", "PreSignUp_ExternalProvider":
		return answer(event, func(*events.CognitoEventUserPoolsPreSignup) error { return nil })
	default:
		return nil, fmt.Errorf("trigger %q: %w", header.TriggerSource, ErrRefused)
	}
}

func answer[E any](event json.RawMessage, fill func(*E) error) (any, error) {
	var e E
	if err := json.Unmarshal(event, &e); err != nil {
		return nil, fmt.Errorf("read event: %w", err)
	}
	if err := fill(&e); err != nil {
		return nil, err
	}
	return e, nil
}

const (
	srpA             = "SRP_A"
	passwordVerifier = "PASSWORD_VERIFIER"
	customChallenge  = "CUSTOM_CHALLENGE"
)

// define walks the only two ways there are: a custom challenge, or SRP and then a custom challenge. Anything else, one wrong answer among them, ends
// the authentication. An unknown user takes the same steps as a known one up to the password, which is never right, and no further.
func define(e *events.CognitoEventUserPoolsDefineAuthChallenge) {
	var done []string
	e.Response = events.CognitoEventUserPoolsDefineAuthChallengeResponse{FailAuthentication: true}
	for _, step := range e.Request.Session {
		if step == nil || !step.ChallengeResult {
			return
		}
		done = append(done, step.ChallengeName)
	}
	known := !e.Request.UserNotFound
	switch {
	case slices.Equal(done, []string{srpA}):
		e.Response = events.CognitoEventUserPoolsDefineAuthChallengeResponse{ChallengeName: passwordVerifier}
	case known && (len(done) == 0 || slices.Equal(done, []string{srpA, passwordVerifier})):
		e.Response = events.CognitoEventUserPoolsDefineAuthChallengeResponse{ChallengeName: customChallenge}
	case known && (slices.Equal(done, []string{customChallenge}) || slices.Equal(done, []string{srpA, passwordVerifier, customChallenge})):
		e.Response = events.CognitoEventUserPoolsDefineAuthChallengeResponse{IssueTokens: true}
	}
}

// create asks for nothing that could be told: it gives the authentication a nonce of its own, which only verify sees.
func (t *Triggers) create(e *events.CognitoEventUserPoolsCreateAuthChallenge) error {
	nonce, err := person.RandomText(t.Random)
	if err != nil {
		return err
	}
	e.Response.PublicChallengeParameters = map[string]string{"challenge": "vouch"}
	e.Response.PrivateChallengeParameters = map[string]string{"nonce": nonce}
	return nil
}

// verify takes the answer of a vouch that is good and that no other authentication has used. A repeat of the same question finds its own nonce.
func (t *Triggers) verify(ctx context.Context, e *events.CognitoEventUserPoolsVerifyAuthChallenge) error {
	e.Response.AnswerCorrect = false
	id, nonce := e.Request.ClientMetadata[MetadataKey], e.Request.PrivateChallengeParameters["nonce"]
	given, _ := e.Request.ChallengeAnswer.(string)
	if e.Request.UserNotFound || !person.ValidID(id) || nonce == "" || given == "" {
		return nil
	}
	v, err := t.Store.Vouch(ctx, id)
	if err == nil {
		err = v.Check(given, person.ID(e.UserName), e.CallerContext.ClientID, t.Now())
	}
	if err == nil {
		err = t.Store.UseVouch(ctx, id, nonce)
	}
	if errors.Is(err, ErrRefused) {
		return nil
	}
	if err != nil {
		return err
	}
	e.Response.AnswerCorrect = true
	return nil
}

// preToken denies by default. It lets tokens be made for a vouch that was just used, and for a refresh of the portal's own client, both of
// somebody who is live; and it takes the scope out with which a token could change its user at Cognito.
func (t *Triggers) preToken(ctx context.Context, e *events.CognitoEventUserPoolsPreTokenGenV2_0) error {
	g, err := t.Store.LiveGate(ctx, person.ID(e.UserName))
	if err != nil {
		return fmt.Errorf("gate: %w", err)
	}
	if g.State != person.Active {
		return fmt.Errorf("the person is %s: %w", g.State, ErrRefused)
	}
	if g.PasswordVoid {
		return fmt.Errorf("no password was chosen since a change of address was taken back: %w", ErrRefused)
	}
	if e.TriggerSource == "TokenGeneration_RefreshTokens" {
		if g.Client == "" || g.Client != e.CallerContext.ClientID {
			return fmt.Errorf("refresh by another client: %w", ErrRefused)
		}
	} else if err := t.vouched(ctx, e, g); err != nil {
		return err
	}
	e.Response.ClaimsAndScopeOverrideDetails.AccessTokenGeneration = events.AccessTokenGenerationV2_0{
		ClaimsToAddOrOverride: map[string]any{gate.ClaimEpoch: strconv.Itoa(g.Epoch), gate.ClaimRole: string(g.Role)},
		ScopesToAdd:           []string{gate.Scope},
		ScopesToSuppress:      []string{UserScope},
	}
	return nil
}

// UserScope is the scope of tokens that Cognito gives by its API; whoever holds one can delete its user
// (https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html).
const UserScope = "aws.cognito.signin.user.admin"

func (t *Triggers) vouched(ctx context.Context, e *events.CognitoEventUserPoolsPreTokenGenV2_0, g gate.Gate) error {
	id := e.Request.ClientMetadata[MetadataKey]
	if !person.ValidID(id) {
		return fmt.Errorf("tokens without a vouch: %w", ErrRefused)
	}
	v, err := t.Store.Vouch(ctx, id)
	if err != nil {
		return fmt.Errorf("vouch: %w", err)
	}
	if v.UsedBy == "" || v.Person != g.Person || v.Client != e.CallerContext.ClientID || v.Epoch != g.Epoch || !t.Now().Before(v.ExpiresAt) {
		return ErrRefused
	}
	rule, err := t.Store.SecondFactorRule(ctx)
	if err != nil {
		return fmt.Errorf("rule of the second factor: %w", err)
	}
	if rule.For(g.FactorRequired).Due(g.SecondFactor) && !factor.Enough(v.Proven) {
		return fmt.Errorf("without the second factor: %w", ErrRefused)
	}
	return nil
}
