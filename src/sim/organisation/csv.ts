/** A field that stands for several values joins them with `;`. */
export type CsvField = string | boolean | readonly string[];

/** A table as RFC 4180 text in UTF-8: CRLF, a header line, quotes only where a field needs them. */
export function csvBytes(header: readonly string[], rows: readonly (readonly CsvField[])[]): Uint8Array {
  const lines = [header, ...rows].map((row) => `${row.map(fieldText).join(",")}\r\n`);
  return new TextEncoder().encode(lines.join(""));
}

function fieldText(field: CsvField): string {
  const text = typeof field === "string" ? field : typeof field === "boolean" ? String(field) : field.join(";");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
