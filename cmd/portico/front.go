package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"portico/internal/front"
	"portico/internal/localcloud"
)

func frontCommand() subcommand {
	return subcommand{
		name: "front",
		line: "start only the front, before a local cloud that runs already",
		details: `It does what CloudFront does on AWS: it serves web/dist with the routing function and the response headers of web/edge,
and passes /api/* on to the HTTP API, with the origin secret and the viewer's address. ` + "`portico run`" + ` has a front of its own.

` + settingsHelp,
		run: serveFront,
	}
}

func serveFront(ctx context.Context, c command, _ []string) error {
	o, err := local(c)
	if err != nil {
		return err
	}
	settings, err := localcloud.Running(o)
	if err != nil {
		return err
	}
	outputs, err := stackOutputs(ctx, settings)
	if err != nil {
		return err
	}
	handler, err := localcloud.Front(o, localcloud.FrontTarget{
		Cloud: *settings.BaseEndpoint, APIHost: localcloud.APIHost(outputs), Bucket: outputs["ImportBucketName"],
		Secret: func() (string, error) {
			id := outputs["OriginSecretArn"]
			out, err := secretsmanager.NewFromConfig(settings).GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: &id})
			if err != nil {
				return "", fmt.Errorf("read the origin secret: %w", err)
			}
			return *out.SecretString, nil
		},
	})
	if err != nil {
		return err
	}
	listeners, err := front.Listen(o.Ports.Portal)
	if err != nil {
		return err
	}
	server := front.Server(handler, o.Log)
	ended := make(chan error, len(listeners))
	for _, listener := range listeners {
		go func() { ended <- server.Serve(listener) }()
	}
	fmt.Fprintf(c.out, "http://localhost:%s\n", o.Ports.Portal)
	select {
	case err = <-ended:
	case <-ctx.Done():
		err = server.Close()
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
