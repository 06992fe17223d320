package localcloud

import (
	"fmt"
	"net"
	"net/url"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
)

// rootKey is both the access key and the secret of the local account's root. It opens nothing but a port on loopback.
const rootKey = "test"

// Root is a configuration for the AWS SDK as the root of the local account. It takes nothing from the environment, so
// that credentials of a real account are never used by accident.
func Root(endpoint, region string) aws.Config {
	return aws.Config{
		Region:       region,
		BaseEndpoint: aws.String(endpoint),
		Credentials:  credentials.NewStaticCredentialsProvider(rootKey, rootKey, ""),
	}
}

// RootEnvironment is the same for other programs.
func RootEnvironment(endpoint, region string) []string {
	return []string{
		"AWS_ENDPOINT_URL=" + endpoint,
		"AWS_ACCESS_KEY_ID=" + rootKey,
		"AWS_SECRET_ACCESS_KEY=" + rootKey,
		"AWS_REGION=" + region,
		"AWS_DEFAULT_REGION=" + region,
		"AWS_CONFIG_FILE=/dev/null",
		"AWS_SHARED_CREDENTIALS_FILE=/dev/null",
		"AWS_EC2_METADATA_DISABLED=true",
	}
}

// Running is the configuration for the cloud that Start has started with the same options, in this process or another.
func Running(o Options) (aws.Config, error) {
	config, err := readConfig(layout{o.Root, o.StateDir}.config())
	if err != nil {
		return aws.Config{}, err
	}
	c := Cloud{o: o, config: config}
	return c.AWS(), nil
}

// Here makes sure that a portal runs with the same options, in another process, and that all of it is on this machine. The errors are ErrNotRunning,
// one that names what is elsewhere, and one that names the address at which the portal runs where that is another.
func Here(o Options) error {
	if !InUse(o) {
		return ErrNotRunning
	}
	at := layout{o.Root, o.StateDir}
	config, err := readConfig(at.config())
	if err != nil {
		return err
	}
	c := Cloud{o: o, config: config}
	if config.Target != "local" || !onThisMachine(c.CloudAddress()) || !onThisMachine(config.Address) {
		return fmt.Errorf("the portal at %s, on the cloud at %s, is not one on this machine alone", config.Address, c.CloudAddress())
	}
	if config.Address != c.PortalAddress() {
		return fmt.Errorf("the portal runs at %s: say its ports in the environment as for `make run`", config.Address)
	}
	return nil
}

// onThisMachine tells whether an address leads to loopback.
func onThisMachine(address string) bool {
	at, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(at.Hostname())
	return at.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}
