import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import type { RequirementKind } from "../../policy/requirement/requirement.ts";
import { starterRegister, type StarterProposal, type StarterStanding } from "../../policy/requirement/starter-register.ts";
import { audit } from "../audit.ts";
import type { CatalogueHolder } from "../catalogue/catalogue-holder.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import { sliceOf, type Page, type PageRequest } from "../queries/page-of.ts";
import { addRequirement } from "./save-requirements.ts";

export type StarterReading = Omit<StarterProposal, "requirement"> &
  Readonly<{ id: string; title: string; kind: RequirementKind; area: StarterProposal["requirement"]["area"]; settings: number }>;
export type StarterList = Page<StarterReading> & Readonly<{ counts: Readonly<Record<StarterStanding, number>>; asOf: Instant }>;

/** What the live policies would put into the register, and what of that is new to it. */
export function readStarter(
  store: Store,
  holder: CatalogueHolder,
  request: PageRequest & Readonly<{ standing: StarterStanding | null }>,
  now: Instant,
): Promise<StarterList> {
  return store.read(async (unit) => {
    const proposals = await proposalsOf(unit, holder);
    const wanted = proposals.filter(({ standing }) => request.standing === null || standing === request.standing);
    const page = sliceOf(wanted, request, ({ requirement }) => requirement.id);
    return { ...page, items: page.items.map(readingOf), counts: countsOf(proposals), asOf: now };
  });
}

/**
 * Adds what is new to the register, or those of it that are named. What somebody wrote is left as it is, whatever the policies say by
 * now. A second time adds nothing.
 */
export function addStarter(
  store: Store,
  holder: CatalogueHolder,
  { ids, by, now }: Readonly<{ ids: readonly string[] | null; by: string; now: Instant }>,
): Promise<Result<Readonly<{ added: readonly string[]; counts: StarterList["counts"]; asOf: Instant }>, Problem>> {
  return store.write(async (unit) => {
    const proposals = await proposalsOf(unit, holder);
    const byId = new Map(proposals.map((one) => [one.requirement.id, one]));
    const unknown = (ids ?? []).filter((id) => !byId.has(id));
    if (unknown.length > 0) {
      const issues = unknown.map((id) => ({
        code: "requirement-unknown",
        at: id,
        message: "no live policy gives reason for it",
        help: "",
      }));
      return err(problem("requirement-unknown", `${unknown.length} of the requirements are not proposed`, { issues }));
    }
    const added: string[] = [];
    for (const { requirement, standing } of proposals) {
      if (standing !== "new" || (ids !== null && !ids.includes(requirement.id))) continue;
      if (await addRequirement(unit, requirement, { by, now })) added.push(requirement.id);
    }
    if (added.length > 0)
      await audit(unit, now, by, "requirements.started", "requirements", { added: added.length, ids: added.slice(0, 500) });
    return ok({ added, counts: countsOf(await proposalsOf(unit, holder)), asOf: now });
  });
}

async function proposalsOf(unit: Unit, holder: CatalogueHolder): Promise<readonly StarterProposal[]> {
  return starterRegister(await unit.policies.loadLive(), await unit.requirements.loadAll(), holder.current());
}

function countsOf(proposals: readonly StarterProposal[]): StarterList["counts"] {
  const counts = { new: 0, grown: 0, known: 0, covered: 0, retired: 0 };
  for (const { standing } of proposals) counts[standing] += 1;
  return counts;
}

function readingOf({ requirement, standing, missing }: StarterProposal): StarterReading {
  const { id, title, kind, area, expected } = requirement;
  return { id, title, kind, area, settings: expected.length, standing, missing };
}
