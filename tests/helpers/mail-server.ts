import type { AddressInfo, Socket } from "node:net";
import { text } from "node:stream/consumers";
import { simpleParser, type ParsedMail } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

export type MailServer = Readonly<{
  port: number;
  /** Whole messages, in the order in which they were taken. */
  mails: readonly string[];
  parsed: () => Promise<readonly ParsedMail[]>;
  /** Ends every connection at once, without a word. */
  cut: () => void;
  close: () => Promise<void>;
}>;

/** A real SMTP server on a free port, without TLS. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    onData: (stream, _session, answer) => {
      void text(stream).then((mail) => {
        mails.push(mail);
        answer();
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  const sockets = new Set<Socket>();
  server.server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    parsed: () => Promise.all(mails.map((mail) => simpleParser(mail))),
    cut: () => sockets.forEach((socket) => socket.destroy()),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
