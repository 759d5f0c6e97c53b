import { readFile } from "node:fs/promises";
import { err, ok, type Result } from "../kit/result.ts";
import { cliProblem, type ShownProblem } from "./cli-fault.ts";

/** Aliases grow without bounds where nobody counts them. */
const ALIASES_MAX = 100;

/** A YAML or JSON file as it is: the server judges what is in it. */
export async function readYamlFile(path: string, shownPath: string, help: string): Promise<Result<unknown, ShownProblem>> {
  const { parse } = await import("yaml");
  try {
    return ok(parse(await readFile(path, "utf8"), { maxAliasCount: ALIASES_MAX }) as unknown);
  } catch (error) {
    const said = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "";
    return err(cliProblem("file-unreadable", `\`${shownPath}\`: ${said}`, { help }));
  }
}
