import type { Json } from "../../kit/canonical-json.ts";
import type { Device, DriveEncryption } from "../../estate/device.ts";
import { deviceValue, type NodeId } from "../node.ts";

/**
 * What a new method of encryption does not change: a drive that is encrypted keeps its method. The counts add up to `devices`,
 * the Windows devices in scope.
 */
export type EncryptionEffect = Readonly<{
  node: NodeId;
  target: DriveEncryption;
  devices: number;
  alreadyTarget: number;
  /** Encrypted by another method, which stays; most devices first. */
  stay: readonly Readonly<{ method: DriveEncryption; devices: number }>[];
  notEncrypted: number;
  /** The drive's state was never reported. */
  unknown: number;
  /** For people, without a full stop. */
  words: string;
}>;

/** Of the system drive. Numbers of the methods: Microsoft, Policy provider, area BitLocker. */
const SYSTEM_DRIVE =
  /^device_vendor_msft_(?:policy_config_)?bitlocker_(?:encryptionmethod|.*encryptionmethodwithxtsosdropdown_name)$/;
const METHODS: ReadonlyMap<Json, DriveEncryption> = new Map<Json, DriveEncryption>([
  [3, "aes-cbc-128"],
  [4, "aes-cbc-256"],
  [6, "xts-aes-128"],
  [7, "xts-aes-256"],
]);

/** Null: the setting chooses no method for the system drive. */
export function encryptionEffect(node: NodeId, value: Json, devices: readonly Device[]): EncryptionEffect | null {
  const target = SYSTEM_DRIVE.test(node) ? METHODS.get(numberOf(deviceValue(node, value))) : undefined;
  if (target === undefined) return null;
  const own = devices.filter(({ platform }) => platform === "windows");
  const counts = new Map<DriveEncryption | null, number>();
  for (const { driveEncryption } of own) counts.set(driveEncryption, (counts.get(driveEncryption) ?? 0) + 1);
  const stay = [...counts].flatMap(([method, count]) =>
    method === null || method === "none" || method === target ? [] : [{ method, devices: count }],
  );
  stay.sort((a, b) => b.devices - a.devices || (a.method < b.method ? -1 : 1));
  return {
    node,
    target,
    devices: own.length,
    alreadyTarget: counts.get(target) ?? 0,
    words: encryptionWords(target, stay, own.length),
    stay,
    notEncrypted: counts.get("none") ?? 0,
    unknown: counts.get(null) ?? 0,
  };
}

/** "Target XTS-AES 256-bit; 3,812 of 4,100 devices are encrypted already and stay at XTS-AES 128-bit". */
function encryptionWords(target: DriveEncryption, stay: EncryptionEffect["stay"], devices: number): string {
  if (stay.length === 0) return `Target ${METHOD_NAMES[target]}; no device is known to be encrypted in another way`;
  const total = stay.reduce((sum, one) => sum + one.devices, 0);
  const [first] = stay;
  const rest =
    first !== undefined && stay.length === 1
      ? METHOD_NAMES[first.method]
      : stay.map((one) => `${METHOD_NAMES[one.method]} (${counted(one.devices)})`).join(", ");
  return `Target ${METHOD_NAMES[target]}; ${counted(total)} of ${counted(devices)} devices are encrypted already and stay at ${rest}`;
}

function counted(count: number): string {
  return count.toLocaleString("en-US");
}

const METHOD_NAMES: Readonly<Record<DriveEncryption, string>> = {
  none: "no encryption",
  "xts-aes-128": "XTS-AES 128-bit",
  "xts-aes-256": "XTS-AES 256-bit",
  "aes-cbc-128": "AES-CBC 128-bit",
  "aes-cbc-256": "AES-CBC 256-bit",
  filevault: "FileVault",
  luks: "LUKS",
  other: "another method",
};

function numberOf(value: Json): Json {
  return typeof value === "string" && /^\d$/.test(value) ? Number(value) : value;
}
