package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"portico/internal/supervise"
)

func testDynamoDBCommand() subcommand {
	return subcommand{
		name: "test-dynamodb",
		line: "run a command against AWS's own DynamoDB Local",
		details: `portico test-dynamodb -- COMMAND …

It starts DynamoDB Local, in memory and on a free port, runs the command with PORTICO_TEST_DYNAMODB set to its address,
ends it and returns the command's exit status. ` + "`make test-dynamodb-local`" + ` fetches it first; it needs Java 17 and Maven.`,
		run: testDynamoDB,
	}
}

func testDynamoDB(ctx context.Context, c command, args []string) error {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		fmt.Fprintln(c.err, "portico: a command is missing: portico test-dynamodb -- COMMAND …")
		return errUsage
	}
	at, err := root()
	if err != nil {
		return err
	}
	java, err := exec.LookPath("java")
	if err != nil {
		return fmt.Errorf("no Java here, install Java 17 or later: %w", err)
	}
	address, err := freeAddress()
	if err != nil {
		return err
	}
	group, ctx := supervise.New(ctx)
	defer group.Close()
	err = group.Start(dynamoDBLocal(filepath.Join(at, ".portico"), java, address))
	if err != nil {
		return err
	}
	if err := listens(ctx, address); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, c.out, c.err
	cmd.Env = append(withoutAWS(os.Environ()), "PORTICO_TEST_DYNAMODB=http://"+address)
	if err := cmd.Run(); err != nil {
		return ended(err)
	}
	return nil
}

func dynamoDBLocal(dir, java, address string) supervise.Program {
	_, port, _ := net.SplitHostPort(address) // it was put together by freeAddress
	jars := filepath.Join(dir, "dynamodb")
	return supervise.Program{
		Name: "DynamoDB Local", Path: java, Dir: dir, Env: os.Environ(), Log: filepath.Join(dir, "dynamodb.log"),
		Args: []string{
			"-Djava.library.path=" + jars, "-cp", filepath.Join(jars, "*"), "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
			"-inMemory", "-disableTelemetry", "-port", port,
		},
	}
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}

// listens waits until somebody takes connections at an address.
func listens(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		connection, err := net.Dial("tcp4", address)
		if err == nil {
			return connection.Close()
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("DynamoDB Local does not answer; see .portico/dynamodb.log: %w", context.Cause(ctx))
		case <-time.After(100 * time.Millisecond):
		}
	}
}
