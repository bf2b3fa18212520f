import { expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { toBugAnswer, toErrorAnswer } from "@/lib/http/error-response";

test("a refusal says its code, its sentence, its facts and the id of the request", () => {
  const error = new AppError("over-budget", "The budget is used up.", {
    resetsAt: "2026-12-01T00:00:00Z",
    retryAfterMs: 1_500,
  });
  expect(toErrorAnswer(error, "r1")).toEqual({
    status: 402,
    headers: { "retry-after": "2" },
    body: {
      error: {
        code: "over-budget",
        message: "The budget is used up.",
        resetsAt: "2026-12-01T00:00:00Z",
        retryAfterMs: 1_500,
        requestId: "r1",
      },
    },
  });
});

test("facts cannot take the place of the code or of the sentence", () => {
  const { body } = toErrorAnswer(new AppError("not-found", "Gone.", { code: "x", message: "y", requestId: "z" }), "r1");
  expect(body.error).toEqual({ code: "not-found", message: "Gone.", requestId: "r1" });
});

test("the cause of a refusal stays on the server", () => {
  const error = new AppError("database-unavailable", "Try again.", {}, { cause: new Error("password=hunter2") });
  expect(JSON.stringify(toErrorAnswer(error, "r1"))).not.toContain("hunter2");
});

test("a bug says nothing about itself", () => {
  const { status, body } = toBugAnswer("r1");
  expect(status).toBe(500);
  expect(body.error).toMatchObject({ code: "unexpected", requestId: "r1" });
});
