import { describe, expect, test } from "vitest";
import { callApi, toFailure } from "@/lib/http/call-api";

const answering = (body: string, status: number) => async () => new Response(body, { status });

describe("calling a route from the page", () => {
  test("an answer is handed over", async () => {
    const result = await callApi("GET", "/api/me/usage", { fetch: answering('{"ok":true}', 200) });
    expect(result).toEqual({ ok: true, answer: { ok: true } });
  });

  test("a body is sent as JSON, and none is sent where there is none", async () => {
    const seen: RequestInit[] = [];
    const fetch = async (_path: unknown, init?: RequestInit) => {
      seen.push(init ?? {});
      return new Response("{}");
    };
    await callApi("PATCH", "/api/me", { body: { name: "Ada" }, fetch });
    await callApi("DELETE", "/api/me/sessions", { fetch });
    expect(seen[0]).toMatchObject({
      method: "PATCH",
      body: '{"name":"Ada"}',
      headers: { "content-type": "application/json" },
    });
    expect(seen[1]).not.toHaveProperty("body");
    expect(seen[1]?.headers).not.toHaveProperty("content-type");
  });

  test("a refusal keeps its sentence, its field and its facts", async () => {
    const body = JSON.stringify({
      error: {
        code: "invalid-input",
        message: "Too short.",
        field: "newPassword",
        retryAfterMs: 1000,
        requestId: "r1",
      },
    });
    expect(await callApi("POST", "/api/me/password", { body: {}, fetch: answering(body, 400) })).toEqual({
      ok: false,
      failure: {
        code: "invalid-input",
        message: "Too short.",
        field: "newPassword",
        retryAfterMs: 1000,
        requestId: "r1",
      },
    });
  });

  test("no network is a sentence and no exception", async () => {
    const fetch = async () => {
      throw new TypeError("fetch failed");
    };
    expect(await callApi("GET", "/api/models", { fetch })).toMatchObject({
      ok: false,
      failure: { code: "unreachable" },
    });
  });

  test.each(["", "<html>Bad gateway</html>", "null", "[]", '{"error":"x"}', '{"error":{"message":7}}'])(
    "a broken error body is one honest sentence: %j",
    async (body) => {
      expect(await callApi("GET", "/api/models", { fetch: answering(body, 502) })).toMatchObject({
        ok: false,
        failure: { code: "unexpected", field: null },
      });
    },
  );

  test("a success without JSON is not taken for one", async () => {
    expect(await callApi("GET", "/api/models", { fetch: answering("<html>", 200) })).toMatchObject({ ok: false });
  });

  test("facts of a wrong type are left out", () => {
    expect(toFailure({ error: { code: 1, message: "No.", field: {}, retryAfterMs: "9", requestId: null } })).toEqual({
      code: "unexpected",
      message: "No.",
      field: null,
      retryAfterMs: null,
      requestId: null,
    });
  });
});
