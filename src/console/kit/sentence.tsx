/** A sentence of the server's: begins with a capital, and what stands between backticks is drawn as code. */
export function Sentence({ children }: { children: string }) {
  const parts = (children.slice(0, 1).toUpperCase() + children.slice(1)).split("`");
  return <>{parts.map((part, at) => (at % 2 === 1 ? <code key={`${at} ${part}`}>{part}</code> : part))}</>;
}
