import { X509Certificate } from "node:crypto";
import { err, ok, type Result } from "../../../kit/result.ts";
import { berChildren, berContent, berInput, BerInvalid, berNodeAt, berOctets, type BerInput, type BerNode } from "./ber.ts";

/** `at`: the byte. */
export type SignedFault = Readonly<{
  code: "profile-signature-invalid" | "profile-encrypted-whole";
  at: number;
  message: string;
}>;

/** `signedBy`: the signer's name as its certificate states it, nothing of it verified. */
export type SignedContent = Readonly<{ content: Uint8Array; signedBy: string }>;

/** 1.2.840.113549.1.7.2 and .3: signed-data and enveloped-data (RFC 5652). */
const SIGNED_DATA = "2a864886f70d010702";
const ENVELOPED_DATA = "2a864886f70d010703";

/** A chain has three; the rest is somebody's attempt to keep the reader busy. */
const CERTIFICATES_MAX = 20;

/** A profile within CMS begins with a sequence, which no property list does. */
export function looksSigned(bytes: Uint8Array): boolean {
  return bytes[0] === 0x30;
}

/**
 * Takes the content out of a CMS or PKCS#7 signed message (RFC 5652, DER and BER). The signature is not checked: whose
 * word counts on a device is the device's decision, and a planner reads what the profile says.
 */
export function unwrapSigned(bytes: Uint8Array): Result<SignedContent, SignedFault> {
  const input = berInput(bytes);
  try {
    return unwrap(input);
  } catch (error) {
    if (error instanceof BerInvalid) return invalid(error.message, error.at);
    throw error;
  }
}

function unwrap(input: BerInput): Result<SignedContent, SignedFault> {
  const [type, wrapper] = berChildren(input, berNodeAt(input, 0, input.bytes.length));
  const oid = type === undefined ? "" : hexOf(berContent(input, type));
  if (oid === ENVELOPED_DATA)
    return err({ code: "profile-encrypted-whole", at: 0, message: "the profile is encrypted for one device" });
  if (oid !== SIGNED_DATA || wrapper === undefined) return invalid("no signed message", type?.startAt ?? 0);
  const [signed] = berChildren(input, wrapper);
  if (signed === undefined) return invalid("a signed message without anything in it", wrapper.startAt);
  const parts = berChildren(input, signed);
  const encapsulated = parts.find((part) => isSequence(part));
  if (encapsulated === undefined) return invalid("a signed message without its content", signed.startAt);
  const explicit = berChildren(input, encapsulated).find((part) => part.tagClass === 2 && part.tag === 0);
  if (explicit === undefined) return invalid("the signature stands apart from its content", encapsulated.startAt);
  const [octets] = berChildren(input, explicit);
  if (octets === undefined) return invalid("the signed content is missing", explicit.startAt);
  return ok({ content: berOctets(input, octets), signedBy: signerOf(input, parts) });
}

function signerOf(input: BerInput, parts: readonly BerNode[]): string {
  const serial = signerSerial(input, parts);
  const certificates = parts.find((part) => part.tagClass === 2 && part.tag === 0 && part.constructed);
  if (certificates !== undefined) {
    for (const node of berChildren(input, certificates).slice(0, CERTIFICATES_MAX)) {
      const certificate = certificateOf(input.bytes.subarray(node.startAt, node.endAt));
      if (certificate !== null && (serial === null || sameSerial(certificate.serialNumber, serial)))
        return certificate.subject.split("\n").join(", ") || "a certificate without a name";
    }
  }
  return serial === null ? "nobody" : `the certificate with the serial number ${serial.slice(0, 40)}`;
}

/** The last set of a signed message lists the signers; the first one's certificate goes by issuer and serial number. */
function signerSerial(input: BerInput, parts: readonly BerNode[]): string | null {
  const last = parts.at(-1);
  if (last === undefined || last.tagClass !== 0 || last.tag !== 0x11) return null;
  const [signer] = berChildren(input, last);
  const identity = signer === undefined ? undefined : berChildren(input, signer)[1];
  if (identity === undefined || !isSequence(identity)) return null;
  const serial = berChildren(input, identity)[1];
  return serial === undefined ? null : hexOf(berContent(input, serial));
}

function certificateOf(der: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(der);
  } catch {
    return null;
  }
}

function sameSerial(a: string, b: string): boolean {
  const plain = (serial: string) => serial.toLowerCase().replace(/^0+/, "");
  return plain(a) === plain(b);
}

function isSequence(node: BerNode): boolean {
  return node.tagClass === 0 && node.tag === 0x10 && node.constructed;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

function invalid(message: string, at: number): Result<never, SignedFault> {
  return err({ code: "profile-signature-invalid", at, message });
}
