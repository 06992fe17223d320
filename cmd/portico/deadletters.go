package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"portico/internal/deadletter"
)

func deadLettersCommand() subcommand {
	return subcommand{
		name: "dead-letters",
		line: "look at what could not be done, and have it done again, here or on AWS",
		details: `portico dead-letters list [--local]
portico dead-letters show QUEUE [--most N] [--local]
portico dead-letters replay QUEUE [--local]

The queues are those that ` + "`list`" + ` names: mail, decision, change, incoming. Showing leaves everything where it is. Replaying puts what is there
now back to work; letters of the queue change cannot be put back into the table's stream, so the sweep is run in their place. Doing a thing
twice is harmless. The pages in docs/runbooks say what to look at first.

It works on the installation that the AWS credentials and region of the environment lead to, or, with --local, on the one that ` + "`portico run`" + `
has started. It takes the right to read the stacks' outputs, to use the queues, and to invoke the sweep.`,
		run: deadLetters,
	}
}

func deadLetters(ctx context.Context, c command, args []string) error {
	var action, name string
	if len(args) > 0 {
		action, args = args[0], args[1:]
	}
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		name, args = args[0], args[1:]
	}
	flags := flag.NewFlagSet("dead-letters", flag.ContinueOnError)
	flags.SetOutput(c.err)
	onThisMachine := flags.Bool("local", false, "work on the installation that `portico run` has started")
	most := flags.Int("most", 10, "how many are shown")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return errUsage
	}
	if !slices.Contains([]string{"list", "show", "replay"}, action) || (action == "list") != (name == "") {
		fmt.Fprintln(c.err, "portico: say `portico dead-letters list`, `portico dead-letters show QUEUE` or `portico dead-letters replay QUEUE`")
		return errUsage
	}
	settings, outputs, err := installation(ctx, c, *onThisMachine)
	if err != nil {
		return err
	}
	queues, office := deadletter.Of(outputs), deadletter.Open(settings)
	if len(queues) == 0 {
		return errors.New("no stack here has a queue of dead letters: Portico is not deployed in this account and region")
	}
	if action == "list" {
		return listDeadLetters(ctx, c, office, queues)
	}
	i := slices.IndexFunc(queues, func(q deadletter.Queue) bool { return q.Name == name })
	if i < 0 {
		return fmt.Errorf("there is no queue %q; `portico dead-letters list` names them", name)
	}
	if action == "show" {
		return showDeadLetters(ctx, c, office, queues[i], *most)
	}
	n, err := office.Replay(ctx, queues[i])
	fmt.Fprintf(c.out, "%d put back to work\n", n)
	return err
}

func listDeadLetters(ctx context.Context, c command, office *deadletter.Office, queues []deadletter.Queue) error {
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, q := range queues {
		n, err := office.Count(ctx, q)
		if err != nil {
			return err
		}
		fmt.Fprintf(table, "%s\t%d\n", q.Name, n)
	}
	return table.Flush()
}

func showDeadLetters(ctx context.Context, c command, office *deadletter.Office, q deadletter.Queue, most int) error {
	letters, err := office.Look(ctx, q, most)
	for _, m := range letters {
		fmt.Fprintf(c.out, "%s  %s\n    %s\n", m.At.Format(time.RFC3339), m.ID, strings.Map(printable, m.Body))
	}
	return err
}

// printable keeps what strangers wrote from steering the terminal.
func printable(r rune) rune {
	if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
		return ' '
	}
	return r
}
