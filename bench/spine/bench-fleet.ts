import type { EnrolmentTokenAnswer } from "../../src/http/contract/tokens.ts";
import type { AgentTransport } from "../../src/agent/agent-ports.ts";
import { err } from "../../src/kit/result.ts";
import { DEVICE_HEADERS, DEVICE_PATHS, type DeviceReport } from "../../src/policy/bundle/protocol.ts";
import { createHttpLine } from "../../src/sim/fleet/http-transport.ts";
import { createVirtualDevice, type VirtualDevice } from "../../src/sim/fleet/virtual-device.ts";
import { inParallel } from "../shared/measure.ts";
import type { Stage } from "./stage.ts";

/** A simulated device over real HTTP, and what was heard on its line. */
export type Member = {
  readonly device: VirtualDevice;
  readonly line: { session: string | null; etag: string | null; report: DeviceReport | null; keepsReport: boolean };
  readonly deviceId: () => string;
  readonly report: () => DeviceReport | null;
  hasVisited: boolean;
};

const LANES = 32;
const ALWAYS_THERE = { availability: { kind: "always" }, reportDelayMs: 0, clockSkewMs: 0, clockDriftPpm: 0 } as const;

/** Nothing fails and nothing is lost: the counts that follow are then known. */
export async function enrolAll({ people, origin, organisation, clock }: Stage, seed: number): Promise<readonly Member[]> {
  const uses = organisation.virtualDevices.length;
  const asked = { label: "bench fleet", uses, lifetimeMinutes: 1_440 };
  const { token } = await people.operator.post<EnrolmentTokenAnswer>("/api/v1/devices/enrolment-tokens", asked);
  const { transport } = createHttpLine(origin, LANES);
  const members = organisation.virtualDevices.map((spec): Member & { enrolledId: string } => {
    const line: Member["line"] = { session: null, etag: null, report: null, keepsReport: false };
    const device = createVirtualDevice(spec, ALWAYS_THERE, {
      seed,
      faults: [],
      randomFailureChance: 0,
      transport: overheard(transport, line),
      startAt: clock.now(),
      now: clock.now,
    });
    const member = {
      device,
      line,
      hasVisited: false,
      enrolledId: "",
      deviceId: () => member.enrolledId,
      report: () => line.report,
    };
    return member;
  });
  await inParallel(LANES, members, async (member) => {
    const enrolled = await member.device.agent.enrol(token, member.device.facts);
    if (!enrolled.ok) throw new Error(`${member.device.serialNumber} was not enrolled: ${enrolled.error.code}`);
    member.enrolledId = enrolled.value.deviceId;
  });
  return members;
}

/** One check-in. A report that follows is sent, or kept in `line.report` and held back. */
export async function visit(member: Member, what: "send the report" | "keep the report"): Promise<void> {
  member.hasVisited = true;
  member.line.keepsReport = what === "keep the report";
  const { status, because, reportDue } = await member.device.agent.checkIn();
  if (status !== "applied" && status !== "unchanged") throw new Error(`a check-in was ${status}: ${because?.detail ?? ""}`);
  if (reportDue) await member.device.agent.sendReport();
}

function overheard(transport: AgentTransport, line: Member["line"]): AgentTransport {
  return {
    send: async (request) => {
      if (request.path === DEVICE_PATHS.report) {
        line.report = reportIn(request.body ?? "");
        if (line.keepsReport) return err({ code: "unreachable", detail: "held back by the bench" });
      }
      const answer = await transport.send(request);
      if (!answer.ok) return answer;
      line.session = answer.value.headers[DEVICE_HEADERS.session] ?? line.session;
      line.etag = answer.value.headers["etag"] ?? line.etag;
      return answer;
    },
  };
}

function reportIn(body: string): DeviceReport {
  const { report } = JSON.parse(body) as Readonly<{ report: string }>;
  return JSON.parse(Buffer.from(report.split(".")[1] ?? "", "base64url").toString("utf8")) as DeviceReport;
}
