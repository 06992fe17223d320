package setup

import (
	"io"
	"net"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"

	"portico/internal/awstime"
)

// AWS gives the configuration of AWS's clients: three tries, and time-outs so short that a function answers well before its own time is up. It is
// made by hand, because a function needs none of the sources that the SDK's loader brings along (profiles, SSO, instance metadata), and they
// are a fifth of its package. An empty endpoint means AWS's own.
func AWS(region, endpoint string, who aws.CredentialsProvider) aws.Config {
	client := awshttp.NewBuildableClient().WithTimeout(8 * time.Second).
		WithDialerOptions(func(d *net.Dialer) { d.Timeout = time.Second }).
		WithTransportOptions(func(t *http.Transport) { t.TLSHandshakeTimeout, t.MaxIdleConnsPerHost = 2*time.Second, 32 })
	cfg := aws.Config{Region: region, Credentials: aws.NewCredentialsCache(who), HTTPClient: awstime.Client(readers{client}), Retryer: retryer}
	if endpoint != "" {
		cfg.BaseEndpoint = &endpoint
	}
	return cfg
}

// readers is a client that hides WriteTo of a request's body. The SDK closes the body when the answer is there; net/http may at that moment still be
// looking for bytes behind its end, and the SDK's WriteTo then fails with io.EOF where Read would say that all is well. The connection is closed, the
// answer is lost and the request made again. Seen with smithy-go 1.28.8 where answers come within a millisecond, as they do on one machine.
type readers struct{ client aws.HTTPClient }

// Do sends a request.
func (c readers) Do(r *http.Request) (*http.Response, error) {
	if r.Body != nil && r.Body != http.NoBody {
		r.Body = struct{ io.ReadCloser }{r.Body}
	}
	return c.client.Do(r)
}

// retryer tries three times, and waits half a second at most in between: somebody is waiting for the answer. The SDK's own wait is up to twenty.
func retryer() aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts, o.MaxBackoff = 3, 500*time.Millisecond
	})
}
