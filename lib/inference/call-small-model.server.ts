import "server-only";
import type { ChatMessage } from "@/lib/inference/chat-completion";
import { completeChat } from "@/lib/inference/complete-chat.server";
import { hashedSafetyIdentifier } from "@/lib/inference/safety-identifier.server";
import { toUpperBound } from "@/lib/models/calibration";
import { findModel } from "@/lib/models/catalogue";
import { chooseSmallModel } from "@/lib/models/default-models";
import type { ModelDesk } from "@/lib/models/model-desk";
import { REASONING_EFFORTS } from "@/lib/models/parameters";
import { affordableOutput, ceilingOf } from "@/lib/models/pricing";
import { messageTokens, PRIMING_TOKENS } from "@/lib/models/prompt-count";
import { countTokens } from "@/lib/models/token-count";
import type { Runtime } from "@/lib/platform/runtime.server";
import { billCall } from "@/lib/spend/bill-call";
import { keepHoldAlive } from "@/lib/spend/hold-leases.server";
import type { CallKind } from "@/lib/spend/ledger-entry";
import { placeHold } from "@/lib/spend/place-hold.server";
import { releaseHold } from "@/lib/spend/release-hold.server";
import { settleHold } from "@/lib/spend/settle-hold.server";

/** What the small model wrote, and what the call was billed. */
export type SmallModelAnswer = { text: string; model: string };

/**
 * One call of the small model on behalf of a person, held and billed like any other.
 *
 * Throws what placeHold and completeChat throw; null when no small model can be used, or its answer is not complete.
 */
export async function callSmallModel(
  runtime: Runtime,
  { desk, actor, conversation }: { desk: ModelDesk; actor: { id: string }; conversation: { id: string } },
  call: { kind: CallKind; messages: readonly ChatMessage[]; maxOutputTokens: number },
): Promise<SmallModelAnswer | null> {
  const model = findModel(chooseSmallModel(runtime.config, desk), desk.overrides);
  if (!model?.isEnabled || !model.price) return null;
  const { price } = model;
  const counted = call.messages.reduce(
    (sum, { content }) => sum + messageTokens(countTokens(content, model.encoding)),
    PRIMING_TOKENS,
  );
  const promptTokens = toUpperBound(counted, desk.calibrations[model.id] ?? null, model.isTokenizerKnown);
  if (promptTokens + call.maxOutputTokens > model.contextWindow) return null;
  // Reasoning is part of the output: without room for it a reasoning model answers nothing.
  const outputTokens = Math.min(call.maxOutputTokens * (model.isReasoning ? 4 : 1), model.maxOutputTokens);
  const leastEffort = REASONING_EFFORTS.find((effort) => model.reasoningEfforts.includes(effort));
  const holdId = runtime.newId();
  const cost = ceilingOf(promptTokens, outputTokens, price);
  const hold = await placeHold(runtime, {
    holdId,
    personId: actor.id,
    kind: call.kind,
    conversationId: conversation.id,
    model: model.id,
    price,
    promptTokens,
    minimumCost: cost,
    wantedCost: cost,
  });
  let hasFirstByte = false;
  const letHoldGo = keepHoldAlive(runtime, holdId, () => ({ receivedTokens: 0, hasFirstByte }));
  try {
    const { result, billed } = await completeChat(
      runtime,
      {
        kind: call.kind,
        model,
        messages: call.messages,
        parameters: leastEffort ? { reasoningEffort: leastEffort } : {},
        maxOutputTokens: Math.min(outputTokens, affordableOutput(hold.amount, promptTokens, price)),
        promptTokens: counted,
        promptCacheKey: conversation.id,
        safetyIdentifier: hashedSafetyIdentifier(runtime.config.secret, actor.id),
      },
      {
        onFirstByte: () => {
          hasFirstByte = true;
        },
      },
    );
    if (billed) {
      const draft = billCall({ id: runtime.newId(), route: { model, price }, ...billed });
      await settleHold(runtime, holdId, draft, { isFinal: true });
    }
    return result && { text: result.text, model: model.id };
  } finally {
    letHoldGo();
    await releaseHold(runtime, hold); // a no-op when the last call was settled
  }
}
