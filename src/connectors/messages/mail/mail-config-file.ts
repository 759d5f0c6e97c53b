import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { err, type Result } from "../../../kit/result.ts";
import { readMailConfig, type MailConfig, type MailConfigFaults } from "./mail-config.ts";

/** `passwordFile` is looked for beside the configuration. */
export function readMailConfigFile(path: string): Result<MailConfig, MailConfigFaults> {
  const text = contentOf(path);
  if (text === null) return err(["it cannot be read"]);
  return readMailConfig(text, (file) => contentOf(resolve(dirname(path), file)));
}

function contentOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
