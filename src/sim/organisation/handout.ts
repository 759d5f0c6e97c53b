import type { SeededRandom } from "../../kit/seeded-random.ts";
import type { DeviceClass } from "./device-classes.ts";
import { BREAK_GLASS_ACCOUNTS, type Person } from "./people.ts";

/** Decides who gets the next device of a class. */
export type Handout = Readonly<{ next: (kind: DeviceClass) => Person }>;

/** Part of the laptops that go to somebody who has a computer already. */
const SECOND_COMPUTER_SHARE = 0.03;

/**
 * Emergency accounts get the first laptops and nothing else. Then come the leaders, then the departments a class is
 * meant for, then the rest (the shop floor last); when everybody has one, some get a second.
 */
export function createHandout(random: SeededRandom, people: readonly Person[]): Handout {
  const emergency = people.slice(0, BREAK_GLASS_ACCOUNTS);
  const staff = random.shuffle(people.slice(BREAK_GLASS_ACCOUNTS)).sort((a, b) => turnOf(a) - turnOf(b));
  const served: Record<"computer" | "phone", Set<string>> = { computer: new Set(), phone: new Set() };
  const queues = new Map<string, Person[]>();

  const next = (kind: DeviceClass): Person => {
    if (kind.key === "windows-laptops" && emergency.length > 0) return emergency.shift() as Person;
    const done = served[kind.use === "phone" ? "phone" : "computer"];
    if (kind.key === "windows-laptops" && done.size > 0 && random.chance(SECOND_COMPUTER_SHARE)) return random.pick(staff);
    const queue = queues.get(kind.key) ?? queueFor(kind, staff);
    queues.set(kind.key, queue);
    for (let person = queue.pop(); person !== undefined; person = queue.pop()) {
      if (done.has(person.id)) continue;
      done.add(person.id);
      return person;
    }
    return random.pick(staff);
  };
  return { next };
}

/** Last first, because a queue is popped. */
function queueFor(kind: DeviceClass, staff: readonly Person[]): Person[] {
  const rank = (person: Person) => (kind.departments.includes(person.department) ? 0 : 1);
  return staff
    .map((person, index) => ({ person, index }))
    .sort((a, b) => rank(b.person) - rank(a.person) || b.index - a.index)
    .map(({ person }) => person);
}

function turnOf(person: Person): number {
  if (person.sensitivities.includes("vip")) return 0;
  return person.department === "Production" || person.department === "Logistics" ? 2 : 1;
}
