import type { Role } from "../../http/contract/words.ts";

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  viewer: "Viewer",
  "help-desk": "Help desk",
  author: "Author",
  approver: "Approver",
  operator: "Operator",
  admin: "Administrator",
};

export function rolesText(roles: readonly string[]): string {
  return roles.map((role) => (role in ROLE_WORDS ? ROLE_WORDS[role as Role] : role)).join(", ");
}
