import type { Actor } from "@/lib/accounts/actor";
import type { Exchange, HistoryMessage } from "@/lib/context/history";
import type { Window } from "@/lib/context/window";
import type { NanoUsd } from "@/lib/core/money";
import type { Model, ModelPrice } from "@/lib/models/catalogue";
import type { ModelDesk } from "@/lib/models/model-desk";
import type { ModelParameters } from "@/lib/models/parameters";

/** The summary that stands in for the older part of a branch. */
export type SummaryInForce = { id: string; text: string; tokens: number; throughId: string };

/** The conversation as it was when the turn came, with the branch that the turn goes on. */
export type OpenedConversation = {
  isNew: boolean;
  id: string;
  rootId: string;
  title: string | null;
  model: string | null;
  parameters: ModelParameters;
  instructions: string;
  /** The message that the new question or answer follows. */
  anchor: { id: string; role: "root" | "user" | "assistant"; depth: number };
  /** From the summary (or the root) to the anchor, oldest first. */
  history: readonly HistoryMessage[];
  summary: SummaryInForce | null;
};

/** Everything that is known before the turn is planned. */
export type OpenedTurn = {
  actor: Actor;
  conversation: OpenedConversation;
  desk: ModelDesk;
};

/** Everything that is decided before money is spent. */
export type TurnPlan = {
  turnId: string;
  clientId: string;
  actor: Actor;
  kind: "ask" | "retry" | "continue";
  conversation: OpenedConversation;
  desk: ModelDesk;
  question: { id: string; parentId: string; text: string; depth: number; tokens: number } | null;
  /** The question that is answered: the new one or the one of the branch. */
  questionId: string;
  answer: { id: string; parentId: string; depth: number };
  requestedModel: string;
  model: Model;
  price: ModelPrice;
  /** As the person chose them, and as the model takes them. */
  chosenParameters: ModelParameters;
  parameters: ModelParameters;
  notes: readonly { parameter: string; reason: string }[];
  /** What of the branch is sent. */
  history: readonly Exchange[];
  droppedExchanges: number;
  window: Window;
  /** The prompt by our count, and the most that the provider can be expected to count. */
  countedPromptTokens: number;
  promptTokensMax: number;
  outputTokensWanted: number;
  outputTokensMinimum: number;
  minimumCost: NanoUsd;
  wantedCost: NanoUsd;
};
