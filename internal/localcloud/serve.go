package localcloud

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"

	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"portico/internal/front"
	"portico/internal/supervise"
)

// startFront starts the front in this process.
func (c *Cloud) startFront() error {
	return c.step("front", "starting the front", func() (string, error) {
		handler, err := c.front()
		if err != nil {
			return "", err
		}
		listeners, err := front.Listen(c.o.Ports.Portal)
		if err != nil {
			return "", err
		}
		c.serve("front", handler, listeners)
		return c.PortalAddress(), nil
	})
}

func (c *Cloud) front() (http.Handler, error) {
	return Front(c.o, FrontTarget{
		Cloud: c.CloudAddress(), APIHost: c.APIHost(), Secret: c.originSecret, Pages: c.pagesAddress(), Bucket: c.outputs["ImportBucketName"],
	})
}

func (c *Cloud) originSecret() (string, error) {
	id := c.outputs["OriginSecretArn"]
	out, err := secretsmanager.NewFromConfig(c.AWS()).GetSecretValue(c.ctx, &secretsmanager.GetSecretValueInput{SecretId: &id})
	if err != nil {
		return "", fmt.Errorf("read the origin secret: %w", err)
	}
	return *out.SecretString, nil
}

// FrontTarget is what a front stands before.
type FrontTarget struct {
	Cloud   string                 // where the HTTP API answers
	APIHost string                 // and under which name
	Secret  func() (string, error) // the origin secret
	Pages   string                 // the development server; empty for the built pages
	Bucket  string                 // that pages post files to
}

// Front puts a front together from the files of the repository.
func Front(o Options, target FrontTarget) (http.Handler, error) {
	at := layout{o.Root, o.StateDir}
	secret, err := target.Secret()
	if err != nil {
		return nil, err
	}
	headers, err := front.ReadHeaders(at.edge("headers.json"))
	if err != nil {
		return nil, err
	}
	headers = headers.Naming(target.Cloud + "/" + target.Bucket + "/")
	forward, err := front.ReadForward(at.edge("forward.json"))
	if err != nil {
		return nil, err
	}
	if o.Relay { // tests that break calls find by it whose call a call is
		forward.Request.Headers = append(forward.Request.Headers, "X-Amzn-Trace-Id")
	}
	route, err := front.ReadRoute(at.edge("route.js"))
	if err != nil {
		return nil, err
	}
	api, err := url.Parse(target.Cloud)
	if err != nil {
		return nil, fmt.Errorf("address of the cloud: %w", err)
	}
	pages := front.Files(os.DirFS(at.pages()), route)
	if target.Pages != "" {
		server, err := url.Parse(target.Pages)
		if err != nil {
			return nil, fmt.Errorf("address of the development server: %w", err)
		}
		pages = front.Develop(server)
		headers = headers.Without("Content-Security-Policy") // the server injects styles and scripts
	}
	return front.New(front.Options{
		Pages: pages, API: api, APIHost: target.APIHost, Secret: secret, Forward: forward, Headers: headers, Log: o.Log,
	}), nil
}

// serve serves until Close; when it ends before that, everything does.
func (c *Cloud) serve(name string, handler http.Handler, listeners []net.Listener) {
	server := front.Server(handler, c.o.Log)
	c.servers = append(c.servers, server)
	for _, listener := range listeners {
		go func() {
			if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
				c.fail(&supervise.Exit{Name: name, Cause: err})
			}
		}()
	}
}
