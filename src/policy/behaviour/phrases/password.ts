import { amount, any, is, off, on, rowsOf, type Phrase } from "../phrase.ts";

const { noticed, quiet } = rowsOf("password");
const GRAPH_LENGTH = ["graph:passwordminimumlength", "graph:passcodeminimumlength"];

/** Passwords, passcodes and PINs of the device. Values: [W] Policy CSP DeviceLock; [A] mobiledevice.passwordpolicy; Graph's compliance types. */
export const PASSWORD_PHRASES: readonly Phrase[] = [
  noticed(
    "password-asked",
    [
      "graph:passwordrequired",
      "graph:passcoderequired",
      "apple:mobiledevice.passwordpolicy_forcepin",
      "apple:configuration.passcode.settings_requirepasscode",
      "passcode_requirepasscode",
    ],
    on("a password or PIN [is] asked for"),
    off(null),
  ),
  // 0 switches the area on: the CSP counts backwards.
  noticed("password-asked", ["policy:devicelock_devicepasswordenabled"], is([0], "a password or PIN [is] asked for"), any(null)),
  noticed(
    "password-length",
    ["policy:devicelock_mindevicepasswordlength", "linux:passwordpolicy_minimumlength", ...GRAPH_LENGTH],
    amount("a password or PIN of at least {characters} [is] asked for"),
  ),
  noticed(
    "password-length",
    ["apple:mobiledevice.passwordpolicy_minlength", "passcode_minimumlength"],
    amount("a passcode of at least {characters} [is] asked for"),
  ),
  noticed(
    "password-simple",
    [
      "graph:passwordblocksimple",
      "graph:passcodeblocksimple",
      "graph:simplepinblocked",
      "graph:passcodeblocksimplevalue",
      "graph:passwordblocksimplevalue",
    ],
    on("simple passwords such as 1234 or 1111 [are] refused"),
    off(null),
  ),
  noticed(
    "password-simple",
    ["apple:mobiledevice.passwordpolicy_allowsimple", "policy:devicelock_allowsimpledevicepassword"],
    off("simple passwords such as 1234 or 1111 [are] refused"),
    on("simple passwords such as 1234 or 1111 [are] accepted"),
  ),
  noticed(
    "password-kind",
    ["apple:mobiledevice.passwordpolicy_requirealphanumeric", "passcode_requirealphanumericpasscode"],
    on("letters and digits in the passcode [are] asked for"),
    off(null),
  ),
  noticed(
    "password-kind",
    ["graph:passwordrequiredtype", "graph:passcoderequiredtype"],
    is(["numeric"], "digits for the password or PIN [are] asked for"),
    is(["numericComplex"], "digits that neither repeat nor run in order [are] asked for in the PIN"),
    is(["alphabetic"], "letters in the password [are] asked for"),
    is(["alphanumeric"], "letters and digits in the password [are] asked for"),
    is(["alphanumericWithSymbols"], "letters, digits and signs in the password [are] asked for"),
    is(["lowSecurityBiometric"], "a fingerprint, a face or a PIN [is] asked for"),
    is(["any", "required", "deviceDefault"], "any kind of password [is] accepted"),
    any(null),
  ),
  noticed(
    "password-kind",
    ["policy:devicelock_alphanumericdevicepasswordrequired"],
    is([0], "letters and digits in the password [are] asked for"),
    is([1], "digits for the PIN [are] asked for"),
    is([2], "any kind of password [is] accepted"),
  ),
  noticed(
    "password-kinds-of-characters",
    [
      "policy:devicelock_mindevicepasswordcomplexcharacters",
      "graph:passwordminimumcharactersetcount",
      "graph:passcodeminimumcharactersetcount",
    ],
    amount("at least {value} kinds of characters in the password [are] asked for"),
  ),
  noticed(
    "password-symbols",
    [
      "apple:mobiledevice.passwordpolicy_mincomplexchars",
      "graph:passwordminimumsymbolcharacters",
      "linux:passwordpolicy_minimumsymbols",
      "passcode_minimumcomplexcharacters",
    ],
    amount("signs in the password (at least {value}) [are] asked for"),
  ),
  noticed(
    "password-digits",
    ["graph:passwordminimumnumericcharacters", "linux:passwordpolicy_minimumdigits"],
    amount("digits in the password (at least {value}) [are] asked for"),
  ),
  noticed(
    "password-letters",
    ["graph:passwordminimumlettercharacters", "graph:passwordminimumnonlettercharacters"],
    amount("letters and other characters in the password (at least {value} of a kind) [are] asked for"),
  ),
  noticed(
    "password-case",
    [
      "graph:passwordminimumlowercasecharacters",
      "graph:passwordminimumuppercasecharacters",
      "linux:passwordpolicy_minimumlowercase",
      "linux:passwordpolicy_minimumuppercase",
    ],
    amount("small and capital letters in the password [are] asked for"),
  ),
  noticed(
    "password-age",
    [
      "policy:devicelock_devicepasswordexpiration",
      "graph:passwordexpirationdays",
      "graph:passcodeexpirationdays",
      "apple:mobiledevice.passwordpolicy_maxpinageindays",
    ],
    amount("a new password [is] asked for after {days}"),
    is([0], "passwords [are] kept without an end"),
  ),
  noticed(
    "password-history",
    [
      "policy:devicelock_devicepasswordhistory",
      "graph:passwordpreviouspasswordblockcount",
      "graph:passcodepreviouspasscodeblockcount",
      "graph:passwordpreviouspasswordcounttoblock",
      "apple:mobiledevice.passwordpolicy_pinhistory",
    ],
    amount("the last {value} passwords [are] refused when a new one is chosen"),
  ),
  noticed(
    "password-attempts",
    [
      "policy:devicelock_maxdevicepasswordfailedattempts",
      "apple:mobiledevice.passwordpolicy_maxfailedattempts",
      "graph:passwordsigninfailurecountbeforefactoryreset",
      "graph:passcodesigninfailurecountbeforewipe",
    ],
    amount("the device [is] locked or erased after {value} wrong passwords"),
  ),
  quiet("password-minimum-age", ["policy:devicelock_minimumpasswordage"], amount("a password [is] kept for at least {days}")),
  noticed(
    "password-complex",
    ["policy:devicelock_passwordcomplexity"],
    on("a password of several kinds of characters [is] asked for"),
    off(null),
  ),
];
