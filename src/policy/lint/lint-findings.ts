/**
 * Everything that the linter can say of a policy. An error keeps a draft from being planned; a warning is for people to judge.
 * Part of the one registry of codes (docs/errors.md). `severity` is the usual one: what only a catalogue denies that does not list
 * everything is a warning.
 */
export const LINT_FINDINGS = {
  "setting-unknown": {
    severity: "error",
    title: "no such setting exists",
    help: "check the definition id for a slip; a setting that is newer than the catalogue needs a newer catalogue",
  },
  "setting-option-unknown": {
    severity: "error",
    title: "the setting has no such option",
    help: "choose one of the setting's options",
  },
  "setting-out-of-range": {
    severity: "error",
    title: "a number is outside the range that the setting allows",
    help: "choose a number inside the range",
  },
  "setting-length": {
    severity: "error",
    title: "a text is shorter or longer than the setting allows",
    help: "shorten or lengthen the text",
  },
  "setting-duplicate": {
    severity: "error",
    title: "a policy sets the same setting twice",
    help: "remove one of the two",
  },
  "setting-kind-mismatch": {
    severity: "warning",
    title: "a setting's value has another form than its definition",
    help: "check the setting: the definition may have changed since it was written",
  },
  "setting-dependency-missing": {
    severity: "warning",
    title: "a setting has an effect only together with another one, which the policy does not set so",
    help: "set the other one as well, or make sure that another policy does on every device",
  },
  "setting-platform-mismatch": {
    severity: "warning",
    title: "a setting exists on none of the policy's platforms",
    help: "take the setting out, or correct the policy's platforms",
  },
  "setting-superseded": {
    severity: "warning",
    title: "newer versions of the system have another setting in this one's place",
    help: "set the successor too, as long as older versions are about",
  },
  "policy-scope-mixed": {
    severity: "warning",
    title: "a policy sets values of the device and values of its users",
    help: "make two policies of it: assigned to devices, values of users reach whoever signs in there",
  },
  "policy-empty": {
    severity: "warning",
    title: "a policy sets nothing",
    help: "add a setting, or retire the policy",
  },
  "policy-effect-unknown": {
    severity: "warning",
    title: "what a policy does cannot be read",
    help: "nothing can be planned of it; docs/guide/import.md says what is read and why the rest is not",
  },
  "policy-platform-missing": {
    severity: "warning",
    title: "a policy is for no platform",
    help: "name the platforms: without one it reaches no device",
  },
  "policy-name-unclear": {
    severity: "warning",
    title: "a policy's name does not say what it is for",
    help: "name platform and purpose, for example `Windows - Firewall`",
  },
  "assignment-contradiction": {
    severity: "warning",
    title: "a policy includes and excludes the same devices or users",
    help: "take one of the two lines out: the exclusion wins",
  },
} as const satisfies Record<string, Readonly<{ severity: "error" | "warning"; title: string; help: string }>>;

export type LintCode = keyof typeof LINT_FINDINGS;
