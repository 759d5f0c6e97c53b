/**
 * Tallgren Instruments: an invented maker of water and gas analysers, no relation to anybody real. The mail domain is
 * under `.example`, which belongs to nobody (RFC 2606).
 */
export const COMPANY_NAME = "Tallgren Instruments";
export const COMPANY_DOMAIN = "tallgren.example";

export type SiteKind = "headquarters" | "plant" | "office" | "field";
export type Country = "de" | "gb" | "us" | "jp";
export type SitePlan = Readonly<{
  code: string;
  name: string;
  timeZone: string;
  country: Country;
  region: string;
  kind: SiteKind;
  /** Share of the people. */
  weight: number;
}>;

/** Fourteen sites in five time zones. The first is the headquarters, where the device laboratory stands. */
export const SITES: readonly SitePlan[] = [
  site("HAM", "Hamburg Headquarters", "Europe/Berlin", "de", "region-germany", "headquarters", 17),
  site("LEJ", "Leipzig Plant", "Europe/Berlin", "de", "region-germany", "plant", 15),
  site("STR", "Stuttgart Engineering", "Europe/Berlin", "de", "region-germany", "office", 8),
  site("RLG", "Rostock Logistics", "Europe/Berlin", "de", "region-germany", "field", 5),
  site("LBA", "Leeds Service Centre", "Europe/London", "gb", "region-united-kingdom", "field", 6),
  site("RDG", "Reading Office", "Europe/London", "gb", "region-united-kingdom", "office", 5),
  site("ABZ", "Aberdeen Field Base", "Europe/London", "gb", "region-united-kingdom", "field", 3),
  site("BOS", "Boston Office", "America/New_York", "us", "region-us-east", "office", 6),
  site("CLT", "Charlotte Plant", "America/New_York", "us", "region-us-east", "plant", 10),
  site("PIT", "Pittsburgh Service Centre", "America/New_York", "us", "region-us-east", "field", 4),
  site("MSP", "Minneapolis Plant", "America/Chicago", "us", "region-us-central", "plant", 8),
  site("HOU", "Houston Field Base", "America/Chicago", "us", "region-us-central", "field", 3),
  site("TYO", "Tokyo Office", "Asia/Tokyo", "jp", "region-japan", "office", 4),
  site("NGO", "Nagoya Plant", "Asia/Tokyo", "jp", "region-japan", "plant", 6),
];

export const DEPARTMENTS = [
  "Engineering",
  "Production",
  "Quality",
  "Logistics",
  "Field Service",
  "Sales",
  "Marketing",
  "Finance",
  "People",
  "Legal",
  "IT",
  "Research",
  "Executive Office",
] as const;
export type Department = (typeof DEPARTMENTS)[number];

/** Who works where: weights of the departments by kind of site. */
export const DEPARTMENTS_BY_SITE_KIND: Readonly<Record<SiteKind, readonly (readonly [Department, number])[]>> = {
  headquarters: [
    ["Engineering", 14],
    ["Quality", 4],
    ["Sales", 14],
    ["Marketing", 11],
    ["Finance", 15],
    ["People", 8],
    ["Legal", 5],
    ["IT", 17],
    ["Research", 8],
    ["Executive Office", 4],
  ],
  plant: [
    ["Production", 58],
    ["Logistics", 10],
    ["Quality", 12],
    ["Engineering", 9],
    ["Finance", 3],
    ["People", 2],
    ["IT", 3],
    ["Research", 3],
  ],
  office: [
    ["Engineering", 30],
    ["Research", 19],
    ["Sales", 22],
    ["Marketing", 8],
    ["Finance", 8],
    ["People", 3],
    ["Legal", 3],
    ["IT", 6],
    ["Executive Office", 1],
  ],
  field: [
    ["Field Service", 45],
    ["Logistics", 30],
    ["Sales", 9],
    ["Quality", 5],
    ["Finance", 4],
    ["People", 2],
    ["IT", 5],
  ],
};

function site(
  code: string,
  name: string,
  timeZone: string,
  country: Country,
  region: string,
  kind: SiteKind,
  weight: number,
): SitePlan {
  return { code, name, timeZone, country, region, kind, weight };
}
