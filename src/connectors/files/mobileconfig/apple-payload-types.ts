import type { Platform } from "../../../estate/platform.ts";

/** On iOS, iPadOS and macOS. */
const ON_ALL: readonly string[] = [
  "com.apple.airplay",
  "com.apple.airprint",
  "com.apple.applicationaccess",
  "com.apple.caldav.account",
  "com.apple.carddav.account",
  "com.apple.declarations",
  "com.apple.dnsproxy.managed",
  "com.apple.dnssettings.managed",
  "com.apple.domains",
  "com.apple.education",
  "com.apple.extensiblesso",
  "com.apple.font",
  "com.apple.globalethernet.managed",
  "com.apple.ldap.account",
  "com.apple.mail.managed",
  "com.apple.mdm",
  "com.apple.mobiledevice.passwordpolicy",
  "com.apple.notificationsettings",
  "com.apple.profileremovalpassword",
  "com.apple.proxy.http.global",
  "com.apple.relay.managed",
  "com.apple.security.acme",
  "com.apple.security.certificatetransparency",
  "com.apple.security.pem",
  "com.apple.security.pkcs1",
  "com.apple.security.pkcs12",
  "com.apple.security.root",
  "com.apple.security.scep",
  "com.apple.setupassistant.managed",
  "com.apple.vpn.managed",
  "com.apple.vpn.managed.applayer",
  "com.apple.webclip.managed",
  "com.apple.webcontent-filter",
  "com.apple.wifi.managed",
];

/** On macOS alone. */
const ON_MACOS: readonly string[] = [
  ".globalpreferences",
  "com.apple.adcertificate.managed",
  "com.apple.aim.account",
  "com.apple.applicationaccess.new",
  "com.apple.appstore",
  "com.apple.asam",
  "com.apple.assetcache.managed",
  "com.apple.associated-domains",
  "com.apple.configurationprofile.identification",
  "com.apple.dashboard",
  "com.apple.desktop",
  "com.apple.dictionary",
  "com.apple.directoryservice.managed",
  "com.apple.discrecording",
  "com.apple.dock",
  "com.apple.ews.account",
  "com.apple.familycontrols.contentfilter",
  "com.apple.familycontrols.timelimits.v2",
  "com.apple.fileproviderd",
  "com.apple.finder",
  "com.apple.firstactiveethernet.managed",
  "com.apple.firstethernet.managed",
  "com.apple.gamed",
  "com.apple.ironwood.support",
  "com.apple.jabber.account",
  "com.apple.loginitems.managed",
  "com.apple.loginwindow",
  "com.apple.lom",
  "com.apple.managedclient.preferences",
  "com.apple.mcx",
  "com.apple.mcx.filevault2",
  "com.apple.mcx.timemachine",
  "com.apple.mcxloginscripts",
  "com.apple.mcxmenuextras",
  "com.apple.mcxprinting",
  "com.apple.nsextension",
  "com.apple.preference.security",
  "com.apple.preference.users",
  "com.apple.screensaver",
  "com.apple.screensaver.user",
  "com.apple.secondactiveethernet.managed",
  "com.apple.secondethernet.managed",
  "com.apple.security.certificatepreference",
  "com.apple.security.fderecoverykeyescrow",
  "com.apple.security.fderecoveryredirect",
  "com.apple.security.firewall",
  "com.apple.security.identitypreference",
  "com.apple.security.smartcard",
  "com.apple.servicemanagement",
  "com.apple.sharekithelper",
  "com.apple.softwareupdate",
  "com.apple.syspolicy.kernel-extension-policy",
  "com.apple.system-extension-policy",
  "com.apple.system.logging",
  "com.apple.systemconfiguration",
  "com.apple.systemmigration",
  "com.apple.systempolicy.control",
  "com.apple.systempolicy.managed",
  "com.apple.systempolicy.rule",
  "com.apple.systempreferences",
  "com.apple.systemuiserver",
  "com.apple.tcc.configuration-profile-policy",
  "com.apple.thirdactiveethernet.managed",
  "com.apple.thirdethernet.managed",
  "com.apple.universalaccess",
  "com.apple.vpn.managed.appmapping",
  "com.apple.xsan",
  "com.apple.xsan.preferences",
  "loginwindow",
];

/** On iOS and iPadOS alone. */
const ON_IOS: readonly string[] = [
  "com.apple.apn.managed",
  "com.apple.app.lock",
  "com.apple.cellular",
  "com.apple.cellularprivatenetwork.managed",
  "com.apple.eas.account",
  "com.apple.google-oauth",
  "com.apple.homescreenlayout",
  "com.apple.networkusagerules",
  "com.apple.osxserver.account",
  "com.apple.security.certificaterevocation",
  "com.apple.shareddeviceconfiguration",
  "com.apple.sso",
  "com.apple.subscribedcalendar.account",
  "com.apple.tvremote",
];

/** On tvOS, visionOS or watchOS alone. */
const ELSEWHERE: readonly string[] = [
  "com.apple.airplay.security",
  "com.apple.conferenceroomdisplay",
  "com.apple.security.wapi-identity",
];

/** Each payload of these types is a thing of its own (a network, an account, a certificate), however many profiles bring one. */
const INSTANCED: ReadonlySet<string> = new Set([
  "com.apple.caldav.account",
  "com.apple.carddav.account",
  "com.apple.eas.account",
  "com.apple.ews.account",
  "com.apple.font",
  "com.apple.google-oauth",
  "com.apple.jabber.account",
  "com.apple.ldap.account",
  "com.apple.mail.managed",
  "com.apple.osxserver.account",
  "com.apple.security.acme",
  "com.apple.security.certificatepreference",
  "com.apple.security.identitypreference",
  "com.apple.security.pem",
  "com.apple.security.pkcs1",
  "com.apple.security.pkcs12",
  "com.apple.security.root",
  "com.apple.security.scep",
  "com.apple.subscribedcalendar.account",
  "com.apple.vpn.managed",
  "com.apple.vpn.managed.applayer",
  "com.apple.webclip.managed",
  "com.apple.wifi.managed",
]);

const IOS: readonly Platform[] = ["iOS", "iPadOS"];
const MACOS: readonly Platform[] = ["macOS"];

const PLATFORMS_BY_TYPE: ReadonlyMap<string, readonly Platform[]> = new Map([
  ...ON_ALL.map((type) => [type, [...IOS, ...MACOS]] as const),
  ...ON_MACOS.map((type) => [type, MACOS] as const),
  ...ON_IOS.map((type) => [type, IOS] as const),
  ...ELSEWHERE.map((type) => [type, []] as const),
]);

/**
 * Where payloads of a type do anything; null for a type that Apple does not list. Facts: apple/device-management,
 * `supportedOS` of each payload, as of 2024-10 (NOTICE).
 */
export function platformsOfPayload(payloadType: string): readonly Platform[] | null {
  return PLATFORMS_BY_TYPE.get(payloadType.toLowerCase()) ?? null;
}

export function isInstanced(payloadType: string): boolean {
  return INSTANCED.has(payloadType.toLowerCase());
}
