package localcloud

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sns"

	"portico/internal/bucket"
	"portico/internal/inbox"
	"portico/internal/supervise"
)

// startInbox starts the SMTP server for incoming mail in this process.
func (c *Cloud) startInbox() error {
	return c.step("inbox", "starting the inbox", func() (string, error) {
		listener, err := net.Listen("tcp4", c.InboxAddress())
		if err != nil {
			return "", err
		}
		box := &inbox.Inbox{
			Bucket: bucket.Open(c.AWS(), c.outputs["IncomingBucketName"]), BucketName: c.outputs["IncomingBucketName"],
			Topic: topic{sns.NewFromConfig(c.AWS()), c.outputs["IncomingTopicArn"]}, TopicARN: c.outputs["IncomingTopicArn"],
			Region: c.config.Region, Now: time.Now, Log: c.o.Log,
		}
		for _, s := range c.config.Services {
			box.Recipients = append(box.Recipients, s.Address)
		}
		server := box.Server()
		c.servers = append(c.servers, server)
		go func() {
			if err := inbox.Serve(server, listener); err != nil {
				c.fail(&supervise.Exit{Name: "inbox", Cause: err})
			}
		}()
		return "smtp://" + c.InboxAddress(), nil
	})
}

// topic is one topic of SNS.
type topic struct {
	client *sns.Client
	arn    string
}

// Publish publishes a message.
func (t topic) Publish(ctx context.Context, message string) error {
	if _, err := t.client.Publish(ctx, &sns.PublishInput{TopicArn: &t.arn, Message: &message}); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	return nil
}
