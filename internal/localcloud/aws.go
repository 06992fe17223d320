package localcloud

import (
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
