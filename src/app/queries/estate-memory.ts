import { createSmallAudienceEngine } from "../../audience/small-audience-engine.ts";
import type { AudienceEngine } from "../../audience/audience-engine.ts";
import type { Estate } from "../../estate/estate.ts";
import type { Unit } from "../ports/store.ts";

/** The estate with its engine. Last-seen times in it may be old: they are no change of the estate. */
export type EstateReading = Readonly<{ estate: Estate; engine: AudienceEngine }>;
export type EstateMemory = Readonly<{ read: (unit: Unit) => Promise<EstateReading> }>;

/**
 * Keeps the estate of one revision, so that a list of policies does not read every device anew. The revision is read in
 * the caller's transaction: what comes back is what that transaction sees.
 */
export function createEstateMemory(): EstateMemory {
  const held: { revision: number; reading: EstateReading | null } = { revision: -1, reading: null };
  return {
    read: async (unit) => {
      const { estateRevision } = await unit.world.get();
      if (held.reading !== null && held.revision === estateRevision) return held.reading;
      const estate = await unit.estate.load();
      const reading = { estate, engine: createSmallAudienceEngine(estate) };
      held.revision = estateRevision;
      held.reading = reading;
      return reading;
    },
  };
}
