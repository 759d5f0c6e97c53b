import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import type { AgentState } from "../../src/agent/agent-state.ts";
import { signCompact } from "../../src/agent/compact-jws.ts";
import { deviceKeyOf, type DeviceKey } from "../../src/agent/device-key.ts";
import type { DeviceAgent } from "../../src/agent/device-agent.ts";
import type { TestMachine } from "../../src/agent/testing/test-device.ts";
import type { PlanAnswer } from "../../src/http/contract/plans.ts";
import type { ProblemBody } from "../../src/http/contract/problem-body.ts";
import { DAY_MS, SECOND_MS } from "../../src/kit/instant.ts";
import { DEVICE_PATHS, type DeviceReport } from "../../src/policy/bundle/protocol.ts";
import { DEMO_SHAPE } from "../../src/sim/demo/demo-shape.ts";
import { quoteName } from "../../src/store/database/sql-session.ts";
import {
  asUpload,
  importOrganisation,
  SMALL_ORGANISATION,
  testHttp,
  type OpenHttp,
  type TestAnswer,
} from "../helpers/test-http.ts";

const open = testHttp(afterEach);
const { good } = SMALL_ORGANISATION.stories;
const DOCUMENTED = readFileSync(fileURLToPath(new URL("../../docs/errors.md", import.meta.url)), "utf8");

/** Everything that the database holds, but for when devices were last heard of. */
async function contentOf({ product }: OpenHttp): Promise<Readonly<Record<string, string>>> {
  return product.database.session(async (session) => {
    const tables = await session.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'estate_seen' order by 1",
    );
    const content: Record<string, string> = {};
    for (const { name } of tables) {
      const [row] = await session.query<{ text: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as text from ${quoteName(name)} as t`,
      );
      content[name] = row?.text ?? "";
    }
    return content;
  });
}

type Expected = Readonly<{ status: number; code: string; issue?: string }>;

/** Refused with a documented code, and the world is as it was. */
async function refuses(http: OpenHttp, send: () => Promise<TestAnswer>, { status, code, issue }: Expected): Promise<ProblemBody> {
  const before = await contentOf(http);
  const answer = await send();
  expect([answer.status, (answer.json as ProblemBody | null)?.code], answer.text.slice(0, 600)).toEqual([status, code]);
  const problem = answer.json as ProblemBody;
  expect(problem.detail.length + problem.help.length).toBeGreaterThan(20);
  expect(DOCUMENTED).toContain(`\`${code}\``);
  if (issue !== undefined) {
    expect(
      problem.issues.map((one) => one.code),
      answer.text.slice(0, 600),
    ).toContain(issue);
    expect(DOCUMENTED).toContain(`\`${issue}\``);
  }
  expect(await contentOf(http)).toEqual(before);
  return problem;
}

const text = (name: string) =>
  Buffer.from(SMALL_ORGANISATION.files.find(({ path }) => path === name)?.bytes ?? []).toString("utf8");
const upload = (path: string, content: string | Uint8Array) =>
  asUpload({ path, bytes: typeof content === "string" ? Buffer.from(content) : content });
const estateWith = (name: string, change: (table: string) => string) =>
  ["sites.csv", "groups.csv", "users.csv", "devices.csv"].map((path) =>
    upload(path, path === name ? change(text(path)) : text(path)),
  );
const changeJson = (change: (policy: Record<string, unknown>) => void): string => {
  const policy = JSON.parse(Buffer.from(good.change.bytes).toString("utf8")) as Record<string, unknown>;
  change(policy);
  return JSON.stringify(policy);
};

describe("files of an import", () => {
  const policies =
    (http: OpenHttp, ...files: ReturnType<typeof upload>[]) =>
    () =>
      http.ask("author", "POST", "/api/v1/imports/policies", { files, dryRun: false });
  const estate = (http: OpenHttp, files: ReturnType<typeof upload>[]) => () =>
    http.ask("author", "POST", "/api/v1/imports/estate", { files, dryRun: false });
  const whole = upload("good.json", good.change.bytes);
  const refused = (issue: string): Expected => ({ status: 422, code: "import-refused", issue });

  test("unreadable, half-written, doubled or unknown content keeps the whole import out", async () => {
    const http = await open();
    await refuses(http, policies(http, whole, upload("cut.json", good.change.bytes.subarray(0, 900))), refused("json-invalid"));
    await refuses(
      http,
      policies(http, whole, upload("bytes.json", Uint8Array.of(0x7b, 0xff, 0xfe, 0x80, 0x7d))),
      refused("file-not-text"),
    );
    await refuses(http, policies(http, whole, upload("twice.json", '{"name":"a","name":"b"}')), refused("json-duplicate-key"));
    await refuses(
      http,
      policies(http, whole, upload("deep.json", `${"[".repeat(200)}${"]".repeat(200)}`)),
      refused("json-too-deep"),
    );
    await refuses(http, policies(http, whole, upload("other.json", '{"hello":"world"}')), refused("policy-shape-unknown"));
    await refuses(
      http,
      policies(
        http,
        whole,
        upload(
          "other-policy-same-id.json",
          changeJson((policy) => Object.assign(policy, { description: "x", name: "another name" })),
        ),
      ),
      refused("policy-id-duplicate"),
    );
    await refuses(
      http,
      policies(
        http,
        whole,
        upload(
          "no-settings.json",
          changeJson((policy) => delete policy["settings"]),
        ),
      ),
      refused("policy-settings-missing"),
    );
    const unknown = JSON.stringify(JSON.parse(Buffer.from(good.change.bytes).toString("utf8"))).replaceAll(
      /device_vendor_msft_policy_config_[a-z_]+/g,
      "device_vendor_msft_policy_config_nonsense_$&",
    );
    await refuses(http, policies(http, upload("unknown.json", unknown)), refused("setting-unknown"));
    // Members that nobody asked for are usual in exports; these do nothing either.
    const poisoned = changeJson(() => undefined).replace(
      "{",
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
    );
    const trial = await http.ask("author", "POST", "/api/v1/imports/policies", {
      files: [upload("proto.json", poisoned)],
      dryRun: true,
    });
    expect(trial, trial.text.slice(0, 600)).toMatchObject({ status: 200, json: { policies: 1, written: null } });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test("tables with double ids, unknown groups or half a row are refused whole, over an estate that stays", async () => {
    const http = await open();
    await importOrganisation(http);
    const firstRow = text("devices.csv").split("\r\n")[1] ?? "";
    await refuses(
      http,
      estate(
        http,
        estateWith("devices.csv", (table) => `${table}${firstRow}\r\n`),
      ),
      refused("estate-id-duplicate"),
    );
    await refuses(
      http,
      estate(
        http,
        estateWith("devices.csv", (table) => table.slice(0, -40)),
      ),
      refused("csv-row-invalid"),
    );
    await refuses(
      http,
      estate(
        http,
        estateWith("groups.csv", (table) => `${table.split("\r\n").slice(0, 2).join("\r\n")}\r\n`),
      ),
      refused("estate-group-unknown"),
    );
    await refuses(
      http,
      estate(
        http,
        estateWith("users.csv", (table) => `${table.split("\r\n")[0]}\r\n`),
      ),
      refused("estate-user-unknown"),
    );
    await refuses(
      http,
      estate(
        http,
        estateWith("sites.csv", () => ""),
      ),
      refused("csv-column-missing"),
    );
    await refuses(http, estate(http, estateWith("sites.csv", (table) => table).slice(1)), refused("estate-file-missing"));
  });
});

describe("plans and rollouts", () => {
  const planned = (overrides: Readonly<Record<string, unknown>>) => ({
    policy: good.policyName,
    change: { kind: "content", file: asUpload(good.change) },
    shape: null,
    onGateFail: "halt",
    ...overrides,
  });
  const plan = (http: OpenHttp, body: unknown) => () => http.ask("author", "POST", "/api/v1/plans", body);

  test("a group that does not exist, nobody to reach, thresholds that are no numbers, an unreadable file", async () => {
    const http = await open();
    await refuses(http, plan(http, planned({})), { status: 404, code: "policy-unknown" });
    await importOrganisation(http);
    const assigned = (target: unknown) =>
      planned({
        change: {
          kind: "content",
          file: upload(
            "good.json",
            changeJson((policy) => Object.assign(policy, { assignments: [{ target }] })),
          ),
        },
      });
    const groupTarget = {
      "@odata.type": "#microsoft.graph.groupAssignmentTarget",
      groupId: "00000000-0000-4000-8000-000000000000",
    };
    await refuses(http, plan(http, assigned(groupTarget)), { status: 422, code: "group-unknown" });
    const nobody = planned({
      change: {
        kind: "add",
        file: upload(
          "new.json",
          changeJson((policy) =>
            Object.assign(policy, { id: "11111111-1111-4111-8111-111111111111", name: "Nobody's", assignments: [] }),
          ),
        ),
      },
      policy: null,
    });
    await refuses(http, plan(http, nobody), { status: 422, code: "audience-empty" });
    await refuses(
      http,
      plan(http, planned({ change: { kind: "content", file: upload("cut.json", good.change.bytes.subarray(0, 500)) } })),
      { status: 422, code: "change-file-invalid" },
    );
    const withGate = (gate: Readonly<Record<string, unknown>>) =>
      planned({
        shape: { ...DEMO_SHAPE, pilotFinal: { ...DEMO_SHAPE.pilotFinal, gate: { ...DEMO_SHAPE.pilotFinal.gate, ...gate } } },
      });
    for (const gate of [
      { reportedPercentMin: "NaN" },
      { reportedPercentMin: null },
      { reportedPercentMin: 101 },
      { failures: { kind: "bound", percentMax: "", confidence: 0.95 } },
      { soakMsMin: -1 },
    ])
      await refuses(http, plan(http, withGate(gate)), { status: 400, code: "body-invalid" });
    // A laboratory of nobody: a phase that would be empty is refused when it is planned.
    await refuses(
      http,
      plan(
        http,
        planned({
          shape: {
            ...DEMO_SHAPE,
            waves: [
              { ...DEMO_SHAPE.waves[0], percentOfPopulation: 0.1 },
              { ...DEMO_SHAPE.waves[0], percentOfPopulation: 100 },
            ],
          },
        }),
      ),
      { status: 422, code: "plan-impossible" },
    );
  });

  test("a plan whose inputs have changed since makes no rollout", async () => {
    const http = await open();
    await importOrganisation(http);
    const made = (await plan(http, planned({}))()).json as PlanAnswer;
    const allowDelete = made.plan.policyPlan.deletions.length;
    const files = estateWith("groups.csv", (table) => `${table}g-new,New,device\r\n`);
    expect((await http.ask("author", "POST", "/api/v1/imports/estate", { files, dryRun: false })).status).toBe(200);
    const create = () =>
      http.ask("author", "POST", "/api/v1/rollouts", { planHash: made.hash, name: "late", reason: "late", allowDelete });
    await refuses(http, create, { status: 409, code: "plan-stale" });
    await refuses(
      http,
      () => http.ask("author", "POST", "/api/v1/rollouts", { planHash: "f".repeat(64), name: "x", reason: "x", allowDelete: 0 }),
      { status: 404, code: "plan-unknown" },
    );
  });
});

describe("the device door", () => {
  type Device = Readonly<{ agent: DeviceAgent; machine: TestMachine; key: DeviceKey; deviceId: string; name: string }>;

  async function enrolled(http: OpenHttp, at: number): Promise<Device> {
    const device = SMALL_ORGANISATION.virtualDevices[at];
    const answer = await http.ask("operator", "POST", "/api/v1/devices/enrolment-tokens", {
      label: "x",
      uses: 1,
      lifetimeMinutes: 60,
    });
    const { agent, machine } = http.agent(`device-${at}`);
    expect(await agent.enrol((answer.json as { token: string }).token, device?.facts as never)).toMatchObject({ ok: true });
    const state = JSON.parse(machine.disk ?? "") as AgentState;
    return {
      agent,
      machine,
      key: deviceKeyOf(state.keySeed),
      deviceId: state.identity?.deviceId ?? "",
      name: device?.facts.name ?? "",
    };
  }
  const send = (http: OpenHttp, report: unknown, key: DeviceKey) => () =>
    http.ask(null, "POST", DEVICE_PATHS.report, { report: signCompact(JSON.stringify(report), key) });
  const waiting = ({ machine }: Device): string =>
    (JSON.parse(machine.disk ?? "") as AgentState).reports.waiting[0]?.report ?? "";
  const payload = (jws: string) => JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString("utf8")) as DeviceReport;

  test("forged, stale and borrowed keys; replayed, altered and foreign reports", async () => {
    const http = await open();
    await importOrganisation(http);
    const [one, two] = [await enrolled(http, 0), await enrolled(http, 1)];
    await one.agent.checkIn();
    await two.agent.checkIn();
    const said = payload(waiting(one));
    const stranger = deviceKeyOf(Buffer.alloc(32, 7).toString("base64url"));

    await refuses(http, send(http, said, stranger), { status: 401, code: "device-proof-invalid" });
    await refuses(http, send(http, said, { ...stranger, kid: one.key.kid }), { status: 401, code: "device-proof-invalid" });
    await refuses(http, send(http, said, two.key), { status: 403, code: "report-forged" });
    await refuses(http, send(http, { ...said, reportNonce: "0".repeat(said.reportNonce.length) }, one.key), {
      status: 403,
      code: "report-forged",
    });
    await refuses(http, send(http, { ...said, seq: said.seq + 1 }, one.key), { status: 409, code: "report-unknown-bundle" });
    await refuses(http, send(http, { ...said, policies: "all fine" }, one.key), { status: 400, code: "body-invalid" });

    expect(await one.agent.sendReport()).toMatchObject({ status: "sent" });
    // The same once more is no news: taken, and counted once.
    const before = await contentOf(http);
    expect((await send(http, said, one.key)()).status).toBe(202);
    expect(await contentOf(http)).toEqual(before);
    await refuses(http, send(http, { ...said, policies: [] }, one.key), { status: 409, code: "report-replayed" });

    // A proof of yesterday, and a key that an operator took back.
    const iat = Math.floor((http.clock.now() - DAY_MS) / SECOND_MS);
    const old = signCompact(
      JSON.stringify({ aud: "tidegate-device", htm: "GET", htu: DEVICE_PATHS.checkIn, iat, jti: "0".repeat(32) }),
      one.key,
    );
    await refuses(
      http,
      () => http.raw({ method: "GET", url: DEVICE_PATHS.checkIn, headers: { authorization: `Proof ${old}` } }),
      { status: 401, code: "device-proof-invalid" },
    );
    const revoked = await http.ask("operator", "POST", `/api/v1/devices/${one.deviceId}/keys/${one.key.kid}/status`, {
      status: "revoked",
      reason: "stolen",
    });
    expect(revoked.status, revoked.text).toBe(200);
    await refuses(http, send(http, { ...said, reportNumber: said.reportNumber + 1 }, one.key), {
      status: 401,
      code: "device-key-stale",
    });
    expect(await one.agent.checkIn()).toMatchObject({ status: "failed", because: { code: "status-401" } });
  });
});

describe("bodies", () => {
  test("too large, of another kind, too deep, with one key twice, or made to poison prototypes", async () => {
    const http = await open();
    const raw =
      (payload: string, contentType = "application/json") =>
      () =>
        http.raw({
          method: "POST",
          url: "/api/v1/tokens",
          headers: { authorization: `Bearer ${http.tokens.admin}`, "content-type": contentType },
          payload,
        });
    const token = (extra: string) => `{"person":"p","role":"viewer","label":"l","lifetimeDays":1${extra}}`;
    const invalid: Expected = { status: 400, code: "body-invalid" };
    await refuses(http, raw(token(`,"x":"${"x".repeat(3 * 1_024 * 1_024)}"`)), { status: 413, code: "body-too-large" });
    await refuses(http, raw(token(""), "text/plain"), { status: 415, code: "media-type-unsupported" });
    await refuses(http, raw("person=p&role=admin", "application/x-www-form-urlencoded"), {
      status: 415,
      code: "media-type-unsupported",
    });
    await refuses(http, raw(token(`,"x":${"[".repeat(5_000)}${"]".repeat(5_000)}`)), invalid);
    await refuses(http, raw(token(',"role":"admin"')), invalid);
    await refuses(http, raw(token(',"__proto__":{"polluted":true}')), invalid);
    await refuses(http, raw(token(',"constructor":{"prototype":{"polluted":true}}')), invalid);
    await refuses(http, raw(token("").slice(0, 20)), invalid);
    await refuses(http, raw(""), invalid);
    await refuses(http, raw("null"), invalid);
    await refuses(http, raw(token("").replace('"viewer"', '"god"')), invalid);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    // The same words without the trick go through: what was refused was the trick.
    expect((await raw(token(""))()).status).toBe(201);
  });
});
