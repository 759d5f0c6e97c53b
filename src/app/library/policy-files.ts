import type { Instant } from "../../kit/instant.ts";
import { sha256Hex } from "../../kit/sha256.ts";
import { policyDocument, policyYaml } from "../../policy/code/policy-document.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Store } from "../ports/store.ts";
import { sliceOf, type Page, type PageRequest } from "../queries/page-of.ts";

export type PolicyFileReading = Readonly<{ id: string; name: string; hash: string; path: string; text: string }>;

/** Live policies as code, in the order of their ids. The same policy has the same bytes, whoever writes it and when. */
export function exportPolicies(
  store: Store,
  request: PageRequest,
  now: Instant,
): Promise<Page<PolicyFileReading> & Readonly<{ asOf: Instant }>> {
  return store.read(async (unit) => {
    const page = sliceOf(await unit.policies.loadLive(), request, (policy) => policy.id);
    return { ...page, items: page.items.map(policyFile), asOf: now };
  });
}

export function policyFile(policy: Policy): PolicyFileReading {
  const { id, live, assignments } = policy;
  const written = { id, content: live.content, assignments };
  const yaml = policyYaml(written);
  const isYaml = yaml.length <= YAML_CHARACTERS_MAX;
  return {
    id,
    name: live.content.name,
    hash: live.hash,
    path: `${fileStem(id, live.content.name)}.${isYaml ? "yaml" : "json"}`,
    // The reader of JSON takes what is too long for the reader of YAML; it is the same document.
    text: isYaml ? yaml : `${JSON.stringify(policyDocument(written), null, 2)}\n`,
  };
}

/** No more than our own reader takes. */
const YAML_CHARACTERS_MAX = 2 * 1024 * 1024;

/** Two policies of one name are two files, and a file's name never depends on the others. */
function fileStem(id: string, name: string): string {
  const words = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, STEM_CHARACTERS_MAX)
    .replace(/^-+|-+$/g, "");
  return `${words === "" ? "policy" : words}.${sha256Hex(id).slice(0, 8)}`;
}

const STEM_CHARACTERS_MAX = 80;
