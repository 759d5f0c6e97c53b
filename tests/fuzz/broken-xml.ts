import type { SeededRandom } from "../../src/kit/seeded-random.ts";
import { hugeText, repeated } from "./broken-text.ts";

/** Breaks XML text by its tags: knows where elements begin and end, and nothing of what they mean. */
export function breakXml(text: string, random: SeededRandom): string {
  let broken = text;
  for (
    let count = random.weighted([
      [1, 6],
      [2, 3],
      [4, 1],
    ]);
    count > 0;
    count -= 1
  )
    broken = random.pick(CHANGES)(broken, random);
  return broken;
}

type Change = (text: string, random: SeededRandom) => string;

const NAMES = [
  "dict",
  "array",
  "string",
  "integer",
  "real",
  "data",
  "date",
  "true",
  "key",
  "plist",
  "a:b",
  "__proto__",
  "",
  "é",
  "1",
];
const VALUES = [
  "",
  "x",
  "-1",
  "1e999",
  "0x1F",
  "99999999999999999999",
  "2026-13-45T00:00:00Z",
  "====",
  "__proto__",
  "constructor",
  "&amp;",
  "&lt;",
  "&#0;",
  "&#xD800;",
  "&#x110000;",
  "&unknown;",
  "]]>",
  "<![CDATA[<dict>]]>",
  "<!-- -- -->",
  "<?php ?>",
  "\u0000",
  "\u000b",
  "\ufffe",
];
const DOCTYPES = [
  '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>',
  '<!DOCTYPE plist [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
  '<!DOCTYPE plist SYSTEM "http://192.0.2.1/x.dtd">',
  '<!DOCTYPE plist [<!ENTITY % p SYSTEM "http://192.0.2.1/p"> %p;]>',
  "<!DOCTYPE",
  `<!DOCTYPE plist [${'<!ENTITY a "x">'.repeat(2_000)}]>`,
];

const CHANGES: readonly Change[] = [
  onTag((tag, random) => tag.replace(/[^</>\s]+/, random.pick(NAMES))),
  onTag(() => ""),
  onTag((tag) => tag + tag),
  onTag((tag, random) => tag + random.pick(VALUES)),
  onTag((tag, random) => `${tag}<${random.pick(NAMES)}>`),
  onTag((tag) => tag.replace(">", "/>")),
  onTag((tag, random) =>
    tag.replace(
      /(\w)(\/?>)$/,
      `$1 ${random.pick(['a="1" a="2"', "a", 'xmlns:a="a"', 'xml:space="preserve"', "a='<'", 'onload="x"'])}$2`,
    ),
  ),
  onTag((tag, random) =>
    tag.replace(/(\w)(\/?>)$/, `$1 ${Array.from({ length: random.pick([50, 3_000]) }, (_, at) => `a${at}="${at}"`).join(" ")}$2`),
  ),
  onTag((tag, random) => `${tag}${"<dict>".repeat(random.pick([3, 99, 120, 20_000]))}`),
  onTag((tag, random) => `${tag}${random.pick(["<array>", "<dict><key>a</key>"]).repeat(95)}`),
  onTag((tag, random) => `${tag}${"<true/>".repeat(random.pick([10, 20_000]))}`),
  onContent((_, random) => random.pick(VALUES)),
  onContent((_, random) => hugeText(random).replaceAll("<", "&lt;")),
  onContent((content, random) => `${content}${random.pick(VALUES)}`),
  (text, random) => text.replace(/<!DOCTYPE[^>]*>/, random.pick(DOCTYPES)),
  (text, random) => text.replace(/<string>[^<]*/, `<string>${random.pick(["&c;", "&x;", "&a;"]).repeat(random.pick([1, 500]))}`),
  (text, random) => text.replace(/encoding="[^"]*"/, `encoding="${random.pick(["UTF-16", "latin1", "x", ""])}"`),
  (text, random) => text.replace(/<\?xml[^>]*>/, random.pick(["", "<?xml?>", '<?xml version="1.1"?>', " <?xml version='1.0'?>"])),
  (text, random) => swapElements(text, random),
  (text, random) => repeatElement(text, random),
  (text) => text + text,
];

function onTag(change: Change): Change {
  return (text, random) => {
    const tags = [...text.matchAll(/<[^!?][^<>]*>/g)];
    if (tags.length === 0) return text;
    const tag = random.pick(tags);
    return text.slice(0, tag.index) + change(tag[0], random) + text.slice(tag.index + tag[0].length);
  };
}

function onContent(change: Change): Change {
  return (text, random) => {
    const contents = [...text.matchAll(/>([^<>]+)<\//g)];
    if (contents.length === 0) return text;
    const content = random.pick(contents);
    return `${text.slice(0, content.index + 1)}${change(content[1] ?? "", random)}</${text.slice(content.index + content[0].length)}`;
  };
}

const LEAVES = /<key>[^<]*<\/key>\s*(?:<(\w+)>[^<]*<\/\1>|<\w+\/>)/g;

function swapElements(text: string, random: SeededRandom): string {
  const leaves = [...text.matchAll(LEAVES)];
  if (leaves.length < 2) return text;
  const [first, second] = [random.pick(leaves), random.pick(leaves)].sort((a, b) => a.index - b.index) as [
    RegExpExecArray,
    RegExpExecArray,
  ];
  if (first.index === second.index) return text;
  return (
    text.slice(0, first.index) +
    second[0] +
    text.slice(first.index + first[0].length, second.index) +
    first[0] +
    text.slice(second.index + second[0].length)
  );
}

function repeatElement(text: string, random: SeededRandom): string {
  const leaves = [...text.matchAll(LEAVES)];
  if (leaves.length === 0) return text;
  const leaf = random.pick(leaves);
  return text.slice(0, leaf.index) + repeated(leaf[0], random.pick([2, 40, 2_000])) + text.slice(leaf.index + leaf[0].length);
}
