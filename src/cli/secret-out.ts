import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { cliProblem } from "./cli-fault.ts";
import type { CliContext } from "./context.ts";
import { EXIT } from "./exit-codes.ts";

/**
 * A secret that is shown once: alone on stdout, or in a new file that only its owner may read (`--token-out`, `--link-out`).
 * @returns the exit code.
 */
export async function handOverSecret(
  context: CliContext,
  secret: string,
  file: string | undefined,
  words: string,
  advice = "keep it in a file (0600) and name that with --token-file",
): Promise<number> {
  if (file === undefined) {
    context.deps.terminal.stdout.write(`${secret}\n`);
    context.say(`${words}. It is shown this once; ${advice}.`);
    return EXIT.ok;
  }
  const path = resolve(context.deps.terminal.cwd, file);
  try {
    await writeFile(path, `${secret}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    // The secret would be lost, and with it what was made: it goes where the person can still take it.
    context.deps.terminal.stdout.write(`${secret}\n`);
    const isThere = code === "EEXIST";
    return context.fail(
      cliProblem(
        isThere ? "file-exists" : "file-unreadable",
        `\`${file}\` was not written (${code}); what was made went to stdout instead`,
      ),
    );
  }
  context.say(`${words}. Written to ${file} (0600).`);
  return EXIT.ok;
}
