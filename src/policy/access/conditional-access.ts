import type { Json } from "../../kit/canonical-json.ts";
import type { PolicyId } from "../../kit/ids.ts";
import { PLATFORMS, type Platform } from "../../estate/platform.ts";
import type { Policy } from "../policy.ts";

/** Users, groups and directory roles that a policy names, by their ids; `all`: everybody. */
export type Subjects = Readonly<{
  all: boolean;
  userIds: readonly string[];
  groupIds: readonly string[];
  roleIds: readonly string[];
}>;

/** `report-only`: judged and recorded, nobody is kept out. */
export type AccessState = "enabled" | "report-only" | "disabled";

/** A Conditional Access policy as far as a device's compliance matters to it. Source: Graph's conditionalAccessPolicy. */
export type ConditionalAccess = Readonly<{
  policyId: PolicyId;
  name: string;
  state: AccessState;
  include: Subjects;
  exclude: Subjects;
  /** `All`, `Office365`, or ids of applications. */
  apps: Readonly<{ include: readonly string[]; exclude: readonly string[] }>;
  /** Null: on every platform. */
  platforms: readonly Platform[] | null;
  /** What else has to be so for the policy to apply, which nothing here can tell: `locations`, `sign-in risk`, ... */
  narrowedBy: readonly string[];
  /** `all`: every control is needed; `one`: any of them opens the door. */
  needs: "all" | "one";
  /** Graph's words: `compliantDevice`, `domainJoinedDevice`, `mfa`, ... */
  controls: readonly string[];
}>;

const STATES: ReadonlyMap<string, AccessState> = new Map([
  ["enabled", "enabled"],
  ["enabledForReportingButNotEnforced", "report-only"],
]);
const COMPLIANT_DEVICE = "compliantDevice";

/** Policies that ask for a compliant device and are not off, in the order of their ids. */
export function accessPoliciesOf(policies: readonly Policy[]): readonly ConditionalAccess[] {
  return policies
    .filter(({ live }) => live.content.kind === "conditional-access")
    .map((policy) => readConditionalAccess(policy.id, policy.live.content.name, policy.live.content.raw))
    .filter(({ state, controls }) => state !== "disabled" && controls.includes(COMPLIANT_DEVICE));
}

/** Reads Graph's JSON; what is missing or has another form is read as "nothing named", and an unknown state as off. */
export function readConditionalAccess(policyId: PolicyId, name: string, raw: Json): ConditionalAccess {
  const policy = objectOf(raw);
  const conditions = objectOf(policy["conditions"]);
  const users = objectOf(conditions["users"]);
  const apps = objectOf(conditions["applications"]);
  const grant = objectOf(policy["grantControls"]);
  return {
    policyId,
    name,
    state: STATES.get(textOf(policy["state"])) ?? "disabled",
    include: subjectsOf(users, "include"),
    exclude: subjectsOf(users, "exclude"),
    apps: { include: textsOf(apps["includeApplications"]), exclude: textsOf(apps["excludeApplications"]) },
    platforms: platformsOf(objectOf(conditions["platforms"])),
    narrowedBy: narrowings(conditions),
    needs: textOf(grant["operator"]) === "AND" ? "all" : "one",
    controls: controlsOf(grant),
  };
}

function subjectsOf(users: JsonObject, side: "include" | "exclude"): Subjects {
  const named = textsOf(users[`${side}Users`]);
  return {
    all: named.includes("All"),
    userIds: named.filter((id) => id !== "All" && id !== "None"),
    groupIds: textsOf(users[`${side}Groups`]),
    roleIds: textsOf(users[`${side}Roles`]),
  };
}

/** A strength, terms of use and custom factors are controls beside the built-in ones. */
function controlsOf(grant: JsonObject): readonly string[] {
  const strength = typeof grant["authenticationStrength"] === "object" && grant["authenticationStrength"] !== null;
  return [
    ...textsOf(grant["builtInControls"]),
    ...(strength ? ["authenticationStrength"] : []),
    ...textsOf(grant["termsOfUse"]).map(() => "termsOfUse"),
    ...textsOf(grant["customAuthenticationFactors"]),
  ];
}

const PLATFORM_WORDS = new Map<string, readonly Platform[]>([
  ["all", PLATFORMS],
  ["android", ["android"]],
  ["iOS", ["iOS", "iPadOS"]],
  ["windows", ["windows"]],
  ["macOS", ["macOS"]],
  ["linux", ["linux"]],
]);

function platformsOf(platforms: JsonObject): readonly Platform[] | null {
  const words = (key: string) => textsOf(platforms[key]).flatMap((word) => PLATFORM_WORDS.get(word) ?? []);
  if (textsOf(platforms["includePlatforms"]).length === 0) return null;
  const excluded = new Set(words("excludePlatforms"));
  return words("includePlatforms").filter((platform) => !excluded.has(platform));
}

/** Client apps: the two words that together mean every modern way of signing in narrow nothing. */
function narrowings(conditions: JsonObject): readonly string[] {
  const clients = textsOf(conditions["clientAppTypes"]);
  const everyClient =
    clients.length === 0 ||
    clients.includes("all") ||
    (clients.includes("browser") && clients.includes("mobileAppsAndDesktopClients"));
  const locations = objectOf(conditions["locations"]);
  const isEverywhere =
    textsOf(locations["includeLocations"]).every((word) => word === "All") && textsOf(locations["excludeLocations"]).length === 0;
  return [
    ...(everyClient ? [] : [`client apps (${clients.join(", ")})`]),
    ...(isEverywhere ? [] : ["locations"]),
    ...(textsOf(conditions["signInRiskLevels"]).length > 0 ? ["sign-in risk"] : []),
    ...(textsOf(conditions["userRiskLevels"]).length > 0 ? ["user risk"] : []),
    ...(Object.keys(objectOf(objectOf(conditions["devices"])["deviceFilter"])).length > 0 ? ["a filter of devices"] : []),
  ];
}

type JsonObject = Readonly<{ [key: string]: Json }>;

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function textsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter((one): one is string => typeof one === "string") : [];
}
