import type { NoticeMessage } from "../../../support/notice-message.ts";

/** The notice for readers without HTML: headings over paragraphs. */
export function textBody({ sections }: NoticeMessage): string {
  return sections.map(({ heading, text }) => `${heading}\n${"-".repeat(heading.length)}\n${text.trim()}\n`).join("\n");
}

/** The same as HTML without a style, an image or a link of ours: what people wrote is text, never markup. */
export function htmlBody({ subject, sections }: NoticeMessage): string {
  const parts = sections.map(({ heading, text }) => `<h2>${escaped(heading)}</h2>\n${paragraphs(text)}`);
  return `<!doctype html>\n<html><head><meta charset="utf-8"><title>${escaped(subject)}</title></head><body>\n<h1>${escaped(subject)}</h1>\n${parts.join("\n")}\n</body></html>\n`;
}

function paragraphs(text: string): string {
  const blocks = text.trim().split(/\r?\n\s*\r?\n/);
  return blocks.map((block) => `<p>${escaped(block).replace(/\r?\n/g, "<br>")}</p>`).join("\n");
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign as keyof typeof ENTITIES]);
}

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" } as const;
