import { createEnrolmentToken } from "../../app/access/enrolment-tokens.ts";
import { setKeyStatus } from "../../app/access/set-key-status.ts";
import { getDevice, listDevices } from "../../app/queries/device-readings.ts";
import { withNames } from "../../app/catalogue/names-in.ts";
import { explainDevice } from "../../app/queries/device-why.ts";
import type { EstateMemory } from "../../app/queries/estate-memory.ts";
import { ok } from "../../kit/result.ts";
import type { Handlers } from "../call.ts";
import type { HttpDeps } from "../http-deps.ts";
import { pageRequest } from "./page-request.ts";

type DeviceOperations = "listDevices" | "getDevice" | "explainDevice" | "createEnrolmentToken" | "setKeyStatus";

export function deviceHandlers(
  { store, entropy, door, catalogue }: HttpDeps,
  memory: EstateMemory,
): Pick<Handlers, DeviceOperations> {
  return {
    listDevices: async ({ query, now }) => {
      const { search = null, platform = null } = query;
      return ok(await listDevices(store, { ...pageRequest(query), search, platform }, now));
    },
    getDevice: ({ params, now }) => getDevice(store, memory, params.id, now),
    explainDevice: async ({ params, now }) =>
      withNames(catalogue.current(), await explainDevice(store, memory, door.conflictRule, params.id, now)),
    createEnrolmentToken: ({ body, principal, now }) =>
      createEnrolmentToken(store, entropy, { ...body, by: principal.person, now }),
    setKeyStatus: async ({ params, body, principal, now }) => {
      const { id: device, thumbprint } = params;
      const set = await setKeyStatus(store, { device, thumbprint, ...body, by: principal.person, now });
      if (!set.ok) return set;
      door.identities.remember([set.value]);
      door.view.invalidate();
      return ok({ deviceId: set.value.deviceId, thumbprint, status: set.value.status });
    },
  };
}
