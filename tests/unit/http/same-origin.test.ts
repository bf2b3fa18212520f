import { describe, expect, test } from "vitest";
import { isFromOurPages, isWrite } from "@/lib/http/same-origin";

const secure = "https://chat.example.org";
const plain = "http://localhost:3000";
const ask = (headers: Record<string, string>, publicUrl = secure) => isFromOurPages(new Headers(headers), publicUrl);

describe("where a write comes from", () => {
  test("a page of ours may write", () => {
    expect(ask({ origin: secure, "sec-fetch-site": "same-origin" })).toBe(true);
    expect(ask({ origin: secure })).toBe(true);
    expect(ask({ "sec-fetch-site": "same-origin" })).toBe(true);
  });

  test.each([
    ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
    ["a sandboxed frame", { origin: "null" }],
    ["a sandboxed frame that claims more", { origin: "null", "sec-fetch-site": "same-origin" }],
    ["a sister of the domain", { origin: "https://other.example.org", "sec-fetch-site": "same-site" }],
    ["our address by plain HTTP", { origin: "http://chat.example.org", host: "chat.example.org" }],
    ["our address on another port", { origin: "https://chat.example.org:8443", host: "chat.example.org:8443" }],
    ["our name as the start of another", { origin: "https://chat.example.org.evil.example" }],
    ["our name as the user of another", { origin: "https://chat.example.org@evil.example" }],
    ["the address bar", { origin: secure, "sec-fetch-site": "none" }],
    ["nobody says who", {}],
    ["something that is no address", { origin: "::::" }],
  ])("%s may not", (_, headers) => {
    expect(ask(headers)).toBe(false);
  });

  test("without TLS a server at home is reached by several names: the one that was asked is ours", () => {
    expect(ask({ origin: "http://192.168.1.5:3000", host: "192.168.1.5:3000" }, plain)).toBe(true);
    expect(ask({ origin: "http://evil.example", host: "192.168.1.5:3000" }, plain)).toBe(false);
    expect(ask({ origin: "http://192.168.1.5:8080", host: "192.168.1.5:3000" }, plain)).toBe(false);
    expect(ask({ origin: "https://192.168.1.5:3000", host: "192.168.1.5:3000" }, plain)).toBe(false);
  });

  test("only what changes nothing is no write", () => {
    expect(["GET", "HEAD", "OPTIONS"].some(isWrite)).toBe(false);
    expect(["POST", "PUT", "PATCH", "DELETE", "PROPFIND"].every(isWrite)).toBe(true);
  });
});
