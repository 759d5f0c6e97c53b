import { difference, has, indexesOf, type DeviceSet } from "../audience/device-set.ts";
import { placesInOrder, type Place } from "./places.ts";
import type { Population } from "./population.ts";

export type WaveInputs = Readonly<{
  population: Population;
  /** Exposed by this rollout before. */
  alreadyIn: DeviceSet;
  /** The phase's cap: the most devices that may newly be exposed. */
  sizeMax: number;
  salt: string;
  /** VIP and mission-critical devices come in the last wave only, after everybody else. */
  last: boolean;
}>;

/**
 * Chooses a wave: device indexes in ascending order, never more than `sizeMax`. A person whose devices do not all fit waits
 * for the next wave and leaves the room to others; only the last wave splits one who has more devices than the whole cap.
 */
export function waveCohort({ population, alreadyIn, sizeMax, salt, last }: WaveInputs): readonly number[] {
  const chosen: number[] = [];
  for (const { indexes } of waitingPlaces(population, alreadyIn, salt, last)) {
    const room = sizeMax - chosen.length;
    if (room <= 0) break;
    if (indexes.length <= room) chosen.push(...indexes);
    else if (last && indexes.length > sizeMax) chosen.push(...indexes.slice(0, room));
  }
  return chosen.sort((a, b) => a - b);
}

function waitingPlaces(population: Population, alreadyIn: DeviceSet, salt: string, last: boolean): readonly Place[] {
  const waiting = indexesOf(difference(population.eligible, alreadyIn));
  const isSensitive = (index: number) => has(population.sensitive, index);
  const ordinary = placesInOrder(
    population.estate,
    waiting.filter((index) => !isSensitive(index)),
    salt,
  );
  return last ? [...ordinary, ...placesInOrder(population.estate, waiting.filter(isSensitive), salt)] : ordinary;
}
