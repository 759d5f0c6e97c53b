/** A sentence of the server's: begins with a capital, ends with a full stop; what stands between backticks is drawn as code. */
export function Sentence({ children }: { children: string }) {
  const text = children.trim();
  const whole = text === "" || /[.!?]$/.test(text) ? text : `${text}.`;
  const parts = (whole.slice(0, 1).toUpperCase() + whole.slice(1)).split("`");
  return <>{parts.map((part, at) => (at % 2 === 1 ? <code key={`${at} ${part}`}>{part}</code> : part))}</>;
}
