import { crc32, deflateRawSync } from "node:zlib";

/** `mode`: a Unix mode for the list; `claims` overrides what the archive says of the file. */
export type ZipPart = Readonly<{
  path: string;
  bytes: Uint8Array | string;
  mode?: number;
  stored?: boolean;
  encrypted?: boolean;
  claims?: Readonly<{ size?: number; checksum?: number; localAt?: number }>;
}>;

/** Writes a zip archive as a tool would, and as no tool would. */
export function makeZip(parts: readonly ZipPart[]): Uint8Array {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const plain = typeof part.bytes === "string" ? Buffer.from(part.bytes) : Buffer.from(part.bytes);
    const packed = part.stored === true ? plain : deflateRawSync(plain);
    const name = Buffer.from(part.path);
    const checksum = part.claims?.checksum ?? crc32(plain);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(part.encrypted === true ? 1 : 0, 2);
    common.writeUInt16LE(part.stored === true ? 0 : 8, 4);
    common.writeUInt32LE(checksum, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(part.claims?.size ?? plain.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([mark(0x04034b50), common, name, packed]);
    locals.push(local);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((part.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(part.claims?.localAt ?? at, 10);
    central.push(Buffer.concat([mark(0x02014b50), Buffer.from([20, 3]), common, tail, name]));
    at += local.length;
  }
  const list = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  return new Uint8Array(Buffer.concat([...locals, list, mark(0x06054b50), end]));
}

function mark(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}
