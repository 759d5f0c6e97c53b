import { expect, it } from "vitest";
import { instant } from "../../kit/instant.ts";
import { DEVICE_BACKENDS, type DeviceBackendEntry } from "./registry.ts";
import { createTestProduct } from "./testing/test-product.ts";

it("makes each backend under the id that it is listed by", () => {
  expect([...DEVICE_BACKENDS.keys()].sort()).toEqual(["embedded", "simulated"]);
  for (const [id, entry] of DEVICE_BACKENDS) expect([entry.id, make(entry).id]).toEqual([id, id]);
});

function make(entry: DeviceBackendEntry) {
  if (entry.id === "embedded") return entry.create(createTestProduct([]).deps);
  const latency = { takeMsMin: 0, takeMsMax: 0, reportMs: 0 };
  return entry.create({ seed: 1, devices: [], faults: [], latency, clock: { now: () => instant(0) } });
}
