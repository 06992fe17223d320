// Command portico starts Portico on one machine and does what operators do, there and on AWS.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	status := start(ctx, os.Args[1:], command{out: os.Stdout, err: os.Stderr, getenv: os.Getenv})
	stop()
	os.Exit(status)
}

// command is what a subcommand works with.
type command struct {
	out, err io.Writer
	getenv   func(string) string
}

// status is an error that ends the command with a certain exit status, without a word.
type status int

// Error names the status.
func (s status) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// errUsage is the error of a command line that cannot be understood; what is wrong has been said.
const errUsage = status(2)

// subcommand is one thing the command does. Each has a file of its own.
type subcommand struct {
	name    string
	line    string // one line of help
	details string // the rest of it
	run     func(ctx context.Context, c command, args []string) error
}

func subcommands() []subcommand {
	return []subcommand{
		runCommand(), demoCommand(), freshCommand(), checkCommand(), frontCommand(), administratorCommand(), deadLettersCommand(), incomingMailCommand(),
		preflightCommand(), deployCommand(), destroyCommand(), testCloudCommand(), testDynamoDBCommand(),
	}
}

// start runs the subcommand that the arguments name and returns the exit status.
func start(ctx context.Context, args []string, c command) int {
	if len(args) == 0 {
		help(c.err)
		return int(errUsage)
	}
	if isHelp(args[0]) {
		return helpFor(c, args[1:])
	}
	for _, s := range subcommands() {
		if s.name != args[0] {
			continue
		}
		if len(args) > 1 && isHelp(args[1]) {
			return helpFor(c, args[:1])
		}
		return exitStatus(c, s.run(ctx, c, args[1:]))
	}
	fmt.Fprintf(c.err, "portico: there is no command %q; `portico help` lists them\n", args[0])
	return int(errUsage)
}

func exitStatus(c command, err error) int {
	var silent status
	switch {
	case err == nil:
		return 0
	case errors.As(err, &silent):
		return int(silent)
	}
	fmt.Fprintln(c.err, "portico:", err)
	return 1
}
