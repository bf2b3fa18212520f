import "server-only";
import type { TurnEnd } from "@/lib/chat/turn-end";
import type { TurnPlan } from "@/lib/chat/turn-plan";
import { summariseBranch } from "@/lib/context/summarise-branch.server";
import { nameConversation } from "@/lib/conversations/name-conversation.server";
import { learnCalibration } from "@/lib/models/calibration";
import type { Runtime } from "@/lib/platform/runtime.server";

/** Starts what follows from an answer and nobody waits for: a title, a summary of old turns, a better count of tokens. */
export function afterTurn(
  runtime: Runtime,
  { plan, end, answerTokens }: { plan: TurnPlan; end: TurnEnd; answerTokens: number },
): void {
  const { conversation, question } = plan;
  if (end.outcome === "completed" && conversation.title === null && question) {
    runtime.background.run("title", () => nameConversation(runtime, plan, question.text));
  }
  if (end.text !== "") {
    runtime.background.run("summary", () => summariseBranch(runtime, plan, { text: end.text, tokens: answerTokens }));
  }
  if (end.billed?.basis === "reported") {
    const learnt = learnCalibration(
      plan.desk.calibrations[plan.model.id] ?? null,
      plan.countedPromptTokens,
      end.billed.usage.promptTokens,
    );
    if (learnt) runtime.background.run("calibration", () => saveCalibration(runtime, plan.model.id, learnt));
  }
}

async function saveCalibration(
  { database }: Runtime,
  model: string,
  { ratioPpm, samples }: { ratioPpm: number; samples: number },
): Promise<void> {
  await database.query({
    name: "save-calibration",
    text: `
      insert into token_calibration (model, ratio_ppm, samples) values ($1, $2, $3)
      on conflict (model) do update set ratio_ppm = excluded.ratio_ppm, samples = token_calibration.samples + 1, updated_at = now()`,
    values: [model, ratioPpm, samples],
  });
}
