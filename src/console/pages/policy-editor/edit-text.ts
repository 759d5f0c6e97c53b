/** Changes of a policy's text that leave every other line as it is. */

/** `  choice: x_1` -> `  choice: x_2` on this line, counted from 1. Null: the line holds no single value, so that a person has to look. */
export function withValue(text: string, line: number, value: string | number): string | null {
  const lines = text.split("\n");
  const found = /^(\s*(?:- )*(?:choice|value): )(?!\|)\S.*$/.exec(lines[line - 1] ?? "");
  if (found === null) return null;
  lines[line - 1] = `${found[1]}${scalar(value)}`;
  return lines.join("\n");
}

/** What a new setting begins with: an option, a number or a text; the linter says what it still needs. */
export type NewSetting = Readonly<{ definitionId: string; option: string | null; value: string | number }>;

/** The setting as the last one of the list. Null: the text has no list of settings at its end. */
export function withSetting(text: string, { definitionId, option, value }: NewSetting): string | null {
  const rows = text.replace(/\n+$/, "").split("\n");
  const at = rows.findIndex((row) => /^settings:\s*(?:\[\])?\s*$/.test(row));
  if (at < 0) return null;
  const next = rows.findIndex((row, index) => index > at && /^\S/.test(row));
  const end = next < 0 ? rows.length : next;
  const lines = [
    `  - id: ${scalar(definitionId)}`,
    option === null ? `    value: ${scalar(value)}` : `    choice: ${scalar(option)}`,
  ];
  return [...rows.slice(0, at), "settings:", ...rows.slice(at + 1, end), ...lines, ...rows.slice(end), ""].join("\n");
}

/** Quotes what YAML could read as something else. */
function scalar(value: string | number): string {
  if (typeof value === "number") return String(value);
  const isPlain =
    /^[A-Za-z_][\w./()+-]*(?: [\w./()+-]+)*$/.test(value) && !/^(?:null|true|false|yes|no|on|off|y|n)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}
