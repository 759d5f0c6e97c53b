import { instant } from "../../src/kit/instant.ts";
import { migrate, MIGRATIONS_FOLDER } from "../../src/store/database/migrate.ts";
import type { OpenDatabase } from "../../src/store/database/open-database.ts";

/** Installs the product's migrations, or fails the test with their own words. */
export async function migrated(database: Pick<OpenDatabase, "session">): Promise<void> {
  const result = await migrate(database, { folder: MIGRATIONS_FOLDER, nowMs: instant(0) });
  if (!result.ok) throw new Error(result.error.message);
}
