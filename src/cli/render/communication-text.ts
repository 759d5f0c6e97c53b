import type { CommunicationAnswer, DeliveriesAnswer } from "../../http/contract/communication.ts";
import { formatDuration } from "../../kit/instant.ts";
import type { Palette } from "./palette.ts";
import { tableText } from "./table.ts";
import { count, moment, plural } from "./words.ts";

/** What people are told, who was, and what the help desk said; a stage after the other. */
export function communicationText(answer: CommunicationAnswer, palette: Palette): string {
  if (!answer.required) return `By its plan nobody is told of this rollout: ${answer.waivedBecause ?? ""}\n`;
  const road = answer.mail ? "by mail" : "by other means: no mail is set up, so record who was told";
  const head = `People are told at least ${formatDuration(answer.leadMsMin)} before their device changes, ${road}`;
  return `${[head, ...answer.stages.flatMap((stage) => ["", ...stageLines(stage, palette)])].join("\n")}\n`;
}

type Stage = CommunicationAnswer["stages"][number];

function stageLines(stage: Stage, palette: Palette): readonly string[] {
  const { notice, missing, substitutes, acknowledgement, sentSince } = stage;
  const desk =
    acknowledgement === null
      ? palette.warn("  help desk: has not acknowledged it yet")
      : `  help desk: ${acknowledgement.by}, ${moment(acknowledgement.at)}: ${acknowledgement.note}`;
  return [
    palette.bold(stage.stage),
    ...(notice === null
      ? [palette.warn("  no notice yet")]
      : [`  notice: ${notice.subject}   ${palette.faint(`by ${stage.editedBy ?? ""}`)}`]),
    ...(notice === null ? [] : missing.map(({ part, message }) => palette.warn(`    ${part} ${message}`))),
    ...substitutes.map(
      (one) => `  devices without a person${one.siteId === null ? "" : ` at ${one.siteId}`}: ${one.displayName}`,
    ),
    desk,
    `  told: ${toldWords(stage.delivery)}${sentSince === null ? "" : `   since ${moment(sentSince)}`}`,
    ...heldLines(stage.delivery, palette),
  ];
}

function toldWords({ people, accepted, toldByHand, queued, bounced, failed }: Stage["delivery"]): string {
  if (people === 0) return "nobody yet";
  return (
    `${count(accepted + toldByHand)} of ${plural(people, "person", "people")} ` +
    `(${count(accepted)} by mail, ${count(toldByHand)} by hand, ${count(queued)} waiting, ${count(bounced)} bounced, ${count(failed)} failed)`
  );
}

function heldLines({ devicesHeldBack, devicesWithoutAnybody }: Stage["delivery"], palette: Palette): readonly string[] {
  if (devicesHeldBack === 0) return [];
  const nobody =
    devicesWithoutAnybody === 0 ? "" : `, ${count(devicesWithoutAnybody)} of them with nobody to tell: name a substitute`;
  return [palette.warn(`  held back: ${plural(devicesHeldBack, "device")}${nobody}`)];
}

export function deliveriesTable({ items }: DeliveriesAnswer): string {
  return tableText(items, [
    { head: "STAGE", cell: (row) => row.stage },
    { head: "PERSON", cell: (row) => row.displayName },
    { head: "STATE", cell: (row) => row.state },
    { head: "TOLD", cell: (row) => moment(row.toldAt) },
    { head: "TRIES", cell: (row) => count(row.attempts), right: true },
    { head: "MESSAGE", cell: (row) => row.messageId ?? "" },
    { head: "ERROR", cell: (row) => row.lastError ?? "" },
    { head: "ID", cell: (row) => row.userId },
  ]);
}
