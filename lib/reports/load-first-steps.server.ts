import "server-only";
import type { Actor } from "@/lib/accounts/actor";
import { requireCan } from "@/lib/accounts/policy";
import type { Runtime } from "@/lib/platform/runtime.server";
import type { FirstStepsView } from "@/lib/reports/views";

/** Which of an administrator's first steps are done; each is read off what is there, so that none has to be ticked by hand. */
export async function loadFirstSteps(
  { config, database }: Pick<Runtime, "config" | "database">,
  actor: Actor,
): Promise<FirstStepsView> {
  requireCan(actor, "read", { type: "usage", personId: null });
  const [row] = await database.query<Omit<FirstStepsView, "hasKey">>({
    text: `
      select
        exists (select from budget where scope = 'organisation') as "hasLimit",
        exists (select from spend_day where kind = 'answer') as "hasAnswer",
        (select count(*) > 1 from person) as "hasPeople"`,
    values: [],
  });
  return { hasKey: !config.openai.isDemo, hasLimit: false, hasAnswer: false, hasPeople: false, ...row };
}
