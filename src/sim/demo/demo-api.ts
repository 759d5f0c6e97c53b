/** The demo's people speak to the server as anybody else does: REST, a token each. */
export type DemoApi = Readonly<{
  get: <Answer>(path: string) => Promise<Answer>;
  post: <Answer>(path: string, body: unknown) => Promise<Answer>;
}>;

/** The server said no. */
export class DemoRefusal extends Error {
  override readonly name = "DemoRefusal";
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Answers are read as the contract types them: the server is our own, and its schemas are tested where it is made. */
export function createDemoApi(origin: string, token: string): DemoApi {
  const send = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    if (body !== undefined) headers["content-type"] = "application/json";
    const answer = await fetch(`${origin}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok)
      throw new DemoRefusal(answer.status, `${method} ${path} was answered with ${answer.status}: ${text.slice(0, 2_000)}`);
    return JSON.parse(text) as Answer;
  };
  return { get: (path) => send("GET", path), post: (path, body) => send("POST", path, body) };
}
