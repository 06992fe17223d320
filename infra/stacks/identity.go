package stacks

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// Scope is what an access token must carry at the gateway. The pre-token trigger adds it.
const Scope = resourceServer + "/" + resourceScope

const (
	resourceServer = "portico"
	resourceScope  = "api"
)

// identity is the stack Portico-Identity. Cognito keeps passwords by person id and signs tokens; it knows no address, mails nobody, and
// issues nothing without a vouch.
type identity struct {
	stack  awscdk.Stack
	pool   awscognito.CfnUserPool
	client awscognito.CfnUserPoolClient
}

func newIdentity(p *portal, d *data) *identity {
	i := &identity{stack: p.stack("Identity", "the user pool and its triggers")}
	// Cognito gives a trigger 5 seconds. This one reads and marks vouches and reads the gate; it has no right to make either.
	triggers := p.function(i.stack, spec{
		name: "auth-triggers", purpose: "Decides for Cognito whether a sign-in becomes tokens", memory: 512, timeout: 5,
		env:    environment{"PORTICO_TABLE": d.table.TableName()},
		rights: []right{d.reads("VOUCH#*", "GATE#*", "SETTINGS#sign-in"), d.items("UpdateItem").only("VOUCH#*")},
	})
	i.pool = pool(i.stack, triggers.lambda.FunctionArn(), p.target)
	triggers.lambda.AddPermission(jsii.String("FromPool"), &awslambda.Permission{
		Principal: awsiam.NewServicePrincipal(jsii.String("cognito-idp.amazonaws.com"), nil),
		SourceArn: i.pool.AttrArn(),
	})
	i.client = portalClient(i.stack, i.pool)

	output(i.stack, "UserPoolId", i.pool.Ref(), "The user pool")
	output(i.stack, "PortalClientId", i.client.Ref(), "The client that the functions sign people in with")
	return i
}

// pool makes the user pool. Sign-in attributes, aliases and case can never be changed later without losing every password; there are none.
func pool(stack awscdk.Stack, trigger *string, t target) awscognito.CfnUserPool {
	protection := "INACTIVE"
	if t.keeps {
		protection = "ACTIVE"
	}
	made := awscognito.NewCfnUserPool(stack, jsii.String("Pool"), &awscognito.CfnUserPoolProps{
		UserPoolName:          jsii.String("portico"),
		UserPoolTier:          jsii.String("ESSENTIALS"), // Needed for claims in access tokens.
		DeletionProtection:    jsii.String(protection),
		MfaConfiguration:      jsii.String("OFF"), // The second factor is Portico's own.
		UsernameConfiguration: &awscognito.CfnUserPool_UsernameConfigurationProperty{CaseSensitive: jsii.Bool(true)},
		AdminCreateUserConfig: &awscognito.CfnUserPool_AdminCreateUserConfigProperty{AllowAdminCreateUserOnly: jsii.Bool(true)},
		AccountRecoverySetting: &awscognito.CfnUserPool_AccountRecoverySettingProperty{
			RecoveryMechanisms: []any{&awscognito.CfnUserPool_RecoveryOptionProperty{Name: jsii.String("admin_only"), Priority: jsii.Number(1)}},
		},
		// The rule for passwords is Portico's own; Cognito's only must not stand in its way.
		Policies: &awscognito.CfnUserPool_PoliciesProperty{
			PasswordPolicy: &awscognito.CfnUserPool_PasswordPolicyProperty{
				MinimumLength: jsii.Number(8), RequireLowercase: jsii.Bool(false), RequireUppercase: jsii.Bool(false),
				RequireNumbers: jsii.Bool(false), RequireSymbols: jsii.Bool(false),
			},
		},
		LambdaConfig: &awscognito.CfnUserPool_LambdaConfigProperty{
			DefineAuthChallenge:         trigger,
			CreateAuthChallenge:         trigger,
			VerifyAuthChallengeResponse: trigger,
			PreSignUp:                   trigger,
			PreTokenGenerationConfig: &awscognito.CfnUserPool_PreTokenGenerationConfigProperty{
				LambdaArn: trigger, LambdaVersion: jsii.String("V2_0"),
			},
		},
	})
	made.ApplyRemovalPolicy(t.removal(), nil)
	awscognito.NewCfnUserPoolResourceServer(stack, jsii.String("Api"), &awscognito.CfnUserPoolResourceServerProps{
		UserPoolId: made.Ref(),
		Identifier: jsii.String(resourceServer),
		Name:       jsii.String("Portico"),
		Scopes: []any{&awscognito.CfnUserPoolResourceServer_ResourceServerScopeTypeProperty{
			ScopeName: jsii.String(resourceScope), ScopeDescription: jsii.String("Portico's API"),
		}},
	}).ApplyRemovalPolicy(t.removal(), nil)
	return made
}

// portalClient makes the client of the functions. It has no OAuth. The flows are named exactly: left out, Cognito allows SRP as well, and a
// password alone would give tokens.
func portalClient(stack awscdk.Stack, pool awscognito.CfnUserPool) awscognito.CfnUserPoolClient {
	return awscognito.NewCfnUserPoolClient(stack, jsii.String("PortalClient"), &awscognito.CfnUserPoolClientProps{
		UserPoolId:                      pool.Ref(),
		ClientName:                      jsii.String("portal"),
		GenerateSecret:                  jsii.Bool(true),
		ExplicitAuthFlows:               jsii.Strings("ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"),
		PreventUserExistenceErrors:      jsii.String("ENABLED"),
		EnableTokenRevocation:           jsii.Bool(true),
		AllowedOAuthFlowsUserPoolClient: jsii.Bool(false),
		AuthSessionValidity:             jsii.Number(3), // Minutes, the least: the challenges follow one another at once.
		AccessTokenValidity:             jsii.Number(15),
		IdTokenValidity:                 jsii.Number(15),
		RefreshTokenValidity:            jsii.Number(90),
		TokenValidityUnits: &awscognito.CfnUserPoolClient_TokenValidityUnitsProperty{
			AccessToken: jsii.String("minutes"), IdToken: jsii.String("minutes"), RefreshToken: jsii.String("days"),
		},
	})
}
