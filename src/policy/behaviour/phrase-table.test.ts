import { describe, expect, test } from "vitest";
import { PHRASES } from "./phrase-table.ts";
import { sentenceOf } from "./sentence.ts";

describe("the phrase table", () => {
  test("no key leads to two phrases", () => {
    const keys = PHRASES.flatMap((phrase) => phrase.keys.map((key) => key.toLowerCase()));
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  test("every sentence can be said in every tense, and holds exactly one verb that turns", () => {
    const sentences = PHRASES.flatMap((phrase) => phrase.cases.flatMap(({ says }) => says ?? []));
    expect(sentences.length).toBeGreaterThan(200);
    for (const says of sentences) {
      expect([says, says.match(/\[(?:is|are)\]/g)?.length]).toEqual([says, 1]);
      for (const tense of ["present", "future", "past", "gone"] as const)
        expect(sentenceOf(says, 4, tense, ["Edge"])).not.toMatch(/[[\]{}]/);
    }
  });

  test("sentences begin in lower case or with a name, and end without a full stop", () => {
    const sentences = PHRASES.flatMap((phrase) => phrase.cases.flatMap(({ says }) => says ?? []));
    expect(sentences.filter((says) => /^[A-Z][a-z]+ [a-z]+ing /.test(says) || /[.!]$/.test(says))).toEqual([]);
  });

  test("a phrase whose node switches only something on leaves the words to another of its behaviour", () => {
    const spoken = new Set(
      PHRASES.filter(({ cases }) => cases.some(({ says }) => says !== null)).map(({ behaviour }) => behaviour),
    );
    expect(PHRASES.filter(({ behaviour }) => !spoken.has(behaviour)).map(({ behaviour }) => behaviour)).toEqual([]);
  });
});
