/** What a page keeps in its address: text only; a key that is undefined or empty is left out. */
export type Search = Readonly<Record<string, string | undefined>>;

/** The addresses of all pages, in one place. */
export const paths = {
  home: () => "/",
  rollouts: (search?: Search) => withSearch("/rollouts", search),
  rollout: (id: string, search?: Search) => withSearch(`/rollouts/${encodeURIComponent(id)}`, search),
  plan: (id: string, search?: Search) => withSearch(`/rollouts/${encodeURIComponent(id)}/plan`, search),
  rolloutDevices: (id: string, search?: Search) => withSearch(`/rollouts/${encodeURIComponent(id)}/devices`, search),
  timeline: (id: string, search?: Search) => withSearch(`/rollouts/${encodeURIComponent(id)}/timeline`, search),
  decision: (id: string) => `/rollouts/${encodeURIComponent(id)}/decision`,
  people: (id: string, search?: Search) => withSearch(`/rollouts/${encodeURIComponent(id)}/people`, search),
  /** Of a plan that no rollout is made of yet. */
  planOf: (hash: string) => `/plans/${encodeURIComponent(hash)}`,
  conflicts: (search?: Search) => withSearch("/conflicts", search),
  conflict: (id: string) => `/conflicts/${encodeURIComponent(id)}`,
  helpRequests: (search?: Search) => withSearch("/help-requests", search),
  policies: (search?: Search) => withSearch("/policies", search),
  policy: (id: string, search?: Search) => withSearch(`/policies/${encodeURIComponent(id)}`, search),
  policyEditor: (id: string) => `/policies/${encodeURIComponent(id)}/edit`,
  requirements: (search?: Search) => withSearch("/requirements", search),
  firstPolicies: () => "/requirements/first-policies",
  device: (id: string, search?: Search) => withSearch(`/devices/${encodeURIComponent(id)}`, search),
  signIn: (wanted?: string) => withSearch("/sign-in", { to: wanted === "/" ? undefined : wanted }),
} as const;

/** `/rollouts` and `{ state: "error" }` -> `/rollouts?state=error`. */
export function withSearch(path: string, search: Search = {}): string {
  const text = writeSearch(search);
  return text === "" ? path : `${path}?${text}`;
}

/** Without the question mark; keys in the order in which they are given. */
export function writeSearch(search: Search): string {
  const pairs = Object.entries(search).flatMap(([key, value]) => (value === undefined || value === "" ? [] : [[key, value]]));
  return new URLSearchParams(pairs).toString();
}

/** `?state=error&state=x` -> `{ state: "x" }`: the last one of a key counts. */
export function readSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** The address to go to after signing in: only paths of this console, never another site. */
export function safeReturnPath(wanted: string | undefined): string {
  if (wanted === undefined || !/^\/(?![/\\])/.test(wanted) || wanted.startsWith("/sign-in")) return "/";
  return wanted;
}
