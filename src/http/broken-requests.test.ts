import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { instant } from "../kit/instant.ts";
import { answerUnreadable } from "./broken-requests.ts";

const closes: (() => void)[] = [];
afterEach(() => {
  for (const close of closes.splice(0)) close();
});

/** All that the server says before it hangs up on somebody who sends this and then nothing more. */
async function heardAfter(sent: string): Promise<string> {
  const server = createServer({ headersTimeout: 50, requestTimeout: 50, connectionsCheckingInterval: 20 });
  server.on("clientError", answerUnreadable({ now: () => instant(0) }));
  closes.push(() => server.close());
  await once(server.listen(0, "127.0.0.1"), "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  let heard = "";
  socket.on("data", (bytes) => void (heard += String(bytes)));
  if (sent !== "") socket.write(sent);
  await once(socket, "close");
  return heard;
}

test("half a request is answered, in the words of every other refusal", async () => {
  expect(await heardAfter("GET / HTTP/1.1\r\nhost: a")).toMatch(/^HTTP\/1\.1 400 .*"the request did not come whole in time"/s);
});

test("a connection on which nothing was asked is closed without an answer, which a browser would take for that of its next request", async () => {
  expect(await heardAfter("")).toBe("");
});
