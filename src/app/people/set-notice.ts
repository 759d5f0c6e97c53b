import type { SiteId, UserId } from "../../kit/ids.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import type { Stage } from "../../rollout/people.ts";
import type { Rollout } from "../../rollout/rollout.ts";
import { missingParts, noticeHashOf, type MissingPart, type Notice } from "../../support/notice.ts";
import { audit, rolloutSubject } from "../audit.ts";
import type { Substitute } from "../ports/communication-store.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import { findTelling, stageScope, touchRollout } from "./stage-scope.ts";

export type NoticeRequest = Readonly<{
  rollout: string;
  stage: Stage;
  notice: Notice;
  substitutes: readonly Readonly<{ siteId: string | null; userId: string }>[];
  reason: string;
  by: string;
  now: Instant;
}>;

/**
 * Writes what the people of a stage are told, and who stands in for devices without a person. Once anybody was told the words
 * stay as they are; the substitutes may still change, since a device may turn out to have nobody.
 */
export function setNotice(store: Store, request: NoticeRequest): Promise<Result<Rollout, Problem>> {
  return store.write((unit) => setInUnit(unit, request));
}

async function setInUnit(unit: Unit, request: NoticeRequest): Promise<Result<Rollout, Problem>> {
  const { stage, notice, by, now, reason } = request;
  const found = await findTelling(unit, request.rollout);
  if (!found.ok) return found;
  const rollout = found.value;
  const missing = missingParts(notice);
  if (missing.length > 0) return err(incomplete(missing));
  const substitutes = request.substitutes as readonly Substitute[];
  const unfit = await substituteProblem(unit, substitutes);
  if (unfit !== null) return err(unfit);
  const hash = noticeHashOf(notice);
  const before = (await unit.communication.notices(rollout.id)).find((row) => row.stage === stage);
  const { sentSince } = await unit.communication.totals(stageScope(rollout, stage));
  if (before !== undefined && before.hash !== hash && sentSince !== null)
    return err(problem("notice-sent", `people of the ${stage} stage are being told since ${new Date(sentSince).toISOString()}`));
  const edit = before?.hash === hash ? { editedBy: before.editedBy, editedAt: before.editedAt } : { editedBy: by, editedAt: now };
  await unit.communication.setNotice(rollout.id, { stage, notice, hash, ...edit }, substitutes);
  await touchRollout(unit, rollout, now);
  const detail = { stage, noticeHash: hash, substitutes: substitutes.length, reason };
  await audit(unit, now, by, "rollout.notice-set", rolloutSubject(rollout.id), detail);
  return ok(rollout);
}

export function incomplete(missing: readonly MissingPart[]): Problem {
  const issues = missing.map(({ part, message }) => ({ code: "notice-part-missing", at: `notice.${part}`, message, help: "" }));
  const parts = missing.map(({ part }) => part).join(", ");
  return problem("notice-incomplete", `the notice lacks ${missing.length} of its parts: ${parts}`, { issues });
}

async function substituteProblem(unit: Unit, substitutes: readonly Substitute[]): Promise<Problem | null> {
  const sites = substitutes.map(({ siteId }) => siteId);
  const twice = sites.find((siteId, at) => sites.indexOf(siteId) !== at);
  if (twice !== undefined)
    return problem(
      "body-invalid",
      `two substitutes are named for ${twice === null ? "every other device" : `site \`${twice}\``}`,
    );
  const unknown = await unit.communication.unknownIds({
    users: substitutes.map(({ userId }) => userId satisfies UserId),
    sites: sites.filter((siteId): siteId is SiteId => siteId !== null),
  });
  return unknownUsers(unknown.users) ?? unknownSites(unknown.sites);
}

export function unknownUsers(ids: readonly string[]): Problem | null {
  return ids.length === 0 ? null : problem("user-unknown", `not in the estate: ${named(ids)}`);
}

function unknownSites(ids: readonly string[]): Problem | null {
  return ids.length === 0 ? null : problem("site-unknown", `not in the estate: ${named(ids)}`);
}

const NAMED_MAX = 10;

function named(ids: readonly string[]): string {
  const shown = ids.slice(0, NAMED_MAX).map((id) => `\`${id}\``);
  return `${shown.join(", ")}${ids.length > NAMED_MAX ? ` and ${ids.length - NAMED_MAX} more` : ""}`;
}
