import type { Phrase } from "./phrase.ts";
import { BROWSER_PHRASES } from "./phrases/browser.ts";
import { DEVICE_PHRASES } from "./phrases/device.ts";
import { ENCRYPTION_PHRASES } from "./phrases/encryption.ts";
import { NETWORK_PHRASES } from "./phrases/network.ts";
import { OFFICE_PHRASES } from "./phrases/office.ts";
import { PASSWORD_PHRASES } from "./phrases/password.ts";
import { PROTECTION_PHRASES } from "./phrases/protection.ts";
import { SIGN_IN_PHRASES } from "./phrases/sign-in.ts";
import { UPDATE_PHRASES } from "./phrases/updates.ts";
import { WORK_APP_PHRASES } from "./phrases/work-apps.ts";

/** Every phrase, our own words: S11. What a node is and what its values mean comes from the sources named in each file. */
export const PHRASES: readonly Phrase[] = [
  ...PASSWORD_PHRASES,
  ...SIGN_IN_PHRASES,
  ...ENCRYPTION_PHRASES,
  ...NETWORK_PHRASES,
  ...PROTECTION_PHRASES,
  ...UPDATE_PHRASES,
  ...BROWSER_PHRASES,
  ...OFFICE_PHRASES,
  ...DEVICE_PHRASES,
  ...WORK_APP_PHRASES,
];
