package stacks

import (
	"reflect"
	"testing"
)

func TestThePoolTakesNobodyByItself(t *testing.T) {
	c := onAWS()
	pool := c.one(t, "AWS::Cognito::UserPool")
	want := map[string]any{
		"AdminCreateUserConfig":  map[string]any{"AllowAdminCreateUserOnly": true},
		"AccountRecoverySetting": map[string]any{"RecoveryMechanisms": []any{map[string]any{"Name": "admin_only", "Priority": 1.0}}},
		"MfaConfiguration":       "OFF",
		"UserPoolTier":           "ESSENTIALS",
		"DeletionProtection":     "ACTIVE",
		"UsernameConfiguration":  map[string]any{"CaseSensitive": true},
	}
	for name, value := range want {
		if got := pool.get(name); !reflect.DeepEqual(got, value) {
			t.Errorf("%s: %v, want %v", name, got, value)
		}
	}
	for _, absent := range []string{
		"AliasAttributes", "UsernameAttributes", "AutoVerifiedAttributes", "EmailConfiguration", "SmsConfiguration", "DeviceConfiguration", "EnabledMfas",
	} {
		if pool.get(absent) != nil {
			t.Errorf("%s is set: %v", absent, pool.get(absent))
		}
	}
	for rule, value := range pool.get("Policies", "PasswordPolicy").(map[string]any) {
		if value != false && (rule != "MinimumLength" || value.(float64) > 8) {
			t.Errorf("Cognito's own password rule %s stands in the way of ours: %v", rule, value)
		}
	}
}

func TestEveryDecisionOfThePoolIsTheTriggers(t *testing.T) {
	c := onAWS()
	pool := c.one(t, "AWS::Cognito::UserPool")
	triggers := pool.get("LambdaConfig").(map[string]any)
	if len(triggers) != 5 {
		t.Errorf("%d triggers, want 5: %v", len(triggers), triggers)
	}
	for _, name := range []string{"DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse", "PreSignUp"} {
		if got := c.lambdaOf(c.text(pool.stack, triggers[name])); got != "auth-triggers" {
			t.Errorf("%s: %s", name, got)
		}
	}
	if got := c.lambdaOf(c.text(pool.stack, get(triggers, "PreTokenGenerationConfig", "LambdaArn"))); got != "auth-triggers" {
		t.Errorf("PreTokenGenerationConfig: %s", got)
	}
	if got := get(triggers, "PreTokenGenerationConfig", "LambdaVersion"); got != "V2_0" {
		t.Errorf("the pre-token trigger is version %v: it could not change access tokens", got)
	}
}

func TestTheClientAllowsNothingButTheChallengeAndRefresh(t *testing.T) {
	client := onAWS().one(t, "AWS::Cognito::UserPoolClient")
	want := map[string]any{
		"ClientName":                      "portal",
		"ExplicitAuthFlows":               []any{"ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"},
		"GenerateSecret":                  true,
		"PreventUserExistenceErrors":      "ENABLED",
		"EnableTokenRevocation":           true,
		"AllowedOAuthFlowsUserPoolClient": false,
		"AccessTokenValidity":             15.0,
		"RefreshTokenValidity":            90.0,
		"TokenValidityUnits":              map[string]any{"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"},
	}
	for name, value := range want {
		if got := client.get(name); !reflect.DeepEqual(got, value) {
			t.Errorf("%s: %v, want %v", name, got, value)
		}
	}
	for _, absent := range []string{"AllowedOAuthFlows", "AllowedOAuthScopes", "CallbackURLs", "SupportedIdentityProviders"} {
		if client.get(absent) != nil {
			t.Errorf("%s is set: %v", absent, client.get(absent))
		}
	}
}
