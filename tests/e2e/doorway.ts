import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** A line to a server that can go dead and come back at the same address, as a server does that is started anew. */
export type Doorway = Readonly<{
  origin: string;
  port: number;
  /** Hangs up on everybody, and takes no calls. */
  shut: () => void;
  /** Keeps every line open and says nothing on it any more; new calls are taken and not answered either. */
  freeze: () => void;
  /** As at the beginning; lines that were frozen are hung up on. */
  open: () => Promise<void>;
  close: () => Promise<void>;
}>;

export async function openDoorway(to: string): Promise<Doorway> {
  const { hostname, port: targetPort } = new URL(to);
  const lines = new Set<Socket>();
  let isFrozen = false;
  const take = (from: Socket) => {
    const on = connect(Number(targetPort), hostname);
    for (const socket of [from, on]) {
      lines.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        lines.delete(socket);
        (socket === from ? on : from).destroy();
      });
    }
    from.on("data", (bytes) => (isFrozen ? undefined : on.write(bytes)));
    on.on("data", (bytes) => (isFrozen ? undefined : from.write(bytes)));
  };
  const server = createServer(take);
  const hangUp = () => {
    for (const socket of lines) socket.destroy();
  };
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    shut: () => {
      server.close();
      hangUp();
    },
    freeze: () => {
      isFrozen = true;
    },
    open: async () => {
      isFrozen = false;
      hangUp();
      if (!server.listening) await listen(server, port);
    },
    close: () =>
      new Promise((resolve) => {
        hangUp();
        server.close(() => resolve());
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}
