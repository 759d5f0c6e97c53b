import { describe, expect, test } from "vitest";
import { nodeValues, type Setting } from "../../../policy/setting.ts";
import { loadShippedCatalogue } from "../../catalogue/shipped-catalogue.ts";
import { platformsOfPayload } from "./apple-payload-types.ts";
import { readPayloadBytes, type ProfileReading } from "./read-payload-bytes.ts";
import { ENCRYPTED, SIGNED_APART, SIGNED_BER, SIGNED_DER } from "./signed-profiles.fixture.ts";

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
`;

function read(text: string): ProfileReading {
  return readPayloadBytes(new TextEncoder().encode(text), loadShippedCatalogue());
}

function profileOf(payloads: string, head = ""): string {
  return `${HEAD}<plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string>${head}<key>PayloadContent</key><array>
${payloads}
</array></dict></plist>`;
}

function payload(type: string, keys: string): string {
  return `<dict><key>PayloadType</key><string>${type}</string><key>PayloadUUID</key><string>1</string>${keys}</dict>`;
}

function settingsOf(text: string): readonly Setting[] {
  const { profile, faults } = read(text);
  if (profile === null) throw new Error(JSON.stringify(faults));
  return profile.settings;
}

function faultsOf(text: string): readonly string[] {
  return read(text).faults.map(({ code, place }) => (place === null ? code : `${code} ${place.line}:${place.column}`));
}

describe("payload keys become settings at the catalogue's nodes", () => {
  test("truth values are choices, numbers, texts, dates and data are simple, a dictionary's keys stand at their own nodes", () => {
    const settings = settingsOf(
      profileOf(
        payload(
          "com.apple.applicationaccess",
          `<key>allowCamera</key><false/><key>enforcedSoftwareUpdateDelay</key><integer>30</integer>
           <key>inner</key><dict><key>Real</key><real>1.5</real><key>When</key><date>2026-01-02T03:04:05Z</date><key>Bytes</key><data> AQ ID </data></dict>`,
        ),
      ),
    );
    expect(nodeValues(settings)).toEqual([
      { node: "com.apple.applicationaccess_allowcamera", value: "com.apple.applicationaccess_allowcamera_false" },
      { node: "com.apple.applicationaccess_enforcedsoftwareupdatedelay", value: 30 },
      { node: "com.apple.applicationaccess_inner_bytes", value: "AQID" },
      { node: "com.apple.applicationaccess_inner_real", value: 1.5 },
      { node: "com.apple.applicationaccess_inner_when", value: "2026-01-02T03:04:05Z" },
    ]);
  });

  test("a list of texts is one setting, a list of dictionaries a group of instances under `item`", () => {
    const settings = settingsOf(
      profileOf(
        payload(
          "com.apple.airprint",
          `<key>AirPrint</key><array><dict><key>IPAddress</key><string>10.0.0.1</string></dict><dict><key>IPAddress</key><string>10.0.0.2</string></dict></array>
           <key>Names</key><array><string>a</string><integer>2</integer></array><key>Mixed</key><array><true/><dict/></array>`,
        ),
      ),
    );
    const at = (id: string) => settings.find(({ definitionId }) => definitionId === id)?.value;
    expect(at("com.apple.airprint_airprint")).toMatchObject({
      kind: "groups",
      instances: [
        [{ definitionId: "com.apple.airprint_airprint_item_ipaddress", value: { kind: "simple", value: "10.0.0.1" } }],
        [{ definitionId: "com.apple.airprint_airprint_item_ipaddress", value: { kind: "simple", value: "10.0.0.2" } }],
      ],
    });
    expect(at("com.apple.airprint_names")).toEqual({ kind: "simples", values: ["a", 2] });
    expect(at("com.apple.airprint_mixed")).toEqual({ kind: "property", value: [true, {}] });
    expect(loadShippedCatalogue().find("com.apple.airprint_airprint_item_ipaddress")).toBeDefined();
  });

  test("two networks in one profile are two things, not one setting with two values", () => {
    const wifi = (name: string) => payload("com.apple.wifi.managed", `<key>SSID_STR</key><string>${name}</string>`);
    const settings = settingsOf(profileOf(wifi("office") + wifi("guests")));
    expect(settings).toHaveLength(1);
    expect(settings[0]?.value).toMatchObject({ kind: "groups", instances: [[{}], [{}]] });
  });

  test("forced preferences stand at the node of their domain, set-once ones apart", () => {
    const set = (url: string) =>
      `<array><dict><key>mcx_preference_settings</key><dict><key>HomepageLocation</key><string>${url}</string></dict></dict></array>`;
    const settings = settingsOf(
      profileOf(
        payload(
          "com.apple.ManagedClient.preferences",
          `<key>PayloadContent</key><dict><key>com.google.Chrome</key><dict><key>Forced</key>${set("https://a.example")}<key>Set-Once</key>${set("https://b.example")}</dict></dict>`,
        ),
      ),
    );
    expect(settings.map(({ definitionId }) => definitionId)).toEqual([
      "com.google.chrome_homepagelocation",
      "com.apple.managedclient.preferences_com.google.chrome_set-once",
    ]);
    expect(settings[0]?.value).toEqual({ kind: "simple", value: "https://a.example" });
  });

  test("an unknown payload type is kept whole, with a warning at its place", () => {
    const text = profileOf(payload("org.example.strange", "<key>A</key><integer>1</integer>"));
    const { profile } = read(text);
    expect(profile?.isOpaque).toBe(true);
    expect(profile?.settings).toMatchObject([
      { definitionId: "org.example.strange", value: { kind: "property", value: { A: 1 } } },
    ]);
    expect(faultsOf(text)).toEqual(["payload-type-unknown 4:1"]);
  });

  test("scope and platforms come from the profile and from Apple's facts", () => {
    const scoped = (word: string) => read(profileOf("", `<key>PayloadScope</key><string>${word}</string>`)).profile?.scope;
    expect([scoped("System"), scoped("User"), scoped("Elsewhere")]).toEqual(["device", "user", null]);
    expect(read(profileOf(payload("com.apple.dock", ""))).profile?.platforms).toEqual(["macOS"]);
    expect(read(profileOf(payload("com.apple.homescreenlayout", ""))).profile?.platforms).toEqual(["iOS", "iPadOS"]);
    expect(platformsOfPayload("com.apple.WiFi.managed")).toEqual(["iOS", "iPadOS", "macOS"]);
  });
});

describe("secrets are left at the door", () => {
  test("passwords, shared secrets and certificates with a key are marks; numbers and truth values of such a name stay", () => {
    const text = profileOf(
      payload("com.apple.wifi.managed", "<key>Password</key><string>hunter2</string>") +
        payload("com.apple.vpn.managed", "<key>IPSec</key><dict><key>SharedSecret</key><data>aHVudGVyMg==</data></dict>") +
        payload("com.apple.security.pkcs12", "<key>PayloadContent</key><data>aHVudGVyMg==</data>") +
        payload("com.apple.applicationaccess", "<key>allowPasswordSharing</key><false/>") +
        payload("org.example.strange", "<key>list</key><array><dict><key>apiKey</key><string>hunter2</string></dict></array>") +
        payload(
          "com.apple.security.pem",
          "<key>PayloadContent</key><data>LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQpodW50ZXIyCg==</data>",
        ),
    );
    const { profile, faults } = read(text);
    const written = JSON.stringify(profile);
    expect(written).not.toContain("hunter2");
    expect(written).not.toContain("aHVudGVyMg");
    expect(written).not.toContain("aHVudGVyMg".slice(0, 6));
    expect(written).not.toContain("LS0tLS1CRUdJTiBSU0Eg");
    expect(written.match(/keptOut/g)).toHaveLength(5);
    expect(written).toContain("allowpasswordsharing_false");
    expect(faults.find(({ code }) => code === "profile-secrets-kept-out")?.message).toMatch(/^5 /);
  });
});

describe("signed profiles", () => {
  test.each([
    ["DER", SIGNED_DER],
    ["BER", SIGNED_BER],
  ])("%s: the content is found, and who signed it is said as unverified", (_name, bytes) => {
    const { profile, faults } = readPayloadBytes(bytes, loadShippedCatalogue());
    expect(profile).toMatchObject({ name: "No camera", identifier: "org.example.camera", scope: "device" });
    expect(profile?.signedBy).toBe("CN=Example Signer, O=Example");
    expect(faults.map(({ message }) => message)).toEqual(["signed by `CN=Example Signer, O=Example`, not verified"]);
  });

  test("a signature apart from its content, an encrypted one and cut bytes are told, never thrown", () => {
    const codes = (bytes: Uint8Array) => readPayloadBytes(bytes, loadShippedCatalogue()).faults.map(({ code }) => code);
    expect(codes(SIGNED_APART)).toEqual(["profile-signature-invalid"]);
    expect(codes(ENCRYPTED)).toEqual(["profile-encrypted-whole"]);
    for (let length = 1; length < SIGNED_BER.length; length += 7) {
      const { profile, faults } = readPayloadBytes(SIGNED_BER.subarray(0, length), loadShippedCatalogue());
      expect(faults.length > 0 || profile !== null).toBe(true);
    }
  });

  test("indefinite lengths without an end nest only so deep", () => {
    const bytes = new Uint8Array(2_000).map((_, index) => (index % 2 === 0 ? 0x30 : 0x80));
    expect(readPayloadBytes(bytes, loadShippedCatalogue()).faults.map(({ code }) => code)).toEqual(["profile-signature-invalid"]);
  });
});

describe("what is wrong is told with its place, all at once", () => {
  test("wrong nesting, a doubled key, a missing type and a value without a key", () => {
    const text = `<plist version="1.0">
<dict>
 <key>A</key><string>x</string>
 <key>A</key><string>y</string>
 <string>alone</string>
 <key>B</key>
 <key>C</key><frob/>
 <key>D</key><integer>many</integer>
 <key>E</key><data>?</data>
</dict>
</plist>`;
    expect(faultsOf(text)).toEqual([
      "plist-key-duplicate 4:2",
      "plist-invalid 5:2",
      "plist-invalid 6:2",
      "plist-invalid 7:14",
      "plist-invalid 8:14",
      "plist-invalid 9:14",
    ]);
  });

  test("every payload without a type, and a profile without one", () => {
    const text = `<plist><dict><key>PayloadContent</key><array>
<dict><key>A</key><true/></dict>
<dict><key>A</key><true/></dict>
</array></dict></plist>`;
    expect(faultsOf(text)).toEqual(["payload-type-missing 1:8", "payload-type-missing 2:1", "payload-type-missing 3:1"]);
    expect(read(text).profile).toBeNull();
  });

  test("broken XML says where", () => {
    expect(faultsOf("<plist>\n<dict>\n</plist>")[0]).toMatch(/^xml-invalid 3:/);
    expect(faultsOf("")).toEqual([expect.stringMatching(/^xml-invalid/)]);
  });

  test("a binary property list is named as one", () => {
    expect(faultsOf("bplist00\u0001")).toEqual(["plist-binary"]);
  });
});

describe("hostile profiles", () => {
  test("a bomb of entities is refused before it is lit", () => {
    const bomb = `<!DOCTYPE plist [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><plist><string>&b;</string></plist>`;
    expect(faultsOf(bomb)).toEqual([expect.stringMatching(/^xml-declares-entities 1:/)]);
  });

  test("a file of the server is not read by way of an entity", () => {
    const text = `<!DOCTYPE plist [<!ENTITY x SYSTEM "file:///etc/passwd">]><plist><string>&x;</string></plist>`;
    expect(faultsOf(text)).toEqual([expect.stringMatching(/^xml-declares-entities/)]);
    expect(JSON.stringify(read(text))).not.toContain("root:");
    expect(faultsOf("<plist><string>&x;</string></plist>")[0]).toMatch(/^xml-invalid/);
  });

  test("deep nesting ends at a limit, with its place", () => {
    const text = `<plist>${"<array>".repeat(20_000)}${"</array>".repeat(20_000)}</plist>`;
    expect(faultsOf(text)).toEqual([expect.stringMatching(/^xml-too-deep 1:/)]);
  });

  test("very many elements end at a limit", () => {
    expect(faultsOf(`<plist><array>${"<true/>".repeat(300_000)}</array></plist>`)).toEqual([
      expect.stringMatching(/^xml-too-large/),
    ]);
  });

  test("keys named like an object's own are keys like any other", () => {
    const keys = "<key>__proto__</key><dict><key>polluted</key><true/></dict><key>constructor</key><string>x</string>";
    const known = settingsOf(profileOf(payload("com.apple.dock", keys)));
    expect(known.map(({ definitionId }) => definitionId)).toEqual(["com.apple.dock___proto__", "com.apple.dock_constructor"]);
    const [opaque] = settingsOf(profileOf(payload("org.example.strange", keys)));
    expect(JSON.stringify(opaque)).toContain('"__proto__":{"polluted":true}');
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("100 MB are refused unread", () => {
    // Whoever looks at anything but the length meets an exception.
    const bytes = new Proxy(new Uint8Array(0), {
      get: (_, name) => {
        if (name === "length") return 100 * 1024 * 1024;
        throw new Error(`read ${String(name)}`);
      },
    });
    expect(readPayloadBytes(bytes, loadShippedCatalogue()).faults.map(({ code }) => code)).toEqual(["xml-too-large"]);
  });
});
