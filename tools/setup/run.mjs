// Programs that set-up starts, and what people see meanwhile. Needs nothing but Node >= 18.
import { spawn } from "node:child_process";

/** A failure with words for people; everything else that is thrown is a bug and keeps its stack. */
export class SetupFailed extends Error {}

export function say(text) {
  process.stderr.write(`setup: ${text}\n`);
}

/** Output goes to stderr as it comes (unless quiet) and is kept, so that a failure can be explained. */
export function run(command, args, cwd, { quiet = false } = {}) {
  const path = (process.env.PATH ?? "").split(":").filter((part) => !part.endsWith("node_modules/.bin"));
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, PATH: path.join(":") }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const take = (chunk) => {
      output += chunk;
      if (!quiet) process.stderr.write(chunk);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", (cause) => reject(new SetupFailed(`cannot start \`${command}\`: ${cause.message}`)));
    child.on("close", (code, signal) => resolve({ code: code ?? `signal ${signal}`, output }));
  });
}

/** Says what is being done: with seconds that count on a terminal, and with how long it took in the end. */
export async function withProgress(text, work) {
  const startedAtMs = Date.now();
  const tookS = () => ((Date.now() - startedAtMs) / 1000).toFixed(0);
  const isTty = process.stderr.isTTY === true;
  const draw = () => process.stderr.write(`\r\u001b[2Ksetup: ${text} … ${tookS()} s`);
  if (isTty) draw();
  else say(`${text} …`);
  const timer = isTty ? setInterval(draw, 1_000) : undefined;
  try {
    const value = await work();
    if (isTty) process.stderr.write("\r\u001b[2K");
    say(`${text}: done in ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s`);
    return value;
  } catch (error) {
    if (isTty) process.stderr.write("\n");
    throw error;
  } finally {
    clearInterval(timer);
  }
}
