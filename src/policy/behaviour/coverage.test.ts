import { expect, test } from "vitest";
import { makeContent } from "../../../tests/helpers/random-estate.ts";
import { phraseCoverage } from "./coverage.ts";

const CONFIG = "device_vendor_msft_policy_config";

test("every knob counts once: by a phrase of its own, by a broad one, or by the fallback", () => {
  const content = makeContent({
    [`${CONFIG}_devicelock_mindevicepasswordlength`]: 6,
    [`${CONFIG}_audit_accountlogon_auditcredentialvalidation`]: 3,
    [`${CONFIG}_nosucharea_nosuchpolicy`]: 1,
  });
  expect(phraseCoverage([content, content])).toEqual({ settings: 6, phrase: 2, broadPhrase: 2, fallback: 2 });
});
