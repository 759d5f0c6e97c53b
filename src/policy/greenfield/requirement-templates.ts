import type { Setting } from "../setting.ts";
import { choice, payload, simple, type RequirementTemplate, type TemplateAnswer } from "./requirement-template.ts";

const POLICY = "device_vendor_msft_policy_config";
const LOCK = `${POLICY}_devicelock`;
const EDGE = `${POLICY}_microsoft_edge~policy~microsoft_edge`;
const PASSCODE = "com.apple.mobiledevice.passwordpolicy";
const RESTRICTIONS = "com.apple.applicationaccess";
const WIFI = "com.apple.wifi.managed";
const APPLE = ["macOS", "iOS", "iPadOS"] as const;
const MOBILE = ["iOS", "iPadOS"] as const;

/** Windows' own password area is switched on by 0: the provider counts backwards. */
const windowsLock = (...children: readonly Setting[]) => [choice(`${LOCK}_devicepasswordenabled`, "0", children)];
const numberOf = (answer: TemplateAnswer) => Number(answer);

/**
 * What a first register is chosen from (S2, S6), our own words. Nodes and values: Windows' providers, Apple's profile keys, the
 * browsers' policies, as NOTICE names them; no setting of the catalogue realises any of them on Android.
 */
export const REQUIREMENT_TEMPLATES: readonly RequirementTemplate[] = [
  {
    id: "unlock-code-length",
    area: "password",
    kind: "security",
    priority: "must",
    title: "A code of at least {answer} characters unlocks every device",
    reason: "Whoever finds or steals a device must not read what is on it.",
    question: { kind: "number", label: "Shortest code", unit: "characters", min: 4, max: 16, recommended: 8, better: "more" },
    limits: [`${LOCK}_mindevicepasswordlength`, `${PASSCODE}_minlength`],
    realisedBy: [
      {
        platforms: ["windows"],
        settings: (answer) => windowsLock(simple(`${LOCK}_mindevicepasswordlength`, numberOf(answer))),
      },
      {
        platforms: APPLE,
        settings: (answer) => [
          payload(PASSCODE, (key) => [choice(key("forcepin"), "true"), simple(key("minlength"), numberOf(answer))]),
        ],
      },
    ],
  },
  {
    id: "no-simple-code",
    area: "password",
    kind: "security",
    priority: "should",
    title: "Codes such as 1234 and 0000 are refused",
    reason: "They are the first ones that anybody tries.",
    question: null,
    limits: [],
    realisedBy: [
      { platforms: ["windows"], settings: () => windowsLock(choice(`${LOCK}_allowsimpledevicepassword`, "0")) },
      { platforms: APPLE, settings: () => [payload(PASSCODE, (key) => [choice(key("allowsimple"), "false")])] },
    ],
  },
  {
    id: "lock-when-idle",
    area: "password",
    kind: "security",
    priority: "must",
    title: "A device that nobody uses locks within {answer} minutes",
    reason: "A device that somebody walked away from must not stay open to whoever passes by.",
    question: { kind: "number", label: "Locks after", unit: "minutes", min: 1, max: 15, recommended: 10, better: "less" },
    limits: [`${LOCK}_maxinactivitytimedevicelock`, `${PASSCODE}_maxinactivity`],
    realisedBy: [
      {
        platforms: ["windows"],
        settings: (answer) => windowsLock(simple(`${LOCK}_maxinactivitytimedevicelock`, numberOf(answer))),
      },
      { platforms: APPLE, settings: (answer) => [payload(PASSCODE, (key) => [simple(key("maxinactivity"), numberOf(answer))])] },
    ],
  },
  {
    id: "drive-encrypted",
    area: "encryption",
    kind: "security",
    priority: "must",
    title: "The drive of every computer is encrypted",
    reason: "What is on a lost computer must not be readable by taking out its drive.",
    question: null,
    limits: [],
    realisedBy: [
      { platforms: ["windows"], settings: () => [choice("device_vendor_msft_bitlocker_requiredeviceencryption", "1")] },
      {
        platforms: ["macOS"],
        settings: () => [
          payload("com.apple.mcx.filevault2", (key) => [choice(key("enable"), "0"), choice(key("defer"), "true")]),
        ],
      },
    ],
  },
  {
    id: "backups-encrypted",
    area: "encryption",
    kind: "security",
    priority: "should",
    title: "Backups of phones and tablets are encrypted",
    reason: "A backup on a private computer holds everything that the device holds.",
    question: null,
    limits: [],
    realisedBy: [
      { platforms: MOBILE, settings: () => [payload(RESTRICTIONS, (key) => [choice(key("forceencryptedbackup"), "true")])] },
    ],
  },
  {
    id: "firewall-on",
    area: "firewall",
    kind: "security",
    priority: "must",
    title: "The firewall is on in every network",
    reason: "Computers are used in networks that are not ours: in hotels, in trains and at home.",
    question: null,
    limits: [],
    realisedBy: [
      {
        platforms: ["windows"],
        settings: () =>
          ["domain", "private", "public"].map((profile) =>
            choice(`vendor_msft_firewall_mdmstore_${profile}profile_enablefirewall`, "true"),
          ),
      },
      {
        platforms: ["macOS"],
        settings: () => [payload("com.apple.security.firewall", (key) => [choice(key("enablefirewall"), "true")])],
      },
    ],
  },
  {
    id: "updates-in-time",
    area: "updates",
    kind: "security",
    priority: "must",
    title: "Security updates are installed within {answer} days",
    reason: "Gaps that are known are used within days.",
    question: { kind: "number", label: "Installed within", unit: "days", min: 0, max: 30, recommended: 7, better: "less" },
    limits: [`${POLICY}_update_configuredeadlineforqualityupdates`],
    realisedBy: [
      {
        platforms: ["windows"],
        settings: (answer) => [simple(`${POLICY}_update_configuredeadlineforqualityupdates`, numberOf(answer))],
      },
      {
        platforms: ["macOS"],
        settings: () => [
          payload("com.apple.softwareupdate", (key) => [
            choice(key("automaticcheckenabled"), "true"),
            choice(key("automaticdownload"), "true"),
            choice(key("automaticallyinstallmacosupdates"), "true"),
            choice(key("criticalupdateinstall"), "true"),
          ]),
        ],
      },
    ],
  },
  {
    id: "dangerous-sites-warned",
    area: "browser",
    kind: "security",
    priority: "should",
    title: "The browser warns of dangerous websites",
    reason: "Most attacks on people begin with a website or a download.",
    question: null,
    limits: [],
    realisedBy: [
      { platforms: ["windows"], settings: () => [choice(`${EDGE}~smartscreen_smartscreenenabled`, "1")] },
      { platforms: ["linux"], settings: () => [choice("chrome_safebrowsingprotectionlevel", "1")] },
    ],
  },
  {
    id: "browser-keeps-no-passwords",
    area: "browser",
    kind: "behaviour",
    priority: "may",
    title: "The browser does not offer to keep passwords",
    reason: "Passwords of the organisation belong in the password manager that it provides.",
    question: null,
    limits: [],
    realisedBy: [
      { platforms: ["windows"], settings: () => [choice(`${EDGE}~passwordmanager_passwordmanagerenabled`, "0")] },
      {
        platforms: ["linux"],
        settings: () => [simple("chrome_passwordmanagerenabled", 0), choice("firefox_passwordmanagerenabled", "false")],
      },
    ],
  },
  {
    id: "camera-off",
    area: "camera",
    kind: "behaviour",
    priority: "may",
    title: "The camera is off",
    reason: "Where these devices are used, nothing may be photographed.",
    question: null,
    limits: [],
    realisedBy: [
      { platforms: ["windows"], settings: () => [choice(`${POLICY}_camera_allowcamera`, "0")] },
      { platforms: APPLE, settings: () => [payload(RESTRICTIONS, (key) => [choice(key("allowcamera"), "false")])] },
    ],
  },
  {
    id: "no-writing-to-usb-sticks",
    area: "storage",
    kind: "behaviour",
    priority: "may",
    title: "Nothing can be written to USB sticks",
    reason: "What is carried out on a stick is out of everybody's sight.",
    question: null,
    limits: [],
    realisedBy: [{ platforms: ["windows"], settings: () => [choice(`${POLICY}_storage_removablediskdenywriteaccess`, "1")] }],
  },
  {
    id: "last-person-hidden",
    area: "sign-in",
    kind: "behaviour",
    priority: "may",
    title: "The sign-in screen does not say who signed in last",
    reason: "A name is half of what somebody needs to sign in.",
    question: null,
    limits: [],
    realisedBy: [
      {
        platforms: ["windows"],
        settings: () => [choice(`${POLICY}_localpoliciessecurityoptions_interactivelogon_donotdisplaylastsignedin`, "1")],
      },
      {
        platforms: ["macOS"],
        settings: () => [payload("com.apple.loginwindow", (key) => [choice(key("showfullname"), "true")])],
      },
    ],
  },
  {
    id: "no-guests",
    area: "sign-in",
    kind: "security",
    priority: "should",
    title: "Nobody signs in as a guest",
    reason: "What somebody did has to be told from what somebody else did.",
    question: null,
    limits: [],
    realisedBy: [
      {
        platforms: ["windows"],
        settings: () => [choice(`${POLICY}_localpoliciessecurityoptions_accounts_enableguestaccountstatus`, "0")],
      },
      { platforms: ["macOS"], settings: () => [payload("com.apple.mcx", (key) => [choice(key("disableguestaccount"), "true")])] },
    ],
  },
  {
    id: "company-wifi",
    area: "network",
    kind: "behaviour",
    priority: "should",
    title: "Devices join the Wi-Fi {answer} by themselves",
    reason: "Nobody should have to know or pass on how to get into the network.",
    question: { kind: "text", label: "Name of the Wi-Fi", charactersMax: 32 },
    limits: [`${WIFI}_ssid_str`],
    realisedBy: [
      {
        platforms: APPLE,
        settings: (answer) => [
          payload(WIFI, (key) => [
            simple(key("ssid_str"), String(answer)),
            choice(key("autojoin"), "true"),
            choice(key("encryptiontype"), "2"),
          ]),
        ],
      },
    ],
  },
  {
    id: "no-unknown-hotspots",
    area: "network",
    kind: "security",
    priority: "should",
    title: "Devices do not join open hotspots by themselves",
    reason: "Whoever runs a hotspot sees what passes through it.",
    question: null,
    limits: [],
    realisedBy: [{ platforms: ["windows"], settings: () => [choice(`${POLICY}_wifi_allowautoconnecttowifisensehotspots`, "0")] }],
  },
  {
    id: "no-own-vpn",
    area: "network",
    kind: "security",
    priority: "may",
    title: "People do not set up a VPN of their own",
    reason: "Traffic that goes around the organisation's network goes around its protection.",
    question: null,
    limits: [],
    realisedBy: [
      { platforms: ["windows"], settings: () => [choice(`${POLICY}_settings_allowvpn`, "0")] },
      { platforms: MOBILE, settings: () => [payload(RESTRICTIONS, (key) => [choice(key("allowvpncreation"), "false")])] },
    ],
  },
];
