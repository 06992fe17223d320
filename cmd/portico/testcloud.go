package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"portico/internal/localcloud"
)

func testCloudCommand() subcommand {
	return subcommand{
		name: "test-cloud",
		line: "run a command against a fresh cloud of its own",
		details: `portico test-cloud [--keep] [--again COMMAND] [--functions-endpoint URL] -- COMMAND …

It starts everything on free ports with a state directory of its own, runs the command, ends everything and returns the
command's exit status. Build first: make build. The command finds in its environment:

  PORTICO_TEST_PORTAL    the front's address
  PORTICO_TEST_API       the HTTP API's address, past the front; the Host to ask for is PORTICO_TEST_API_HOST
  PORTICO_TEST_CLOUD     the local AWS, also in AWS_ENDPOINT_URL, with the root's credentials and the region
  PORTICO_TEST_MAILBOX   the mailbox, its API below /api
  PORTICO_TEST_INBOX     where mail to the services' addresses is taken by SMTP: host and port
  PORTICO_TEST_RELAY     what stands between the functions and the local AWS; PUT /_portico/relay {"upstream":URL} puts
                         a proxy of the test behind it, DELETE takes it away again
  PORTICO_TEST_OUTPUTS   all outputs of all stacks, as JSON
  PORTICO_TEST_STATE     the state directory, with the logs; where it is set, ` + "`portico demo`" + ` fills this portal

  --keep                     keep the state directory even when the command succeeds
  --again COMMAND            after the command: end everything, start it again with its data, and run this, by the shell
  --functions-endpoint URL   where the functions find AWS, instead of the relay`,
		run: testCloud,
	}
}

func testCloud(ctx context.Context, c command, args []string) error {
	flags := flag.NewFlagSet("test-cloud", flag.ContinueOnError)
	flags.SetOutput(c.err)
	keep := flags.Bool("keep", false, "")
	again := flags.String("again", "", "")
	functions := flags.String("functions-endpoint", "", "")
	if err := flags.Parse(args); err != nil {
		return errUsage
	}
	if flags.NArg() == 0 {
		fmt.Fprintln(c.err, "portico: a command is missing: portico test-cloud -- COMMAND …")
		return errUsage
	}
	o, err := testOptions(ctx, c)
	if err != nil {
		return err
	}
	o.FunctionsEndpoint, o.Relay = *functions, *functions == ""
	o.Ports, err = withCloud(ctx, c, o, flags.Args())
	if err == nil && *again != "" {
		_, err = withCloud(ctx, c, o, []string{"sh", "-c", *again})
	}
	if err != nil || *keep {
		fmt.Fprintf(c.err, "  The state and the logs are in %s.\n", o.StateDir)
		return err
	}
	return os.RemoveAll(o.StateDir)
}

func testOptions(ctx context.Context, c command) (localcloud.Options, error) {
	at, err := root()
	if err != nil {
		return localcloud.Options{}, err
	}
	tools, problems := localcloud.CheckTools(ctx, localcloud.Options{Python: c.getenv("PYTHON")})
	if len(problems) > 0 {
		return localcloud.Options{}, errors.New(problems[0])
	}
	parent := filepath.Join(at, ".portico")
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return localcloud.Options{}, fmt.Errorf("make the state directory: %w", err)
	}
	state, err := os.MkdirTemp(parent, "test-"+time.Now().Format("20060102-150405")+"-")
	if err != nil {
		return localcloud.Options{}, fmt.Errorf("make the state directory: %w", err)
	}
	return localcloud.Options{
		Root: at, StateDir: state, Python: tools.PythonPath, Report: newTerminal(c.err),
		Log: slog.New(slog.NewTextHandler(c.err, &slog.HandlerOptions{Level: slog.LevelWarn})),
	}, nil
}

// withCloud runs a command while a cloud runs, and gives the ports that the cloud had: its data is for these.
func withCloud(ctx context.Context, c command, o localcloud.Options, args []string) (localcloud.Ports, error) {
	cloud, err := localcloud.Start(ctx, o)
	if err != nil {
		return o.Ports, failed(ctx, c, o.Root, err)
	}
	defer cloud.Close()
	outputs, err := json.Marshal(cloud.Outputs())
	if err != nil {
		return o.Ports, fmt.Errorf("write the outputs: %w", err)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, c.out, c.err
	cmd.Env = append(withoutAWS(os.Environ()), localcloud.RootEnvironment(cloud.CloudAddress(), cloud.Region())...)
	cmd.Env = append(cmd.Env,
		"PORTICO_TEST_PORTAL="+cloud.PortalAddress(),
		"PORTICO_TEST_API="+cloud.CloudAddress(),
		"PORTICO_TEST_API_HOST="+cloud.APIHost(),
		"PORTICO_TEST_CLOUD="+cloud.CloudAddress(),
		"PORTICO_TEST_MAILBOX="+cloud.MailboxAddress(),
		"PORTICO_TEST_INBOX="+cloud.InboxAddress(),
		"PORTICO_TEST_RELAY="+cloud.RelayAddress(),
		"PORTICO_TEST_OUTPUTS="+string(outputs),
		"PORTICO_TEST_STATE="+o.StateDir,
	)
	return cloud.Ports(), runUnder(ctx, c, cloud, cmd, o.Root)
}

// runUnder runs the command and ends it when a part of the cloud ends by itself.
func runUnder(ctx context.Context, c command, cloud *localcloud.Cloud, cmd *exec.Cmd, root string) error {
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start %s: %w", cmd.Path, err)
	}
	finished := make(chan error, 1)
	go func() { finished <- cmd.Wait() }()
	select {
	case err := <-finished:
		return ended(err)
	case <-cloud.Done():
		_ = cmd.Process.Signal(syscall.SIGTERM) // fails only when it has ended
		<-finished
		if ctx.Err() != nil {
			return status(130)
		}
		return failed(ctx, c, root, cloud.Cause())
	}
}

// ended turns the end of a command into the end of this one, with the same exit status.
func ended(err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return status(max(1, exit.ExitCode()))
	}
	return err
}

// withoutAWS leaves out what the environment says about a real account; tests must not depend on it.
func withoutAWS(environment []string) []string {
	return slices.DeleteFunc(environment, func(variable string) bool { return strings.HasPrefix(variable, "AWS_") })
}
