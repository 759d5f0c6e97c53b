/**
 * Names kept by hand because the data sets do not list them: bare facts from Microsoft's public reference of Windows
 * configuration service providers (2025-06) and from the MIT-licensed change log of Intune's definitions. What the
 * sets do list is added by the builder. A name goes in only with such a source; an export under the GPL is none.
 */
export const WINDOWS_PROVIDERS = `
  accountmanagement accounts activesync alljoynmanagement applicationcontrol applocker assignedaccess bitlocker cellularsettings
  certificatestore cleanpc clientcertificateinstall clouddesktop cm cmpolicy cmpolicyenterprise customdeviceui declaredconfiguration
  defender devdetail developersetup deviceinstanceservice devicelock devicemanageability devicepreparation devicestatus
  deviceupdatecenter devinfo diagnosticlog dmacc dmclient dmsessionactions dynamicmanagement email2 enrollmentstatustracking
  enterpriseapn enterpriseappmanagement enterpriseappvmanagement enterprisedataprotection enterprisedesktopappmanagement
  enterprisemodernappmanagement euiccs firewall healthattestation languagepackmanagement laps messaging multisim nap napdef
  networkproxy networkqospolicy nodecache office passportforwork pde personalization policy policymanager printerprovisioning
  provisioning proxy pxlogical reboot remotefind remoteremediation remotering remotewipe reporting rootcatrustedcertificates
  secureassessment securitypolicy sharedpc storage supl surfacehub tenantlockdown tpmpolicy uefi unifiedwritefilter update vpn vpnv2
  wifi win32appinventory win32compatibilityappraiser windowsadvancedthreatprotection windowsautopilot windowsbackupandrestore
  windowsdefenderapplicationguard windowslicensing wirednetwork wirelessnetworkpreference
`
  .trim()
  .split(/\s+/);

/** Areas of the Policy provider that are newer than the build whose table is in the data set. */
export const WINDOWS_POLICY_AREAS = `
  admx_appxpackagemanager admx_disknvcache admx_diskquota admx_eventlogging admx_mss-legacy admx_pushtoinstall admx_qos admx_radar
  admx_sam admx_soundrec admx_srmfci admx_tabletpcinputpanel admx_windowscolorsystem appdeviceinventory clouddesktop
  desktopappinstaller eap federatedauthentication filesystem humanpresence lanmanserver localsecurityauthority memorydump mixedreality
  newsandinterests settingssync speakforme stickers sudo tenantdefinedtelemetry virtualizationbasedtechnology webthreatdefense
  windowsai windowssandbox
`
  .trim()
  .split(/\s+/);

/** First words of ids outside Windows: Apple's preferences and declarations, and enrolment. */
export const OTHER_ROOTS = `
  .globalpreferences accessibilitysettings ade app ddm-latestsoftwareupdate enforcement enrollment
`
  .trim()
  .split(/\s+/);
