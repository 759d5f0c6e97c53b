const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const ONE_DIGIT = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** `12345` -> `12,345`. */
export function formatCount(value: number): string {
  return WHOLE.format(value);
}

/** At most one digit after the point. */
export function formatDecimal(value: number): string {
  return ONE_DIGIT.format(value);
}

/** `7, 87` -> `8 %`; never rounded to 0 % or 100 % where that would hide somebody; empty for nothing of nothing. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return "";
  const percent = (100 * part) / whole;
  if (part > 0 && percent < 1) return "< 1 %";
  if (part < whole && percent > 99) return "> 99 %";
  return `${WHOLE.format(percent)} %`;
}

/** `1, "device"` -> `1 device`; `2, "device"` -> `2 devices`. */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}
