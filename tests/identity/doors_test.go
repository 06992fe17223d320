//go:build cloud

// Package identity tries to get in where nobody should: past the vouch, with another's tokens, by guessing, by an old cookie. It uses the deployed
// portal, and its pool and table as somebody would who has stolen the client's secret.
package identity

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognitoidp "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"

	"portico/internal/cognito"
	"portico/internal/dynamo"
	"portico/internal/gate"
	"portico/internal/identity"
	"portico/internal/person"
	"portico/internal/vouch"
	"portico/tests/stack"
)

// vault is the portal's inside: its pool with the client's secret, and its table.
type vault struct {
	*stack.Stack
	api    *cognitoidp.Client
	pool   *cognito.Pool
	table  *dynamo.Table
	poolID string
	client string
	secret string
}

func openVault(t *testing.T) *vault {
	t.Helper()
	s := stack.Open(t)
	v := &vault{Stack: s, api: cognitoidp.NewFromConfig(s.AWS), poolID: s.Output(t, "UserPoolId"), client: s.Output(t, "PortalClientId")}
	v.pool = cognito.Open(s.AWS, v.poolID, v.client, time.Now, nil)
	v.table = dynamo.Open(s.AWS, s.Output(t, "TableName"))
	out, err := v.api.DescribeUserPoolClient(t.Context(), &cognitoidp.DescribeUserPoolClientInput{UserPoolId: &v.poolID, ClientId: &v.client})
	if err != nil {
		t.Fatal(err)
	}
	v.secret = aws.ToString(out.UserPoolClient.ClientSecret)
	return v
}

// hash is the SECRET_HASH of a user name at a client.
func hash(name, client, secret string) string {
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(name + client))
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

// member makes somebody who has activated, and gives the browser, the address and the id.
func (v *vault) member(t *testing.T) (b *stack.Browser, email string, id person.ID) {
	t.Helper()
	b, email = v.Administrator(t)
	me, _ := b.Get(t, "/api/home").Body["person"].(map[string]any)
	name, _ := me["id"].(string)
	if !person.ValidID(name) {
		t.Fatalf("no id of %s", email)
	}
	return b, email, person.ID(name)
}

// vouchFor writes a vouch for somebody, as the functions do, changed by change.
func (v *vault) vouchFor(t *testing.T, id person.ID, made time.Time, change func(*vouch.Claim)) (vouchID, answer string) {
	t.Helper()
	g := v.gateOf(t, id)
	claim := vouch.Claim{Person: id, Client: v.client, Epoch: g.Epoch, Session: "a session"}
	if change != nil {
		change(&claim)
	}
	made2, answer, err := vouch.New(nil, made, claim)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.table.PermitVouch(t.Context(), made2); err != nil {
		t.Fatal(err)
	}
	return made2.ID, answer
}

func (v *vault) gateOf(t *testing.T, id person.ID) gate.Gate {
	t.Helper()
	g, err := v.table.Gate(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// begin starts a custom authentication.
func (v *vault) begin(t *testing.T, id person.ID) identity.Challenge {
	t.Helper()
	c, err := v.pool.Begin(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// want fails the test where the answer has another status or code.
func want(t *testing.T, answer *stack.Answer, status int, code string) {
	t.Helper()
	if answer.Status != status || answer.Code() != code {
		t.Fatalf("want %d %q, got %s", status, code, answer)
	}
}

func TestIdentity01_NoFlowGivesTokensForTheClientSecretAndARightPassword(t *testing.T) {
	v := openVault(t)
	_, email, id := v.member(t)
	v.Browser(t).SignIn(t, email, stack.Password) // it is the right one
	name := string(id)
	for _, password := range []string{stack.Password, cognito.Stored(stack.Password)} {
		parameters := map[string]string{
			"USERNAME": name, "PASSWORD": password, "SRP_A": strings.Repeat("ab", 384), "PREFERRED_CHALLENGE": "PASSWORD",
			"SECRET_HASH": hash(name, v.client, v.secret),
		}
		for _, flow := range types.AuthFlowType("").Values() {
			admin, err := v.api.AdminInitiateAuth(t.Context(), &cognitoidp.AdminInitiateAuthInput{
				UserPoolId: &v.poolID, ClientId: &v.client, AuthFlow: flow, AuthParameters: parameters,
			})
			if err == nil && (admin.AuthenticationResult != nil || admin.ChallengeName != types.ChallengeNameTypePasswordVerifier) {
				t.Errorf("AdminInitiateAuth %s: %+v", flow, admin)
			}
			public, err := v.api.InitiateAuth(t.Context(), &cognitoidp.InitiateAuthInput{ClientId: &v.client, AuthFlow: flow, AuthParameters: parameters})
			if err == nil && (public.AuthenticationResult != nil || public.ChallengeName != types.ChallengeNameTypePasswordVerifier) {
				t.Errorf("InitiateAuth %s: %+v", flow, public)
			}
		}
	}
}

func TestIdentity01_ARightPasswordInsideCustomAuthenticationGivesAChallengeAndNoToken(t *testing.T) {
	v := openVault(t)
	_, _, id := v.member(t)
	c, err := v.pool.Prove(t.Context(), id, stack.Password)
	if err != nil || c.Session == "" {
		t.Fatalf("the password is refused: %v", err)
	}
	for _, answer := range []string{stack.Password, "anything", ""} {
		if tokens, err := v.pool.Redeem(t.Context(), c, "aaaaaaaaaaaaaaaaaaaaaaaaaa", answer); err == nil {
			t.Errorf("%q gives tokens %+v", answer, tokens.Claims)
		}
	}
}

// A sign-in must go the same steps for an address that nobody has: the pool asks for the password, and no password is the right one.
func TestX3_ThePoolGoesOnWithAnUnknownUserAsWithAWrongPassword(t *testing.T) {
	v := openVault(t)
	_, _, known := v.member(t)
	asked := map[person.ID][]string{known: nil, "aaaaaaaaaaaaaaaaaaaaaaaaaa": nil}
	for id := range asked {
		name := string(id)
		begun, err := v.api.AdminInitiateAuth(t.Context(), &cognitoidp.AdminInitiateAuthInput{
			UserPoolId: &v.poolID, ClientId: &v.client, AuthFlow: types.AuthFlowTypeCustomAuth,
			AuthParameters: map[string]string{
				"USERNAME": name, "CHALLENGE_NAME": "SRP_A", "SRP_A": strings.Repeat("ab", 384), "SECRET_HASH": hash(name, v.client, v.secret),
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		asked[id] = append(slices.Sorted(maps.Keys(begun.ChallengeParameters)), string(begun.ChallengeName))
		for _, password := range []string{"", "not the right password"} {
			if _, err := v.pool.Prove(t.Context(), id, password); !errors.Is(err, identity.ErrRefused) {
				t.Errorf("%s, password %q: %v", id, password, err)
			}
		}
	}
	if diff := cmp.Diff(asked[known], asked["aaaaaaaaaaaaaaaaaaaaaaaaaa"]); diff != "" {
		t.Errorf("an unknown user is asked something else (-known +unknown):\n%s", diff)
	}
	if _, err := v.pool.Begin(t.Context(), "aaaaaaaaaaaaaaaaaaaaaaaaaa"); !errors.Is(err, identity.ErrRefused) {
		t.Errorf("an unknown user is asked for a vouch: %v", err)
	}
}

func TestIdentity02_ThereIsNoHostedSignInAndNoSignUp(t *testing.T) {
	v := openVault(t)
	_, email, id := v.member(t)
	ctx, name := t.Context(), "zzzzzzzzzzzzzzzzzzzzzzzzzz"
	if out, err := v.api.SignUp(ctx, &cognitoidp.SignUpInput{
		ClientId: &v.client, Username: &name, Password: aws.String(stack.Password), SecretHash: aws.String(hash(name, v.client, v.secret)),
	}); err == nil {
		t.Errorf("SignUp: %+v", out)
	}
	if out, err := v.api.ForgotPassword(ctx, &cognitoidp.ForgotPasswordInput{
		ClientId: &v.client, Username: aws.String(string(id)), SecretHash: aws.String(hash(string(id), v.client, v.secret)),
	}); err == nil && out.CodeDeliveryDetails != nil && strings.Contains(aws.ToString(out.CodeDeliveryDetails.Destination), "@") {
		t.Errorf("ForgotPassword mails to %s", *out.CodeDeliveryDetails.Destination)
	}
	user, err := v.api.AdminGetUser(ctx, &cognitoidp.AdminGetUserInput{UserPoolId: &v.poolID, Username: aws.String(string(id))})
	if err != nil {
		t.Fatal(err)
	}
	for _, attribute := range user.UserAttributes {
		if aws.ToString(attribute.Name) != "sub" {
			t.Errorf("the pool knows %s of %s", *attribute.Name, email)
		}
	}
	for _, path := range []string{"/login", "/signup", "/oauth2/authorize", "/oauth2/token"} {
		address := v.Cloud + path + "?response_type=code&scope=openid&client_id=" + v.client + "&redirect_uri=" + v.Portal
		answer, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Get(address)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode < 400 {
			t.Errorf("%s answers %d to %s", path, answer.StatusCode, answer.Header.Get("Location"))
		}
	}
}

func TestIdentity03_AVouchOpensForItsPersonClientTimeAndAuthenticationAlone(t *testing.T) {
	v := openVault(t)
	_, _, alice := v.member(t)
	_, _, bob := v.member(t)
	now := time.Now()
	redeem := func(c identity.Challenge, id, answer string) error {
		_, err := v.pool.Redeem(context.WithoutCancel(t.Context()), c, id, answer)
		return err
	}
	id, answer := v.vouchFor(t, alice, now, nil)
	if redeem(v.begin(t, bob), id, answer) == nil {
		t.Error("taken for another person")
	}
	if redeem(v.begin(t, alice), id, answer+"x") == nil {
		t.Error("a wrong answer was taken")
	}
	if err := redeem(v.begin(t, alice), id, answer); err != nil {
		t.Errorf("a good vouch: %v", err)
	}
	if redeem(v.begin(t, alice), id, answer) == nil {
		t.Error("taken in a second authentication")
	}
	id, answer = v.vouchFor(t, alice, now.Add(-vouch.Life), nil)
	if redeem(v.begin(t, alice), id, answer) == nil {
		t.Error("taken after it has expired")
	}
	id, answer = v.vouchFor(t, alice, now, func(c *vouch.Claim) { c.Client = "another client" })
	if redeem(v.begin(t, alice), id, answer) == nil {
		t.Error("taken for another client")
	}
}
