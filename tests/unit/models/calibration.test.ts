import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { learnCalibration, toEstimate, toUpperBound } from "@/lib/models/calibration";

describe("token calibration", () => {
  test("a known tokenizer starts at our own count with a small margin", () => {
    expect(toUpperBound(1_000, null, true)).toBe(1_028);
    expect(toEstimate(1_000, null)).toBe(1_000);
  });

  test("a foreign tokenizer gets a third more until the provider has reported", () => {
    expect(toUpperBound(1_000, null, false)).toBe(1_308);
    expect(toUpperBound(1_000, { ratioPpm: 900_000, samples: 3 }, false)).toBe(926);
  });

  test("an undercount is corrected at once, an overcount slowly", () => {
    expect(learnCalibration({ ratioPpm: 1_000_000, samples: 1 }, 1_000, 1_200)?.ratioPpm).toBe(1_100_000);
    expect(learnCalibration({ ratioPpm: 1_000_000, samples: 1 }, 1_000, 800)?.ratioPpm).toBe(980_000);
  });

  test.each([
    [100, 120],
    [1_000, 0],
    [1_000, -5],
    [1_000, 1_000_000],
  ])("nothing is learnt from %i of ours against %i reported", (ours, reported) => {
    expect(learnCalibration(null, ours, reported)).toBeNull();
  });

  test("the upper bound is never below the estimate", () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.integer({ min: 250_000, max: 8_000_000 }),
        fc.boolean(),
        (tokens, ratioPpm, isKnown) => {
          const calibration = { ratioPpm, samples: 5 };
          expect(toUpperBound(tokens, calibration, isKnown)).toBeGreaterThanOrEqual(toEstimate(tokens, calibration));
        },
      ),
    );
  });
});
