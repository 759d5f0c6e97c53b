import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { catalogueAnswer, catalogueUpdateAnswer, settingAnswer, settingsAnswer } from "../../http/contract/catalogue.ts";
import { ok, type Result } from "../../kit/result.ts";
import { API, apiPath, callApi, showAnswer, withApi } from "../call-api.ts";
import type { ShownProblem } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { readFolder, readNamedFile, type SentFile } from "../read-folder.ts";
import { catalogueText, settingText, settingsTable, updateText } from "../render/catalogue-text.ts";
import { showList, type PageOptions } from "./lists.ts";

export type SearchFlags = PageOptions & Readonly<{ platform?: string }>;
export type UpdateFlags = Readonly<{ from: string; dryRun?: boolean }>;

const pack = promisify(gzip);

export function catalogueStatus(context: CliContext): Promise<number> {
  return showAnswer(context, { path: apiPath("catalogue"), answer: catalogueAnswer }, (body) =>
    catalogueText(body, context.palette),
  );
}

export function searchCatalogue(context: CliContext, text: string, { platform, limit, after }: SearchFlags): Promise<number> {
  const list = { path: "catalogue/settings", query: { text, platform, limit, after }, answer: settingsAnswer };
  return showList(context, list, settingsTable);
}

export function showSetting(context: CliContext, id: string): Promise<number> {
  return showAnswer(context, { path: apiPath("catalogue", "settings", id), answer: settingAnswer }, (body) =>
    settingText(body, context.palette),
  );
}

export async function updateCatalogue(context: CliContext, { from, dryRun = false }: UpdateFlags): Promise<number> {
  const source = from === "graph" || from === "shipped" ? ok({ kind: from }) : await filesOf(context, from);
  if (!source.ok) return context.fail(source.error);
  return withApi(context, async (api) => {
    const body = { source: source.value, dryRun };
    const answer = await callApi(api, { method: "POST", path: `${API}/catalogue`, body, answer: catalogueUpdateAnswer });
    if (!answer.ok) return context.fail(answer.error);
    await context.show(answer.value, (update) => updateText(update, context.palette));
    return EXIT.ok;
  });
}

type Files = Readonly<{ kind: "files"; files: readonly SentFile[] }>;

async function filesOf(context: CliContext, from: string): Promise<Result<Files, ShownProblem>> {
  const path = resolve(context.deps.terminal.cwd, from);
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const read = isFolder ? await readFolder(path) : await readNamedFile(path, from);
  if (!read.ok) return read;
  const files = Array.isArray(read.value) ? (read.value as readonly SentFile[]) : [read.value as SentFile];
  return ok({ kind: "files", files: isFolder ? await joined(files) : await Promise.all(files.map(packed)) });
}

/** A dump of 60 megabytes packs to some: it has to pass through one request. */
async function packed({ path, contentBase64 }: SentFile): Promise<SentFile> {
  const bytes = Buffer.from(contentBase64, "base64");
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return { path: basename(path), contentBase64: isPacked ? contentBase64 : (await pack(bytes)).toString("base64") };
}

/** A folder with one definition a file, as change trackers keep them: thousands of small files travel as a few. */
async function joined(files: readonly SentFile[]): Promise<readonly SentFile[]> {
  const isDefinition = ({ path }: SentFile) => /\.json$/i.test(path);
  const lines = files
    .filter(isDefinition)
    .map(({ contentBase64 }) => oneLine(Buffer.from(contentBase64, "base64").toString("utf8")));
  const others = await Promise.all(files.filter((file) => /\.(?:ndjson|gz)$/i.test(file.path)).map(packed));
  if (lines.length === 0) return others;
  const contentBase64 = (await pack(lines.join("\n"))).toString("base64");
  return [{ path: "folder.ndjson.gz", contentBase64 }, ...others];
}

/** What is no JSON goes as it is: the server says which line it is. */
function oneLine(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text.replace(/^\ufeff/, "")));
  } catch {
    return text.replaceAll(/[\r\n]+/g, " ");
  }
}
