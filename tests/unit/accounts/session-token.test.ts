import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cookieName, findCookie } from "@/lib/accounts/session-cookie";
import { createSessionTokens } from "@/lib/accounts/session-token.server";
import { newId } from "@/lib/core/ids";

const credential = { sessionId: newId(), personId: newId() };
const expiresAt = new Date("2026-12-24T12:00:00Z");
const before = new Date("2026-12-24T11:59:59Z");
const tokens = createSessionTokens("a secret of more than thirty-two characters");
const token = tokens.sign(credential, expiresAt);

describe("session tokens", () => {
  test("a token of ours names its session until it expires, and not a second longer", () => {
    expect(tokens.verify(token, before)).toEqual(credential);
    expect(tokens.verify(token, expiresAt)).toBeNull();
  });

  test("a token of another secret is nobody's", () => {
    expect(createSessionTokens("another secret of more than thirty-two characters").verify(token, before)).toBeNull();
  });

  test("no change of a single character is accepted", () => {
    for (let at = 0; at < token.length; at += 1) {
      for (const other of ["0", "f", "A", "-", "."]) {
        const changed = token.slice(0, at) + other + token.slice(at + 1);
        // the last character of base64url carries two bits that mean nothing: several ways to write the same signature
        if (changed !== token && at < token.length - 1) expect(tokens.verify(changed, before)).toBeNull();
      }
    }
  });

  test("two parts of different tokens do not make a third", () => {
    const other = tokens.sign({ sessionId: newId(), personId: newId() }, expiresAt);
    const [session = "", , ...rest] = token.split(".");
    expect(tokens.verify([session, other.split(".")[1], ...rest].join("."), before)).toBeNull();
  });

  test("nothing that anybody may send as a cookie throws", () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => tokens.verify(text, before) === null));
  });
});

describe("the session cookie", () => {
  test("is bound to the host over TLS", () => {
    expect(cookieName("https://chat.example.org", "session")).toBe("__Host-parlance.session");
    expect(cookieName("http://localhost:3000", "session")).toBe("parlance.session");
  });

  test("is found by its whole name, the first of several", () => {
    expect(findCookie("a=1; parlance.session=x; parlance.session=y", "parlance.session")).toBe("x");
    expect(findCookie("xparlance.session=z; parlance.session.0=z", "parlance.session")).toBeNull();
    expect(findCookie(null, "parlance.session")).toBeNull();
    expect(findCookie("=; ;;=x;parlance.session", "parlance.session")).toBeNull();
  });
});
