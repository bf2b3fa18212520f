import { z } from "zod";
import { isAppError } from "@/lib/core/errors";

/** The days of a report as they stand in an address; what they mean is decided where today is known. */
export const periodQuery = z.strictObject({ from: z.string().max(20).optional(), to: z.string().max(20).optional() });

export type PeriodQuery = z.infer<typeof periodQuery>;

/** The same as a page gets it: anything that somebody wrote behind the question mark. */
export type PeriodSearch = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Makes a report for a page: the days of its address, or the last 30 when those are none, with the sentence about the mistake.
 *
 * A page shows something in any case; a route refuses.
 */
export async function orLast30Days<Answer>(
  search: PeriodSearch,
  load: (period: PeriodQuery) => Promise<Answer>,
): Promise<{ answer: Answer; mistake: string | null }> {
  const textOf = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join() : value);
  try {
    return { answer: await load({ from: textOf(search["from"]), to: textOf(search["to"]) }), mistake: null };
  } catch (error) {
    if (!isAppError(error, "invalid-input")) throw error;
    return { answer: await load({}), mistake: error.message };
  }
}
