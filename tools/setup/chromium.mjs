// The browser in which the console is tested: the system's own, since the one that playwright brings is not ours to download.
import { existsSync } from "node:fs";
import { run, say, SetupFailed, withProgress } from "./run.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const FOLDERS = ["/usr/bin", "/usr/local/bin", "/snap/bin"];
const APT = "/usr/bin/apt-get";

export function findChromium() {
  const candidates = [process.env.CHROMIUM ?? "", ...FOLDERS.flatMap((folder) => NAMES.map((name) => `${folder}/${name}`))];
  return candidates.find((path) => path !== "" && existsSync(path)) ?? null;
}

/** Missing in CI is a failure; elsewhere the tests in the browser are skipped, and say so. */
export async function ensureChromium(root) {
  if (findChromium() !== null) return;
  if (mayInstall()) await withProgress("installing Debian's chromium for the tests in a browser", () => install(root));
  if (findChromium() !== null) return;
  const advice = "no Chromium is installed (looked for $CHROMIUM, chromium and google-chrome)";
  if (process.env.CI === "true") throw new SetupFailed(`${advice}, and in CI the tests in a browser must run`);
  say(`${advice}: the tests in a browser will be skipped. \`apt-get install chromium\` brings one`);
}

function mayInstall() {
  return process.platform === "linux" && process.getuid?.() === 0 && existsSync(APT);
}

/** A fresh machine knows no packages before an update. What fails is told by whoever looks for the browser next. */
async function install(root) {
  const args = ["install", "-y", "--no-install-recommends", "chromium"];
  if ((await run(APT, args, root, { quiet: true })).code === 0) return;
  await run(APT, ["update"], root, { quiet: true });
  const { code, output } = await run(APT, args, root, { quiet: true });
  if (code !== 0) say(`apt-get ended with ${code}: ${output.trim().split("\n").slice(-3).join(" | ")}`);
}
