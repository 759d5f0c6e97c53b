import { readFileSync } from "node:fs";
import type { OpenCatalogue } from "../../app/ports/catalogue-source.ts";
import type { SettingCatalogue } from "../../policy/catalogue.ts";
import { openCatalogue } from "./packed-catalogue.ts";

/** Made by tools/catalogue/build.ts; the sources are in NOTICE. */
const SHIPPED = new URL("./generated/settings.gz", import.meta.url);

/**
 * The catalogue that comes with Tidegate: bare facts from free sources, and the families that exist. It is not
 * complete: an id of a known family that it lacks is unverified. Read from disk once, on the first call.
 */
export const openShippedCatalogue: () => OpenCatalogue = once(() => openCatalogue(readFileSync(SHIPPED)));

export function loadShippedCatalogue(): SettingCatalogue {
  return openShippedCatalogue().catalogue;
}

function once<T>(make: () => T): () => T {
  const made: { value?: T } = {};
  return () => (made.value ??= make());
}
