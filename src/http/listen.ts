import type { FastifyInstance } from "fastify";

const ANY_PORT = 0;

/** The usual port if it is free, any other if not. */
export async function listenAnywhere(http: FastifyInstance, address: Readonly<{ host: string; port: number }>): Promise<string> {
  try {
    return await http.listen({ ...address });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    return http.listen({ ...address, port: ANY_PORT });
  }
}
