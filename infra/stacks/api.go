package stacks

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"
)

// fallback is the function that answers what no route matches, with a problem document.
const fallback = "portal"

// accessLog is one line for each request. It names the route, not the path, and no address, header or query.
const accessLog = `{"requestId":"$context.requestId","time":"$context.requestTime","route":"$context.routeKey","status":"$context.status",` +
	`"protocol":"$context.protocol","bytes":"$context.responseLength","latency":"$context.responseLatency",` +
	`"integrationStatus":"$context.integration.status","integrationLatency":"$context.integrationLatency",` +
	`"integrationError":"$context.integrationErrorMessage","authorizerError":"$context.authorizer.error"}`

// api is the stack Portico-Api: the gateway and the functions behind it.
type api struct {
	stack    awscdk.Stack
	gateway  awsapigatewayv2.CfnApi
	register *function
}

// newAPI makes a route of every operation of the contract. The error says which operation names a function that is not in the table of functions,
// or which function of the table answers no operation.
func newAPI(p *portal, d *data, i *identity, m *mail) (*api, error) {
	a := &api{stack: p.stack("Api", "the gateway and the functions behind it")}
	a.gateway = awsapigatewayv2.NewCfnApi(a.stack, jsii.String("Gateway"), &awsapigatewayv2.CfnApiProps{
		Name: jsii.String("portico"), ProtocolType: jsii.String("HTTP"),
	})
	authorizer := awsapigatewayv2.NewCfnAuthorizer(a.stack, jsii.String("AccessToken"), &awsapigatewayv2.CfnAuthorizerProps{
		ApiId: a.gateway.Ref(), Name: jsii.String("access-token"), AuthorizerType: jsii.String("JWT"),
		IdentitySource: jsii.Strings("$request.header.Authorization"),
		JwtConfiguration: &awsapigatewayv2.CfnAuthorizer_JWTConfigurationProperty{
			Issuer:   jsii.String("https://cognito-idp." + *a.stack.Region() + ".amazonaws.com/" + *i.pool.Ref()),
			Audience: &[]*string{i.client.Ref()},
		},
	})
	targets := map[string]*string{}
	for _, s := range a.specs(p, d, i, m) {
		f := p.function(a.stack, s)
		targets[s.name] = a.integration(f)
		for _, o := range p.operations {
			if o.Function == s.name {
				a.allow(f, identifier(o.ID), o.Method+routePattern(o.Path))
			}
		}
		switch s.name {
		case fallback:
			a.allow(f, "Default", "$default")
		case "register":
			a.register = f
		}
	}
	unknown, err := a.routes(p, targets, authorizer)
	if err != nil {
		return nil, err
	}
	a.stage(unknown)
	output(a.stack, "ApiId", a.gateway.Ref(), "The gateway")
	output(a.stack, "ApiEndpoint", a.gateway.AttrApiEndpoint(), "The gateway's own address, which answers only requests with the origin secret")
	output(a.stack, "RegisterFunctionName", a.register.lambda.FunctionName(), "The function that operators create people with")
	return a, nil
}

// specs is the table of the functions behind the gateway: what each needs and no more. The wider a function's rights, the fewer its routes.
func (a *api) specs(p *portal, d *data, i *identity, m *mail) []spec {
	var (
		origin   = secret("OriginKey", d.origin)
		proofs   = secret("ProofKey", d.proofs)
		sessions = secret("SessionKey", d.sessions)
		cognito  = func(actions ...string) right {
			return may("People", i.pool.AttrArn(), prefixed("cognito-idp:", actions)...)
		}
	)
	// env is what all of them get, and what is named beside it.
	env := func(more ...environment) environment {
		e := environment{
			"PORTICO_ORIGIN_SECRET": d.origin,
			"PORTICO_ADDRESS":       jsii.String(p.Config.Address()),
			"PORTICO_PORTAL":        jsii.String(p.Config.Portal()),
		}
		for _, m := range more {
			for name, value := range m {
				e[name] = value
			}
		}
		return e
	}
	var (
		table      = environment{"PORTICO_TABLE": d.table.TableName()}
		proofKey   = environment{"PORTICO_PROOF_SECRET": d.proofs}
		sessionKey = environment{"PORTICO_SESSION_SECRET": d.sessions}
		pool       = environment{"PORTICO_USER_POOL": i.pool.Ref(), "PORTICO_CLIENT_ID": i.client.Ref()}
	)
	return []spec{
		{
			name: "portal", purpose: "Says what a page needs before sign-in, and answers unknown paths",
			memory: 512, timeout: apiTimeout, env: env(table),
			rights: []right{origin, d.reads("LOGO#*", "SETTINGS#portal", "SETTINGS#registration", "SETTINGS#sign-in")},
		},
		{
			name: "verify", purpose: "Says whether a link is good, and takes wishes for fresh ones",
			memory: 512, timeout: apiTimeout, env: env(table, proofKey),
			rights: []right{
				origin, proofs,
				d.reads("ADDRESS#*", "GATE#*", "PERSON#*", "PROOF#*", "SETTINGS#companies", "SETTINGS#denied", "SETTINGS#registration"),
				d.items("UpdateItem").only("RATE#*"), d.items("PutItem").only("REQUEST#*"),
			},
		},
		{
			name: "signup", purpose: "Takes wishes for an account from anybody, and the mailed codes", memory: 512, timeout: apiTimeout, env: env(table, proofKey),
			rights: []right{origin, proofs, d.reads("PROOF#*"), d.items("PutItem", "UpdateItem").only("RATE#*", "REGISTRATION#*", "REQUEST#*")},
		},
		{
			name: "activate", purpose: "Completes invitations and registrations and signs in",
			memory: 1024, timeout: apiTimeout, env: env(table, proofKey, sessionKey, pool),
			rights: []right{
				origin, proofs, sessions,
				d.reads("ADDRESS#*", "GATE#*", "PERSON#*", "PROOF#*", "SETTINGS#companies", "SETTINGS#denied", "SETTINGS#portal", "SETTINGS#registration", "SETTINGS#sign-in"),
				d.deletes("ADDRESS#*", "ADMINISTRATORS", "GATE#*", "HISTORY#*", "PERSON#*", "PROOF#*", "RATE#*", "REVOCATION#*", "SESSION#*", "VOUCH#*",
					"WORD#agent#*", "WORD#customer#*"),
				cognito("AdminCreateUser", "AdminSetUserPassword", "AdminInitiateAuth", "AdminRespondToAuthChallenge", "DescribeUserPoolClient"),
			},
		},
		{
			name: "reset", purpose: "Takes wishes for a new password, and sets it by a link",
			memory: 1024, timeout: apiTimeout, env: env(table, proofKey, sessionKey, pool),
			rights: []right{
				origin, proofs, sessions, d.reads("GATE#*", "PERSON#*", "PROOF#*", "SETTINGS#portal", "SETTINGS#sign-in"),
				d.writes("GATE#*", "HISTORY#*", "OUTBOX#*", "PROOF#*", "RATE#*", "REQUEST#*", "REVOCATION#*", "SESSION#*", "VOUCH#*"),
				cognito("AdminSetUserPassword", "AdminInitiateAuth", "AdminRespondToAuthChallenge", "DescribeUserPoolClient"),
			},
		},
		{
			name: "sessions", purpose: "Signs in and out, and refreshes sessions",
			memory: 1024, timeout: apiTimeout, env: env(table, proofKey, sessionKey, pool),
			rights: []right{
				origin, proofs, sessions, d.reads("ADDRESS#*", "DEVICE#*", "GATE#*", "PERSON#*", "PROOF#*", "SESSION#*", "SETTINGS#sign-in"),
				d.writes("DEVICE#*", "FLOW#*", "GATE#*", "HISTORY#*", "OUTBOX#*", "RATE#*", "REQUEST#*", "REVOCATION#*", "SESSION#*", "VOUCH#*"),
				cognito("AdminInitiateAuth", "AdminRespondToAuthChallenge", "DescribeUserPoolClient"),
			},
		},
		{
			name: "home", purpose: "Answers the first page after sign-in",
			memory: 512, timeout: apiTimeout, env: env(table),
			rights: []right{origin, d.reads("GATE#*", "PERSON#*", "SETTINGS#quick-links", "SETTINGS#services"), d.indexes(index1).only("REQUESTS#*")},
		},
		{
			// Notes are not among what it may touch: no mistake in it can show one to a customer.
			name: "tickets", purpose: "Opens, lists, shows and changes a customer's own requests",
			memory: 512, timeout: apiTimeout, env: env(table, proofKey),
			rights: []right{
				origin, proofs, d.reads("GATE#*", "IDEMPOTENCY#*", "PERSON#*", "REFERENCE#*", "SETTINGS#services", "TICKET#*"), d.batches("TICKET#*"),
				d.items("PutItem", "UpdateItem", "ConditionCheckItem").only("GATE#*", "HISTORY#*", "IDEMPOTENCY#*", "OUTBOX#*", "RATE#*", "REFERENCE#*", "REQUEST#*",
					"TICKET#*", "WORD#REQUESTS#*", "WORD#TICKETS#*"),
				d.lists("TICKET#*", "WORD#REQUESTS#*"), d.indexes(index1).only("REQUESTS#*"),
			},
		},
		{
			name: "desk", purpose: "Lists, shows and changes everybody's requests, for the team",
			memory: 512, timeout: apiTimeout, env: env(table, proofKey),
			rights: []right{
				origin, proofs, d.reads("CHOICES#*", "GATE#*", "IDEMPOTENCY#*", "INCOMING#*", "PERSON#*", "REFERENCE#*", "SETTINGS#services", "TICKET#*"), d.batches("TICKET#*"),
				d.deletes("CHOICES#*", "GATE#*", "HISTORY#*", "IDEMPOTENCY#*", "LISTENERS#*", "NOTES#*", "OUTBOX#*", "TICKET#*"),
				d.lists("NOTES#*", "TICKET#*", "WORD#TICKETS#*"),
				d.indexes(index1, index2, index3, index4).only("ASSIGNEE#*", "CLOSED#*", "HELD#*", "PEOPLE#agent#*", "QUEUE#*", "REQUESTS#*", "SERVICE#*",
					"UNASSIGNED#*"),
			},
		},
		{
			name: "profile", purpose: "Shows and changes somebody's own record, and ends their sessions",
			memory: 512, timeout: apiTimeout, env: env(table, sessionKey),
			rights: []right{
				origin, sessions, d.reads("GATE#*", "PERSON#*", "PROOF#*", "SESSION#*", "SETTINGS#sign-in"),
				d.deletes("DEVICE#*", "GATE#*", "HISTORY#*", "OUTBOX#*", "PERSON#*", "RATE#*", "REVOCATION#*", "WORD#agent#*", "WORD#customer#*"),
				d.lists("DEVICE#*"),
			},
		},
		{
			name: "credentials", purpose: "Proves and changes the password and the address of somebody who is signed in",
			memory: 1024, timeout: apiTimeout, env: env(table, proofKey, sessionKey, pool),
			rights: []right{
				origin, proofs, sessions, d.reads("GATE#*", "IDEMPOTENCY#*", "PERSON#*", "PROOF#*", "SESSION#*", "SETTINGS#companies",
					"SETTINGS#denied", "SETTINGS#portal", "SETTINGS#registration", "SETTINGS#sign-in"),
				d.deletes("ADDRESS#*", "GATE#*", "HISTORY#*", "IDEMPOTENCY#*", "OUTBOX#*", "PERSON#*", "PROOF#*", "RATE#*", "REQUEST#*", "REVOCATION#*",
					"SESSION#*", "WORD#agent#*", "WORD#customer#*"),
				cognito("AdminSetUserPassword", "AdminInitiateAuth", "AdminRespondToAuthChallenge", "DescribeUserPoolClient"),
			},
		},
		{
			name: "settings", purpose: "Shows and changes the portal's settings, for administrators",
			memory: 512, timeout: apiTimeout, env: env(table),
			rights: []right{
				origin, d.reads("GATE#*", "PERSON#*", "SETTINGS#*"),
				d.items("PutItem", "UpdateItem", "ConditionCheckItem").only("GATE#*", "HISTORY#*", "LOGO#*", "SETTINGS#*"),
			},
		},
		{
			name: "audit", purpose: "Shows administrators who did what",
			memory: 512, timeout: apiTimeout, env: env(table, proofKey),
			rights: []right{
				origin, proofs, d.reads("ADDRESS#*", "GATE#*", "PERSON#*"), d.items("PutItem").only("HISTORY#*"), d.lists("HISTORY#*"),
				d.indexes(index1, index2, index3).only("ACTION#*", "ACTOR#*", "AUDIT#*"),
			},
		},
		{
			name: "people", purpose: "Finds, shows and changes customers and agents",
			memory: 512, timeout: apiTimeout, env: env(table, proofKey),
			rights: []right{
				origin, proofs, d.reads("GATE#*", "PERSON#*", "PROOF#*", "SETTINGS#companies"),
				d.deletes("ADMINISTRATORS", "GATE#*", "HISTORY#*", "PERSON#*", "REVOCATION#*", "WORD#agent#*", "WORD#customer#*"),
				d.lists("HISTORY#*", "WORD#agent#*", "WORD#customer#*"), d.indexes(index1, index2).only("MAILS#*", "PEOPLE#*"),
			},
		},
		{
			name: "register", purpose: "Creates and invites people, for agents and operators",
			memory: 512, timeout: apiTimeout, env: env(table, proofKey),
			rights: []right{
				origin, proofs, d.reads("ADDRESS#*", "GATE#*", "PERSON#*", "PROOF#*", "SETTINGS#companies"),
				d.writes("ADDRESS#*", "ADMINISTRATORS", "GATE#*", "HISTORY#*", "IDEMPOTENCY#*", "OUTBOX#*", "PERSON#*", "PROOF#*", "WORD#agent#*",
					"WORD#customer#*"),
				d.lists("HISTORY#*"), d.indexes(index1, index2).only("MAILS#*", "PEOPLE#*"),
			},
		},
		{
			// It can put files where its forms lead, and reports; what is uploaded, it cannot read.
			name: "imports", purpose: "Takes files of customers, shows what is in them, starts and stops their import",
			memory: 1024, timeout: apiTimeout, env: env(table, proofKey, d.storage(p), environment{"PORTICO_IMPORT_QUEUE": m.imports.QueueUrl()}),
			rights: []right{
				origin, proofs, d.reads("GATE#*", "IMPORT#*", "PERSON#*"),
				d.deletes("GATE#*", "HISTORY#*", "IMPORT#*", "IMPORTTURN", "RATE#*"),
				d.indexes(index2).only("IMPORTS#*"), put(m.imports),
				d.objects("Upload", "uploads/", "PutObject"), d.objects("Report", "reports/", "PutObject", "GetObject"),
			},
		},
	}
}

// apiTimeout is the time limit in seconds of the functions behind the gateway. It is shorter than the 60 s for which a proof is claimed, and than
// the gateway's own limit, so that the function and not the gateway gives up.
const apiTimeout = 10

// integration lets the gateway call a function, and gives what a route names as its target.
func (a *api) integration(f *function) *string {
	made := awsapigatewayv2.NewCfnIntegration(a.stack, jsii.String(identifier(f.name)+"Integration"), &awsapigatewayv2.CfnIntegrationProps{
		ApiId: a.gateway.Ref(), IntegrationType: jsii.String("AWS_PROXY"), IntegrationUri: f.lambda.FunctionArn(),
		PayloadFormatVersion: jsii.String("2.0"), TimeoutInMillis: jsii.Number((apiTimeout + 2) * 1000),
	})
	return jsii.String("integrations/" + *made.Ref())
}

// allow lets one route of this gateway, and no other caller, call a function.
func (a *api) allow(f *function, name, route string) {
	f.lambda.AddPermission(jsii.String("From"+name), &awslambda.Permission{
		Principal: awsiam.NewServicePrincipal(jsii.String("apigateway.amazonaws.com"), nil),
		SourceArn: arn(a.stack, "execute-api", *a.gateway.Ref()+"/$default/"+route),
	})
}

var parameter = regexp.MustCompile(`\{[^}]*\}`)

// routePattern is a path as ARNs of calls write it: any value for a parameter.
func routePattern(path string) string { return parameter.ReplaceAllString(path, "*") }

// routes makes a route of every operation, and the one for everything else, which it gives.
func (a *api) routes(p *portal, targets map[string]*string, authorizer awsapigatewayv2.CfnAuthorizer) (awsapigatewayv2.CfnRoute, error) {
	var unknown, used []string
	for _, o := range p.operations {
		used = append(used, o.Function)
		target, ok := targets[o.Function]
		if !ok {
			unknown = append(unknown, o.RouteKey()+" names "+o.Function)
			continue
		}
		props := &awsapigatewayv2.CfnRouteProps{
			ApiId: a.gateway.Ref(), RouteKey: jsii.String(o.RouteKey()), OperationName: jsii.String(o.ID), Target: target,
			AuthorizationType: jsii.String("NONE"),
		}
		if !o.Public {
			props.AuthorizationType = jsii.String("JWT")
			props.AuthorizerId = authorizer.Ref()
			props.AuthorizationScopes = jsii.Strings(Scope)
		}
		awsapigatewayv2.NewCfnRoute(a.stack, jsii.String(identifier(o.ID)+"Route"), props)
	}
	for name := range targets {
		if !slices.Contains(used, name) {
			unknown = append(unknown, "no operation names "+name)
		}
	}
	if len(unknown) > 0 {
		slices.Sort(unknown)
		return nil, fmt.Errorf("the contract and the table of functions differ: %s", strings.Join(unknown, "; "))
	}
	return awsapigatewayv2.NewCfnRoute(a.stack, jsii.String("DefaultRoute"), &awsapigatewayv2.CfnRouteProps{
		ApiId: a.gateway.Ref(), RouteKey: jsii.String("$default"), Target: targets[fallback], AuthorizationType: jsii.String("NONE"),
	}), nil
}

// stage makes the one stage, with its limits and its log. Portico's own limits are by person and network; this one only bounds the bill.
// Unknown paths get little of it, so that they do not take the function's turns from the rest.
func (a *api) stage(unknown awsapigatewayv2.CfnRoute) {
	logs := awslogs.NewLogGroup(a.stack, jsii.String("AccessLog"), &awslogs.LogGroupProps{
		LogGroupName:  jsii.String("/aws/vendedlogs/portico-api"),
		Retention:     awslogs.RetentionDays_ONE_MONTH,
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	})
	stage := awsapigatewayv2.NewCfnStage(a.stack, jsii.String("Stage"), &awsapigatewayv2.CfnStageProps{
		ApiId: a.gateway.Ref(), StageName: jsii.String("$default"), AutoDeploy: jsii.Bool(true),
		DefaultRouteSettings: &awsapigatewayv2.CfnStage_RouteSettingsProperty{
			ThrottlingRateLimit: jsii.Number(200), ThrottlingBurstLimit: jsii.Number(400), DetailedMetricsEnabled: jsii.Bool(false),
		},
		RouteSettings: map[string]any{*unknown.RouteKey(): map[string]any{"ThrottlingRateLimit": 20, "ThrottlingBurstLimit": 40}},
		AccessLogSettings: &awsapigatewayv2.CfnStage_AccessLogSettingsProperty{
			DestinationArn: logs.LogGroupArn(), Format: jsii.String(accessLog),
		},
	})
	stage.AddDependency(unknown) // The gateway refuses settings of a route that is not there yet.
}
