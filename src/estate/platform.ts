/** The operating systems a device can run, in Intune's spelling. */
export const PLATFORMS = ["windows", "macOS", "iOS", "iPadOS", "android", "linux"] as const;
export type Platform = (typeof PLATFORMS)[number];

export function isPlatform(text: string): text is Platform {
  return (PLATFORMS as readonly string[]).includes(text);
}
