import { resolve } from "node:path";
import type { ZodType } from "zod";
import { API, callApi, withApi } from "../call-api.ts";
import type { CliContext } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { readFolderOrFile } from "../read-folder.ts";
import type { ImportLook } from "../render/import-text.ts";

export type ImportFlags = Readonly<{ dryRun?: boolean }>;
/** `drafts`: what is new or differs becomes a draft. */
export type CodeImportFlags = ImportFlags & Readonly<{ drafts?: boolean; reason?: string }>;

type Imported = Readonly<{ problems: readonly Readonly<{ severity: string }>[] }>;

export type ImportKind<T extends Imported> = Readonly<{
  path: string;
  /** Names of single files that stand for a folder; null: none does. */
  file: RegExp | null;
  answer: ZodType<T>;
  shape: (body: T) => T;
  textOf: (body: T, look: ImportLook) => string;
  /** Beside the files. */
  more?: Readonly<Record<string, unknown>>;
}>;

/** Sends a folder, or a file that stands for one. Refused files are shown with the same summary as a dry run: a script reads one shape. */
export async function importFolder<T extends Imported>(
  context: CliContext,
  folder: string,
  flags: ImportFlags,
  kind: ImportKind<T>,
): Promise<number> {
  const files = await readFolderOrFile(resolve(context.deps.terminal.cwd, folder), folder, kind.file);
  if (!files.ok) return context.fail(files.error);
  const dryRun = flags.dryRun === true;
  const { isTty } = context.deps.terminal.stdout;
  const look: ImportLook = { palette: context.palette, isTty, dryRun };
  return withApi(context, async (api) => {
    const send = (isTrial: boolean) =>
      callApi(api, {
        method: "POST",
        path: `${API}/${kind.path}`,
        body: { files: files.value, dryRun: isTrial, ...kind.more },
        answer: kind.answer,
      });
    const answer = await send(dryRun);
    if (answer.ok) {
      await context.show(kind.shape(answer.value), (body) => kind.textOf(body, look));
      return dryRun && hasErrors(answer.value) ? EXIT.importRefused : EXIT.ok;
    }
    if (answer.error.code !== "import-refused") return context.fail(answer.error);
    const trial = await send(true);
    if (!trial.ok) return context.fail(answer.error);
    await context.show(kind.shape(trial.value), (body) => kind.textOf(body, look));
    return context.fail({ ...answer.error, issues: [] });
  });
}

function hasErrors({ problems }: Imported): boolean {
  return problems.some((one) => one.severity === "error");
}
