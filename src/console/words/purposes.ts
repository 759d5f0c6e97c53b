/** `phase:3` -> `wave 1 to open`; `names` are those of the plan's phases, in their order. What an approval is asked for. */
export function purposeWords(purpose: string, names: readonly string[]): string {
  const [kind = "", at = ""] = purpose.split(":");
  const name = names[Number(at)] ?? `phase ${Number(at) + 1}`;
  switch (kind) {
    case "start":
      return "The start";
    case "phase":
      return `The opening of ${name}`;
    case "resume":
      return "Going on after the halt";
    case "waive":
      return `Going on from ${name} with thin evidence`;
    default:
      return purpose;
  }
}
