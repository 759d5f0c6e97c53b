import { instant } from "../../src/kit/instant.ts";
import { migrate, MIGRATIONS_FOLDER } from "../../src/store/database/migrate.ts";
import { openDatabase } from "../../src/store/database/open-database.ts";

type Column = Readonly<{ table_name: string; column_name: string; data_type: string; is_nullable: "YES" | "NO" }>;
type Rule = Readonly<{ table_name: string; definition: string }>;

const COLUMNS = `
  select c.table_name, c.column_name, c.data_type, c.is_nullable from information_schema.columns c
  where c.table_schema = 'public' order by c.table_name collate "C", c.ordinal_position`;

const CONSTRAINTS = `
  select t.relname as table_name, pg_get_constraintdef(c.oid) as definition from pg_constraint c join pg_class t on t.oid = c.conrelid
  join pg_namespace n on n.oid = t.relnamespace where n.nspname = 'public' and c.contype <> 'n'
  order by t.relname collate "C", pg_get_constraintdef(c.oid) collate "C"`;

const INDEXES = `
  select i.tablename as table_name, i.indexdef as definition from pg_indexes i where i.schemaname = 'public'
    and not exists (select 1 from pg_constraint c where c.conname = i.indexname)
  order by i.tablename collate "C", i.indexdef collate "C"`;

/** What the migrations come to, as the database itself says it: a change of the schema shows in review as a change of this page. */
export async function renderSchemaPage(): Promise<string> {
  const database = await openDatabase({ kind: "memory" });
  try {
    const migrated = await migrate(database, { folder: MIGRATIONS_FOLDER, nowMs: instant(0) });
    if (!migrated.ok) throw new Error(migrated.error.message);
    return await database.session(async (session) => {
      const columns = Map.groupBy(await session.query<Column>(COLUMNS), (row) => row.table_name);
      const rules = [...(await session.query<Rule>(CONSTRAINTS)), ...(await session.query<Rule>(INDEXES))];
      const sections = [...columns].map(([table, rows]) =>
        section(
          table,
          rows,
          rules.filter((rule) => rule.table_name === table),
        ),
      );
      return [HEAD, ...sections].join("\n");
    });
  } finally {
    await database.close();
  }
}

const HEAD = `# The database's schema

Drawn by \`npm run gen\` from the migrations in src/store/migrations; do not edit. A table's first word is the room whose store
file alone writes it. Times are epoch milliseconds (\`_at_ms\`).
`;

function section(table: string, columns: readonly Column[], rules: readonly Rule[]): string {
  const lines = columns.map(
    (column) => `| ${column.column_name} | ${column.data_type} | ${column.is_nullable === "YES" ? "may be null" : ""} |`,
  );
  const listed = rules.map((rule) => `- \`${rule.definition}\``);
  return [`## ${table}\n`, "| column | type | |\n|---|---|---|", ...lines, "", ...listed, ""].join("\n");
}
