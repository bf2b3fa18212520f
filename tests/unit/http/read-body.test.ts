import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAppError } from "@/lib/core/errors";
import { BodyTooSlow, isDeeperThan, readFormBody, readJsonBody } from "@/lib/http/read-body";

function post(
  body: BodyInit | null,
  headers: Record<string, string> = { "content-type": "application/json" },
): Request {
  return new Request("http://localhost/api/x", { method: "POST", body, headers, duplex: "half" } as RequestInit);
}

async function codeOf(reading: Promise<unknown>): Promise<unknown> {
  try {
    await reading;
  } catch (error) {
    return isAppError(error) ? error.code : error;
  }
  return "read";
}

function endless(chunk: Uint8Array | null): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      if (chunk === null) return new Promise<void>(() => {});
      controller.enqueue(chunk);
      return undefined;
    },
  });
}

describe("reading a JSON body", () => {
  test("what was sent comes back, however it was cut into pieces", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 5 }), fc.integer({ min: 1, max: 7 }), async (value, size) => {
        const bytes = new TextEncoder().encode(JSON.stringify(value));
        let at = 0;
        const body = new ReadableStream<Uint8Array>({
          pull(controller) {
            if (at >= bytes.length) return controller.close();
            controller.enqueue(bytes.slice(at, at + size));
            at += size;
          },
        });
        expect(JSON.stringify(await readJsonBody(post(body), { bytesMax: 1_000_000 }))).toBe(JSON.stringify(value));
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    ["text/plain"],
    ["application/x-www-form-urlencoded"],
    ["multipart/form-data; boundary=x"],
    ["application/json; charset=utf-16"],
    ["application/jsonx"],
    ["text/x-component"],
    [""],
  ])("the content type %s is refused", async (type) => {
    expect(await codeOf(readJsonBody(post("{}", { "content-type": type })))).toBe("unsupported-media-type");
  });

  test("application/json with UTF-8 named is accepted", async () => {
    expect(await readJsonBody(post("{}", { "content-type": "Application/JSON; charset=UTF-8" }))).toEqual({});
  });

  test("a compressed body is refused before it is unpacked", async () => {
    const request = post("{}", { "content-type": "application/json", "content-encoding": "gzip" });
    expect(await codeOf(readJsonBody(request))).toBe("unsupported-media-type");
  });

  test.each([["{"], ["{a:1}"], ['{"a":1,}'], ["// x\n1"], ["'a'"], [""], ["   "], ["NaN"], ["{}{}"]])(
    "%j is no JSON",
    async (text) => {
      expect(await codeOf(readJsonBody(post(text)))).toBe("invalid-input");
    },
  );

  test("the limit is exact, whether or not the length was announced", async () => {
    const text = JSON.stringify("x".repeat(98));
    expect(await codeOf(readJsonBody(post(text), { bytesMax: 100 }))).toBe("read");
    expect(await codeOf(readJsonBody(post(text), { bytesMax: 99 }))).toBe("too-large");
    const announced = post(text, { "content-type": "application/json", "content-length": "100" });
    expect(await codeOf(readJsonBody(announced, { bytesMax: 99 }))).toBe("too-large");
  });

  test("a body that never ends is cut at the limit", async () => {
    expect(await codeOf(readJsonBody(post(endless(new Uint8Array(1_000))), { bytesMax: 100_000 }))).toBe("too-large");
  });

  test("a body that says nothing more is cut at the deadline", async () => {
    expect(await codeOf(readJsonBody(post(endless(null)), { deadlineMs: 20 }))).toBeInstanceOf(BodyTooSlow);
  });

  test.each([
    ["half a code point", [0x22, 0xe2, 0x82, 0x22]],
    ["an overlong slash", [0x22, 0xc0, 0xaf, 0x22]],
    ["a surrogate", [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ["a byte that is none of UTF-8", [0x22, 0xff, 0x22]],
  ])("%s is invalid UTF-8", async (_, bytes) => {
    expect(await codeOf(readJsonBody(post(new Uint8Array(bytes))))).toBe("invalid-input");
  });

  test("a hundred thousand brackets are refused before they are parsed, also behind quotes and escapes", async () => {
    expect(await codeOf(readJsonBody(post("[".repeat(50_000) + "]".repeat(10_000))))).toBe("invalid-input");
    expect(isDeeperThan('{"a":"[[[[","b":"\\"[[[["}', 1)).toBe(false);
    expect(isDeeperThan('{"a":"\\\\","b":[[]]}', 2)).toBe(true);
    expect(isDeeperThan("[[],[],[]]", 2)).toBe(false);
  });

  test("a form is read as browsers send it", async () => {
    const type = { "content-type": "application/x-www-form-urlencoded" };
    expect(await readFormBody(post("a=1&b=%C3%BC+x", type))).toEqual({ a: "1", b: "ü x" });
    expect(await codeOf(readFormBody(post("{}")))).toBe("unsupported-media-type");
  });
});
