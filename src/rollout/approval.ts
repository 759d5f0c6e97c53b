import type { Instant } from "../kit/instant.ts";

/** What a yes was said to. It binds to the plan's hash: any edit of the plan voids it (P-S4). */
export type ApprovalPurpose = "start" | `phase:${number}` | `resume:${number}` | `waive:${number}`;

export type ApprovalRecord = Readonly<{
  purpose: ApprovalPurpose;
  person: string;
  planHash: string;
  decision: "approve" | "deny";
  reason: string;
  decidedAt: Instant;
}>;

/**
 * Tokens and accounts name people in free text: `Mallory`, `mallory` and `mallory ` are one. Two people who are taken for one
 * are refused a second yes, which is the safe mistake.
 */
export function isSamePerson(one: string, other: string): boolean {
  return personKey(one) === personKey(other);
}

/** Without case, blanks and signs that nobody sees. */
function personKey(person: string): string {
  return person
    .normalize("NFKC")
    .replace(/[\s\p{Cf}]/gu, "")
    .toLowerCase();
}

export type ApprovalStanding = Readonly<{ approvedBy: readonly string[]; deniedBy: readonly string[]; missing: number }>;

/**
 * Where a purpose stands: each person's latest word counts, the author's never. A standing denial blocks whatever the
 * number of approvals.
 */
export function approvalStanding(
  records: readonly ApprovalRecord[],
  asked: Readonly<{ purpose: ApprovalPurpose; planHash: string; authorId: string; approvalsMin: number }>,
): ApprovalStanding {
  const latestByPerson = new Map<string, ApprovalRecord>();
  for (const record of records) {
    if (record.purpose !== asked.purpose || record.planHash !== asked.planHash || isSamePerson(record.person, asked.authorId))
      continue;
    const before = latestByPerson.get(personKey(record.person));
    if (before === undefined || isLaterWord(record, before)) latestByPerson.set(personKey(record.person), record);
  }
  const latest = [...latestByPerson.values()];
  const approvedBy = latest.filter((record) => record.decision === "approve").map((record) => record.person);
  const deniedBy = latest.filter((record) => record.decision === "deny").map((record) => record.person);
  const missing =
    deniedBy.length > 0
      ? Math.max(1, asked.approvalsMin - approvedBy.length)
      : Math.max(0, asked.approvalsMin - approvedBy.length);
  return { approvedBy: approvedBy.sort(), deniedBy: deniedBy.sort(), missing };
}

/** Two words of one moment: the denial stands, in whatever order the records were read. */
function isLaterWord(record: ApprovalRecord, before: ApprovalRecord): boolean {
  if (record.decidedAt !== before.decidedAt) return record.decidedAt > before.decidedAt;
  return record.decision === "deny";
}
