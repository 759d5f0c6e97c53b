import { describe, expect, it } from "vitest";
import { atLeast, atMost, higherVersion, isVersion } from "./version.ts";

describe("a device's version against the least one", () => {
  it.each([
    ["10.0.26100.4351", "10.0.22000.2836", "inside"],
    ["10.0.19045.6575", "10.0.22000", "outside"],
    ["10.0.22000", "10.0.22000.2836", "unclear"],
    ["13", "13.0", "inside"],
    ["13", "13.1", "unclear"],
    ["9.10", "9.9", "inside"],
    ["Sonoma", "14", "unclear"],
    ["15.1", "88.8.88888", "unclear"],
  ])("%s against %s is %s", (version, least, standing) => {
    expect(atLeast(version, least)).toBe(standing);
  });
});

describe("a device's version against the last one", () => {
  it.each([
    ["10.0.10586.122", "10.0.10586", "inside"],
    ["10.0.14393.0", "10.0.10586", "outside"],
    ["17.7.10", "17.9999", "inside"],
    ["18.0", "17.9999", "outside"],
    ["17", "17.9999", "unclear"],
  ])("%s against %s is %s", (version, most, standing) => {
    expect(atMost(version, most)).toBe(standing);
  });
});

it("a version that is not out yet, or is none, is no limit to hold against", () => {
  expect([isVersion("10.0.1"), isVersion("88.8.88888"), isVersion("10."), isVersion("")]).toEqual([true, false, false, false]);
});

it("the higher of two versions", () => {
  expect([higherVersion("9.9", "9.10"), higherVersion("10.0.1", "10.0"), higherVersion("10.0", "10.0.1")]).toEqual([
    "9.10",
    "10.0.1",
    "10.0.1",
  ]);
});
