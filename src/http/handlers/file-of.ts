import type { SourceFile } from "../../app/ports/source-files.ts";

/** A file as the API takes it. */
export function fileOf({ path, contentBase64 }: Readonly<{ path: string; contentBase64: string }>): SourceFile {
  return { path, bytes: new Uint8Array(Buffer.from(contentBase64, "base64")) };
}
