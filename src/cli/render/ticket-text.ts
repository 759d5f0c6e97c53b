import type { HelpRequestBody, HelpRequestsAnswer } from "../../http/contract/communication.ts";
import { tableText } from "./table.ts";
import { moment, plural } from "./words.ts";

export function ticketsText({ items, rate }: HelpRequestsAnswer): string {
  const table = tableText(items, [
    { head: "ID", cell: (row) => row.id },
    { head: "OPENED", cell: (row) => moment(row.openedAt) },
    { head: "STATE", cell: (row) => row.state },
    { head: "ROLLOUT", cell: (row) => row.link?.rolloutName ?? "-" },
    { head: "DEVICE", cell: (row) => row.device?.name ?? "-" },
    { head: "REQUESTER", cell: (row) => row.requester },
    { head: "SUMMARY", cell: (row) => row.summary },
  ]);
  return rate === null ? table : `${table}\n${rateText(rate)}\n`;
}

export function ticketText(request: HelpRequestBody): string {
  const { source, externalId, link, device, deviceRollouts } = request;
  const lines = [
    `${request.id}  ${request.state}  "${request.summary}"`,
    `  asked by ${request.requester}, recorded by ${request.openedBy} at ${moment(request.openedAt)}`,
    `  from ${source}${externalId === null ? "" : ` (${externalId})`}; worked before: ${request.workedBefore}`,
    `  device ${device === null ? "not known" : device.name}`,
    link === null
      ? "  linked to no rollout"
      : `  linked to "${link.rolloutName}" (${link.rolloutId}) by ${link.by} at ${moment(link.at)}`,
    ...(link === null ? deviceRollouts.map(candidateLine) : []),
    ...request.description.split(LINE_END).map((line) => `  | ${line}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** What comes here is printable: a line end has become the six characters that stand for it. */
const LINE_END = /(?:\\u000d)?\\u000a/;

function candidateLine({ id, name, status, offeredAt }: HelpRequestBody["deviceRollouts"][number]): string {
  const offered = offeredAt === null ? "not offered yet" : `offered ${moment(offeredAt)}`;
  return `    the device is in "${name}" (${id}), ${status}, ${offered}`;
}

function rateText({ linked, exposed, per1000Exposed }: NonNullable<HelpRequestsAnswer["rate"]>): string {
  const seen = `${plural(linked, "linked request")} on ${plural(exposed, "exposed device")}`;
  return per1000Exposed === null ? `${seen}: no rate yet` : `${seen}: ${per1000Exposed.toFixed(1)} per 1,000`;
}
