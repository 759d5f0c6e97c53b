import { changeDraft, discardDraft } from "../../app/drafts/change-draft.ts";
import { getDraft, listDrafts, readDraft, type DraftDetail } from "../../app/drafts/read-drafts.ts";
import { saveDraft } from "../../app/drafts/save-draft.ts";
import type { Problem } from "../../app/problems/problem.ts";
import type { EstateMemory } from "../../app/queries/estate-memory.ts";
import { readChange, type ProposedChange } from "../../app/queries/read-change.ts";
import { ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import type { Draft } from "../../policy/draft.ts";
import type { Handlers } from "../call.ts";
import type { NewDraftRequest } from "../contract/drafts.ts";
import type { HttpDeps } from "../http-deps.ts";
import { pageRequest } from "./page-request.ts";
import { fileOf } from "./file-of.ts";

type DraftOperations = "listDrafts" | "saveDraft" | "getDraft" | "changeDraft" | "discardDraft";

export function draftHandlers({ store, reader }: HttpDeps, memory: EstateMemory): Pick<Handlers, DraftOperations> {
  const detailOf = async (saved: Result<Draft, Problem>, now: Instant): Promise<Result<DraftDetail, Problem>> =>
    saved.ok ? ok(await store.read((unit) => readDraft(unit, memory, saved.value, now))) : saved;
  return {
    listDrafts: async ({ query, now }) =>
      ok(await listDrafts(store, { ...pageRequest(query), policy: query.policy ?? null }, now)),
    saveDraft: async ({ body, principal, now }) => {
      const change = await readChange(store, reader, proposedOf(body.change));
      if (!change.ok) return change;
      const { title, reason, madeFrom } = body;
      const wanted = { title, reason, madeFrom, change: change.value };
      return detailOf(await store.write((unit) => saveDraft(unit, wanted, principal.person, now)), now);
    },
    getDraft: ({ params, now }) => getDraft(store, memory, params.id, now),
    changeDraft: async ({ params, body, principal, now }) => {
      const change = body.change === null ? ok(null) : await readChange(store, reader, proposedOf(body.change));
      if (!change.ok) return change;
      const edit = { ...body, id: params.id, change: change.value, by: principal.person, now };
      return detailOf(await changeDraft(store, edit), now);
    },
    discardDraft: ({ params, query, principal, now }) =>
      discardDraft(store, { id: params.id, revision: Number(query.revision), by: principal.person, now }),
  };
}

function proposedOf(change: NewDraftRequest["change"]): ProposedChange {
  switch (change.kind) {
    case "content":
      return { policy: change.policy, change: { kind: "content", file: fileOf(change.file) } };
    case "add":
      return { policy: null, change: { kind: "add", file: fileOf(change.file) } };
    case "duplicate":
      return { policy: change.policy, change: { kind: "duplicate", name: change.name } };
    case "retire":
      return { policy: change.policy, change: { kind: "retire" } };
  }
}
