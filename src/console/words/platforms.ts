import type { DeviceDetail } from "../../http/contract/devices.ts";

const PLATFORM_WORDS: Readonly<Record<DeviceDetail["platform"], string>> = {
  windows: "Windows",
  macOS: "macOS",
  iOS: "iOS",
  iPadOS: "iPadOS",
  android: "Android",
  linux: "Linux",
};

export const PLATFORM_NAMES = Object.keys(PLATFORM_WORDS) as readonly DeviceDetail["platform"][];

/** As its maker writes it; one that is not known stands as it came. */
export function platformText(platform: string): string {
  return platform in PLATFORM_WORDS ? PLATFORM_WORDS[platform as keyof typeof PLATFORM_WORDS] : platform;
}
