package main

import (
	"context"
	"fmt"
	"strings"

	"portico/internal/localcloud"
)

func freshCommand() subcommand {
	return subcommand{
		name: "fresh",
		line: "remove the data of the portal on this machine",
		details: `It removes people, tickets, mails and logs, asks nothing, and says what it removed. What was installed and built stays, so
the next start takes seconds. It touches nothing outside .portico, and refuses while the portal is running.`,
		run: func(_ context.Context, c command, _ []string) error {
			o, err := local(c)
			if err != nil {
				return err
			}
			removed, err := localcloud.Fresh(o)
			if err != nil {
				return err
			}
			if len(removed) == 0 {
				fmt.Fprintln(c.out, "There is no data.")
				return nil
			}
			fmt.Fprintf(c.out, "Removed from .portico: %s.\n", strings.Join(removed, ", "))
			return nil
		},
	}
}
