import { afterEach, beforeEach, expect, vi } from "vitest";

/** An error on the console that no test expected fails the test. One that does replaces the spy's implementation and clears it. */
const consoleError = vi.spyOn(console, "error");

beforeEach(() => {
  consoleError.mockReset();
});

afterEach(() => {
  expect(consoleError.mock.calls).toEqual([]);
});
