import type { Exchange } from "@/lib/context/history";
import { CONTINUE_INSTRUCTIONS, toInstructions, toSummaryMessage, toTail } from "@/lib/context/prompts";
import type { ChatMessage } from "@/lib/inference/chat-completion";

/** The parts of a prompt, in the order in which they are sent. */
export type PromptParts = {
  ownInstructions: string;
  summary: string | null;
  history: readonly Exchange[];
  /** The new question; null when the last message of the history is answered or continued. */
  question: string | null;
  isContinuation: boolean;
  today: Date;
};

/**
 * The messages that the model gets to see.
 *
 * Everything up to the question depends on the branch alone: two turns between which nothing was compacted share it byte for byte.
 */
export function assemblePrompt({
  ownInstructions,
  summary,
  history,
  question,
  isContinuation,
  today,
}: PromptParts): ChatMessage[] {
  return [
    { role: "system", content: toInstructions(ownInstructions) },
    ...(summary === null ? [] : [{ role: "system" as const, content: toSummaryMessage(summary) }]),
    ...history.flatMap(({ messages }) => messages.map(({ role, text }) => ({ role, content: text }))),
    ...(question === null ? [] : [{ role: "user" as const, content: question }]),
    { role: "system", content: isContinuation ? CONTINUE_INSTRUCTIONS : toTail(today) },
  ];
}
