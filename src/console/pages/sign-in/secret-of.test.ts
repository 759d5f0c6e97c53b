import { expect, test } from "vitest";
import { secretOf } from "./secret-of.ts";

test.each([
  ["#secret=tgl_ab12", "tgl_ab12"],
  ["#to=x&secret=tgl_ab12", "tgl_ab12"],
  ["#secret=tgt_ab12", null],
  ["#main", null],
  ["", null],
])("%j holds %j", (hash, secret) => expect(secretOf(hash)).toBe(secret));
