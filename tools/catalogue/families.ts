/**
 * Names that Microsoft publishes in its reference of configuration service providers: bare facts, kept by hand
 * because the data sets do not list them. Areas and providers that the sets do list are added by the builder.
 */
export const WINDOWS_PROVIDERS = `
  accountmanagement accounts activesync alljoynmanagement applicationcontrol applocker assignedaccess bitlocker cellularsettings
  certificatestore cleanpc clientcertificateinstall clouddesktop cm cmpolicy cmpolicyenterprise customdeviceui declaredconfiguration
  defender devdetail developersetup devicelock devicemanageability devicepreparation devicestatus deviceupdatecenter devinfo
  diagnosticlog dmacc dmclient dmsessionactions dynamicmanagement email2 enrollmentstatustracking enterpriseapn
  enterpriseappvmanagement enterprisedataprotection enterprisedesktopappmanagement enterprisemodernappmanagement euiccs firewall
  healthattestation languagepackmanagement laps multisim nap napdef networkproxy networkqospolicy nodecache office passportforwork pde
  personaldataencryption personalization policy printerprovisioning provisioning pxlogical reboot remotefind remotewipe reporting
  rootcatrustedcertificates secureassessment securitypolicy sharedpc storage supl surfacehub tenantlockdown tpmpolicy uefi
  unifiedwritefilter universalprint update vpn vpnv2 wifi win32appinventory win32compatibilityappraiser
  windowsadvancedthreatprotection windowsautopilot windowsbackupandrestore windowsdefenderapplicationguard windowslicensing
  wirednetwork
`
  .trim()
  .split(/\s+/);

/** Areas of the Policy provider that came after, or live beside, the build whose table is in the data set. */
export const WINDOWS_POLICY_AREAS = `
  admx_admpwd appdeviceinventory appxpackagemanager clouddesktop cloudpc defaultapps desktopappinstaller deviceupdatecenter eap eventlogging
  federatedauthentication fileshare filesystem humanpresence internetconnectionsharing ism lanmanserver lapslegacy localsecurityauthority
  memorydump mixedreality newsandinterests pde recovery settingssync smb stickers sudo surfacehub tenantdefinedtelemetry
  virtualizationbasedtechnology webthreatdefense windowsai windowshellointegration windowssandbox
`
  .trim()
  .split(/\s+/);

/** First words of ids outside Windows that no data set with a free licence lists. */
export const OTHER_ROOTS = `
  .globalpreferences accessibilitysettings ade android androidenterprise aosp apple com.apple.configuration com.apple.mcx.filevault2
  com.apple.webcontent-filter ddm-latestsoftwareupdate declarative enrollment enterprise globalpreferences ios ipados linux loginwindow
  macos mdm passcode softwareupdate visionos windows
`
  .trim()
  .split(/\s+/);
