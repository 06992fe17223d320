package localcloud

import (
	"fmt"
	"os"
	"strconv"

	"portico/internal/supervise"
)

// startCloud installs MiniStack where needed, and starts it.
func (c *Cloud) startCloud() error {
	if c.o.Endpoint != nil {
		return c.step("cloud", "reaching "+c.o.Endpoint.String(), func() (string, error) {
			return "running at " + c.o.Endpoint.String(), c.answers(c.o.Endpoint.String())
		})
	}
	if err := c.install("cloud", "installing MiniStack", "install-cloud", ".portico/venv/.installed"); err != nil {
		return err
	}
	if err := c.startRelay(); err != nil {
		return err
	}
	return c.step("cloud", "starting MiniStack", func() (string, error) {
		err := c.group.Start(supervise.Program{
			Name: "cloud", Path: c.at.python(), Args: []string{c.at.cloud("launcher.py")},
			Dir: c.at.state, Env: c.ministackEnvironment(), Log: c.logTo("cloud", "cloud"),
		})
		if err != nil {
			return "", err
		}
		if err := c.answers(c.CloudAddress() + "/_ministack/ready"); err != nil {
			return "", err
		}
		return c.CloudAddress() + " (MiniStack)", nil
	})
}

// ministackEnvironment configures MiniStack. Functions inherit all of it but the credentials, which are their roles'.
func (c *Cloud) ministackEnvironment() []string {
	return environment(
		"BIND_HOST=127.0.0.1",
		"GATEWAY_PORT="+c.o.Ports.Cloud,
		"AUTH=true",                           // IAM is enforced: every function can do what its role allows, and nothing else
		"MINISTACK_COGNITO_PRETOKEN_STRICT=1", // a pre-token trigger that fails means no token, as on AWS
		"MINISTACK_REGION="+c.config.Region,
		"MINISTACK_ACCOUNT_ID="+account,
		"AWS_ACCESS_KEY_ID="+rootKey,
		"AWS_SECRET_ACCESS_KEY="+rootKey,
		"PERSIST_STATE=1",
		"STATE_DIR="+c.at.in("aws"),
		"SAVE_EVERY_SECONDS="+strconv.Itoa(c.o.SaveEverySeconds),
		"S3_PERSIST=1",
		"S3_DATA_DIR="+c.at.in("s3"),
		"SMTP_HOST=127.0.0.1:"+c.o.Ports.SMTP,
		"AWS_ENDPOINT_URL="+c.functionsEndpoint(),
		"IOT_MTLS_ENABLED=0", // it would listen on all interfaces
		"SFTP_ENABLED=0",
		"DOCKER_HOST=unix:///nonexistent", // functions are programs here, never containers
		"TMPDIR="+c.at.in("tmp"),
	)
}

func (c *Cloud) functionsEndpoint() string {
	switch {
	case c.o.FunctionsEndpoint != "":
		return c.o.FunctionsEndpoint
	case c.relay != nil:
		return c.RelayAddress()
	}
	return c.CloudAddress()
}

// install lets make install something once; make knows what is up to date.
func (c *Cloud) install(part, what, log, target string) error {
	fresh := func() (string, error) { return "installed", c.make(log, "PYTHON="+c.o.Python, target) }
	if _, err := os.Stat(c.at.root + "/" + target); err == nil {
		_, err := fresh() // nothing to see unless a lock file changed
		if err != nil {
			return &PartError{Part: part, Log: c.at.log(log), Cause: fmt.Errorf("%s: %w", what, err)}
		}
		return nil
	}
	c.logTo(part, log)
	return c.step(part, what, fresh)
}
