/** `wave 1` -> `Wave 1`, where a line begins with it. */
export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
