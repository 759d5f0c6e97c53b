import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { DeviceDetail, DevicesAnswer, DeviceWhy } from "../../http/contract/devices.ts";
import { get, type Query } from "./call.ts";
import { keys } from "./keys.ts";

const at = (id: string, rest = "") => `/api/v1/devices/${encodeURIComponent(id)}${rest}`;

export const devicesQuery = (query: Query) =>
  queryOptions({
    queryKey: keys.devices(query),
    queryFn: ({ signal }) => get<DevicesAnswer>("/api/v1/devices", query, signal),
    placeholderData: keepPreviousData,
  });

/** `id`: id, serial number or exact name. */
export const deviceQuery = (id: string) =>
  queryOptions({
    queryKey: keys.device(id, "detail"),
    queryFn: ({ signal }) => get<DeviceDetail>(at(id), {}, signal),
  });

export const deviceWhyQuery = (id: string) =>
  queryOptions({
    queryKey: keys.device(id, "why"),
    queryFn: ({ signal }) => get<DeviceWhy>(at(id, "/why"), {}, signal),
  });
