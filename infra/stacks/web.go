package stacks

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfrontorigins"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
)

// originHeader carries the origin secret from the front to the functions.
const originHeader = "x-portico-origin"

// newWeb makes the stack Portico-Web: pages from a private bucket, and the API, at one origin.
func newWeb(p *portal, d *data, a *api, e *edge) {
	stack := p.stack("Web", "the pages and the front")
	e.storage = d.browsersFind(p)
	bucket := awss3.NewBucket(stack, jsii.String("Pages"), &awss3.BucketProps{
		BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ALL(),
		ObjectOwnership:   awss3.ObjectOwnership_BUCKET_OWNER_ENFORCED,
		Encryption:        awss3.BucketEncryption_S3_MANAGED,
		EnforceSSL:        jsii.Bool(true),
		Versioned:         jsii.Bool(true),
		LifecycleRules: &[]*awss3.LifecycleRule{{
			NoncurrentVersionExpiration:         awscdk.Duration_Days(jsii.Number(30)),
			AbortIncompleteMultipartUploadAfter: awscdk.Duration_Days(jsii.Number(1)),
		}},
		RemovalPolicy: p.target.removal(),
	})
	distribution := awscloudfront.NewDistribution(stack, jsii.String("Front"), &awscloudfront.DistributionProps{
		Comment:                jsii.String("Portico"),
		DefaultRootObject:      jsii.String("index.html"),
		HttpVersion:            awscloudfront.HttpVersion_HTTP2_AND_3,
		MinimumProtocolVersion: awscloudfront.SecurityPolicyProtocol_TLS_V1_2_2021,
		PriceClass:             awscloudfront.PriceClass_PRICE_CLASS_ALL,
		Certificate:            certificate(stack, p.Config.CertificateARN),
		DomainNames:            names(p),
		WebAclId:               optional(p.Config.WAFARN),
		DefaultBehavior:        pages(stack, bucket, e),
		AdditionalBehaviors:    &map[string]*awscloudfront.BehaviorOptions{"/api/*": calls(stack, d, a, e)},
		ErrorResponses:         freshErrors(),
	})

	output(stack, "PortalAddress", jsii.String(p.Config.Address()), "Where people go")
	output(stack, "FrontAddress", jsii.String("https://"+*distribution.DistributionDomainName()), "CloudFront's own name for it: what a DNS record of the portal points to")
	output(stack, "WebBucketName", bucket.BucketName(), "Where the pages are uploaded to")
	output(stack, "DistributionId", distribution.DistributionId(), "What is invalidated when pages change")
}

// pages is the behaviour for everything that is not the API.
func pages(stack awscdk.Stack, bucket awss3.Bucket, e *edge) *awscloudfront.BehaviorOptions {
	// The CDK warns of listing where the root would be listed; the root is a page here.
	awscdk.Annotations_Of(stack).AcknowledgeWarning(jsii.String("@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk"), jsii.String("the root is index.html"))
	route := awscloudfront.NewFunction(stack, jsii.String("Route"), &awscloudfront.FunctionProps{
		Comment: jsii.String("Gives addresses of the app the app's page"),
		Code:    awscloudfront.FunctionCode_FromInline(jsii.String(e.route)),
		Runtime: awscloudfront.FunctionRuntime_JS_2_0(),
	})
	return &awscloudfront.BehaviorOptions{
		// Listing makes a missing file 404 instead of 403. No query string reaches the bucket, so nobody can list.
		Origin: awscloudfrontorigins.S3BucketOrigin_WithOriginAccessControl(bucket, &awscloudfrontorigins.S3BucketOriginWithOACProps{
			OriginAccessLevels: &[]awscloudfront.AccessLevel{awscloudfront.AccessLevel_READ, awscloudfront.AccessLevel_LIST},
		}),
		ViewerProtocolPolicy:  awscloudfront.ViewerProtocolPolicy_REDIRECT_TO_HTTPS,
		AllowedMethods:        awscloudfront.AllowedMethods_ALLOW_GET_HEAD(),
		CachePolicy:           awscloudfront.CachePolicy_CACHING_OPTIMIZED(),
		Compress:              jsii.Bool(true),
		ResponseHeadersPolicy: headers(stack, "PageHeaders", "The headers of Portico's pages", e, true),
		FunctionAssociations: &[]*awscloudfront.FunctionAssociation{{
			EventType: awscloudfront.FunctionEventType_VIEWER_REQUEST, Function: route,
		}},
	}
}

// headers is a policy of the edge's headers.
func headers(stack awscdk.Stack, id, comment string, e *edge, overrides bool) awscloudfront.ResponseHeadersPolicy {
	props, err := e.policy(comment, overrides)
	if err != nil {
		panic(err) // readEdge has made it once already.
	}
	return awscloudfront.NewResponseHeadersPolicy(stack, jsii.String(id), props)
}

// calls is the behaviour for the API. Nothing is kept: the functions say no-store, and the policy keeps nothing by itself.
//
// Authorization reaches an origin only as a part of the cache key, which in turn wants a lifetime that is not always zero:
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html#add-origin-custom-headers-forward-authorization
// The session's cookie is in the key so that requests of two people at the same time are never answered as one. Content-Type and Content-Length come
// without being named, and a policy takes ten headers at most.
func calls(stack awscdk.Stack, d *data, a *api, e *edge) *awscloudfront.BehaviorOptions {
	// The secret is put in by CloudFormation when it deploys; the template only names it.
	secret := awscdk.SecretValue_UnsafePlainText(jsii.String("{{resolve:secretsmanager:" + *d.origin + ":SecretString}}"))
	host := awscdk.Fn_Select(jsii.Number(2), awscdk.Fn_Split(jsii.String("/"), a.gateway.AttrApiEndpoint(), nil))
	return &awscloudfront.BehaviorOptions{
		Origin: awscloudfrontorigins.NewHttpOrigin(host, &awscloudfrontorigins.HttpOriginProps{
			ProtocolPolicy:     awscloudfront.OriginProtocolPolicy_HTTPS_ONLY,
			OriginSslProtocols: &[]awscloudfront.OriginSslPolicy{awscloudfront.OriginSslPolicy_TLS_V1_2},
			CustomHeaders:      &map[string]*string{originHeader: secret.UnsafeUnwrap()},
		}),
		ViewerProtocolPolicy: awscloudfront.ViewerProtocolPolicy_HTTPS_ONLY,
		AllowedMethods:       awscloudfront.AllowedMethods_ALLOW_ALL(),
		CachePolicy: awscloudfront.NewCachePolicy(stack, jsii.String("ApiCache"), &awscloudfront.CachePolicyProps{
			Comment:             jsii.String("Keeps nothing, lets Authorization through"),
			MinTtl:              awscdk.Duration_Seconds(jsii.Number(0)),
			DefaultTtl:          awscdk.Duration_Seconds(jsii.Number(0)),
			MaxTtl:              awscdk.Duration_Seconds(jsii.Number(1)),
			HeaderBehavior:      awscloudfront.CacheHeaderBehavior_AllowList(*jsii.Strings(e.forward.Key.Headers...)...),
			QueryStringBehavior: awscloudfront.CacheQueryStringBehavior_All(),
			CookieBehavior:      awscloudfront.CacheCookieBehavior_AllowList(*jsii.Strings(e.forward.Key.Cookies...)...),
		}),
		OriginRequestPolicy: awscloudfront.NewOriginRequestPolicy(stack, jsii.String("ApiRequest"), &awscloudfront.OriginRequestPolicyProps{
			Comment:             jsii.String("What Portico's functions see of a request"),
			HeaderBehavior:      awscloudfront.OriginRequestHeaderBehavior_AllowList(*jsii.Strings(e.forward.Request.Headers...)...),
			QueryStringBehavior: awscloudfront.OriginRequestQueryStringBehavior_All(),
			CookieBehavior:      awscloudfront.OriginRequestCookieBehavior_AllowList(*jsii.Strings(e.forward.Request.Cookies...)...),
		}),
		// The API's own Content-Security-Policy is stricter than the pages'; what the gateway answers by itself has none.
		ResponseHeadersPolicy: headers(stack, "ApiHeaders", "The headers of Portico's API", e, false),
	}
}

// freshErrors keeps CloudFront from keeping errors for its ten seconds. It names no page: the API's own problem documents go through.
func freshErrors() *[]*awscloudfront.ErrorResponse {
	var all []*awscloudfront.ErrorResponse
	for _, status := range []float64{400, 403, 404, 405, 414, 500, 501, 502, 503, 504} {
		all = append(all, &awscloudfront.ErrorResponse{HttpStatus: jsii.Number(status), Ttl: awscdk.Duration_Seconds(jsii.Number(0))})
	}
	return &all
}

func certificate(stack awscdk.Stack, arn string) awscertificatemanager.ICertificate {
	if arn == "" {
		return nil
	}
	return awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("Certificate"), jsii.String(arn))
}

// names are the host names of the distribution beside its own.
func names(p *portal) *[]*string {
	if p.Config.CertificateARN == "" {
		return nil
	}
	return jsii.Strings(p.Config.Host())
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return jsii.String(strings.TrimSpace(s))
}

func sorted(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
