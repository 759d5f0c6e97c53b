import { useQuery } from "@tanstack/react-query";
import { devicesQuery } from "../../api/devices.ts";
import type { ApiProblem } from "../../api/problem.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { TextField } from "../../kit/fields.tsx";
import { PageBody, PageHeader, Section } from "../../kit/layout.tsx";
import { useUrlState } from "../../kit/use-url-state.ts";
import { paths } from "../../paths.ts";
import { formatCount } from "../../words/numbers.ts";
import { platformText } from "../../words/platforms.ts";
import css from "./device.module.css";

const SHOWN_MAX = 10;
/** Serial numbers and names are mistyped at their end more often than at their beginning. */
const BEGINNING = 6;

/** Nothing under this name: what to look for instead. */
export function NoSuchDevice({ wanted, problem }: { wanted: string; problem: ApiProblem }) {
  const [search, change] = useUrlState();
  const typed = search["search"] ?? wanted.slice(0, BEGINNING);
  const { data } = useQuery({ ...devicesQuery({ search: typed.trim(), limit: SHOWN_MAX }), enabled: typed.trim() !== "" });
  const found = typed.trim() === "" ? [] : (data?.items ?? []);
  return (
    <>
      <PageHeader title="No such device" lead={`No device has the id, serial number or exact name “${wanted}”.`} />
      <PageBody>
        <Section title="Search">
          <p>
            It may have left the estate, or its name may be a little different. Part of a name, serial number or id is enough.
          </p>
          <TextField type="search" label="Device" value={typed} onChange={(value) => change({ search: value })} />
          {found.length === 0 ? (
            <p role="status">{data === undefined ? "" : "No device has this in its name, serial number or id."}</p>
          ) : (
            <>
              <p role="status">
                {formatCount(found.length)} of {formatCount(data?.total ?? found.length)} that fit:
              </p>
              <ul className={css["rows"]}>
                {found.map(({ id, name, serialNumber, platform }) => (
                  <li key={id}>
                    <span className={css["grow"]}>
                      <AppLink href={paths.device(id)}>{name}</AppLink>
                      <small>
                        {serialNumber}, {platformText(platform)}
                      </small>
                    </span>
                  </li>
                ))}
              </ul>
            </>
          )}
          {problem.requestId === null ? null : (
            <p className={css["quiet"]}>
              Quote <code>{problem.code}</code> and <code>{problem.requestId}</code> if you are sure that it exists.
            </p>
          )}
        </Section>
      </PageBody>
    </>
  );
}
