import type { OpenedConversation, OpenedTurn } from "@/lib/chat/turn-plan";
import type { TurnRequest } from "@/lib/chat/turn-request";
import type { HistoryMessage } from "@/lib/context/history";
import { newId } from "@/lib/core/ids";
import type { ModelOverride } from "@/lib/models/catalogue";

/** A request to answer "Hello", where a test does not say otherwise. */
export function askRequest(
  parts: Partial<Extract<TurnRequest, { kind: "ask" }>> = {},
): Extract<TurnRequest, { kind: "ask" }> {
  return { kind: "ask", id: newId(), conversationId: newId(), text: "Hello", ...parts };
}

/** A model of a compatible server, at $1 per million tokens in and $2 out. */
export function modelOverride(parts: Partial<ModelOverride> = {}): ModelOverride {
  return {
    modelId: "own/model",
    isEnabled: true,
    inputPrice: 1_000_000_000n,
    cachedInputPrice: null,
    cacheWritePrice: null,
    outputPrice: 2_000_000_000n,
    contextWindow: 32_000,
    ...parts,
  };
}

/** What a turn starts from: an empty chat of a member, where a test does not say otherwise. */
export function openedTurn(
  conversation: Partial<OpenedConversation> = {},
  overrides: readonly ModelOverride[] = [],
): OpenedTurn {
  const rootId = newId();
  return {
    actor: { id: newId(), email: "ada@example.test", name: "Ada", role: "member", sessionId: newId() },
    desk: { defaultModel: null, smallModel: null, overrides, calibrations: {} },
    conversation: {
      isNew: true,
      id: newId(),
      rootId,
      title: null,
      model: null,
      parameters: {},
      instructions: "",
      anchor: { id: rootId, role: "root", depth: 0 },
      history: [],
      summary: null,
      ...conversation,
    },
  };
}

/** A branch of `turns` exchanges, each message of `tokens` tokens, and its last message as the anchor. */
export function longBranch(turns: number, tokens: number): Pick<OpenedConversation, "history" | "anchor" | "isNew"> {
  const history = Array.from(
    { length: turns * 2 },
    (_, index): HistoryMessage => ({
      id: newId(),
      role: index % 2 === 0 ? "user" : "assistant",
      text: `message ${index}`,
      tokens,
      depth: index + 1,
    }),
  );
  const last = history.at(-1);
  return {
    isNew: false,
    history,
    anchor: last ? { id: last.id, role: last.role, depth: last.depth } : { id: newId(), role: "root", depth: 0 },
  };
}
