import { any, is, off, on, rowsOf, type Phrase } from "../phrase.ts";

const firewall = rowsOf("firewall");
const network = rowsOf("network");
const remote = rowsOf("remote-access");
const PROFILES = ["domainprofile", "privateprofile", "publicprofile"];
const profiles = (name: string) => PROFILES.map((profile) => `csp:firewall_mdmstore_${profile}_${name}`);

/** Firewall, Wi-Fi, VPN, file sharing and remote work. Values: [W] Firewall CSP, Policy CSP; [A] applicationaccess, security.firewall. */
export const NETWORK_PHRASES: readonly Phrase[] = [
  firewall.noticed(
    "firewall",
    [
      ...profiles("enablefirewall"),
      "apple:security.firewall_enablefirewall",
      "graph:activefirewallrequired",
      "graph:firewallenabled",
      "graph:firewallrequired",
    ],
    on("the firewall [is] on"),
    off("the firewall [is] off"),
  ),
  firewall.noticed(
    "firewall-inbound",
    [...profiles("defaultinboundaction"), "apple:security.firewall_blockallincoming", "graph:firewallblockallincoming"],
    on("connections from outside to the device [are] blocked"),
    off("connections from outside to the device [are] let in as apps ask for them"),
  ),
  firewall.quiet(
    "firewall-outbound",
    profiles("defaultoutboundaction"),
    is([0], "connections from the device [are] let out"),
    is([1], "connections from the device [are] blocked unless a rule lets them out"),
  ),
  firewall.noticed(
    "firewall-notices",
    profiles("disableinboundnotifications"),
    on("notices of the firewall about blocked apps [are] not shown"),
    off("notices of the firewall about blocked apps [are] shown"),
  ),
  firewall.quiet(
    "firewall-stealth",
    ["apple:security.firewall_enablestealthmode", "graph:firewallenablestealthmode"],
    on("the device [is] hidden from whoever scans the network"),
    off(null),
  ),
  firewall.quiet(
    "firewall-local-rules",
    [...profiles("allowlocalpolicymerge"), ...profiles("allowlocalipsecpolicymerge")],
    off("firewall rules that apps or people add on the device [are] ignored"),
    on("firewall rules that apps or people add on the device [are] kept"),
  ),
  firewall.quiet(
    "firewall-log",
    ["enablelogdroppedpackets", "enablelogsuccessconnections", "logmaxfilesize", "logfilepath", "enablelogignoredrules"]
      .flatMap(profiles)
      .concat("apple:security.firewall_enablelogging"),
    any("what the firewall records [is] set by the organisation"),
  ),
  firewall.broad(
    "firewall-rules",
    ["csp:firewall_*", "apple:security.firewall_*"],
    any("rules of the firewall [are] set by the organisation"),
  ),

  network.noticed(
    "wifi-set-up",
    ["graph:ssid", "graph:wifisecuritytype", "apple:wifi.managed_*", "csp:wifi_profile_*"],
    any("a Wi-Fi network [is] set up on the device"),
  ),
  network.noticed(
    "wifi-hotspots",
    ["policy:wifi_allowautoconnecttowifisensehotspots"],
    off("the device [is] kept from joining open hotspots by itself"),
    on(null),
  ),
  network.noticed(
    "wifi-sharing",
    ["policy:wifi_allowinternetsharing"],
    off("sharing the internet connection with other devices [is] blocked"),
    on("sharing the internet connection with other devices [is] allowed"),
  ),
  network.noticed(
    "wifi-by-hand",
    ["policy:wifi_allowmanualwificonfiguration"],
    off("joining other Wi-Fi networks than those set up [is] blocked"),
    on(null),
  ),
  network.noticed("wifi", ["policy:wifi_allowwifi"], off("Wi-Fi [is] off"), on(null)),
  network.noticed(
    "vpn-set-up",
    ["graph:servers", "graph:connectiontype", "csp:vpnv2_*", "apple:vpn.managed_*"],
    any("a VPN [is] set up on the device"),
  ),
  network.noticed(
    "vpn-choice",
    ["policy:connectivity_allowvpnovercellular", "policy:settings_allowvpn", "apple:applicationaccess_allowvpncreation"],
    off("setting up or using a VPN of one's own [is] blocked"),
    on(null),
  ),
  network.noticed(
    "bluetooth",
    ["policy:connectivity_allowbluetooth"],
    is([0], "Bluetooth [is] blocked"),
    is([1, 2], "Bluetooth [is] allowed"),
  ),
  network.noticed("bluetooth", ["graph:bluetoothblocked"], on("Bluetooth [is] blocked"), off("Bluetooth [is] allowed")),
  network.noticed("bluetooth-limits", ["policy:bluetooth_*"], any("what Bluetooth may be used for [is] set by the organisation")),
  network.noticed(
    "one-network",
    ["policy:windowsconnectionmanager_*"],
    any("whether the device joins several networks at once [is] set by the organisation"),
  ),
  network.noticed(
    "airdrop",
    ["apple:applicationaccess_allowairdrop", "graph:airdropblocked"],
    off("AirDrop [is] blocked"),
    on("AirDrop [is] allowed"),
  ),
  network.noticed(
    "wireless-display",
    ["policy:wirelessdisplay_*"],
    any("sending the screen to and from other devices [is] set by the organisation"),
  ),
  network.quiet(
    "name-resolution",
    ["policy:admx_dnsclient_*", "browser:dnsoverhttpsmode*", "browser:dnsinterceptionchecksenabled"],
    any("how names of web addresses are looked up [is] set by the organisation"),
  ),
  network.broad(
    "file-sharing",
    [
      "policy:lanmanworkstation_*",
      "policy:lanmanserver_*",
      "policy:connectivity_hardeneduncpaths*",
      "policy:mssecurityguide_configuresmbv1*",
      "policy:networkprovider_*",
    ],
    any("how shared folders are reached [is] set by the organisation"),
  ),
  network.broad(
    "network-hardening",
    [
      "policy:msslegacy_*",
      "policy:connectivity_*",
      "policy:remoteprocedurecall_*",
      "policy:admx_networkconnections_*",
      "policy:admx_sharing_*",
    ],
    any("network functions that attackers misuse [are] set by the organisation"),
  ),
  network.broad(
    "certificates",
    [
      "graph:trustedrootcertificate",
      "csp:rootcatrustedcertificates_*",
      "apple:security.pkcs1_*",
      "apple:security.scep_*",
      "graph:scepserverurls",
      "csp:clientcertificateinstall_*",
    ],
    any("certificates of the organisation [are] installed"),
  ),

  remote.noticed(
    "remote-desktop",
    ["policy:remotedesktopservices_allowuserstoconnectremotely"],
    off("reaching the device by Remote Desktop [is] blocked"),
    on("reaching the device by Remote Desktop [is] allowed"),
  ),
  remote.noticed(
    "remote-desktop-drives",
    ["policy:remotedesktopservices_donotallowdriveredirection"],
    on("drives of one's own device in Remote Desktop [are] blocked"),
    off(null),
  ),
  remote.noticed(
    "remote-desktop-password",
    ["policy:remotedesktopservices_promptforpassworduponconnection", "policy:remotedesktopservices_donotallowpasswordsaving"],
    on("the password [is] asked for at each Remote Desktop connection"),
    off(null),
  ),
  remote.noticed(
    "remote-desktop-clipboard",
    [
      "policy:remotedesktopservices_limitservertoclientclipboardredirection",
      "policy:remotedesktopservices_limitclienttoserverclipboardredirection",
    ],
    any("copying to and from Remote Desktop [is] set by the organisation"),
  ),
  remote.noticed(
    "remote-assistance",
    ["policy:remoteassistance_*"],
    any("asking somebody for help on one's screen (Remote Assistance) [is] set by the organisation"),
  ),
  remote.broad(
    "remote-desktop-details",
    ["policy:remotedesktopservices_*", "policy:admx_terminalserver_*", "policy:remotedesktop_*"],
    any("details of Remote Desktop [are] set by the organisation"),
  ),
  remote.broad(
    "remote-management",
    ["policy:remotemanagement_*", "policy:remoteshell_*", "policy:credentialsdelegation_*", "policy:admx_credssp_*"],
    any("how the device is managed from afar [is] set by the organisation"),
  ),
];
