import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { policyFilesAnswer, type PolicyFile } from "../../http/contract/library.ts";
import { LIST_LIMIT_MAX } from "../../http/contract/words.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { API, callApi, queryOf, withApi } from "../call-api.ts";
import type { ApiClient } from "../cli-deps.ts";
import { cliProblem, type ShownProblem } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { count, plural } from "../render/words.ts";

/** Asks for everything before it writes anything. Each file is whole or as it was, whenever the command is stopped. */
export function exportPolicies(context: CliContext, folder: string): Promise<number> {
  return withApi(context, async (api) => {
    const files = await allFiles(api);
    if (!files.ok) return context.fail(files.error);
    const written = await writeFiles(resolve(context.deps.terminal.cwd, folder), files.value);
    if (!written.ok) return context.fail(cliProblem("folder-unreadable", `\`${folder}\`: ${written.error}`));
    const { value } = written;
    await context.show({ folder, policies: files.value.length, ...value }, () => textOf(folder, files.value.length, value));
    return EXIT.ok;
  });
}

type Written = Readonly<{ written: number; unchanged: number }>;

function textOf(folder: string, policies: number, { written, unchanged }: Written): string {
  const next = policies === 0 ? "" : `Next: edit a file, then tidegate import policies ${folder} --drafts --reason "..."\n`;
  return `${plural(policies, "policy", "policies")}: ${count(written)} written, ${count(unchanged)} unchanged\n${next}`;
}

async function allFiles(api: ApiClient): Promise<Result<readonly PolicyFile[], ShownProblem>> {
  const files: PolicyFile[] = [];
  let after: string | undefined;
  do {
    const path = `${API}/exports/policies${queryOf({ limit: LIST_LIMIT_MAX, after })}`;
    const page = await callApi(api, { path, answer: policyFilesAnswer });
    if (!page.ok) return page;
    files.push(...page.value.items);
    after = page.value.next ?? undefined;
  } while (after !== undefined);
  return ok(files);
}

async function writeFiles(folder: string, files: readonly PolicyFile[]): Promise<Result<Written, string>> {
  let written = 0;
  try {
    await mkdir(folder, { recursive: true });
    for (const { path, text } of files) {
      // The server names the files: a name that leads elsewhere is not followed.
      if (!/^[a-z0-9-]+\.[0-9a-f]{8}\.(?:yaml|json)$/.test(path)) return err(`the server named a file ${JSON.stringify(path)}`);
      const file = join(folder, path);
      if ((await readFile(file, "utf8").catch(() => null)) === text) continue;
      const half = `${file}.${process.pid}.part`;
      await writeFile(half, text);
      await rename(half, file);
      written += 1;
    }
  } catch (error) {
    return err(`cannot be written (${(error as NodeJS.ErrnoException).code ?? "unknown"})`);
  }
  return ok({ written, unchanged: files.length - written });
}
