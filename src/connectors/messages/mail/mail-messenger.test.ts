import { text } from "node:stream/consumers";
import type { SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, test } from "vitest";
import { startMailServer, type MailServer } from "../../../../tests/helpers/mail-server.ts";
import type { OutgoingNotice } from "../../../app/ports/messenger.ts";
import type { MailConfig } from "./mail-config.ts";
import { createMailMessenger } from "./mail-messenger.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const FROM = { name: "Tidegate", address: "tidegate@example.com" };
const NOTICE: OutgoingNotice = {
  messageId: "<ro-1.pilot.abc@tidegate.invalid>",
  to: { name: "Nina Koch", address: "nina@example.com" },
  subject: "Location is switched off on Monday",
  sections: [
    { heading: "What changes", text: "Apps no longer see <where> you are.\nMaps asks.\n\nNothing else & nobody else." },
    { heading: "When", text: "Monday 9:00 CEST" },
  ],
};

type Server = MailServer & Readonly<{ config: MailConfig }>;

async function mailServer(options: SMTPServerOptions = {}, config: Partial<MailConfig> = {}): Promise<Server> {
  const server = await startMailServer(options);
  closers.push(server.close);
  return { ...server, config: { host: "127.0.0.1", port: server.port, tls: "none", from: FROM, login: null, ...config } };
}

function messenger(config: MailConfig) {
  const made = createMailMessenger(config, { connectMs: 2_000, greetMs: 2_000, silentMs: 2_000 });
  closers.push(() => made.close());
  return made;
}

const refusal = (code: number, words: string) => Object.assign(new Error(words), { responseCode: code });

describe("mail by SMTP", () => {
  test("arrives with subject, text and HTML, and nothing that people wrote is markup", async () => {
    const server = await mailServer();
    expect(await messenger(server.config).send(NOTICE)).toEqual({ kind: "accepted" });
    const [mail] = await server.parsed();
    expect(mail).toMatchObject({ subject: NOTICE.subject, messageId: NOTICE.messageId });
    expect(mail?.from?.value).toEqual([FROM]);
    expect(mail?.headers.get("auto-submitted")).toBe("auto-generated");
    expect(mail?.text).toContain("What changes\n------------\nApps no longer see <where> you are.");
    expect(mail?.html).toContain(
      "<p>Apps no longer see &lt;where&gt; you are.<br>Maps asks.</p>\n<p>Nothing else &amp; nobody else.</p>",
    );
    expect(mail?.attachments).toEqual([]);
  });

  test("a subject, a name or an address cannot bring a header or a second recipient", async () => {
    const server = await mailServer();
    const mean = {
      ...NOTICE,
      subject: "Hello\r\nBcc: boss@example.com\r\n\r\nnothing",
      to: { ...NOTICE.to, name: "Nina\r\nCc: boss@example.com" },
    };
    expect(await messenger(server.config).send(mean)).toEqual({ kind: "accepted" });
    const [mail] = await server.parsed();
    expect(mail?.headers.has("bcc") || mail?.headers.has("cc")).toBe(false);
    expect(mail?.subject).toBe("Hello Bcc: boss@example.com nothing");
    for (const address of [
      "a@example.com,b@example.com",
      "a@example.com>",
      "a@example.com\r\nRCPT TO:<b@example.com>",
      "nobody",
      "",
    ])
      expect(await messenger(server.config).send({ ...NOTICE, to: { name: "", address } })).toMatchObject({ kind: "refused" });
    expect(server.mails).toHaveLength(1);
  });

  test("a refusal for now is `later`, and the same mail then goes through", async () => {
    const tries = { count: 0 };
    const server = await mailServer({
      onRcptTo: (_address, _session, answer) => {
        tries.count += 1;
        answer(tries.count === 1 ? refusal(451, "4.7.1 Greylisted, come back") : undefined);
      },
    });
    const mail = messenger(server.config);
    expect(await mail.send(NOTICE)).toMatchObject({ kind: "later", reason: expect.stringContaining("Greylisted") as string });
    expect(await mail.send(NOTICE)).toEqual({ kind: "accepted" });
    expect((await server.parsed()).map(({ messageId }) => messageId)).toEqual([NOTICE.messageId]);
  });

  test.each<readonly [string, SMTPServerOptions]>([
    ["the recipient", { onRcptTo: (_address, _session, answer) => answer(refusal(550, "5.1.1 No such user")) }],
    [
      "the message",
      { onData: (stream, _session, answer) => void text(stream).then(() => answer(refusal(554, "5.7.1 Not this"))) },
    ],
  ])("a refusal for good of %s is `refused`", async (_what, options) => {
    const server = await mailServer(options);
    expect(await messenger(server.config).send(NOTICE)).toMatchObject({ kind: "refused" });
  });

  test("a refused sender or login is not the recipient's fault: `later`", async () => {
    const sender = await mailServer({ onMailFrom: (_address, _session, answer) => answer(refusal(550, "5.7.1 Who are you")) });
    expect(await messenger(sender.config).send(NOTICE)).toMatchObject({ kind: "later" });
    const login = await mailServer({
      onAuth: (_auth, _session, answer) => answer(refusal(535, "5.7.8 Wrong")),
      allowInsecureAuth: true,
      authOptional: false,
    });
    const outcome = await messenger({ ...login.config, login: { user: "tidegate", password: "hunter2" } }).send(NOTICE);
    expect(outcome.kind).toBe("later");
    expect(JSON.stringify(outcome)).not.toContain("hunter2");
  });

  test("a connection that is lost after the message was handed over is `later`: it may have arrived", async () => {
    const server: Server = await mailServer({
      onData: (stream, _session, _done) => {
        void text(stream).then(() => server.cut());
      },
    });
    expect(await messenger(server.config).send(NOTICE)).toMatchObject({ kind: "later" });
  });

  test("nobody listens: `later`", async () => {
    const server = await mailServer();
    await closers.pop()?.();
    expect(await messenger(server.config).send(NOTICE)).toMatchObject({ kind: "later" });
  });

  test("STARTTLS that the server does not offer is never answer without", async () => {
    const server = await mailServer({ disabledCommands: ["STARTTLS"] }, { tls: "starttls" });
    expect(await messenger(server.config).send(NOTICE)).toMatchObject({ kind: "later" });
    expect(server.mails).toEqual([]);
  });
});
