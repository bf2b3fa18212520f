import { expect, test } from "vitest";
import { readClientAddress, toAddressKey } from "@/lib/http/client-address";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8::9", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["unknown", "unknown"],
])("%s counts as %s", (address, key) => {
  expect(toAddressKey(address)).toBe(key);
});

test("only what the front door wrote is believed, and only when it is an address", () => {
  expect(readClientAddress(new Headers({ "x-parlance-client-address": "2001:DB8::1" }))).toBe("2001:db8::1");
  expect(readClientAddress(new Headers({ "x-forwarded-for": "203.0.113.7" }))).toBe("unknown");
  expect(readClientAddress(new Headers({ "x-parlance-client-address": "a key of the limiter" }))).toBe("unknown");
});
