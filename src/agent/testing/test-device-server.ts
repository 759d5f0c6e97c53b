import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { BundleContent, BundleEnvelope } from "../../policy/bundle/bundle.ts";
import {
  answerAtDoor,
  newTestDoor,
  offerTo,
  type TestAnswer,
  type TestDevice,
  type TestDoor,
  type TestRequest,
  type TestServerOptions,
} from "./test-device-door.ts";

export type AnswerChange = (answer: TestAnswer, request: TestRequest) => TestAnswer | null;

export type TestDeviceServer = Readonly<{
  origin: string;
  door: TestDoor;
  requests: readonly TestRequest[];
  offer: (deviceId: string, content: BundleContent, changes?: Partial<BundleEnvelope>) => Promise<void>;
  device: (deviceId: string) => TestDevice;
  /** Changes answers on their way out, once the server has done its work; an answer of null drops the line. */
  tamperWith: (change: AnswerChange | null) => void;
  close: () => Promise<void>;
}>;

/** The server side of the device protocol, as small as it can honestly be, over real HTTP on a free port. */
export async function startTestDeviceServer(options: TestServerOptions): Promise<TestDeviceServer> {
  const door = await newTestDoor(options);
  const requests: TestRequest[] = [];
  let tamper: AnswerChange | null = null;

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(request);
    const seen: TestRequest = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
    requests.push(seen);
    const honest = await answerAtDoor(door, seen);
    const answer = tamper === null ? honest : tamper(honest, seen);
    if (answer === null) request.socket.destroy();
    else response.writeHead(answer.status, answer.headers).end(answer.body);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  const device = (deviceId: string) => {
    const found = door.devices.get(deviceId);
    if (found === undefined) throw new Error(`no device ${deviceId}`);
    return found;
  };
  return {
    origin: await listen(server),
    door,
    requests,
    offer: (deviceId, content, changes) => offerTo(door, device(deviceId), content, changes),
    device,
    tamperWith: (change) => {
      tamper = change;
    },
    close: () => close(server),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
