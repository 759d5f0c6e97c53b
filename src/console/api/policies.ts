import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { SettingsAnswer } from "../../http/contract/catalogue.ts";
import type { DraftAnswer, NewDraftRequest } from "../../http/contract/drafts.ts";
import type { CodeAnswer, DiffAnswer, LintAnswer, VersionsAnswer } from "../../http/contract/library.ts";
import type { PoliciesAnswer, PolicyDetail, PolicySummary } from "../../http/contract/policies.ts";
import { get, post, type Query } from "./call.ts";
import { keys } from "./keys.ts";

const at = (id: string, rest = "") => `/api/v1/policies/${encodeURIComponent(id)}${rest}`;
const stored = (policy: string, version: number | null = null) => ({ kind: "policy", policy, version });

/** `query`: search, retired, offset and limit. */
export const readPolicies = (query: Query, signal: AbortSignal) => get<PoliciesAnswer>("/api/v1/policies", query, signal);

const PAGE_ROWS = 200;

/** All live policies, to choose one of them. */
export const allPoliciesQuery = () =>
  queryOptions({
    queryKey: keys.policies("all"),
    queryFn: async ({ signal }): Promise<readonly PolicySummary[]> => {
      const items: PolicySummary[] = [];
      for (;;) {
        const page = await readPolicies({ limit: PAGE_ROWS, offset: items.length }, signal);
        items.push(...page.items);
        if (items.length >= page.total || page.items.length === 0) return items;
      }
    },
  });

export const policyQuery = (id: string) =>
  queryOptions({ queryKey: keys.policies("one", id), queryFn: ({ signal }) => get<PolicyDetail>(at(id), {}, signal) });

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.policies("versions", id),
    queryFn: ({ signal }) => get<VersionsAnswer>(at(id, "/versions"), {}, signal),
  });

export const lintQuery = (id: string) =>
  queryOptions({
    queryKey: keys.policies("lint", id),
    queryFn: () => post<LintAnswer>("/api/v1/policies/lint", { of: stored(id) }),
  });

export const diffQuery = (id: string, from: number, to: number) =>
  queryOptions({
    queryKey: keys.policies("diff", id, from, to),
    queryFn: () => post<DiffAnswer>("/api/v1/policies/diff", { from: stored(id, from), to: stored(id, to) }),
    placeholderData: keepPreviousData,
  });

/** Not among the policies' keys: somebody may be writing on it, and news must not take their text. */
export const codeQuery = (id: string) =>
  queryOptions({
    queryKey: ["policy-text", id],
    queryFn: () => post<CodeAnswer>("/api/v1/policies/code", { of: stored(id) }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

export const textLintQuery = (text: string) =>
  queryOptions({
    queryKey: keys.policies("text-lint", text),
    queryFn: () => post<LintAnswer>("/api/v1/policies/lint", { of: { kind: "file", file: sentFile(text) } }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });

export const settingsQuery = (text: string) =>
  queryOptions({
    queryKey: keys.policies("settings", text),
    queryFn: ({ signal }) => get<SettingsAnswer>("/api/v1/catalogue/settings", { text, limit: 12 }, signal),
    placeholderData: keepPreviousData,
  });

export const saveDraft = (body: NewDraftRequest) => post<DraftAnswer>("/api/v1/drafts", body);

/** The API takes files as base64 of their bytes. */
export function sentFile(text: string): Readonly<{ path: string; contentBase64: string }> {
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return { path: "policy.yaml", contentBase64: btoa(binary) };
}
