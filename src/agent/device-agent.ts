import type { Result } from "../kit/result.ts";
import type { DeviceFacts } from "../policy/bundle/protocol.ts";
import type { AgentPorts } from "./agent-ports.ts";
import { checkIn, type AgentParts, type CheckInResult } from "./check-in.ts";
import { enrol, type EnrolFailure, type EnrolledDevice } from "./enrol.ts";
import { sendReport, type SendReportResult } from "./send-report.ts";
import { createServerLink } from "./server-link.ts";
import { createStateHolder } from "./state-holder.ts";

export type DeviceAgent = Readonly<{
  enrol: (enrolmentToken: string, facts: DeviceFacts) => Promise<Result<EnrolledDevice, EnrolFailure>>;
  checkIn: () => Promise<CheckInResult>;
  sendReport: () => Promise<SendReportResult>;
}>;

/**
 * The program on a device. Whoever holds it decides when: it keeps no timers. Calls run one after the other, since each
 * reads the state and writes it back. It rejects only when its own storage or applier does.
 */
export function createDeviceAgent(ports: AgentPorts): DeviceAgent {
  const parts: AgentParts = { ports, link: createServerLink(ports), holder: createStateHolder(ports.storage) };
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  return {
    enrol: (enrolmentToken, facts) => inTurn(() => enrol(parts, enrolmentToken, facts)),
    checkIn: () => inTurn(() => checkIn(parts)),
    sendReport: () => inTurn(() => sendReport(parts)),
  };
}
