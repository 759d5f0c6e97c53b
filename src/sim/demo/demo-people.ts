import type { TokenAnswer } from "../../http/contract/tokens.ts";
import type { Role } from "../../http/contract/words.ts";
import { createDemoApi, type DemoApi } from "./demo-api.ts";

/** Who plays in the demo. `form` is the intranet's help form, which speaks for whoever fills it in. */
const CAST = {
  author: { person: "amira.author", role: "author" },
  approver: { person: "pavel.approver", role: "approver" },
  operator: { person: "olga.operator", role: "operator" },
  helpDesk: { person: "hanna.helpdesk", role: "help-desk" },
  form: { person: "intranet.form", role: "viewer" },
} as const satisfies Readonly<Record<string, Readonly<{ person: string; role: Role }>>>;

export type DemoRole = keyof typeof CAST;
export type DemoPeople = Readonly<Record<DemoRole, DemoApi>>;
export type DemoTokens = Readonly<Record<DemoRole, string>>;

/** A token each; they speak to the server as anybody else does. */
export async function hirePeople(
  origin: string,
  adminToken: string,
): Promise<Readonly<{ people: DemoPeople; tokens: DemoTokens }>> {
  const admin = createDemoApi(origin, adminToken);
  const tokens: Partial<Record<DemoRole, string>> = {};
  for (const [name, { person, role }] of Object.entries(CAST)) {
    const body = { person, role, label: "demo", lifetimeDays: null };
    tokens[name as DemoRole] = (await admin.post<TokenAnswer>("/api/v1/tokens", body)).token;
  }
  const all = tokens as DemoTokens;
  const people = Object.fromEntries(Object.entries(all).map(([name, token]) => [name, createDemoApi(origin, token)]));
  return { people: people as DemoPeople, tokens: all };
}
