import "server-only";
import { compactionPays } from "@/lib/context/compaction-pays";
import type { Exchange, HistoryMessage } from "@/lib/context/history";
import { toExchanges } from "@/lib/context/history";
import { type Compaction, planCompaction } from "@/lib/context/plan-compaction";
import { SUMMARY_INSTRUCTIONS, toInstructions } from "@/lib/context/prompts";
import { toTranscript } from "@/lib/context/transcript";
import type { Window } from "@/lib/context/window";
import { callSmallModel } from "@/lib/inference/call-small-model.server";
import { findModel, type Model, type ModelPrice } from "@/lib/models/catalogue";
import { chooseSmallModel } from "@/lib/models/default-models";
import type { ModelDesk } from "@/lib/models/model-desk";
import { messageTokens } from "@/lib/models/prompt-count";
import { countTokens } from "@/lib/models/token-count";
import { oncePerRuntime } from "@/lib/platform/once-per-runtime";
import type { Runtime } from "@/lib/platform/runtime.server";

/** What a turn knows about its branch. */
export type Branch = {
  desk: ModelDesk;
  actor: { id: string };
  conversation: {
    id: string;
    instructions: string;
    history: readonly HistoryMessage[];
    summary: { id: string; text: string; tokens: number } | null;
  };
  question: { id: string; text: string; tokens: number; depth: number } | null;
  answer: { id: string; depth: number };
  model: Pick<Model, "encoding">;
  price: ModelPrice;
  window: Window;
};

/** Enough for six hundred words. */
const SUMMARY_TOKENS = 1_200;
/** A summary that is longer than this share of what it replaces is none. */
const WORTH_SHARE = 0.6;
/** A prompt that fills more of the window than this is summarised whether or not it pays. */
const URGENT_SHARE = 0.8;

const summarisingOf = oncePerRuntime("summarising", (_runtime: Runtime) => new Set<string>());

/**
 * Summarises the older part of a branch when it has passed the high-water mark: one call of the small model, held and billed.
 *
 * The originals stay. When the summary fails or is useless the old one stays in force, and a later turn tries again.
 */
export async function summariseBranch(
  runtime: Runtime,
  branch: Branch,
  answer: { text: string; tokens: number },
): Promise<void> {
  const compactable = toCompactable(branch, answer);
  const compaction = planCompaction(compactable, branch.window);
  const summarising = summarisingOf(runtime);
  if (!compaction || summarising.has(branch.conversation.id)) return;
  if (!isWorthIt(runtime, branch, compactable, compaction)) return;
  summarising.add(branch.conversation.id);
  try {
    const summary = await writeSummary(runtime, branch, compaction);
    if (summary) await keepSummary(runtime, branch, compaction, summary);
  } finally {
    summarising.delete(branch.conversation.id);
  }
}

function toCompactable(
  { conversation, question, answer: place, model }: Branch,
  answer: { text: string; tokens: number },
) {
  const newest: HistoryMessage[] = [
    ...(question ? [{ ...question, role: "user" as const }] : []),
    { id: place.id, role: "assistant", depth: place.depth, ...answer },
  ];
  return {
    exchanges: toExchanges([...conversation.history, ...newest]),
    summaryTokens: conversation.summary?.tokens ?? 0,
    fixedTokens: messageTokens(countTokens(toInstructions(conversation.instructions), model.encoding)),
  };
}

/** By arithmetic, or because the window will soon be full whatever it costs. */
function isWorthIt(
  { config }: Pick<Runtime, "config">,
  { desk, price, window }: Branch,
  { exchanges, summaryTokens, fixedTokens }: ReturnType<typeof toCompactable>,
  compaction: Compaction,
): boolean {
  const history = exchanges.reduce((sum, { tokens }) => sum + tokens, 0);
  if (fixedTokens + summaryTokens + history > window.promptMax * URGENT_SHARE) return true;
  const smallPrice = findModel(chooseSmallModel(config, desk), desk.overrides)?.price;
  const keptTokens = fixedTokens + summaryTokens + history - compaction.tokensBefore;
  return smallPrice != null && compactionPays({ compaction, keptTokens, price, smallPrice });
}

async function writeSummary(
  runtime: Runtime,
  { desk, actor, conversation }: Branch,
  { covered, tokensBefore }: Compaction,
): Promise<{ text: string; tokens: number; model: string } | null> {
  const answer = await callSmallModel(
    runtime,
    { desk, actor, conversation },
    {
      kind: "summary",
      messages: [
        { role: "system", content: SUMMARY_INSTRUCTIONS },
        { role: "user", content: toTranscript(conversation.summary?.text ?? null, covered) },
      ],
      maxOutputTokens: SUMMARY_TOKENS,
    },
  ).catch((error: unknown) => {
    runtime.log.warn("summary-not-written", { conversationId: conversation.id }, error);
    return null;
  });
  const text = answer?.text.trim() ?? "";
  const tokens = countTokens(text, "o200k_base");
  if (!answer || text === "" || tokens > tokensBefore * WORTH_SHARE) return null;
  return { text, tokens, model: answer.model };
}

/** A summary that another process or an earlier turn made for the same message stays. */
async function keepSummary(
  { database, newId }: Runtime,
  { conversation }: Branch,
  { covered, throughId, throughDepth, tokensBefore }: Compaction,
  { text, tokens, model }: { text: string; tokens: number; model: string },
): Promise<void> {
  await database.query({
    text: `
      insert into summary (id, conversation_id, through_id, through_depth, text, tokens_before, tokens_after, turns, model)
      select $1, c.id, $3, $4, $5, $6, $7, $8 + coalesce((select s.turns from summary s where s.id = $10), 0), $9
      from conversation c where c.id = $2 and c.deleted_at is null
      on conflict do nothing`,
    values: [
      newId(),
      conversation.id,
      throughId,
      throughDepth,
      text.replaceAll("\0", ""),
      tokensBefore,
      tokens,
      countQuestions(covered),
      model,
      conversation.summary?.id ?? null,
    ],
  });
}

function countQuestions(covered: readonly Exchange[]): number {
  return covered.flatMap(({ messages }) => messages).filter(({ role }) => role === "user").length;
}
