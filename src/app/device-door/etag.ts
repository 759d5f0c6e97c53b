/** `"EPOCH.SEQ.SETHASH"`: what a device holds, in its own words. Only the set decides whether there is something new. */
export function etagOf(epoch: number, seq: number, setHash: string): string {
  return `"${epoch}.${seq}.${setHash.slice(0, SET_DIGITS)}"`;
}

/** True when the tag that a device sent names this set. Anything malformed names none. */
export function tagNamesSet(tag: string | null, setHash: string): boolean {
  const match = tag === null ? null : /^(?:W\/)?"\d{1,15}\.\d{1,15}\.([0-9a-f]{32})"$/.exec(tag);
  return match?.[1] === setHash.slice(0, SET_DIGITS);
}

/** 128 bits of the hash: no two sets of one fleet share them. */
const SET_DIGITS = 32;
