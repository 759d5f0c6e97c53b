import { describe, expect, it } from "vitest";
import { chooseCommands, commandWords } from "./command-words.ts";
import { clustered, seriesSummary, tellingMarkers, thinned } from "./area-options.ts";
import { healthOf } from "./health.ts";
import { nextEvent, soakEnd } from "./next-event.ts";
import { countsWith, gateWith, HOUR_MS, NOW, openedPhase, rolloutAt } from "./rollout.fixture.ts";
import { modelSentences, rollbackSentence, stopOf } from "./trouble-words.ts";

const soak = {
  check: "soak",
  verdict: "hold",
  actual: 7 * HOUR_MS,
  threshold: 24 * HOUR_MS,
  sample: 1,
  bounds: null,
  because: "",
} as const;
const few = { check: "reported", verdict: "hold", actual: 62.4, threshold: 70, sample: 780, bounds: null, because: "" } as const;
const failures = {
  check: "failures",
  verdict: "pass",
  actual: 1,
  threshold: 3.5,
  sample: 487,
  bounds: null,
  because: "",
} as const;

describe("what happens next", () => {
  it("is the next phase at the end of the soak, if what holds comes true and people say yes", () => {
    const next = nextEvent(rolloutAt("pilot-final"), { gate: gateWith([soak, few, failures]), waitsFor: ["x"] });
    expect(next.what).toBe("Wave 1 opens");
    expect(next.at).toBe(NOW + 17 * HOUR_MS);
    expect(next.ifs).toEqual(["at least 70 % of the devices report (62.4 % of 780 devices so far)", "1 person approves it"]);
    expect(next.waits).toEqual([]);
  });

  it("names no time once it has soaked, or where nobody may be offered it yet", () => {
    expect(soakEnd(gateWith([{ ...soak, verdict: "pass" }]))).toBeNull();
    expect(soakEnd(gateWith([{ ...soak, actual: null }]))).toBeNull();
  });

  it("hangs on people where no clock decides", () => {
    const next = nextEvent(rolloutAt("halted"), { gate: gateWith([soak]), waitsFor: ["a resume or a rollback"] });
    expect(next).toMatchObject({ at: null, ifs: [], waits: ["a resume or a rollback"] });
  });
});

describe("the one thing to do", () => {
  const all = ["start", "pause", "resume", "promote", "halt", "roll-back", "abort", "close"] as const;

  it("is never the halt, which stays in the frame, and never what the person may not do", () => {
    const chosen = chooseCommands(["pause", "halt", "roll-back"], ["pause", "halt"], { status: "waves", hasGatePassed: false });
    expect(chosen).toEqual({ primary: "pause", others: [] });
  });

  it("opens the next phase only where the gate has passed", () => {
    const possible = ["pause", "promote", "roll-back"] as const;
    expect(chooseCommands(possible, all, { status: "waves", hasGatePassed: false }).primary).toBe("pause");
    expect(chooseCommands(possible, all, { status: "waves", hasGatePassed: true }).primary).toBe("promote");
  });

  it("is the way back after a halt, not the going on", () => {
    const chosen = chooseCommands(["resume", "roll-back"], all, { status: "halted", hasGatePassed: false });
    expect(chosen).toEqual({ primary: "roll-back", others: ["resume"] });
  });

  it("says how many devices a rollback takes the change from, and how many failed", () => {
    expect(commandWords("roll-back", rolloutAt("halted")).numbers).toEqual([
      { name: "Get back what they had", value: "240 devices" },
      { name: "Failed so far", value: "9 of 240" },
    ]);
  });
});

describe("health", () => {
  it("is not green for want of answers", () => {
    const silent = { ...rolloutAt("pilot-final"), counts: countsWith({ cohort: 200, awaitingReport: 200 }) };
    expect(healthOf(silent, null)).toMatchObject({ word: "No answers yet", tone: "quiet" });
  });

  it("leads to the devices that failed, and is within limits only where the gate says so", () => {
    const some = { ...rolloutAt("pilot-final"), counts: countsWith({ cohort: 200, succeeded: 190, error: 2 }) };
    expect(healthOf(some, null)).toMatchObject({
      tone: "warn",
      sentence: "2 of 192 that answered failed",
      search: { phase: "1", state: "error" },
    });
    expect(healthOf(some, gateWith([failures]))).toMatchObject({ word: "Within limits", tone: "good" });
    expect(healthOf(some, gateWith([{ ...failures, verdict: "hold" }])).tone).toBe("warn");
  });
});

describe("a stop", () => {
  const failed = gateWith([], { kind: "fail", reason: "7 of 87 devices failed, 3 allowed" });
  const rollout = { ...rolloutAt("rolling-back"), phases: [openedPhase({ index: 1, name: "pilot final", judgement: failed })] };

  it("says that the gate did it, when, and with which numbers", () => {
    const markers = [{ at: NOW, kind: "gate-failed", text: "Halted by the gate" }];
    expect(stopOf(rollout, markers)).toEqual({
      title: "Halted by the gate",
      at: NOW,
      because: "7 of 87 devices failed, 3 allowed",
    });
  });

  it("tells a person's halt in that person's words, even where a gate failed before", () => {
    const markers = [{ at: NOW, kind: "halt", text: "hana halted it: calls about printing" }];
    expect(stopOf(rollout, markers)).toMatchObject({
      title: "Halted by a person",
      because: "Hana halted it: calls about printing",
    });
  });

  it("counts the models of the harmed, the worst first", () => {
    const models = [
      { model: "X", devices: 40, harmed: 8 },
      { model: "Y", devices: 9, harmed: 1 },
      { model: "Z", devices: 9, harmed: 0 },
    ];
    const groups = { total: 0, states: [], phases: [], reasons: [], others: 0, models, asOf: NOW };
    expect(modelSentences(groups)).toEqual([
      "8 of 9 harmed devices are of the model X (40 of it in this rollout)",
      "1 of 9 harmed devices is of the model Y (9 of it in this rollout)",
    ]);
  });

  it("says how far the way back is", () => {
    const back = { exposed: 132, verifiedBack: 130, outstanding: 1, left: 1, harmed: 9 };
    expect(rollbackSentence(back)).toBe("130 of 132 devices read the previous state back; 1 left the estate.");
  });
});

describe("the picture over time", () => {
  const point = (at: number, failed: number) => ({ at, exposed: 10, awaiting: 1, applied: 0, verified: 9 - failed, failed });

  it("has a summary in words, with the worst moment where it is over", () => {
    expect(seriesSummary([point(0, 4), point(1, 2)])).toBe(
      "10 devices were offered the change: 2 error, 7 succeeded, 1 awaiting report. At the worst moment 4 had failed.",
    );
    expect(seriesSummary([])).toBe("No device was offered the change yet.");
  });

  it("marks what changes it, and joins lines that would stand on each other", () => {
    const kinds = ["phase-opened", "approve", "gate-failed", "roll-back"];
    const markers = tellingMarkers(kinds.map((kind, at) => ({ at: at * 10, kind, text: kind })));
    expect(markers.map(({ number, kind }) => `${number} ${kind}`)).toEqual(["1 phase-opened", "2 gate-failed", "3 roll-back"]);
    expect(clustered(markers, 10_000)).toEqual([{ at: 0, label: "1, 2, 3" }]);
    expect(clustered(markers, 100).map(({ label }) => label)).toEqual(["1", "2", "3"]);
  });

  it("keeps the first and the last row of a long table", () => {
    const points = Array.from({ length: 120 }, (_, at) => point(at, 0));
    const rows = thinned(points, 24).map(({ at }) => at);
    expect([rows.length, rows[0], rows.at(-1)]).toEqual([24, 0, 119]);
  });
});
