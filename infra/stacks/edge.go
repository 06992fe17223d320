package stacks

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/jsii-runtime-go"
)

// edge is what CloudFront does to pages, as web/edge says it. The front of the local cloud reads the same files.
type edge struct {
	// headers are those of headers.json, by name.
	headers map[string]string
	// forward is forward.json: what the functions see of a request.
	forward forward
	// route is the source of route.js.
	route string
	// storage is where browsers post files to; headers.json names it as {storage}.
	storage string
}

// forward names what goes to the API of a viewer's request: key as a part of the cache key, request beside it.
type forward struct {
	Key, Request struct{ Headers, Cookies []string }
}

func readEdge(dir string) (*edge, error) {
	text, err := os.ReadFile(filepath.Join(dir, "headers.json"))
	if err != nil {
		return nil, fmt.Errorf("read the pages' headers: %w", err)
	}
	var e edge
	if err := json.Unmarshal(text, &e.headers); err != nil {
		return nil, fmt.Errorf("web/edge/headers.json: %w", err)
	}
	if _, err := e.policy("", true); err != nil {
		return nil, fmt.Errorf("web/edge/headers.json: %w", err)
	}
	if text, err = os.ReadFile(filepath.Join(dir, "forward.json")); err != nil {
		return nil, fmt.Errorf("read what is forwarded: %w", err)
	}
	if err := json.Unmarshal(text, &e.forward); err != nil {
		return nil, fmt.Errorf("web/edge/forward.json: %w", err)
	}
	route, err := os.ReadFile(filepath.Join(dir, "route.js"))
	if err != nil {
		return nil, fmt.Errorf("read the pages' routing: %w", err)
	}
	e.route = string(route)
	return &e, nil
}

// policy is the headers as CloudFront takes them: it has a field of its own for some, and refuses those as custom headers. They replace the origin's
// own, the Content-Security-Policy only where overrides is set.
func (e *edge) policy(comment string, overrides bool) (*awscloudfront.ResponseHeadersPolicyProps, error) {
	security := &awscloudfront.ResponseSecurityHeadersBehavior{}
	var custom []*awscloudfront.ResponseCustomHeader
	for _, name := range sorted(e.headers) {
		value := strings.ReplaceAll(e.headers[name], "{storage}", e.storage)
		var err error
		switch strings.ToLower(name) {
		case "content-security-policy":
			security.ContentSecurityPolicy = &awscloudfront.ResponseHeadersContentSecurityPolicy{
				ContentSecurityPolicy: jsii.String(value), Override: jsii.Bool(overrides),
			}
		case "strict-transport-security":
			security.StrictTransportSecurity, err = transportSecurity(value)
		case "x-content-type-options":
			if value != "nosniff" {
				err = fmt.Errorf("CloudFront sends nosniff only, not %q", value)
			}
			security.ContentTypeOptions = &awscloudfront.ResponseHeadersContentTypeOptions{Override: jsii.Bool(true)}
		case "referrer-policy":
			if value != "no-referrer" {
				err = fmt.Errorf("the stack knows no-referrer only, not %q", value)
			}
			security.ReferrerPolicy = &awscloudfront.ResponseHeadersReferrerPolicy{
				ReferrerPolicy: awscloudfront.HeadersReferrerPolicy_NO_REFERRER, Override: jsii.Bool(true),
			}
		case "x-frame-options", "x-xss-protection":
			err = fmt.Errorf("the Content-Security-Policy does this")
		default:
			custom = append(custom, &awscloudfront.ResponseCustomHeader{
				Header: jsii.String(name), Value: jsii.String(value), Override: jsii.Bool(true),
			})
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return &awscloudfront.ResponseHeadersPolicyProps{
		Comment:                 jsii.String(comment),
		SecurityHeadersBehavior: security,
		CustomHeadersBehavior:   &awscloudfront.ResponseCustomHeadersBehavior{CustomHeaders: &custom},
	}, nil
}

func transportSecurity(value string) (*awscloudfront.ResponseHeadersStrictTransportSecurity, error) {
	h := &awscloudfront.ResponseHeadersStrictTransportSecurity{
		Override: jsii.Bool(true), IncludeSubdomains: jsii.Bool(false), Preload: jsii.Bool(false),
	}
	for part := range strings.SplitSeq(value, ";") {
		name, seconds, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch strings.ToLower(name) {
		case "max-age":
			age, err := strconv.Atoi(seconds)
			if err != nil {
				return nil, fmt.Errorf("max-age: %w", err)
			}
			h.AccessControlMaxAge = awscdk.Duration_Seconds(jsii.Number(float64(age)))
		case "includesubdomains":
			h.IncludeSubdomains = jsii.Bool(true)
		case "preload":
			h.Preload = jsii.Bool(true)
		default:
			return nil, fmt.Errorf("unknown part %q", part)
		}
	}
	return h, nil
}
