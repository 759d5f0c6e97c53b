import type { IntentReportBody, PolicyApplicabilityBody } from "../../http/contract/consequences.ts";
import type { PolicyPlanBody, RolloutPlanBody } from "../../http/contract/plans.ts";
import type { Palette } from "./palette.ts";
import { count, plural, value } from "./words.ts";

/** Where the policy would hold: whole devices first, then why not on the others. */
export function intentLines(intent: IntentReportBody | null, palette: Palette): readonly string[] {
  if (intent === null || intent.devices === 0) return [];
  const { devices, met, short, unknown, unknownByCatalogue, reasons, missing, leastVersions } = intent;
  const head = `Intent met on ${count(met)} of ${count(devices)} devices; not on ${count(short)}, unknown on ${count(unknown)}`;
  const causes = (rows: IntentReportBody["reasons"] | IntentReportBody["missing"], sign: string) =>
    rows.map((row) => {
      const reach = `${plural(row.devices, "device")}, ${plural(row.settings, "setting")}`;
      return `  ${sign} ${row.words}   ${palette.faint(reach)}`;
    });
  return [
    short > 0 ? palette.warn(head) : head,
    ...causes(reasons, "!"),
    ...causes(missing, "?"),
    ...(unknownByCatalogue === 0
      ? []
      : [
          `  On ${count(unknownByCatalogue)} of the unknown only the catalogue is silent: tidegate catalogue update brings a fuller one in`,
        ]),
    ...leastVersions.map(leastVersionLine),
  ];
}

function leastVersionLine(least: IntentReportBody["leastVersions"][number]): string {
  const { platform, percent, devices, metNow, version, metThen, toUpdate } = least;
  const now = `  ${platform}: met on ${count(metNow)} of ${count(devices)}`;
  if (version === null) return `${now}; updates alone bring at most ${count(metThen)}, short of ${percent} %`;
  return `${now}; with version ${version} on ${plural(toUpdate, "older device")} it would be ${count(metThen)}, at least ${percent} %`;
}

export function applicabilityText({ name, intent, ofDevices }: PolicyApplicabilityBody, palette: Palette): string {
  const settings = intent.shortSettings.flatMap((one) => [
    `  ${one.node}   ${palette.faint(`applies on ${count(one.applies)}, not on ${count(one.notApplicable)}, unknown on ${count(one.unknown)}`)}`,
    ...[...one.reasons, ...one.missing].map((row) => `      ${row.words}   ${palette.faint(plural(row.devices, "device"))}`),
  ]);
  const nobody = ["It reaches no device."];
  return `${[
    `Policy ${palette.bold(`"${name}"`)} reaches ${count(intent.devices)} of ${count(ofDevices)} devices with ${plural(intent.settings, "setting")}`,
    ...(intent.devices === 0 ? nobody : intentLines(intent, palette)),
    ...(settings.length === 0 ? [] : ["", "Settings that do not surely apply everywhere", ...settings]),
  ].join("\n")}\n`;
}

export function effectLines({ effect }: PolicyPlanBody, palette: Palette): readonly string[] {
  if (effect.moments.length === 0) return [];
  return [
    "When it takes effect",
    ...effect.moments.map(({ words, nodes }) => `  ${words}   ${palette.faint(plural(nodes.length, "setting"))}`),
    ...effect.encryption.map(({ words }) => palette.warn(`  ${words}`)),
  ];
}

/** What goes back by itself is only counted. */
export function undoLines({ undo }: PolicyPlanBody, palette: Palette): readonly string[] {
  if (undo.settings.length === 0) return [];
  const reverting = undo.settings.filter(({ reversal }) => reversal === "reverts");
  const others = undo.settings.filter(({ reversal }) => reversal !== "reverts");
  const lines = others.flatMap(({ node, reversal, words, because, taken, source }) => {
    const isGrave = reversal === "irreversible" || reversal === "destructive-on-removal";
    const when = taken === "by-this-change" ? "when this change takes it away" : "when it is rolled back";
    const head = `  ${words}: ${node}`;
    return [isGrave ? palette.bad(head) : head, `      ${because}, ${when}   ${palette.faint(source ?? "no source")}`];
  });
  return [
    `If it has to be undone: ${count(reverting.length)} of ${plural(undo.settings.length, "setting")} would go back without help`,
    ...lines,
    ...undo.rollback.flatMap((one) => rollbackLines(one)),
  ];
}

function rollbackLines(one: PolicyPlanBody["undo"]["rollback"][number]): readonly string[] {
  const { platform, devices, unassign, counter, byHand, open } = one;
  return [
    `  Way back on ${platform} (${plural(devices, "device")})`,
    ...(unassign.length === 0 ? [] : [`    take the policy away: undoes ${plural(unassign.length, "setting")}`]),
    ...counter.map((step) => `    ask for  ${step.node} = ${value(step.value)}   (${FROM[step.from]})`),
    ...byHand.map((step) => `    by hand  ${step.node}: ${step.because}`),
    ...open.map((node) => `    decide   ${node}: no value is known that would undo it`),
  ];
}

const FROM = { before: "the value before", default: "the platform's default" } as const;

export function acceptanceLines({ acceptances }: RolloutPlanBody, palette: Palette): readonly string[] {
  if (acceptances.length === 0) return [];
  const lines = acceptances.map(({ kind, words }) => `  ! ${words}   --accept ${kind}`);
  return ["To be accepted by name before a rollout is made", ...lines].map((line) => palette.warn(line));
}
