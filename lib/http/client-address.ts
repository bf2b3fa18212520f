/** Where scripts/front-door.ts writes the address of the visitor, dropping whatever the visitor sent under this name. */
const CLIENT_ADDRESS = "x-parlance-client-address";

const LENGTH_MAX = 64;

/** The address that a request came from, as the front door saw it; `unknown` behind another server, where all share one. */
export function readClientAddress(headers: Headers): string {
  const address = (headers.get(CLIENT_ADDRESS) ?? "").trim().slice(0, LENGTH_MAX);
  return /^[0-9a-fA-F:.]+$/.test(address) ? address.toLowerCase() : "unknown";
}

/** What limits count by: an IPv4 address, and of IPv6 the first half, because the second is everybody's own to choose (RFC 4291). */
export function toAddressKey(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const groupsOf = (text: string) => (text === "" ? [] : text.split(":"));
  const front = groupsOf(head);
  const back = tail === undefined ? [] : groupsOf(tail);
  const missing = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...Array.from({ length: missing }, () => "0"), ...back];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
