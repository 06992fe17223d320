//go:build cloud

package identity

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognitoidp "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"portico/internal/cognito"
	"portico/internal/identity"
	"portico/internal/limit"
	"portico/internal/password"
	"portico/internal/proof"
	"portico/internal/secrets"
	"portico/tests/stack"
)

const triggersName = "portico-auth-triggers"

// ask invokes the triggers' function as the pool does, and gives the response part of its answer; false where it throws.
func (v *vault) ask(t *testing.T, event map[string]any) (map[string]any, bool) {
	t.Helper()
	payload, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	out, err := lambda.NewFromConfig(v.AWS).Invoke(t.Context(), &lambda.InvokeInput{FunctionName: aws.String(triggersName), Payload: payload})
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Response map[string]any `json:"response"`
	}
	if out.FunctionError == nil {
		if err := json.Unmarshal(out.Payload, &answer); err != nil {
			t.Fatal(err)
		}
	}
	return answer.Response, out.FunctionError == nil
}

func TestIdentity03_ARetryOfTheTriggerPasses(t *testing.T) {
	v := openVault(t)
	_, _, id := v.member(t)
	vouchID, answer := v.vouchFor(t, id, time.Now(), nil)
	verify := func(nonce string) bool {
		response, ok := v.ask(t, map[string]any{
			"triggerSource": "VerifyAuthChallengeResponse_Authentication", "userName": id, "callerContext": map[string]any{"clientId": v.client},
			"request": map[string]any{
				"challengeAnswer": answer, "clientMetadata": map[string]any{"vouch": vouchID}, "privateChallengeParameters": map[string]any{"nonce": nonce},
			},
		})
		correct, _ := response["answerCorrect"].(bool)
		return ok && correct
	}
	for i := range 3 {
		if !verify("first") {
			t.Errorf("refused when asked for the time %d", i+1)
		}
	}
	if verify("second") {
		t.Error("a replay was taken")
	}
}

func TestIdentity04_ThePreTokenTriggerThrowsWhereNothingAllowsTokens(t *testing.T) {
	v := openVault(t)
	_, _, id := v.member(t)
	for _, source := range []string{
		"TokenGeneration_Authentication", "TokenGeneration_HostedAuth", "TokenGeneration_NewPasswordChallenge", "TokenGeneration_AuthenticateDevice",
		"TokenGeneration_ClientCredentials",
	} {
		response, ok := v.ask(t, map[string]any{
			"version": "2", "triggerSource": source, "userName": id, "callerContext": map[string]any{"clientId": v.client}, "request": map[string]any{},
		})
		if ok {
			t.Errorf("%s: %v", source, response)
		}
	}
}

// brokenPool is a pool with its client's id.
type brokenPool struct {
	*cognito.Pool
	client string
}

// brokenPools makes pools whose pre-token trigger is absent, throws, or takes longer than Cognito waits; the other triggers are the portal's.
func (v *vault) brokenPools(t *testing.T) map[string]brokenPool {
	t.Helper()
	pools := map[string]brokenPool{}
	for what, code := range map[string]string{
		"absent": "", "throws": "def handler(event, context):\n    raise Exception('no')\n",
		"times out": "import time\ndef handler(event, context):\n    time.sleep(9)\n    return event\n",
	} {
		config := v.triggerConfig(t)
		if config.PreTokenGenerationConfig = nil; code != "" {
			config.PreTokenGenerationConfig = &types.PreTokenGenerationVersionConfigType{
				LambdaArn: v.pythonFunction(t, code), LambdaVersion: types.PreTokenGenerationLambdaVersionTypeV20,
			}
		}
		pool, err := v.api.CreateUserPool(t.Context(), &cognitoidp.CreateUserPoolInput{PoolName: aws.String("broken"), LambdaConfig: config})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			_, _ = v.api.DeleteUserPool(t.Context(), &cognitoidp.DeleteUserPoolInput{UserPoolId: pool.UserPool.Id}) // the cloud goes anyway
		})
		client, err := v.api.CreateUserPoolClient(t.Context(), &cognitoidp.CreateUserPoolClientInput{
			UserPoolId: pool.UserPool.Id, ClientName: aws.String("broken"), GenerateSecret: true,
			ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowCustomAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth},
		})
		if err != nil {
			t.Fatal(err)
		}
		id := *client.UserPoolClient.ClientId
		pools[what] = brokenPool{Pool: cognito.Open(v.AWS, *pool.UserPool.Id, id, time.Now, nil), client: id}
	}
	return pools
}

// triggerConfig is the triggers of the portal's pool.
func (v *vault) triggerConfig(t *testing.T) *types.LambdaConfigType {
	t.Helper()
	out, err := v.api.DescribeUserPool(t.Context(), &cognitoidp.DescribeUserPoolInput{UserPoolId: &v.poolID})
	if err != nil {
		t.Fatal(err)
	}
	c := out.UserPool.LambdaConfig
	return &types.LambdaConfigType{
		DefineAuthChallenge: c.DefineAuthChallenge, CreateAuthChallenge: c.CreateAuthChallenge, VerifyAuthChallengeResponse: c.VerifyAuthChallengeResponse,
		PreTokenGenerationConfig: c.PreTokenGenerationConfig,
	}
}

// pythonFunction makes a function of a few lines and gives its ARN.
func (v *vault) pythonFunction(t *testing.T, code string) *string {
	t.Helper()
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	file, err := archive.Create("index.py")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write([]byte(code)); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	functions := lambda.NewFromConfig(v.AWS)
	like, err := functions.GetFunctionConfiguration(t.Context(), &lambda.GetFunctionConfigurationInput{FunctionName: aws.String(triggersName)})
	if err != nil {
		t.Fatal(err)
	}
	out, err := functions.CreateFunction(t.Context(), &lambda.CreateFunctionInput{
		FunctionName: aws.String("broken-" + strings.ToLower(stack.Key()[:10])), Runtime: lambdatypes.RuntimePython312, Handler: aws.String("index.handler"),
		Role: like.Role, Timeout: aws.Int32(5), Code: &lambdatypes.FunctionCode{ZipFile: packed.Bytes()},
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.FunctionArn
}

func TestIdentity04_WithoutItsPreTokenTriggerThePoolMakesNoSession(t *testing.T) {
	v := openVault(t)
	for what, pool := range v.brokenPools(t) {
		answer := v.Operator(t, map[string]string{"action": "create-administrator", "name": "Ada Admin", "email": stack.Address("ada")})
		address, _ := answer["link"].(string)
		_, token, _ := strings.Cut(address, "#")
		link, err := proof.Parse(t.Context(), v.keys(t, "ProofSecretArn"), token)
		if err != nil {
			t.Fatal(err)
		}
		signed, refused := v.activation(t, pool).Complete(t.Context(), identity.Completion{
			Token: token, Password: stack.Password, Key: stack.Key(), Name: "Ada Admin", Visit: identity.Visit{Network: "192.0.2.0/24"},
		})
		if refused == nil {
			t.Errorf("%s: signed in as %s", what, signed.Person.ID)
		}
		facts, err := v.table.Facts(t.Context(), link.ID)
		if err != nil || facts.Proof.State != proof.Used || len(facts.Gate.Sessions) != 0 {
			t.Errorf("%s: the road ended before its tokens (%v), or a session is in the gate: %+v, %v", what, refused, facts, err)
		}
	}
}

// activation is what the function does, with another pool.
func (v *vault) activation(t *testing.T, pool brokenPool) *identity.Activation {
	t.Helper()
	proofs := v.keys(t, "ProofSecretArn")
	links := identity.Links{Keys: proofs, Limiter: &limit.Limiter{Store: v.table, Keys: proofs}, Now: time.Now}
	birth := &identity.Birth{Pool: pool, Store: v.table, Keys: v.keys(t, "SessionSecretArn"), Client: pool.client, Now: time.Now}
	return identity.NewActivation(links, v.table, pool, fixed{MinLength: 12}, birth)
}

// fixed are rules that nobody changes.
type fixed password.Rule

func (f fixed) PasswordRule(context.Context) (password.Rule, error) { return password.Rule(f), nil }

func (v *vault) keys(t *testing.T, output string) *secrets.Keyring {
	t.Helper()
	return secrets.NewKeyring(secretsClient(v.AWS), v.Output(t, output), time.Now)
}

func TestIdentity05_OnlyAnAccessTokenOfThePortalOpensTheAPI(t *testing.T) {
	v := openVault(t)
	b, email, id := v.member(t)
	vouchID, answer := v.vouchFor(t, id, time.Now(), nil)
	c := v.begin(t, id)
	out, err := v.api.AdminRespondToAuthChallenge(t.Context(), &cognitoidp.AdminRespondToAuthChallengeInput{
		UserPoolId: &v.poolID, ClientId: &v.client, ChallengeName: types.ChallengeNameTypeCustomChallenge, Session: &c.Session,
		ChallengeResponses: map[string]string{"USERNAME": string(id), "ANSWER": answer, "SECRET_HASH": hash(string(id), v.client, v.secret)},
		ClientMetadata:     map[string]string{"vouch": vouchID},
	})
	if err != nil {
		t.Fatal(err)
	}
	for what, token := range map[string]string{
		"an ID token": *out.AuthenticationResult.IdToken, "a refresh token": *out.AuthenticationResult.RefreshToken, "another pool's token": v.foreignToken(t, string(id)),
		"an access token that no session is entered for": *out.AuthenticationResult.AccessToken, "nonsense": "a.b.c",
	} {
		got := b.Do(t, http.MethodGet, "/api/home", http.Header{"Authorization": {"Bearer " + token}}, nil)
		if got.Status != http.StatusUnauthorized && got.Status != http.StatusForbidden {
			t.Errorf("%s opens the API: %s", what, got)
		}
	}
	for what, token := range map[string]string{"an unentered": *out.AuthenticationResult.AccessToken, "the portal's own": b.Token} {
		if strings.Contains(scopeOf(t, token), "aws.cognito") {
			t.Errorf("%s token has the scope %q", what, scopeOf(t, token))
		}
		if _, err := v.api.DeleteUser(t.Context(), &cognitoidp.DeleteUserInput{AccessToken: &token}); err == nil {
			t.Errorf("%s token deletes its user", what)
		}
		if _, err := v.api.ChangePassword(t.Context(), &cognitoidp.ChangePasswordInput{
			AccessToken: &token, PreviousPassword: aws.String(cognito.Stored(stack.Password)), ProposedPassword: aws.String("something else"),
		}); err == nil {
			t.Errorf("%s token changes the password", what)
		}
	}
	v.Browser(t).SignIn(t, email, stack.Password)
}

// foreignToken is an access token of a pool without our triggers, for a user of the same name.
func (v *vault) foreignToken(t *testing.T, name string) string {
	t.Helper()
	pool, err := v.api.CreateUserPool(t.Context(), &cognitoidp.CreateUserPoolInput{PoolName: aws.String("foreign")})
	if err != nil {
		t.Fatal(err)
	}
	client, err := v.api.CreateUserPoolClient(t.Context(), &cognitoidp.CreateUserPoolClientInput{
		UserPoolId: pool.UserPool.Id, ClientName: aws.String("foreign"), ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth},
	})
	if err != nil {
		t.Fatal(err)
	}
	other := cognito.Open(v.AWS, *pool.UserPool.Id, *client.UserPoolClient.ClientId, time.Now, nil)
	if err := other.Create(t.Context(), personID(name)); err != nil {
		t.Fatal(err)
	}
	if err := other.SetPassword(t.Context(), personID(name), stack.Password); err != nil {
		t.Fatal(err)
	}
	out, err := v.api.AdminInitiateAuth(t.Context(), &cognitoidp.AdminInitiateAuthInput{
		UserPoolId: pool.UserPool.Id, ClientId: client.UserPoolClient.ClientId, AuthFlow: types.AuthFlowTypeAdminUserPasswordAuth,
		AuthParameters: map[string]string{"USERNAME": name, "PASSWORD": cognito.Stored(stack.Password)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return *out.AuthenticationResult.AccessToken
}

func TestIdentity05_AnotherClientOfThePoolGetsNoTokens(t *testing.T) {
	v := openVault(t)
	_, _, id := v.member(t)
	client, err := v.api.CreateUserPoolClient(t.Context(), &cognitoidp.CreateUserPoolClientInput{
		UserPoolId: &v.poolID, ClientName: aws.String("federation"),
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, _ = v.api.DeleteUserPoolClient(t.Context(), &cognitoidp.DeleteUserPoolClientInput{UserPoolId: &v.poolID, ClientId: client.UserPoolClient.ClientId})
	})
	out, err := v.api.AdminInitiateAuth(t.Context(), &cognitoidp.AdminInitiateAuthInput{
		UserPoolId: &v.poolID, ClientId: client.UserPoolClient.ClientId, AuthFlow: types.AuthFlowTypeAdminUserPasswordAuth,
		AuthParameters: map[string]string{"USERNAME": string(id), "PASSWORD": cognito.Stored(stack.Password)},
	})
	if err == nil {
		t.Errorf("tokens for another client: %+v", out.AuthenticationResult)
	}
}
