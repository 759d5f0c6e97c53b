import { afterEach, describe, expect, test } from "vitest";
import { aLab, AT, makeBundle, makeReport, POLICY, TARGET, testStore } from "../../tests/helpers/test-store.ts";
import type { IdentityRow } from "../app/ports/device-store.ts";
import type { DeviceId, PolicyId } from "../kit/ids.ts";
import { plusMs } from "../kit/instant.ts";

const openEmpty = testStore(afterEach);
const lab = aLab(4);
const [A, B, C] = lab.ids as [DeviceId, DeviceId, DeviceId, DeviceId];

async function open() {
  const opened = await openEmpty();
  await opened.store.write((unit) => unit.estate.upsert(lab.parts));
  return opened;
}

describe("enrolment", () => {
  test("a token is used while uses are left and its time is not over, never in part", async () => {
    const { store } = await open();
    await store.write((unit) =>
      unit.devices.insertEnrolmentToken({
        tokenHash: "t",
        label: "lab",
        createdBy: "ada",
        createdAt: AT,
        expiresAt: plusMs(AT, 10),
        usesLeft: 3,
      }),
    );
    const use = (uses: number, afterMs: number, hash = "t") =>
      store.write((unit) => unit.devices.useEnrolmentToken(hash, uses, plusMs(AT, afterMs)));
    expect([await use(2, 0), await use(2, 0), await use(1, 10), await use(1, 9), await use(1, 0), await use(1, 0, "x")]).toEqual([
      true,
      false,
      false,
      true,
      false,
      false,
    ]);
    await expect(use(-1, 0)).rejects.toThrow(RangeError);
  });

  test("keys are pinned, found and told apart by their standing", async () => {
    const { store } = await open();
    const identity = (deviceId: DeviceId, thumbprint: string, status: IdentityRow["status"] = "active"): IdentityRow => ({
      deviceId,
      thumbprint,
      publicKey: { kty: "OKP", crv: "Ed25519", x: thumbprint },
      status,
      enrolledAt: AT,
    });
    const rows = [identity(A, "k1"), identity(A, "k0", "quarantined"), identity(B, "k2")];
    await store.write((unit) => unit.devices.insertIdentities(rows));
    const find = (by: Parameters<Parameters<Parameters<typeof store.read>[0]>[0]["devices"]["findIdentities"]>[0]) =>
      store.read((unit) => unit.devices.findIdentities(by));
    expect(await find({ thumbprints: ["k2", "k1", "none"] })).toEqual([rows[0], rows[2]]);
    expect(await find({ deviceIds: [A] })).toEqual([rows[1], rows[0]]);
    expect(await store.read((unit) => unit.devices.inactiveThumbprints())).toEqual(["k0"]);
    const set = (thumbprint: string) => store.write((unit) => unit.devices.setIdentityStatus(thumbprint, "revoked"));
    expect([await set("k2"), await set("none")]).toEqual([true, false]);
    expect(await store.read((unit) => unit.devices.inactiveThumbprints())).toEqual(["k0", "k2"]);
    await expect(store.write((unit) => unit.devices.insertIdentities([identity(A, "k9")]))).rejects.toThrow("another active key");
    await expect(store.write((unit) => unit.devices.insertIdentities([identity(C, "k1", "quarantined")]))).rejects.toThrow(
      "pinned already",
    );
  });
});

describe("bundles", () => {
  test("come back as they were saved, locked in the order of their ids", async () => {
    const { store } = await open();
    const rows = [
      makeBundle({ deviceId: B, refused: null }),
      makeBundle({ deviceId: A, reportedAt: AT, refused: { code: "expired", detail: "" } }),
    ];
    await store.write((unit) => unit.devices.saveBundles(rows));
    expect(await store.write((unit) => unit.devices.bundlesForUpdate([B, C, A]))).toEqual([rows[1], rows[0]]);
    expect(await store.read((unit) => unit.devices.findBundle(A))).toEqual(rows[1]);
    expect(await store.read((unit) => unit.devices.findBundle(C))).toBeNull();
  });

  test("S7: the number of a device only rises; the same bundle may be saved again", async () => {
    const { store } = await open();
    const save = (seq: number, epoch = 1, overrides = {}) =>
      store.write((unit) => unit.devices.saveBundles([makeBundle({ deviceId: A, seq, epoch, ...overrides })]));
    await save(5);
    await save(5);
    await expect(save(4)).rejects.toThrow("would not rise");
    await expect(save(5, 1, { envelopeHash: "other" })).rejects.toThrow("would not rise");
    await save(1, 2);
    await expect(save(9, 1)).rejects.toThrow("would not rise");
    const both = store.write((unit) =>
      unit.devices.saveBundles([makeBundle({ deviceId: B }), makeBundle({ deviceId: A, seq: 1, epoch: 1 })]),
    );
    await expect(both).rejects.toThrow(`\`${A}\``);
    expect(await store.read((unit) => unit.devices.findBundle(B))).toBeNull();
    expect(await store.read((unit) => unit.devices.findBundle(A))).toMatchObject({ epoch: 2, seq: 1 });
  });

  test("progress moves what a report says and nothing else", async () => {
    const { store } = await open();
    await store.write((unit) => unit.devices.saveBundles([makeBundle({ deviceId: A }), makeBundle({ deviceId: B })]));
    const progress = { deviceId: A, reportNumber: 7, reportHash: "h", reportedSeq: 1, reportedAt: plusMs(AT, 1), refused: null };
    await store.write((unit) => unit.devices.saveReportProgress([progress]));
    expect(await store.read((unit) => unit.devices.findBundle(A))).toEqual({ ...makeBundle({ deviceId: A }), ...progress });
    expect(await store.read((unit) => unit.devices.findBundle(B))).toEqual(makeBundle({ deviceId: B }));
  });

  test("a content stays under its set", async () => {
    const { store } = await open();
    const content = {
      policies: [{ policyId: POLICY, versionHash: TARGET, name: "Firewall", settings: [{ node: "n", value: null }] }],
      conflicts: [],
    };
    await store.write((unit) => unit.devices.saveContents([{ setHash: "s", contentHash: "c", content }]));
    await store.write((unit) =>
      unit.devices.saveContents([{ setHash: "s", contentHash: "d", content: { ...content, policies: [] } }]),
    );
    expect(await store.read((unit) => unit.devices.findContent("s"))).toEqual({ contentHash: "c", content });
    expect(await store.read((unit) => unit.devices.findContent("t"))).toBeNull();
  });
});

describe("reports", () => {
  test("the latest of a policy on a device counts, also within one batch, until it is proven gone", async () => {
    const { store } = await open();
    const other = makeReport({ deviceId: A, policyId: "policy-a" as PolicyId, exceptions: [{ node: "n", state: "error" }] });
    await store.write((unit) =>
      unit.devices.saveReports([
        makeReport({ deviceId: A, state: "error" }),
        other,
        makeReport({ deviceId: A, reportedAt: plusMs(AT, 1) }),
      ]),
    );
    expect(await store.read((unit) => unit.devices.reportsOf(A))).toEqual([
      other,
      makeReport({ deviceId: A, reportedAt: plusMs(AT, 1) }),
    ]);
    await store.write((unit) => unit.devices.saveReports([makeReport({ deviceId: A, state: "conflict" })]));
    await store.write((unit) =>
      unit.devices.deleteReports([
        { deviceId: A, policyId: "policy-a" as PolicyId },
        { deviceId: B, policyId: POLICY },
      ]),
    );
    expect(await store.read((unit) => unit.devices.reportsOf(A))).toEqual([makeReport({ deviceId: A, state: "conflict" })]);
  });

  test("counts of a version leave out other versions, other policies and devices that are gone", async () => {
    const { store } = await open();
    const reports = [
      makeReport({ deviceId: A }),
      makeReport({ deviceId: B, verified: 1 }),
      makeReport({ deviceId: C, versionHash: "other" }),
      makeReport({ deviceId: C, policyId: "policy-b" as PolicyId }),
      makeReport({ deviceId: "gone" as DeviceId }),
    ];
    await store.write((unit) => unit.devices.saveReports(reports));
    expect(await store.read((unit) => unit.devices.policyCounts(POLICY, TARGET))).toEqual({
      succeeded: 1,
      error: 1,
      conflict: 0,
      notApplicable: 0,
    });
  });
});
