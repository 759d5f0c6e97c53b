import { listed } from "../behaviour/sentence.ts";
import type { AccessConsequence, AccessOfPolicy } from "./access-plan.ts";

type Facts = Omit<AccessConsequence, "sentences">;

/** What a compliance change does to access, for people: one fact a sentence, without full stops. */
export function accessSentences(access: Facts): readonly string[] {
  const { lose, mayLose, noncompliant, policies } = access;
  const { certain, unknown } = noncompliant;
  const head = `${counted(certain.devices, "device")} of ${peopleWords(certain.people)} will not be compliant${graceWords(access)}`;
  return [
    ...(certain.devices === 0 ? [] : [head]),
    ...(unknown.devices === 0
      ? []
      : [
          `${counted(unknown.devices, "device")} of ${peopleWords(unknown.people)} may not be: it cannot be known before whether ${uncertainWords(access)}`,
        ]),
    ...(policies.length === 0
      ? ["no Conditional Access policy that asks for a compliant device was imported: who loses access cannot be said"]
      : []),
    ...(lose.people === 0 ? [] : [loseSentence(lose)]),
    ...(mayLose.people === 0
      ? []
      : [`${peopleWords(mayLose.people)} more may lose access${mayLose.mail === 0 ? "" : `, ${mayLose.mail} of them mail`}`]),
    ...policies.flatMap(policySentences),
  ];
}

function loseSentence({ people, mail }: Facts["lose"]): string {
  if (mail === people) return `${peopleWords(people)} will lose mail on these devices`;
  return `${peopleWords(people)} will lose access on these devices${mail === 0 ? "" : `, ${mail} of them mail`}`;
}

function policySentences({
  name,
  state,
  apps,
  lose,
  mayLose,
  anotherProof,
  excepted,
  breakGlass,
  narrowedBy,
}: AccessOfPolicy): readonly string[] {
  const hit = lose.people + mayLose.people;
  const what = apps.length === 0 ? "the apps it names" : listed(apps);
  const perhaps = narrowedBy.length === 0 ? "" : `; it also depends on ${listed(narrowedBy)}, which is not known here`;
  const told = state === "report-only" ? `"${name}" only reports today; once it is on, it` : `"${name}"`;
  return [
    ...(hit === 0 ? [] : [`${told} keeps ${lose.people} people, and perhaps ${mayLose.people} more, out of ${what}${perhaps}`]),
    ...(anotherProof.people === 0 ? [] : [`${told} asks ${peopleWords(anotherProof.people)} for another proof instead`]),
    ...(excepted.people === 0 ? [] : [`${peopleWords(excepted.people)} are excepted from "${name}"`]),
    ...(breakGlass === 0
      ? []
      : [`${counted(breakGlass, "break-glass account")} would be kept out by "${name}": except them first`]),
  ];
}

function graceWords({ graceHours }: Facts): string {
  return graceHours === 0 ? " as soon as they report" : ` ${counted(graceHours, "hour")} after they report`;
}

function uncertainWords({ uncertainChecks }: Facts): string {
  const shown = uncertainChecks.slice(0, 3);
  const rest = uncertainChecks.length - shown.length;
  return listed(rest === 0 ? shown : [...shown, `${rest} more`]);
}

function peopleWords(people: number): string {
  return people === 1 ? "1 person" : `${people} people`;
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
