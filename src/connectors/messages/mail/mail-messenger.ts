import { createTransport, type Transporter } from "nodemailer";
import type { Messenger, OutgoingNotice, SendOutcome } from "../../../app/ports/messenger.ts";
import { SECOND_MS } from "../../../kit/instant.ts";
import { htmlBody, textBody } from "./mail-body.ts";
import { isAddress, type MailConfig } from "./mail-config.ts";

/** So many connections are kept; mail servers commonly refuse more from one sender. */
const CONNECTIONS_MAX = 5;
const MESSAGES_PER_CONNECTION = 100;

export type MailTimeouts = Readonly<{ connectMs: number; greetMs: number; silentMs: number }>;
const TIMEOUTS: MailTimeouts = { connectMs: 15 * SECOND_MS, greetMs: 15 * SECOND_MS, silentMs: 30 * SECOND_MS };

/** Mail by SMTP. Nothing of a message is read from files or addresses, and no header is made of what people wrote but the subject. */
export function createMailMessenger(config: MailConfig, timeouts: MailTimeouts = TIMEOUTS): Messenger {
  const transport = openTransport(config, timeouts);
  return {
    id: "mail",
    parallel: CONNECTIONS_MAX,
    send: (notice) => send(transport, config, notice),
    close: () => {
      transport.close();
      return Promise.resolve();
    },
  };
}

function openTransport({ host, port, tls, login }: MailConfig, timeouts: MailTimeouts): Transporter {
  return createTransport({
    host,
    port,
    secure: tls === "tls",
    requireTLS: tls === "starttls",
    ignoreTLS: tls === "none",
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password } }),
    pool: true,
    maxConnections: CONNECTIONS_MAX,
    maxMessages: MESSAGES_PER_CONNECTION,
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetMs,
    socketTimeout: timeouts.silentMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

async function send(transport: Transporter, { from }: MailConfig, notice: OutgoingNotice): Promise<SendOutcome> {
  const { address } = notice.to;
  if (!isAddress(address)) return { kind: "refused", reason: `\`${oneLine(address)}\` is no mail address` };
  try {
    await transport.sendMail({
      from,
      to: { name: oneLine(notice.to.name), address },
      envelope: { from: from.address, to: address },
      messageId: notice.messageId,
      subject: oneLine(notice.subject),
      text: textBody(notice),
      html: htmlBody(notice),
      // Out-of-office answers to a machine help nobody (RFC 3834).
      headers: { "Auto-Submitted": "auto-generated" },
    });
    return { kind: "accepted" };
  } catch (error) {
    return outcomeOf(error);
  }
}

type MailFailure = Readonly<{ responseCode?: number; command?: string; message?: string }>;

/**
 * Only a 5xx to this recipient or to this message is for good. A refused login, sender or connection concerns every mail and
 * is set right by a person; a connection that was lost after the message may mean that it arrived, and is repeated as itself.
 */
function outcomeOf(error: unknown): SendOutcome {
  const { responseCode = 0, command = "", message = "" } = error as MailFailure;
  const reason = oneLine(message).slice(0, 400);
  const isForGood = responseCode >= 500 && responseCode < 600 && (command === "RCPT TO" || command === "DATA");
  return { kind: isForGood ? "refused" : "later", reason: reason === "" ? "the mail server gave no reason" : reason };
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
