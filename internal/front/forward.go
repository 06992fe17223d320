package front

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
)

// Forward is what the API sees of a viewer's request: nothing else reaches it. What stands under key is also a part of CloudFront's cache key, which
// is how Authorization gets through; what stands under request is not.
type Forward struct {
	Key     Names `json:"key"`
	Request Names `json:"request"`
}

// Names are names of headers and of cookies.
type Names struct {
	Headers []string `json:"headers"`
	Cookies []string `json:"cookies"`
}

// ReadForward reads the lists that the CDK app reads too.
func ReadForward(path string) (Forward, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Forward{}, fmt.Errorf("read what is forwarded: %w", err)
	}
	var f Forward
	if err := json.Unmarshal(text, &f); err != nil {
		return Forward{}, fmt.Errorf("read what is forwarded in %s: %w", path, err)
	}
	return f, nil
}

// Headers are all headers that are forwarded.
func (f Forward) Headers() []string { return slices.Concat(f.Key.Headers, f.Request.Headers) }

// Cookies are all cookies that are forwarded.
func (f Forward) Cookies() []string { return slices.Concat(f.Key.Cookies, f.Request.Cookies) }

// of gives what is forwarded of a viewer's headers. The type of a body comes always; headers that CloudFront writes never come from a viewer.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
func (f Forward) of(viewer http.Header) http.Header {
	kept := http.Header{}
	for _, name := range append(f.Headers(), "Content-Type") {
		name = http.CanonicalHeaderKey(name)
		if values := viewer[name]; len(values) > 0 && !strings.HasPrefix(name, "Cloudfront-") {
			kept[name] = values
		}
	}
	if cookies := f.cookiesOf(viewer["Cookie"]); cookies != "" {
		kept.Set("Cookie", cookies)
	}
	return kept
}

// cookiesOf gives the forwarded ones of Cookie lines, as they are.
func (f Forward) cookiesOf(lines []string) string {
	allowed := f.Cookies()
	var kept []string
	for _, line := range lines {
		for pair := range strings.SplitSeq(line, ";") {
			pair = strings.TrimSpace(pair)
			if name, _, _ := strings.Cut(pair, "="); slices.Contains(allowed, name) {
				kept = append(kept, pair)
			}
		}
	}
	return strings.Join(kept, "; ")
}
