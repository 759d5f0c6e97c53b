/**
 * How column text becomes a value, the same on every driver.
 * int8 becomes a number (times and counts fit; a value outside the safe integers is an error, never rounded);
 * date and timestamp stay text, since the drivers disagree about the zone they would be read in.
 */
export type ColumnParser = (text: string) => unknown;

export const OID = { int8: 20, date: 1082, timestamp: 1114, textArray: 1009, int8Array: 1016 } as const;

export const scalarParsers: Readonly<Record<number, ColumnParser>> = {
  [OID.int8]: safeInteger,
  [OID.date]: asText,
  [OID.timestamp]: asText,
};

/** @throws RangeError where a JavaScript number cannot hold the value exactly. */
export function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`bigint column holds \`${text}\`, outside the safe integers: select it as text`);
  return value;
}

function asText(text: string): string {
  return text;
}
