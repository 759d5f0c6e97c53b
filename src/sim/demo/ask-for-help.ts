import type { HelpRequestBody, NewHelpRequest } from "../../http/contract/communication.ts";
import type { RolloutDevicesAnswer } from "../../http/contract/live.ts";
import type { RolloutSummary } from "../../http/contract/rollouts.ts";
import { CRIES_FOR_HELP } from "./demo-notices.ts";
import type { DemoPeople } from "./demo-people.ts";

export type AskForHelp = (summary: RolloutSummary) => Promise<void>;

/**
 * People whose laptops were harmed fill in the form, one after the other as more of them fail. Once the gate has halted the
 * rollout, the help desk links the first request to it; the others wait for whoever watches.
 */
export function createAskForHelp(people: DemoPeople): AskForHelp {
  const opened: HelpRequestBody[] = [];
  const state = { isLinked: false };
  return async ({ id, status, totals }) => {
    const cry = CRIES_FOR_HELP[opened.length];
    if (cry !== undefined && totals.everFailed >= cry.failedDevicesMin) {
      // As many as may have asked before, and one more: names sort the list anew whenever another device fails.
      const path = `/api/v1/rollouts/${id}/devices?everFailed=yes&limit=${CRIES_FOR_HELP.length + 1}`;
      const { items } = await people.operator.get<RolloutDevicesAnswer>(path);
      const device = items.find(({ deviceId }) => opened.every((request) => request.device?.id !== deviceId));
      if (device !== undefined)
        opened.push(await people.form.post<HelpRequestBody>("/api/v1/help-requests", requestOf(cry, device)));
    }
    const [first] = opened;
    if (first === undefined || state.isLinked || !(status === "rolling-back" || status === "halted")) return;
    state.isLinked = true;
    const reason = "The caller's laptop got the change this morning, and the rollout was halted for the same fault.";
    await people.helpDesk.post(`/api/v1/help-requests/${first.id}/link`, { rollout: id, reason });
  };
}

function requestOf(
  { summary, description }: (typeof CRIES_FOR_HELP)[number],
  { deviceId, person }: RolloutDevicesAnswer["items"][number],
): NewHelpRequest {
  return {
    summary,
    description,
    requester: person ?? "reception",
    device: deviceId,
    workedBefore: "yes",
    source: "form",
    externalId: null,
    rollout: null,
  };
}
