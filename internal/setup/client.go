package setup

import (
	"io"
	"net"
	"net/http"
	"time"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// Client is the HTTP client of AWS's clients: time-outs so short that a function answers well before its own time is up.
//
// It hides WriteTo of a request's body. The SDK closes the body when the answer is there; net/http may at that moment still be looking for bytes behind
// its end, and the SDK's WriteTo then fails with io.EOF where Read would say that all is well. The connection is closed, the answer is lost and the
// request made again. Seen with smithy-go 1.28.8 where answers come within a millisecond, as they do from a cloud on the same machine.
type Client struct{ client *awshttp.BuildableClient }

// NewClient makes a Client.
func NewClient() *Client {
	return &Client{client: awshttp.NewBuildableClient().WithTimeout(8 * time.Second).
		WithDialerOptions(func(d *net.Dialer) { d.Timeout = time.Second }).
		WithTransportOptions(func(t *http.Transport) { t.TLSHandshakeTimeout, t.MaxIdleConnsPerHost = 2*time.Second, 32 })}
}

// Do sends a request.
func (c *Client) Do(r *http.Request) (*http.Response, error) {
	if r.Body != nil && r.Body != http.NoBody {
		r.Body = struct{ io.ReadCloser }{r.Body}
	}
	return c.client.Do(r)
}
