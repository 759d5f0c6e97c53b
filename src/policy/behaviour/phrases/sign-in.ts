import { amount, any, is, off, on, rowsOf, type Phrase } from "../phrase.ts";

const { noticed, quiet, broad } = rowsOf("sign-in");
const OPTIONS = "policy:localpoliciessecurityoptions_";
const HELLO = ["csp:passportforwork_{tenantid}_policies_", "csp:passportforwork_policies_"];
const hello = (name: string) => HELLO.map((prefix) => prefix + name);

/** Locking, Windows Hello, smart cards, the sign-in screen and the prompts of User Account Control. */
export const SIGN_IN_PHRASES: readonly Phrase[] = [
  noticed(
    "lock-when-idle",
    [`${OPTIONS}interactivelogon_machineinactivitylimit`, `${OPTIONS}interactivelogon_machineinactivitylimit_v2`],
    amount("the screen [is] locked after {seconds} without use"),
    is([0], "the screen [is] left unlocked, however long nobody uses it"),
  ),
  noticed(
    "lock-when-idle",
    [
      "policy:devicelock_maxinactivitytimedevicelock",
      "graph:passwordminutesofinactivitybeforelock",
      "graph:passcodeminutesofinactivitybeforelock",
      "apple:mobiledevice.passwordpolicy_maxinactivity",
      "passcode_maximuminactivityinminutes",
    ],
    amount("the screen [is] locked after {minutes} without use"),
    is([0], "the password [is] asked for at once when the screen has gone dark"),
  ),
  noticed(
    "screen-off-when-idle",
    ["graph:passcodeminutesofinactivitybeforescreentimeout", "graph:passwordminutesofinactivitybeforescreentimeout"],
    amount("the screen [is] switched off after {minutes} without use"),
    is([0], null),
  ),
  noticed(
    "password-after-lock",
    ["apple:mobiledevice.passwordpolicy_maxgraceperiod"],
    amount("the passcode [is] asked for when the screen was locked for {minutes}"),
    is([0], "the passcode [is] asked for as soon as the screen is locked"),
  ),
  noticed(
    "password-after-sleep",
    [
      "policy:power_requirepasswordwhencomputerwakesonbattery",
      "policy:power_requirepasswordwhencomputerwakespluggedin",
      "graph:passwordrequiredtounlockfromidle",
    ],
    on("the password [is] asked for when the device wakes up"),
    off("the device [is] open without a password when it wakes up"),
  ),
  noticed(
    "standby",
    [
      "policy:power_standbytimeoutpluggedin",
      "policy:power_standbytimeoutonbattery",
      "policy:power_hibernatetimeoutpluggedin",
      "policy:power_hibernatetimeoutonbattery",
    ],
    any(null),
  ),
  noticed(
    "standby",
    ["policy:power_standbytimeoutpluggedin_*", "policy:power_standbytimeoutonbattery_*"],
    amount("the device [is] put to sleep after {seconds} without use"),
    is([0], "the device [is] kept awake when nobody uses it"),
  ),
  noticed(
    "last-user",
    [`${OPTIONS}interactivelogon_donotdisplaylastsignedin`],
    on("the name of whoever signed in last [is] hidden: people type their user name"),
    off("the name of whoever signed in last [is] shown"),
  ),
  noticed(
    "user-name-hidden",
    [
      `${OPTIONS}interactivelogon_donotdisplayusernameatsignin`,
      `${OPTIONS}interactivelogon_displayuserinformationwhenthesessionislocked`,
    ],
    any("what the sign-in screen shows of a person [is] set by the organisation"),
  ),
  noticed(
    "ctrl-alt-del",
    [`${OPTIONS}interactivelogon_donotrequirectrlaltdel`],
    off("Ctrl+Alt+Del [is] asked for before sign-in"),
    on("sign-in [is] possible without Ctrl+Alt+Del"),
  ),
  noticed(
    "sign-in-notice",
    [
      `${OPTIONS}interactivelogon_messagetextforusersattemptingtologon`,
      `${OPTIONS}interactivelogon_messagetitleforusersattemptingtologon`,
      "apple:loginwindow_loginwindowtext",
    ],
    any("a notice [is] shown before sign-in"),
  ),
  noticed(
    "smart-card-removed",
    [`${OPTIONS}interactivelogon_smartcardremovalbehavior`],
    is([0], "nothing [is] done when the smart card is taken out"),
    is([1], "the screen [is] locked when the smart card is taken out"),
    is([2], "people [are] signed out when the smart card is taken out"),
    is([3], "the remote session [is] ended when the smart card is taken out"),
  ),
  noticed(
    "smart-card-asked",
    [`${OPTIONS}interactivelogon_requirewindowshelloforbusinessorsmartcard`, "policy:authentication_allowsmartcard"],
    on("a smart card or Windows Hello [is] asked for at sign-in"),
    off(null),
  ),
  noticed(
    "hello",
    [...hello("usepassportforwork"), "graph:windowshelloforbusinessstate"],
    on("Windows Hello (PIN, fingerprint or face) [is] offered for sign-in"),
    off("Windows Hello [is] not offered for sign-in"),
    any(null),
  ),
  noticed(
    "hello-pin-length",
    [...hello("pincomplexity_minimumpinlength"), "graph:pinminimumlength"],
    amount("a Windows Hello PIN of at least {characters} [is] asked for"),
  ),
  noticed(
    "hello-pin-length-most",
    hello("pincomplexity_maximumpinlength"),
    amount("a Windows Hello PIN of at most {characters} [is] accepted"),
  ),
  noticed(
    "hello-pin-age",
    hello("pincomplexity_expiration"),
    amount("a new Windows Hello PIN [is] asked for after {days}"),
    is([0], null),
  ),
  noticed(
    "hello-pin-history",
    hello("pincomplexity_history"),
    amount("the last {value} Windows Hello PINs [are] refused"),
    is([0], null),
  ),
  noticed(
    "hello-pin-kinds",
    ["digits", "lowercaseletters", "uppercaseletters", "specialcharacters"].flatMap((kind) => hello(`pincomplexity_${kind}`)),
    is([1], "several kinds of characters in the Windows Hello PIN [are] asked for"),
    is([0], "other characters than digits in the Windows Hello PIN [are] allowed"),
    is([2], "other kinds of characters in the Windows Hello PIN [are] refused"),
  ),
  noticed(
    "hello-biometrics",
    ["csp:passportforwork_biometrics_usebiometrics"],
    on("fingerprint and face [are] accepted for sign-in"),
    off("fingerprint and face [are] refused for sign-in"),
  ),
  quiet(
    "hello-anti-spoofing",
    ["csp:passportforwork_biometrics_facialfeaturesuseenhancedantispoofing"],
    on("photographs of a face [are] refused at sign-in"),
    off(null),
  ),
  quiet("hello-chip", hello("requiresecuritydevice"), on("a security chip for Windows Hello [is] needed"), off(null)),
  noticed(
    "hello-reset",
    hello("enablepinrecovery"),
    on("a forgotten PIN can be reset: the way to do it [is] shown at sign-in"),
    off(null),
  ),
  noticed(
    "security-key",
    ["csp:passportforwork_securitykey_usesecuritykeyforsignin", "policy:authentication_allowfidodevicesignon"],
    on("security keys [are] accepted for sign-in"),
    off("security keys [are] refused for sign-in"),
  ),
  noticed(
    "pin-sign-in",
    ["policy:credentialproviders_allowpinlogon"],
    on("a simple PIN [is] accepted for sign-in"),
    off("a simple PIN [is] refused for sign-in"),
  ),
  noticed(
    "picture-password",
    ["policy:credentialproviders_blockpicturepassword"],
    on("a picture as password [is] refused"),
    off(null),
  ),
  noticed(
    "password-reveal",
    ["policy:credentialsui_disablepasswordreveal"],
    on("the button that shows a password [is] hidden"),
    off(null),
  ),
  noticed(
    "administrators-listed",
    ["policy:credentialsui_enumerateadministrators"],
    off("the names of administrators [are] hidden when rights are asked for: people type them"),
    on(null),
  ),
  noticed(
    "sign-in-after-restart",
    ["policy:windowslogon_allowautomaticrestartsignon"],
    off("people [are] not signed in by themselves after an update's restart"),
    on("people [are] signed in by themselves after an update's restart"),
  ),
  noticed(
    "lock-screen-quiet",
    [
      "policy:windowslogon_disablelockscreenappnotifications",
      "policy:devicelock_preventlockscreenslideshow",
      "policy:abovelock_allowtoasts",
    ],
    any("notifications and pictures on the lock screen [are] set by the organisation"),
  ),
  noticed(
    "network-choice-at-sign-in",
    ["policy:windowslogon_dontdisplaynetworkselectionui"],
    on("the choice of a network on the sign-in screen [is] hidden"),
    off(null),
  ),
  noticed(
    "admin-prompt",
    [
      `${OPTIONS}useraccountcontrol_behavioroftheelevationpromptforadministrators`,
      `${OPTIONS}useraccountcontrol_behavioroftheelevationpromptforstandardusers`,
      `${OPTIONS}useraccountcontrol_runalladministratorsinadminapprovalmode`,
      `${OPTIONS}useraccountcontrol_useadminapprovalmode`,
      `${OPTIONS}useraccountcontrol_detectapplicationinstallationsandpromptforelevation`,
      `${OPTIONS}useraccountcontrol_switchtothesecuredesktopwhenpromptingforelevation`,
    ],
    any("what is asked before a program gets administrator's rights [is] set by the organisation"),
  ),
  noticed(
    "guest-account",
    [`${OPTIONS}accounts_enableguestaccountstatus`],
    off("the guest account [is] closed"),
    on("the guest account [is] open"),
  ),
  noticed(
    "guest-account",
    ["apple:mcx_disableguestaccount"],
    on("the guest account [is] closed"),
    off("the guest account [is] open"),
  ),
  quiet(
    "local-administrator",
    [`${OPTIONS}accounts_enableadministratoraccountstatus`],
    off("the built-in administrator account [is] closed"),
    on("the built-in administrator account [is] open"),
  ),
  quiet(
    "blank-passwords",
    [`${OPTIONS}accounts_limitlocalaccountuseofblankpasswordstoconsolelogononly`],
    on("accounts without a password [are] refused over the network"),
    off(null),
  ),
  noticed(
    "microsoft-accounts",
    [
      `${OPTIONS}accounts_blockmicrosoftaccounts`,
      "policy:accounts_allowmicrosoftaccountconnection",
      "policy:admx_msapolicy_microsoftaccount_disableuserauth",
    ],
    any("private Microsoft accounts on the device [are] set by the organisation"),
  ),
  noticed(
    "web-sign-in",
    ["policy:authentication_enablewebsignin", "policy:authentication_enablepasswordlessexperience"],
    on("sign-in without a password, by way of the web or a phone, [is] offered"),
    off(null),
    any(null),
  ),
  noticed(
    "fast-user-switching",
    ["policy:windowslogon_hidefastuserswitching"],
    on("switching to another person without signing out [is] hidden"),
    off(null),
  ),
  noticed(
    "mac-login-window",
    [
      "apple:loginwindow_hideadminusers",
      "apple:loginwindow_showfullname",
      "apple:loginwindow_disableconsoleaccess",
      "apple:loginwindow_adminhostinfo",
      "apple:loginwindow_showotherusers_managed",
      "loginwindow_disableloginitemssuppression",
    ],
    any("what the login window of the Mac shows [is] set by the organisation"),
  ),
  noticed(
    "mac-single-sign-on",
    ["apple:extensiblesso_*"],
    any("single sign-on on the Mac [is] set up: people sign in once with their work account"),
  ),
  noticed(
    "mac-automatic-login",
    ["apple:loginwindow_com.apple.login.mcx.disableautologininclient", "apple:loginwindow_disableautomaticlogin"],
    on("automatic login on the Mac [is] off"),
    off(null),
  ),
  quiet(
    "administrator-password",
    ["csp:laps_policies_*"],
    any("how the local administrator's password is changed and kept [is] set by the organisation"),
  ),
  broad(
    "user-rights",
    ["policy:userrights_*", "csp:policy_config_userrights_*"],
    any("who may do what on the device (user rights) [is] set by the organisation"),
  ),
  broad(
    "local-groups",
    ["policy:localusersandgroups_*", "policy:restrictedgroups_*"],
    any("who belongs to the device's local groups [is] set by the organisation"),
  ),
  broad(
    "security-options",
    [`${OPTIONS}*`],
    any("how the device proves itself and its people on the network [is] set by the organisation (security options)"),
  ),
  broad("kerberos", ["policy:kerberos_*"], any("how sign-ins are proved in the network (Kerberos) [is] set by the organisation")),
];
