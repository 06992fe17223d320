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
	for _, s := range newBehindGateway(p, d, i, m).specs() {
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
