import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAppError } from "@/lib/core/errors";
import {
  addDays,
  countDays,
  findPreset,
  isDay,
  listDays,
  PERIOD_DAYS_MAX,
  PERIOD_PRESETS,
  parsePeriod,
  toPeriod,
} from "@/lib/reports/period";

const TODAY = "2026-03-15";
const anyDay = fc.integer({ min: 0, max: 36_523 }).map((days) => addDays("2000-01-01", days));

function refusedFieldOf(query: { from?: string; to?: string }): unknown {
  try {
    return parsePeriod(query, TODAY);
  } catch (error) {
    if (isAppError(error, "invalid-input")) return error.facts.field;
    throw error;
  }
}

describe("days", () => {
  test.each([
    "2026-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-1-1",
    "2026-01-01T00:00",
    "",
    "yesterday",
    "٢٠٢٦-٠١-٠١",
    "1999-12-31",
    "2026-04-31",
  ])("%j is not a day", (text) => expect(isDay(text)).toBe(false));

  test("the leap day exists in a leap year", () => {
    expect(isDay("2028-02-29")).toBe(true);
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
  });

  test("going forth and back ends on the same day, and counting agrees with listing", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 800 }), (day, days) => {
        const to = addDays(day, days);
        expect(addDays(to, -days)).toBe(day);
        expect(countDays({ from: day, to })).toBe(days + 1);
        const listed = listDays({ from: day, to });
        expect(listed).toHaveLength(days + 1);
        expect(listed.at(0)).toBe(day);
        expect(listed.at(-1)).toBe(to);
        expect(new Set(listed).size).toBe(listed.length);
      }),
    );
  });
});

describe("presets", () => {
  test.each([
    ["today", "2026-03-15", "2026-03-15"],
    ["7-days", "2026-03-09", "2026-03-15"],
    ["30-days", "2026-02-14", "2026-03-15"],
    ["this-month", "2026-03-01", "2026-03-15"],
    ["last-month", "2026-02-01", "2026-02-28"],
  ] as const)("%s runs from %s to %s", (preset, from, to) => {
    expect(toPeriod(preset, TODAY)).toEqual({ from, to });
    expect(findPreset({ from, to }, TODAY)).toBe(preset);
  });

  test("last month in January lies in the year before", () => {
    expect(toPeriod("last-month", "2026-01-31")).toEqual({ from: "2025-12-01", to: "2025-12-31" });
  });

  test("on any day each preset is a valid period that ends today or before", () => {
    fc.assert(
      fc.property(
        anyDay.filter((day) => day > "2000-03-01"),
        fc.constantFrom(...PERIOD_PRESETS),
        (today, preset) => {
          const period = toPeriod(preset, today);
          expect(parsePeriod(period, today)).toEqual(period);
          expect(period.to <= today).toBe(true);
        },
      ),
    );
  });

  test("days that no preset has are a choice of one's own", () => {
    expect(findPreset({ from: "2026-03-02", to: "2026-03-15" }, TODAY)).toBeNull();
  });
});

describe("a period in an address", () => {
  test("is the last 30 days when it says nothing", () => {
    expect(parsePeriod({}, TODAY)).toEqual(toPeriod("30-days", TODAY));
  });

  test("names the end that is wrong", () => {
    expect(refusedFieldOf({ from: "2026-03-01" })).toBe("to");
    expect(refusedFieldOf({ to: "2026-03-01" })).toBe("from");
    expect(refusedFieldOf({ from: "' or 1=1 --", to: "2026-03-01" })).toBe("from");
    expect(refusedFieldOf({ from: "2026-03-02", to: "2026-03-01" })).toBe("to");
  });

  test("has at most 400 days", () => {
    const from = "2026-01-01";
    expect(refusedFieldOf({ from, to: addDays(from, PERIOD_DAYS_MAX) })).toBe("to");
    expect(parsePeriod({ from, to: addDays(from, PERIOD_DAYS_MAX - 1) }, TODAY).from).toBe(from);
  });

  test("is refused or understood, whatever the text", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (from, to) => {
        const field = refusedFieldOf({ from, to });
        expect(["from", "to"]).toContain(field);
      }),
    );
  });
});
