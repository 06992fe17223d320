// Starts MailDev, the mailbox of the local cloud: an SMTP server and a web page that shows what arrived.
// Addresses and ports come from the environment; it ends when its standard input closes, so that it never
// outlives the command that started it.
import { MailDev, createLogger, setupShutdownHandlers } from "maildev";

const loopback = "127.0.0.1";
const { MAILBOX_SMTP_PORT, MAILBOX_WEB_PORT, MAILBOX_DIRECTORY } = process.env;

const mailbox = new MailDev({
  smtp: Number(MAILBOX_SMTP_PORT),
  ip: loopback,
  web: Number(MAILBOX_WEB_PORT),
  webIp: loopback,
  mailDirectory: MAILBOX_DIRECTORY,
});

setupShutdownHandlers({ orchestrator: mailbox, logger: createLogger({}) });
await mailbox.start();
process.stdin.resume().on("end", () => process.kill(process.pid, "SIGTERM"));
