import { Pool } from "undici";
import { err, ok } from "../../kit/result.ts";
import type { SeededRandom } from "../../kit/seeded-random.ts";
import type { AgentTransport } from "../../agent/agent-ports.ts";
import { ANSWER_BYTES_MAX } from "../../agent/server-link.ts";

export type HttpLine = Readonly<{ transport: AgentTransport; close: () => Promise<void> }>;

const ANSWER_TIMEOUT_MS = 30_000;

/** One pool of kept-alive connections for the whole fleet; each request is as a device alone would send it. */
export function createHttpLine(origin: string, connections: number): HttpLine {
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    headersTimeout: ANSWER_TIMEOUT_MS,
    bodyTimeout: ANSWER_TIMEOUT_MS,
    maxResponseSize: ANSWER_BYTES_MAX,
  });
  const transport: AgentTransport = {
    send: async ({ method, path, headers, body }) => {
      try {
        const answer = await pool.request({ method, path, headers, body });
        return ok({ status: answer.statusCode, headers: flattened(answer.headers), body: await answer.body.text() });
      } catch (error) {
        return err({ code: isTooLarge(error) ? "body-too-large" : "unreachable", detail: String(error) });
      }
    },
  };
  return { transport, close: () => pool.close() };
}

/** Loses an answer now and then, after the server has done its work: the agent has to cope with doing it twice. */
export function losingAnswers(transport: AgentTransport, chance: number, random: SeededRandom): AgentTransport {
  if (chance === 0) return transport;
  return {
    send: async (request) => {
      const isLost = random.chance(chance);
      const answer = await transport.send(request);
      return isLost ? err({ code: "unreachable", detail: "the answer was lost on its way" }) : answer;
    },
  };
}

function flattened(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = typeof value === "string" ? value : (value[0] ?? "");
  }
  return flat;
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "UND_ERR_RES_EXCEEDED_MAX_SIZE";
}
