import { describe, expect, test } from "vitest";
import type { SourceFile } from "../../../app/ports/source-files.ts";
import { readEstate } from "./read-estate.ts";
import { ESTATE_COLUMNS } from "./estate-tables.ts";

const HEADERS = Object.fromEntries(Object.entries(ESTATE_COLUMNS).map(([name, columns]) => [name, columns.join(",")]));

const GOOD = {
  "sites.csv": ["s1,Berlin,Europe/Berlin"],
  "groups.csv": ["gu,Finance,user", "gd,Kiosks,device"],
  "users.csv": ["u1,ann@example.com,Ann,Finance,s1,ann@example.com,vip;break-glass,gu", "u2,bob@example.com,Bob,,,,,"],
  "devices.csv": [
    'd1,"PC, front desk",SN1,windows,10.0.26100.4351,Enterprise,Contoso,X1,company,s1,u1,mission-critical,true,gd,2026-03-14T09:26:53Z',
    "d2,iPad,SN2,iPadOS,,,,,,,,,,,",
  ],
};

describe("reading an estate", () => {
  test("four tables", () => {
    const { files, parts, problems } = readEstate(tables(GOOD));
    expect(problems).toEqual([]);
    expect(files).toBe(4);
    expect(parts.sites).toEqual([{ id: "s1", name: "Berlin", timeZone: "Europe/Berlin" }]);
    expect(parts.groups.map(({ memberKind }) => memberKind)).toEqual(["user", "device"]);
    expect(parts.users[0]).toMatchObject({ department: "Finance", sensitivities: ["vip", "break-glass"], groupIds: ["gu"] });
    expect(parts.users[1]).toMatchObject({ department: null, siteId: null, mail: null, sensitivities: [], groupIds: [] });
    expect(parts.devices[0]).toMatchObject({
      name: "PC, front desk",
      ownership: "company",
      testOnly: true,
      lastSeenAt: 1_773_480_413_000,
    });
    expect(parts.devices[1]).toMatchObject({
      platform: "iPadOS",
      osVersion: null,
      ownership: "unknown",
      testOnly: false,
      lastSeenAt: null,
    });
  });

  test("every fault of every table at once, each with its line and column", () => {
    const { parts, problems } = readEstate(
      tables({
        "sites.csv": ["s1,Berlin,Europe/Berlin", "s2,Nowhere,Mars/Base", "s1,Again,Europe/Paris"],
        "groups.csv": ["gu,Finance,user", "gd,Kiosks,device", "gx,Odd,robots"],
        "users.csv": ["u1,ann@example.com,Ann,,s9,ann,star,gd;gone", "u2,ANN@example.com,Ann 2,,,,,", "u3,cid@example.com"],
        "devices.csv": [
          "d1,PC,SN1,beos,10.x,,,,rented,s2,u9,,maybe,gu,2026-02-30T00:00:00Z",
          "d2,,sn1,windows,,,,,,,u2,,,,2026-01-01",
        ],
      }),
    );
    expect(
      problems.filter(({ severity }) => severity === "error").map(({ file, code, pointer }) => `${file} ${code} ${pointer}`),
    ).toEqual([
      "sites.csv csv-row-invalid line 3, column timeZone",
      "sites.csv estate-id-duplicate line 4, column id",
      "groups.csv csv-row-invalid line 4, column memberKind",
      "users.csv csv-row-invalid line 4",
      "users.csv csv-row-invalid line 2, column mail",
      "users.csv csv-row-invalid line 2, column sensitivities",
      "users.csv estate-principal-duplicate line 3, column principalName",
      "users.csv estate-site-unknown line 2, column siteId",
      "users.csv estate-group-kind line 2, column groupIds",
      "users.csv estate-group-unknown line 2, column groupIds",
      "devices.csv csv-row-invalid line 2, column platform",
      "devices.csv csv-row-invalid line 2, column osVersion",
      "devices.csv csv-row-invalid line 2, column ownership",
      "devices.csv csv-row-invalid line 2, column testOnly",
      "devices.csv csv-row-invalid line 2, column lastSeenAt",
      "devices.csv csv-row-invalid line 3, column name",
      "devices.csv csv-row-invalid line 3, column lastSeenAt",
      "devices.csv estate-serial-duplicate line 3, column serialNumber",
      "devices.csv estate-user-unknown line 2, column primaryUserId",
      "devices.csv estate-group-kind line 2, column groupIds",
    ]);
    expect([parts.sites.length, parts.groups.length, parts.users.length, parts.devices.length]).toEqual([1, 2, 0, 0]);
  });

  test("a missing table blames nobody for naming its rows", () => {
    const { problems } = readEstate(tables(GOOD).filter(({ path }) => path !== "sites.csv"));
    expect(problems.map(({ file, code }) => `${file} ${code}`)).toEqual(["sites.csv estate-file-missing"]);
  });

  test("columns: missing and twice are errors, unknown is a warning", () => {
    const read = (header: string) =>
      readEstate([...tables(GOOD).filter(({ path }) => path !== "groups.csv"), file("groups.csv", `${header}\n`)]);
    const codes = (header: string) =>
      read(header)
        .problems.filter(({ file: name }) => name === "groups.csv")
        .map(({ code, pointer }) => `${code} ${pointer}`);
    expect(codes("id,name")).toEqual(["csv-column-missing line 1, column memberKind"]);
    expect(codes("id,name,memberKind,id")).toEqual(["csv-column-duplicate line 1, column id"]);
    expect(codes("id,name,memberKind,colour")).toEqual(["csv-column-unknown line 1, column colour"]);
    expect(codes("")).toEqual(["id", "name", "memberKind"].map((column) => `csv-column-missing line 1, column ${column}`));
  });

  test("facts that a table may lack: empty and absent count as never reported", () => {
    const withFacts = (header: string, row: string) =>
      readEstate([
        ...tables(GOOD).filter(({ path }) => path !== "devices.csv"),
        file("devices.csv", `${HEADERS["devices.csv"]},${header}\nd1,PC,SN1,iOS,,,,,,,,,,,,${row}\n`),
      ]);
    const header = "supervised,joinType,enrolment,driveEncryption";
    const facts = (reading: ReturnType<typeof withFacts>) =>
      reading.parts.devices.map(({ supervised, joinType, enrolment, driveEncryption }) => [
        supervised,
        joinType,
        enrolment,
        driveEncryption,
      ]);
    expect(facts(withFacts(header, "false,hybrid-joined,user,xts-aes-256"))).toEqual([
      [false, "hybrid-joined", "user", "xts-aes-256"],
    ]);
    expect(facts(withFacts(header, ",,,"))).toEqual([[null, null, null, null]]);
    expect(facts(readEstate(tables(GOOD)))[0]).toEqual([null, null, null, null]);
    const wrong = withFacts(header, "yes,joined,byod,aes").problems.map(({ code, pointer }) => `${code} ${pointer}`);
    expect(wrong).toEqual(
      ["supervised", "joinType", "enrolment", "driveEncryption"].map((column) => `csv-row-invalid line 2, column ${column}`),
    );
    expect(withFacts("enrolment,enrolment", ",").problems.map(({ code }) => code)).toEqual(["csv-column-duplicate"]);
  });

  test("licences: none is a fact, empty is none reported", () => {
    const read = (cells: readonly string[]) =>
      readEstate([
        ...tables(GOOD).filter(({ path }) => path !== "users.csv" && path !== "devices.csv"),
        file(
          "users.csv",
          `${HEADERS["users.csv"]},licences\n${cells.map((cell, at) => `u${at},u${at}@example.com,U,,,,,,${cell}`).join("\n")}\n`,
        ),
        file("devices.csv", `${HEADERS["devices.csv"]}\n`),
      ]).parts.users.map(({ licences }) => licences);
    expect(read(["", "none", "INTUNE_A;AAD_PREMIUM"])).toEqual([null, [], ["INTUNE_A", "AAD_PREMIUM"]]);
  });

  test("a quote that never closes", () => {
    const { problems } = readEstate([
      ...tables(GOOD).filter(({ path }) => path !== "sites.csv"),
      file("sites.csv", 'id,name,timeZone\ns1,"Berlin,x\n'),
    ]);
    expect(problems).toEqual([
      expect.objectContaining({ file: "sites.csv", code: "csv-invalid", message: "a quote is opened and never closed" }),
    ]);
  });

  test("UTF-16, other orders of columns, a line break inside quotes", () => {
    const text = `\ufeffname,id,timeZone,note\r\n"Ber\nlin",s1,Mars,x\r\n`;
    const files = [
      ...tables(GOOD).filter(({ path }) => path !== "sites.csv"),
      { path: "dir/Sites.csv", bytes: Buffer.from(text, "utf16le") },
    ];
    expect(readEstate(files).problems.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      "csv-column-unknown line 1, column note",
      "csv-row-invalid line 2, column timeZone",
      "csv-row-invalid line 2, column name",
    ]);
  });

  test("an estate of 5,000 devices and 4,200 users", () => {
    const users = Array.from({ length: 4_200 }, (_, i) => `u${i},u${i}@example.com,User ${i},Sales,s1,u${i}@example.com,,gu`);
    const devices = Array.from(
      { length: 5_000 },
      (_, i) =>
        `d${i},PC ${i},SN${i},windows,10.0.26100.4351,Enterprise,Contoso,X1,company,s1,u${i % 4_200},,false,gd,2026-03-14T09:26:53Z`,
    );
    const files = tables({ ...GOOD, "users.csv": users, "devices.csv": devices });
    const { parts, problems } = readEstate(files);
    expect([parts.devices.length, parts.users.length, problems]).toEqual([5_000, 4_200, []]);
  });
});

function tables(rows: Readonly<Record<string, readonly string[]>>): readonly SourceFile[] {
  return Object.entries(rows).map(([name, lines]) => file(name, `${[HEADERS[name], ...lines].join("\n")}\n`));
}

function file(path: string, text: string): SourceFile {
  return { path, bytes: new TextEncoder().encode(text) };
}
