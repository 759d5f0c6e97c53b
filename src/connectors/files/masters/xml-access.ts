import type { XmlElement } from "../xml/read-xml.ts";

/** Elements are found by their names without prefix: reports number their prefixes as they go. */
export function childrenOf(element: XmlElement | undefined, local: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.local === local) ?? [];
}

export function childOf(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  let at = element;
  for (const step of path) at = at?.children.find((child) => child.local === step);
  return at;
}

/** Trimmed; null where the element is missing or empty. */
export function textAt(element: XmlElement | undefined, ...path: readonly string[]): string | null {
  const text = childOf(element, ...path)?.text.trim() ?? "";
  return text === "" ? null : text;
}

export function isFalseAt(element: XmlElement | undefined, ...path: readonly string[]): boolean {
  return textAt(element, ...path)?.toLowerCase() === "false";
}
