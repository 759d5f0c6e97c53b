import { problem } from "../../app/problems/problem.ts";
import { err, ok } from "../../kit/result.ts";
import type { Handlers } from "../call.ts";
import type { HttpDeps } from "../http-deps.ts";

type DemoOperations = "getDemo" | "setDemoSpeed";

/** Only a demo answers here: nobody else's time can be turned. */
export function demoHandlers({ demo }: HttpDeps): Pick<Handlers, DemoOperations> {
  const notADemo = () => err(problem("not-a-demo", "this server's time is everybody's"));
  return {
    getDemo: async () => (demo === null ? notADemo() : ok(demo.read())),
    setDemoSpeed: async ({ body }) => {
      if (demo === null) return notADemo();
      demo.setSpeed(body.speed);
      return ok(demo.read());
    },
  };
}
