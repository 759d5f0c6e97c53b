import { z } from "zod";
import { SOURCE_PROBLEMS } from "../../src/app/ports/source-problem-codes.ts";
import type { ParsedMasters } from "../../src/app/ports/master-reader.ts";
import type { ParsedEstate, ParsedPolicies, SourceFile, SourceProblem } from "../../src/app/ports/source-files.ts";
import { PLATFORMS } from "../../src/estate/platform.ts";
import { estateImportAnswer, policyImportAnswer } from "../../src/http/contract/imports.ts";
import { canonicalJson, type Json } from "../../src/kit/canonical-json.ts";
import { POLICY_KINDS, versionHash, type PolicyContent } from "../../src/policy/policy.ts";
import { nodeValues } from "../../src/policy/setting.ts";

/** An answer is for a person and for a database: both end somewhere. */
const ANSWER_CHARACTERS_MAX = 4 * 1024 * 1024;
/** A primary key of PostgreSQL takes no more, UTF-8 counted. */
const KEY_BYTES_MAX = 2_600;

/** What is wrong with an answer about policies, in words; empty: it may leave the house. */
export function judgePolicies(read: ParsedPolicies, files: readonly SourceFile[]): readonly string[] {
  const { policies, ...counts } = read;
  const answer = { ...counts, policies: policies.length, written: null };
  const saysSomething = policies.length + read.problems.length + read.references.length > 0;
  return [
    ...(saysSomething ? [] : ["nothing came back"]),
    ...judgeAnswer(policyImportAnswer, answer),
    ...judgeProblems(read.problems, files),
    ...policies.flatMap(({ content, externalId, assignments }) => [
      ...judgeContent(content),
      ...judgeText("the assignments", canonicalJson(assignments as Json)),
      ...judgeKey("the id", externalId),
      ...assignments.flatMap(({ target }) => (target.kind === "group" ? judgeKey("a group's id", target.groupId) : [])),
    ]),
    ...judgeText("the references", canonicalJson(read.references)),
    ...(({} as Record<string, unknown>)["polluted"] === undefined ? [] : ["the prototype of all objects was changed"]),
  ];
}

export function judgeEstate(read: ParsedEstate, files: readonly SourceFile[]): readonly string[] {
  const { devices, users, groups, sites } = read.parts;
  const count = { devices: devices.length, users: users.length, groups: groups.length, sites: sites.length };
  return [
    ...judgeAnswer(estateImportAnswer, { files: read.files, ...count, problems: read.problems, written: null }),
    ...judgeProblems(read.problems, files),
    ...judgeText("the estate", canonicalJson(read.parts)),
    ...[...devices, ...users, ...groups, ...sites].flatMap(({ id }) => judgeKey("an id", id)),
  ];
}

export function judgeMasters({ masters, problems }: ParsedMasters, files: readonly SourceFile[]): readonly string[] {
  const text = canonicalJson(masters);
  return [
    ...(masters.length + problems.length > 0 ? [] : ["nothing came back"]),
    ...judgeProblems(problems, files),
    ...judgeText("the masters", text),
    ...(text.length > ANSWER_CHARACTERS_MAX ? [`masters of ${text.length} characters`] : []),
    ...masters.flatMap(({ group, name }) => [...judgeKey("a group", group), ...judgeKey("a name", name)]),
  ];
}

function judgeAnswer(schema: z.ZodType, answer: unknown): readonly string[] {
  const text = JSON.stringify(answer);
  const parsed = schema.safeParse(JSON.parse(text));
  return [
    ...(parsed.success ? [] : [`the answer does not fit its schema: ${z.prettifyError(parsed.error).slice(0, 300)}`]),
    ...(text.length > ANSWER_CHARACTERS_MAX ? [`an answer of ${text.length} characters`] : []),
  ];
}

const POINTER = /^(?:\/(?:[^~]|~[01])*)*$/su;
const PLACE = /^line \d+(?:, column .+)?$/su;
/** A control character in a message could move a terminal's cursor; `quoted` has to have taken it out. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

function judgeProblems(problems: readonly SourceProblem[], files: readonly SourceFile[]): readonly string[] {
  const paths = files.map(({ path }) => path);
  const isOf = (file: string) =>
    paths.some((path) => file === path || file.startsWith(`${path}/`)) || /^(?:sites|users|groups|devices)\.csv$/.test(file);
  return problems.flatMap((problem) => {
    const { code, file, pointer, message, help } = problem;
    const faults: string[] = [];
    if (!Object.hasOwn(SOURCE_PROBLEMS, code)) faults.push("has an unknown code");
    if (!isOf(file)) faults.push(`names the file ${JSON.stringify(file)}`);
    if (pointer !== "" && !POINTER.test(pointer) && !PLACE.test(pointer))
      faults.push(`has the place ${JSON.stringify(pointer.slice(0, 80))}`);
    if (message === "" || help === "") faults.push("has no words");
    if (UNPRINTABLE.test(message)) faults.push(`has the message ${JSON.stringify(message.slice(0, 200))}`);
    if (message.length > 1_000) faults.push(`has a message of ${message.length} characters`);
    return faults.map((fault) => `a problem ${code} ${fault}`);
  });
}

function judgeContent(content: PolicyContent): readonly string[] {
  const parsed = contentShape.safeParse(content);
  const text = canonicalJson(content);
  const nodes = nodeValues(content.settings);
  return [
    ...(parsed.success ? [] : [`a policy does not fit its schema: ${z.prettifyError(parsed.error).slice(0, 300)}`]),
    ...judgeText("a policy", text),
    ...(versionHash(content) === versionHash(JSON.parse(text) as PolicyContent)
      ? []
      : ["a policy has another hash once it was stored"]),
    ...(nodes.some(({ node }) => node === "") ? ["a setting without a node"] : []),
  ];
}

/** What PostgreSQL does not take. */
function judgeText(what: string, text: string): readonly string[] {
  return /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i.test(text) || !text.isWellFormed() || text.includes("\u0000")
    ? [`${what} cannot be stored`]
    : [];
}

function judgeKey(what: string, key: string | null): readonly string[] {
  const isKey = key === null || (key !== "" && Buffer.byteLength(key) <= KEY_BYTES_MAX);
  return isKey ? [] : [`${what} is no key: ${key?.length ?? 0} characters`];
}

const setting: z.ZodType = z.lazy(() => z.strictObject({ definitionId: z.string().min(1), value }));
const children = z.array(setting);
const simple = z.union([z.string(), z.number(), z.strictObject({ secret: z.literal(true), state: z.string() })]);
const choice = z.strictObject({ option: z.string(), children });
const value = z.discriminatedUnion("kind", [
  choice.extend({ kind: z.literal("choice") }),
  z.strictObject({ kind: z.literal("choices"), choices: z.array(choice) }),
  z.strictObject({ kind: z.literal("simple"), value: simple }),
  z.strictObject({ kind: z.literal("simples"), values: z.array(simple) }),
  z.strictObject({ kind: z.literal("group"), children }),
  z.strictObject({ kind: z.literal("groups"), instances: z.array(children) }),
  z.strictObject({ kind: z.literal("property"), value: z.unknown() }),
]);
const editions = z.strictObject({ mode: z.enum(["include", "exclude"]), names: z.array(z.string()) });
const contentShape = z.strictObject({
  name: z.string().min(1).max(1_000),
  kind: z.enum(POLICY_KINDS),
  platforms: z.array(z.enum(PLATFORMS)),
  sourceType: z.string().max(1_000),
  settings: children,
  raw: z.unknown(),
  applicabilityRule: z
    .strictObject({ editions: editions.nullable(), versionMin: z.string().nullable(), versionMax: z.string().nullable() })
    .optional(),
  channel: z.enum(["device", "user"]).optional(),
  templateFamily: z.string().optional(),
  noncomplianceActions: z
    .array(z.strictObject({ action: z.string(), graceHours: z.number(), notificationTemplateId: z.string().nullable() }))
    .optional(),
});
