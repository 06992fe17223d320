package localcloud

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"

	"portico/internal/supervise"
)

// account is the account of the local cloud.
const account = "000000000000"

// Cloud is a running local cloud.
type Cloud struct {
	o       Options
	at      layout
	ctx     context.Context // ends when a part ends by itself
	group   *supervise.Group
	fail    context.CancelCauseFunc
	config  portal
	outputs map[string]string
	servers []io.Closer
	relay   *Relay
	lock    *os.File
	logs    map[string]string
	mu      sync.Mutex
}

// Start starts everything and returns when the portal answers. On an error, nothing keeps running.
//
// A part that cannot be started gives a *PartError; one that ends by itself while others start, an *supervise.Exit.
func Start(ctx context.Context, o Options) (*Cloud, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	ctx, fail := context.WithCancelCause(ctx)
	group, ctx := supervise.New(ctx)
	c := &Cloud{o: o, at: layout{o.Root, o.StateDir}, ctx: ctx, group: group, fail: fail, logs: map[string]string{}}
	if err := c.start(); err != nil {
		c.Close()
		var exit *supervise.Exit
		if errors.As(context.Cause(ctx), &exit) {
			return nil, exit // the reason, where err is only what followed from it
		}
		return nil, err
	}
	return c, nil
}

func (c *Cloud) start() error {
	if err := c.prepare(); err != nil {
		return err
	}
	if err := c.together(c.startCloud, c.startMailbox, c.build); err != nil {
		return err
	}
	if err := c.deploy(); err != nil {
		return err
	}
	if c.o.Develop {
		if err := c.startPages(); err != nil {
			return err
		}
	}
	if err := c.startInbox(); err != nil {
		return err
	}
	return c.startFront()
}

// prepare makes the directories and the configuration.
func (c *Cloud) prepare() error {
	lock, err := c.at.lock()
	if err != nil {
		return err
	}
	c.lock = lock
	if err := os.RemoveAll(c.at.in("tmp")); err != nil { // the functions' code of the last start
		return fmt.Errorf("clear the state directory: %w", err)
	}
	for _, dir := range []string{c.at.in("logs"), c.at.in("aws"), c.at.in("s3"), c.at.in("tmp"), c.at.in("mail")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return fmt.Errorf("make the state directory: %w", err)
		}
	}
	ports, err := c.o.Ports.choose()
	if err != nil {
		return err
	}
	c.o.Ports = ports
	c.config, err = writeConfig(filepath.Join(c.o.Root, "infra", "config", "local.json"), c.at.config(), c.PortalAddress(), c.CloudAddress())
	return err
}

// together runs steps at the same time and returns the first error when all have ended.
func (c *Cloud) together(steps ...func() error) error {
	var all sync.WaitGroup
	errs := make(chan error, len(steps))
	for _, step := range steps {
		all.Go(func() {
			if err := step(); err != nil {
				errs <- err
				c.fail(err)
			}
		})
	}
	all.Wait()
	close(errs)
	return <-errs
}

// Done is closed when a part ended by itself, or the context of Start ended.
func (c *Cloud) Done() <-chan struct{} { return c.ctx.Done() }

// Cause says why Done is closed; it is an *supervise.Exit when a part ended by itself.
func (c *Cloud) Cause() error { return context.Cause(c.ctx) }

// Close ends every part, in order, and waits. The state stays.
func (c *Cloud) Close() {
	for _, server := range c.servers {
		_ = server.Close() // nobody is left to be told
	}
	c.group.Close()
	if c.lock != nil {
		_ = c.lock.Close() // a second time when Close is called again
	}
	c.fail(nil)
}

// Kill ends every part at once; what the local AWS has not saved is lost.
func (c *Cloud) Kill() { c.group.Kill() }

// Ports are the ports that it listens on.
func (c *Cloud) Ports() Ports { return c.o.Ports }

// PortalAddress is the origin of the pages and the API.
func (c *Cloud) PortalAddress() string { return "http://localhost:" + c.o.Ports.Portal }

// MailboxAddress is where received mails are shown, and below which the mailbox's API is.
func (c *Cloud) MailboxAddress() string { return "http://localhost:" + c.o.Ports.Mail }

// InboxAddress is where mail to the services' addresses is taken by SMTP: host and port.
func (c *Cloud) InboxAddress() string { return "127.0.0.1:" + c.o.Ports.Inbox }

// Services are the support addresses, by the ids of their services.
func (c *Cloud) Services() map[string]string {
	addresses := map[string]string{}
	for _, s := range c.config.Services {
		addresses[s.ID] = s.Address
	}
	return addresses
}

// CloudAddress is where the local AWS answers.
func (c *Cloud) CloudAddress() string {
	if c.o.Endpoint != nil {
		return c.o.Endpoint.String()
	}
	return "http://127.0.0.1:" + c.o.Ports.Cloud
}

// RelayAddress is where the relay takes orders; empty without one. See Relay.
func (c *Cloud) RelayAddress() string {
	if c.relay == nil {
		return ""
	}
	return "http://127.0.0.1:" + c.o.Ports.Relay
}

// APIHost is the host name by which the HTTP API is found at CloudAddress.
func (c *Cloud) APIHost() string { return APIHost(c.outputs) }

// APIHost is the host name in the HTTP API's own address. Local clouds give it no address of its own, only a name.
func APIHost(outputs map[string]string) string {
	own, err := url.Parse(outputs["ApiEndpoint"])
	if err != nil {
		return ""
	}
	return own.Hostname()
}

// Outputs are the outputs of all stacks, by their names.
func (c *Cloud) Outputs() map[string]string { return c.outputs }

// Region is the region that the stacks are in.
func (c *Cloud) Region() string { return c.config.Region }

// AWS is a configuration for the AWS SDK as the root of the local account.
func (c *Cloud) AWS() aws.Config { return Root(c.CloudAddress(), c.config.Region) }

func (c *Cloud) logOf(part string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.logs[part]
}

func (c *Cloud) logTo(part, file string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.logs[part] = c.at.log(file)
	return c.logs[part]
}
