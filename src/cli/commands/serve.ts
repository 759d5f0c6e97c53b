import type { RunningServer } from "../cli-deps.ts";
import { cliProblem } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { EXIT } from "../exit-codes.ts";

export type ServeFlags = Readonly<{
  port?: number;
  host?: string;
  acceptPowerLoss?: boolean;
  checkInS?: number;
  activeCheckInS?: number;
  mailConfig?: string;
}>;

/** Runs the server until ^C. The address goes to stdout, for scripts that start it. */
export async function serve(context: CliContext, flags: ServeFlags): Promise<number> {
  const { port, host, acceptPowerLoss, checkInS, activeCheckInS, mailConfig } = flags;
  const { deps, settings } = context;
  const until = deps.terminal.interruption();
  const options = {
    dataDir: settings.dataDir,
    port: port ?? null,
    host: host ?? null,
    acceptPowerLoss: acceptPowerLoss === true,
    checkInS: checkInS ?? null,
    activeCheckInS: activeCheckInS ?? null,
    mailConfigFile: mailConfig ?? null,
  };
  const server = await deps.serve(options);
  deps.terminal.stdout.write(
    settings.output === "json" ? `${JSON.stringify({ url: server.url })}\n` : `Tidegate serves ${server.url}\n`,
  );
  for (const note of server.notes) context.say(note);
  context.say("^C stops it.");
  return serveUntil(context, server, until);
}

/** Stays with a server until ^C, or until it stops by itself. */
export async function serveUntil(context: CliContext, server: RunningServer, until: AbortSignal): Promise<number> {
  const ended = await Promise.race([aborted(until), server.stopped]);
  if (ended !== null) {
    await server.close();
    return context.fail(cliProblem("server-stopped", ended));
  }
  context.say("Stopping; what was answered is kept.");
  await server.close();
  return EXIT.ok;
}

/** What was given up on ^C may fail on its way out; then there is nothing to show. */
export function unlessInterrupted(until: AbortSignal): (error: unknown) => null {
  return (error) => {
    if (until.aborted) return null;
    throw error;
  };
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener("abort", () => resolve(null), { once: true });
  });
}
