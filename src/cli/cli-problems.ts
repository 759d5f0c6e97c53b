import { EXIT } from "./exit-codes.ts";

/** Errors that only the terminal door knows; docs/errors.md lists them beside app/problems/registry.ts. */
export const CLI_PROBLEMS = {
  "arguments-invalid": entry(
    EXIT.other,
    "The command cannot be understood",
    "`--help` after any command shows its arguments and an example.",
  ),
  "server-unreachable": entry(
    EXIT.other,
    "The server does not answer",
    "Check the address and whether `tidegate serve` runs there.",
  ),
  "token-file-unreadable": entry(
    EXIT.other,
    "The token file cannot be read",
    "Name a readable file that holds the token alone: `--token-file F`.",
  ),
  "data-directory-unusable": entry(
    EXIT.other,
    "The data directory cannot be used",
    "Name another one with `--data DIR`, or stop the process that holds it.",
  ),
  "server-not-started": entry(EXIT.other, "The server could not start", "Correct what the message names and start again."),
  "mail-config-invalid": entry(
    EXIT.other,
    "The mail configuration cannot be used",
    "Correct what the issues name; docs/guide/people.md shows one.",
  ),
  "answer-unreadable": entry(
    EXIT.other,
    "The answer is not one of Tidegate's",
    "Check that `--server` names a Tidegate server of this version and not something in between.",
  ),
  "folder-unreadable": entry(
    EXIT.importRefused,
    "The folder cannot be read whole",
    "Nothing was sent. Correct what the issues name.",
  ),
  "file-unreadable": entry(EXIT.importRefused, "The file cannot be read", "Check the path and the right to read it."),
  "file-exists": entry(EXIT.other, "The file exists already", "Name a new file: a secret never overwrites what is there."),
  "confirmation-missing": entry(
    EXIT.refused,
    "This needs a confirmation",
    "Type the name when asked, or give `--yes` where nobody can be asked.",
  ),
  "timed-out": entry(
    EXIT.other,
    "It did not come about in time",
    "It goes on by itself; look with `tidegate rollout get`, or wait longer with `--timeout-s N`.",
  ),
  "server-stopped": entry(EXIT.other, "The server stopped", "Its last words say why; start it again with `tidegate serve`."),
} as const satisfies Record<string, CliProblemEntry>;

export type CliProblemCode = keyof typeof CLI_PROBLEMS;
export type CliProblemEntry = Readonly<{ exitCode: number; title: string; help: string }>;

function entry(exitCode: number, title: string, help: string): CliProblemEntry {
  return { exitCode, title, help };
}
