import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { instant } from "../../kit/instant.ts";
import { seededRandom } from "../../kit/seeded-random.ts";
import { ANSWER_BYTES_MAX } from "../../agent/server-link.ts";
import { startTestDeviceServer, type TestDeviceServer } from "../../agent/testing/test-device-server.ts";
import { createHttpLine, losingAnswers, type HttpLine } from "./http-transport.ts";

const REQUEST = {
  method: "GET",
  path: "/device/v1/check-in",
  headers: {},
  body: null,
  answerBytesMax: ANSWER_BYTES_MAX,
} as const;
let server: TestDeviceServer;
let line: HttpLine;

beforeEach(async () => {
  server = await startTestDeviceServer({ now: () => instant(1_000), enrolmentToken: "t", firstContent: () => null });
  line = createHttpLine(server.origin, 2);
});
afterEach(async () => {
  await line.close();
  await server.close();
});

describe("the fleet's line", () => {
  it("brings status, headers in lower case and body", async () => {
    server.tamperWith((answer) => ({ ...answer, status: 418, headers: { "X-Name": "value" }, body: "größe" }));
    const answer = await line.transport.send(REQUEST);
    expect(answer).toMatchObject({ ok: true, value: { status: 418, headers: { "x-name": "value" }, body: "größe" } });
  });

  it("stops reading at the limit, and goes on afterwards", async () => {
    server.tamperWith((answer) => ({ ...answer, body: "x".repeat(ANSWER_BYTES_MAX + 1) }));
    expect(await line.transport.send(REQUEST)).toMatchObject({ ok: false, error: { code: "body-too-large" } });
    server.tamperWith((answer) => ({ ...answer, body: "x".repeat(ANSWER_BYTES_MAX) }));
    expect(await line.transport.send(REQUEST)).toMatchObject({ ok: true });
  });

  it("says unreachable when the line is cut", async () => {
    server.tamperWith(() => null);
    expect(await line.transport.send(REQUEST)).toMatchObject({ ok: false, error: { code: "unreachable" } });
  });

  it("loses answers only after the server has done its work", async () => {
    const losing = losingAnswers(line.transport, 1, seededRandom(1));
    expect(await losing.send(REQUEST)).toMatchObject({ ok: false, error: { code: "unreachable" } });
    expect(server.requests).toHaveLength(1);
  });
});
