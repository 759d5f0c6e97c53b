import { describe, expect, test } from "vitest";
import {
  HASH,
  makeCounts,
  makeDetail,
  makeDeviceWhy,
  makePlanAnswer,
  makePolicyDetail,
  makeQuietPlanAnswer,
  makeWhy,
} from "./testing/make-answers.ts";
import { testCli } from "./testing/test-cli.ts";
import { clip, createLiveView } from "./render/live-view.ts";
import { countsBar } from "./render/rollout-text.ts";

/** What the command prints for this answer. */
async function printed(argv: readonly string[], body: unknown): Promise<string> {
  const run = await testCli(argv, { answer: () => ({ body }) });
  expect(run.stderr).toBe("");
  return run.stdout;
}

describe("plan text", () => {
  test("shows changes, conflicts, unknowns, phases, and deletions last", async () => {
    expect(await printed(["plan", "show", HASH], makePlanAnswer())).toMatchInlineSnapshot(`
      "Policy "Screen Lock" would change   1a1a1a1a1a1a -> 2b2b2b2b2b2b

      Settings: 1 would be added, 1 changed, 1 removed
        + lock/hideLastUser
            would be  true
        ~ lock/idleMinutes
            is        15
            would be  10

      Assigned once it is the policy
        for all devices
        except group "Kiosk PCs"

      Devices: 2,721 of 5,000 would hold it, of 2,600 people; 121 belong to nobody
        12 would lose it
        windows 2,721   (10.0.22631: 1,200 · version unknown: 1,521)
        vip: 42 of 2,721
        not seen for more than 30 days: 163 of 2,721

      What people would notice
        the screen will be locked after 10 minutes without use (until now 15 minutes)   2,709 devices
        And what they would not notice
          "lock oldPicture" will no longer be set to sea.png   12 devices

      Intent met on 2,500 of 2,721 devices; not on 200, unknown on 21
        ! The system is too old: version 10.0.22631 or newer is needed   200 devices, 1 setting
        ? The catalogue does not say which Windows editions take the setting   21 devices, 1 setting
        On 20 of the unknown only the catalogue is silent: tidegate catalogue update brings a fuller one in
        windows: met on 2,500 of 2,721; with version 10.0.22631 on 200 older devices it would be 2,700, at least 95 %

      When it takes effect
        At once   1 setting

      If it has to be undone: 0 of 1 setting would go back without help
        Stays: lock/idleMinutes
            The value stays, when it is rolled back   the tests
        Way back on windows (2,721 devices)
          ask for  lock/idleMinutes = 15   (the value before)
          decide   lock/hideLastUser: no value is known that would undo it

      Conflicts: 1, 1 of them new. No value wins: such a device would get neither
        ! lock/idleMinutes   180 devices, new
            "Screen Lock" would ask  10
            "Kiosks" asks  0

      Cannot be read: 1 policy whose effect on the same devices is unknown
        ? "Legacy Script"   412 devices in common

      Phases: each would open when the gate of the one before has passed
        1  proof of concept  at most    20 new devices  1 approval · soak 1 d · 90 % reported · 0 failures allowed · 0 conflicts allowed
        2  pilot final       at most   160 new devices  1 approval · soak 1 d · 90 % reported · failures shown below 5 % with 95 % confidence · 0 conflicts allowed · help requests up to 20 per 1,000 devices
        3  wave 1            at most 2,541 new devices  2 approvals · soak 7 d · 90 % reported · failures shown below 5 % with 95 % confidence · 0 conflicts allowed · help requests up to 20 per 1,000 devices
        Start: 1 approval, never by the author. If a gate fails, the rollout would halt and roll back by itself
        In the isolated pilot "Kiosks" would be suspended
        People would be told at least 1 d before; whoever was not is held back

      To be accepted by name before a rollout is made
        ! The policy would not wholly hold, or may not, on 201 of 2,721 devices   --accept intent

      Deletions: 2, which need --allow-delete 2
        - lock/oldPicture (is "sea.png") would be taken from 2,721 devices
        - 12 devices of 5,000 would lose "Screen Lock"

      Plan: 1 would be added, 1 changed, 1 removed; 1 conflict; 2 deletions
      Hash: 9f3c64b1d25e0a7798b6d1f44c0e5a3b2f81c7d6e9a04b5c3d2e1f0a9b8c7d6e
      Next: tidegate rollout create --plan 9f3c64b1d25e0a7798b6d1f44c0e5a3b2f81c7d6e9a04b5c3d2e1f0a9b8c7d6e --name NAME --reason WHY --allow-delete 2 --accept intent
      "
    `);
  });

  test("leaves out what is empty", async () => {
    expect(await printed(["plan", "show", HASH], makeQuietPlanAnswer())).toMatchInlineSnapshot(`
      "Policy "Screen Lock" would change   1a1a1a1a1a1a -> 2b2b2b2b2b2b

      Settings: 1 would be added, 0 changed, 0 removed
        + lock/hideLastUser
            would be  true

      Assigned once it is the policy
        for all devices
        except group "Kiosk PCs"

      Devices: 2,721 of 5,000 would hold it, of 2,600 people; 121 belong to nobody
        12 would lose it
        windows 2,721   (10.0.22631: 1,200 · version unknown: 1,521)
        vip: 42 of 2,721
        not seen for more than 30 days: 163 of 2,721

      Phases: each would open when the gate of the one before has passed
        1  proof of concept  at most    20 new devices  1 approval · soak 1 d · 90 % reported · 0 failures allowed · 0 conflicts allowed
        2  pilot final       at most   160 new devices  1 approval · soak 1 d · 90 % reported · failures shown below 5 % with 95 % confidence · 0 conflicts allowed · help requests up to 20 per 1,000 devices
        3  wave 1            at most 2,541 new devices  2 approvals · soak 7 d · 90 % reported · failures shown below 5 % with 95 % confidence · 0 conflicts allowed · help requests up to 20 per 1,000 devices
        Start: 1 approval, never by the author. If a gate fails, the rollout would halt and roll back by itself
        In the isolated pilot "Kiosks" would be suspended
        People would be told at least 1 d before; whoever was not is held back

      Plan: 1 would be added, 0 changed, 0 removed; 0 conflicts; 0 deletions
      Hash: 9f3c64b1d25e0a7798b6d1f44c0e5a3b2f81c7d6e9a04b5c3d2e1f0a9b8c7d6e
      Next: tidegate rollout create --plan 9f3c64b1d25e0a7798b6d1f44c0e5a3b2f81c7d6e9a04b5c3d2e1f0a9b8c7d6e --name NAME --reason WHY
      "
    `);
  });

  test("is the same at another time", async () => {
    const plan = makePlanAnswer();
    const later = { ...plan, createdAt: plan.createdAt + 1, asOf: plan.asOf + 99, createdBy: "kim" };
    expect(await printed(["plan", "show", HASH], later)).toBe(await printed(["plan", "show", HASH], plan));
  });

  test("lists every deletion, behind everything else", async () => {
    const deletions = Array.from({ length: 300 }, (_, at) => ({ kind: "setting", node: `gone/${at}`, devices: at }) as const);
    const text = await printed(["plan", "show", HASH], makePlanAnswer({ deletions }));
    expect(text.match(/ - gone\/\d+ /g)).toHaveLength(300);
    expect(text).toContain("Deletions: 300, which need --allow-delete 300");
    expect(text.indexOf("Deletions: 300")).toBeGreaterThan(text.indexOf("Phases:"));
  });
});

describe("rollout text", () => {
  test("get shows the tree", async () => {
    expect(await printed(["rollout", "get", "x"], makeDetail())).toMatchInlineSnapshot(`
      "Lock after 10 minutes  pilot-final   ro-1
        phase 2 (pilot-final) opened for 160 devices
        change of policy "Screen Lock" by alex   plan 9f3c64b1d25e
        devices exposed: 6.5 % (176 of 2,721), 1 of them failed at some time

      ├─ proof of concept  [########################] 20 devices, 2026-03-01T08:00:00Z to 2026-03-02T08:00:00Z
      │    offered 20 · applied 20 · verified 20 · failed 0 · conflict 0 · offline 0   of 20
      │    gate passed
      ├─ pilot final       [####################xo~.] 160 devices, open since 2026-03-02T08:00:00Z
      │    offered 156 · applied 150 · verified 149 · failed 1 · conflict 0 · offline 5   of 160
      │    gate holds (soaking), looked at again 2026-03-02T09:00:00Z
      │      hold soak      12 h of soak left  [12 h of 1 d]
      │      pass reported  150 of 160 devices reported, 90 % asked for  [93.8 % against 90 %, of 160]
      │      pass failures  1 of 149 devices failed  [0.7 against 5, of 149]
      └─ wave 1            planned, at most 2,541 devices, 2 approvals

      Possible now: pause, halt and rollback
      As of 2026-03-02T08:00:00Z
      "
    `);
  });

  test("why speaks with numbers and denominators", async () => {
    expect(await printed(["rollout", "why", "x"], makeWhy())).toMatchInlineSnapshot(`
      "pilot-final: gate holds (soaking): 12 h of soak left

      The gate holds (soaking), looked at again 2026-03-02T09:00:00Z.
        hold soak      12 h of soak left  [12 h of 1 d]
        pass reported  150 of 160 devices reported, 90 % asked for  [93.8 % against 90 %, of 160]
        pass failures  1 of 149 devices failed  [0.7 against 5, of 149]

      It waits for:
        12 h of soak

      Left out of pilot final: 42 devices, beside a population of 2,700 and a laboratory of 21.
        42 VIP

      What happened last:
        2026-03-02T08:00:00Z  timer  rollout.phase-opened

      Possible now: pause, halt and rollback.
      As of 2026-03-02T08:00:00Z
      "
    `);
  });

  test("list is a table", async () => {
    expect(await printed(["rollout", "list"], { items: [makeDetail()], total: 1, asOf: 1, next: null })).toMatchInlineSnapshot(`
      "NAME                   STATUS       PHASE          EXPOSED  VERIFIED  FAILED  WAITS FOR  ID
      Lock after 10 minutes  pilot-final  pilot final  176/2,721   174/176       1  -          ro-1
      "
    `);
  });

  test("the bar shows one failure of thousands", () => {
    const bar = countsBar(
      makeCounts({ cohort: 5_000, notOffered: 0, awaitingReport: 0, succeeded: 4_999, error: 1, notApplicable: 0 }),
    );
    expect(bar).toBe(`[${"#".repeat(23)}x]`);
  });
});

describe("other answers", () => {
  test("device why", async () => {
    expect(await printed(["device", "why", "x"], makeDeviceWhy())).toMatchInlineSnapshot(`
      "LT-00042   d-1
      1 policy reaches this device

      "Screen Lock"  wanted, version 4 (2b2b2b2b2b2b)
        because included by group "All PCs"
        because phase pilot final of the rollout
        by rollout "Lock after 10 minutes", pilot final, pilot-final
          lock/idleMinutes = 10
        the device says error: 1 of 2 settings verified, 2 applied, 2026-03-02T08:00:00Z
          {"node":"lock/idleMinutes","actual":15}

      Conflicts: 1 setting that the device gets from nobody
        ! lock/x
            "Screen Lock" asks  1
            "Kiosks" asks  2

      Bundle 9 of epoch 1, offered 2026-03-02T08:00:00Z, answered 2026-03-02T08:00:00Z; last seen 2026-03-02T08:00:00Z; as of 2026-03-02T08:00:00Z
      "
    `);
  });

  test("policy get as YAML is the answer itself", async () => {
    const { parse } = await import("yaml");
    expect(parse(await printed(["policy", "get", "x", "-o", "yaml"], makePolicyDetail()))).toEqual(makePolicyDetail());
  });

  test("JSON is the answer itself, with fields that this version does not know", async () => {
    const body = { ...makePolicyDetail(), later: "field" };
    expect(JSON.parse(await printed(["policy", "get", "x", "--json"], body))).toEqual(body);
  });
});

describe("a terminal is safe", () => {
  const evil = { ...makePolicyDetail(), name: "\u001b[2JScreen\u202eLock\u009b \u{e0041}👩\u200d🔧" };

  test("from names, as text", async () => {
    expect(await printed(["policy", "get", "x"], evil)).toContain("\\u001b[2JScreen\\u202eLock\\u009b \\udb40\\udc41👩\u200d🔧 ");
  });

  test("from names, as JSON that still says the same", async () => {
    const text = await printed(["policy", "get", "x", "--json"], evil);
    expect(text.replaceAll("\u200d", "")).not.toMatch(/[^\n\P{Cc}]|\p{Cf}/u);
    expect(JSON.parse(text)).toEqual(evil);
  });
});

describe("live view", () => {
  test("redraws over what it drew, and fits the window", () => {
    const written: string[] = [];
    const view = createLiveView({ write: (text) => void written.push(text), isTty: true, columns: 6, rows: 3 });
    view.draw("one\ntwo\nthree\nfour\n", "a");
    view.draw("alphabet\n", "b");
    expect(written).toEqual(["\u001b[0Jone\n… 3 more lines\n".replace("… 3 more lines", "… 3 m"), "\u001b[2A\u001b[0Jalpha\n"]);
  });

  test("appends only changes where nothing can be redrawn", () => {
    const written: string[] = [];
    const view = createLiveView({ write: (text) => void written.push(text), isTty: false, columns: 6, rows: 3 });
    view.draw("a\n", "1");
    view.draw("a, later\n", "1");
    view.draw("b\n", "2");
    expect(written).toEqual(["a\n", "b\n"]);
  });

  test("clips cells, not colours or characters", () => {
    expect(clip("\u001b[31mabcdef\u001b[39m", 3)).toBe("\u001b[31mabc\u001b[39m");
    expect(clip("日本語", 5)).toBe("日本");
  });
});
