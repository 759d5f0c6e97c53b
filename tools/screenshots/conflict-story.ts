// Takes the pictures of docs/guide/conflicts.md, of the Office macro policies of a published baseline in ../shared/data:
// node_modules/.bin/node tools/screenshots/conflict-story.ts
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { DESKTOP, launchBrowser, LONG, settled, signIn, visit } from "../../tests/e2e/browser.ts";
import { CONSOLE_FOLDER } from "../../tests/e2e/stories.ts";
import { smallEstate } from "../../tests/helpers/small-estate.ts";
import { expected, testProduct } from "../../tests/helpers/test-product.ts";

const FOLDER = new URL("../../docs/screenshots/", import.meta.url);
const BASELINE = new URL("../../../shared/data/intune-acsc/office/policies/", import.meta.url);
const STAFF = 194;
const FINANCE = 40;
const JPEG_QUALITY = 60;

const product = await testProduct({
  consoleFolder: CONSOLE_FOLDER,
  estate: smallEstate({ staff: STAFF, groupsOf: (at) => (at < FINANCE ? ["finance"] : []) }),
});
const browser = await launchBrowser();
try {
  const finance = await groupIdOf("finance");
  const files = [
    await assigned("All Macros Disabled", { "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget" }),
    await assigned("Macros Enabled for Trusted Publishers", {
      "@odata.type": "#microsoft.graph.groupAssignmentTarget",
      groupId: finance,
    }),
  ];
  expected(await product.ask("author", "POST", "/api/v1/imports/policies", { files, dryRun: false }));
  const { page } = await visit(browser, product.origin, { size: DESKTOP });
  await signIn(page, product, "mara.lindholm", ["viewer", "author"]);
  await page.goto("/conflicts?class=hard");
  await take(page, "guide-conflict-found");
  await page.getByRole("row").filter({ hasText: "Macros Enabled" }).getByRole("link").first().click(LONG);
  await page.getByRole("heading", { name: "What the platform does" }).waitFor(LONG);
  await take(page, "guide-conflict-explained");
  const repair = page
    .getByRole("listitem")
    .filter({ hasText: /11 conflicts/ })
    .filter({ hasText: "Would change" });
  await repair.first().getByRole("button", { name: "Keep as a draft and see its plan" }).click(LONG);
  await page.getByRole("heading", { name: "11 conflicts that it ends" }).scrollIntoViewIfNeeded(LONG);
  await take(page, "guide-conflict-repaired");
} finally {
  await browser.close();
  await product.close();
}

async function assigned(name: string, target: Readonly<Record<string, string>>) {
  const policy = JSON.parse(await readFile(new URL(`${name}.json`, BASELINE), "utf8")) as Record<string, unknown>;
  const text = JSON.stringify({ ...policy, assignments: [{ id: "0", target }] });
  return { path: `${name}.json`, contentBase64: Buffer.from(text).toString("base64") };
}

async function groupIdOf(name: string): Promise<string> {
  const device = await product.get<{ groups: readonly { id: string; name: string }[] }>("/api/v1/devices/desk-000");
  const found = device.groups.find((group) => group.name === name);
  if (found === undefined) throw new Error(`the estate has no group \`${name}\``);
  return found.id;
}

async function take(page: Page, name: string): Promise<void> {
  await settled(page);
  const bytes = await page.screenshot({ type: "jpeg", quality: JPEG_QUALITY });
  await writeFile(fileURLToPath(new URL(`${name}.jpg`, FOLDER)), bytes);
  process.stderr.write(`${name}: ${Math.round(bytes.length / 1_000)} kB\n`);
}
