import type { PrerequisitesAnswer } from "../../http/contract/prerequisites.ts";
import type { Palette } from "./palette.ts";
import { count, moment, plural } from "./words.ts";

export function prerequisitesText({ name, prerequisites, people, devices, asOf }: PrerequisitesAnswer, palette: Palette): string {
  const reached =
    people === null
      ? `reaches ${plural(devices, "device")}`
      : `reaches ${plural(people.reached, "person", "people")}, ${count(people.enrolled)} of them with an enrolled device`;
  const lines = [
    `${palette.bold(`"${name}"`)} ${reached}`,
    ...(prerequisites.length === 0 ? ["Nothing has to be in place."] : []),
    ...prerequisites.flatMap((one) => [
      `${standingMark(one.standing, palette)} ${one.words}${countText(one.count)}`,
      palette.faint(`      ${one.because}`),
    ]),
    palette.faint(`As of ${moment(asOf)}`),
  ];
  return `${lines.join("\n")}\n`;
}

function standingMark(standing: PrerequisitesAnswer["prerequisites"][number]["standing"], palette: Palette): string {
  switch (standing) {
    case "met":
      return palette.good("  met    ");
    case "partly":
      return palette.warn("  partly ");
    case "unknown":
      return palette.warn("  unknown");
    case "unmet":
      return palette.bad("  missing");
  }
}

function countText(counted: PrerequisitesAnswer["prerequisites"][number]["count"]): string {
  return counted === null ? "" : `   ${count(counted.met)} of ${count(counted.of)} ${counted.what}`;
}
