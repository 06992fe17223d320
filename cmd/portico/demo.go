package main

import (
	"context"
	"fmt"
	"net/url"
	"text/tabwriter"

	"portico/internal/demo"
	"portico/internal/localcloud"
	"portico/internal/mailbox"
	"portico/internal/operator"
)

func demoCommand() subcommand {
	return subcommand{
		name: "demo",
		line: "fill the portal on this machine with people and requests",
		details: `It invites a team and customers, activates them by their mails, opens requests and answers them, all as people would, and
says at the end who can sign in. What is there already is left as it is, so it can run again at any time. It works on what
` + "`portico run`" + ` has started in this repository, and refuses where nothing runs or where any of it is not on this machine.

` + settingsHelp,
		run: fillWithDemo,
	}
}

func fillWithDemo(ctx context.Context, c command, args []string) error {
	if len(args) > 0 {
		fmt.Fprintln(c.err, "portico: demo takes no arguments")
		return errUsage
	}
	o, err := demoTarget(c)
	if err != nil {
		return err
	}
	if err := localcloud.Here(o); err != nil {
		return err
	}
	settings, err := localcloud.Running(o)
	if err != nil {
		return err
	}
	outputs, err := stackOutputs(ctx, settings)
	if err != nil {
		return fmt.Errorf("the portal does not answer yet: %w", err)
	}
	screen := newTerminal(c.out)
	defer screen.Quiet()
	portal := demo.Portal{
		Address: "http://localhost:" + o.Ports.Portal, Mailbox: mailbox.Mailbox("http://localhost:" + o.Ports.Mail),
		Operator: operator.New(settings, outputs["RegisterFunctionName"]), Report: screen,
	}
	made, err := portal.Fill(ctx)
	if err != nil {
		return err
	}
	return introduce(c, portal, made)
}

// demoTarget is the portal of `portico run`, or, below `portico test-cloud`, that one's.
func demoTarget(c command) (localcloud.Options, error) {
	o, err := local(c)
	state := c.getenv("PORTICO_TEST_STATE")
	if err != nil || state == "" {
		return o, err
	}
	o.StateDir, o.Endpoint = state, nil
	for name, port := range map[string]*string{"PORTICO_TEST_PORTAL": &o.Ports.Portal, "PORTICO_TEST_CLOUD": &o.Ports.Cloud, "PORTICO_TEST_MAILBOX": &o.Ports.Mail} {
		address, err := url.Parse(c.getenv(name))
		if err != nil {
			return o, fmt.Errorf("%s: %w", name, err)
		}
		*port = address.Port()
	}
	return o, nil
}

// introduce says what was made, and who can sign in.
func introduce(c command, portal demo.Portal, made demo.Made) error {
	fmt.Fprintf(c.out, "\n  New: %d people, %d requests, %d answers, notes and changes.\n", made.People, made.Requests, made.Steps)
	fmt.Fprintf(c.out, "\n  Portal    %s\n  Mailbox   %s\n  Password  %s\n\n", portal.Address, portal.Mailbox, demo.Password)
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, s := range demo.SignIns() {
		fmt.Fprintf(table, "  %s\t%s\t%s\n", s.Role, s.Name, s.Email)
	}
	fmt.Fprintln(table)
	return table.Flush()
}
