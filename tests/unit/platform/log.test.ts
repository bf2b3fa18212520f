import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { createLog } from "@/lib/platform/log.server";
import { createMask } from "@/lib/platform/mask";

function logTo(lines: string[], secrets: string[] = [], level: "debug" | "info" | "warn" | "error" = "debug") {
  const now = () => new Date("2026-03-01T12:00:00Z");
  return createLog({ level, secrets, now, write: (line) => void lines.push(line) });
}

describe("log", () => {
  test("an event is one line of JSON", () => {
    const lines: string[] = [];
    logTo(lines).info("turn-finished", { turnId: "t", tokens: 3, note: "two\nlines" });
    expect(lines).toEqual([
      '{"time":"2026-03-01T12:00:00.000Z","level":"info","event":"turn-finished","turnId":"t","tokens":3,"note":"two\\nlines"}\n',
    ]);
  });

  test("what is below the level is not written", () => {
    const lines: string[] = [];
    const log = logTo(lines, [], "warn");
    log.debug("a");
    log.info("b");
    log.warn("c");
    log.error("d");
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(["c", "d"]);
  });

  test("an error is written with its causes, and a circle of causes ends", () => {
    const lines: string[] = [];
    const inner = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    const outer = new AppError("database-unavailable", "no database", {}, { cause: inner });
    inner.cause = outer;
    logTo(lines).error("failed", {}, outer);
    expect(JSON.parse(lines[0] ?? "{}").error).toMatchObject({
      name: "AppError",
      code: "database-unavailable",
      cause: { code: "ECONNREFUSED", message: "refused" },
    });
  });

  test("I10: no secret is in any line, wherever it was put and however it is written", () => {
    const secrets = ['pass"word\\1', "p@ss/word", "0123456789abcdef"];
    const lines: string[] = [];
    const log = logTo(lines, secrets);
    for (const secret of [...secrets, "sk-proj-AbCdEf1234567890_-x", encodeURIComponent("p@ss/word")]) {
      log.error("failed", { note: `at ${secret} end` }, new Error(`with ${secret}`, { cause: secret }));
    }
    const all = lines.join("");
    for (const secret of [...secrets, "AbCdEf1234567890", "p%40ss%2Fword"]) {
      expect(all).not.toContain(secret);
      expect(all).not.toContain(JSON.stringify(secret).slice(1, -1));
    }
    expect(lines.every((line) => JSON.parse(line).level === "error")).toBe(true);
  });

  test("no secret survives the mask in any surroundings", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 8, maxLength: 40 }), fc.string(), (before, secret, after) => {
        fc.pre(!"[secret]".includes(secret));
        expect(createMask([secret])(before + secret + after).replaceAll("[secret]", "")).not.toContain(secret);
      }),
    );
  });
});
