import { describe, expect, test } from "vitest";
import { AppError, isAppError } from "@/lib/core/errors";
import { isRetryable, isUniqueViolation, toDatabaseFailure } from "@/lib/platform/database/failures";

const coded = (code: string, more: object = {}) =>
  Object.assign(new Error("words that decide nothing"), { code, ...more });
const wrapped = (originalCode: string) =>
  coded("P2010", { meta: { driverAdapterError: new Error("adapter", { cause: { originalCode } }) } });

describe("failures of the database", () => {
  test.each([
    ["nobody listens", coded("ECONNREFUSED")],
    ["the socket is not there", coded("ENOENT")],
    ["the name is unknown", coded("ENOTFOUND")],
    ["the connection was cut", new Error("anything")],
    ["it shuts down", coded("57P01", { severity: "FATAL" })],
    ["it starts", coded("57P03", { severity: "FATAL" })],
    ["too many connections", coded("53300", { severity: "FATAL" })],
    ["the disk is full", coded("53100", { severity: "ERROR" })],
    ["a statement took too long", coded("57014", { severity: "ERROR" })],
    ["Prisma cannot reach it", coded("P1001")],
    ["Prisma got no connection", coded("P2024")],
    ["it shuts down, seen by Prisma", wrapped("57P01")],
  ])("%s: the database is unavailable", (_what, error) => {
    expect(isAppError(toDatabaseFailure(error), "database-unavailable")).toBe(true);
  });

  test.each([
    ["a unique key is taken", coded("23505", { severity: "ERROR" })],
    ["a check failed, seen by Prisma", wrapped("23514")],
    ["a row is missing", coded("P2025")],
    ["a bug of ours", new TypeError("x is undefined")],
    ["a refusal of ours", new AppError("not-found", "no")],
    ["not even an error", "text"],
  ])("%s: it answered, and the error stays what it is", (_what, error) => {
    expect(toDatabaseFailure(error)).toBe(error);
  });

  test("a taken key and a transaction worth repeating are known from both drivers", () => {
    expect([coded("23505", { severity: "ERROR" }), coded("P2002"), wrapped("23505")].map(isUniqueViolation)).toEqual([
      true,
      true,
      true,
    ]);
    expect([coded("40001", { severity: "ERROR" }), coded("P2034"), wrapped("40P01")].map(isRetryable)).toEqual([
      true,
      true,
      true,
    ]);
    expect([coded("23503", { severity: "ERROR" }), coded("P2003")].some(isUniqueViolation)).toBe(false);
  });
});
