import "server-only";
import { AppError } from "@/lib/core/errors";
import type { Runtime } from "@/lib/platform/runtime.server";

/** The day that it is for the organisation, by the database's clock: the one that decides on which day a call is booked. */
export async function loadToday({ database }: Pick<Runtime, "database">): Promise<{ today: string; timeZone: string }> {
  const [row] = await database.query<{ today: string; timeZone: string }>({
    text: `select organisation_day()::text as today, time_zone as "timeZone" from organisation`,
    values: [],
  });
  if (!row) throw new AppError("misconfigured", "This installation has not been set up yet.");
  return row;
}
