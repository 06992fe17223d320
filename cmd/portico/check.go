package main

import (
	"context"
	"fmt"
)

func checkCommand() subcommand {
	return subcommand{
		name: "check",
		line: "say whether this machine has what Portico needs",
		details: `It looks for the tools and the free ports that ` + "`portico run`" + ` needs, and prints one line for each that is missing.

` + settingsHelp,
		run: func(ctx context.Context, c command, args []string) error {
			o, err := local(c)
			if err != nil {
				return err
			}
			fmt.Fprintln(c.out)
			if _, err := check(ctx, c, newTerminal(c.out), o); err != nil {
				return err
			}
			fmt.Fprintln(c.out)
			return nil
		},
	}
}
