import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { SAMPLE_EVENTS } from "../../../tests/helpers/make-rollout.ts";
import type { Json } from "../../kit/canonical-json.ts";
import { instant } from "../../kit/instant.ts";
import { auditSentence, purposeText } from "./audit-sentence.ts";

const say = (actor: string, action: string, detail: Json = {}, subject = "rollout:r1") =>
  auditSentence({ at: instant(0), actor, action, subject, detail });

describe("a sentence for each entry of the audit log", () => {
  test("a rollout's own moves are told as they were decided", () => {
    expect(say("ada", "rollout.halt", { because: "ada halted it: tickets" })).toBe("ada halted it: tickets");
    expect(say("system:gate", "rollout.gate-failed", { because: "halted by its gate: 3 of 9" })).toBe(
      "Halted by its gate: 3 of 9",
    );
    for (const kind of Object.keys(SAMPLE_EVENTS))
      expect(say("ada", `rollout.${kind}`, { because: "so it is" })).toContain("so it is");
  });

  test("approvals name the person, what was asked and the reason", () => {
    expect(say("paula", "rollout.approve", { purpose: "phase:2", planHash: "x", reason: "read it" })).toBe(
      "paula approved opening phase 3: read it",
    );
    expect(say("paula", "rollout.deny", { purpose: "start", reason: "not now" })).toBe("paula denied the start: not now");
    expect([purposeText("resume:17"), purposeText("waive:0")]).toEqual([
      "going on after the halt",
      "going on from phase 1 with thin evidence",
    ]);
  });

  test("an opening tells who promoted it, and only then", () => {
    const because = "phase 1 (wave) opened for 9 devices";
    expect(say("system:timer", "rollout.open-phase", { because })).toBe("Phase 1 (wave) opened for 9 devices");
    expect(say("olaf", "rollout.open-phase", { because })).toBe("Phase 1 (wave) opened for 9 devices, promoted by olaf");
  });

  test("what nobody foresaw is told plainly, and nothing throws", () => {
    expect(say("ada", "printer.jammed", { reason: "paper" }, "printer:1")).toBe("ada: printer jammed (printer:1): paper");
    for (const detail of [null, [], "x", 1, true, { because: null, reason: {} }] as Json[])
      for (const action of ["rollout.halt", "rollout.approve", "estate.imported", "x"])
        expect(say("a", action, detail)).not.toBe("");
  });

  test("every action that the product writes about a rollout has words of its own", () => {
    const src = fileURLToPath(new URL("../../", import.meta.url));
    const texts = readdirSync(src, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
      .map((path) => readFileSync(join(src, path), "utf8"));
    const written = texts.flatMap((text) =>
      [...text.matchAll(/"([a-z-]+\.[a-z-]+)",\s*rolloutSubject\(/g)].map((found) => found[1] ?? ""),
    );
    expect(written.length).toBeGreaterThanOrEqual(2);
    const plain = (action: string) => say("ada", action).startsWith(`ada: ${action.replaceAll(/[.-]/g, " ")}`);
    expect([...written, "help-request.linked", "help-request.unlinked"].filter(plain)).toEqual([]);
  });
});
