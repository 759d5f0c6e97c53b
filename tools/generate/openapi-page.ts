import { readFile } from "node:fs/promises";
import { renderApiDescription } from "../../src/http/render-api-description.ts";

/** The description of both doors, as the server of this version gives it. */
export async function renderOpenapiPage(): Promise<string> {
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  const { version } = JSON.parse(text) as Readonly<{ version: string }>;
  return renderApiDescription(version);
}
