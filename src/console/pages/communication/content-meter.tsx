import css from "./communication.module.css";

/** How much of the notice is written: as steps, and in words. */
export function ContentMeter({ written, of }: { written: number; of: number }) {
  return (
    <div className={css["meter"]} data-full={written === of}>
      <span className={css["steps"]} aria-hidden>
        {Array.from({ length: of }, (_, at) => (
          <span key={at} data-on={at < written} />
        ))}
      </span>
      <span>
        <strong>
          {written} of {of}
        </strong>{" "}
        parts written
      </span>
    </div>
  );
}
