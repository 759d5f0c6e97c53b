/** The same request for the command line and for curl, so that what is clicked can be scripted. */

/** `["rollout", "halt", "Printing fix"]` -> `tidegate rollout halt 'Printing fix'`. */
export function asCli(words: readonly string[]): string {
  return ["tidegate", ...words.map(quoteForShell)].join(" ");
}

/** `origin`: where the server is; the token is named, never written. */
export function asCurl(
  request: Readonly<{ origin: string; method: "GET" | "POST" | "DELETE"; path: string; body?: unknown }>,
): string {
  const { origin, method, path, body } = request;
  const parts = ["curl", "--fail-with-body", ...(method === "GET" ? [] : ["-X", method]), quoteForShell(`${origin}${path}`)];
  parts.push("-H", '"authorization: Bearer $TIDEGATE_TOKEN"');
  if (body !== undefined) parts.push("-H", "'content-type: application/json'", "-d", quoteForShell(JSON.stringify(body)));
  return parts.join(" ");
}

function quoteForShell(word: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
