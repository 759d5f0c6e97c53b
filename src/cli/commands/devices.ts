import { deviceDetail, devicesAnswer, deviceWhy } from "../../http/contract/devices.ts";
import { enrolmentTokenAnswer } from "../../http/contract/tokens.ts";
import { API, apiPath, callApi, showAnswer, withApi } from "../call-api.ts";
import type { CliContext } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { deviceText, devicesTable, deviceWhyText } from "../render/device-text.ts";
import { moment, plural } from "../render/words.ts";
import { handOverSecret } from "../secret-out.ts";
import { showList, type PageOptions } from "./lists.ts";

export type DeviceListFlags = PageOptions & Readonly<{ search?: string; platform?: string }>;
export type EnrolTokenFlags = Readonly<{ label: string; uses: number; lifetimeMinutes: number; tokenOut?: string }>;

export function listDevices(context: CliContext, { limit, after, search, platform }: DeviceListFlags): Promise<number> {
  return showList(context, { path: "devices", query: { limit, after, search, platform }, answer: devicesAnswer }, devicesTable);
}

export function getDevice(context: CliContext, device: string): Promise<number> {
  return showAnswer(context, { path: apiPath("devices", device), answer: deviceDetail }, (body) =>
    deviceText(body, context.palette),
  );
}

export function whyDevice(context: CliContext, device: string): Promise<number> {
  return showAnswer(context, { path: apiPath("devices", device, "why"), answer: deviceWhy }, (body) =>
    deviceWhyText(body, context.palette),
  );
}

export function makeEnrolmentToken(
  context: CliContext,
  { label, uses, lifetimeMinutes, tokenOut }: EnrolTokenFlags,
): Promise<number> {
  return withApi(context, async (api) => {
    const call = {
      method: "POST",
      path: `${API}/devices/enrolment-tokens`,
      body: { label, uses, lifetimeMinutes },
      answer: enrolmentTokenAnswer,
    } as const;
    const answer = await callApi(api, call);
    if (!answer.ok) return context.fail(answer.error);
    if (context.settings.output !== "table" && tokenOut === undefined) {
      await context.show(answer.value, () => "");
      return EXIT.ok;
    }
    const { token, expiresAt } = answer.value;
    return handOverSecret(context, token, tokenOut, `Enrols ${plural(answer.value.uses, "device")} until ${moment(expiresAt)}`);
  });
}
