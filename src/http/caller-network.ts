/**
 * Whom to count attempts by: an IPv4 address; of IPv6 the first 64 bits, since whoever has one address there has as many as
 * they like. `::ffff:192.0.2.1` is the IPv4 address.
 */
export function networkOf(address: string): string {
  if (address.includes(".")) return address.slice(address.lastIndexOf(":") + 1);
  const [plain = ""] = address.split("%", 1);
  const [left = "", right] = plain.split("::");
  const head = left === "" ? [] : left.split(":");
  const tail = right === undefined || right === "" ? [] : right.split(":");
  const zeros = right === undefined ? 0 : Math.max(0, IPV6_GROUPS - head.length - tail.length);
  const groups = [...head, ...Array.from({ length: zeros }, () => "0"), ...tail];
  return `${groups.slice(0, IPV6_GROUPS / 2).join(":")}::/64`;
}

const IPV6_GROUPS = 8;
