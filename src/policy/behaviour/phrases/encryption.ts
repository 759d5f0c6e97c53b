import { any, is, off, on, rowsOf, type Phrase } from "../phrase.ts";

const { noticed, quiet, broad } = rowsOf("encryption");
const METHODS = "csp:bitlocker_encryptionmethodbydrivetype_";
const STARTUP = "csp:bitlocker_systemdrivesrequirestartupauthentication";

/** Encryption of drives and files. Values: [W] BitLocker CSP; [A] MCX FileVault. */
export const ENCRYPTION_PHRASES: readonly Phrase[] = [
  noticed(
    "drive-encrypted",
    [
      "csp:bitlocker_requiredeviceencryption",
      "graph:bitlockerenabled",
      "graph:storagerequireencryption",
      "graph:storagerequiredeviceencryption",
      "graph:bitlockerencryptdevice",
      "linux:deviceencryption_required",
      "policy:security_requiredeviceencryption",
    ],
    on("the drive [is] encrypted"),
    off(null),
  ),
  noticed(
    "drive-encrypted",
    ["apple:mcx.filevault2_enable"],
    is([0, "0", "on", "On"], "the Mac's disk [is] encrypted (FileVault)"),
    any("the Mac's disk encryption (FileVault) [is] off"),
  ),
  noticed(
    "filevault-set-up",
    [
      "apple:mcx.filevault2_defer",
      "apple:mcx.filevault2_deferforceatuserloginmaxbypassattempts",
      "apple:mcx.filevault2_forceenableinsetupassistant",
    ],
    any("people [are] asked to switch on the Mac's disk encryption when they sign in"),
  ),
  quiet(
    "filevault-kept-on",
    ["apple:mcx_dontallowfdedisable"],
    on("switching off the Mac's disk encryption [is] blocked"),
    off(null),
  ),
  quiet(
    "recovery-key",
    [
      "apple:mcx.filevault2_*",
      "apple:security.fderecoverykeyescrow_*",
      "csp:bitlocker_configurerecoverypasswordrotation",
      "csp:bitlocker_systemdrivesrecoveryoptions*",
      "csp:bitlocker_fixeddrivesrecoveryoptions*",
    ],
    any("how the drive's recovery key is kept [is] set by the organisation"),
  ),
  noticed(
    "encryption-warning",
    ["csp:bitlocker_allowwarningforotherdiskencryption"],
    off("encryption [is] started without asking"),
    on("a question about other encryption software [is] shown before encryption starts"),
  ),
  quiet(
    "encryption-without-administrator",
    ["csp:bitlocker_allowstandarduserencryption"],
    on("encryption [is] started also where nobody is an administrator"),
    off(null),
  ),
  quiet("encryption-method", ["csp:bitlocker_encryptionmethodbydrivetype"], any(null)),
  quiet(
    "encryption-method",
    [`${METHODS}encryptionmethodwithxtsosdropdown_name`],
    is([3], "new encryption of the system drive [is] done with AES-CBC 128"),
    is([4], "new encryption of the system drive [is] done with AES-CBC 256"),
    is([6], "new encryption of the system drive [is] done with XTS-AES 128"),
    is([7], "new encryption of the system drive [is] done with XTS-AES 256"),
  ),
  quiet(
    "encryption-method-other-drives",
    [`${METHODS}encryptionmethodwithxtsfdvdropdown_name`, `${METHODS}encryptionmethodwithxtsrdvdropdown_name`],
    is([3, 6], "new encryption of other drives [is] done with 128 bits"),
    is([4, 7], "new encryption of other drives [is] done with 256 bits"),
  ),
  noticed(
    "encryption-type",
    ["csp:bitlocker_systemdrivesencryptiontype_*", "csp:bitlocker_fixeddrivesencryptiontype_*"],
    is([1], "the whole drive [is] encrypted, which takes longer than its used part"),
    is([2], "only the used part of the drive [is] encrypted"),
    any(null),
  ),
  quiet("encryption-type", ["csp:bitlocker_systemdrivesencryptiontype", "csp:bitlocker_fixeddrivesencryptiontype"], any(null)),
  noticed(
    "startup-pin",
    [`${STARTUP}_configurepinusagedropdown_name`, `${STARTUP}_configuretpmpinkeyusagedropdown_name`],
    is([1], "a PIN [is] asked for before Windows starts"),
    is([0, 2], null),
  ),
  quiet("startup-authentication", [`${STARTUP}*`], any("what unlocks the drive at start [is] set by the organisation")),
  noticed(
    "startup-pin-length",
    ["csp:bitlocker_systemdrivesminimumpinlength_*"],
    any("a start-up PIN of at least {characters} [is] asked for"),
  ),
  quiet("startup-pin-length", ["csp:bitlocker_systemdrivesminimumpinlength"], any(null)),
  noticed(
    "removable-encrypted",
    ["csp:bitlocker_removabledrivesrequireencryption"],
    on("writing to USB sticks that are not encrypted [is] blocked"),
    off("writing to USB sticks that are not encrypted [is] allowed"),
  ),
  noticed(
    "removable-encrypted-elsewhere",
    ["csp:bitlocker_removabledrivesrequireencryption_rdvcrossorg"],
    on("writing to USB sticks that another organisation encrypted [is] blocked"),
    off("writing to USB sticks that another organisation encrypted [is] allowed"),
  ),
  noticed(
    "fixed-encrypted",
    ["csp:bitlocker_fixeddrivesrequireencryption"],
    on("writing to built-in drives that are not encrypted [is] blocked"),
    off("writing to built-in drives that are not encrypted [is] allowed"),
  ),
  noticed(
    "personal-files-encrypted",
    ["csp:pde_*"],
    on("a person's own files [are] encrypted, and open only after sign-in with Windows Hello"),
    any(null),
  ),
  broad("encryption-details", ["csp:bitlocker_*"], any("details of drive encryption [are] set by the organisation")),
];
