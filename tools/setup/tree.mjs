import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Does node_modules hold exactly what package-lock.json asks for? npm notes what it installed in
 * node_modules/.package-lock.json; packages of other platforms, and what only those need, may be absent there.
 */
export function treeMatchesLock(root) {
  const wanted = packagesOf(join(root, "package-lock.json"));
  const installed = packagesOf(join(root, "node_modules", ".package-lock.json"));
  if (wanted === null || installed === null) return false;
  const needed = namesNeededBy([wanted[""], ...Object.values(installed)]);
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === "" || entry.link) continue;
    const found = installed[path];
    if (found === undefined) {
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
      if (entry.optional && (!fitsPlatform(entry) || !needed.has(name))) continue;
      return false;
    }
    if (found.version !== entry.version || found.integrity !== entry.integrity) return false;
    if (!existsSync(join(root, path, "package.json"))) return false;
  }
  return Object.keys(installed).every((path) => path in wanted);
}

function namesNeededBy(entries) {
  const kinds = ["dependencies", "optionalDependencies", "devDependencies"];
  return new Set(entries.flatMap((entry) => kinds.flatMap((kind) => Object.keys(entry?.[kind] ?? {}))));
}

function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages ?? null;
  } catch {
    return null;
  }
}

function fitsPlatform(entry) {
  return allows(entry.os, process.platform) && allows(entry.cpu, process.arch) && allowsLibc(entry.libc);
}

function allows(list, value) {
  if (list === undefined) return true;
  if (list.includes(`!${value}`)) return false;
  return list.some((item) => item.startsWith("!")) || list.includes(value);
}

function allowsLibc(list) {
  if (list === undefined || process.platform !== "linux") return true;
  const libc = process.report.getReport().header.glibcVersionRuntime === undefined ? "musl" : "glibc";
  return list.includes(libc);
}
