package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"
	"time"

	"portico/internal/bucket"
	"portico/internal/deadletter"
	"portico/internal/dynamo"
	"portico/internal/lostmail"
)

func incomingMailCommand() subcommand {
	return subcommand{
		name: "incoming-mail",
		line: "find mails that came and of which nothing became, and have them taken",
		details: `portico incoming-mail lost [--older-than 1h] [--local]
portico incoming-mail take [--older-than 1h] [--anyway] [--local]

Every mail that comes is stored, and a message tells of it. Where that message was lost (a queue keeps it for 14 days), nothing becomes of the mail.
` + "`lost`" + ` looks through what is stored and names such mails: when it came, its size in bytes, SES's id for it. ` + "`take`" + ` names them and tells of them
once more. What SES had found out about a mail is lost with the message, so it is held as not checked, for the team to look at.

Mails that the queue or its dead letters tell of are under way; ` + "`portico dead-letters replay incoming`" + ` makes requests of them, where this could only
hold them. So ` + "`take`" + ` refuses while there are any, unless you say --anyway. Taking a mail twice is harmless: what became of it is written once.

It works on the installation that the AWS credentials and region of the environment lead to, or, with --local, on the one that ` + "`portico run`" + `
has started. It takes the right to read the stacks' outputs, to list the bucket of incoming mails, to read the table, and to use the queue.`,
		run: incomingMail,
	}
}

func incomingMail(ctx context.Context, c command, args []string) error {
	var action string
	if len(args) > 0 {
		action, args = args[0], args[1:]
	}
	flags := flag.NewFlagSet("incoming-mail", flag.ContinueOnError)
	flags.SetOutput(c.err)
	onThisMachine := flags.Bool("local", false, "work on the installation that `portico run` has started")
	age := flags.Duration("older-than", time.Hour, "leave out mails that came later than this `long` ago: they may be under way")
	anyway := flags.Bool("anyway", false, "take mails also while the queue or its dead letters are not empty")
	if err := flags.Parse(args); err != nil {
		return errUsage
	}
	if !slices.Contains([]string{"lost", "take"}, action) || flags.NArg() > 0 || *age < 0 {
		fmt.Fprintln(c.err, "portico: say `portico incoming-mail lost` or `portico incoming-mail take`")
		return errUsage
	}
	settings, outputs, err := installation(ctx, c, *onThisMachine)
	if err != nil {
		return err
	}
	queues := deadletter.Of(outputs)
	i := slices.IndexFunc(queues, func(q deadletter.Queue) bool { return q.Name == "incoming" })
	if i < 0 || outputs["IncomingBucketName"] == "" || outputs["TableName"] == "" {
		return errors.New("no stack here takes mails: Portico is not deployed in this account and region")
	}
	name, queue, office := outputs["IncomingBucketName"], queues[i], deadletter.Open(settings)
	if action == "take" && !*anyway {
		if err := nothingUnderWay(ctx, office, queue); err != nil {
			return err
		}
	}
	found := 0
	err = lostmail.Find(ctx, bucket.Open(settings, name), dynamo.Open(settings, outputs["TableName"]), time.Now().Add(-*age), func(m lostmail.Mail) error {
		found++
		fmt.Fprintf(c.out, "%s  %d  %s\n", m.At.Format(time.RFC3339), m.Size, m.MessageID)
		if action == "lost" {
			return nil
		}
		body, err := lostmail.Notification(name, m)
		if err != nil {
			return err
		}
		return office.Give(ctx, queue, body)
	})
	fmt.Fprintf(c.out, map[string]string{"lost": "%d lost\n", "take": "%d told of once more\n"}[action], found)
	return err
}

func nothingUnderWay(ctx context.Context, office *deadletter.Office, q deadletter.Queue) error {
	dead, err := office.Count(ctx, q)
	if err != nil {
		return err
	}
	waiting, err := office.CountWork(ctx, q)
	if err != nil {
		return err
	}
	if dead+waiting > 0 {
		return fmt.Errorf("%d messages wait in the queue and %d are dead letters; what they tell of must not be taken without them. "+
			"Wait, and replay the dead letters first (`portico dead-letters replay incoming`), or say --anyway", waiting, dead)
	}
	return nil
}
