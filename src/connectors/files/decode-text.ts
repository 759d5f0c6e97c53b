import { err, ok, type Result } from "../../kit/result.ts";

/** More is no export of one tenant's policies but an attack or a mistake. */
export const FILE_BYTES_MAX = 64 * 1024 * 1024;

export type DecodeFault = Readonly<{ code: "file-too-large" | "file-not-text"; message: string }>;

/**
 * Bytes to text: UTF-8 or UTF-16, with a byte order mark or without. Bytes that are not valid in the encoding are a
 * fault, never replacement characters: a mangled setting value would be rolled out.
 */
export function decodeText(bytes: Uint8Array): Result<string, DecodeFault> {
  if (bytes.length > FILE_BYTES_MAX) {
    return err({ code: "file-too-large", message: `the file has ${bytes.length} bytes, more than ${FILE_BYTES_MAX}` });
  }
  const { encoding, markBytes } = sniff(bytes);
  const body = bytes.subarray(markBytes);
  try {
    return ok(new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    const at = markBytes + firstInvalidByte(body, encoding);
    return err({ code: "file-not-text", message: `byte ${at} is not valid ${encoding.toUpperCase()}` });
  }
}

type Encoding = "utf-8" | "utf-16le" | "utf-16be";

/** Without a mark: JSON and CSV begin with an ASCII character, so a zero byte beside it tells UTF-16 and its order. */
function sniff(bytes: Uint8Array): { encoding: Encoding; markBytes: number } {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: "utf-8", markBytes: 3 };
  if (first === 0xff && second === 0xfe) return { encoding: "utf-16le", markBytes: 2 };
  if (first === 0xfe && second === 0xff) return { encoding: "utf-16be", markBytes: 2 };
  if (bytes.length >= 2 && first !== 0 && second === 0) return { encoding: "utf-16le", markBytes: 0 };
  if (bytes.length >= 2 && first === 0 && second !== 0) return { encoding: "utf-16be", markBytes: 0 };
  return { encoding: "utf-8", markBytes: 0 };
}

/** The start of the first character that does not decode: found by halving, since a valid prefix stays valid. */
function firstInvalidByte(bytes: Uint8Array, encoding: Encoding): number {
  let valid = 0;
  let broken = bytes.length;
  while (broken - valid > 1) {
    const middle = (valid + broken) >>> 1;
    if (decodesAsPrefix(bytes.subarray(0, middle), encoding)) valid = middle;
    else broken = middle;
  }
  return valid;
}

function decodesAsPrefix(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
