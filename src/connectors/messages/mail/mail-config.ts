import { err, ok, type Result } from "../../../kit/result.ts";

/** How mail leaves the house. `password` is what the named file holds, and goes nowhere but to the mail server. */
export type MailConfig = Readonly<{
  host: string;
  port: number;
  /** `tls`: from the first byte; `starttls`: before anything of ours is said; `none`: in the clear, without a password. */
  tls: (typeof TLS_MODES)[number];
  /** `Tidegate <tidegate@example.com>` or a bare address. */
  from: Readonly<{ name: string; address: string }>;
  login: Readonly<{ user: string; password: string }> | null;
}>;

const TLS_MODES = ["starttls", "tls", "none"] as const;

/** One sentence each, without a secret. */
export type MailConfigFaults = readonly string[];

const FIELDS = ["host", "port", "tls", "from", "user", "passwordFile"];
/** A mailbox as SMTP knows it; quoted and internationalised local parts are rare enough to be refused in a configuration. */
const ADDRESS = /^[^\s<>()[\]\\,;:@"\p{C}]+@[^\s<>()[\]\\,;:@"\p{C}]+$/u;

export function isAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text);
}

/**
 * Reads the text of the file that `--mail-config` names; all faults at once.
 * @param readPassword the content of a file beside it, or null where it cannot be read
 */
export function readMailConfig(
  text: string,
  readPassword: (file: string) => string | null,
): Result<MailConfig, MailConfigFaults> {
  const raw = objectOf(text);
  if (raw === null) return err(["it is no JSON object"]);
  const faults = Object.keys(raw)
    .filter((field) => !FIELDS.includes(field))
    .map((field) => `\`${field}\` is not known; there are ${FIELDS.join(", ")}`);
  const { host, port, tls, user, passwordFile } = raw;
  if (typeof host !== "string" || !/^[\w.:-]+$/.test(host)) faults.push("`host` is no host name or address");
  if (!Number.isInteger(port) || (port as number) < 1 || (port as number) > 65_535) faults.push("`port` is no port number");
  const mode = TLS_MODES.find((one) => one === tls);
  if (mode === undefined) faults.push(`\`tls\` is none of ${TLS_MODES.join(", ")}`);
  const from = typeof raw["from"] === "string" ? mailboxOf(raw["from"]) : null;
  if (from === null) faults.push("`from` is no mail address, for example `Tidegate <tidegate@example.com>`");
  if ((user === undefined) !== (passwordFile === undefined)) faults.push("`user` and `passwordFile` belong together");
  if (user !== undefined && (typeof user !== "string" || user === "")) faults.push("`user` is no name");
  if (user !== undefined && mode === "none") faults.push("`tls` is `none`, and a password is not sent in the clear");
  const password = typeof passwordFile === "string" ? (readPassword(passwordFile)?.trim() ?? null) : null;
  if (passwordFile !== undefined && (password === null || password === ""))
    faults.push("`passwordFile` names no readable file that holds a password");
  if (faults.length > 0 || mode === undefined || from === null) return err(faults);
  const login = typeof user === "string" && password !== null ? { user, password } : null;
  return ok({ host: host as string, port: port as number, tls: mode, from, login });
}

function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function mailboxOf(text: string): MailConfig["from"] | null {
  const named = /^([^<>\p{C}]*)<([^<>]+)>$/u.exec(text.trim());
  const address = (named?.[2] ?? text).trim();
  return isAddress(address) ? { name: named?.[1]?.trim() ?? "", address } : null;
}
