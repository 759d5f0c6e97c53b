import type { SettingCatalogue } from "../../policy/catalogue.ts";
import { layeredCatalogue } from "../../policy/layered-catalogue.ts";
import type { CatalogueSource, OpenCatalogue } from "../ports/catalogue-source.ts";
import type { StoredCatalogue } from "../ports/catalogue-store.ts";
import type { Store } from "../ports/store.ts";

/** What is in force: the stored catalogue over the shipped one, or the shipped one alone. */
export type CatalogueInForce = Readonly<{
  catalogue: SettingCatalogue;
  shipped: OpenCatalogue;
  stored: (StoredCatalogue & OpenCatalogue) | null;
}>;

export type CatalogueHolder = Readonly<{
  current: () => SettingCatalogue;
  inForce: () => CatalogueInForce;
  /** Looks whether another process brought a newer one; at most once in a while, unless it `must`. */
  refresh: (how?: Readonly<{ must: boolean }>) => Promise<void>;
}>;

/** Servers of one database may speak of another catalogue for so long after an update. */
const LOOK_EVERY_MS = 1_000;

/**
 * The one place from which readers, planners and editors take the catalogue, so that an update takes effect without a restart and in
 * every process. `current` is the same object until then. The shipped catalogue is opened when it is first asked for.
 */
export function createCatalogueHolder(store: Store, source: CatalogueSource, monotonicMs: () => number): CatalogueHolder {
  const held: { inForce: CatalogueInForce | null; lookedAtMs: number; looking: Promise<void> | null } = {
    inForce: null,
    lookedAtMs: -Infinity,
    looking: null,
  };
  const inForce = () => (held.inForce ??= shippedOnly(source));
  const look = async (): Promise<void> => {
    const startedMs = monotonicMs();
    const known = held.inForce?.stored?.hash ?? null;
    const found = await store.read(async (unit) => {
      const head = await unit.catalogue.head();
      const isNews = head !== null && head.hash !== known;
      return { head, packed: isNews ? await unit.catalogue.packed() : null };
    });
    held.lookedAtMs = startedMs;
    if (found.head === null && known !== null) held.inForce = shippedOnly(source);
    if (found.head !== null && found.packed !== null) held.inForce = layered(source, found.head, found.packed);
  };
  return {
    current: () => inForce().catalogue,
    inForce,
    refresh: async ({ must } = { must: false }) => {
      if (must) {
        // A look that is under way may have begun before the update that the caller knows of.
        await held.looking;
        return look();
      }
      if (monotonicMs() - held.lookedAtMs < LOOK_EVERY_MS) return;
      held.looking ??= look().finally(() => {
        held.looking = null;
      });
      await held.looking;
    },
  };
}

function shippedOnly(source: CatalogueSource): CatalogueInForce {
  const shipped = source.shipped();
  return { catalogue: shipped.catalogue, shipped, stored: null };
}

function layered(source: CatalogueSource, head: StoredCatalogue, packed: Uint8Array): CatalogueInForce {
  const shipped = source.shipped();
  const opened = source.open(packed);
  return { catalogue: layeredCatalogue(opened.catalogue, shipped.catalogue), shipped, stored: { ...head, ...opened } };
}
