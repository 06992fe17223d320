package stacks

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// routesOf gives each route's function, by its key.
func routesOf(c cloud) map[string]*resource {
	all := map[string]*resource{}
	for _, r := range c.all("AWS::ApiGatewayV2::Route") {
		all[r.get("RouteKey").(string)] = r
	}
	return all
}

// functionOf follows a route to its function.
func functionOf(c cloud, route *resource) string {
	target := strings.TrimPrefix(c.text(route.stack, route.get("Target")), "integrations/")
	for _, i := range c.all("AWS::ApiGatewayV2::Integration") {
		if i.id == target {
			return c.lambdaOf(c.text(i.stack, i.get("IntegrationUri")))
		}
	}
	return "no integration " + target
}

func TestEveryOperationIsARouteToItsFunctionAndTheOtherWayRound(t *testing.T) {
	c := onAWS()
	got := map[string]string{}
	for key, route := range routesOf(c) {
		got[key] = functionOf(c, route)
	}
	want := map[string]string{"$default": "portal"}
	for _, o := range operations(t) {
		want[o.RouteKey()] = o.Function
	}
	if !maps.Equal(got, want) {
		t.Errorf("routes %v\n  want %v", got, want)
	}
}

func TestEveryRouteAsksForAnAccessTokenWithOurScopeUnlessTheContractSaysPublic(t *testing.T) {
	c := onAWS()
	routes := routesOf(c)
	for _, o := range operations(t) {
		kind, scopes := routes[o.RouteKey()].get("AuthorizationType"), routes[o.RouteKey()].get("AuthorizationScopes")
		if o.Public && kind != "NONE" {
			t.Errorf("%s: %v, but the contract says public", o.RouteKey(), kind)
		}
		if !o.Public && (kind != "JWT" || !reflect.DeepEqual(scopes, []any{"portico/api"}) || routes[o.RouteKey()].get("AuthorizerId") == nil) {
			t.Errorf("%s: %v %v, want an access token with portico/api", o.RouteKey(), kind, scopes)
		}
	}
	authorizer := c.one(t, "AWS::ApiGatewayV2::Authorizer")
	if got := c.text(authorizer.stack, authorizer.get("JwtConfiguration", "Issuer")); got != "https://cognito-idp.eu-central-1.amazonaws.com/Pool" {
		t.Errorf("issuer %s", got)
	}
	if got := c.texts(authorizer.stack, authorizer.get("JwtConfiguration", "Audience")); !slices.Equal(got, []string{"PortalClient"}) {
		t.Errorf("audience %v", got)
	}
}

func TestEachRouteMayCallItsFunctionAndNoOther(t *testing.T) {
	c := onAWS()
	var got, want []string
	for _, p := range c.all("AWS::Lambda::Permission") {
		if p.stack == "Portico-Api" {
			_, route, _ := strings.Cut(c.text(p.stack, p.get("SourceArn")), ":Gateway/$default/")
			got = append(got, route+" "+c.lambdaOf(c.text(p.stack, p.get("FunctionName"))))
		}
	}
	for _, o := range operations(t) {
		want = append(want, o.Method+routePattern(o.Path)+" "+o.Function)
	}
	want = append(want, "$default portal")
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("permissions %v\n       want %v", got, want)
	}
}

func TestTheGatewayLimitsAndLogsWithoutWhatWouldTell(t *testing.T) {
	c := onAWS()
	stage := c.one(t, "AWS::ApiGatewayV2::Stage")
	if stage.get("DefaultRouteSettings", "ThrottlingRateLimit") == nil || stage.get("DefaultRouteSettings", "ThrottlingBurstLimit") == nil {
		t.Error("the stage has no limit")
	}
	rate := stage.get("RouteSettings", "$default", "ThrottlingRateLimit")
	if rate, ok := rate.(float64); !ok || rate >= stage.get("DefaultRouteSettings", "ThrottlingRateLimit").(float64) {
		t.Errorf("unknown paths may be asked for %v times a second", rate)
	}
	if waits, _ := json.Marshal(stage.DependsOn); !strings.Contains(string(waits), "DefaultRoute") {
		t.Errorf("the stage waits for %s, not for the route that it limits", waits)
	}
	format := stage.get("AccessLogSettings", "Format").(string)
	var line map[string]string
	if err := json.Unmarshal([]byte(format), &line); err != nil {
		t.Errorf("a line of the access log is not JSON: %v", err)
	}
	for _, telling := range []string{"$context.path", "querystring", "$context.identity", "header", "claims", "userAgent"} {
		if strings.Contains(format, telling) {
			t.Errorf("the access log holds %s", telling)
		}
	}
	if c.one(t, "AWS::ApiGatewayV2::Api").get("CorsConfiguration") != nil {
		t.Error("other origins may call the gateway")
	}
}

func TestPagesAndAPIGetTheHeadersOfTheEdgeAndTheAPIKeepsItsOwnPolicy(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(repository, "web", "edge", "headers.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]string
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	c := onAWS()
	policies := map[string]any{}
	// What stands for storage is the bucket of imports and nothing else at S3.
	want["Content-Security-Policy"] = strings.ReplaceAll(want["Content-Security-Policy"], "{storage}", "https://Imports.RegionalDomainName/")
	for _, p := range c.all("AWS::CloudFront::ResponseHeadersPolicy") {
		policies[p.id] = p.get("ResponseHeadersPolicyConfig")
	}
	front := c.one(t, "AWS::CloudFront::Distribution").get("DistributionConfig")
	pages := c.text("Portico-Web", get(front, "DefaultCacheBehavior", "ResponseHeadersPolicyId"))
	api := c.text("Portico-Web", get(front, "CacheBehaviors", 0, "ResponseHeadersPolicyId"))
	for id, overrides := range map[string]bool{pages: true, api: false} {
		if got := headersOf(c, policies[id]); !maps.Equal(got, want) {
			t.Errorf("%s: headers %v\n   want %v", id, got, want)
		}
		if got := get(policies[id], "SecurityHeadersConfig", "ContentSecurityPolicy", "Override"); got != overrides {
			t.Errorf("%s: replaces the origin's Content-Security-Policy: %v, want %v", id, got, overrides)
		}
	}
}

// headersOf reads what a policy sets.
func headersOf(c cloud, policy any) map[string]string {
	got := map[string]string{}
	for _, h := range get(policy, "CustomHeadersConfig", "Items").([]any) {
		got[get(h, "Header").(string)] = get(h, "Value").(string)
	}
	security := get(policy, "SecurityHeadersConfig")
	got["Content-Security-Policy"] = c.text("Portico-Web", get(security, "ContentSecurityPolicy", "ContentSecurityPolicy"))
	got["Referrer-Policy"] = get(security, "ReferrerPolicy", "ReferrerPolicy").(string)
	if get(security, "ContentTypeOptions", "Override") == true {
		got["X-Content-Type-Options"] = "nosniff"
	}
	hsts := get(security, "StrictTransportSecurity")
	if get(hsts, "AccessControlMaxAgeSec") == 63072000.0 && get(hsts, "IncludeSubdomains") == true && get(hsts, "Override") == true {
		got["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
	}
	return got
}

func TestTheFrontIsOneOriginForPagesAndAPI(t *testing.T) {
	c := onAWS()
	front := c.one(t, "AWS::CloudFront::Distribution").get("DistributionConfig")
	api := get(front, "CacheBehaviors", 0)
	if get(api, "PathPattern") != "/api/*" || get(api, "ViewerProtocolPolicy") != "https-only" || len(get(api, "AllowedMethods").([]any)) != 7 {
		t.Errorf("API %v", api)
	}
	if get(front, "DefaultCacheBehavior", "ViewerProtocolPolicy") != "redirect-to-https" || get(front, "DefaultCacheBehavior", "FunctionAssociations", 0, "EventType") != "viewer-request" {
		t.Errorf("pages %v", get(front, "DefaultCacheBehavior"))
	}
	for _, e := range get(front, "CustomErrorResponses").([]any) {
		if get(e, "ResponsePagePath") != nil || get(e, "ResponseCode") != nil || get(e, "ErrorCachingMinTTL") != 0.0 {
			t.Errorf("an error is replaced or kept: %v", e)
		}
	}
	if !reflect.DeepEqual(get(front, "Aliases"), []any{"help.example.com"}) || get(front, "ViewerCertificate", "MinimumProtocolVersion") != "TLSv1.2_2021" || get(front, "WebACLId") == nil {
		t.Errorf("front %v %v %v", get(front, "Aliases"), get(front, "ViewerCertificate"), get(front, "WebACLId"))
	}
	for _, o := range get(front, "Origins").([]any) {
		secret := c.text("Portico-Web", get(o, "OriginCustomHeaders", 0, "HeaderValue"))
		if get(o, "S3OriginConfig") != nil {
			if get(o, "OriginAccessControlId") == nil {
				t.Error("the bucket is not the front's alone")
			}
		} else if get(o, "OriginCustomHeaders", 0, "HeaderName") != "x-portico-origin" || secret != "{{resolve:secretsmanager:OriginKey.Id:SecretString}}" ||
			get(o, "CustomOriginConfig", "OriginProtocolPolicy") != "https-only" {
			t.Errorf("API's origin %v", o)
		}
	}
}

func TestTheAPIIsNeverKeptAndSeesWhatItNeeds(t *testing.T) {
	c := onAWS()
	cache := c.one(t, "AWS::CloudFront::CachePolicy").get("CachePolicyConfig")
	if get(cache, "DefaultTTL") != 0.0 || get(cache, "MinTTL") != 0.0 || get(cache, "MaxTTL").(float64) > 1 {
		t.Errorf("cache %v", cache)
	}
	key := get(cache, "ParametersInCacheKeyAndForwardedToOrigin")
	if !reflect.DeepEqual(get(key, "HeadersConfig", "Headers"), []any{"Authorization"}) || get(key, "QueryStringsConfig", "QueryStringBehavior") != "all" ||
		!reflect.DeepEqual(get(key, "CookiesConfig", "Cookies"), []any{"__Host-portico"}) {
		t.Errorf("an answer could reach another person: %v", key)
	}
	request := c.one(t, "AWS::CloudFront::OriginRequestPolicy").get("OriginRequestPolicyConfig")
	headers := get(request, "HeadersConfig", "Headers").([]any)
	for _, name := range []string{"CloudFront-Viewer-Address", "Origin", "Idempotency-Key"} {
		if !slices.Contains(headers, any(name)) {
			t.Errorf("%s does not reach the functions", name)
		}
	}
	if !reflect.DeepEqual(get(request, "CookiesConfig", "Cookies"), []any{"__Host-portico-device"}) {
		t.Errorf("the device's cookie does not reach the functions: %v", get(request, "CookiesConfig"))
	}
	if slices.Contains(headers, any("Host")) || len(headers) > 10 {
		t.Errorf("headers %v", headers)
	}
}
