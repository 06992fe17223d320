package localcloud

import "portico/internal/supervise"

// startMailbox installs MailDev where needed, and starts it.
func (c *Cloud) startMailbox() error {
	if err := c.install("mailbox", "installing MailDev and the CDK command", "install-tools", "cloud/node_modules/.installed"); err != nil {
		return err
	}
	return c.step("mailbox", "starting MailDev", func() (string, error) {
		err := c.group.Start(supervise.Program{
			Name: "mailbox", Path: "node", Args: []string{c.at.cloud("mailbox.mjs")}, Dir: c.at.state,
			Env: environment(
				"MAILBOX_SMTP_PORT="+c.o.Ports.SMTP,
				"MAILBOX_WEB_PORT="+c.o.Ports.Mail,
				"MAILBOX_DIRECTORY="+c.at.in("mail"),
			),
			Log: c.logTo("mailbox", "mailbox"),
		})
		if err != nil {
			return "", err
		}
		return c.MailboxAddress() + " (MailDev)", c.answers(c.MailboxAddress() + "/api/email")
	})
}
