package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"portico/internal/localcloud"
	"portico/internal/operator"
	"portico/internal/supervise"
)

func runCommand() subcommand {
	return subcommand{
		name: "run",
		line: "start everything on this machine until Ctrl-C",
		details: `It builds what changed, starts the local AWS and the mailbox, deploys the stacks to it with the CDK, starts the front,
and prints the addresses. Data and logs are kept in .portico; ` + "`make fresh`" + ` removes them.

  --develop   show the pages by their development server, unbuilt; each change shows at once

` + settingsHelp + `

With CLOUD the endpoint must run already, give functions its own address in AWS_ENDPOINT_URL, and relay SES to the
mailbox's SMTP port (LocalStack does the first by itself; SMTP_HOST says the second). After the deployment every resource
is looked at, and those that the endpoint did not make are named.`,
		run: runLocal,
	}
}

func runLocal(ctx context.Context, c command, args []string) error {
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	flags.SetOutput(c.err)
	develop := flags.Bool("develop", false, "")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return errUsage
	}
	o, err := local(c)
	if err != nil {
		return err
	}
	screen := newTerminal(c.out)
	o.Report, o.Build, o.Develop = screen, true, *develop
	fmt.Fprint(c.out, "\nPortico\n\n")
	if o.Python, err = check(ctx, c, screen, o); err != nil {
		return err
	}
	cloud, err := localcloud.Start(ctx, o)
	if err != nil {
		screen.Quiet()
		defer fmt.Fprint(c.out, "\n  Everything has ended.\n\n")
		return failed(ctx, c, o.Root, err)
	}
	defer end(c, cloud)
	if err := welcome(ctx, c, cloud); err != nil {
		return err
	}
	<-cloud.Done()
	return failed(ctx, c, o.Root, cloud.Cause())
}

// check says what is missing, one line each, and ends the command then.
func check(ctx context.Context, c command, screen *terminal, o localcloud.Options) (python string, err error) {
	began := time.Now()
	tools, problems := localcloud.CheckTools(ctx, o)
	if localcloud.InUse(o) {
		problems = append(problems, localcloud.ErrInUse.Error())
	} else {
		problems = append(problems, localcloud.CheckPorts(o)...)
	}
	if len(problems) > 0 {
		for _, problem := range problems {
			fmt.Fprintf(c.out, "  ✗ %s\n", problem)
		}
		fmt.Fprintln(c.out)
		return "", status(1)
	}
	screen.Done("tools", tools.String(), time.Since(began))
	return tools.PythonPath, nil
}

// welcome prints the addresses and how to sign in.
func welcome(ctx context.Context, c command, cloud *localcloud.Cloud) error {
	fmt.Fprintf(c.out, "\n  Portal    %s\n  Mailbox   %s\n", cloud.PortalAddress(), cloud.MailboxAddress())
	services := cloud.Services()
	for i, id := range slices.Sorted(maps.Keys(services)) {
		label := ""
		if i == 0 {
			label = "Mail in"
		}
		fmt.Fprintf(c.out, "  %-9s smtp://%s, to %s\n", label, cloud.InboxAddress(), services[id])
	}
	people := operator.New(cloud.AWS(), cloud.Outputs()["RegisterFunctionName"])
	administrators, err := people.Administrators(ctx)
	if err != nil {
		return fmt.Errorf("list the administrators: %w", err)
	}
	if len(administrators) == 0 {
		err = first(ctx, c, people)
	} else {
		err = name(ctx, c, people, administrators)
	}
	if err != nil {
		return err
	}
	fmt.Fprint(c.out, "\n  Ctrl-C ends everything. Logs are in .portico/logs.\n\n")
	return nil
}

// first makes the first administrator and prints the activation link.
func first(ctx context.Context, c command, people *operator.Operator) error {
	who, address := c.getenv("PORTICO_ADMIN_NAME"), c.getenv("PORTICO_ADMIN_EMAIL")
	if who == "" {
		who = "Ada Admin"
	}
	if address == "" {
		address = "ada@portico.example"
	}
	link, err := people.CreateAdministrator(ctx, who, address)
	if err != nil {
		return fmt.Errorf("create the first administrator: %w", err)
	}
	fmt.Fprintf(c.out, "  Activate  %s\n            as %s, %s, the first administrator\n", link, who, address)
	return nil
}

// name prints who the administrators are: first those who can sign in, then those who have not activated yet, with their link, then the others.
func name(ctx context.Context, c command, people *operator.Operator, administrators []operator.Administrator) error {
	label := "Sign in"
	for _, a := range administrators {
		if a.Active() {
			fmt.Fprintf(c.out, "  %-9s as %s, %s\n", label, a.Name, a.Email)
			label = ""
		}
	}
	for _, a := range administrators {
		if a.Active() {
			continue
		}
		if link, err := people.PendingLink(ctx, a.Email); err == nil {
			fmt.Fprintf(c.out, "  Activate  %s\n            as %s, %s, an administrator\n", link, a.Name, a.Email)
		} else {
			fmt.Fprintf(c.out, "            %s, %s, is %s\n", a.Name, a.Email, a.State)
		}
	}
	return nil
}

// failed says why everything ends. An interrupt is no failure.
func failed(ctx context.Context, c command, root string, err error) error {
	if ctx.Err() != nil {
		return nil // the person has asked for it
	}
	var exit *supervise.Exit
	var part *localcloud.PartError
	log := ""
	switch {
	case errors.As(err, &exit):
		log = exit.Log
	case errors.As(err, &part):
		log = part.Log
	}
	fmt.Fprintf(c.out, "\n  ✗ %v\n", err)
	if log != "" {
		for _, line := range supervise.Tail(log, 15) {
			fmt.Fprintln(c.out, "    │", line)
		}
		if short, err := filepath.Rel(root, log); err == nil {
			log = short
		}
		fmt.Fprintf(c.out, "    The whole log is in %s.\n", log)
	}
	return status(1)
}

// end ends everything; a second interrupt does so at once.
func end(c command, cloud *localcloud.Cloud) {
	again := make(chan os.Signal, 1)
	signal.Notify(again, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(again)
	finished := make(chan struct{})
	go func() {
		select {
		case <-again:
			cloud.Kill()
		case <-finished:
		}
	}()
	fmt.Fprint(c.out, "\n  Ending everything …\n")
	cloud.Close()
	close(finished)
	fmt.Fprint(c.out, "  Everything has ended; the data is kept for the next start.\n\n")
}
